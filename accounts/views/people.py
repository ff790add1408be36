"""People: the list, one person and what they may do, editing, switching off and on."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.exports import PERSON_COLUMNS
from accounts.filters import PersonFilter
from accounts.forms import PersonForm, ReasonForm
from accounts.middleware import ViewerRequest
from accounts.models import Department, Invitation, Role, RoleGrant, User
from accounts.permissions import can_manage, can_see_people, can_set_absence, can_switch_off, can_switch_on
from accounts.services.invitations import status
from accounts.services.people import edit_person, switch_off, switch_on
from common.access import Unfit, require
from common.exports import download
from common.http import add_errors, form_page, page_or_part, redirect_after
from common.lists import listing

GRANTS = Prefetch("grants", RoleGrant.objects.select_related("role", "department").order_by("role_id", "department_id"))
HEADS = Prefetch("heads", Department.objects.filter(is_active=True))
DEPUTISES = Prefetch("deputises", Department.objects.filter(is_active=True))


def find(request: ViewerRequest, pk: int) -> User:
    """The person, if the viewer may see them; else 404."""
    return get_object_or_404(User.objects.visible_to(request.viewer).select_related("department"), pk=pk)


@require_GET
def people(request: ViewerRequest) -> HttpResponse:
    """The list of people with filters, and for administrators the invitations that are open."""
    viewer = request.viewer
    rows = User.objects.visible_to(viewer).select_related("department").prefetch_related(GRANTS, HEADS, DEPUTISES)
    found = listing(request, rows, PersonFilter, default_sort="name")
    if file := download(request, found.every, PERSON_COLUMNS, "people"):
        return file
    manage = can_manage(viewer)
    invitations = Invitation.objects.filter(accepted_at=None, withdrawn_at=None).select_related(
        "role", "department", "invited_by"
    )
    now = timezone.now()
    context = {
        "list": found,
        "can_manage": manage,
        "can_see_people": can_see_people(viewer),
        "invitations": [(each, status(each, now)) for each in invitations[:100]] if manage else [],
    }
    return page_or_part(request, "people/list.html", context, part="rows", status=found.status)


@require_GET
def person(request: ViewerRequest, pk: int) -> HttpResponse:
    """One person: what they may do, in words, and where they belong."""
    found = get_object_or_404(
        User.objects.visible_to(request.viewer)
        .select_related("department")
        .prefetch_related(GRANTS, HEADS, DEPUTISES, "teams", "leads"),
        pk=pk,
    )
    head_role = Role.objects.filter(slug="department-head").first()
    context = {
        "person": found,
        "posts": [("Head", each) for each in found.heads.all()] + [("Deputy", each) for each in found.deputises.all()],
        "head_role": head_role,
        "can_manage": can_manage(request.viewer),
        "can_switch_off": can_switch_off(request.viewer, found),
        "can_switch_on": can_switch_on(request.viewer, found),
        "can_set_absence": can_set_absence(request.viewer, found),
        "is_self": found.pk == request.viewer.id,
    }
    return page_or_part(request, "people/detail.html", context)


@require_http_methods(["GET", "POST"])
def person_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    """Name, title, department and roles."""
    found = find(request, pk)
    require(can_manage(request.viewer))
    grants = list(RoleGrant.objects.filter(user=found).select_related("role", "department"))
    form = PersonForm(request.POST or None, person=found, roles=list(Role.objects.all()), grants=grants)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            edit_person(
                found,
                name=given["name"],
                job_title=given["job_title"],
                department=Department.objects.filter(pk=given["department"]).first(),
                grants=form.grants(),
                by=request.viewer,
                at=timezone.now(),
            )
        except Unfit as error:
            add_errors(form, error)
        else:
            messages.success(request, f"The account of {given['name']} is saved.")
            return redirect_after(request, reverse("person", args=[pk]))
    return form_page(request, form, f"Edit {found.name}", "Save", reverse("person", args=[pk]))


@require_http_methods(["GET", "POST"])
def person_off(request: ViewerRequest, pk: int) -> HttpResponse:
    """End somebody's access, with a reason."""
    found = find(request, pk)
    require(can_switch_off(request.viewer, found))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            switch_off(found, reason=form.cleaned_data["reason"], by=request.viewer, at=timezone.now())
        except Unfit as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{found.name} can no longer sign in.")
            return redirect_after(request, reverse("person", args=[pk]))
    lead = "They are out at once, on every device. What they did stays in the history."
    return form_page(
        request, form, f"Switch off {found.name}", f"Switch off {found.name}", reverse("person", args=[pk]), lead=lead
    )


@require_POST
def person_on(request: ViewerRequest, pk: int) -> HttpResponse:
    """Give somebody access again."""
    found = switch_on(find(request, pk), by=request.viewer, at=timezone.now())
    messages.success(request, f"{found.name} can sign in again.")
    return redirect_after(request, reverse("person", args=[pk]))

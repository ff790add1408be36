"""People: the list, one person and what they may do, editing, switching off and on."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.exports import person_columns
from accounts.filters import PersonFilter
from accounts.forms import PersonForm
from accounts.losses import losses
from accounts.middleware import ViewerRequest
from accounts.models import Department, Invitation, Role, RoleGrant, User
from accounts.permissions import can_manage, can_see_people, can_set_absence, can_switch_off, can_switch_on
from accounts.powers import holdings, powers, sight
from accounts.services.invitations import status
from accounts.services.people import edit_person, is_last_administrator
from accounts.viewer import HEAD_ROLE
from accounts.work import Source, counts_in_words, kinds_of, open_work
from audit.models import Entry
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
    if file := download(request, found.every, person_columns(), "people"):
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
def person(request: ViewerRequest, pk: int, *, sources: Sequence[Source], codes: Mapping[str, str]) -> HttpResponse:
    """One person: what they may do, in words, and where they belong; of who was switched off, what became of their work."""
    found = get_object_or_404(
        User.objects.visible_to(request.viewer).select_related("department").prefetch_related(GRANTS), pk=pk
    )
    manage = can_manage(request.viewer)
    left, posts = [], []
    if found.is_active:
        prefetch_related_objects([found], HEADS, DEPUTISES, "teams")
        posts = [("Head", each) for each in found.heads.all()] + [("Deputy", each) for each in found.deputises.all()]
    elif manage:
        left = open_work(found, sources, timezone.now())
    head_role = Role.objects.filter(slug=HEAD_ROLE).first() if posts else None
    held = holdings(found.grants.all(), posts, head_role)
    context = {
        "person": found,
        "held": held,
        "powers": powers(held, codes),
        "sight": sight(held),
        "can_manage": manage,
        "can_switch_off": can_switch_off(request.viewer, found),
        "can_switch_on": can_switch_on(request.viewer, found),
        "can_set_absence": can_set_absence(request.viewer, found),
        "is_self": found.pk == request.viewer.id,
        "left": counts_in_words(left, kinds_of(sources)),
        **what_became(found),
    }
    return page_or_part(request, "people/detail.html", context)


def what_became(person: User) -> dict[str, object]:
    """Since when somebody is switched off and by whom, and to whom their work went last."""
    if person.is_active:
        return {}
    entries = Entry.objects.filter(
        object_kind="accounts.user", object_id=person.pk, verb__in=("person.switched_off", "person.handed_over")
    )
    found: dict[str, object] = {}
    for entry in entries.order_by("-pk")[:5]:
        name = "off" if entry.verb == "person.switched_off" else "handed"
        found.setdefault(name, entry)
    handed = found.get("handed")
    to = handed.new.get("handed_to", {}) if isinstance(handed, Entry) else {}
    return {**found, "handed_to": [(name, number) for name, number in to.items()]}


@require_http_methods(["GET", "POST"])
def person_edit(request: ViewerRequest, pk: int, *, sources: Sequence[Source]) -> HttpResponse:
    """Name, title, department and roles; what they could no longer do or see is said before it happens."""
    found = find(request, pk)
    require(can_manage(request.viewer))
    grants = list(RoleGrant.objects.filter(user=found).select_related("role", "department"))
    roles = list(Role.objects.all())
    form = PersonForm(request.POST or None, person=found, roles=roles, grants=grants)
    lost: list[str] = []
    if request.method == "POST" and form.is_valid():
        given, at = form.cleaned_data, timezone.now()
        wanted = form.grants()
        department = Department.objects.filter(pk=given["department"]).first()
        lost = losses(found, grants, wanted, roles, open_work(found, sources, at))
        if not lost or given["is_sure"] or is_last_administrator(found):
            try:
                edit_person(
                    found,
                    name=given["name"],
                    job_title=given["job_title"],
                    department=department,
                    grants=wanted,
                    reason=given["reason"],
                    by=request.viewer,
                    at=at,
                )
            except Unfit as error:
                add_errors(form, error)
            else:
                messages.success(request, f"The account of {given['name']} is saved.")
                return redirect_after(request, reverse("person", args=[pk]))
    return form_page(
        request,
        form,
        f"Edit {found.name}",
        "Save",
        reverse("person", args=[pk]),
        template="people/edit.html",
        extra={"lost": lost, "person": found},
    )

"""One's own account, and the organisation's settings."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import OrganisationForm, ProfileForm
from accounts.middleware import ViewerRequest
from accounts.models import Department, Organisation, Role, RoleGrant, User
from accounts.permissions import can_manage
from accounts.services.organisation import edit_organisation
from accounts.services.people import choose_theme, edit_own_profile
from accounts.services.rhythm import choose_digest
from common.access import Unfit, require
from common.errors import safe_back
from common.http import add_errors, form_page, page_or_part, redirect_after


def posts(user: User) -> list[tuple[str, Department]]:
    """The departments that the person leads, with the post they have there."""
    rows = Department.objects.filter(Q(head=user) | Q(deputy=user), is_active=True)
    return [("Head" if each.head_id == user.pk else "Deputy", each) for each in rows]


@require_http_methods(["GET", "POST"])
def profile(request: ViewerRequest) -> HttpResponse:
    """Name, title and look; the way to change the password; what one may do."""
    viewer = request.viewer
    user = viewer.user
    initial = {"name": user.name, "job_title": user.job_title, "theme": user.theme, "digest": user.digest}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            edit_own_profile(name=given["name"], job_title=given["job_title"], by=viewer, at=timezone.now())
            choose_theme(given["theme"], by=viewer)
            choose_digest(given["digest"], by=viewer, at=timezone.now())
        except Unfit as error:
            add_errors(form, error)
        else:
            messages.success(request, "Your account is saved.")
            return redirect_after(request, reverse("profile"))
    context = {
        "form": form,
        "person": user,
        "grants": list(RoleGrant.objects.filter(user=user).select_related("role", "department")),
        "posts": posts(user),
        "head_role": Role.objects.filter(slug="department-head").first(),
    }
    return page_or_part(request, "profile/profile.html", context, status=422 if form.errors else 200)


@require_POST
def theme(request: ViewerRequest) -> HttpResponse:
    """Keep the look that the switch was set to, and go on where one was."""
    try:
        choose_theme(request.POST.get("theme", ""), by=request.viewer)
    except Unfit as error:
        return HttpResponse(str(error), status=422, content_type="text/plain")
    if getattr(request, "htmx", False):
        return HttpResponse(status=204)
    return redirect_after(request, safe_back(request))


@require_http_methods(["GET", "POST"])
def organisation(request: ViewerRequest) -> HttpResponse:
    """The organisation's name, currency sign, and whether one person alone signs."""
    require(can_manage(request.viewer))
    row = Organisation.objects.get(id=1)
    initial = {"name": row.name, "currency": row.currency, "single_signer": row.single_signer}
    form = OrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            edit_organisation(**form.cleaned_data, by=request.viewer, at=timezone.now())
        except Unfit as error:
            add_errors(form, error)
        else:
            messages.success(request, f"The settings of {form.cleaned_data['name']} are saved.")
            return redirect_after(request, reverse("organisation"))
    return form_page(request, form, "Settings of the organisation", "Save", reverse("people"))

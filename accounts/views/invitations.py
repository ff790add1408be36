"""Invitations: writing one, sending it again, withdrawing it, and the page where it is accepted."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import AcceptForm, InviteForm
from accounts.middleware import ViewerRequest, open_to_all
from accounts.models import Department, Invitation, Role
from accounts.permissions import can_manage
from accounts.services.invitations import accept_invitation, find, invite, resend, status, withdraw
from accounts.throttling import knock, wait_sentence
from common.access import Unfit, require
from common.http import add_errors, form_page, redirect_after


@require_http_methods(["GET", "POST"])
def person_invite(request: ViewerRequest) -> HttpResponse:
    """Invite somebody by mail."""
    require(can_manage(request.viewer))
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = invite(
                email=given["email"],
                name=given["name"],
                job_title=given["job_title"],
                department=Department.objects.filter(pk=given["department"]).first(),
                role=Role.objects.filter(pk=given["role"]).first(),
                by=request.viewer,
                at=timezone.now(),
            )
        except Unfit as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{made.name} is invited; the link holds for seven days.")
            return redirect_after(request, reverse("people"))
    lead = "They get a mail with a link, choose a password and are in."
    return form_page(request, form, "Invite somebody", "Send the invitation", reverse("people"), lead=lead)


@require_POST
def invitation_resend(request: ViewerRequest, pk: int) -> HttpResponse:
    """Send an invitation again, with a new link."""
    require(can_manage(request.viewer))
    found = resend(get_object_or_404(Invitation, pk=pk), by=request.viewer, at=timezone.now())
    messages.success(request, f"The invitation of {found.name} is sent again; earlier links no longer work.")
    return redirect_after(request, reverse("people"))


@require_POST
def invitation_withdraw(request: ViewerRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    require(can_manage(request.viewer))
    found = withdraw(get_object_or_404(Invitation, pk=pk), by=request.viewer, at=timezone.now())
    messages.success(request, f"The invitation of {found.name} is withdrawn.")
    return redirect_after(request, reverse("people"))


@open_to_all
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: choose a password, and be in. A link that is used up says so, with the way in."""
    found = find(token)
    state = status(found, timezone.now()) if found else "unknown"
    if found is None or state != "open":
        context = {"state": state, "inviter": found.invited_by if found else None}
        return personal(render(request, "people/invitation_over.html", context, status=404 if found is None else 410))
    form = AcceptForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        if knock(request, "invitation") is None:
            form.add_error(None, f"Too many tries. {wait_sentence('invitation')}")
        else:
            given = form.cleaned_data
            try:
                person = accept_invitation(token, name=given["name"], password=given["password"], at=timezone.now())
            except Unfit as error:
                add_errors(form, error)
            else:
                get_adapter().login(request, person)
                messages.success(request, f"Welcome, {person.name}. Your account is ready.")
                return personal(redirect_after(request, "/"))
    status_code = 422 if form.errors else 200
    return personal(render(request, "people/invitation.html", {"form": form, "invitation": found}, status=status_code))


def personal(response: HttpResponse) -> HttpResponse:
    """An answer at a personal address: kept by nobody, and the address told to nobody."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response

"""Signing what the room decided: each leader alone, signed in as oneself; and the decision sheet for paper."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import ViewerRequest
from accounts.signing import check_password_for_signing
from actions.bundle_page import Entry, signing_page
from actions.forms.approval import SignForm
from actions.models import ApprovalItem
from common.access import ALLOWED, Unfit
from common.http import page_or_part, redirect_after
from common.text import counted, listed
from meetings.followup import lines_of, plan_digest
from meetings.models import AgendaItem, FollowUpSignature, Meeting
from meetings.permissions import can_sign_follow_up
from meetings.services.plan_decisions import ready_to_sign, to_sign
from meetings.services.signing import marked_requests, sign_meeting
from meetings.views.meetings import find


@require_http_methods(["GET", "POST"])
def meeting_sign(request: ViewerRequest, pk: int) -> HttpResponse:
    """What waits for the reader's signature; pressing it marks them and leads to the page where one signs."""
    found = find(request, pk)
    if request.method == "POST":
        return mark(request, found)
    waiting = to_sign(found, request.viewer)
    context = {"meeting": found, "waiting": waiting, "follow_up": follow_up_for(found, request)}
    return page_or_part(request, "meetings/sign.html", context)


def follow_up_for(found: Meeting, request: ViewerRequest) -> list[str]:
    """The agreed follow-up plan in sentences, where the reader signs it and has not yet."""
    if not can_sign_follow_up(request.viewer, found):
        return []
    signed = FollowUpSignature.objects.filter(meeting=found, signer=request.viewer.user, plan_digest=plan_digest(found))
    return [] if signed.exists() else lines_of(found.follow_up)


def mark(request: ViewerRequest, found: Meeting) -> HttpResponse:
    """Mark what the room decided, by the reader's own act; what cannot be marked is said."""
    ready = ready_to_sign(found, by=request.viewer, at=timezone.now())
    for reason in ready.refused:
        messages.warning(request, reason)
    nothing = not ready.requests and not follow_up_for(found, request)
    return redirect_after(request, reverse("meeting_sign" if nothing else "meeting_sign_all", args=[found.pk]))


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def meeting_sign_all(request: ViewerRequest, pk: int) -> HttpResponse:
    """List all that is marked, whatever its bundle, with the follow-up plan; one password signs all of it."""
    found, viewer = find(request, pk), request.viewer
    page = signing_page(marked_requests(found, viewer), viewer, at=timezone.now())
    follow_up = follow_up_for(found, request)
    if not page.entries and not follow_up:
        messages.info(request, "Nothing is marked, so there is nothing to sign.")
        return redirect_after(request, reverse("meeting_sign", args=[pk]))
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = check_password_for_signing(request, viewer.user, form.cleaned_data["password"])
        if answer:
            return write(request, found, form)
        form.add_error("password", answer.reason)
    context = {"meeting": found, "page": page, "form": form, "follow_up": follow_up, "plan_digest": plan_digest(found)}
    status = 422 if form.is_bound and form.errors else 200
    return page_or_part(request, "meetings/sign_all.html", context, status=status)


def write(request: ViewerRequest, found: Meeting, form: SignForm) -> HttpResponse:
    """Sign with the digests of the page. A signing POST is never replayed."""
    seen = request.POST.get("follow_up", "")
    try:
        signed = sign_meeting(found, form.digests(), follow_up=seen, by=request.viewer, at=timezone.now())
    except Unfit as unfit:
        messages.error(request, " ".join(each for sentences in unfit.errors.values() for each in sentences))
        return redirect_after(request, reverse("meeting_sign", args=[found.pk]))
    parts = [counted(len(signed.signatures), "decision")] if signed.signatures else []
    parts += ["the follow-up plan"] if signed.follow_up else []
    messages.success(request, f"{listed(parts).capitalize()} signed.")
    return redirect_after(request, reverse("meeting", args=[found.pk]))


@require_GET
def meeting_sheet(request: ViewerRequest, pk: int) -> HttpResponse:
    """The decision sheet: plans with boxes to tick and lines to sign, on paper."""
    found = find(request, pk)
    rows = AgendaItem.objects.filter(meeting=found, kind="decision").exclude(state="removed")
    plans = list(
        ApprovalItem.objects.filter(pk__in=rows.values("approval_item"), state="pending")
        .select_related("request", "snapshot", "action__department")
        .prefetch_related("request__signers")
        .order_by("request__number", "position")
    )
    signers = {person.pk: person for plan in plans for person in plan.request.signers.all()}
    context = {
        "meeting": found,
        "entries": [Entry(item=plan, answer=ALLOWED) for plan in plans],
        "signers": sorted(signers.values(), key=lambda each: each.name),
        "boxes": ("Approve", "As changed", "Return", "Defer", "Reject"),
        "at": timezone.now(),
    }
    return page_or_part(request, "meetings/sheet.html", context)

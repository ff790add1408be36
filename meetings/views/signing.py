"""Signing what the room decided: each leader alone, signed in as oneself; and the decision sheet for paper."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import ViewerRequest
from actions.bundle_page import Entry
from actions.models import ApprovalItem
from common.access import ALLOWED
from common.http import page_or_part, redirect_after
from common.text import counted
from meetings.models import AgendaItem, Meeting
from meetings.services.plan_decisions import ready_to_sign, to_sign
from meetings.views.meetings import find


@require_http_methods(["GET", "POST"])
def meeting_sign(request: ViewerRequest, pk: int) -> HttpResponse:
    """What waits for the reader's signature; pressing it marks them and leads to the page where one signs."""
    found = find(request, pk)
    if request.method == "POST":
        return mark(request, found)
    waiting = to_sign(found, request.viewer)
    bundles = len({plan.request_id for _, plan in waiting})
    context = {"meeting": found, "waiting": waiting, "bundles": bundles}
    return page_or_part(request, "meetings/sign.html", context)


def mark(request: ViewerRequest, found: Meeting) -> HttpResponse:
    ready = ready_to_sign(found, by=request.viewer, at=timezone.now())
    for reason in ready.refused:
        messages.warning(request, reason)
    if not ready.requests:
        return redirect_after(request, reverse("meeting_sign", args=[found.pk]))
    if len(ready.requests) > 1:
        words = counted(len(ready.requests), "bundle")
        messages.info(request, f"The decisions are in {words}. After this one, open the meeting's address again.")
    return redirect_after(request, reverse("sign", args=[ready.requests[0].pk]))


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

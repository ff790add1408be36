"""The reading side: my work, the scorecard, and the digests as they were sent."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.middleware import ViewerRequest
from accounts.rhythm import digest_rhythm, organisation
from common.access import require
from common.dates import today
from common.http import page_or_part
from reports.changes import changes_since
from reports.models import Digest
from reports.mywork import my_work as gather
from reports.scorecard import can_see_scorecard
from reports.scorecard import scorecard as gather_scorecard
from reports.waiting import waiting_parts

SINCE_DAYS = 14


@require_GET
def my_work(request: ViewerRequest) -> HttpResponse:
    """What waits for me, then how my actions stand."""
    at = timezone.now()
    request.viewer.counted.update(waiting_parts(request.viewer))
    work = gather(request.viewer, at=at, counted=request.viewer.counted)
    return page_or_part(request, "reports/my_work.html", {"work": work, "today": work.today, "now": at})


@require_GET
def scorecard(request: ViewerRequest) -> HttpResponse:
    """Are the gaps closing, how healthy are the departments, are promises kept."""
    require(can_see_scorecard(request.viewer))
    card = gather_scorecard(request.viewer, at=timezone.now())
    return page_or_part(request, "reports/scorecard.html", {"card": card, "today": card.today})


@require_GET
def changes(request: ViewerRequest) -> HttpResponse:
    """What changed since the reader's last digest, or in the last two weeks; a page, and a part of the scorecard."""
    require(can_see_scorecard(request.viewer))
    at = timezone.now()
    last = Digest.objects.filter(person=request.viewer.user).order_by("-made_at").first()
    since = last.made_at if last else at - timedelta(days=SINCE_DAYS)
    context = {
        "lines": changes_since(request.viewer, since, at),
        "since": today(since),
        "last": last,
        "today": today(at),
    }
    return page_or_part(request, "reports/changes.html", context, part="changes")


@require_GET
def digests(request: ViewerRequest) -> HttpResponse:
    """The digests one got, the newest first."""
    rows = list(Digest.objects.filter(person=request.viewer.user).defer("data")[:100])
    rhythm = digest_rhythm(organisation(), request.viewer.user)
    context = {"rows": rows, "rhythm": rhythm.words if rhythm else "", "today": today(timezone.now())}
    return page_or_part(request, "reports/digests.html", context)


@require_GET
def digest(request: ViewerRequest, pk: int) -> HttpResponse:
    """One digest as it was sent. It is its reader's alone."""
    found = get_object_or_404(Digest.objects.filter(person=request.viewer.user), pk=pk)
    return page_or_part(request, "reports/digest.html", {"digest": found, "data": found.data})

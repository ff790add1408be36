"""The scorecard: are the gaps closing, how healthy are the departments, are promises kept."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.viewer import Viewer
from actions.models import ApprovalRequest, Blocker
from actions.permissions import DECIDE
from common.access import ALLOWED, Answer, Denied
from common.dates import today
from gaps.permissions import PREPARE, SEE
from reports.changes import open_roadblocks
from reports.kpi_rows import KpiRow, kpi_rows
from reports.models import Digest
from reports.mywork import bundles_for
from reports.promises import Heat, Kept, first_week, heat, may_compare, promises, request_counts


def can_see_scorecard(viewer: Viewer) -> Answer:
    if viewer.may_somewhere(SEE) or viewer.may(PREPARE):
        return ALLOWED
    return Denied("The scorecard is for leadership, the M&E team and those who look after a department.")


@dataclass(frozen=True)
class Scorecard:
    """What the page shows, all of it with the reader's rights."""

    today: date
    since: date
    bundles: list[ApprovalRequest]
    measured: list[KpiRow]
    unmeasured: list[KpiRow]
    heat: Heat
    kept: list[Kept]
    total: Kept
    compares: bool
    roadblocks: list[Blocker]
    last_digest: Digest | None


def scorecard(viewer: Viewer, *, at: datetime) -> Scorecard:
    """Gather the page in a fixed number of statements."""
    day = today(at)
    since = first_week(day)
    counts = request_counts(viewer, since, at)
    kept, total = promises(viewer, since, at, counts)
    rows = kpi_rows(viewer, day)
    return Scorecard(
        today=day,
        since=since,
        bundles=bundles_for(viewer) if viewer.may_somewhere(DECIDE) else [],
        measured=[row for row in rows if row.latest],
        unmeasured=[row for row in rows if not row.latest],
        heat=heat(counts, day),
        kept=kept,
        total=total,
        compares=may_compare(viewer),
        roadblocks=open_roadblocks(viewer),
        last_digest=Digest.objects.filter(person=viewer.user).order_by("-made_at").first(),
    )

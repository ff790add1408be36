"""Are promises kept? Milestones reached on time, slip and check-ins by department; and health by department and period."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from accounts.viewer import Viewer
from actions.models import CheckInRequest, CorrectiveAction, Milestone
from actions.permissions import DECIDE, FOLLOW, PLAN
from common.cache import kept_if_slow
from common.dates import today
from gaps.permissions import PREPARE, SEE

PERIODS = 6
WORST = {"off_track": 0, "at_risk": 1, "unknown": 2, "on_track": 3}


@dataclass
class Kept:
    """How one department kept what it promised. `slip` is the mean in days of milestones that were due."""

    department: str
    due: int = 0
    on_time: int = 0
    slip_days: int = 0
    asked: int = 0
    answered: int = 0

    @property
    def share(self) -> int | None:
        """Per cent of the milestones that were due; None without any."""
        return round(100 * self.on_time / self.due) if self.due else None

    @property
    def slip(self) -> float | None:
        return round(self.slip_days / self.due, 1) if self.due else None


@dataclass(frozen=True)
class Cell:
    """The worst open action of a department in a period, and how many were asked about."""

    health: str
    count: int


@dataclass
class Heat:
    """Health by department: one row each, one cell for each period, the oldest first."""

    periods: list[date]
    rows: list[tuple[str, list[Cell | None]]]


def may_compare(viewer: Viewer) -> bool:
    """Whether the person sees every department's row; a head sees the own one."""
    return viewer.may(DECIDE) or viewer.may(PLAN)


def scope(viewer: Viewer, field: str) -> Q:
    """The condition of the departments whose record the person sees."""
    return Q() if may_compare(viewer) else Q(**{f"{field}__in": viewer.departments_with(FOLLOW)})


def promises(viewer: Viewer, since: date, at: datetime, requests: list[dict[str, Any]]) -> tuple[list[Kept], Kept]:
    """A row for each department and their sum. One statement; the check-ins come from `request_counts`."""
    day = today(at)
    found: dict[str, Kept] = {}

    def of(name: str) -> Kept:
        return found.setdefault(name, Kept(name))

    due = shared("milestones", viewer, since, day, lambda: due_milestones(viewer, since, day))
    for name, promised, reached, number in due:
        if promised is None or (reached is None and promised >= day):
            continue
        late = max(0, ((reached or day) - promised).days)
        row = of(name)
        row.due += number
        row.on_time += 0 if late else number
        row.slip_days += number * late
    for each in requests:
        if not may_compare(viewer) and each["department_id"] not in viewer.departments_with(FOLLOW):
            continue
        row = of(each["department"])
        row.asked += each["number"]
        row.answered += each["number"] if each["said"] else 0
    rows = [found[name] for name in sorted(found)]
    total = Kept("All")
    for row in rows:
        for name in ("due", "on_time", "slip_days", "asked", "answered"):
            setattr(total, name, getattr(total, name) + getattr(row, name))
    return rows, total


def due_milestones(viewer: Viewer, since: date, day: date) -> list[tuple[str, date | None, date | None, int]]:
    """Milestones that were due from the day on: department, first promised, reached, and how many there are of these."""
    return list(
        Milestone.objects.filter(
            scope(viewer, "action__department"), first_promised_on__gte=since, first_promised_on__lte=day
        )
        .exclude(state="dropped")
        .exclude(action__state__in=["draft", "proposed", "returned", "rejected", "cancelled"])
        .order_by()
        .values_list("action__department__name", "first_promised_on", "reached_on")
        .annotate(number=Count("pk"))
    )


def seen_requests(viewer: Viewer) -> QuerySet[CheckInRequest]:
    """The questions about the actions that the person sees."""
    if viewer.may(SEE) or viewer.may(PREPARE):
        return CheckInRequest.objects.visible_to(viewer)
    return CheckInRequest.objects.filter(action__in=CorrectiveAction.objects.visible_to(viewer))


def request_counts(viewer: Viewer, since: date, at: datetime) -> list[dict[str, Any]]:
    """Check-ins since the day, counted by department, period, claim and dates. One statement."""
    return shared("requests", viewer, since, today(at), lambda: counted_requests(viewer, since, at))


def shared(kind: str, viewer: Viewer, since: date, day: date, work: Callable[[], list]) -> list:
    """What is the same for all who see the whole organisation is kept for a minute where it is slow to count."""
    if not (viewer.may(SEE) and may_compare(viewer)):
        return work()
    scope_ = "all" if viewer.may(PREPARE) else "issued"
    return kept_if_slow(f"reports.{kind}.{scope_}.{since}.{day}", work)


def counted_requests(viewer: Viewer, since: date, at: datetime) -> list[dict[str, Any]]:
    """The same, counted now."""
    rows = (
        seen_requests(viewer)
        .filter(period_start__gte=since, period_start__lte=today(at))
        .filter(Q(state__in=["answered", "acknowledged"]) | Q(state="sent", closes_at__lte=at))
        .order_by()
        .values(
            "period_start",
            department=F("action__department__name"),
            department_pk=F("action__department"),
            claimed=F("check_in__health"),
            computed=F("check_in__computed"),
        )
        .annotate(number=Count("pk"))
    )
    return [
        {
            "department": row["department"],
            "department_id": row["department_pk"],
            "period": row["period_start"],
            "said": row["claimed"] is not None,
            "health": worse_of(row["claimed"], row["computed"]),
            "number": row["number"],
        }
        for row in rows
    ]


def worse_of(claimed: str | None, computed: str | None) -> str:
    """The graver of claim and dates; unknown where nobody answered. An unknown date never hides a claim."""
    known = [each for each in (claimed, computed) if each and each != "unknown"]
    return min(known, key=lambda each: WORST[each]) if known else "unknown"


def heat(counts: list[dict[str, Any]], day: date) -> Heat:
    """The counts as a grid of weeks: two-weekly rhythms leave every second cell empty."""
    this_week = day - timedelta(days=day.weekday())
    weeks = [this_week - timedelta(weeks=number) for number in range(PERIODS - 1, -1, -1)]
    cells: dict[tuple[str, date], list[tuple[str, int]]] = defaultdict(list)
    for each in counts:
        week = each["period"] - timedelta(days=each["period"].weekday())
        cells[each["department"], week].append((each["health"], each["number"]))
    rows = []
    for name in sorted({name for name, _ in cells}):
        row: list[Cell | None] = []
        for week in weeks:
            found = cells.get((name, week))
            if not found:
                row.append(None)
                continue
            worst = min((health for health, _ in found), key=lambda each: WORST[each])
            row.append(Cell(worst, sum(number for _, number in found)))
        rows.append((name, row))
    return Heat(weeks, rows)


def first_week(day: date) -> date:
    """The Monday that the scorecard begins with."""
    return day - timedelta(days=day.weekday(), weeks=PERIODS - 1)

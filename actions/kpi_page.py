"""What the pages of indicators show: value, judgement, the expected way, and whether it moved after the action."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import Min

from accounts.viewer import Viewer
from actions.models import CorrectiveAction
from common.dates import short_date, today
from common.numbers import figure
from gaps.models import Kpi, KpiReading
from gaps.permissions import can_confirm_reading, can_correct_reading, can_give_reading, can_prepare
from gaps.progress import Judgement, Promise, expected_on, is_due, is_stale, judge, moved_after

UNDER_WAY = ("approved", "in_progress", "implemented", "verified", "closed", "on_hold")
SHOWN = 104  # two years of weekly readings


def figure_of(value: Decimal | None, unit: str) -> str:
    """A value with its unit, "" where there is none."""
    return f"{figure(value)}\u00a0{unit}".strip() if value is not None else ""


@dataclass
class KpiPage:
    """One indicator with its readings, oldest first."""

    kpi: Kpi
    today: date
    readings: list[KpiReading]
    replaced: list[KpiReading]
    actions: list[CorrectiveAction]
    judgement: Judgement
    expected: Decimal | None
    baseline: Decimal | None
    moved: str
    is_due: bool
    can_give: Any
    can_edit: Any
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def latest(self) -> KpiReading | None:
        return self.readings[-1] if self.readings else None

    @property
    def points(self) -> list[tuple[date, Decimal]]:
        return [(each.date, each.value) for each in self.readings[-SHOWN:]]

    @property
    def start(self) -> date | None:
        return first_start(self.actions)

    @property
    def unit(self) -> str:
        return self.kpi.unit

    @property
    def sentence(self) -> str:
        """What the chart says, for those who do not see it."""
        if not self.latest:
            return "No reading yet."
        first = self.readings[0]
        words = (
            f"From {figure_of(first.value, self.unit)} on {short_date(first.date, self.today)} to"
            f" {figure_of(self.latest.value, self.unit)} on {short_date(self.latest.date, self.today)}"
        )
        target = f", target {figure_of(self.kpi.target, self.unit)}" if self.kpi.target is not None else ""
        return f"{words}{target}."


class Moving(Protocol):
    """What is read here of an action that should move an indicator."""

    @property
    def start_on(self) -> date | None: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def approved_at(self) -> datetime | None: ...
    @property
    def kpi_from(self) -> Decimal | None: ...
    @property
    def kpi_to(self) -> Decimal | None: ...


def start_of(action: Moving) -> date | None:
    """When work on the action begins: as planned, else when it was approved."""
    return action.start_on or (today(action.approved_at) if action.approved_at else None)


def first_start(actions: Iterable[Moving]) -> date | None:
    """When the first of the actions began."""
    return min((start for each in actions if (start := start_of(each))), default=None)


def promise_of(action: Moving) -> Promise | None:
    """What the signed plan promises of the indicator; None where a figure or a date is missing."""
    start = start_of(action)
    if action.kpi_from is None or action.kpi_to is None or start is None or action.due_on is None:
        return None
    return Promise(start, action.kpi_from, action.due_on, action.kpi_to)


def expected_of(actions: Iterable[Moving], day: date) -> Decimal | None:
    """What the plans under way expect of the indicator by the day: that of the action which promises most by then."""
    values = [(expected_on(found, day), found) for each in actions if (found := promise_of(each))]
    if not values:
        return None
    return max(values, key=lambda pair: abs(pair[0] - pair[1].start))[0]


def one_for_each_day(readings: Iterable[Any]) -> list[Any]:
    """Of several reporters on one date the last recorded counts; oldest date first."""
    found: dict[date, Any] = {}
    for each in readings:
        found[each.date] = each
    return [found[day] for day in sorted(found)]


MOVED = {
    "better": "It moved the right way since then.",
    "worse": "It moved the wrong way since then.",
    "same": "It has not moved since then.",
    "": "",
}


def kpi_page(kpi: Kpi, viewer: Viewer, *, at: datetime) -> KpiPage:
    """Everything about one indicator, in four statements."""
    day = today(at)
    every = list(
        KpiReading.objects.filter(kpi=kpi)
        .select_related("reported_by", "confirmed_by")
        .order_by("date", "recorded_at", "pk")
    )
    readings = one_for_each_day(each for each in every if each.is_current)
    actions = list(
        CorrectiveAction.objects.visible_to(viewer).filter(kpi=kpi, state__in=UNDER_WAY).select_related("owner", "team")
    )
    latest = readings[-1] if readings else None
    expected = expected_of(actions, latest.date if latest else day)
    start = first_start(actions)
    points = [(each.date, each.value) for each in readings]
    baseline = next(
        (value for when, value in reversed(points) if start and when <= start), points[0][1] if points else None
    )
    replaced = {each.pk: each for each in every if not each.is_current}
    page = KpiPage(
        kpi=kpi,
        today=day,
        readings=readings,
        replaced=list(replaced.values()),
        actions=actions,
        judgement=judge(
            value=latest.value if latest else None,
            baseline=baseline,
            target=kpi.target,
            tolerance=kpi.tolerance,
            direction=kpi.direction,
            expected=expected,
            stale=is_stale(kpi.frequency, latest.date if latest else None, day),
        ),
        expected=expected,
        baseline=baseline,
        moved=MOVED[moved_after(points, start, 0, kpi.direction)] if start else "",
        is_due=is_due(kpi.frequency, latest.date if latest else None, day),
        can_give=can_give_reading(viewer, kpi),
        can_edit=can_prepare(viewer),
    )
    for each in reversed([each for each in every if each.is_current][-SHOWN:]):
        each.kpi = kpi
        page.rows.append(
            {
                "reading": each,
                "value": figure_of(each.value, kpi.unit),
                "before": [figure_of(old.value, kpi.unit) for old in earlier_of(each, replaced)],
                "can_correct": can_correct_reading(viewer, each),
                "can_confirm": can_confirm_reading(viewer, each),
            }
        )
    return page


def earlier_of(reading: KpiReading, replaced: dict[int, KpiReading]) -> list[KpiReading]:
    """What the reading replaced, the newest first."""
    found = []
    key = reading.replaces_id
    while key is not None and key in replaced:
        found.append(replaced[key])
        key = replaced[key].replaces_id
    return found


def rows_of(kpis: Iterable[Any], day: date) -> list[dict[str, Any]]:
    """The rows of the register, each with how its latest reading stands. Two statements, however many rows."""
    found = list(kpis)
    keys = [each.pk for each in found]
    first = dict(
        KpiReading.objects.filter(kpi__in=keys, is_current=True).order_by().values_list("kpi").annotate(day=Min("date"))
    )
    firsts = {
        (row.kpi_id, row.date): row.value
        for row in KpiReading.objects.filter(kpi__in=keys, is_current=True, date__in=set(first.values()))
    }
    return [
        {
            "kpi": each,
            "value": figure_of(each.latest_value, each.unit),
            "target": figure_of(each.target, each.unit),
            "judgement": judge(
                value=each.latest_value,
                baseline=firsts.get((each.pk, first[each.pk])) if each.pk in first else None,
                target=each.target,
                tolerance=each.tolerance,
                direction=each.direction,
                expected=None,
                stale=is_stale(each.frequency, each.latest_on, day),
            ),
        }
        for each in found
    ]

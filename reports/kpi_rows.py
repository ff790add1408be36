"""Indicators as the scorecard and the digest show them: value, way, target, and the word for how it stands."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from accounts.viewer import Viewer
from actions.kpi_page import UNDER_WAY, expected_of, figure_of, first_start, one_for_each_day
from actions.models import CorrectiveAction
from actions.querysets import kpis_visible_to
from common.dates import short_date
from gaps.models import GapMeasure, Kpi, KpiReading
from gaps.progress import Judgement, direction_of_change, is_stale, judge

CARDS = 12
POINTS = 12
GRAVITY = {"worse": 0, "behind": 1, "stale": 2, "none": 3, "open": 4, "on_course": 5, "reached": 6}
WORDS = {"better": "better", "worse": "worse", "same": "as before", "": ""}


class Planned(NamedTuple):
    """What of an action under way is looked at here: there may be thousands, so none is loaded as a whole."""

    state: str
    start_on: date | None
    due_on: date | None
    approved_at: datetime | None
    kpi_from: Decimal | None
    kpi_to: Decimal | None


@dataclass
class KpiRow:
    """One indicator with what its card and its line in the digest say."""

    kpi: Kpi
    readings: list[KpiReading]
    baseline: Decimal | None
    baseline_on: date | None
    expected: Decimal | None
    expected_from: int
    judgement: Judgement
    actions: int
    late: int
    today: date = field(repr=False)

    @property
    def latest(self) -> KpiReading | None:
        return self.readings[-1] if self.readings else None

    @property
    def value(self) -> str:
        return figure_of(self.latest.value if self.latest else None, self.kpi.unit)

    @property
    def target(self) -> str:
        return figure_of(self.kpi.target, self.kpi.unit)

    @property
    def expected_words(self) -> str:
        return figure_of(self.expected, self.kpi.unit)

    @property
    def points(self) -> list[Decimal]:
        return [each.value for each in self.readings]

    @property
    def way(self) -> list | None:
        """Where the expected path starts and the value it ends at, as the small chart takes it."""
        return [self.expected_from, self.expected] if self.expected is not None and self.readings else None

    @property
    def moved(self) -> str:
        """Better, worse or same against the value at the start."""
        return direction_of_change(self.baseline, self.latest.value if self.latest else None, self.kpi.direction)

    @property
    def line(self) -> dict[str, str]:
        """The row of the digest, as plain words."""
        return {
            "name": self.kpi.name,
            "before": figure_of(self.baseline, self.kpi.unit),
            "before_on": short_date(self.baseline_on, self.today) if self.baseline_on else "",
            "now": self.value,
            "target": self.target,
            "word": WORDS[self.moved],
            "moved": self.moved,
            "judged": self.judgement.word,
        }


def kpi_rows(viewer: Viewer, day: date, limit: int = CARDS) -> list[KpiRow]:
    """The indicators of issued findings that the viewer sees, what stands worst first. Three statements."""
    measured = GapMeasure.objects.filter(kpi=OuterRef("pk")).exclude(gap__state__in=["draft", "withdrawn"])
    kpis = list(
        kpis_visible_to(viewer)
        .in_use()
        .filter(Exists(measured))
        .select_related("department")
        .order_by("name", "pk")[: 4 * limit]
    )
    if not kpis:
        return []
    keys = [each.pk for each in kpis]
    readings: dict[int, list[KpiReading]] = defaultdict(list)
    since = day - timedelta(days=2 * 366)
    for row in KpiReading.objects.filter(kpi__in=keys, date__gte=since).current():
        readings[row.kpi_id].append(row)
    actions: dict[int, list[Planned]] = defaultdict(list)
    moving = CorrectiveAction.objects.visible_to(viewer).filter(kpi__in=keys, state__in=UNDER_WAY).order_by()
    for kpi_id, *values in moving.values_list("kpi_id", *Planned._fields).iterator(chunk_size=2000):
        actions[kpi_id].append(Planned(*values))
    rows = [row_of(kpi, readings[kpi.pk], actions[kpi.pk], day) for kpi in kpis]
    rows.sort(key=lambda row: (row.latest is None, GRAVITY[row.judgement.key], row.kpi.name))
    return rows[:limit]


def row_of(
    kpi: Kpi,
    readings: Iterable[KpiReading],
    actions: list[Planned],
    day: date,
    *,
    points: int | None = POINTS,
) -> KpiRow:
    """One indicator, judged by its latest reading; `points` is how many readings it keeps, all where it is None."""
    every = one_for_each_day(readings)
    latest = every[-1] if every else None
    start = first_start(actions)
    before = [each for each in every if start is not None and each.date <= start]
    baseline = before[-1] if before else (every[0] if every else None)
    value, value_on = (baseline.value, baseline.date) if baseline else (None, None)
    if kpi.baseline is not None:
        value, value_on = kpi.baseline, kpi.baseline_on
    expected = expected_of(actions, latest.date if latest else day)
    shown = every[-points:] if points else every
    begin = next((i for i, each in enumerate(shown) if start is not None and each.date >= start), 0)
    return KpiRow(
        kpi=kpi,
        readings=shown,
        baseline=value,
        baseline_on=value_on,
        expected=expected,
        expected_from=begin,
        judgement=judge(
            value=latest.value if latest else None,
            baseline=value,
            target=kpi.target,
            tolerance=kpi.tolerance,
            direction=kpi.direction,
            expected=expected,
            stale=is_stale(kpi.frequency, latest.date if latest else None, day),
        ),
        actions=len(actions),
        late=sum(
            1 for each in actions if each.state in ("approved", "in_progress") and each.due_on and each.due_on < day
        ),
        today=day,
    )

"""Indicators as the scorecard and the digest show them: value, way, target, and the word for how it stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, F, Min, OuterRef, QuerySet, Sum, When, Window
from django.db.models.functions import Abs, RowNumber

from accounts.viewer import Viewer
from actions.kpi_page import UNDER_WAY, expected_of, figure_of, first_start, one_for_each_day, promise_of
from actions.models import CorrectiveAction
from actions.querysets import kpis_visible_to
from common.dates import short_date, today
from gaps.models import GapMeasure, Kpi, KpiReading
from gaps.progress import Judgement, direction_of_change, expected_on, is_stale, judge

CARDS = 12
POINTS = 12
FEW = 40
NOTHING = Decimal(0)
GRAVITY = {"worse": 0, "behind": 1, "stale": 2, "none": 3, "open": 4, "on_course": 5, "reached": 6}
WORDS = {"better": "better", "worse": "worse", "same": "as before", "": ""}


class Reading(NamedTuple):
    """What is looked at here of a reading: there are a hundred for each indicator, so none is loaded as a whole."""

    kpi_id: int
    date: date
    value: Decimal


class Planned(NamedTuple):
    """The same of an action under way; and what is worked out over all of one indicator."""

    kpi_id: int
    start_on: date | None
    due_on: date | None
    approved_at: datetime | None
    kpi_from: Decimal | None
    kpi_to: Decimal | None
    among: int
    late: int
    first_start_on: date | None
    first_approved_at: datetime | None

    @property
    def whole(self) -> Decimal:
        """How much it promises to move the indicator until its finish."""
        return abs(self.kpi_to - self.kpi_from) if self.kpi_from is not None and self.kpi_to is not None else NOTHING


@dataclass(frozen=True)
class Moves:
    """The actions under way that should move one indicator: how many, how many of them late, the first start, and those
    that are compared for what they promise."""

    number: int = 0
    late: int = 0
    start: date | None = None
    actions: Sequence[Any] = ()


@dataclass
class KpiRow:
    """One indicator with what its card and its line in the digest say."""

    kpi: Kpi
    readings: list[Any]
    baseline: Decimal | None
    baseline_on: date | None
    expected: Decimal | None
    expected_from: int
    judgement: Judgement
    actions: int
    late: int
    today: date = field(repr=False)

    @property
    def latest(self) -> Any:
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
    readings: dict[int, list[Reading]] = defaultdict(list)
    since = day - timedelta(days=2 * 366)
    for found in KpiReading.objects.filter(kpi__in=keys, date__gte=since).current().values_list(*Reading._fields):
        row = Reading._make(found)
        readings[row.kpi_id].append(row)
    moving = CorrectiveAction.objects.visible_to(viewer).filter(kpi__in=keys, state__in=UNDER_WAY).order_by()
    moves = moves_by_kpi(moving, readings, day)
    rows = [row_of(kpi, readings[kpi.pk], moves.get(kpi.pk, Moves()), day) for kpi in kpis]
    rows.sort(key=lambda row: (row.latest is None, GRAVITY[row.judgement.key], row.kpi.name))
    return rows[:limit]


def moves_by_kpi(moving: QuerySet, readings: Mapping[int, list[Reading]], day: date) -> dict[int, Moves]:
    """The moves of each indicator: counted by the database, with only those actions read that promise most.

    Sorted by the whole of what they promise, no action further down can have moved it more by a day than one that has
    moved it by that much. Where that does not settle it among the first, all of the indicator's are read.
    """
    by_kpi: dict[int, list[Planned]] = defaultdict(list)
    for found in ranked(moving, day).filter(place__lte=FEW).values_list(*Planned._fields):
        row = Planned._make(found)
        by_kpi[row.kpi_id].append(row)
    unsettled = [pk for pk, rows in by_kpi.items() if not is_settled(rows, readings.get(pk, []), day)]
    if unsettled:
        for pk in unsettled:
            by_kpi[pk] = []
        for found in ranked(moving.filter(kpi__in=unsettled), day).values_list(*Planned._fields):
            row = Planned._make(found)
            by_kpi[row.kpi_id].append(row)
    moves = {}
    for pk, rows in by_kpi.items():
        one = rows[0]
        approved = today(one.first_approved_at) if one.first_approved_at else None
        start = min((each for each in (one.first_start_on, approved) if each), default=None)
        moves[pk] = Moves(one.among, one.late, start, rows)
    return moves


def is_settled(rows: list[Planned], readings: list[Reading], day: date) -> bool:
    """Whether no action beyond these can promise more by the day of the latest reading."""
    if len(rows) < FEW:
        return True
    by = readings[-1].date if readings else day
    promised = [found for each in rows if (found := promise_of(each))]
    most = max((abs(expected_on(each, by) - each.start) for each in promised), default=NOTHING)
    return most >= rows[-1].whole


def ranked(moving: QuerySet, day: date) -> QuerySet:
    """The actions with their `place` among those of their indicator, by what they promise, and the counts over all of it."""
    late = Case(When(state__in=("approved", "in_progress"), due_on__lt=day, then=1), default=0)
    approved = Case(When(start_on=None, then=F("approved_at")))
    order = [Abs(F("kpi_to") - F("kpi_from")).desc(nulls_last=True), F("due_on").asc(nulls_last=True), F("pk").asc()]

    def over(what: Any) -> Window:
        return Window(what, partition_by=[F("kpi")])

    return moving.annotate(
        among=over(Count("pk")),
        late=over(Sum(late)),
        first_start_on=over(Min("start_on")),
        first_approved_at=over(Min(approved)),
        place=Window(RowNumber(), partition_by=[F("kpi")], order_by=order),
    )


def moves_of(actions: Iterable[Any], day: date) -> Moves:
    """The same of actions that are loaded."""
    found = list(actions)
    late = [each for each in found if each.state in ("approved", "in_progress") and each.due_on and each.due_on < day]
    return Moves(len(found), len(late), first_start(found), found)


def row_of(
    kpi: Kpi,
    readings: Iterable[Any],
    moves: Moves,
    day: date,
    *,
    points: int | None = POINTS,
) -> KpiRow:
    """One indicator, judged by its latest reading; `points` is how many readings it keeps, all where it is None."""
    every = one_for_each_day(readings)
    latest = every[-1] if every else None
    start = moves.start
    before = [each for each in every if start is not None and each.date <= start]
    baseline = before[-1] if before else (every[0] if every else None)
    value, value_on = (baseline.value, baseline.date) if baseline else (None, None)
    if kpi.baseline is not None:
        value, value_on = kpi.baseline, kpi.baseline_on
    expected = expected_of(moves.actions, latest.date if latest else day)
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
        actions=moves.number,
        late=moves.late,
        today=day,
    )

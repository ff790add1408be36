"""What the pages of indicators show: value, judgement, the expected way, and whether it moved after the action."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import Min, Prefetch

from accounts.viewer import Viewer
from actions.models import CorrectiveAction
from common.dates import short_date, today
from common.numbers import figure
from evidence.models import Evidence
from gaps.effects import Deed, Effect, Measured, effect_of
from gaps.models import Kpi, KpiReading
from gaps.permissions import can_confirm_reading, can_correct_reading, can_give_reading, can_prepare, can_prove_reading
from gaps.progress import Judgement, Promise, expected_on, is_due, is_stale, judge
from gaps.variance import Variance, variance_of

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
    effects: list[tuple[CorrectiveAction, Effect]]
    is_due: bool
    can_give: Any
    can_edit: Any
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def marks(self) -> list[tuple[date, str, str]]:
        """The days of the actions that stand out in the chart: begun, done, and from when on it should show."""
        days: dict[tuple[date, str], list[str]] = defaultdict(list)
        for each in self.actions:
            deed = deed_of(each)
            if deed.start_on:
                days[deed.start_on, "start"].append(each.code)
            if deed.done_on:
                days[deed.done_on, "done"].append(each.code)
            if deed.shows_on and deed.shows_on != deed.done_on:
                days[deed.shows_on, "shows"].append(each.code)
        words = {"start": "starts", "done": "done", "shows": "shows"}
        return sorted(
            (day, f"{', '.join(codes)} {'start' if kind == 'start' and len(codes) > 1 else words[kind]}", kind)
            for (day, kind), codes in days.items()
        )

    @property
    def distance(self) -> Variance | None:
        """How far the latest reading is from the target."""
        return variance_of(
            self.latest.value if self.latest else None,
            self.kpi.target,
            unit=self.unit,
            direction=self.kpi.direction,
        )

    @property
    def since_baseline(self) -> Variance | None:
        """How far the latest reading is from the baseline."""
        return variance_of(
            self.latest.value if self.latest else None,
            self.baseline,
            unit=self.unit,
            direction=self.kpi.direction,
            against="the baseline",
        )

    @property
    def is_stale(self) -> bool:
        """Whether its last period has no reading, by its own rhythm."""
        return self.kpi.is_active and is_stale(
            self.kpi.frequency, self.latest.date if self.latest else None, self.today
        )

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
        marks = "".join(f" {words} {short_date(day, self.today)}." for day, words, _ in self.marks)
        target = f", target {figure_of(self.kpi.target, self.unit)}" if self.kpi.target is not None else ""
        return f"{words}{target}.{marks}"


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


def deed_of(action: Any) -> Deed:
    """The action (read `with_done_on`) as the effect is judged by it."""
    return Deed(action.code, start_of(action), action.done_on, action.shows_after_weeks or 0)


def effects_of(kpi: Kpi, actions: list[Any], points: Any, day: date) -> list[tuple[Any, Effect]]:
    """What the readings say of each action, each held against the others."""
    measured = Measured(kpi.unit, kpi.direction, kpi.frequency, kpi.target, kpi.tolerance)
    deeds = [deed_of(each) for each in actions]
    return [
        (each, effect_of(deed, [other for other in deeds if other is not deed], points, measured, day))
        for each, deed in zip(actions, deeds, strict=True)
    ]


def kpi_page(kpi: Kpi, viewer: Viewer, *, at: datetime) -> KpiPage:
    """Everything about one indicator, in four statements, and one for its proofs."""
    day = today(at)
    every = list(
        KpiReading.objects.filter(kpi=kpi)
        .select_related("reported_by", "confirmed_by")
        .prefetch_related(Prefetch("evidence", Evidence.objects.with_newest()))
        .order_by("date", "recorded_at", "pk")
    )
    readings = one_for_each_day(each for each in every if each.is_current)
    actions = list(
        CorrectiveAction.objects.visible_to(viewer)
        .filter(kpi=kpi, state__in=UNDER_WAY)
        .select_related("owner", "team")
        .with_done_on()
        .order_by("number")
    )
    latest = readings[-1] if readings else None
    expected = expected_of(actions, latest.date if latest else day)
    start = first_start(actions)
    points = [(each.date, each.value) for each in readings]
    baseline = (
        kpi.baseline
        if kpi.baseline is not None
        else next(
            (value for when, value in reversed(points) if start and when <= start), points[0][1] if points else None
        )
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
        effects=effects_of(kpi, actions, points, day),
        is_due=kpi.is_active and is_due(kpi.frequency, latest.date if latest else None, day),
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
                "can_prove": can_prove_reading(viewer, each),
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
    earliest = {pk: firsts.get((pk, when)) for pk, when in first.items()}
    return [
        {
            "kpi": each,
            "value": figure_of(each.latest_value, each.unit),
            "target": figure_of(each.target, each.unit),
            "is_stale": each.is_active and is_stale(each.frequency, each.latest_on, day),
            "distance": variance_of(each.latest_value, each.target, unit=each.unit, direction=each.direction),
            "judgement": judge(
                value=each.latest_value,
                baseline=each.baseline if each.baseline is not None else earliest.get(each.pk),
                target=each.target,
                tolerance=each.tolerance,
                direction=each.direction,
                expected=None,
                stale=is_stale(each.frequency, each.latest_on, day),
            ),
        }
        for each in found
    ]

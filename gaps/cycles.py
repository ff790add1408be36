"""One cycle against the one before: which gap is which, and whether it came back, grew, shrank or is gone.

Plain functions on rows that are loaded. What nobody has settled is a suggestion, by department, indicators and words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.likeness import folded, paired
from common.numbers import figure
from gaps.models import Gap, GapMeasure, RootCause
from gaps.progress import NOISE, direction_of_change

OVER = ("treated", "closed")
LEAST_ALIKE = 0.45
CAUSES_ALIKE = 0.5

WORDS = {
    "back": ("bad", "off", "Came back"),
    "grew": ("bad", "off", "Grew"),
    "shrank": ("ok", "on", "Shrank"),
    "mixed": ("warn", "risk", "Moved both ways"),
    "same": ("warn", "risk", "As large as before"),
    "there": ("warn", "risk", "Still there"),
    "new": ("info", "s-proposed", "New"),
    "gone": ("ok", "check", "Gone"),
}


@dataclass(frozen=True)
class Moved:
    """One figure then and now, in words; `change` is "grew", "shrank", "same" or "" where the two cannot be compared."""

    name: str
    before: str
    now: str
    change: str


@dataclass(frozen=True)
class Pair:
    """A gap with the one that it was in the cycle before. `is_settled`: somebody said so; else it is suggested."""

    now: Gap
    before: Gap | None
    is_settled: bool
    figures: tuple[Moved, ...] = ()
    causes: tuple[tuple[RootCause, RootCause], ...] = ()

    @property
    def key(self) -> str:
        """What became of it: a key of `WORDS`."""
        if self.before is None:
            return "new"
        if self.before.state in OVER:
            return "back"
        changes = {each.change for each in self.figures} - {""}
        if not changes:
            return "there"
        if len(changes - {"same"}) == 2:
            return "mixed"
        return next(iter(changes - {"same"}), "same")

    @property
    def look(self) -> tuple[str, str, str]:
        """Tone, shape and word."""
        return WORDS[self.key]


def gap_words(gap: Gap) -> str:
    """What tells a gap: its indicators and its statement."""
    names = [measure.kpi.name for measure in gap.measures.all() if measure.kpi]
    return " ".join([gap.statement, *names])


def pairs_of(now: Sequence[Gap], before: Sequence[Gap]) -> tuple[list[Pair], list[Gap]]:
    """Each gap of this cycle with its earlier one, settled or suggested; and the earlier ones that are gone.

    Gaps come with measures (and their indicators) and causes prefetched.
    """
    earlier = {gap.pk: gap for gap in before}
    settled = {gap.pk: earlier.get(gap.previous_id) for gap in now if gap.is_compared and gap.previous_id}
    taken = {gap.pk for gap in settled.values() if gap}
    free = [gap for gap in before if gap.pk not in taken]
    open_ones = [gap for gap in now if not gap.is_compared]
    found, _, _ = paired(free, open_ones, gap_words, lambda gap: gap.department_id, LEAST_ALIKE)
    suggested = {new.pk: old for old, new in found}
    pairs = []
    for gap in now:
        old = settled.get(gap.pk) or suggested.get(gap.pk)
        pairs.append(Pair(gap, old, gap.is_compared, figures_of(gap, old), causes_of(gap, old)))
    matched = {pair.before.pk for pair in pairs if pair.before}
    return pairs, [gap for gap in before if gap.pk not in matched]


def figures_of(now: Gap, before: Gap | None) -> tuple[Moved, ...]:
    """The figures that both gaps have: of one indicator, else of one name, else the only one of each."""
    if before is None:
        return ()
    olds, news = list(before.measures.all()), list(now.measures.all())
    by_kpi = {each.kpi_id: each for each in olds if each.kpi_id}
    by_name = {folded(str(each)): each for each in olds}
    found = []
    for new in news:
        old = by_kpi.get(new.kpi_id) if new.kpi_id else None
        old = old or by_name.get(folded(str(new)))
        if old is None and len(olds) == len(news) == 1:
            old = olds[0]
        if old is not None:
            found.append(Moved(str(new), size_words(old), size_words(new), size_change(old, new)))
    return tuple(found)


def size_words(measure: GapMeasure) -> str:
    """How far off it was, as stated, else target and actual."""
    if measure.stated_value is not None:
        return f"{figure(abs(measure.stated_value))} {measure.stated_unit}".strip()
    if measure.actual is not None and measure.target is not None:
        return (
            f"{measure.actual_wording or figure(measure.actual)} of {measure.target_wording or figure(measure.target)}"
        )
    return measure.stated_wording or measure.actual_wording


def size_change(before: GapMeasure, now: GapMeasure) -> str:
    """Whether the distance grew, shrank or stayed; empty where no two figures say the same kind of thing.

    Stated distances of one unit are compared as they are; else the distance from target, where both targets are known;
    else the indicator's own way up or down. A change below three per cent is none.
    """
    if before.stated_value is not None and now.stated_value is not None and before.stated_unit == now.stated_unit:
        return grown(abs(before.stated_value), abs(now.stated_value))
    distances = [
        abs(each.target - each.actual) if each.target is not None and each.actual is not None else None
        for each in (before, now)
    ]
    if distances[0] is not None and distances[1] is not None:
        return grown(distances[0], distances[1])
    if before.kpi_id and before.kpi_id == now.kpi_id and before.kpi:
        way = direction_of_change(before.actual, now.actual, before.kpi.direction)
        return {"better": "shrank", "worse": "grew", "same": "same"}.get(way, "")
    return ""


def grown(before: Decimal, now: Decimal) -> str:
    if abs(now - before) <= before * NOISE:
        return "same"
    return "grew" if now > before else "shrank"


def causes_of(now: Gap, before: Gap | None) -> tuple[tuple[RootCause, RootCause], ...]:
    """Causes that came back, each with the one it was: as settled; where the gap is not settled, by their words."""
    if before is None:
        return ()
    olds, news = list(before.causes.all()), list(now.causes.all())
    if now.is_compared:
        known = {cause.pk: cause for cause in olds}
        return tuple((cause, known[cause.previous_id]) for cause in news if cause.previous_id in known)
    found, _, _ = paired(olds, news, lambda cause: cause.text, least=CAUSES_ALIKE)
    return tuple((new, old) for old, new in found)

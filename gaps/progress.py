"""How an indicator moves: plain functions on plain values, in decimals.

Better and worse are judged against the indicator's direction; a change below three per cent of the value before
counts as none, so that noise is not news. "On course" is judged against the straight way from the value at the
action's start to the promised one at its end (DECISIONS of the design, 21).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

NOISE = Decimal("0.03")
PERIOD_WORDS = {"week": "this week", "month": "this month", "quarter": "this quarter", "year": "this year"}


def period_start(frequency: str, day: date) -> date:
    """The first day of the reading period that the day lies in."""
    if frequency == "week":
        return day - timedelta(days=day.weekday())
    if frequency == "month":
        return day.replace(day=1)
    if frequency == "quarter":
        return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
    return day.replace(month=1, day=1)


def is_due(frequency: str, latest: date | None, day: date) -> bool:
    """Whether the reading of the running period is still to be given."""
    return latest is None or latest < period_start(frequency, day)


def is_stale(frequency: str, latest: date | None, day: date) -> bool:
    """Whether a whole period has passed without a reading: neither this one nor the one before has one."""
    return latest is None or latest < stale_before(frequency, day)


def stale_before(frequency: str, day: date) -> date:
    """The day on which the last reading has to be, or later, for the indicator not to be stale: the last period's first."""
    return period_start(frequency, period_start(frequency, day) - timedelta(days=1))


def direction_of_change(before: Decimal | None, now: Decimal | None, direction: str) -> str:
    """ "better", "worse", "same" or "" where one of the two is missing."""
    if before is None or now is None:
        return ""
    change = now - before
    if abs(change) < abs(before) * NOISE or change == 0:
        return "same"
    return "better" if (change > 0) == (direction == "higher") else "worse"


def meets(value: Decimal, target: Decimal, tolerance: Decimal, direction: str) -> bool:
    """Whether the value has reached the target, within the tolerance (in the indicator's unit)."""
    return value >= target - tolerance if direction == "higher" else value <= target + tolerance


@dataclass(frozen=True)
class Promise:
    """What an action promised: from which value at its start to which at its finish."""

    start_on: date
    start: Decimal
    finish_on: date
    finish: Decimal


def expected_on(promise: Promise, day: date) -> Decimal:
    """The value on the straight way from start to finish, kept within both ends."""
    whole = (promise.finish_on - promise.start_on).days
    gone = min(max((day - promise.start_on).days, 0), whole)
    share = Decimal(gone) / Decimal(whole) if whole > 0 else Decimal(1)
    return rounded(promise.start + (promise.finish - promise.start) * share)


def rounded(value: Decimal) -> Decimal:
    """A worked-out value with no more digits than it can mean: none from a hundred on, one below, two below one."""
    digits = Decimal(1) if abs(value) >= 100 else Decimal("0.1") if abs(value) >= 1 else Decimal("0.01")
    return value.quantize(digits).normalize() + 0


@dataclass(frozen=True)
class Judgement:
    """How an indicator stands: tone and shape for the eye, the word, and the sentence that says why."""

    key: str
    tone: str
    shape: str
    word: str
    sentence: str


JUDGEMENTS = {
    "reached": ("ok", "on", "Reached"),
    "on_course": ("ok", "on", "On course"),
    "behind": ("warn", "risk", "Behind"),
    "worse": ("bad", "off", "Worse"),
    "stale": ("idle", "unknown", "No new reading"),
    "none": ("idle", "unknown", "No reading"),
    "open": ("idle", "unknown", "No target"),
}


def judged(key: str, sentence: str) -> Judgement:
    return Judgement(key, *JUDGEMENTS[key], sentence)


def judge(
    *,
    value: Decimal | None,
    baseline: Decimal | None,
    target: Decimal | None,
    tolerance: Decimal,
    direction: str,
    expected: Decimal | None,
    stale: bool,
) -> Judgement:
    """How the latest value stands against target, expected way and baseline."""
    if value is None:
        return judged("none", "There is no reading yet.")
    if target is not None and meets(value, target, tolerance, direction):
        return judged("reached", "The latest reading is inside the target.")
    if stale:
        return judged("stale", "The last period has no reading.")
    if direction_of_change(baseline, value, direction) == "worse":
        return judged("worse", "The latest reading is worse than at the start.")
    if expected is not None:
        if meets(value, expected, tolerance, direction):
            return judged("on_course", "The latest reading is where the plan expects it by now.")
        return judged("behind", "The plan expects more by now.")
    if target is None:
        return judged("open", "No target is set.")
    if direction_of_change(baseline, value, direction) == "better":
        return judged("on_course", "It moves the right way.")
    return judged("behind", "It does not move towards the target yet.")


def mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values)

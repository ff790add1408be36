"""Did the indicator move after the action? A plain function on plain values, in decimals.

The mean of the last readings before the action was done is held against the mean of the readings from the end of the
promised delay on. Other actions whose effect falls into the same time make it impossible to say which one did it, and
that is said. So are "too early" and "too few readings": no judgement is better than a wrong one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from common.dates import short_date
from common.numbers import figure
from common.text import listed
from gaps.progress import direction_of_change, mean, meets, period_start, rounded

LOOKED_AT = 3  # readings on each side
NEEDED = {"week": 2, "month": 2, "quarter": 1, "year": 1}
Readings = Sequence[tuple[date, Decimal]]


@dataclass(frozen=True)
class Deed:
    """An action as far as it can move an indicator: its code, when it began and was done, and the promised delay."""

    code: str
    start_on: date | None
    done_on: date | None
    delay_weeks: int = 0

    @property
    def shows_on(self) -> date | None:
        """From when on it should show; None while it is not done."""
        return self.done_on + timedelta(weeks=self.delay_weeks) if self.done_on else None


@dataclass(frozen=True)
class Measured:
    """What an effect is judged by: the indicator's unit, direction, rhythm, target and tolerance."""

    unit: str
    direction: str
    frequency: str
    target: Decimal | None = None
    tolerance: Decimal = Decimal(0)


@dataclass(frozen=True)
class Effect:
    """What can be said: the key, how it looks, the word, and the sentence that says why."""

    key: str
    sentence: str
    before: Decimal | None = None
    after: Decimal | None = None

    @property
    def look(self) -> tuple[str, str, str]:
        """Tone, shape and word."""
        return LOOKS[self.key]

    @property
    def tone(self) -> str:
        return self.look[0]

    @property
    def shape(self) -> str:
        return self.look[1]

    @property
    def word(self) -> str:
        return self.look[2]


LOOKS = {
    "open": ("idle", "unknown", "Not done yet"),
    "early": ("idle", "unknown", "Too early to say"),
    "few": ("idle", "unknown", "Too few readings"),
    "mixed": ("warn", "risk", "Several at once"),
    "toward": ("ok", "on", "Moved the right way"),
    "away": ("bad", "off", "Moved the wrong way"),
    "same": ("warn", "risk", "Did not move"),
}


def effect_of(deed: Deed, others: Sequence[Deed], readings: Readings, measured: Measured, day: date) -> Effect:
    """What the readings say of the action on the day. `others` should move the same indicator."""
    if deed.done_on is None or deed.shows_on is None:
        return Effect("open", f"{deed.code} is not done yet, so nothing can be said about its effect.")
    shows = deed.shows_on
    known = sorted((when, value) for when, value in readings if when <= day)
    before = [each for each in known if each[0] <= deed.done_on][-LOOKED_AT:]
    after = [each for each in known if each[0] > deed.done_on and each[0] >= shows]
    if day < first_full_period(measured.frequency, shows) and len(after) < NEEDED[measured.frequency]:
        return Effect("early", f"{deed.code} was done on {short_date(deed.done_on, day)}; {promise_words(deed, day)}")
    few = few_words(before, after, NEEDED[measured.frequency], shows, day)
    if few:
        return Effect("few", f"{few} Nothing can be said about {deed.code} yet.")
    after = after[-LOOKED_AT:]
    was, now = mean([value for _, value in before]), mean([value for _, value in after])
    moved = direction_of_change(was, now, measured.direction)
    change = change_words(was, now, before, after, measured, day)
    together = at_once(others, before[0][0], after[-1][0])
    if together:
        also = f"{listed([each.code for each in together])} fell into the same time"
        return Effect("mixed", f"{change} But {also}, so nobody can say which of them did it.", was, now)
    key = {"better": "toward", "worse": "away", "same": "same"}[moved]
    return Effect(key, f"{change} {verdict_words(key, now, measured)}", was, now)


def first_full_period(frequency: str, day: date) -> date:
    """When the first reading period that begins on the day or later is over; before it no reading can be missed."""
    start = period_start(frequency, day)
    begin = day if start == day else following(frequency, start)
    return following(frequency, begin)


def following(frequency: str, start: date) -> date:
    """The first day of the period after the one that begins on the day."""
    days = {"week": 7, "month": 31, "quarter": 92, "year": 366}[frequency]
    return period_start(frequency, start + timedelta(days=days))


def promise_words(deed: Deed, day: date) -> str:
    if not deed.delay_weeks:
        return "the first readings since then are still to come."
    weeks = f"{deed.delay_weeks} {'week' if deed.delay_weeks == 1 else 'weeks'}"
    assert deed.shows_on is not None
    return f"its plan promises an effect {weeks} later, from {short_date(deed.shows_on, day)} on."


def few_words(before: Readings, after: Readings, needed: int, shows: date, day: date) -> str:
    """Which side has too few readings; empty where both have enough."""
    lacks = []
    if len(before) < needed:
        lacks.append(f"{count(len(before))} from before it was done")
    if len(after) < needed:
        lacks.append(f"{count(len(after))} since {short_date(shows, day)}")
    if not lacks:
        return ""
    wanted = "one is" if needed == 1 else f"{needed} are"
    return f"There {'is' if lacks[0].startswith('one') else 'are'} {' and '.join(lacks)}; {wanted} needed on each side."


def count(number: int) -> str:
    return "no reading" if number == 0 else "one reading" if number == 1 else f"{number} readings"


def at_once(others: Sequence[Deed], first: date, last: date) -> list[Deed]:
    """The other actions that were done, and whose effect began, between the first and the last reading looked at."""
    return [each for each in others if each.shows_on is not None and first < each.shows_on <= last]


def change_words(was: Decimal, now: Decimal, before: Readings, after: Readings, measured: Measured, day: date) -> str:
    """From what to what, and out of how many readings."""
    return (
        f"From {value_words(was, measured.unit)} ({mean_of(before)} up to {short_date(before[-1][0], day)})"
        f" to {value_words(now, measured.unit)} ({mean_of(after)} up to {short_date(after[-1][0], day)})."
    )


def mean_of(readings: Readings) -> str:
    return "one reading" if len(readings) == 1 else f"mean of {len(readings)} readings"


def value_words(value: Decimal, unit: str) -> str:
    return f"{figure(rounded(value))}\u00a0{unit}".rstrip("\u00a0")


def verdict_words(key: str, now: Decimal, measured: Measured) -> str:
    """The sentence behind the figures."""
    if key == "same":
        return "That is less than three per cent, so it has not moved."
    if measured.target is None:
        return "It moved to the worse." if key == "away" else "It moved to the better."
    if key == "away":
        return "It moved away from the target."
    if meets(now, measured.target, measured.tolerance, measured.direction):
        return "It moved toward the target and is inside it."
    return "It moved toward the target."

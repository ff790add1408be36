"""Periods of whatever comes back every week or every two weeks: plain functions on plain values, with dateutil's rrule.

A rhythm starts a period on one weekday, counted from an anchor date and never from week parity, at a local hour of
its zone. So it survives daylight saving, leap days and new year.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import WEEKLY, rrule

from common.dates import add_working_days

WEEKDAYS = (
    (0, "Monday"),
    (1, "Tuesday"),
    (2, "Wednesday"),
    (3, "Thursday"),
    (4, "Friday"),
    (5, "Saturday"),
    (6, "Sunday"),
)
EVERY = ((1, "Every week"), (2, "Every two weeks"))
OPEN_WORKING_DAYS = 2
CLOSING_HOUR = 17


@dataclass(frozen=True)
class Rhythm:
    """Every how many weeks, on which weekday (0 is Monday), at which local hour, counted from which date, in which zone."""

    weeks: int
    weekday: int
    hour: int
    anchor: date
    zone: str

    @property
    def days(self) -> int:
        return 7 * self.weeks

    @property
    def words(self) -> str:
        """As in "every second Tuesday at 08:00"."""
        day = WEEKDAYS[self.weekday][1]
        return f"every {'second ' if self.weeks == 2 else ''}{day} at {self.hour:02d}:00"


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included, and when it begins as an instant."""

    start: date
    end: date
    begins_at: datetime


def instant(day: date, hour: int, zone: str) -> datetime:
    """The day's local hour in UTC. An hour that the clock skips counts as it would have been before the change."""
    return datetime.combine(day, time(hour), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def first_start(rhythm: Rhythm) -> date:
    """The first date on or after the anchor that falls on the weekday."""
    return rhythm.anchor + timedelta(days=(rhythm.weekday - rhythm.anchor.weekday()) % 7)


def period_of(rhythm: Rhythm, start: date) -> Period:
    return Period(start, start + timedelta(days=rhythm.days - 1), instant(start, rhythm.hour, rhythm.zone))


def period_at(rhythm: Rhythm, at: datetime) -> Period | None:
    """The period that has begun at the instant and runs; None before the first one."""
    local = at.astimezone(ZoneInfo(rhythm.zone)).date()
    first = first_start(rhythm)
    rule = rrule(WEEKLY, interval=rhythm.weeks, dtstart=datetime.combine(first, time()))
    found = rule.before(datetime.combine(local, time()), inc=True)
    if found is None:
        return None
    period = period_of(rhythm, found.date())
    if period.begins_at <= at:
        return period
    earlier = period.start - timedelta(days=rhythm.days)
    return period_of(rhythm, earlier) if earlier >= first else None


def next_period(rhythm: Rhythm, at: datetime) -> Period:
    """The first period that begins after the instant."""
    running = period_at(rhythm, at)
    start = running.start + timedelta(days=rhythm.days) if running else first_start(rhythm)
    return period_of(rhythm, start)


def closing_of(day: date, period_end: date, zone: str) -> datetime:
    """When a check-in asked for on the day closes: two working days later at 17:00, within its period."""
    return instant(min(add_working_days(day, OPEN_WORKING_DAYS), period_end), CLOSING_HOUR, zone)

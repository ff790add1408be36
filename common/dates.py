"""Dates as people of the organisation count and read them. "Now" is always an argument."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

EXPIRES_SOON_DAYS = 30


def organisation_zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def today(at: datetime) -> date:
    """The organisation's date at the instant."""
    return at.astimezone(organisation_zone()).date()


def add_working_days(start: date, days: int) -> date:
    """The date that many Mondays to Fridays after (or, negative, before) the start."""
    step = timedelta(days=1 if days >= 0 else -1)
    current, left = start, abs(days)
    while left:
        current += step
        if current.weekday() < 5:
            left -= 1
    return current


def working_days_between(start: date, end: date) -> int:
    """Mondays to Fridays after the start up to and with the end; negative when the end comes first."""
    if end < start:
        return -working_days_between(end, start)
    weeks, rest = divmod((end - start).days, 7)
    return weeks * 5 + sum((start + timedelta(days=i)).weekday() < 5 for i in range(1, rest + 1))


def short_date(value: date, reference: date | None = None) -> str:
    """As in "Fri 28 Nov"; with the year when it is not the reference's."""
    text = f"{value:%a} {value.day} {value:%b}"
    return text if reference and reference.year == value.year else f"{text} {value.year}"


def days_away(value: date, reference: date) -> str:
    """As in "today", "tomorrow", "in 5 days", "1 day late"."""
    days = (value - reference).days
    if days == 0:
        return "today"
    if days == 1:
        return "tomorrow"
    if days > 0:
        return f"in {days} days"
    return "1 day late" if days == -1 else f"{-days} days late"


def expiry(until: date | None, day: date) -> str:
    """ "expired", "soon" (the last 30 days), or "" where it holds for longer or for good."""
    if until is None:
        return ""
    days = (until - day).days
    return "expired" if days < 0 else "soon" if days <= EXPIRES_SOON_DAYS else ""

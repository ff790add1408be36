"""Hours at the place of a meeting: what the clock on its wall says, whatever the season."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from dateutil.rrule import WEEKLY, rrule
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common import dates


class NoSuchHour(ValueError):
    """The clocks go forward over this hour, so it does not exist on that day."""


def instant(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """The instant at which the wall clock of the zone shows the hour. Of an hour that comes twice, the first."""
    local = datetime.combine(day, hour, tzinfo=zone)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchHour
    return found


def later_instant(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """The same, where an hour that the clocks skip becomes the one after it."""
    try:
        return instant(day, hour, zone)
    except NoSuchHour:
        return instant(day, (datetime.combine(day, hour) + timedelta(hours=1)).time(), zone)


def local(value: datetime, zone: ZoneInfo) -> datetime:
    return value.astimezone(zone)


def zone_words(zone: ZoneInfo) -> str:
    """As in "London", for the zone Europe/London."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def words(value: datetime | None, zone: ZoneInfo) -> str:
    """As in "Thu 22 May 2025, 14:00", with the zone's city where it is not the organisation's."""
    if value is None:
        return "no date yet"
    there = local(value, zone)
    away = "" if zone.key == dates.organisation_zone().key else f" ({zone_words(zone)})"
    return f"{dates.short_date(there.date())}, {there:%H:%M}{away}"


def shown(value: datetime | None, zone: ZoneInfo) -> SafeString | str:
    """The same for a page, without the year when it is this one."""
    if value is None:
        return "no date yet"
    there = local(value, zone)
    away = "" if zone.key == dates.organisation_zone().key else f" ({zone_words(zone)})"
    return format_html(
        '<time datetime="{}">{}, {}</time>{}',
        there.isoformat(timespec="seconds"),
        dates.short_date(there.date(), dates.today(timezone.now())),
        f"{there:%H:%M}",
        away,
    )


def weekly(after: date, *, every_weeks: int, weekday: int, count: int) -> list[date]:
    """The next days of a cadence: that weekday, every so many weeks, the first at least that many weeks after."""
    first = after + timedelta(weeks=every_weeks)
    rule: Iterator[datetime] = rrule(
        WEEKLY,
        interval=every_weeks,
        byweekday=weekday,
        count=count,
        dtstart=datetime.combine(first - timedelta(days=first.weekday()) + timedelta(days=weekday), time()),
    )
    return [each.date() for each in rule]


@lru_cache(maxsize=1)
def zones() -> tuple[tuple[str, str], ...]:
    """Zones to choose from, by region."""
    found = sorted(
        each
        for each in available_timezones()
        if "/" in each and not each.startswith(("Etc/", "posix", "right", "SystemV"))
    )
    return tuple((each, each.replace("_", " ")) for each in found)

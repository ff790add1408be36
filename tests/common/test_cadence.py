"""Periods of a rhythm, against a calendar worked out apart: three zones, clock changes, leap day, ISO week 53."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.cadence import Rhythm, closing_of, instant, next_period, period_at

ZONES = ("Africa/Johannesburg", "Europe/Berlin", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe")


def by_hand(rhythm: Rhythm, at: datetime) -> date | None:
    """The start of the running period: walk back day by day from the local date until a start has begun."""
    day = at.astimezone(ZoneInfo(rhythm.zone)).date()
    first = rhythm.anchor
    while first.weekday() != rhythm.weekday:
        first += timedelta(days=1)
    while day >= first:
        begun = datetime(day.year, day.month, day.day, rhythm.hour, tzinfo=ZoneInfo(rhythm.zone)).astimezone(UTC) <= at
        if day.weekday() == rhythm.weekday and (day - first).days % (7 * rhythm.weeks) == 0 and begun:
            return day
        day -= timedelta(days=1)
    return None


rhythms = st.builds(
    Rhythm,
    weeks=st.sampled_from([1, 2]),
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
    anchor=st.dates(date(2024, 1, 1), date(2024, 12, 31)),
    zone=st.sampled_from(ZONES),
)
instants = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))


@given(rhythms, instants)
@settings(max_examples=250, deadline=None)
def test_the_running_period_is_the_one_of_the_calendar(rhythm, at):
    found = period_at(rhythm, at)
    assert (found.start if found else None) == by_hand(rhythm, at)


@given(rhythms, instants)
@settings(max_examples=150, deadline=None)
def test_periods_follow_each_other_without_gap_and_overlap(rhythm, at):
    found = period_at(rhythm, at)
    following = next_period(rhythm, at)
    assert following.begins_at > at
    if found:
        assert found.begins_at <= at < following.begins_at
        assert following.start == found.end + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2025, 3, 30), datetime(2025, 3, 30, 1, 30, tzinfo=UTC).replace(minute=0)),
        (date(2025, 3, 31), datetime(2025, 3, 31, 0, 0, tzinfo=UTC)),
        (date(2025, 10, 26), datetime(2025, 10, 26, 0, 0, tzinfo=UTC)),
        (date(2025, 10, 27), datetime(2025, 10, 27, 1, 0, tzinfo=UTC)),
    ],
)
def test_two_in_the_morning_over_both_clock_changes(day, utc):
    assert instant(day, 2, "Europe/Berlin") == utc


def test_two_weeks_go_on_over_a_year_with_fifty_three_weeks():
    rhythm = Rhythm(2, 0, 8, date(2026, 11, 30), "Europe/Berlin")
    found = [period_at(rhythm, datetime(2026, 12, 1, tzinfo=UTC) + timedelta(days=n)).start for n in range(45)]
    assert sorted(set(found)) == [date(2026, 11, 30), date(2026, 12, 14), date(2026, 12, 28), date(2027, 1, 11)]


def test_a_leap_day_is_a_day_like_others():
    rhythm = Rhythm(1, 1, 8, date(2024, 1, 1), "Africa/Johannesburg")
    assert period_at(rhythm, datetime(2028, 2, 29, 6, 0, tzinfo=UTC)).start == date(2028, 2, 29)
    assert period_at(rhythm, datetime(2028, 2, 29, 5, 59, tzinfo=UTC)).start == date(2028, 2, 22)


def test_closing_never_leaves_the_period():
    assert closing_of(date(2025, 4, 18), date(2025, 4, 20), "UTC") == datetime(2025, 4, 20, 17, tzinfo=UTC)
    assert closing_of(date(2025, 4, 14), date(2025, 4, 20), "UTC") == datetime(2025, 4, 16, 17, tzinfo=UTC)

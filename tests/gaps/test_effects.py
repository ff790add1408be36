"""Did it move after the action: what is said for what readings, delays and neighbours."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaps.effects import LOOKS, Deed, Measured, effect_of

DONE = date(2025, 4, 7)
DAY = date(2025, 8, 4)
UP = Measured("%", "higher", "week", Decimal("20"))


def weekly(*values, last=date(2025, 6, 2)):
    """Readings each Monday, the last one on the day; None is a week without one."""
    first = last - timedelta(weeks=len(values) - 1)
    return [(first + timedelta(weeks=i), Decimal(str(v))) for i, v in enumerate(values) if v is not None]


def around(before, after, delay=0):
    """Readings up to the day on which it was done, and from the end of the delay on."""
    start = DONE + timedelta(weeks=delay + 1)
    return weekly(*before, last=DONE) + weekly(*after, last=start + timedelta(weeks=len(after) - 1))


def effect(before, after, *, delay=0, others=(), measured=UP, day=DAY):
    deed = Deed("A-01", date(2025, 3, 3), DONE, delay)
    return effect_of(deed, others, around(before, after, delay), measured, day)


@pytest.mark.parametrize(
    ("before", "after", "measured", "key"),
    [
        ((17, 17, 17), (18, 19, 20), UP, "toward"),
        ((17, 17, 17), (16, 15, 14), UP, "away"),
        ((17, 17, 17), (17, 17.2, 17.3), UP, "same"),
        ((7, 7, 7), (5, 5, 4), Measured("h", "lower", "week", Decimal(4)), "toward"),
        ((7, 7, 7), (8, 9, 9), Measured("h", "lower", "week", Decimal(4)), "away"),
        ((17, 17), (19, 19), UP, "toward"),
        ((17, 17), (19, 19), Measured("", "higher", "week"), "toward"),
        ((17,), (19, 19), UP, "few"),
        ((17, 17), (19,), UP, "few"),
        ((17, 17), (), UP, "few"),
        ((), (19, 19), UP, "few"),
        ((17,), (19,), Measured("%", "higher", "quarter", Decimal(20)), "toward"),
        ((0, 0), (1, 1), UP, "toward"),
        ((0, 0), (0, 0), UP, "same"),
        ((-2, -2), (-1, -1), UP, "toward"),
    ],
)
def test_what_is_said(before, after, measured, key):
    assert effect(before, after, measured=measured).key == key


def test_an_action_that_is_not_done_has_no_effect_yet():
    found = effect_of(Deed("A-01", DONE, None), [], weekly(17, 17, 18), UP, DAY)
    assert found.key == "open"
    assert "A-01 is not done yet" in found.sentence


def test_within_the_promised_delay_it_is_too_early():
    found = effect_of(Deed("A-01", None, DONE, 8), [], around((17, 17, 17), (15, 15)), UP, DONE + timedelta(weeks=4))
    assert found.key == "early"
    assert "8 weeks later, from Mon 2 Jun on" in found.sentence


def test_readings_within_the_delay_are_not_counted():
    fell = weekly(12, 11, 10, last=DONE + timedelta(weeks=3))
    rose = weekly(19, 20, last=DONE + timedelta(weeks=7))
    readings = weekly(17, 17, 17, last=DONE) + fell + rose
    assert effect_of(Deed("A-01", None, DONE, 6), [], readings, UP, DAY).key == "toward"
    assert effect_of(Deed("A-01", None, DONE, 0), [], readings[:6], UP, DAY).key == "away"


def test_right_after_it_was_done_nothing_is_missed_yet():
    found = effect_of(Deed("A-01", None, DONE), [], weekly(17, 17, last=DONE), UP, DONE + timedelta(days=3))
    assert found.key == "early"
    assert "still to come" in found.sentence


def test_a_missing_reading_is_said_on_its_side():
    sentence = effect((17,), (19, 19)).sentence
    assert "one reading from before it was done" in sentence
    assert "2 are needed on each side" in sentence


@pytest.mark.parametrize(
    ("weeks", "delay", "key"),
    [(1, 0, "mixed"), (-1, 0, "mixed"), (-10, 0, "toward"), (30, 0, "toward"), (-10, 11, "mixed"), (1, 30, "toward")],
)
def test_another_action_at_the_same_time_makes_it_unclear(weeks, delay, key):
    other = Deed("A-02", None, DONE + timedelta(weeks=weeks), delay)
    found = effect((17, 17, 17), (19, 19, 19), others=[other])
    assert found.key == key
    assert ("A-02" in found.sentence) == (key == "mixed")


def test_one_that_is_not_done_confuses_nothing():
    assert effect((17, 17, 17), (19, 19, 19), others=[Deed("A-02", DONE, None)]).key == "toward"


def test_readings_after_the_day_are_not_known_yet():
    assert effect((17, 17), (19, 19), day=DONE + timedelta(weeks=1)).key == "few"


def test_the_sentence_gives_figures_and_their_number():
    found = effect((16, 17, 18), (19, 20, 21))
    assert found.before == Decimal(17)
    assert found.after == Decimal(20)
    assert found.sentence == (
        "From 17\u00a0% (mean of 3 readings up to Mon 7 Apr) to 20\u00a0% (mean of 3 readings up to Mon 28 Apr)."
        " It moved toward the target and is inside it."
    )


def test_only_the_last_three_on_each_side_are_looked_at():
    found = effect((1, 1, 17, 17, 17), (1, 1, 19, 19, 19))
    assert (found.before, found.after) == (Decimal(17), Decimal(19))


VALUES = st.lists(st.decimals(min_value=-1000, max_value=1000, places=2), max_size=8)


@given(VALUES, VALUES, st.integers(0, 20), st.sampled_from(["week", "month", "quarter", "year"]))
def test_something_is_always_said_and_better_is_never_away(before, after, delay, frequency):
    measured = Measured("%", "higher", frequency, Decimal(20))
    found = effect(before, after, delay=delay, measured=measured)
    assert found.key in LOOKS
    assert found.sentence.endswith(".")
    if found.key in ("toward", "away"):
        assert (found.after > found.before) == (found.key == "toward")

"""The distance from target or baseline, in decimals, and when a stated one is another."""

from decimal import Decimal

import pytest

from gaps.variance import differs, variance_of


def far(value, comparator, unit="%", direction="higher", **kwargs):
    return variance_of(Decimal(value), Decimal(comparator), unit=unit, direction=direction, **kwargs)


@pytest.mark.parametrize(
    ("value", "comparator", "unit", "words"),
    [
        ("17", "20", "%", "3\u00a0points below the target (15\u00a0% of it)"),
        ("20.5", "20", "%", "0.5\u00a0points above the target (2.5\u00a0% of it)"),
        ("20", "20", "%", "exactly the target"),
        ("5", "0", "days", "5\u00a0days above the target"),
        ("800", "1000", "", "200 below the target (20\u00a0% of it)"),
        ("-5", "-10", "%", "5\u00a0points above the target (50\u00a0% of it)"),
        ("0.1", "0.3", "h", "0.2\u00a0h below the target (66.7\u00a0% of it)"),
    ],
)
def test_the_words(value, comparator, unit, words):
    assert far(value, comparator, unit).words == words


def test_points_are_not_per_cent():
    assert far("17", "20").kind == "percentage points"
    assert far("17", "20", "h").kind == "in h"
    assert (far("17", "20").amount, far("17", "20").share) == (Decimal("-3"), Decimal("-15"))


@pytest.mark.parametrize(
    ("value", "direction", "adverse"),
    [("17", "higher", True), ("17", "lower", False), ("21", "lower", True), ("20", "lower", False)],
)
def test_the_wrong_side_depends_on_the_direction(value, direction, adverse):
    assert far(value, "20", direction=direction).is_adverse is adverse


def test_decimals_do_not_drift():
    assert far("0.3", "0.1").amount == Decimal("0.2")


def test_a_missing_figure_gives_none():
    assert variance_of(None, Decimal(1), unit="", direction="higher") is None
    assert variance_of(Decimal(1), None, unit="", direction="higher") is None


@pytest.mark.parametrize(
    ("stated", "unit", "value", "comparator", "is_other"),
    [
        ("15", "%", "17", "20", False),
        ("3", "pp", "17", "20", False),
        ("12", "%", "17", "20", True),
        ("2", "weeks", "14", "12", False),
        ("2", "weeks", "20", "12", True),
    ],
)
def test_a_stated_distance_is_held_against_the_figures(stated, unit, value, comparator, is_other):
    assert differs(Decimal(stated), unit, far(value, comparator)) is is_other
    assert differs(None, unit, far(value, comparator)) is False

"""Plain functions on plain values: figures, dates, canonical form, lifecycles."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.access import Conflict
from common.canonical import canonical, digest
from common.dates import add_working_days, days_away, short_date, working_days_between
from common.lifecycle import Lifecycle, Move
from common.numbers import figure, parse_decimal
from common.text import counted, listed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("55 000", "55000"),
        ("1,250.50", "1250.50"),
        ("1.250,50", "1250.50"),
        ("2,400", "2400"),
        ("17.5 %", "17.5"),
        ("17.500", "17.500"),
        ("R 2 400 000", "2400000"),
        ("0,5", "0.5"),
        ("−3", "-3"),
        ("7.5 h", "7.5"),
    ],
)
def test_figures_as_people_type_them(text, value):
    assert parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize("text", ["55k0", "", "abc", "1.2.3", "NaN", "Infinity", "12 34 5"])
def test_what_is_no_figure_is_refused(text):
    with pytest.raises(ValueError, match="not a figure"):
        parse_decimal(text)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_figure_as_shown_is_read_back(value):
    assert parse_decimal(figure(value)) == value


def test_working_days():
    friday = date(2025, 5, 30)
    assert add_working_days(friday, 5) == date(2025, 6, 6)
    assert add_working_days(friday, -1) == date(2025, 5, 29)
    assert working_days_between(friday, date(2025, 6, 9)) == 6
    assert working_days_between(date(2025, 6, 9), friday) == -6


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_working_days_there_and_back(start, days):
    assert working_days_between(start, add_working_days(start, days)) == days


def test_dates_as_people_read_them():
    day = date(2025, 5, 20)
    assert short_date(date(2025, 11, 28), day) == "Fri 28 Nov"
    assert short_date(date(2026, 1, 2), day) == "Fri 2 Jan 2026"
    assert [days_away(date(2025, 5, n), day) for n in (18, 19, 20, 21, 25)] == [
        "2 days late",
        "1 day late",
        "today",
        "tomorrow",
        "in 5 days",
    ]


def test_the_same_value_has_one_canonical_form():
    one = {"b": Decimal("1.50"), "a": [date(2025, 1, 2)], "c": "e\u0301"}
    other = {"c": "é", "a": ["2025-01-02"], "b": "1.5"}
    assert canonical(one) == canonical(other)
    assert digest(one) == digest(other)
    assert canonical(datetime(2025, 1, 1, tzinfo=UTC)) == '"2025-01-01T00:00:00.000000+00:00"'


def test_a_lifecycle_guards_and_says_what_is_allowed():
    table = Lifecycle([("a", "First"), ("b", "Second")], [Move("go", "Go on", ("a",), "b")])
    assert table.check("a", "go", "It").target == "b"
    with pytest.raises(Conflict) as refusal:
        table.check("b", "go", "It")
    assert refusal.value.reason == "It is second, so this step is not possible now."
    with pytest.raises(ValueError, match="unknown states"):
        Lifecycle([("a", "First")], [Move("go", "Go", ("a",), "z")])


def test_words():
    assert listed(["A", "B", "C"]) == "A, B and C"
    assert [counted(n, "plan") for n in (0, 1, 5, 15)] == ["no plans", "one plan", "five plans", "15 plans"]

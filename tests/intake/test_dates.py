"""Date words: a month, a quarter and "end of" are the last day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.interpret.dates import find_date, is_continuous
from intake.interpret.inline_fields import read_due, read_inline_fields

REPORT = date(2025, 5, 14)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 27, 2025", "2025-03-27"),
        ("27th of March 2025", "2025-03-27"),
        ("2025-03-27", "2025-03-27"),
        ("17/10/2025", "2025-10-17"),
        ("10/17/2025", "2025-10-17"),
        ("31.12.25", "2025-12-31"),
        ("5 février 2026", "2026-02-05"),
        ("5 de fevereiro de 2026", "2026-02-05"),
        ("June 2025", "2025-06-30"),
        ("end of February 2028", "2028-02-29"),
        ("mid-November 2025", "2025-11-15"),
        ("Q3 2025", "2025-09-30"),
        ("second quarter of 2026", "2026-06-30"),
        ("H1 2026", "2026-06-30"),
        ("end of 2026", "2026-12-31"),
        ("end of May", "2025-05-31"),
        ("end of March", "2026-03-31"),
        ("by 1 May", "2026-05-01"),
        ("Q1", "2026-03-31"),
        ("within 30 days", "2025-06-13"),
        ("within 3 months", "2025-08-14"),
    ],
)
def test_date_words(text: str, expected: str) -> None:
    found = find_date(text, reference=REPORT)
    assert found is not None
    assert found.value.isoformat() == expected


@pytest.mark.parametrize("text", ["", "soon", "31 February 2025", "may improve", "12 of 40 staff", "99/99/2025"])
def test_what_is_no_date(text: str) -> None:
    assert find_date(text, reference=REPORT) is None


def test_without_a_year_and_a_report_date_nothing_is_guessed() -> None:
    assert find_date("end of May") is None


def test_a_due_date_that_names_no_day_keeps_its_words() -> None:
    assert read_due("continuous", REPORT) == (None, "continuous")
    assert read_due("-", REPORT) == (None, None)
    assert is_continuous("Ongoing.")


@pytest.mark.parametrize(
    ("text", "title", "owner", "due", "measure"),
    [
        (
            "Open a page (owner: Digital Services; by 31 January 2026)",
            "Open a page",
            "Digital Services",
            "2026-01-31",
            None,
        ),
        ("Open a page [Owner: Librarians, due 1 October 2025]", "Open a page", "Librarians", "2025-10-01", None),
        ("Hire a mechanic – Owner: People – Due: Q2 2026", "Hire a mechanic", "People", "2026-06-30", None),
        ("Rent an analyser - by Q3 2025", "Rent an analyser", None, "2025-09-30", None),
        ("Call home. Owner: Tutors. Success measure: all called", "Call home", "Tutors", None, "all called"),
        ("Run the van (twice a day)", "Run the van (twice a day)", None, None, None),
        ("Bring forward the print order to April", "Bring forward the print order to April", None, None, None),
    ],
)
def test_fields_behind_an_action(
    text: str, title: str, owner: str | None, due: str | None, measure: str | None
) -> None:
    fields = read_inline_fields(text, REPORT)
    assert (fields.title, fields.owner, fields.due, fields.success_measure) == (title, owner, due, measure)


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)))
def test_every_written_day_is_read_back(day: date) -> None:
    for text in (day.isoformat(), f"{day.day} {day:%B} {day.year}", f"{day:%B} {day.day}, {day.year}"):
        found = find_date(text)
        assert found is not None
        assert found.value == day

"""Tables of readings: headings that people write, days and figures in their ways, and why a line is not taken."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from common.access import Unfit
from evidence.tables import MAX_ROWS, table_rows
from gaps.reading_table import Given, Refused, date_of, read_rows, value_of


def rows_of(content: bytes, name: str):
    return table_rows(io.BytesIO(content), name, len(content))


def read_csv(text: str):
    return read_rows(rows_of(text.encode(), "readings.csv"))


@pytest.mark.parametrize(
    "head",
    [
        "KPI,Day,Value",
        "indicator;DATE;Reading",
        "Kpi name\tAs of\tActual",
        "Value,KPI,Date",
        " Metric , period ,result",
    ],
)
def test_headings_are_understood(head):
    sign = next(each for each in ";\t," if each in head)
    order = [cell.strip().casefold() for cell in head.split(sign)]
    cells = ["17.5", "Leads", "2025-04-01"] if order[0] == "value" else ["Leads", "2025-04-01", "17.5"]
    (row,) = read_csv(f"{head}\n{sign.join(cells)}\n")
    assert row == Given(2, "Leads", "", date(2025, 4, 1), Decimal("17.5"))


def test_a_missing_heading_is_named():
    with pytest.raises(Unfit, match="no column “Day”"):
        read_csv("KPI,Value\nLeads,17\n")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-04-01", date(2025, 4, 1)),
        ("1 April 2025", date(2025, 4, 1)),
        ("Tue 1 Apr 2025", date(2025, 4, 1)),
        ("1-Apr-2025", date(2025, 4, 1)),
        ("31/03/2025", date(2025, 3, 31)),
        ("03/31/2025", date(2025, 3, 31)),
        ("04/04/2025", date(2025, 4, 4)),
        ("1.4.2025", date(2025, 4, 1)),
    ],
)
def test_days_that_leave_no_doubt(text, day):
    assert date_of(text) == day


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("01/04/2025", "two ways; write it as 2025-04-01"),
        ("31/02/2025", "is no day"),
        ("2025-02-30", "is no day"),
        ("soon", "is no day"),
        ("32 April 2025", "is no day"),
        ("1 Foo 2025", "is no day"),
        ("", "gives no day"),
    ],
)
def test_other_days_are_refused_with_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        date_of(text)


@pytest.mark.parametrize(
    ("cell", "value"), [("17,5", "17.5"), ("1 250", "1250"), ("17.5 %", "17.5"), (Decimal("0.1"), "0.1")]
)
def test_values_as_people_type_them(cell, value):
    assert value_of(cell) == Decimal(value)


@pytest.mark.parametrize("cell", ["many", "", None, True, "1e99", "NaN", date(2025, 1, 1), "9" * 50])
def test_what_is_no_figure_is_refused(cell):
    with pytest.raises(ValueError):
        value_of(cell)


def test_a_line_that_does_not_read_keeps_its_number():
    good, bad, worse = read_csv("KPI,Day,Value,Remark\n\nLeads,2025-04-01,17,\n\nLeads,soon,17,\n,2025-04-01,17,\n")
    assert isinstance(good, Given)
    assert (bad.line, worse.line) == (5, 6)
    assert (bad.sentence, worse.sentence) == ("“soon” is no day; write it as 2025-04-30.", "It names no KPI.")


def test_a_line_of_the_template_left_empty_is_passed_over():
    assert read_csv("KPI,Day,Value\nLeads,,\n") == []


def test_the_guard_against_formulas_is_taken_off():
    (row,) = read_csv("KPI,Day,Value,Remark\nLeads,2025-04-01,'-3,'=as told\n")
    assert (row.value, row.note) == (Decimal("-3"), "=as told")


def test_a_workbook_gives_dates_figures_and_per_cents():
    book = Workbook()
    sheet = book.active
    sheet.append(["KPI", "Day", "Value"])
    sheet.append(["Leads", date(2025, 4, 1), 0.175])
    sheet.append(["Leads", date(2025, 4, 8), 18])
    sheet["C2"].number_format = "0.0%"
    out = io.BytesIO()
    book.save(out)
    first, second = read_rows(rows_of(out.getvalue(), "readings.XLSX"))
    assert (first.value, first.date) == (Decimal("17.5"), date(2025, 4, 1))
    assert (second.value, second.line) == (Decimal("18"), 3)


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "a.csv"), (b"KPI", "a.exe"), (b"PK no", "a.xlsx"), (b"\x00\x01", "a.csv"), (b"\n\n", "a.csv")],
)
def test_what_is_no_table_is_refused_in_a_sentence(content, name):
    with pytest.raises(Unfit):
        rows_of(content, name)


def test_a_table_that_is_too_long_is_refused():
    with pytest.raises(Unfit, match="more than"):
        read_csv("KPI,Day,Value\n" + "Leads,2025-04-01,1\n" * (MAX_ROWS + 1))


def test_older_programs_of_windows_are_read():
    (row,) = read_rows(rows_of("KPI;Day;Value\nQualité;2025-04-01;1\n".encode("cp1252"), "a.csv"))
    assert row.kpi == "Qualité"


def test_refused_lines_are_told_apart():
    (row,) = read_csv("KPI,Day,Value\nLeads,2025-04-01,x\n")
    assert isinstance(row, Refused)

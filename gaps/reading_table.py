"""What a table of readings says, row by row: plain values out of cells, or a sentence why a row cannot be taken."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from common.access import Unfit
from common.folding import folded
from common.numbers import parse_decimal

COLUMNS = (
    ("kpi", "KPI", 36),
    ("department", "Department", 22),
    ("date", "Day", 12),
    ("value", "Value", 12),
    ("unit", "Unit", 10),
    ("note", "Remark", 36),
    ("source", "Source", 26),
    ("reason", "Reason for a change", 30),
)
NAMES = {
    "kpi": ("kpi", "indicator", "kpi name", "indicator name", "name", "measure", "metric", "kpis"),
    "department": ("department", "dept", "team", "organisational unit"),
    "date": ("day", "date", "as of", "of", "reading date", "period", "measured on", "day of the value"),
    "value": ("value", "reading", "actual", "figure", "result", "measured", "latest"),
    "unit": ("unit", "unit of measure", "uom"),
    "note": ("remark", "remarks", "note", "notes", "comment", "comments"),
    "source": ("source", "data source", "origin"),
    "reason": ("reason for a change", "reason", "reason for change", "why", "why changed"),
}
NEEDED = ("kpi", "date", "value")
LARGEST = Decimal("1e12")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WORDED = re.compile(r"^(?:[a-z]{2,9},? )?(\d{1,2})\.?[ -]([a-z]{3,9})\.?,?[ -](\d{4})$")
NUMBERED = re.compile(r"^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$")


@dataclass(frozen=True)
class Given:
    """One row that reads well: what it gives, not yet looked up."""

    line: int
    kpi: str
    department: str
    date: date
    value: Decimal
    unit: str = ""
    note: str = ""
    source: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Refused:
    """One row that cannot be taken: its line in the file, what it names, and why."""

    line: int
    kpi: str
    sentence: str


def heading(cell: Any) -> str:
    """The heading as it is looked up: folded, without signs."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", folded(str(cell or ""))).split())


def columns_of(cells: Sequence[Any]) -> dict[str, int]:
    """Which column holds what, by the headings; `Unfit` names those that are missing."""
    by_name = {name: key for key, names in NAMES.items() for name in names}
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        key = by_name.get(heading(cell))
        if key and key not in found:
            found[key] = place
    labels = {key: label for key, label, _ in COLUMNS}
    missing = [labels[key] for key in NEEDED if key not in found]
    if missing:
        raise Unfit(
            {"file": [f"The first row has no column “{'”, no “'.join(missing)}”. Keep the headings of the template."]}
        )
    return found


def read_rows(rows: Sequence[tuple[int, Sequence[Any]]]) -> list[Given | Refused]:
    """What the rows below the headings give."""
    columns = columns_of(rows[0][1])
    found = []
    for line, cells in rows[1:]:
        said = {key: cells[place] if place < len(cells) else None for key, place in columns.items()}
        if all(said.get(key) in (None, "") for key in ("date", "value")):
            continue  # a line of the template that nobody filled in
        found.append(given_of(line, said))
    return found


def given_of(line: int, said: dict[str, Any]) -> Given | Refused:
    name = text_of(said.get("kpi"))
    try:
        if not name:
            raise ValueError("It names no KPI.")
        return Given(
            line=line,
            kpi=name,
            department=text_of(said.get("department")),
            date=date_of(said.get("date")),
            value=value_of(said.get("value")),
            unit=text_of(said.get("unit")),
            note=short(said.get("note"), "remark", 300),
            source=short(said.get("source"), "source", 200),
            reason=short(said.get("reason"), "reason", 300),
        )
    except ValueError as error:
        return Refused(line, name, str(error))


def text_of(cell: Any) -> str:
    return " ".join(str(cell).split()) if cell is not None else ""


def short(cell: Any, what: str, most: int) -> str:
    text = text_of(cell)
    if len(text) > most:
        raise ValueError(f"The {what} is longer than {most} letters.")
    return text


def date_of(cell: Any) -> date:
    """A date as a spreadsheet holds it, or in one of the ways that leave no doubt. Raises ValueError with a sentence."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    if not text:
        raise ValueError("It gives no day.")
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        if worded := WORDED.match(folded(text)):
            month = next((number for number, name in enumerate(MONTHS, 1) if worded[2].startswith(name)), 0)
            return date(int(worded[3]), month, int(worded[1]))
        if numbered := NUMBERED.match(text):
            first, second, year = int(numbered[1]), int(numbered[3]), int(numbered[4])
            if first <= 12 and second <= 12 and first != second and numbered[2] != ".":
                raise ValueError(f"“{text}” can be read in two ways; write it as {year}-{second:02d}-{first:02d}.")
            return date(year, first, second) if second > 12 else date(year, second, first)
    except ValueError as error:
        if "two ways" in str(error):
            raise
    raise ValueError(f"“{text}” is no day; write it as 2025-04-30.")


def value_of(cell: Any) -> Decimal:
    """A figure as a spreadsheet holds it or as people type it. Raises ValueError with a sentence."""
    if cell is None or cell == "":
        raise ValueError("It gives no value.")
    if isinstance(cell, bool | date):
        raise ValueError(f"“{cell}” is no figure.")
    if isinstance(cell, Decimal):
        number = cell
    else:
        if len(str(cell)) > 40:
            raise ValueError("The value is no figure.")
        try:
            number = parse_decimal(str(cell))
        except ValueError:
            raise ValueError(f"“{cell}” is no figure.") from None
    if not number.is_finite() or abs(number) >= LARGEST:
        raise ValueError("The value is too large.")
    return round(number, 4)

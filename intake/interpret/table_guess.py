"""Columns whose heads no vocabulary holds, known by what stands in them and by the columns beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..readers.base import Line
from .dates import find_date
from .inline_fields import is_role
from .labels import NO_COLUMN, column_field
from .ratings import is_rating
from .tables import DONE_STATUS, NUMERIC, Table, named_columns, table_of
from .text import fold

REFERENCES = re.compile(r"\s*(?:[,;/&]|\band\b|\bet\b|\be\b)\s*")
LONGEST_HEAD = 6
LEAST_COLUMNS = 3
TELLING_WORDS = 3.0
SHORT = 5
GRADES = frozenset(
    ["critical", "high", "medium", "low", "major", "minor", "moderate", "severe", "serious", "slight", "significant"]
)


def completed(line: Line, below: Sequence[Line], known_code: Callable[[str], bool], *, has_gaps: bool) -> Table:
    """The head that a row is, with the columns that only their contents explain."""
    heads = [cell for cell in line.cells if cell]
    if (
        len(heads) < LEAST_COLUMNS
        or not below
        or any(
            len(cell.split()) > LONGEST_HEAD or (cell.endswith(".") and len(cell.split()) > 3) or cell[:1].isdigit()
            for cell in heads
        )
    ):
        return Table()
    columns = named_columns(line, below)
    taken = {place for places in columns.values() for place in places}
    free = [place for place, cell in enumerate(line.cells) if cell and place not in taken]
    values = {place: _values(below, place) for place in range(len(line.cells))}
    for place in list(free):
        codes = [code for value in values[place] for code in REFERENCES.split(value) if not code.isdigit()]
        if "gap_reference" not in columns and codes and all(known_code(code) for code in codes):
            columns["gap_reference"] = (place,)
            free.remove(place)
        elif "status" not in columns and _are_states(values[place]):
            columns["status"] = (place,)
            free.remove(place)
    for name, holds in (("due", _are_days), ("owner", _are_holders), ("severity", _are_grades)):
        fitting = [
            place
            for place in free
            if len(values[place]) > 1 and holds(values[place]) and not NO_COLUMN.match(fold(line.cells[place]))
        ]
        if name not in columns and len(fitting) == 1 and (len(free) > 1 or {"gap", "action"} & set(columns)):
            columns[name] = (fitting[0],)
            free.remove(fitting[0])
    telling = [place for place in free if _is_telling(values[place])]
    for name, other in (("owner", "author"), ("due", "date")):
        if name not in columns and other in columns:
            columns[name] = columns.pop(other)
    given = [place for name in ("owner", "due") for place in columns.get(name, ())]
    if "action" not in columns and given:
        left = [place for place in telling if place < min(given)]
        if left and ({"gap", "kpi", "gap_reference"} & set(columns) or has_gaps or len(left) > 1):
            columns["action"] = (left[-1],)
            telling.remove(left[-1])
    if not {"gap", "kpi"} & set(columns) and {"cause", "action"} & set(columns) and not has_gaps and telling:
        first = min(min(columns.get(name, (len(line.cells),))) for name in ("cause", "action"))
        if telling[0] < first:
            columns["gap"] = (telling.pop(0),)
    if "kpi" in columns and "gap" not in columns:
        named = [place for place in free if place < columns["kpi"][0] and _is_telling(values[place])]
        if len(named) == 1:
            columns["gap"] = (named[0],)
            telling = [place for place in telling if place != named[0]]
    stated = columns.get("gap") or columns.get("kpi")
    if "cause" not in columns and stated:
        ends = min([*columns.get("action", ()), *given, len(line.cells)])
        between = [place for place in telling if stated[0] < place < ends and not column_field(line.cells[place])]
        if len(between) == 1:
            columns["cause"] = (between[0],)
    if "unit" not in columns and stated:
        names = [place for place in free if place < stated[0] and _names_groups(values[place], len(below))]
        if len(names) == 1:
            columns["unit"] = (names[0],)
    return table_of(columns, line)


def _values(below: Sequence[Line], place: int) -> list[str]:
    return [line.cells[place] for line in below if place < len(line.cells) and line.cells[place].strip(" -–—")]


def _are_days(values: Sequence[str]) -> bool:
    return _most(values, lambda value: find_date(value) is not None and len(value.split()) <= SHORT)


def _are_holders(values: Sequence[str]) -> bool:
    return _most(values, is_role)


def _are_grades(values: Sequence[str]) -> bool:
    return bool(values) and all(fold(value).strip(" .") in GRADES for value in values)


def _most(values: Sequence[str], fits: Callable[[str], bool]) -> bool:
    return bool(values) and sum(map(fits, values)) * 3 > 2 * len(values)


def _are_states(values: Sequence[str]) -> bool:
    """Whether a column says of each row whether it was reached."""
    done = sum(bool(DONE_STATUS.match(fold(value))) for value in values)
    return (
        done > 0
        and all(len(value.split()) <= 3 for value in values)
        and len(set(values)) <= 5
        and done * 5 >= len(values)
    )


def _names_groups(values: Sequence[str], rows: int) -> bool:
    """Whether a column puts rows into groups: short names, some of them repeated or written once for several rows."""
    short = bool(values) and all(len(value.split()) <= 4 and not re.search(r"\d", value) for value in values)
    return short and 1 < len(set(values)) < rows


def _is_telling(values: Sequence[str]) -> bool:
    """Whether a column holds phrases, and not names, ratings or figures."""
    if not values or sum(bool(NUMERIC.match(value)) or is_rating(value) for value in values) * 2 > len(values):
        return False
    several = len({fold(value) for value in values}) * 2 > len(values)
    return several and sum(len(value.split()) for value in values) / len(values) >= TELLING_WORDS

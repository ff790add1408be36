"""The columns of a document's tables: what each is taken for, and what somebody set instead, remembered by the heads."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..readers.base import HEADING, ROW, Document, Line
from .tables import REPEATED, Table, read_head, two_headed, with_shared_unit
from .text import fold

# What a column may be taken for; "" is not used.
COLUMN_FIELDS = ("gap", "unit", "cause", "action", "owner", "due", "kpi", "target", "actual", "variance", "severity",
                 "impact", "success_measure", "status", "comment", "reference", "gap_reference")  # fmt: skip
SUBSTANCE = {"gap", "kpi", "cause", "action"}
LATEST_HEAD = 5
LONGEST_UPPER = 4  # words of a cell that stands alone above the heads
MOST_TABLES = 30
MOST_SAMPLES = 3
SAMPLE_LENGTH = 90

# For a fingerprint of heads the field of each column, in the order of the columns.
Columns = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class TableColumns:
    """One table as the page shows it: its heads as written, some cells of each column, and what each is taken for."""

    fingerprint: str
    title: str
    heads: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    fields: tuple[str, ...]
    rows: int
    line: int


def fingerprint_of(heads: Sequence[str]) -> str:
    """The same for heads that differ only in case, accents, blanks and marks, and in empty columns at the end."""
    plain = [re.sub(r"[\W_]+", " ", fold(head)).strip() for head in heads]
    while plain and not plain[-1]:
        plain.pop()
    return hashlib.sha256("\x1f".join(plain).encode()).hexdigest()[:40]


def table_of(fields: Sequence[str], heads: tuple[str, ...]) -> Table:
    """The table that somebody set; its rows are left over where no column is used."""
    columns: dict[str, tuple[int, ...]] = {}
    for place, name in enumerate(fields):
        if name in COLUMN_FIELDS and (name not in columns or name in REPEATED):
            columns[name] = (*columns.get(name, ()), place)
    return Table(with_shared_unit(columns, heads), heads, is_set=True)


def set_table(columns: Columns, line: Line, found: Table) -> Table:
    """What was set for a table with the heads found, or with the row's cells as its heads; else the table as found."""
    if not columns:
        return found
    heads = found.heads if found.has_head else line.cells
    fields = columns.get(fingerprint_of(heads))
    return found if fields is None else table_of(fields, heads)


def tables_in(document: Document) -> list[tuple[str, list[Line]]]:
    """The rows of each table with the heading that it stands under, such as the name of the sheet."""
    found: dict[int, tuple[str, list[Line]]] = {}
    title = ""
    for line in document.lines:
        if line.kind == HEADING:
            title = line.text
        elif line.kind == ROW and line.table is not None:
            found.setdefault(line.table, (title, []))[1].append(line)
    return list(found.values())


def fullest_of(rows: Sequence[Line]) -> int:
    """The place of the fullest of the first rows: the head of a table that has none that is known."""
    filled = [len([cell for cell in line.cells if cell]) for line in rows[:LATEST_HEAD]]
    return filled.index(max(filled))


def head_at(line: Line, below: Sequence[Line], held: Table | None) -> tuple[Table, Table | None]:
    """The head that a row is, and the one to hold for the row below where both together say more.

    `held` is what the row above left.
    """
    own = read_head(line, below)
    if not below:
        return own, None
    filled = [cell for cell in line.cells if cell]
    if len(filled) == 1 and len(filled[0].split()) > LONGEST_UPPER:
        return own, None
    if any(character.isdigit() for character in line.text):
        return held or own, None
    lower = two_headed(line, below[0], below[1:])
    short = all(len(cell.split()) <= 4 for cell in below[0].cells)
    if short and read_head(below[0], below[1:]).has_head and len(lower.columns) > len(own.columns):
        return Table(), lower
    return held or own, None


def fields_of(table: Table, count: int) -> tuple[str, ...]:
    """The field of each column, as far as it is one that counts."""
    names: dict[int, str] = {}
    for name, places in table.columns.items():
        for place in places:
            if name in COLUMN_FIELDS:
                names.setdefault(place, name)
    return tuple(names.get(place, "") for place in range(count))


def samples_of(rows: Sequence[Line], count: int) -> tuple[tuple[str, ...], ...]:
    """A few cells of each column that say something different."""
    found: list[list[str]] = [[] for _ in range(count)]
    for line in rows[:200]:
        for place, cell in enumerate(line.cells[:count]):
            short = cell if len(cell) <= SAMPLE_LENGTH else f"{cell[: SAMPLE_LENGTH - 1].rstrip()}…"
            if short and len(found[place]) < MOST_SAMPLES and short not in found[place]:
                found[place].append(short)
    return tuple(tuple(cells) for cells in found)

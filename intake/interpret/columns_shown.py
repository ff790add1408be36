"""What the page "What the columns are" shows of each table: what the walk through the document takes each column for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from ..readers.base import ROW, Document
from .interpreter import heads_taken
from .table_columns import (
    MOST_TABLES,
    TableColumns,
    fields_of,
    fingerprint_of,
    fullest_of,
    samples_of,
    tables_in,
)
from .tables import Table

MOST_ROWS = 300  # of a table, to see what its columns hold


def columns_of(document: Document) -> tuple[TableColumns, ...]:
    """The tables of the document with what their columns are taken for, those with the same heads once."""
    found: dict[str, TableColumns] = {}
    if not any(line.kind == ROW for line in document.lines):
        return ()
    taken, pairs = heads_taken(_beginning(document))
    for title, rows in tables_in(document):
        number = rows[0].table
        if number in pairs:
            continue
        line, table = taken.get(number or 0, (0, Table()))
        place = next((index for index, row in enumerate(rows) if row.number == line), fullest_of(rows))
        heads = table.heads if table.has_head else rows[place].cells
        fingerprint = fingerprint_of(heads)
        below = rows[place + 1 :]
        if len([head for head in heads if head]) < 2 or not below:
            continue
        known = found.get(fingerprint)
        if known:
            found[fingerprint] = replace(known, rows=known.rows + len(below))
        elif len(found) < MOST_TABLES:
            fields, samples = fields_of(table, len(heads)), samples_of(below, len(heads))
            line = rows[place].number
            found[fingerprint] = TableColumns(fingerprint, title, heads, samples, fields, len(below), line)
    return tuple(found.values())


def _beginning(document: Document) -> Document:
    """The document with the first rows of each table only."""
    seen: Counter[int | None] = Counter()
    kept = []
    for line in document.lines:
        if line.kind == ROW:
            seen[line.table] += 1
            if seen[line.table] > MOST_ROWS:
                continue
        kept.append(line)
    return replace(document, lines=tuple(kept))

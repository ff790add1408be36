"""Comma, semicolon or tab separated values."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from .base import Document, LineCollector, UnreadableDocument
from .encoding import decode

GUARDED = ("'=", "'+", "'-", "'@")


def read(path: Path, name: str) -> Document:
    """Read a `.csv` file; a quote that guards a formula is taken off again."""
    text = decode(path.read_bytes())
    collector = LineCollector()
    try:
        collector.add_table(
            tuple(_unguarded(cell) for cell in row) for row in csv.reader(io.StringIO(text), delimiter=_delimiter(text))
        )
    except csv.Error as error:
        raise UnreadableDocument(
            "The rows of this CSV file cannot be told apart; save it again as CSV (UTF-8)."
        ) from error
    return Document(name, "csv", tuple(collector.lines))


def _delimiter(text: str) -> str:
    lines = [line for line in text.splitlines()[:30] if line.strip()]
    return max(",;\t|", key=lambda mark: sum(line.count(mark) for line in lines))


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith(GUARDED) else cell

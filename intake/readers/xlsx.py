"""Excel workbooks: each sheet is a heading and a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from .base import HEADING, Document, LineCollector, UnreadableDocument

MAX_COLUMNS = 200


def read(path: Path, name: str) -> Document:
    """Read an `.xlsx` file, row by row, with the values that were last computed."""
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        raise UnreadableDocument(
            "This Excel file is damaged; open it in Excel, save it again and import the new copy."
        ) from error
    collector = LineCollector()
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            collector.add(sheet.title, HEADING, level=1)
            collector.add_table(_rows(sheet))
    return Document(name, "xlsx", tuple(collector.lines))


def _rows(sheet: Any) -> Iterator[tuple[str, ...]]:
    for row in sheet.iter_rows(max_col=MAX_COLUMNS):
        yield tuple(_shown(cell) for cell in row)


def _shown(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return _number(value, cell.number_format or "")
    return str(value)


def _number(value: float, number_format: str) -> str:
    if "%" in number_format:
        return f"{round(value * 100, 4):g}%"
    return f"{value:.10g}"

"""Excel workbooks: each sheet is a heading and a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from .base import HEADING, Document, LineCollector, UnreadableDocument

MAX_COLUMNS = 200
MOST_EMPTY_ROWS = 2_000
ROW_TAG = re.compile(rb"<(?:\w+:)?row\b[^>]{0,380}>")
HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
ROW_NUMBER = re.compile(rb'\br="(\d{1,7})"')


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
            hidden = _hidden_rows(book._archive, sheet._worksheet_path)
            collector.add_table(_rows(sheet, hidden), single_is_text=True)
    return Document(name, "xlsx", tuple(collector.lines))


def _rows(sheet: Any, hidden: set[int]) -> Iterator[tuple[str, ...]]:
    empty = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
        cells = [_shown(cell) if cell.value is not None else "" for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        empty = 0 if any(cells) else empty + 1
        if empty > MOST_EMPTY_ROWS:
            return
        if number not in hidden:
            yield tuple(cells)


def _hidden_rows(archive: Any, part: str) -> set[int]:
    """The numbers of the rows that nobody sees; the row-by-row reader does not tell them."""
    found: set[int] = set()
    with archive.open(part) as file:
        rest = b""
        while chunk := file.read(1 << 20):
            data = rest + chunk
            found.update(
                int(number[1])
                for row in ROW_TAG.finditer(data)
                if HIDDEN.search(row.group()) and (number := ROW_NUMBER.search(row.group()))
            )
            rest = data[-400:]
    return found


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

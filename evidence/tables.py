"""Tables that people fill in and bring back, as CSV or XLSX: checked by content, then read as rows of plain values."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from common.access import Unfit
from common.exports import unguarded
from evidence.checking import Unwanted, kind_of
from evidence.names import extension_of

LARGEST = 5 * 1024 * 1024
MAX_ROWS = 2000
MAX_COLUMNS = 60
TAKEN = ("xlsx", "csv")
Row = tuple[int, Sequence[Any]]


def table_rows(file: BinaryIO, name: str, size: int) -> list[Row]:
    """Every row that holds something, with its number in the file. Raises `Unfit` with a sentence where it is no table."""
    extension = extension_of(name)
    if extension not in TAKEN:
        raise Unfit({"file": ["Give the table as .xlsx or .csv."]})
    try:
        kind_of(file, extension, size, LARGEST)
    except Unwanted as error:
        raise Unfit({"file": [str(error)]}) from error
    content = file.read()
    rows = [row for row in (xlsx_rows(content) if extension == "xlsx" else csv_rows(content)) if any_value(row[1])]
    if not rows:
        raise Unfit({"file": ["The table is empty."]})
    if len(rows) > MAX_ROWS + 1:
        raise Unfit({"file": [f"The table has more than {MAX_ROWS} rows. Give it in parts."]})
    return rows


def any_value(cells: Sequence[Any]) -> bool:
    return any(cell not in (None, "") for cell in cells)


def xlsx_rows(content: bytes) -> Iterator[Row]:
    """The first sheet's rows; per cents as people read them, so 17.5 where the cell shows 17.5 %."""
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for number, cells in enumerate(book.worksheets[0].iter_rows(max_col=MAX_COLUMNS), start=1):
            if number > 4 * MAX_ROWS:
                break
            yield number, [cell_value(cell) for cell in cells]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, IndexError, TypeError):
        raise Unfit({"file": ["This XLSX file cannot be read. Save it anew and try again."]}) from None


def cell_value(cell: Any) -> Any:
    """A cell as a date, a Decimal or text; the guard against formulas is taken off."""
    value = cell.value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool) or value is None or isinstance(value, date):
        return value
    if isinstance(value, int | float):
        number = Decimal(str(value))
        return number * 100 if "%" in (cell.number_format or "") else number
    return unguarded(str(value).strip())


def csv_rows(content: bytes) -> Iterator[Row]:
    """Rows of comma, semicolon or tab separated text; the number is that of the line on which the row ends."""
    text = decoded(content)
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    delimiter = max(",;\t", key=lambda sign: sum(line.count(sign) for line in lines))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, [unguarded(cell.strip()) for cell in cells[:MAX_COLUMNS]]
    except csv.Error:
        raise Unfit({"file": ["The rows of this CSV cannot be told apart. Save it again as CSV (UTF-8)."]}) from None


def decoded(content: bytes) -> str:
    """Text in UTF-8 or UTF-16 with its mark, else as older programs of Windows write it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")

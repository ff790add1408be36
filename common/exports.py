"""A list as a file: CSV or XLSX with the list's filters, written row by row so that its length costs no memory.

What people typed stays text: in CSV it is guarded against being read as a formula, in XLSX it is written as a string.
"""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from common.dates import organisation_zone, today

FORMATS = ("csv", "xlsx")
CHUNK = 2000
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
# Excel takes no more, and XlsxWriter would leave out the whole cell, or the row, without a word.
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576 - 1
SAFE_BOOK = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """One column: its heading, the fields it is made of, and what makes one value of theirs where they are not it."""

    label: str
    fields: tuple[str, ...]
    words: Callable[..., Any] | None = None
    width: int = 18

    def value(self, given: Sequence[Any]) -> Any:
        return self.words(*given) if self.words else given[0]


def column(label: str, *fields: str, words: Callable[..., Any] | None = None, width: int = 18) -> Column:
    """As in `column("Gap", "number", words="G-{:02d}".format)`."""
    return Column(label, fields, words, width)


def guarded(text: str) -> str:
    """The text with a leading ' where a spreadsheet would take it for a formula."""
    return f"'{text}" if is_formula(text) else text


def unguarded(text: str) -> str:
    """The text without the ' that `guarded` put there; one that people typed stays."""
    return text[1:] if text.startswith("'") and is_formula(text[1:]) else text


def is_formula(text: str) -> bool:
    """Whether the text starts, after blanks, with a sign that makes a formula; tab and return are such signs too."""
    return text.lstrip(" \u00a0").startswith(FORMULA_SIGNS) or text.lstrip().startswith(FORMULA_SIGNS)


def download(
    request: HttpRequest,
    rows: QuerySet | Callable[[], QuerySet | None] | None,
    columns: Sequence[Column],
    name: str,
) -> HttpResponse | None:
    """The rows as the file that `?export=` asks for; None where it asks for none, or where there are no rows to ask.

    A view gives the rows that the person may see, filtered and ordered, or what makes them once they are asked for;
    a bad filter value gives None for rows, so that the page with its error is the answer.
    """
    wanted = request.GET.get("export", "")
    if wanted not in FORMATS:
        return None
    if callable(rows):
        rows = rows()
    if rows is None:
        return None
    file_name = f"{name}-{today(timezone.now()).isoformat()}.{wanted}"
    values = values_of(rows, columns)
    response: StreamingHttpResponse
    if wanted == "csv":
        response = StreamingHttpResponse(csv_lines(columns, values), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    else:
        response = FileResponse(
            xlsx_file(columns, values, name), as_attachment=True, filename=file_name, content_type=XLSX_TYPE
        )
    response.headers["Cache-Control"] = "private, no-store"
    return cast(HttpResponse, response)  # what views are said to give; a streamed answer is no subclass of it


def values_of(rows: QuerySet, columns: Sequence[Column]) -> Iterator[list[Any]]:
    """Row by row the value of each column, out of one statement."""
    fields = [field for each in columns for field in each.fields]
    spans, start = [], 0
    for each in columns:
        spans.append((each, start, start + len(each.fields)))
        start += len(each.fields)
    for row in rows.prefetch_related(None).values_list(*fields).iterator(chunk_size=CHUNK):
        yield [each.value(row[first:last]) for each, first, last in spans]


class Line:
    """What csv.writer writes to: it hands each line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(columns: Sequence[Column], values: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The file piece by piece. It begins with the mark by which Excel knows that it is UTF-8."""
    writer = csv.writer(Line())
    yield "\ufeff".encode()
    yield str(writer.writerow([each.label for each in columns])).encode()
    for row in values:
        # A lone surrogate cannot be written as UTF-8, and one odd cell is no reason to break off the file.
        yield str(writer.writerow([csv_cell(value) for value in row])).encode("utf-8", "replace")


def csv_cell(value: Any) -> str:
    """Dates and instants in ISO form by the organisation's clock, figures as plain figures, text guarded."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return local(value).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    return guarded(str(value))


def local(value: datetime) -> datetime:
    """The organisation's clock, without a zone, which a spreadsheet has none for."""
    return value.astimezone(organisation_zone()).replace(tzinfo=None)


def xlsx_file(columns: Sequence[Column], values: Iterable[Sequence[Any]], title: str) -> Any:
    """The workbook in a temporary file that is gone once it is sent; rows are written through, none is kept."""
    out = tempfile.TemporaryFile()  # noqa: SIM115
    book = xlsxwriter.Workbook(out, {"constant_memory": True, **SAFE_BOOK})
    sheet = book.add_worksheet(title.capitalize()[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    formats = cell_formats(book)
    sheet.freeze_panes(1, 0)
    for number, each in enumerate(columns):
        sheet.set_column(number, number, each.width)
        sheet.write_string(0, number, each.label, bold)
    for line, row in enumerate(values, start=1):
        if line > MOST_ROWS:
            break
        for number, value in enumerate(row):
            write_cell(sheet, line, number, value, formats)
    book.close()
    out.seek(0)
    return out


def cell_formats(book: Any) -> dict[str, Any]:
    """The formats of a workbook by kind of value."""
    return {
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "number": book.add_format({"num_format": "#,##0.####"}),
        "text": None,
    }


def write_cell(sheet: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    """One value as what it is: a date, a figure or text; text is never a formula or a link."""
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, date) and value.year < 1900:
        value = csv_cell(value)  # a spreadsheet knows no day before that year
    if value is None or value == "":
        sheet.write_blank(row, column, None, formats["text"])
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, local(value), formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["day"])
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, float(value), formats["number"])
    else:
        sheet.write_string(row, column, str(value)[:LONGEST_CELL], formats["text"])

"""The plan grid as a spreadsheet: out to be filled by the units, and back in with a preview of the differences."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zipfile import BadZipFile

import xlsxwriter
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from accounts import choices
from actions.models import CorrectiveAction
from actions.plan_grid import causes_for, causes_of, kpis_of, plans_of, row_form
from actions.services.plans import first_milestone
from common.access import Unfit
from common.dates import short_date
from common.exports import SAFE_BOOK, unguarded, write_cell
from common.numbers import figure
from gaps.models import GapAnalysis

COLUMNS = (
    ("code", "No.", 8),
    ("title", "Action", 44),
    ("unit", "Unit", 20),
    ("owner", "Owner", 22),
    ("start_on", "Start", 12),
    ("due_on", "Finish", 12),
    ("milestone", "First milestone", 28),
    ("milestone_on", "Milestone by", 13),
    ("causes", "Cause answered", 44),
    ("kpi", "KPI", 22),
    ("kpi_from", "From", 10),
    ("kpi_to", "To", 10),
    ("cost_once", "Once", 14),
    ("cost_yearly", "Per year", 14),
    ("sponsor", "Sponsor", 22),
)
FILLED = tuple(key for key, _, _ in COLUMNS[3:])
LABEL = {key: label for key, label, _ in COLUMNS}
MAX_ROWS = 2000


def write_table(analysis: GapAnalysis) -> bytes:
    """The plans of the analysis as XLSX. Dates and figures are written as such; text is never a formula or a link."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **SAFE_BOOK})
    book.set_properties({"title": analysis.title[:250]})
    sheet = book.add_worksheet("Plans")
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    fixed = book.add_format({"font_color": "#566367", "text_wrap": True, "valign": "top"})
    text, day = (
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
    )
    number = book.add_format({"num_format": "#,##0.####", "valign": "top"})
    for column, (_, label, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, label, head)
    plans = plans_of(analysis)
    for row, action in enumerate(plans, start=1):
        for column, (key, _, _) in enumerate(COLUMNS):
            formats = {"day": day, "number": number, "text": fixed if key in ("code", "title", "unit") else text}
            write_cell(sheet, row, column, cell_of(action, key), formats)
    people = book.add_worksheet("People")
    people.set_column(0, 0, 32)
    names = [name for _, name in choices.owners()]
    for row, name in enumerate(names):
        people.write_string(row, 0, name)
    if names and plans:
        sheet.data_validation(
            1,
            3,
            len(plans),
            3,
            {"validate": "list", "source": f"=People!$A$1:$A${len(names)}", "error_type": "warning"},
        )
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(plans), len(COLUMNS) - 1)
    book.close()
    return out.getvalue()


def cell_of(action: CorrectiveAction, key: str) -> Any:
    """One value of a plan as the spreadsheet holds it."""
    milestone = first_milestone(action)
    if key == "code":
        return action.code
    if key == "unit":
        return action.department.name
    if key == "owner":
        return f"{action.team.name} (team)" if action.team else action.owner_name
    if key == "milestone":
        return milestone.title if milestone else ""
    if key == "milestone_on":
        return milestone.promised_on if milestone else None
    if key == "causes":
        return "\n".join(link.cause.text for link in action.cause_links.all())
    if key in ("kpi", "sponsor"):
        return str(getattr(action, key) or "")
    return getattr(action, key)


@dataclass
class Change:
    """One cell that differs from the plan."""

    label: str
    before: str
    after: str


@dataclass
class FilledRow:
    """What a spreadsheet says about one plan: the differences, the errors, and the data to post for saving it."""

    action: CorrectiveAction
    changes: list[Change] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    signed: bool = False


def read_table(analysis: GapAnalysis, content: bytes) -> list[FilledRow]:
    """What the filled-in spreadsheet would change, row by row. Raises `Unfit` where it is no such table."""
    head, lines = sheet_rows(content)
    columns = {label.lower(): key for key, label, _ in COLUMNS}
    keys = [columns.get(str(cell or "").strip().lower(), "") for cell in head]
    if "code" not in keys:
        raise Unfit(
            "The first row has no column “No.”. Use the table that “Out as XLSX” gives, and keep its first row."
        )
    plans = {action.code: action for action in plans_of(analysis)}
    kpis, causes = kpis_of(analysis), causes_of(analysis)
    found, unknown = [], []
    for number, line in enumerate(lines, start=2):
        cells = {key: value for key, value in zip(keys, line, strict=False) if key}
        code = str(cells.get("code") or "").strip()
        if not code:
            continue
        action = plans.get(code)
        if action is None:
            unknown.append(f"Row {number}: {code} is no plan of this analysis.")
            continue
        row = compare(action, cells, kpis, causes_for(action, causes))
        if row.changes or row.errors:
            found.append(row)
    if unknown:
        raise Unfit({"file": unknown[:10]})
    return found


def sheet_rows(content: bytes) -> tuple[Sequence[Any], list[Sequence[Any]]]:
    """The first row and the others of the workbook's first sheet."""
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = [
            row for _, row in zip(range(MAX_ROWS + 2), book.worksheets[0].iter_rows(values_only=True), strict=False)
        ]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, IndexError):
        raise Unfit({"file": ["This is not an XLSX file that can be read. Save it as .xlsx and try again."]}) from None
    if not rows:
        raise Unfit({"file": ["The table is empty."]})
    if len(rows) > MAX_ROWS + 1:
        raise Unfit({"file": [f"The table has more than {MAX_ROWS} rows."]})
    return rows[0], rows[1:]


def compare(action: CorrectiveAction, cells: dict[str, Any], kpis, causes) -> FilledRow:
    """Where the cells differ from the plan, and whether the form would take them."""
    row = FilledRow(action, signed=action.state not in ("draft", "returned", "proposed"))
    initial = row_form(action, kpis, causes).initial
    data = {f"r{action.pk}-{key}": posted(value) for key, value in initial.items()}
    for key in FILLED:
        if key not in cells:
            continue
        before, after = cell_of(action, key), tidy(cells[key])
        if same(before, after):
            continue
        try:
            data[f"r{action.pk}-{key}"] = choice_of(key, after, kpis, causes)
        except ValueError as error:
            row.errors.append(f"{LABEL[key]}: {error}")
        row.changes.append(Change(LABEL[key], words(before), words(after)))
    form = row_form(action, kpis, causes, data)
    if row.changes and not row.errors and not form.is_valid():
        row.errors = [
            f"{form.fields[name].label if name in form.fields else ''}: {each}"
            for name, all_ in form.errors.items()
            for each in all_
        ]
    row.data = data
    return row


def tidy(value: Any) -> Any:
    """A cell's value as ours are: dates without time, text without blanks at its ends or our formula guard."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, int | float):
        return Decimal(str(value))
    if isinstance(value, str):
        return unguarded(value.strip())
    return value


def same(before: Any, after: Any) -> bool:
    if before in (None, "") and after in (None, ""):
        return True
    if isinstance(before, str) and isinstance(after, str):
        return before.split() == after.split()
    return before == after


def words(value: Any) -> str:
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, Decimal):
        return figure(value)
    return str(value or "empty")


def posted(value: Any) -> Any:
    """A form's initial value as a browser would send it."""
    if isinstance(value, list):
        return [str(each) for each in value]
    return "" if value is None else str(value)


def choice_of(key: str, value: Any, kpis, causes) -> Any:
    """What the form's field takes for the cell: names become ids. Raises ValueError with a sentence."""
    if key in ("owner", "sponsor", "kpi"):
        options: dict[str, list[tuple[Any, str]]] = {
            "owner": list(choices.owners()),
            "sponsor": list(choices.people()),
            "kpi": [(kpi.pk, kpi.name) for kpi in kpis],
        }
        folded = {name.casefold(): str(pk) for pk, name in options[key]}
        if value in ("", None):
            return ""
        if str(value).casefold() not in folded:
            raise ValueError(f"“{value}” is not known here; choose a name of the list.")
        return folded[str(value).casefold()]
    if key == "causes":
        folded = {text.casefold(): str(pk) for pk, text in causes}
        wanted = [part.strip() for part in str(value).replace(";", "\n").splitlines() if part.strip()]
        missing = [part for part in wanted if part.casefold() not in folded]
        if missing:
            raise ValueError(f"“{missing[0]}” is no root cause of this gap.")
        return [folded[part.casefold()] for part in wanted]
    if isinstance(value, date):
        return value.isoformat()
    return str(value)

"""Tables: columns are known by their heads; a row is a gap, an action, or a label with its value."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..readers.base import Line
from .building import GapBuilder
from .drafts import IndicatorDraft, Measure
from .figures import parse_cell_variance
from .findings import FindingsReader
from .inline_fields import InlineFields, read_due
from .labels import column_field
from .structure import Element
from .text import capitalised, fold, without_stop

DONE_STATUS = re.compile(
    r"^(?:met|exceeded|achieved|on track|on target|green|ok|reached|surpassed|atteint|depasse|atingido|superado|compliant|conforme)\b"
)
COMMENT_AS_CAUSE = ("cause", "comment")


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of one table by field; empty where its first row is no head."""

    columns: dict[str, int]

    @property
    def has_head(self) -> bool:
        """Whether the columns are known."""
        return bool(self.columns)

    @property
    def holds_gaps(self) -> bool:
        """Whether a row is a gap."""
        return "gap" in self.columns or "kpi" in self.columns

    def cell(self, line: Line, field: str) -> str:
        """The text of a row in the column of that field."""
        position = self.columns.get(field)
        return line.cells[position] if position is not None and position < len(line.cells) else ""


def read_head(line: Line) -> Table:
    """The columns that a first row names; at least two have to be known."""
    columns: dict[str, int] = {}
    for position, cell in enumerate(line.cells):
        field = column_field(cell)
        if field and field not in columns:
            columns[field] = position
    if "follow_up_action" in columns and "action" not in columns:
        columns["action"] = columns.pop("follow_up_action")
    telling = {"gap", "kpi", "action", "cause"} & set(columns)
    return Table(columns if len(columns) >= 2 and telling else {})


def take_row(reader: FindingsReader, element: Element, table: Table) -> bool:
    """Make what a row says; false where it is left over."""
    return _take_gap(reader, element, table) if table.holds_gaps else _take_action(reader, element, table)


def _take_gap(reader: FindingsReader, element: Element, table: Table) -> bool:
    line = element.line
    statement = table.cell(line, "gap") or table.cell(line, "kpi")
    if not statement or _is_no_gap(line, table):
        return False
    if "unit" in table.columns:
        reader.open_unit(table.cell(line, "unit"), line.number)
    gap = reader.add_gap(statement, element)
    gap.code = table.cell(line, "gap_reference") or table.cell(line, "reference") or gap.code
    gap.measure = _measure(line, table, gap.measure)
    gap.severity = table.cell(line, "severity") or None
    gap.impact = table.cell(line, "impact") or None
    if table.cell(line, "kpi"):
        gap.named_indicators.append(IndicatorDraft(table.cell(line, "kpi"), line.number, gap.measure))
    for field in COMMENT_AS_CAUSE:
        if table.cell(line, field) and not (field == "comment" and "cause" in table.columns):
            reader.add_causes(table.cell(line, field), element)
    if table.cell(line, "action"):
        reader.add_action_fields(_fields(reader, line, table, statement), element, gap)
    return True


def _take_action(reader: FindingsReader, element: Element, table: Table) -> bool:
    line, title = element.line, table.cell(element.line, "action")
    if not title:
        return False
    reference = table.cell(line, "gap_reference")
    named = next((gap for gap in reader.gaps if reference and fold(gap.code) == fold(reference)), None)
    unit = reader.known_unit(table.cell(line, "unit"))
    gaps = unit.gaps if unit else reader.gaps
    gap = named or _open_gap(reader, table, gaps) or reader.nearest_gap(title, gaps)
    gap = gap or (gaps[0] if gaps and (unit or len(gaps) == 1) else None)
    if gap is None:
        reader.warnings.append(f"Line {line.number}: no gap could be found for this action; it is left over.")
        return False
    reader.add_action_fields(_fields(reader, line, table, ""), element, gap)
    return True


def _open_gap(reader: FindingsReader, table: Table, gaps: list[GapBuilder]) -> GapBuilder | None:
    """The gap that the table stands under, where no column says otherwise."""
    apart = {"unit", "gap_reference"} & set(table.columns)
    return reader.gap if not apart and len(gaps) > 1 else None


def _fields(reader: FindingsReader, line: Line, table: Table, statement: str) -> InlineFields:
    due, wording = read_due(table.cell(line, "due"), reader.report_date)
    title = without_stop(table.cell(line, "action")) or statement
    return InlineFields(
        capitalised(title), table.cell(line, "owner") or None, due, wording, table.cell(line, "success_measure") or None
    )


def _measure(line: Line, table: Table, said: Measure) -> Measure:
    variance = parse_cell_variance(table.cell(line, "variance")) if table.cell(line, "variance") else None
    return Measure(
        variance or said.variance, table.cell(line, "target") or said.target, table.cell(line, "actual") or said.actual
    )


def _is_no_gap(line: Line, table: Table) -> bool:
    if DONE_STATUS.match(fold(table.cell(line, "status"))):
        return True
    variance = parse_cell_variance(table.cell(line, "variance"))
    if variance and variance.value == 0:
        return True
    target, actual = table.cell(line, "target"), table.cell(line, "actual")
    return bool(target) and target == actual

"""What a row of a table becomes: a gap, causes, an action, or more of the gap above it."""

from __future__ import annotations

import re
from dataclasses import replace

from ..readers.base import Line
from .building import GapBuilder
from .drafts import IndicatorDraft, Measure
from .figures import parse_cell_variance, read_criterion
from .findings import FindingsReader
from .inline_fields import InlineFields, read_due, read_inline_fields
from .prose import sentences
from .structure import Element, is_statement
from .tables import Table, is_finished, is_no_gap, is_nothing, split_cell
from .text import capitalised, fold, without_stop

REFERENCES = re.compile(r"\s*(?:[,;/&]|\band\b|\bet\b|\be\b)\s*")
LONGEST_BAND = 7
LONGEST_COUNT = 3
LONGEST_LEVEL = 3
COMMON_USE = ("gap", "kpi", "cause", "action", "owner", "due", "success_measure", "severity", "impact", "unit", "variance",
              "target", "actual", "status", "reference", "gap_reference")  # fmt: skip


def take_row(reader: FindingsReader, element: Element, table: Table) -> bool:
    """Make what a row says; false where it is left over."""
    line = element.line
    if table.is_head(line):
        reader.ledger.structure(line, "column heads")
        return True
    band = [cell for cell in line.cells if cell]
    if len(band) == 1:
        return _take_band(reader, element, table, band[0])
    if table.holds_gaps:
        return _take_gap(reader, element, table)
    return _take_action(reader, element, table)


def _take_band(reader: FindingsReader, element: Element, table: Table, text: str) -> bool:
    """A row with one filled cell names the unit of those below it, or goes on with the row above."""
    line = element.line
    place = next(index for index, cell in enumerate(line.cells) if cell)
    named = [name for name, places in table.columns.items() if place in places]
    if named and named[0] in ("action", "cause") and reader.gap is not None:
        counted = len(text.split()) <= LONGEST_COUNT and any(character.isdigit() for character in text)
        if place == 0 and {"owner", "due"} & set(table.columns) and (counted or text.endswith(".")):
            # A line across the table: "CAPA 02/2026", or a remark below it.
            return False
        return _take_more(reader, element, table, reader.gap)
    short = len(text.split()) <= LONGEST_BAND and not text.endswith((".", ":")) and not is_statement(text)
    if short and "unit" not in table.columns and table.holds_gaps and place == 0:
        unit = reader.open_unit(text, line.number)
        reader.ledger.mapped(line, "Unit", unit.key)
        return True
    if named and named[0] == "gap" and not short and not text.endswith(":"):
        return _take_gap(reader, element, table)
    return False


def _take_gap(reader: FindingsReader, element: Element, table: Table) -> bool:
    line = element.line
    statement = table.cell(line, "gap") or table.cell(line, "kpi")
    known = _known_gap(reader, line, table)
    if known and (not statement or fold(statement) == fold(known.statement)):
        return _take_more(reader, element, table, known)
    if not statement:
        above = reader.gap if line.row and not table.cell(line, "unit") else None
        return _take_more(reader, element, table, above) if above is not None else False
    if is_nothing(statement) or is_no_gap(line, table):
        reader.gap = None
        return False
    above = reader.gap
    shared = table.columns.get("unit") == table.columns.get("owner")
    same_unit = (
        not table.cell(line, "unit")
        or shared
        or (reader.unit and fold(reader.unit.heading) == fold(table.cell(line, "unit")))
    )
    if above is not None and fold(above.statement) == fold(statement) and same_unit and above.table == line.table:
        return _take_more(reader, element, table, above)
    if table.cell(line, "unit"):
        reader.open_unit(table.cell(line, "unit"), line.number, is_cell=True)
    gap = reader.add_gap(statement, element)
    gap.table = line.table
    reader.set_code(gap, table.cell(line, "gap_reference") or table.cell(line, "reference") or gap.code)
    gap.severity = table.cell(line, "severity") or None
    gap.impact = table.cell(line, "impact") or None
    _take_measure(reader, gap, line, table)
    kpi = table.cell(line, "kpi")
    if kpi:
        gap.named_indicators.append(IndicatorDraft(kpi, line.number, gap.measure))
    _take_more(reader, element, table, gap)
    status = table.cell(line, "status")
    if is_finished(status):
        reader.ledger.rest(line, status)
        reader.warnings.append(
            f"Line {line.number}: the report calls this “{status}”; check whether the action is done."
        )
    return True


def _take_more(reader: FindingsReader, element: Element, table: Table, gap: GapBuilder) -> bool:
    """Causes and actions of a row, added to a gap."""
    line = element.line
    reader.gap = gap
    used = [name for name in COMMON_USE if name in table.columns]
    known = {fold(cause.statement) for cause in gap.causes}
    for text in table.cells(line, "cause"):
        for piece in split_cell(text):
            for sentence in sentences(piece):
                if fold(without_stop(sentence)) not in known:
                    reader.add_causes(sentence, element, split=False)
    if table.cell(line, "comment") and "gap" not in table.columns and "cause" not in table.columns:
        reader.add_causes(table.cell(line, "comment"), element)
        used.append("comment")
    _take_actions(reader, element, table, gap)
    for rest in table.unread(line, used):
        reader.ledger.rest(line, rest)
    reader.ledger.mapped(line, "Gap", gap.key)
    gap.lines.add(line.number)
    return True


def _take_actions(reader: FindingsReader, element: Element, table: Table, gap: GapBuilder) -> None:
    line = element.line
    owners, dues = table.cells(line, "owner"), table.cells(line, "due")
    texts = table.cells(line, "action")
    several = len([text for text in texts if text]) > 1
    known = {fold(action.title) for action in gap.actions}
    for index, text in enumerate(texts):
        own = [_at(owners, index)], [_at(dues, index)]
        pieces = split_cell(text)
        if len(pieces) > 1 and not several:
            own = _spread(_at(owners, index), len(pieces)), _spread(_at(dues, index), len(pieces))
        for place, piece in enumerate(pieces):
            fields = _fields(reader, line, table, piece, _at(own[0], place), _at(own[1], place))
            if fold(fields.title) not in known or len(pieces) > 1:
                reader.add_action_fields(fields, element, gap)


def _at(values: list[str], index: int) -> str:
    return values[index] if index < len(values) else values[-1] if values else ""


def _spread(text: str, count: int) -> list[str]:
    """One value for all, or a list of as many as there are actions."""
    pieces = split_cell(text)
    return pieces if len(pieces) == count else [text]


def _fields(reader: FindingsReader, line: Line, table: Table, text: str, owner: str, due: str) -> InlineFields:
    inline = read_inline_fields(text, reader.report_date)
    date, wording = read_due(due, reader.report_date)
    if inline.response:
        reader.ledger.rest(line, inline.response)
    if not due:
        date, wording = inline.due, inline.due_wording
    return replace(
        inline,
        title=capitalised(inline.title if not due or inline.due is None else without_stop(text)),
        owner=owner or inline.owner,
        due=date,
        due_wording=wording,
        success_measure=table.cell(line, "success_measure") or inline.success_measure,
    )


def _take_action(reader: FindingsReader, element: Element, table: Table) -> bool:
    """A row of a table that holds no gaps: causes or actions of gaps that stand elsewhere."""
    line = element.line
    title = next(filter(None, table.cells(line, "action")), "")
    cause = next(filter(None, table.cells(line, "cause")), "")
    if not title and not cause:
        return False
    unit = reader.known_unit(table.cell(line, "unit")) if table.cell(line, "unit") else None
    gaps = unit.gaps if unit and unit.gaps else reader.gaps
    several = _known_gaps(reader, line, table)
    for other in several[1:]:
        _take_more(reader, element, table, other)
    gap = (
        next(iter(several), None)
        or _known_gap(reader, line, table)
        or _open_gap(reader, table, gaps)
        or reader.nearest_gap(title or cause, gaps)
    )
    gap = gap or (gaps[0] if gaps and (unit or len(gaps) == 1) else None)
    if gap is None:
        reader.warnings.append(f"Line {line.number}: no gap could be found for this action; it is left over.")
        return False
    return _take_more(reader, element, table, gap)


def _known_gap(reader: FindingsReader, line: Line, table: Table) -> GapBuilder | None:
    """The gap that a reference in the row names."""
    named = table.cell(line, "gap_reference") or table.cell(line, "reference")
    if not named:
        return None
    found = (reader.gap_of_code(code) for code in (named, *REFERENCES.split(named)))
    return next((gap for gap in found if gap is not None and _may_be(gap, line, table)), None)


def _known_gaps(reader: FindingsReader, line: Line, table: Table) -> list[GapBuilder]:
    """The gaps that a column of references names by code or by number: "F2", "Findings 4, 5"."""
    named = table.cell(line, "gap_reference")
    words_before = re.match(r"^[A-Za-zÀ-ÿ. ]+(?=\d)", named)
    found = []
    for piece in REFERENCES.split(named) if named else []:
        number = re.fullmatch(r"(?:[A-Za-zÀ-ÿ. ]+ )?(\d{1,2})", piece)
        gap = reader.gap_of_code(piece) or (reader.gap_of_code(f"{words_before[0]}{piece}") if words_before else None)
        if gap is None and number and 0 < int(number[1]) <= len(reader.gaps):
            gap = reader.gap_of_code(number[1]) or reader.gaps[int(number[1]) - 1]
        if gap is not None and gap not in found:
            found.append(gap)
    return found


def _may_be(gap: GapBuilder, line: Line, table: Table) -> bool:
    """A running number of a second table says nothing of the gaps of the first."""
    if "gap_reference" in table.columns or gap.table == line.table:
        return True
    return not gap.code.isdigit()


def _open_gap(reader: FindingsReader, table: Table, gaps: list[GapBuilder]) -> GapBuilder | None:
    """The gap that the table stands under, where no column says otherwise."""
    apart = {"unit", "gap_reference"} & set(table.columns)
    return reader.gap if not apart and len(gaps) > 1 else None


def _take_measure(reader: FindingsReader, gap: GapBuilder, line: Line, table: Table) -> None:
    said = gap.measure
    variance = parse_cell_variance(table.cell(line, "variance")) if table.cell(line, "variance") else None
    levels: dict[str, str | None] = {}
    for name in ("target", "actual"):
        text = table.cell(line, name)
        is_level = bool(re.search(r"\d", text)) or 0 < len(text.split()) <= 3
        if name == "target" and len(text.split()) > LONGEST_LEVEL and not text[:1].isdigit():
            # What ought to be, as a sentence: its figure is the level, the sentence itself is kept.
            reader.ledger.rest(line, text)
            levels[name], actual = read_criterion(text, gap.statement)
            levels.setdefault("actual", actual if levels[name] else None)
            continue
        if text and not is_level:
            reader.ledger.rest(line, text)
        levels[name] = (text if is_level else "") or levels.get(name)
    gap.measure = Measure(variance or said.variance, levels["target"] or said.target, levels["actual"] or said.actual)

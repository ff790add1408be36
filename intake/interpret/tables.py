"""Tables: columns are known by their heads, and by what stands in them where a head may mean two things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from ..readers.base import Line
from .dates import find_date
from .figures import parse_cell_variance
from .labels import column_field, field_of
from .ratings import is_rating
from .text import fold
from .vocabulary import (
    CATEGORY_HEADS,
    DONE_WORDS,
    EMPTY_CELLS,
    FINDING_HEADS,
    MEASURE_HEADS,
    NO_GAP_WORDS,
    RECOMMENDATION_HEADS,
    RISK_HEADS,
    UNIT_WORDS,
    WHAT_HEADS,
)

CORRECTION_HEADS = ("correction", "containment", "immediate", "corrections")

CONFORMS = re.compile(
    rf"^(?:{DONE_WORDS}|c|conforms?|conforming|conformity|yes|y|oui|sim|pass(?:ed)?|adequate|full|in place|none|no finding)$"
)
DONE_STATUS = re.compile(rf"^(?:{DONE_WORDS})\b")
FINISHED_STATUS = re.compile(
    r"^(?:done|closed|complete(?:d)?|finished|implemented|termine\w*|cloture\w*|conclui\w*|fechad[oa]|feit[oa])\b"
)
NUMERIC = re.compile(r"^[-+−(]?\s*[^\d\s]{0,4}\s*[-+−]?\d[\d.,\s]*\s*(?:%|pp|p\.\s?p\.|[a-zA-ZÀ-ÿµ°$€£]{1,12}\.?)?\)?$")
LIST_NUMBER = re.compile(
    r"(?:^|(?<=[.;,)\w])\s+|\s+)\(?(?P<number>\d{1,2}|[a-h]|i{1,3}|iv|v)[.)]\s+(?=[A-ZÀ-Þa-z]|\d{1,4}[ ./-])"
)
CODE = re.compile(r"(?:[A-Za-z]{1,6}[-. ]?)?\d{1,3}(?:\.\d{1,3})*(?:\s*[,;&/]\s*(?:[A-Za-z]{1,6}[-. ]?)?\d{1,3})*")
MOST_HEAD_WORDS = 9
SENTENCE = re.compile(r"\w+(?:\s+\S+){3,}[.]$")
LEVELS = ("target", "actual", "variance")
REPEATED = ("cause", "action", "owner", "due")


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of one table by field, each with its places; empty where a row is no head. `is_set`: by a person."""

    columns: dict[str, tuple[int, ...]] = field(default_factory=dict)
    heads: tuple[str, ...] = ()
    is_set: bool = False

    @property
    def has_head(self) -> bool:
        """Whether the columns are known."""
        return self.is_set or bool(self.columns)

    @property
    def holds_gaps(self) -> bool:
        """Whether a row is a gap."""
        return "gap" in self.columns or "kpi" in self.columns

    def cell(self, line: Line, name: str) -> str:
        """The text of a row in the first column of that field."""
        return next(iter(self.cells(line, name)), "")

    def cells(self, line: Line, name: str) -> list[str]:
        """The texts of a row in all columns of that field; what only says that nothing is there counts as empty."""
        places = self.columns.get(name, ())
        return [_filled(line.cells[place]) if place < len(line.cells) else "" for place in places]

    def is_head(self, line: Line) -> bool:
        """Whether the row is the head again, as on each page of a long table."""
        return tuple(fold(cell) for cell in line.cells) == tuple(fold(cell) for cell in self.heads)

    def unread(self, line: Line, used: Sequence[str]) -> list[str]:
        """What a row says in columns that are not among those used."""
        taken = {place for name in used for place in self.columns.get(name, ())}
        return [
            cell
            for place, cell in enumerate(line.cells)
            if place not in taken
            and _filled(cell)
            and not NUMERIC.match(cell)
            and not re.fullmatch(r"[A-Z]{0,5}[-.]?\d+", cell)
        ]


def read_head(line: Line, below: Sequence[Line] = ()) -> Table:
    """The columns that a row names; at least two have to be known, and one of them has to be of substance."""
    if any(len(cell.split()) > MOST_HEAD_WORDS or SENTENCE.search(cell) for cell in line.cells):
        return Table()
    return table_of(named_columns(line, below), line)


def table_of(columns: dict[str, tuple[int, ...]], line: Line) -> Table:
    """The table of those columns; none where they are too few or say nothing of substance."""
    telling = {"gap", "kpi", "action", "cause"} & set(columns)
    return Table(columns, line.cells) if len(columns) >= 2 and telling else Table()


def named_columns(line: Line, below: Sequence[Line] = ()) -> dict[str, tuple[int, ...]]:
    """The columns that a row names by their heads."""
    columns: dict[str, tuple[int, ...]] = {}
    for place, cell in enumerate(line.cells):
        name = column_field(cell)
        if name and (name not in columns or name in REPEATED):
            columns[name] = (*columns.get(name, ()), place)
        elif name in LEVELS and _holds_figures(below, place) and not _holds_figures(below, columns[name][0]):
            columns[name] = (place,)
    if "follow_up_action" in columns:
        own = columns.pop("follow_up_action")
        columns.setdefault("action", own)
    return _resolved(columns, line.cells, below)


def _holds_figures(below: Sequence[Line], place: int) -> bool:
    own = [line.cells[place] for line in below if place < len(line.cells) and _filled(line.cells[place])]
    return bool(own) and sum(bool(NUMERIC.match(cell)) for cell in own) * 2 > len(own)


def two_headed(first: Line, second: Line, below: Sequence[Line]) -> Table:
    """A head of two rows: where the lower one says nothing or nothing known, the upper one counts."""
    upper = list(first.cells)
    for place, cell in enumerate(upper):
        if not cell and place and place < len(second.cells) and second.cells[place]:
            upper[place] = upper[place - 1]
    cells = tuple(
        low if low and (column_field(low) or not column_field(high)) else high
        for low, high in zip_longest(second.cells, upper, fillvalue="")
    )
    return read_head(Line(second.number, second.text, second.kind, cells=cells), below)


def _resolved(
    columns: dict[str, tuple[int, ...]], heads: tuple[str, ...], below: Sequence[Line]
) -> dict[str, tuple[int, ...]]:
    """Heads that may mean two things, settled by the other heads and by what stands below them."""
    columns = dict(columns)
    named = [fold(head).strip(" .:") for head in heads]

    def values(place: int) -> list[str]:
        return [cell for line in below if place < len(line.cells) and (cell := _filled(line.cells[place]))]

    def numeric(place: int) -> bool:
        own = values(place)
        return bool(own) and sum(bool(NUMERIC.match(value)) for value in own) * 2 > len(own)

    def move(name: str, place: int, to: str) -> None:
        left = tuple(one for one in columns[name] if one != place)
        if left:
            columns[name] = left
        else:
            del columns[name]
        if to and to not in columns:
            columns[to] = (place,)

    for place in columns.get("gap", ()):
        if values(place) and all(CODE.fullmatch(value) for value in values(place)):
            move("gap", place, "gap_reference")
        elif numeric(place):
            move("gap", place, "variance" if "kpi" in columns or "target" in columns else "")
    for name in ("severity", "impact"):
        for place in columns.get(name, ()):
            own = values(place)
            rated = all(is_rating(value) for value in own)
            if own and name == "severity" and not rated and (named[place] in RISK_HEADS or len(own[0].split()) > 3):
                move("severity", place, "impact" if "gap" in columns else "gap")
            elif own and name == "impact" and rated:
                move("impact", place, "severity")
    for place in columns.get("action", ()):
        if numeric(place):
            move("action", place, "")
    for place in columns.get("action", ()):
        if named[place] not in MEASURE_HEADS:
            continue
        if "target" in columns and "actual" in columns and "kpi" not in columns:
            move("action", place, "kpi")
        elif len(columns["action"]) > 1:
            move("action", place, "success_measure")
    if {"target", "actual"} <= set(columns) and "kpi" not in columns:
        for place in columns.get("success_measure", ()):
            if values(place) and "measured" in named[place]:
                move("success_measure", place, "kpi")
    for place in columns.get("gap", ()):
        if named[place] in WHAT_HEADS and {"owner", "due"} <= set(columns) and "action" not in columns:
            move("gap", place, "action")
        elif named[place] in WHAT_HEADS and {"owner", "due"} & set(columns) and "action" in columns:
            own = [value for one in columns["action"] for value in values(one)]
            if own and all(len(value.split()) <= 2 for value in own):
                # "Step: containment | What: check each bore": the first column only names the kind of step.
                del columns["action"]
                move("gap", place, "action")
    for place in columns.get("author", ()):
        if "due" not in columns and "owner" in columns and _holds_dates(values(place)):
            move("author", place, "due")
    for place in columns.get("unit", ()):
        if numeric(place):
            move("unit", place, "")
        elif named[place] in CATEGORY_HEADS and "cause" in columns:
            move("unit", place, "cause_category")
    advised = [p for p in columns.get("action", ()) if any(word in named[p] for word in RECOMMENDATION_HEADS)]
    if advised and len(columns["action"]) > len(advised):
        for place in advised:
            move("action", place, "" if {"gap", "kpi"} & set(columns) else "gap")
    if "gap" not in columns and "kpi" not in columns and "response" in columns and "action" in columns:
        # A matrix of recommendations and responses without further action: the recommendation is the action.
        pass
    if "actual" in columns and not {"target", "variance", "kpi"} & set(columns):
        for place in columns["actual"]:
            if not numeric(place) and "gap" not in columns and named[place] in FINDING_HEADS:
                move("actual", place, "gap")
    if "action" not in columns and "comment" in columns:
        for place in columns["comment"]:
            if any(named[place].startswith(word) for word in CORRECTION_HEADS):
                columns["action"] = (place,)
                move("comment", place, "")
    if "date" in columns and "due" not in columns and "action" in columns:
        columns["due"] = columns.pop("date")
    if "author" in columns and "owner" not in columns and "action" in columns:
        columns["owner"] = columns.pop("author")
    columns = with_shared_unit(columns, heads)
    if "kpi" not in columns and "gap" not in columns and {"target", "actual"} <= set(columns):
        taken = {place for places in columns.values() for place in places}
        free = [p for p in range(len(heads)) if p not in taken and values(p) and not numeric(p)]
        if free:
            columns["kpi"] = (free[-1] if len(free) > 1 and "unit" not in columns else free[0],)
            if len(free) > 1 and "unit" not in columns:
                columns["unit"] = (free[0],)
    return columns


def with_shared_unit(columns: dict[str, tuple[int, ...]], heads: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """The columns, where "Responsible unit" names the owner of the action and the unit at once."""
    holders = columns.get("owner", ()) if {"gap", "kpi"} & set(columns) else ()
    if "unit" in columns or len(holders) != 1 or not UNIT_WORDS & set(fold(heads[holders[0]]).strip(" .:").split()):
        return columns
    return {**columns, "unit": holders}


def _holds_dates(texts: Sequence[str]) -> bool:
    return bool(texts) and sum(find_date(text) is not None for text in texts) * 2 > len(texts)


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no gap."""
    return fold(text).strip(" .") in NO_GAP_WORDS


def is_finished(status: str) -> bool:
    """Whether a state says that the action was carried out, and not that a target was met."""
    return bool(FINISHED_STATUS.match(fold(status).strip()))


def is_no_gap(line: Line, table: Table) -> bool:
    """Whether a row of indicators reports what was reached."""
    status = re.sub(r"^\W+", "", fold(table.cell(line, "status")))
    if DONE_STATUS.match(status):
        # What was done about a finding does not undo the finding.
        return not (is_finished(status) and table.cell(line, "gap") and table.cell(line, "action"))
    acted = any(table.cell(line, name) for name in ("cause", "action", "owner", "due"))
    if not acted and {"cause", "action"} & set(table.columns) and CONFORMS.match(fold(table.cell(line, "severity"))):
        return True
    variance = parse_cell_variance(table.cell(line, "variance"))
    if variance and variance.value == 0:
        return True
    target, actual = table.cell(line, "target"), table.cell(line, "actual")
    if target and target == actual:
        return True
    explained = any(
        table.cell(line, name) for name in ("gap", "cause", "action", "comment", "variance", "status", "severity")
    )
    return bool(target and actual) and not explained and _reached(target, actual)


def _reached(target: str, actual: str) -> bool:
    wanted, got = parse_cell_variance(target), parse_cell_variance(actual)
    if not wanted or not got or wanted.value is None or got.value is None:
        return False
    return got.value >= wanted.value


def split_cell(text: str) -> list[str]:
    """The items of a list inside one cell: by semicolons, or by numbers that count on from one."""
    marks = list(LIST_NUMBER.finditer(text))
    counted = [mark for mark in marks if mark["number"].isdigit()]
    if len(counted) > 1 and [int(mark["number"]) for mark in counted] == list(range(1, len(counted) + 1)):
        pieces = [text[: counted[0].start()]]
        ends = [*(mark.start() for mark in counted[1:]), len(text)]
        pieces += [text[mark.end() : end] for mark, end in zip(counted, ends, strict=True)]
        return [piece.strip(" ;,") for piece in pieces if piece.strip(" ;,.:")]
    parts = [part.strip() for part in text.split(";") if part.strip()]
    slashed = [part.strip() for part in text.split(" / ")]
    if len(parts) == 1 and len(slashed) > 1 and all(len(part.split()) > 2 for part in slashed):
        return slashed
    if len(parts) > 1 and all(
        field_of(part.split(":")[0]) == "" and part.count("(") == part.count(")") for part in parts
    ):
        return parts
    return [text.strip()] if text.strip() else []


def _filled(cell: str) -> str:
    return "" if fold(cell).strip(" .") in EMPTY_CELLS else cell

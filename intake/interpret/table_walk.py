"""Rows of tables on the walk: their heads, their rows, and pairs of label and value."""

from __future__ import annotations

from ..readers.base import ROW
from .labels import LIST_FIELDS, column_field, field_of
from .structure import Element
from .table_columns import LATEST_HEAD, head_at, set_table
from .table_guess import completed
from .table_rows import take_row
from .tables import Table, split_cell
from .text import fold
from .walk_state import BEFORE_GAP, WalkState

LEAST_WIDTH = 4
PAIRED = ("unit", "gap", "cause", "impact", "severity", "action", "target", "actual")


class TableWalk(WalkState):
    """Tables."""

    def _take_row(self, element: Element) -> None:
        table = self.tables.get(element.line.table or 0)
        if table is not None and not table.is_set and self._goes_over(element, table):
            table = None
            if sum(map(bool, element.line.cells)) == 2:
                self.pairs.add(element.line.table or 0)
            del self.tables[element.line.table or 0]
        if table is not None:
            take_row(self.findings, element, table)
            return
        head = self._guessed_head(element, self._head_of(element)) if self._may_be_head(element) else Table()
        head = set_table(self.columns, element.line, head)
        if head.has_head:
            self.in_head = False
            self.tables[element.line.table or 0] = head
            self.taken.setdefault(element.line.table or 0, (element.number, head))
            self.ledger.structure(element.line, "column heads")
        else:
            self._take_pair(element)

    def _head_of(self, element: Element) -> Table:
        """The head that a row is, alone or together with the row below it; a better one below it goes first."""
        below = [
            other.line
            for other in self.elements[self.position + 1 : self.position + 9]
            if other.kind == ROW and other.line.table == element.line.table
        ]
        own, lower = head_at(element.line, below, self.tables_below.pop(element.number, None))
        if lower is not None:
            self.tables_below[below[0].number] = lower
            self.ledger.structure(element.line, "column heads")
        return own

    def _goes_over(self, element: Element, table: Table) -> bool:
        """Whether the columns end here: labels and values follow, or a head with other columns."""
        filled = [cell for cell in element.line.cells if cell]
        if table.is_head(element.line):
            return False
        if len(filled) == 2 and element.line.cells[:2] == tuple(filled):
            return field_of(filled[0]) in PAIRED and not field_of(filled[1])
        return len(filled) >= 3 and all(column_field(cell) and len(cell.split()) <= 3 for cell in filled)

    def _may_be_head(self, element: Element) -> bool:
        """A head stands on top, or lower down where a table of labels and values goes over into one of columns."""
        if (element.line.row or 0) <= LATEST_HEAD:
            return True
        filled = [cell for cell in element.line.cells if cell]
        known = [cell for cell in filled if column_field(cell)]
        return len(filled) >= 3 and len(known) * 3 >= len(filled) * 2 and all(len(cell.split()) <= 3 for cell in filled)

    def _guessed_head(self, element: Element, head: Table) -> Table:
        """A head with columns that only their contents explain, where that tells more than the heads alone."""
        if self.ledger.is_noted(element.line) or any(character.isdigit() for character in element.text):
            return head
        if {"gap", "action", "cause", "unit", "owner", "due"} <= set(head.columns) or (
            (element.line.row or 0) > 1 and not head.has_head and sum(map(bool, element.line.cells)) < LEAST_WIDTH
        ):
            return head
        cells = tuple(fold(cell) for cell in element.line.cells)
        if cells in self.heads:
            return self.heads[cells]
        below = [
            other.line
            for other in self.elements[self.position + 1 : self.position + 30]
            if other.kind == ROW and other.line.table == element.line.table
        ]
        findings = self.findings
        guessed = completed(
            element.line,
            below,
            lambda code: findings.gap_of_code(code) is not None or findings.gap_referred_to(code) is not None,
            has_gaps=bool(findings.gaps),
        )
        if len(guessed.columns) <= len(head.columns):
            return head
        self.heads[cells] = guessed
        return guessed

    def _gap_in_table(self, element: Element) -> bool:
        for following in self.elements[self.position + 1 : self.position + 9]:
            if following.kind != ROW or following.line.table != element.line.table:
                return False
            field = field_of(next((cell for cell in following.line.cells if cell), ""))
            if field in LIST_FIELDS:
                return field == "gap"
        return False

    def _take_pair(self, element: Element) -> None:
        """A row of label and value in a table without column heads."""
        filled = [cell for cell in element.line.cells if cell]
        if len(filled) == 2 and not self.findings.units and self.head.take_title_pair(filled[0], filled[1], element):
            return
        field = (element.field or field_of(filled[0]) or column_field(filled[0])) if len(filled) == 2 else ""
        if not field or (field in ("date", "author") and self.head.take_pair(field, filled[1], element)):
            self.findings.report_date = self.head.header.date
            return
        self.in_head = False
        gap = self.findings.gap
        titled = gap is not None and gap.is_title and not gap.causes and not gap.actions
        if field in BEFORE_GAP and self._gap_in_table(element):
            self.findings.hold(field, filled[1], element)
        elif (
            field == "unit"
            and gap is not None
            and (titled or not self._gap_in_table(element))
            and self.findings.move_gap(filled[1], element)
        ):
            return
        elif field == "unit":
            self.findings.open_unit(filled[1], element.number)
            self.ledger.mapped(element.line, "Unit", self.findings.unit.key if self.findings.unit else None)
        elif field == "gap" and titled:
            self.findings.complete_title(filled[1], element)
        elif field == "gap":
            self.findings.add_gap(filled[1], element)
        elif field == "cause":
            self.findings.add_causes(filled[1], element)
        elif field == "action":
            for part in split_cell(filled[1]):
                self.findings.add_action(part, element)
        else:
            self.findings.set_field(field, filled[1], element)

"""What a line that is no heading becomes, given the section and the list it stands in."""

from __future__ import annotations

import re

from ..readers.base import HEADING, ROW, Document
from .building import GapBuilder, Ledger
from .findings import UNIT_BEFORE, FindingsReader
from .follow_up import FollowUpReader
from .header import HeaderReader
from .labels import LIST_FIELDS, field_of, split_labels
from .prose import Told
from .structure import ITEM, TEXT, Element, is_unit_name, outline
from .table_rows import take_row
from .tables import Table, read_head, split_cell, two_headed
from .text import words
from .vocabulary import VERBS

LATEST_HEAD = 5
BEFORE_GAP = ("severity", "target", "kpi", "impact", "actual")
ASIDE = ("comment", "response", "status", "reference")


class LineWalk:
    """The state of the walk through a document, and the lines below its headings."""

    def __init__(self, document: Document) -> None:
        self.format = document.format
        self.elements = outline(document)
        self.ledger = Ledger(document.lines)
        self.head = HeaderReader(self.ledger)
        self.findings = FindingsReader(self.ledger)
        self.follow_up = FollowUpReader(self.ledger)
        self.in_head = True
        self.section = ""
        self.section_level = 0
        self.open_field = ""
        self.apart = False
        self.last_gap: GapBuilder | None = None
        self.in_list = 0
        self.gap_level: int | None = None
        self.label_level = -1
        self.unit_in_line = False
        self.position = 0
        self.tables: dict[int, Table] = {}
        self.tables_below: dict[int, Table] = {}

    def _enter_findings(self) -> None:
        if self.section != "findings":
            self.section, self.section_level, self.apart = "findings", 0, False
            self.follow_up.close()

    def _take_follow_up(self, element: Element) -> None:
        starts_findings = element.field == "gap" and element.body and self.section != "agenda"
        if starts_findings:
            self._enter_findings()
            self._take_labelled(0, element)
            return
        self.follow_up.take(element, self.section)

    def _take_labelled(self, index: int, element: Element) -> None:
        if self.apart and not (element.field == "gap" and element.body):
            self._take_apart(element)
            return
        self.label_level = element.level if element.kind == ITEM else -1
        if element.field in LIST_FIELDS:
            self._take_list_label(element)
            return
        if element.field == "kpi" and element.body and not self._gap_follows() and self._opens_indicator():
            self._enter_findings()
            gap = self.findings.add_gap(element.body, element)
            self.findings.set_field("kpi", element.body, element)
            gap.is_title = True
            return
        if element.field in ASIDE:
            self._take_aside(element)
            return
        if not element.body:
            self.open_field = element.field
            self.ledger.structure(element.line)
            return
        if element.field in BEFORE_GAP and self._gap_follows():
            self.findings.hold(element.field, element.body, element)
            return
        if element.field == "unit":
            if (
                self.findings.gap is not None
                and not self._gap_follows()
                and self.findings.move_gap(element.body, element)
            ):
                return
            unit = self.findings.open_unit(element.body, element.number)
            self.ledger.mapped(element.line, "Unit", unit.key)
            return
        done = [self.findings.set_field(label.field, label.body, element) for label in split_labels(element.text)]
        if not any(done) and not self.ledger.is_noted(element.line):
            self._take_plain(index, element)

    def _opens_indicator(self) -> bool:
        gap = self.findings.gap
        return gap is None or bool(gap.causes or gap.actions or gap.named_indicators)

    def _gap_follows(self) -> bool:
        """Whether a gap is stated a few lines below, before any cause or action: then what stands here belongs to it."""
        for following in self.elements[self.position + 1 : self.position + 8]:
            if following.kind in (HEADING, ROW) and not following.field:
                return False
            if following.field in LIST_FIELDS:
                return following.field == "gap"
        return False

    def _take_aside(self, element: Element) -> None:
        """A discussion, a remark or a response is kept as it is; what follows below it, too."""
        self.open_field = "comment"
        if element.body:
            self.ledger.left_over(element.line)
        else:
            self.ledger.structure(element.line)

    def _take_list_label(self, element: Element) -> None:
        self.open_field = element.field
        if not element.body:
            self.ledger.structure(element.line)
        elif element.field == "gap":
            self._enter_findings()
            if self.findings.gap is not None and self.findings.gap.is_title and element.kind != HEADING:
                self.findings.complete_title(element.body, element)
                return
            gap = self.findings.add_gap(element.body, element)
            gap.is_title = element.kind == HEADING
            self.gap_level = element.level if element.kind == ITEM else None
        elif element.field == "cause":
            self.findings.add_causes(element.body, element)
        else:
            for part in split_cell(element.body):
                self.findings.add_action(part, element)

    def _take_apart(self, element: Element) -> None:
        if element.field in ("owner", "due", "success_measure") and element.body and self.findings.gap:
            for label in split_labels(element.text):
                self.findings.set_field(label.field, label.body, element)
        elif element.field and not element.body:
            self.ledger.structure(element.line)
        elif self.open_field == "cause" or element.field == "cause":
            self._add_distant_cause(element)
        elif self.open_field == "action" and (element.kind == ITEM or not self._stands_before_table()):
            self._add_distant_action(element)

    def _add_distant_cause(self, element: Element) -> None:
        gap, text = self._distant_gap(element, element.body if element.field == "cause" else element.text)
        self.findings.gap = gap
        self.findings.add_causes(text, element, split=element.kind != ITEM)
        self.findings.gap = None

    def _distant_gap(self, element: Element, text: str) -> tuple[GapBuilder | None, str]:
        """The gap that a line of a separate list belongs to, and the line without the name of the unit."""
        findings = self.findings
        coded = findings.gap_of_code(element.line.code) or findings.gap_referred_to(text)
        if coded:
            return coded, text
        before = UNIT_BEFORE.match(text)
        unit = findings.known_unit(before["unit"]) if before else None
        if unit and unit.gaps and before:
            return findings.nearest_gap(before["rest"], unit.gaps) or unit.gaps[0], before["rest"]
        gaps = findings.gaps
        number = re.search(r"\d+", element.line.marker)
        if number and self.in_list == len(gaps) and 0 < int(number.group()) <= len(gaps):
            return gaps[int(number.group()) - 1], text
        return findings.nearest_gap(text, gaps) or (
            self.last_gap if element.field == "cause" or self.open_field == "cause" else None
        ), text

    def _stands_before_table(self) -> bool:
        following = self.elements[self.position + 1 : self.position + 2]
        return bool(following) and following[0].kind == ROW

    def _add_distant_action(self, element: Element) -> None:
        gap, text = self._distant_gap(element, element.text)
        if gap is not None:
            self.findings.add_action(text, element, gap)
            self.findings.gap = gap
            return
        before = {id(gap): len(gap.actions) for gap in self.findings.gaps}
        if self.findings.add_distant_action(element.text, element):
            self.findings.gap = next(
                (gap for gap in self.findings.gaps if len(gap.actions) != before.get(id(gap))), None
            )

    def _take_plain(self, index: int, element: Element) -> None:
        if self.apart:
            self._take_apart(element)
        elif element.told and self.section in ("findings", "") and self.open_field in ("", "gap", "comment"):
            self._take_told(element, element.told)
        elif self._refers_elsewhere(element):
            pass
        elif self._is_next_gap(element) or self.open_field == "gap" or self._states_a_gap(index, element):
            self._take_gap_line(element)
        elif self.open_field == "cause":
            self.findings.add_causes(element.text, element, split=element.kind != ITEM)
        elif self.open_field == "action":
            self._take_action_line(element)
        elif self.open_field in BEFORE_GAP and self._gap_follows():
            self.findings.hold(self.open_field, element.text, element)
        elif self.open_field:
            self.findings.set_field(self.open_field, element.text, element)

    def _refers_elsewhere(self, element: Element) -> bool:
        """A cause or action with the code of a gap belongs to that gap, wherever it stands."""
        gap = self.findings.gap_of_code(element.line.code)
        if gap is None or self.open_field not in ("cause", "action"):
            return False
        self.findings.gap = gap
        if self.open_field == "cause":
            self.findings.add_causes(element.text, element, split=False)
        else:
            self.findings.add_action(element.text, element)
        return True

    def _is_next_gap(self, element: Element) -> bool:
        """An item as high as the one that stated the gap, after labels that stood deeper, states the next gap."""
        return (
            element.kind == ITEM
            and self.gap_level is not None
            and element.level <= self.gap_level < self.label_level
            and self.open_field in ("cause", "action", "impact", "owner", "due")
        )

    def _take_told(self, element: Element, told: Told) -> None:
        """A paragraph whose sentences name gap, cause and action."""
        findings = self.findings
        if len(told.gap) > 1 and len(told.gap[0].split()) <= 3 and not VERBS & set(words(told.gap[0])):
            findings.open_unit(told.gap.pop(0).rstrip(" ."), element.number)
        if told.gap:
            before = UNIT_BEFORE.match(told.gap[0])
            if before and len(before["unit"].split()) <= 5:
                findings.open_unit(before["unit"], element.number)
                told.gap[0] = before["rest"]
            self._enter_findings()
            gap = findings.gap
            if gap is None or gap.causes or gap.actions:
                findings.add_gap(" ".join(told.gap[:2]), element)
            else:
                gap.statement = f"{gap.statement} {' '.join(told.gap[:2])}"
            told.rest += told.gap[2:]
        elif findings.gap is None:
            return
        self.open_field = ""
        for cause in told.causes:
            findings.add_causes(cause, element, split=False)
        for action in told.actions:
            findings.add_told_action(action, element)
        for impact in told.impact:
            findings.set_field("impact", impact, element)
        for rest in told.rest:
            self.ledger.rest(element.line, rest)

    def _take_gap_line(self, element: Element) -> None:
        gap = self.findings.gap
        if element.kind == ITEM:
            self.gap_level = element.level
        goes_on = (
            gap is not None and element.kind == TEXT and not element.line.code and not gap.causes and not gap.actions
        )
        if gap is not None and gap.is_title and not gap.causes and not gap.actions:
            self.findings.complete_title(element.text, element)
            return
        before = UNIT_BEFORE.match(element.text)
        if goes_on and (element.text.endswith(":") or (before and ":" in element.text[: before.start("rest")])):
            # An unknown label opens something else, the name of a unit the next gap.
            if not (before and self.unit_in_line):
                self.open_field = "comment"
                return
            goes_on = False
        if goes_on:
            self.findings.extend_gap(element)
            return
        free = self.findings.unit is None or self.unit_in_line or not self.findings.unit.name
        if before and len(before["unit"].split()) <= 4 and (is_unit_name(before["unit"]) or free):
            self.unit_in_line = True
            self.findings.open_unit(before["unit"], element.number)
            self.findings.add_gap(before["rest"], element)
        else:
            self.findings.add_gap(element.text, element)
        self.open_field = "gap" if element.kind == ITEM or element.line.code else self.open_field

    def _states_a_gap(self, index: int, element: Element) -> bool:
        """A line without a label that states a gap: it has a code, or causes or actions follow right after it."""
        if self.section != "findings":
            return False
        following = self.elements[index + 1] if index + 1 < len(self.elements) else None
        told = following.told if following is not None else None
        followed = following is not None and (
            following.field in ("cause", "impact", "severity") or (told is not None and not told.gap)
        )
        if element.line.code and element.kind == TEXT:
            return True
        in_list = element.kind == ITEM and self.open_field in ("cause", "action")
        opens_next = followed and (
            self.findings.gap is None or bool(self.findings.gap.causes or self.findings.gap.actions)
        )
        return opens_next and not in_list

    def _take_action_line(self, element: Element) -> None:
        gap = self.findings.gap
        if element.kind == TEXT and gap is not None and gap.actions and element.text.endswith("."):
            return
        self.findings.add_action(element.text, element)

    # Tables

    def _take_row(self, element: Element) -> None:
        table = self.tables.get(element.line.table or 0)
        if table is not None:
            take_row(self.findings, element, table)
            return
        head = self._head_of(element) if (element.line.row or 0) <= LATEST_HEAD else Table()
        if head.has_head:
            self.in_head = False
            self.tables[element.line.table or 0] = head
            self.ledger.structure(element.line, "column heads")
        else:
            self._take_pair(element)

    def _gap_in_table(self, element: Element) -> bool:
        for following in self.elements[self.position + 1 : self.position + 9]:
            if following.kind != ROW or following.line.table != element.line.table:
                return False
            field = field_of(next((cell for cell in following.line.cells if cell), ""))
            if field in LIST_FIELDS:
                return field == "gap"
        return False

    def _head_of(self, element: Element) -> Table:
        """The head that a row is, alone or together with the row below it; a better one below it goes first."""
        below = [
            other.line
            for other in self.elements[self.position + 1 : self.position + 9]
            if other.kind == ROW and other.line.table == element.line.table
        ]
        own = read_head(element.line, below)
        if not below:
            return own
        lower = two_headed(element.line, below[0], below[1:])
        short = all(len(cell.split()) <= 4 for cell in below[0].cells)
        if short and read_head(below[0], below[1:]).has_head and len(lower.columns) > len(own.columns):
            self.tables_below[below[0].number] = lower
            return Table()
        return self.tables_below.pop(element.number, own)

    def _take_pair(self, element: Element) -> None:
        """A row of label and value in a table without column heads."""
        filled = [cell for cell in element.line.cells if cell]
        field = field_of(filled[0]) if len(filled) == 2 else ""
        if not field or (field in ("date", "author") and self.head.take_pair(field, filled[1], element)):
            self.findings.report_date = self.head.header.date
            return
        self.in_head = False
        if field in BEFORE_GAP and self._gap_in_table(element):
            self.findings.hold(field, filled[1], element)
        elif (
            field == "unit"
            and self.findings.gap is not None
            and not self._gap_in_table(element)
            and self.findings.move_gap(filled[1], element)
        ):
            return
        elif field == "unit":
            self.findings.open_unit(filled[1], element.number)
            self.ledger.mapped(element.line, "Unit", self.findings.unit.key if self.findings.unit else None)
        elif field == "gap":
            self.findings.add_gap(filled[1], element)
        elif field == "cause":
            self.findings.add_causes(filled[1], element)
        elif field == "action":
            for part in split_cell(filled[1]):
                self.findings.add_action(part, element)
        else:
            self.findings.set_field(field, filled[1], element)

"""Walks through a document once and decides, line by line, what each one is."""

from __future__ import annotations

import contextlib
import re

from ..readers.base import HEADING, MARGIN, ROW, Document
from .building import Ledger
from .drafts import Analysis, UnitDraft
from .head_walk import HeadWalk
from .labels import LIST_FIELDS, field_of, section_of
from .line_walk import ASIDE, LineWalk
from .ratings import rating_in_brackets
from .structure import (
    ITEM,
    PAGE,
    TEXT,
    Element,
    ahead_gap,
    heading_name,
    is_statement,
    is_unit_name,
    names_a_unit,
    next_field,
)
from .table_columns import Columns
from .tables import Table
from .text import fold

FOLLOW_UP = ("objectives", "agenda", "preparation", "leadership", "summary")
HEADING_CODE = re.compile(r"^(?:[A-Za-z]+\s+)?(?P<code>[A-Z]{1,5}[-–.]?\d{1,3}(?:\.\d{1,3})?)(?![\w.])")
NOTHING_WRONG = re.compile(r"\bno concern\b|\bin (?:good )?order\b|\b(?:going|went|doing|done|works?|worked) well\b")
NO_REPORT = "No gap and no corrective action was found in this document; check that it is a gap analysis report."
NO_DATE = "No date of the report was found; set it before saving."
NO_UNIT = "Some gaps stand under no unit; choose the unit that owns them."


def theme_warning(name: str) -> str:
    """What is said of a unit that may be a theme."""
    return f"“{name}” may be a theme and not a department; choose the unit that owns it."


class NotAReport(Exception):
    """The document holds neither gap nor action; the message is one sentence."""


def interpret(document: Document, columns: Columns | None = None) -> Analysis:
    """The draft of an analysis; `NotAReport` where the document is none.

    `columns` says what the columns of tables with certain heads are, instead of what the heads are taken for.
    """
    return _Walk(document, columns).analysis()


def heads_taken(document: Document) -> tuple[dict[int, tuple[int, Table]], set[int]]:
    """For each table the line of its head and its columns, as they are found; and the tables of labels and values."""
    walk = _Walk(document)
    with contextlib.suppress(NotAReport):
        walk.analysis()
    return walk.taken, walk.pairs


def nothing_found(document: Document) -> Analysis:
    """The document with every line left over, for somebody who says what its columns are."""
    return Analysis(title=None, date=None, prepared_by=None, line_map=Ledger(document.lines).roles())


class _Walk(LineWalk, HeadWalk):
    """Headings decide the section; all else is left to `LineWalk`."""

    def analysis(self) -> Analysis:
        for index, element in enumerate(self.elements):
            self._take(index, element)
        findings = self.findings
        if not any(gap for gap in findings.gaps):
            raise NotAReport(NO_REPORT)
        header, units = self.head.header, findings.built()
        self.ledger.forget({unit.key for unit in findings.units if not unit.gaps})
        return Analysis(
            title=header.title,
            date=header.date.isoformat() if header.date else None,
            prepared_by=header.prepared_by,
            units=units,
            purpose=self.follow_up.built("purpose"),
            objectives=self.follow_up.built("objectives"),
            agenda=self.follow_up.built("agenda"),
            preparation=self.follow_up.built("preparation"),
            leadership_actions=self.follow_up.built("leadership"),
            summary=self.follow_up.built("summary"),
            line_map=self.ledger.roles(),
            warnings=tuple(dict.fromkeys([*findings.warnings, *self._general_warnings(units)])),
        )

    def _take(self, index: int, element: Element) -> None:
        self.position = index
        if element.kind not in (ROW, PAGE):
            self._go_on_below_table(index, element)
        if element.number in self.contents:
            self.ledger.structure(element.line, "page text")
        elif element.kind == PAGE:
            if element.line.kind != MARGIN or not self.head.take_margin(element):
                self.ledger.structure(element.line, "page text")
        elif self.in_head and self._take_head(element):
            return
        elif element.kind == ROW:
            self._take_row(element)
        elif element.kind == HEADING:
            self._take_heading(index, element)
        elif self.section in FOLLOW_UP:
            self._take_follow_up(element)
        elif element.field:
            self._take_labelled(index, element)
        else:
            self._take_plain(index, element)

    def _go_on_below_table(self, index: int, element: Element) -> None:
        """What stands below a table belongs to its last gap, also where the last row was none; a remark states no gap."""
        findings, above = self.findings, self.elements[index - 1] if index else None
        if above is None or above.kind != ROW:
            return
        table = self.tables.get(above.line.table or 0)
        if self.open_field == "gap" and element.kind == TEXT and table is not None and table.holds_gaps:
            self.open_field = ""
        if findings.gap is None and findings.unit:
            findings.gap = findings.unit.gaps[-1] if findings.unit.gaps else None

    # Headings

    def _take_heading(self, index: int, element: Element) -> None:
        if self.section == "apart" and self._names_a_gap(element):
            return
        below = self.elements[index + 1] if index + 1 < len(self.elements) else None
        told_below = below is not None and below.kind == TEXT and not below.field
        stated_below = told_below or ahead_gap(self.elements, index)
        stated_below = stated_below and not self._unit_is_named_below() and not self._unit_is_just_named()
        if element.field == "gap" and element.body and stated_below and names_a_unit(element.body):
            self._enter_findings()
            unit = self.findings.open_unit(element.body, element.number, element.level)
            self.ledger.mapped(element.line, "Unit", unit.key)
            self.open_field = "gap" if told_below else ""
            return
        if element.field in LIST_FIELDS and element.body:
            self._enter_findings()
            self._take_labelled(index, element)
            return
        ahead = next_field(self.elements, index)
        if element.field == "kpi" and element.body and ahead.removeprefix("text ") in ("cause", "action"):
            self._enter_findings()
            self.findings.add_gap(element.body, element)
            self.open_field = ""
            return
        if field_of(element.title) == "follow_up_action" and self._wants_actions(element):
            self.ledger.structure(element.line)
            self.open_field = "action"
            return
        if self._is_agenda_item(element):
            self.follow_up.take_heading(element, "agenda")
        elif element.field in LIST_FIELDS:
            self._open_list(element)
        elif element.field in ASIDE and not element.body and self.section == "findings":
            self._take_aside(element)
        elif self._is_section(element, ahead):
            self._open_section(element)
        elif (
            element.field
            and not element.body
            and self.findings.gap is not None
            and self.section in ("findings", "")
            or element.field == "target"
            and not element.body
            and self.section in ("findings", "")
        ):
            self._take_labelled(index, element)
        elif self._is_unit(element, ahead):
            self._open_unit(element, ahead)
        elif self.section in FOLLOW_UP and element.level > self.section_level:
            self.follow_up.take_heading(element, self.section)
        else:
            self._close(element)

    def _wants_actions(self, element: Element) -> bool:
        """ "Next steps" below a gap that has no action yet are its actions."""
        gap = self.findings.gap
        inside = element.level > self.section_level or self.section_level == 0
        return self.section == "findings" and gap is not None and not gap.actions and inside

    def _is_agenda_item(self, element: Element) -> bool:
        deeper = element.level > self.section_level
        return self.section == "agenda" and deeper and not (element.field in LIST_FIELDS and element.text.endswith(":"))

    def _is_section(self, element: Element, ahead: str) -> bool:
        counted = heading_name(element.text) != element.text and ":" in element.text
        section = "" if counted else section_of(element.text)
        praised = bool(NOTHING_WRONG.search(fold(element.text)))
        if not section or (is_unit_name(element.text) and not praised and (ahead or section not in FOLLOW_UP)):
            return False
        if section in ("findings", "other", "summary") and self.findings.unit and self.section == "findings":
            return not ahead or element.level <= self.section_level or section == "summary" or praised
        return True

    def _is_unit(self, element: Element, ahead: str) -> bool:
        if self.section == "apart" and self.findings.known_unit(element.title):
            return True
        if self.section in FOLLOW_UP and element.level > self.section_level and ahead != "gap":
            return False
        return bool(ahead) or (is_unit_name(element.title) and self.section == "findings")

    def _open_section(self, element: Element) -> None:
        inside = self.section in FOLLOW_UP and element.level > self.section_level
        # A part of a section leaves the depth of the section as it is, so that the next part is one of it, too.
        self.section, self.section_level = section_of(element.text), self.section_level if inside else element.level
        self.open_field, self.apart = "", False
        self.findings.unit, self.findings.gap = None, None
        self.follow_up.close()
        self.ledger.structure(element.line)

    def _open_unit(self, element: Element, ahead: str) -> None:
        if self.section == "apart":
            self.findings.open_unit(element.title, element.number)
            self.ledger.mapped(element.line, "Unit", self.findings.unit.key if self.findings.unit else None)
            return
        self._enter_findings()
        above = self.findings.unit
        bare = rating_in_brackets(element.title)[0]
        titled = ahead == "gap" and is_statement(bare) and not is_unit_name(bare)
        if titled or (ahead in ("cause", "action") and not is_unit_name(element.title)):
            # No gap is stated between this heading and its causes, so the heading states it.
            if above and above.level >= element.level and above.gaps and above.level:
                self.findings.unit = None
            self.findings.add_gap(heading_name(element.title), element).is_title = True
            self.open_field = ""
            return
        name, rating = rating_in_brackets(element.title)
        unit = self.findings.open_unit(name, element.number, element.level)
        if rating:
            self.findings.hold("severity", rating, element)
        code = HEADING_CODE.match(element.text)
        self.findings.code_above = code["code"] if code else ""
        self.ledger.mapped(element.line, "Unit", unit.key)
        self.open_field = ""

    def _open_list(self, element: Element) -> None:
        """A heading such as "Findings", "Underlying causes" or "Recommendations"."""
        self.said_inline = False
        self.ledger.structure(element.line)
        unit, gap = self.findings.unit, self.findings.gap
        above = element.level <= self.section_level or (unit is not None and element.level <= unit.level)
        several = len(self.findings.gaps) > 1
        apart = self._stands_apart(element)
        if (element.field == "action" and self.findings.gaps and (gap is None or gap.actions or apart)) or (
            element.field == "cause" and several and (gap is None or (apart and not self._is_own(element)))
        ):
            self.last_gap = gap or self.findings.gaps[-1]
            self.findings.unit, self.findings.gap = None, None
            self.section, self.section_level, self.apart = "apart", element.level, True
            self.in_list = self._length_of_list()
        elif element.field == "gap" and (self.section != "findings" or above):
            self._enter_findings()
            self.section_level = element.level if above or unit is None else self.section_level
            self.findings.gap = None
        else:
            self._enter_findings()
        self.open_field = element.field

    def _is_own(self, element: Element) -> bool:
        """Causes right after the one gap of a unit are its own, however high their heading stands."""
        unit = self.findings.unit
        return unit is not None and bool(unit.name) and len(unit.gaps) == 1 and unit.level == element.level

    def _length_of_list(self) -> int:
        count = 0
        for following in self.elements[self.position + 1 :]:
            if following.kind not in (TEXT, ITEM) or (following.field and not following.body):
                break
            count += following.field not in ("owner", "due", "success_measure")
        return count

    def _stands_apart(self, element: Element) -> bool:
        """A list as high as the findings themselves is one for all of them."""
        unit = self.findings.unit
        if unit is not None and unit.level:
            return element.level < unit.level
        return 0 < element.level <= self.section_level

    def _close(self, element: Element) -> None:
        self.section, self.section_level, self.open_field = "", element.level, ""
        self.findings.unit, self.findings.gap = None, None
        self.ledger.structure(element.line)

    def _general_warnings(self, units: tuple[UnitDraft, ...]) -> list[str]:
        found = []
        if self.head.header.date is None:
            found.append(NO_DATE)
        for unit in units:
            if not unit.name:
                found.append(NO_UNIT)
            elif unit.is_theme:
                found.append(theme_warning(unit.name))
        return found

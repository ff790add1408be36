"""Causes and actions that stand in lists of their own, apart from the gaps they belong to."""
# ruff: noqa: E501 - an alternative cannot be broken inside

from __future__ import annotations

import re

from ..readers.base import NUMBERED, ROW
from .building import GapBuilder
from .findings import UNIT_BEFORE
from .labels import split_labels
from .links import similarity
from .prose import sentences
from .structure import ITEM, TEXT, Element
from .tables import split_cell
from .walk_state import WalkState

LIKE_A_TITLE = 0.75
FINDING = r"(?:findings?|gaps?|issues?|observations?|weakness(?:es)?|problems?|constats?|ecarts?|écarts?|achados?|lacunas?)\s+(?:n[°ºo]\.?\s*)?"
COUNTED = re.compile(
    rf"^{FINDING}(?P<numbers>\d{{1,2}}(?:\s*(?:,|and|et|e|&)\s*\d{{1,2}})*)\s*[:.–-]?\s+(?P<rest>\w.+)$",
    re.IGNORECASE | re.DOTALL,
)
NEXT_COUNTED = re.compile(rf"(?<=[.;!?])\s+(?={FINDING}\d{{1,2}}\b)", re.IGNORECASE)


class ApartWalk(WalkState):
    """Lists apart."""

    def _take_apart(self, element: Element) -> None:
        if element.field in ("owner", "due", "success_measure") and element.body and self.findings.gap:
            for label in split_labels(element.text):
                self.findings.set_field(label.field, label.body, element)
        elif element.field and not element.body:
            self.ledger.structure(element.line)
        elif not element.field and self._introduces(element):
            return
        elif self.open_field == "cause" or element.field == "cause":
            self._add_distant_cause(element)
        elif self.open_field == "action" and (element.kind == ITEM or not self._stands_before_table()):
            self._add_distant_action(element)

    def _names_a_gap(self, element: Element) -> bool:
        """A heading inside a list apart may say which gap the items below it are for."""
        self.gap_above = None
        if element.field or element.level <= self.section_level:
            return False
        findings, title = self.findings, element.title
        before = UNIT_BEFORE.match(title)
        unit = findings.known_unit(before["unit"]) if before else None
        named = before["rest"] if unit and before else title
        gap = findings.gap_of_code(element.line.code) or findings.gap_referred_to(title)
        gap = gap or next((one for one in findings.gaps if similarity(named, one.statement) >= LIKE_A_TITLE), None)
        if gap is None or (findings.known_unit(title) is not None and unit is None):
            return False
        self.gap_above = gap
        self.ledger.structure(element.line)
        return True

    def _stands_before_table(self) -> bool:
        following = self.elements[self.position + 1 : self.position + 2]
        return bool(following) and following[0].kind == ROW

    def _add_distant_cause(self, element: Element) -> None:
        said = element.body if element.field == "cause" else element.text
        if self._add_counted_causes(said, element):
            return
        gap, text = self._distant_gap(element, said)
        self.findings.gap = gap
        for part in split_cell(text) if element.kind == ITEM else [text]:
            self.findings.add_causes(part, element, split=element.kind != ITEM)
        self.findings.gap = None

    def _add_counted_causes(self, text: str, element: Element) -> bool:
        """Causes behind the numbers of their findings: "Finding 1 …", "Findings 2 and 4 …"; false where it is not all of that."""
        pieces = [COUNTED.match(piece) for piece in NEXT_COUNTED.split(text)]
        gaps = self.findings.gaps
        if not all(pieces) or not gaps:
            return False
        for piece in filter(None, pieces):
            for number in map(int, re.findall(r"\d+", piece["numbers"])):
                if 0 < number <= len(gaps):
                    self.findings.gap = gaps[number - 1]
                    for sentence in sentences(piece["rest"]):
                        self.findings.add_causes(sentence, element, split=False)
        self.findings.gap = None
        return True

    def _distant_gap(self, element: Element, text: str) -> tuple[GapBuilder | None, str]:
        """The gap that a line of a separate list belongs to, and the line without the name of the unit."""
        findings = self.findings
        if self.gap_above is not None:
            return self.gap_above, text
        coded = findings.gap_of_code(element.line.code) or findings.gap_referred_to(text)
        if coded:
            return coded, findings.without_reference(text)
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

    def _refers_elsewhere(self, element: Element) -> bool:
        """A cause or action with the code of a gap belongs to that gap, wherever it stands."""
        if self.open_field not in ("cause", "action"):
            return False
        text = self.findings.without_reference(element.text)
        gap = self.findings.gap_of_code(element.line.code)
        if gap is None and text != element.text:
            unit = self.findings.unit
            number = re.search(r"\d+", element.text)
            own = unit.gaps if unit is not None and not self.apart else []
            counted = number is not None and 0 < int(number.group()) <= len(own)
            gap = own[int(number.group()) - 1] if counted and number else self.findings.gap_referred_to(element.text)
        if gap is None:
            return False
        self.findings.gap = gap
        if self.open_field == "cause":
            self.findings.add_causes(text, element, split=False)
        else:
            self.findings.add_action(text, element)
        return True

    def _introduces(self, element: Element) -> bool:
        """A sentence between the heading of a list and its first item says how to read the list."""
        above = self.elements[self.position - 1] if self.position else None
        following = self.elements[self.position + 1] if self.position + 1 < len(self.elements) else None
        if (
            element.kind != TEXT
            or element.field
            or above is None
            or following is None
            or above.field != self.open_field
        ):
            return False
        if above.body or element.line.kind == NUMBERED or not element.text.endswith((".", ":")):
            return False
        referring = self.findings.without_reference(following.text) != following.text
        listed = following.kind in (ITEM, ROW) or (
            referring and self.findings.gap_referred_to(following.text) is not None
        )
        return listed and self.findings.without_reference(element.text) == element.text

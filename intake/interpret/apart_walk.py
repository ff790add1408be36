"""Causes and actions that stand in lists of their own, apart from the gaps they belong to."""

from __future__ import annotations

import re

from ..readers.base import ROW
from .building import GapBuilder
from .findings import UNIT_BEFORE
from .labels import split_labels
from .structure import ITEM, Element
from .walk_state import WalkState


class ApartWalk(WalkState):
    """Lists apart."""

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

    def _stands_before_table(self) -> bool:
        following = self.elements[self.position + 1 : self.position + 2]
        return bool(following) and following[0].kind == ROW

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
        gap = self.findings.gap_of_code(element.line.code)
        if gap is None or self.open_field not in ("cause", "action"):
            return False
        self.findings.gap = gap
        if self.open_field == "cause":
            self.findings.add_causes(element.text, element, split=False)
        else:
            self.findings.add_action(element.text, element)
        return True

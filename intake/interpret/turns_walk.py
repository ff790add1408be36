"""Owners and days that stand below a list of actions, one line for each of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from .inline_fields import InlineFields, read_due, read_inline_fields
from .labels import split_labels
from .structure import ITEM, TEXT, Element
from .text import without_stop
from .walk_state import WalkState

LONGEST_ANSWER = 4


class TurnsWalk(WalkState):
    """Lines that give."""

    def _takes_turns(self, element: Element) -> bool:
        """Owners and days below a list of actions, as many as there are actions: each line is that of the next one."""
        gap = self.findings.gap
        if gap is None or not gap.actions:
            return False
        if element.number not in self.given:
            open_actions = [place for place, one in enumerate(gap.actions) if not one.owner and not one.due]
            run = self._lines_that_give()
            labelled_alone = element.field in ("owner", "due") and len(run) == 1
            if not run or len(run) != len(open_actions) or labelled_alone:
                return False
            self.given |= {line.number: place for line, place in zip(run, open_actions, strict=True)}
        said = given_in(element.text, self.findings.report_date)
        place = self.given[element.number]
        action = gap.actions[place]
        gap.actions[place] = replace(
            action,
            owner=said.owner or action.owner,
            due=said.due or action.due,
            due_wording=said.due_wording or action.due_wording,
            lines=tuple(sorted({*action.lines, element.number})),
        )
        self.findings.warn_of_due(said.due, said.due_wording, element.number)
        self.ledger.mapped(element.line, "Action", action.key)
        self.ledger.rest(element.line, said.title)
        gap.lines.add(element.number)
        return True

    def _lines_that_give(self) -> list[Element]:
        """The lines from here on that name an owner or a day and nothing that has to be done."""
        run: list[Element] = []
        for following in self.elements[self.position :]:
            if following.kind not in (TEXT, ITEM) or following.field not in ("", "owner", "due", "response"):
                break
            said = given_in(following.text, self.findings.report_date)
            if not said.owner or len(said.title.split()) > LONGEST_ANSWER:
                break
            run.append(following)
        return run


def given_in(text: str, reference: date | None) -> InlineFields:
    """Owner and day in a line of their own, "Responsible: X. Target date: Y", or behind an answer, "Agreed. Responsible: X"."""
    labels = {label.field: label.body for label in split_labels(text)}
    if "owner" in labels:
        due, wording = read_due(labels.get("due"), reference)
        return InlineFields("", without_stop(labels["owner"]), due, wording)
    return read_inline_fields(text, reference)

"""What a line that is no heading becomes, given the section and the list it stands in."""

from __future__ import annotations

import re

from ..readers.base import HEADING, NUMBERED, ROW
from .apart_walk import ApartWalk
from .findings import UNIT_BEFORE
from .labels import LIST_FIELDS, Labelled, column_field, field_of, split_labels
from .prose import Told
from .ratings import rating_in_brackets
from .structure import ITEM, TEXT, Element, is_unit_name, names_a_unit
from .table_walk import TableWalk
from .tables import split_cell
from .text import fold, words
from .turns_walk import TurnsWalk
from .vocabulary import VERBS
from .walk_state import BEFORE_GAP

LABEL_CODE = re.compile(
    r"^[A-Za-zÀ-ÿ-]+\s+(?:no\.?\s*|n[°º]\s*|#\s*)?(?P<code>[A-Z]{1,4}[-.]?\d{1,3}(?:\.\d{1,3})*|\d{1,2}(?:\.\d{1,3})+)(?=[\s.:)–-])"
)
PAIR = 2
ASIDE = ("comment", "response", "status", "reference")


class LineWalk(TableWalk, ApartWalk, TurnsWalk):
    """The lines below the headings."""

    def _take_follow_up(self, element: Element) -> None:
        starts_findings = element.field == "gap" and element.body and self.section != "agenda"
        if starts_findings:
            self._enter_findings()
            self._take_labelled(0, element)
            return
        if self.section == "summary" and element.field == "gap" and not element.body and element.kind == TEXT:
            # "Detailed findings" ends the summary, also where it is set as plain text.
            self._enter_findings()
            self._take_list_label(element)
            return
        self.follow_up.take(element, self.section)

    def _take_labelled(self, index: int, element: Element) -> None:
        if self.apart and not (element.field == "gap" and element.body):
            self._take_apart(element)
            return
        if element.field in ("owner", "due", "response") and element.body and self._takes_turns(element):
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
        if element.field == "comment" and self._explains_indicator(element):
            self.findings.add_causes(element.body, element)
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
        if element.field == "unit" and is_list_of_people(element.body):
            self.ledger.left_over(element.line)
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
        labels = split_labels(element.text) or [Labelled(element.field, element.body)]
        done = [self.findings.set_field(label.field, label.body, element) for label in labels]
        if not any(done) and not self.ledger.is_noted(element.line):
            self._take_plain(index, element)

    def _explains_indicator(self, element: Element) -> bool:
        """A comment right below a table of indicators says why, where the report names causes nowhere."""
        gap = self.findings.gap
        above = self.elements[self.position - 1] if self.position else None
        if not element.body or gap is None or gap.causes or not gap.named_indicators or self.names_causes:
            return False
        return above is not None and above.kind == ROW and gap.table == above.line.table

    def _take_aside(self, element: Element) -> None:
        """A discussion, a remark or a response is kept as it is; what follows below it, too."""
        self.open_field = "comment"
        if element.body:
            self.ledger.left_over(element.line)
        else:
            self.ledger.structure(element.line)

    def _take_list_label(self, element: Element) -> None:
        self.open_field = element.field
        self.said_inline = bool(element.body) and element.kind == TEXT
        if not element.body:
            self.ledger.structure(element.line)
        elif (
            element.field == "gap"
            and self._gap_is_stated_below(element)
            and not self._unit_is_named_below()
            and not self._unit_is_just_named()
            and names_a_unit(rating_in_brackets(element.body)[0])
        ):
            self._enter_findings()
            name, rating = rating_in_brackets(element.body)
            if rating:
                self.findings.hold("severity", rating, element)
            unit = self.findings.open_unit(name, element.number, element.level)
            self._take_code(element)
            self.ledger.mapped(element.line, "Unit", unit.key)
        elif element.field == "gap":
            self._enter_findings()
            self._take_code(element)
            rating = rating_in_brackets(element.text[: len(element.text) - len(element.body)])[1]
            if rating:
                self.findings.hold("severity", rating, element)
            if self.findings.gap is not None and self.findings.gap.is_title and element.kind != HEADING:
                self.findings.complete_title(element.body, element)
                return
            gap = self.findings.add_gap(element.body, element)
            gap.is_title = element.kind == HEADING or self._gap_is_stated_below(element)
            self.gap_level = element.level if element.kind == ITEM else None
        elif element.field == "cause":
            self.findings.add_causes(element.body, element)
        else:
            for part in split_cell(element.body):
                self.findings.add_action(part, element)

    def _ends_a_list(self) -> bool:
        """A paragraph right below the bullets of a list does not belong to the list."""
        above = self.elements[self.position - 1] if self.position else None
        own = self.elements[self.position]
        return above is not None and above.kind == ITEM and not above.field and own.line.kind != NUMBERED

    def _take_code(self, element: Element) -> None:
        """The code in a label such as "Finding C1:" or "Observation 3.2 –" is that of the gap."""
        code = LABEL_CODE.match(element.text)
        if code:
            self.findings.code_above = code["code"]

    def _unit_is_just_named(self) -> bool:
        """Whether the line above is the heading of a unit that holds nothing yet."""
        unit, above = self.findings.unit, self.elements[self.position - 1] if self.position else None
        return (
            unit is not None and bool(unit.name) and not unit.gaps and above is not None and unit.line == above.number
        )

    def _unit_is_named_below(self) -> bool:
        """Whether a label of its own names the unit before the gap is stated: then this is the finding's title."""
        for following in self.elements[self.position + 1 : self.position + 5]:
            filled = [cell for cell in following.line.cells if cell] if following.kind == ROW else []
            field = following.field or (column_field(filled[0]) if len(filled) == PAIR else "")
            if field == "unit":
                return bool(following.body or filled)
            if field in LIST_FIELDS or following.kind == HEADING:
                return False
        return False

    def _gap_is_stated_below(self, element: Element) -> bool:
        """Whether another label than this one states the gap: "Finding 1: Payroll", and below it "Condition: …"."""
        own = _label_name(element.text)
        for following in self.elements[self.position + 1 : self.position + 6]:
            if following.kind == ROW:
                filled = [cell for cell in following.line.cells if cell]
                if len(filled) != PAIR:
                    return False
                if "gap" in (following.field, field_of(filled[0]), column_field(filled[0])):
                    return True
                continue
            if following.field in LIST_FIELDS:
                return following.field == "gap" and _label_name(following.text) != own
            if following.kind == HEADING:
                return False
        return False

    def _take_plain(self, index: int, element: Element) -> None:
        if self.apart:
            self._take_apart(element)
        elif self.open_field == "comment" and self._takes_turns(element):
            pass
        elif element.told and self.section in ("findings", "") and self.open_field in ("", "gap", "comment"):
            self._take_told(element, element.told)
        elif self._refers_elsewhere(element) or (self.open_field in ("cause", "action") and self._introduces(element)):
            pass
        elif self._is_next_gap(element) or self.open_field == "gap" or self._states_a_gap(index, element):
            self._take_gap_line(element)
        elif self.said_inline and element.kind == TEXT and self.open_field in ("cause", "action"):
            # "Cause: …" said it all; what follows without a label or bullet is something else.
            self.open_field = "comment"
        elif element.kind == TEXT and self.open_field in ("cause", "action") and self._ends_a_list():
            self.open_field = "comment"
        elif self.open_field == "cause":
            for part in split_cell(element.text) if element.kind == ITEM else [element.text]:
                self.findings.add_causes(part, element, split=element.kind != ITEM)
        elif self.open_field == "action":
            self._take_action_line(element)
        elif self.open_field in BEFORE_GAP and self._gap_follows():
            self.findings.hold(self.open_field, element.text, element)
        elif self.open_field:
            self.findings.set_field(self.open_field, element.text, element)

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
        if not (told.causes or findings.units) and any(
            later.field == "gap" for later in self.elements[self.position :]
        ):
            # What was agreed among those who wrote the report, before the first of its findings.
            return
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
        plain = element.kind == TEXT and element.line.kind != NUMBERED
        if plain and gap is not None and gap.actions and element.text.endswith("."):
            return
        self.findings.add_action(element.text, element)


def is_list_of_people(text: str) -> bool:
    """Whether what stands behind "Team:" names its members and not a team."""
    return text.count(",") + text.count(";") >= 2 or text.count("(") >= 2


def _label_name(text: str) -> str:
    """The word or two of a label, without its number."""
    return re.split(r"[\d:.–-]", fold(text), maxsplit=1)[0].strip()

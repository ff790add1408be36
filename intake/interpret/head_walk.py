"""The first lines of a report on the walk: title, date, author, and where the head ends."""

from __future__ import annotations

from ..readers.base import HEADING, ROW
from .dates import find_date
from .header import AUTHOR
from .labels import LIST_FIELDS, section_of
from .structure import TEXT, Element
from .text import fold, words
from .vocabulary import TITLE_LABELS, TITLE_WORDS
from .walk_state import WalkState

LAST_OF_HEAD = 6
SHORT_DATE = 6


class HeadWalk(WalkState):
    """The head of the report."""

    def _take_head(self, element: Element) -> bool:
        header = self.head.header
        titled = element.kind == HEADING or not element.body
        named = bool(TITLE_WORDS & set(words(element.text))) and titled and element.number == 1
        dashed = ":" not in element.text
        named = named or (element.number == 1 and (titled or dashed) and self._head_stands_below())
        body = element.kind in (TEXT, HEADING) and (element.field not in LIST_FIELDS or named)
        if (
            header.title is None
            and self.format == "xlsx"
            and element.number == 1
            and element.kind == HEADING
            and self._names_a_sheet()
        ):
            self.ledger.structure(element.line, "sheet")
            return True
        if titled and self._head_stands_below() and self.head.take_styled_title(element):
            return True
        if body and header.title is None and element.field not in ("date", "author"):
            self.head.take_title(element)
            return True
        named = element.kind == TEXT or element.field in ("date", "author") or not self._opens(element)
        named = named or self.head.is_styled_title(element)
        if body and named and self.head.take(element):
            self.findings.report_date = header.date
            return True
        self.in_head = (element.kind == TEXT and not element.field) or self._head_goes_on(element)
        return self.in_head and element.kind == HEADING

    def _names_a_sheet(self) -> bool:
        """Whether a title of its own stands below the name of the sheet."""
        following = self.elements[self.position + 1 : self.position + 2]
        if not following or following[0].kind == ROW:
            first = next((cell for cell in following[0].line.cells if cell), "") if following else ""
            return fold(first).strip(" :") in TITLE_LABELS
        return following[0].kind in (TEXT, HEADING) and not following[0].field

    def _head_stands_below(self) -> bool:
        """Whether a date or an author with its label follows before anything else does: then the first line is the title."""
        for following in self.elements[self.position + 1 : self.position + 5]:
            if following.field in ("date", "author") and following.body:
                return True
            if following.field or following.kind not in (TEXT, HEADING):
                return False
        return False

    def _head_goes_on(self, element: Element) -> bool:
        """Whether lines of the head stand below what looks like a heading: a letter names the sender's office first."""
        if element.field not in ("", "unit") or element.number > LAST_OF_HEAD:
            return False
        for following in self.elements[self.position + 1 : self.position + 7]:
            dated = find_date(following.text) is not None and len(following.text.split()) <= SHORT_DATE
            if AUTHOR.search(fold(following.text)) and following.line.kind != HEADING:
                return True
            if (following.field in ("date", "author") and following.body) or (dated and following.line.kind != HEADING):
                return True
            if following.field or following.kind != TEXT:
                return False
        return False

    def _opens(self, element: Element) -> bool:
        return bool(section_of(element.text)) and not element.text.lower().startswith(
            ("prepared", "issued", "submitted")
        )

"""The head of a report: title, date and author, and the lines around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ..readers.base import HEADING
from .building import Ledger
from .dates import find_date
from .labels import labelled, section_of
from .structure import PAGE, Element
from .text import fold, words
from .vocabulary import AUTHOR_VERBS, DATE_VERBS, TITLE_LABELS, TITLE_WORDS, VERBS

PART_MARK = re.compile(
    r"\s*[·•|;]\s*|\s{2,}|(?:\.|,|\s[–—-])\s+(?=[A-ZÀ-Þ][\w ]{2,25}\s?:\s)"
    r"|(?<=\d{4})\.\s+(?=[A-Z])|(?<=\d{4}),?\s+(?=(?:prepared|compiled|written|submitted|issued)\b)"
)
AUTHOR = re.compile(rf"\b(?:{AUTHOR_VERBS})\s*:?\s+(?P<name>.+)$")
BY = re.compile(r"\b(?:by|par|por|pel[oa])\s+(?:(?:the|la|le|les|o|a|os|as)\s+|l')?(?P<name>[^.;]+)$")
DATE_VERB = re.compile(rf"^(?:{DATE_VERBS})\b")
NO_DATE = re.compile(r"\b(?:period|review of|covering|quarter|from .* to|between|periode|periodo)\b")
SUBJECT = re.compile(r"^(?P<label>[A-Za-zÀ-ÿ ]{2,20}?)\s*:\s*(?P<title>\S.+)$")
PLACE_WORDS = 7
LATEST_TITLE = 3
SHORT_SECTION = 4
FEW_WORDS = 2
LATER = {
    "next",
    "deadline",
    "closing",
    "due",
    "until",
    "by",
    "before",
    "after",
    "from",
    "since",
    "prochaine",
    "proxima",
    "avant",
    "ate",
}


@dataclass(slots=True)
class Header:
    """What the head said."""

    title: str | None = None
    date: date | None = None
    prepared_by: str | None = None
    title_line: Element | None = None


class HeaderReader:
    """Takes the lines in front of the first section, one after the other."""

    def __init__(self, ledger: Ledger) -> None:
        self.header = Header()
        self._ledger = ledger
        self._seen = 0

    def take_title(self, element: Element) -> None:
        """The first line that is neither date, author nor page text."""
        self.header.title, self.header.title_line = element.title, element
        self._ledger.mapped(element.line, "Analysis", "title")

    def take(self, element: Element) -> bool:
        """Read one line; false where it says nothing of a head."""
        self._seen += 1
        if self._take_subject(element):
            return True
        if element.kind == PAGE:
            self._ledger.structure(element.line, "page text")
            return True
        found = [self._part(part) for part in PART_MARK.split(element.text) if part.strip()]
        if any(found):
            self._ledger.mapped(element.line, "Analysis", next(name for name in found if name))
            return True
        if self._is_better_title(element):
            assert self.header.title_line is not None
            self._drop_title(self.header.title_line)
            self.take_title(element)
            return True
        return False

    def _take_subject(self, element: Element) -> bool:
        """The subject of a letter is its title; what stood above it is the sender."""
        found = SUBJECT.match(element.text)
        if not found or fold(found["label"]) not in TITLE_LABELS:
            return False
        if self.header.title_line is not None:
            self._drop_title(self.header.title_line)
        self.header.title, self.header.title_line = found["title"], element
        self._ledger.mapped(element.line, "Analysis", "title")
        return True

    def take_margin(self, element: Element) -> bool:
        """The head or foot of the pages: only what is labelled as date or author counts, where the body has neither."""
        labels = [labelled(part) for part in PART_MARK.split(element.text) if part.strip()]
        found = [
            self._labelled(label.field, label.body)
            for label in labels
            if label and label.field in ("date", "author") and label.body
        ]
        if any(found):
            self._ledger.mapped(element.line, "Analysis", next(name for name in found if name))
        return any(found)

    def take_title_pair(self, label: str, value: str, element: Element) -> bool:
        """A row that holds the title behind its label."""
        if self.header.title is not None or fold(label).strip(" :") not in TITLE_LABELS:
            return False
        self.header.title = value
        self._ledger.mapped(element.line, "Analysis", "title")
        return True

    def take_pair(self, field: str, value: str, element: Element) -> bool:
        """A row of a table that holds a label and its value."""
        found = self._labelled(field, value)
        if found:
            self._ledger.mapped(element.line, "Analysis", found)
        return bool(found)

    def _is_better_title(self, element: Element) -> bool:
        title = self.header.title
        if title is None or element.text.endswith(".") or len(element.text.split()) > 14 or element.field:
            return False
        if self.is_styled_title(element):
            return True
        return bool(TITLE_WORDS & set(words(element.text))) and not TITLE_WORDS & set(words(title))

    def is_styled_title(self, element: Element) -> bool:
        """Whether a heading below a plain first line is the title: then the plain line names the organisation."""
        first = self.header.title_line
        styled = element.line.kind == HEADING and first is not None and first.line.kind != HEADING
        own = not section_of(element.text) or len(element.text.split()) > SHORT_SECTION
        return styled and element.number <= LATEST_TITLE and own and not element.field

    def take_styled_title(self, element: Element) -> bool:
        """Take a heading right below a plain first line for the title, although its words name a field: "Gap analysis 2025"."""
        first = self.header.title_line
        if element.line.kind != HEADING or not element.field or first is None or element.number > LATEST_TITLE:
            return False
        if first.line.kind == HEADING:
            return False
        self._drop_title(first)
        self.take_title(element)
        return True

    def _drop_title(self, element: Element) -> None:
        """What stood in front of the title: the name of a sheet is structure, that of an organisation is left over."""
        if element.kind == HEADING and len(element.text.split()) <= 2:
            self._ledger.structure(element.line)
        else:
            self._ledger.left_over(element.line)

    def _part(self, text: str) -> str:
        label = labelled(text)
        if label and label.field in ("date", "author") and label.body:
            return self._labelled(label.field, label.body)
        folded = fold(text.strip())
        taken = ""
        author = AUTHOR.search(folded) or (BY.search(folded) if DATE_VERB.match(folded) else None)
        before = text
        if author and self.header.prepared_by is None:
            self.header.prepared_by = self._author(text.strip()[author.start("name") : author.end("name")])
            before = text.strip()[: author.start()]
            taken = "prepared by"
        if DATE_VERB.match(fold(before.strip())) or author or self._is_bare_date(before):
            taken = self._date(before) or taken
        return taken

    def _labelled(self, field: str, body: str) -> str:
        if field == "date":
            return self._date(body)
        if self.header.prepared_by is None:
            self.header.prepared_by = self._author(body)
            return "prepared by"
        return ""

    def _author(self, text: str) -> str:
        """A name without its article, and without a date written behind it, which is taken as the report's."""
        found = find_date(text)
        if found and not found.approximate and text[found.end :].strip(" .)") == "":
            self._date(text)
            text = text[: found.start]
        return re.sub(r"^(?:[Tt]he|[Ll][ae]s?)\s+|\s+on$", "", text.strip(" .,(")).strip(" .,")

    def _date(self, text: str) -> str:
        found = find_date(text)
        if found is None or self.header.date is not None:
            return ""
        self.header.date = found.value
        return "date"

    def _is_bare_date(self, text: str) -> bool:
        found = find_date(text)
        if found is None or NO_DATE.search(fold(text)):
            return False
        before, after = text[: found.start].strip(" .-–—"), text[found.end :].strip(" .-–—")
        rest = words(f"{before} {after}")
        named = (before.endswith(",") and not after) or (after.startswith(",") and not before)
        if named and not found.approximate:
            # "Nairobi, 3 May 2026" or "3 May 2026, Emergency Cell"
            return len(rest) <= PLACE_WORDS and not VERBS & set(rest)
        return len(rest) <= FEW_WORDS and not found.approximate and not (LATER & set(rest) or VERBS & set(rest))

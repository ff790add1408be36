"""Purpose, agenda, preparation and to-dos of the follow-up meeting."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .building import EntryBuilder, Ledger
from .drafts import Entry
from .structure import ITEM, Element
from .text import without_stop

TITLED = re.compile(r"^(?P<title>[^:]{2,70}):\s+(?P<detail>\S.*)$", re.DOTALL)
KEYS = {"objectives": "O", "agenda": "M", "preparation": "P", "leadership": "T", "summary": "S", "purpose": "I"}
ROLES = {
    "objectives": "Purpose",
    "purpose": "Purpose",
    "agenda": "Agenda",
    "preparation": "Preparation",
    "leadership": "Task",
    "summary": "Summary",
}


@dataclass(slots=True)
class FollowUpReader:
    """Collects the entries of the sections around the findings."""

    ledger: Ledger
    entries: dict[str, list[EntryBuilder]] = field(default_factory=lambda: {section: [] for section in KEYS})
    _open: EntryBuilder | None = None
    _under_heading: bool = False

    def close(self) -> None:
        """A new section begins."""
        self._open, self._under_heading = None, False

    def take_heading(self, element: Element, section: str) -> None:
        """A heading inside a section: an item of the agenda, or mere structure elsewhere."""
        if section != "agenda":
            self.close()
            self.ledger.structure(element.line)
            return
        entry = self._add(section, element.title, "", element)
        self._open, self._under_heading = entry, True

    def take(self, element: Element, section: str) -> None:
        """A line of a section."""
        if section == "summary":
            self._add("summary", element.text, "", element)
            return
        if section == "objectives" and element.kind != ITEM and element.text.endswith(":"):
            self._add("purpose", element.text, "", element)
            return
        title, detail = _titled(element.text)
        if self._open and (self._under_heading or self._is_point(element, detail)):
            self._add_point(element, title, detail, section)
            return
        entry = self._add(section, title, detail, element)
        self._open = entry if entry.opens_list else None

    def built(self, section: str) -> tuple[Entry, ...]:
        """The finished entries of a section."""
        return tuple(entry.built() for entry in self.entries[section])

    def _is_point(self, element: Element, detail: str) -> bool:
        """Sub-points follow a line that ends with a colon, until a line with a title of its own."""
        assert self._open is not None
        if element.kind != ITEM:
            return False
        return element.level > self._open.level or (self._open.opens_list and not detail)

    def _add_point(self, element: Element, title: str, detail: str, section: str) -> None:
        assert self._open is not None
        parent = self._open
        last = parent.points[-1] if parent.points else None
        if last and last.opens_list and not detail and element.kind == ITEM:
            parent = last
        key = f"{parent.key}.{len(parent.points) + 1}"
        parent.points.append(_entry(key, title, detail, element))
        self.ledger.mapped(element.line, ROLES[section], key)

    def _add(self, section: str, title: str, detail: str, element: Element) -> EntryBuilder:
        key = f"{KEYS[section]}-{len(self.entries[section]) + 1:02d}"
        entry = _entry(key, title, detail, element)
        self.entries[section].append(entry)
        self.ledger.mapped(element.line, ROLES[section], key)
        return entry


def _entry(key: str, title: str, detail: str, element: Element) -> EntryBuilder:
    return EntryBuilder(key, title, detail, element.number, element.level, element.text.rstrip().endswith(":"))


def _titled(text: str) -> tuple[str, str]:
    found = TITLED.match(text)
    if found:
        return found["title"].strip(), found["detail"].strip()
    return without_stop(text), ""

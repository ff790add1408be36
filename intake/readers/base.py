"""The neutral form: what every reader makes of a file, whatever its format."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

HEADING, PARAGRAPH, BULLET, NUMBERED, ROW = "heading", "paragraph", "bullet", "numbered", "row"
MARGIN = "margin"  # the head or foot of every page; stands behind all other lines
MAX_LINES = 20_000
MAX_LINE_CHARACTERS = 20_000
MAX_CHARACTERS = 8_000_000
TOO_MUCH = "The document holds more text than can be reviewed; split it and import the parts."


# Soft hyphen, zero-width blanks, and the controls that turn the direction of writing round.
UNSEEN = "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\ufff9\ufffa\ufffb"
CELL_MARK = re.compile(r"^(?:[-*•–▪◦·‣●]|\(?(?:\d{1,2}|[a-z])[.)])\s+")


class UnreadableDocument(Exception):
    """The file cannot be read; the message is one sentence that a person can act on."""


@dataclass(frozen=True, slots=True)
class Line:
    """One heading, paragraph, list item or table row. `number` counts from 1 in the neutral form."""

    number: int
    text: str
    kind: str = PARAGRAPH
    level: int = 0
    marker: str = ""
    code: str = ""
    cells: tuple[str, ...] = ()
    table: int | None = None
    row: int | None = None

    @property
    def shown(self) -> str:
        """The text as the review page shows it, with its own number where it has one."""
        return " ".join(part for part in (self.marker, self.code, self.text) if part)


FIELDS = tuple(field.name for field in fields(Line))


@dataclass(frozen=True, slots=True)
class Document:
    """A file as a sequence of lines."""

    name: str
    format: str
    lines: tuple[Line, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        lines = [{name: getattr(line, name) for name in FIELDS} for line in self.lines]
        return {"name": self.name, "format": self.format, "lines": lines}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Document:
        """The document that `to_dict` described."""
        lines = tuple(Line(**{**line, "cells": tuple(line["cells"])}) for line in data["lines"])
        return cls(name=data["name"], format=data["format"], lines=lines)


class LineCollector:
    """Numbers lines as a reader finds them, and drops the empty ones."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.tables = 0
        self.characters = 0

    def add(self, text: str, kind: str = PARAGRAPH, *, level: int = 0, marker: str = "", code: str = "") -> None:
        """Take one line of text; one that is longer than any sentence becomes several."""
        if len(text) > MAX_CHARACTERS:
            raise UnreadableDocument(TOO_MUCH)
        for piece in _pieces(text):
            cleaned = tidy(piece)
            if cleaned:
                self._append(Line(self._next(), cleaned, kind, level, marker, code))
                kind, marker, code = (PARAGRAPH if kind != MARGIN else kind), "", ""

    def add_table(self, rows: Iterable[tuple[str, ...]], *, single_is_text: bool = False) -> None:
        """Take the rows of one table; a row with a single filled cell is a paragraph in front of it."""
        self.tables += 1
        position = 0
        for cells in rows:
            cleaned = tuple(tidy(cell_text(cell[:MAX_CHARACTERS])) for cell in cells)
            filled = [cell for cell in cleaned if cell]
            if not filled:
                continue
            if len(filled) == 1 and position == 0 and (len(cleaned) > 1 or single_is_text):
                self.add(filled[0])
                continue
            position += 1
            text = " | ".join(filled)
            self._append(Line(self._next(), text, ROW, cells=cleaned, table=self.tables, row=position))

    def _next(self) -> int:
        return len(self.lines) + 1

    def _append(self, line: Line) -> None:
        self.characters += len(line.text)
        if self.characters > MAX_CHARACTERS:
            raise UnreadableDocument(TOO_MUCH)
        if len(self.lines) >= MAX_LINES:
            raise UnreadableDocument(f"The document has more than {MAX_LINES:,} lines; split it and import the parts.")
        self.lines.append(line)


def _pieces(text: str) -> Iterable[str]:
    """The text in pieces that a line may hold, parted at blanks where there are any."""
    start = 0
    while len(text) - start > MAX_LINE_CHARACTERS:
        end = text.rfind(" ", start + MAX_LINE_CHARACTERS // 2, start + MAX_LINE_CHARACTERS)
        end = end if end > 0 else start + MAX_LINE_CHARACTERS
        yield text[start:end]
        start = end
    yield text[start:]


def cell_text(text: str) -> str:
    """The lines of one cell as one text: items of a list are told apart by semicolons, a wrapped sentence is not."""
    if "\n" not in text:
        return text
    joined = ""
    for line in filter(None, map(str.strip, text.split("\n"))):
        item = CELL_MARK.match(line)
        own = line[item.end() :] if item else line
        if not joined:
            joined = own
        elif item or (own[:1].isupper() and not joined.endswith((",", ":", "-", " and", " of", " the"))):
            joined = f"{joined.rstrip(' ;')}{' ' if joined.endswith(('.', '!', '?')) and not item else '; '}{own}"
        else:
            joined = f"{joined} {own}"
    return joined


def tidy(text: str) -> str:
    """One line of text: control characters out, blanks folded, ends trimmed."""
    if text.isprintable():
        return " ".join(text.split())
    kept = "".join(" " if character.isspace() else character for character in text if _is_text(character))
    return " ".join(kept.split())


def _is_text(character: str) -> bool:
    return character.isspace() or (character >= " " and not "\x7f" <= character <= "\x9f" and character not in UNSEEN)

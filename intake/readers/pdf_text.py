"""Lines of a printed page put together again: words to lines, lines to paragraphs, hyphens undone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .pdf_page import Word

BULLET = re.compile(r"^[•◦▪▫●○■□‣⁃∙·–—➢➤✓✔❖*o-]$")
ENDS_WITH_HYPHEN = re.compile(r"[^\W\d_]-$")
KEPT_PREFIXES = frozenset(
    [
        "self",
        "non",
        "co",
        "re",
        "pre",
        "post",
        "ex",
        "cross",
        "semi",
        "anti",
        "inter",
        "multi",
        "sub",
        "mid",
        "well",
        "long",
        "short",
        "high",
        "low",
        "full",
        "part",
        "year",
        "month",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "day",
        "two",
        "three",
        "four",
        "five",
        "six",
    ]
)


@dataclass(slots=True)
class PrintedLine:
    """Words on one height. `y` is their middle and `size` the height of the type, in points."""

    words: list[Word]
    y: float
    size: float
    bold: bool
    page: int = 0
    in_margin: bool = False

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.words[-1].x1

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(word.text for word in self.words)

    @property
    def bullet(self) -> bool:
        """Whether it begins with a bullet."""
        return len(self.words) > 1 and bool(BULLET.match(self.words[0].text))


def printed_lines(words: list[Word], page: int = 0) -> list[PrintedLine]:
    """The lines from top to bottom."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: -w.y):
        row = rows[-1] if rows else None
        if row and row[0].y - word.y < 0.42 * max(row[0].size, word.size):
            row.append(word)
        else:
            rows.append([word])
    return [_line(_with_hyphen(sorted(row, key=lambda w: w.x0)), page) for row in rows]


def _with_hyphen(words: list[Word]) -> list[Word]:
    """The hyphen at the end of a line belongs to the word before it, however far the program set it."""
    if len(words) < 2 or words[-1].text not in "-\u00ad" or words[-1].x0 - words[-2].x1 > words[-2].size:
        return words
    before, hyphen = words[-2], words[-1]
    return [*words[:-2], Word(before.text + "-", before.x0, hyphen.x1, before.y, before.size, before.bold)]


def _line(words: list[Word], page: int) -> PrintedLine:
    letters = [w for w in words if not BULLET.match(w.text)] or words
    longest = max(letters, key=lambda w: len(w.text))
    return PrintedLine(words, longest.y, longest.size, all(w.bold for w in letters), page)


def join_wrapped(lines: list[PrintedLine]) -> str:
    """The lines of one cell as one text; items of a list inside it are told apart by semicolons."""
    text = ""
    for line in lines:
        own = " ".join(word.text for word in (line.words[1:] if line.bullet else line.words))
        text = f"{text.rstrip(' ;')}; {own}" if line.bullet and text else joined(text, own)
    return text


def joined(before: str, after: str) -> str:
    """Two pieces of one paragraph; a word that was parted at the end of the line is made whole."""
    if not before:
        return after
    if before.endswith("\u00ad"):
        return before[:-1] + after
    if ENDS_WITH_HYPHEN.search(before) and after[:1].islower():
        first = re.split(r"[\s(]", before)[-1][:-1].lower()
        if first in KEPT_PREFIXES or "-" in first:
            return before + after
        return before[:-1] + after
    if before.endswith(("-", "/")) and before[-2:-1].isalnum():
        return before + after
    return f"{before} {after}"

"""Two columns of text on a page: the left one is read before the right one."""

from __future__ import annotations

from .pdf_page import Page, Word
from .pdf_text import PrintedLine

LEAST_LINES = 8
LEAST_LETTERS = 18
LEAST_GAP = 9.0


def in_reading_order(lines: list[PrintedLine], page: Page) -> list[PrintedLine]:
    """The lines as one reads them: where the page has two columns, the left of each stretch before its right."""
    gutter = _gutter(lines, page)
    if gutter is None:
        return lines
    result: list[PrintedLine] = []
    left: list[PrintedLine] = []
    right: list[PrintedLine] = []
    for line in lines:
        if any(word.x0 < gutter < word.x1 for word in line.words) or _crosses(line, gutter):
            result += [*left, *right, line]
            left, right = [], []
            continue
        sides = (left, right)
        for side, words in zip(sides, _halves(line, gutter), strict=True):
            if words:
                bold = all(word.bold for word in words)
                side.append(PrintedLine(words, line.y, words[0].size, bold, line.page))
    return [*result, *left, *right]


def _gutter(lines: list[PrintedLine], page: Page) -> float | None:
    gaps = []
    for line in lines:
        for one, other in zip(line.words, line.words[1:], strict=False):
            middle = (one.x1 + other.x0) / 2
            if other.x0 - one.x1 < LEAST_GAP or not 0.36 * page.width < middle < 0.64 * page.width:
                continue
            before = sum(len(word.text) for word in line.words if word.x1 <= middle)
            after = sum(len(word.text) for word in line.words if word.x0 >= middle)
            if before >= LEAST_LETTERS and after >= LEAST_LETTERS:
                gaps.append((one.x1, other.x0))
    if len(gaps) < LEAST_LINES or len(gaps) * 2.2 < len(lines):
        return None
    # The middle of the stretch that most gaps share.
    marks = sorted({round((low + high) / 2) for low, high in gaps})
    best = max(marks, key=lambda x: sum(low <= x <= high for low, high in gaps))
    shared = sum(low <= best <= high for low, high in gaps)
    return float(best) if shared >= 0.85 * len(gaps) else None


def _halves(line: PrintedLine, gutter: float) -> tuple[list[Word], list[Word]]:
    return [word for word in line.words if word.x1 <= gutter], [word for word in line.words if word.x0 >= gutter]


def _crosses(line: PrintedLine, gutter: float) -> bool:
    """A heading or sentence over both columns has no wide gap where they part."""
    left, right = _halves(line, gutter)
    return bool(left) and bool(right) and right[0].x0 - left[-1].x1 < 0.6 * line.size

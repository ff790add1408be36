"""What stands on one page of a PDF: words with their place and type, and the rules that are drawn."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

MOST_OBJECTS = 4_000
MOST_EDGES = 6_000
BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
BOLD_WEIGHT = 600
THIN = 2.5
BULLETS = {"\x7f": "•", "\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf02d": "–", "\uf076": "•", "\uf0fc": "•"}


@dataclass(slots=True)
class Word:
    """Letters without a blank between them. `y` is the middle of the line, measured from the foot of the page, in points."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool


@dataclass(slots=True)
class Edge:
    """A straight rule: upright at x = `at`, or level at y = `at`, from `low` to `high`, in points."""

    at: float
    low: float
    high: float


@dataclass(slots=True)
class Page:
    """One page."""

    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    level: list[Edge] = field(default_factory=list)
    upright: list[Edge] = field(default_factory=list)
    characters: int = 0


def read_page(page: Any) -> Page:
    """The words and rules of an opened page."""
    found = Page(*page.get_size())
    text = page.get_textpage()
    try:
        found.words, found.characters = _words(text.raw, text.count_chars())
    finally:
        text.close()
    _read_edges(page.raw, found)
    return found


def _words(raw: Any, count: int) -> tuple[list[Word], int]:
    words: list[Word] = []
    box, name, flags = pdfium.FS_RECTF(), ctypes.create_string_buffer(128), ctypes.c_int()
    fonts: dict[tuple[bytes, int], bool] = {}
    last: Word | None = None
    before = (0.0, 0.0)
    for index in range(count):
        if pdfium.FPDFText_IsGenerated(raw, index) == 1:
            last = None
            continue
        code = pdfium.FPDFText_GetUnicode(raw, index)
        letter = "-" if code == 2 else chr(code) if code else ""
        if not letter.strip() or letter in "\ufffe\uffff":
            last = None
            continue
        pdfium.FPDFText_GetLooseCharBox(raw, index, box)
        size, y = box.top - box.bottom, (box.top + box.bottom) / 2
        pdfium.FPDFText_GetFontInfo(raw, index, name, 128, flags)
        key = (name.value, pdfium.FPDFText_GetFontWeight(raw, index))
        if key not in fonts:
            fonts[key] = bool(BOLD_NAME.search(key[0].decode("latin-1"))) or key[1] >= BOLD_WEIGHT
        letter = BULLETS.get(letter, letter)
        same_glyph = last is not None and (box.left, box.right) == before
        before = (box.left, box.right)
        if last is not None and same_glyph:
            # One glyph for several letters, such as "ffi".
            last.text += letter
        elif last is not None and abs(last.y - y) < 0.3 * last.size and -size < box.left - last.x1 < 0.22 * size:
            last.text += letter
            last.x1 = max(last.x1, box.right)
        else:
            last = Word(letter, box.left, box.right, y, size, fonts[key])
            words.append(last)
    return _printed_once(words), count


def _printed_once(words: list[Word]) -> list[Word]:
    """Without the second print of a word that some programs use to make it look bold."""
    seen: dict[tuple[str, int, int], Word] = {}
    kept = []
    for word in words:
        place = (word.text, round(word.x0 / 3), round(word.y / 3))
        if place in seen:
            seen[place].bold = True
            continue
        seen[place] = word
        kept.append(word)
    return kept


def _read_edges(raw: Any, page: Page) -> None:
    matrix = pdfium.FS_MATRIX()
    for index in range(min(pdfium.FPDFPage_CountObjects(raw), MOST_OBJECTS)):
        one = pdfium.FPDFPage_GetObject(raw, index)
        if pdfium.FPDFPageObj_GetType(one) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        if not pdfium.FPDFPageObj_GetMatrix(one, matrix):
            continue
        points = _points(one, matrix)
        for start, end in points:
            _take_edge(page, start, end)
        if len(page.level) + len(page.upright) > MOST_EDGES:
            break


def _points(one: Any, matrix: Any) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    pairs = []
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for number in range(min(pdfium.FPDFPath_CountSegments(one), 400)):
        segment = pdfium.FPDFPath_GetPathSegment(one, number)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            pairs.append((last, point))
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            pairs.append((point, first))
            last = first
    return pairs


def _take_edge(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    across, up = abs(start[0] - end[0]), abs(start[1] - end[1])
    if up <= THIN < across:
        page.level.append(Edge((start[1] + end[1]) / 2, min(start[0], end[0]), max(start[0], end[0])))
    elif across <= THIN < up:
        page.upright.append(Edge((start[0] + end[0]) / 2, min(start[1], end[1]), max(start[1], end[1])))

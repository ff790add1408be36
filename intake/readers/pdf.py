"""PDF with text in it: paragraphs, headings, lists and tables in reading order."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from .base import HEADING, MARGIN, PARAGRAPH, Document, LineCollector, UnreadableDocument
from .marks import read_marks, take_number
from .pdf_columns import in_reading_order
from .pdf_page import Word, read_page
from .pdf_tables import PrintedTable, loose_tables, ruled_tables
from .pdf_text import PrintedLine, joined, printed_lines

MOST_PAGES = 400
MOST_CHARACTERS = 3_000_000
LARGER = 1.12
OUTER = 0.06  # what stands this near to the edge, as a share of the height, is a head or foot of the page
DAMAGED = "This PDF is damaged or incomplete; save it again from the program that made it and import the new copy."
PROTECTED = "This PDF is protected by a password; save a copy without one and import that."
SCANNED = "This PDF holds pictures of pages and no text; run text recognition (OCR) on it, or import the original."
NO_PDF = "The file ends in .pdf but is no PDF document; give it its own extension or save it as PDF again."
TOO_LONG = f"This PDF has more than {MOST_PAGES} pages; split it and import the parts."
LABEL_START = re.compile(r"^[A-ZÀ-Þ][\w’'()/&, -]{1,44}:(?:\s|$)")
SENTENCE_END = re.compile(r"[.!?:;]['\"”»)]*$")

Part = PrintedLine | PrintedTable


def read(path: Path, name: str) -> Document:
    """Read a `.pdf` file."""
    _check(path)
    try:
        opened = pypdfium2.PdfDocument(str(path))
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(PROTECTED if "assword" in str(error) else DAMAGED) from error
    try:
        pages = _pages(opened)
    finally:
        opened.close()
    collector = LineCollector()
    margins = _margins(pages)
    body = [part for page in pages for part in page if id(part) not in margins]
    _collect(collector, _tables_joined(body))
    for text in dict.fromkeys(line.text for page in pages for line in page if id(line) in margins):  # type: ignore[union-attr]
        collector.add(text, MARGIN)
    return Document(name, "pdf", tuple(collector.lines))


def _check(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(1024)
    if b"%PDF-" not in start:
        raise UnreadableDocument(NO_PDF)


def _pages(opened: pypdfium2.PdfDocument) -> list[list[Part]]:
    if len(opened) > MOST_PAGES:
        raise UnreadableDocument(TOO_LONG)
    pages: list[list[Part]] = []
    characters = 0
    for number in range(len(opened)):
        try:
            sheet = opened[number]
        except pypdfium2.PdfiumError:
            continue
        page = read_page(sheet)
        sheet.close()
        characters += page.characters
        if characters > MOST_CHARACTERS:
            raise UnreadableDocument(TOO_LONG)
        tables = ruled_tables(page)
        lines = in_reading_order(printed_lines(page.words, number), page)
        for line in lines:
            line.in_margin = not OUTER < line.y / page.height < 1 - OUTER
        parts: list[Part] = loose_tables(lines, page.level)
        for table in tables:
            place = next((i for i, part in enumerate(parts) if _top(part) < table.top), len(parts))
            parts.insert(place, table)
        pages.append([*parts])
    if not any(pages):
        raise UnreadableDocument(SCANNED if len(opened) else DAMAGED)
    return pages


def _top(part: Part) -> float:
    return part.top if isinstance(part, PrintedTable) else part.y


# Heads and feet


def _margins(pages: list[list[Part]]) -> set[int]:
    """The lines that stand at the head or foot of several pages, whatever number they carry."""
    seen: Counter[str] = Counter()
    edges = []
    for page in pages:
        own = [line for line in (*page[:3], *page[-3:]) if isinstance(line, PrintedLine)]
        edges.append(list({id(line): line for line in own}.values()))
        seen.update({_worded(line) for line in edges[-1]})
    least = max(2, round(len(pages) * 0.4))
    found = {id(line) for own in edges for line in own if line.in_margin}
    for page, own in zip(pages, edges, strict=True):
        for line in own:
            outer = line in page[:2] or line in page[-2:]
            if seen[_worded(line)] >= least and outer:
                found.add(id(line))
    return found


def _worded(line: PrintedLine) -> str:
    return f"{re.sub(r'[0-9]+', '#', line.text)}|{round(line.y / 6)}"


# Tables that go on over pages


def _tables_joined(parts: list[Part]) -> list[Part]:
    result: list[Part] = []
    for part in parts:
        last = result[-1] if result else None
        if isinstance(part, PrintedTable) and isinstance(last, PrintedTable) and _goes_on(last, part):
            rows = part.rows[1:] if part.rows[0] == last.rows[0] else part.rows
            if rows and not rows[0][0] and last.rows and part.rows[0] != last.rows[0] and _is_rest(rows[0], last):
                last.rows[-1] = tuple(joined(a, b) if b else a for a, b in zip(last.rows[-1], rows[0], strict=True))
                rows = rows[1:]
            last.rows.extend(rows)
            last.bottom = part.bottom
        else:
            result.append(part)
    return result


def _goes_on(last: PrintedTable, part: PrintedTable) -> bool:
    same = len(last.rows[0]) == len(part.rows[0]) and part.top > last.bottom
    return same and abs(last.left[0] - part.left[0]) < 12


def _is_rest(row: tuple[str, ...], table: PrintedTable) -> bool:
    """A row that was parted by the end of the page: fewer cells, each going on in lower case."""
    filled = [cell for cell in row if cell]
    return bool(filled) and all(cell[0].islower() for cell in filled) and len(table.rows) > 1


# Paragraphs


@dataclass(frozen=True, slots=True)
class _Type:
    """How the document is set: size of the body, sizes of headings, reach and pitch of the lines of each size, in points."""

    body: float
    headings: tuple[int, ...]
    reach: dict[int, float]
    pitch: dict[int, float]


def _collect(collector: LineCollector, parts: list[Part]) -> None:
    lines = [part for part in parts if isinstance(part, PrintedLine)]
    body = _body_size(lines, [word for part in parts if isinstance(part, PrintedTable) for word in part.words])
    headings = sorted({_key(line) for line in lines if line.size > body * LARGER}, reverse=True)
    typed = _Type(body, tuple(headings), _reach(lines), _pitches(lines))
    block: list[PrintedLine] = []
    for part in parts:
        if isinstance(part, PrintedTable):
            _add_block(collector, block, typed)
            block = []
            collector.add_table(part.rows)
        elif block and _continues(block, part, typed):
            block.append(part)
        else:
            _add_block(collector, block, typed)
            block = [part]
    _add_block(collector, block, typed)


def _key(line: PrintedLine) -> int:
    return round(line.size * 4)


def _body_size(lines: list[PrintedLine], in_tables: list[Word]) -> float:
    """The size that most letters have; those in tables count for a third, as they are often set smaller."""
    weight: dict[float, float] = defaultdict(float)
    for word in in_tables:
        weight[round(word.size * 4) / 4] += len(word.text) / 3
    for line in lines:
        weight[round(line.size * 4) / 4] += len(line.text)
    return max(weight, key=lambda size: weight[size]) if weight else 10.0


def _reach(lines: list[PrintedLine]) -> dict[int, float]:
    """The width of the longest line of a size: what is wrapped reaches about as far as any."""
    sides: dict[int, float] = {}
    for line in lines:
        sides[_key(line)] = max(sides.get(_key(line), 0.0), line.x1 - line.x0)
    return sides


def _pitches(lines: list[PrintedLine]) -> dict[int, float]:
    """The pitch inside a paragraph, by size, where paragraphs are set further apart than their lines."""
    steps: dict[int, Counter[float]] = {}
    for before, line in zip(lines, lines[1:], strict=False):
        step = before.y - line.y
        if _key(before) == _key(line) and before.page == line.page and 0.9 * line.size < step < 2.6 * line.size:
            steps.setdefault(_key(line), Counter())[round(step * 2) / 2] += 1
    found = {}
    for key, counted in steps.items():
        least = min((step for step, times in counted.items() if times >= 2), default=0.0)
        wider = sum(times for step, times in counted.items() if step > 1.1 * least)
        if least and wider >= 2:
            found[key] = least
    return found


def _continues(block: list[PrintedLine], line: PrintedLine, typed: _Type) -> bool:
    first, last = block[0], block[-1]
    if abs(last.size - line.size) > 0.035 * last.size or line.bullet or _is_numbered(line):
        return False
    large = line.size > typed.body * LARGER
    step = last.y - line.y
    over_page = last.page != line.page or step < 0
    pitch = typed.pitch.get(_key(line))
    tight = pitch is not None and not over_page and step < 1.07 * pitch
    listed = first.bullet or _is_numbered(first)
    hangs = listed and len(first.words) > 1 and abs(line.x0 - first.words[1].x0) < 2.5 and not line.bold
    if hangs and not over_page and step < 1.62 * line.size:
        return True
    if LABEL_START.match(line.text) and not (tight and listed and not line.bold):
        return False
    if line.bold != last.bold and (large or line.bold or all(one.bold for one in block)):
        # A label in bold opens a paragraph; a line that is bold from end to end after plain text is a heading.
        return False
    if last.text.endswith(("-", "\u00ad")) and line.text[:1].islower():
        return True
    if over_page:
        return not SENTENCE_END.search(last.text) and line.text[:1].islower() and not large
    if step > 1.62 * max(last.size, line.size) or (pitch is not None and step > 1.2 * pitch):
        return False
    if len(block) > 1 and 0 < 1.22 * (block[-2].y - last.y) < step:
        return False
    if large or (line.bold and last.bold):
        return abs(last.x0 - line.x0) < 3 or abs((last.x0 + last.x1) - (line.x0 + line.x1)) < 8
    ended = bool(SENTENCE_END.search(last.text))
    return (
        _was_full(last, line, typed)
        or (line.text[:1].islower() and not ended)
        or (tight and (listed or not ended))
        or (first.bullet and line.x0 > first.x0 + 2 and step < 1.35 * line.size)
    )


def _was_full(last: PrintedLine, line: PrintedLine, typed: _Type) -> bool:
    """Whether the first word of the next line would not have fitted any more."""
    left = min(last.x0, line.x0)
    wanted = last.x1 + (line.words[0].x1 - line.words[0].x0) + 0.2 * line.size
    return wanted > left + 0.86 * typed.reach.get(_key(last), 0.0)


def _is_numbered(line: PrintedLine) -> bool:
    return bool(take_number(line.text)[0])


def _add_block(collector: LineCollector, block: list[PrintedLine], typed: _Type) -> None:
    if not block:
        return
    text = ""
    for line in block:
        text = joined(text, line.text)
    first = block[0]
    large, bold = first.size > typed.body * LARGER, all(line.bold for line in block)
    short = len(text.split()) <= (24 if large else 14) and not text.endswith((".", ";", ","))
    if short and (large or bold) and not first.bullet:
        level = min(typed.headings.index(_key(first)) + 1, 5) if large else 6
        marker, rest = take_number(text)
        marked = read_marks(rest)
        plain = marked.kind == PARAGRAPH
        collector.add(
            marked.text if plain else rest, HEADING, level=level, marker=marker, code=marked.code if plain else ""
        )
        return
    marked = read_marks(text)
    kind = PARAGRAPH if marked.kind == HEADING else marked.kind
    level = int(first.x0 // 14) if first.bullet else marked.level
    collector.add(marked.text, kind, level=level, marker=marked.marker, code=marked.code)

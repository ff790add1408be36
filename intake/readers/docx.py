"""Word documents: paragraphs, lists and tables in the order of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from .base import BULLET, HEADING, MARGIN, NUMBERED, Document, LineCollector, UnreadableDocument
from .marks import read_marks, take_number

DAMAGED = "This Word file is damaged or incomplete; open it in Word, save it again and import the new copy."
TRANSPARENT = {qn(tag) for tag in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo")}
DROPPED = {qn(tag) for tag in ("w:del", "w:moveFrom", "w:sdtPr", "w:instrText")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
PARAGRAPH_TAG, TABLE_TAG, BOX_TAG = qn("w:p"), qn("w:tbl"), qn("w:txbxContent")
HEADING_NAME = re.compile(r"^(?:heading|überschrift|titre|título|titulo)\s*(\d)$", re.IGNORECASE)
TITLE_NAMES = {"title", "titre", "título", "titel"}


def read(path: Path, name: str) -> Document:
    """Read a `.docx` file."""
    try:
        opened = docx.Document(str(path))
        collector = LineCollector()
        styles = {style.style_id: style for style in opened.styles}
        for block in _blocks(opened.element.body):
            if block.tag == TABLE_TAG:
                collector.add_table(_rows(block))
            else:
                _add_paragraph(collector, block, styles)
        _add_margins(collector, opened)
    except (UnreadableDocument, MemoryError):
        raise
    except Exception as error:
        raise UnreadableDocument(DAMAGED) from error
    return Document(name, "docx", tuple(collector.lines))


def _add_margins(collector: LineCollector, opened: Any) -> None:
    """The heads and feet of the pages, each text once, behind the body."""
    seen: set[str] = set()
    for section in opened.sections:
        for part in (
            section.header,
            section.first_page_header,
            section.even_page_header,
            section.footer,
            section.first_page_footer,
            section.even_page_footer,
        ):
            if part.is_linked_to_previous:
                continue
            for paragraph in part._element.iter(PARAGRAPH_TAG):
                for text in _text_of(paragraph).split("\n"):
                    shown = " ".join(text.split())
                    if shown and shown not in seen:
                        seen.add(shown)
                        collector.add(shown, MARGIN)


def _blocks(parent: Any) -> Iterator[Any]:
    for child in parent:
        if child.tag in (PARAGRAPH_TAG, TABLE_TAG):
            yield child
        elif child.tag in TRANSPARENT:
            yield from _blocks(child)


def _add_paragraph(collector: LineCollector, paragraph: Any, styles: dict[str, Any]) -> None:
    kind, level = _kind_of(paragraph, styles)
    for position, text in enumerate(_text_of(paragraph).split("\n")):
        if not text.strip():
            continue
        if kind == HEADING:
            marker, rest = take_number(text)
            collector.add(rest, HEADING, level=level, marker=marker)
            continue
        marked = read_marks(text)
        own = kind if kind in (BULLET, NUMBERED) and position == 0 and marked.kind != HEADING else marked.kind
        collector.add(marked.text, own, level=max(level, marked.level), marker=marked.marker, code=marked.code)
    for box in paragraph.iter(BOX_TAG):
        if not any(parent.tag in DROPPED for parent in box.iterancestors()):
            for inner in _blocks(box):
                if inner.tag == PARAGRAPH_TAG:
                    _add_paragraph(collector, inner, styles)


def _kind_of(paragraph: Any, styles: dict[str, Any]) -> tuple[str, int]:
    properties = paragraph.pPr
    style = styles.get(properties.style if properties is not None and properties.style is not None else "")
    while style is not None:
        name = (style.name or "").strip()
        found = HEADING_NAME.match(name)
        if found:
            return HEADING, int(found[1])
        if name.lower() in TITLE_NAMES:
            return HEADING, 1
        if name.lower().startswith(("list bullet", "list number")):
            level = int(name[-1]) - 1 if name[-1].isdigit() else _list_level(properties)
            return (NUMBERED if "number" in name.lower() else BULLET), level
        style = style.base_style
    if properties is not None and properties.numPr is not None:
        return BULLET, _list_level(properties)
    if _is_bold_line(paragraph):
        return HEADING, 6
    return "", 0


def _list_level(properties: Any) -> int:
    numbering = properties.numPr if properties is not None else None
    return int(numbering.ilvl.val) if numbering is not None and numbering.ilvl is not None else 0


def _is_bold_line(paragraph: Any) -> bool:
    runs = [run for run in paragraph.iter(qn("w:r")) if "".join(t.text or "" for t in run.iter(qn("w:t"))).strip()]
    text = _text_of(paragraph).strip()
    short = 0 < len(text.split()) <= 12 and not text.endswith(".") and "\n" not in text
    return short and bool(runs) and all(_is_bold(run) for run in runs)


def _is_bold(run: Any) -> bool:
    bold = run.rPr.find(qn("w:b")) if run.rPr is not None else None
    return bold is not None and bold.get(qn("w:val")) not in ("0", "false")


def _text_of(node: Any) -> str:
    parts: list[str] = []
    _gather(node, parts)
    return "".join(parts)


def _gather(node: Any, parts: list[str]) -> None:
    for child in node:
        if child.tag in DROPPED or child.tag == BOX_TAG:
            continue
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag == qn("w:tab"):
            parts.append(" ")
        elif child.tag in (qn("w:br"), qn("w:cr")):
            parts.append("\n")
        elif child.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        else:
            _gather(child, parts)


def _rows(table: Any) -> Iterator[tuple[str, ...]]:
    above: tuple[str, ...] = ()
    for row in _children(table, qn("w:tr")):
        cells: list[str] = []
        for cell in _children(row, qn("w:tc")):
            properties = cell.tcPr
            text = "\n".join(filter(None, (" ".join(_text_of(p).split()) for p in cell.iter(PARAGRAPH_TAG))))
            if properties is not None and properties.vMerge is not None and properties.vMerge.val != "restart":
                text = above[len(cells)] if len(cells) < len(above) else text
            cells.append(text)
            span = properties.gridSpan.val if properties is not None and properties.gridSpan is not None else 1
            cells.extend([""] * (min(int(span), 64) - 1))
        above = tuple(cells)
        yield above


def _children(node: Any, tag: str) -> Iterator[Any]:
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in TRANSPARENT:
            yield from _children(child, tag)

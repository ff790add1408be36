"""Lines of plain text and Markdown put together: wrapped lines joined, tables and underlined headings found."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .base import HEADING, MAX_LINE_CHARACTERS, PARAGRAPH, Document, LineCollector
from .marks import BULLET_MARK, CODE_MARK, HASH_MARK, Marked, indent_of, plain, read_marks, take_number

BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
UNDERLINE = re.compile(r"^\s*(={3,}|-{3,})\s*$")
RULE = re.compile(r"^\s*([-*_=~#])(?:\s*\1){2,}\s*$")
TABLE_ROW = re.compile(r"^\s*\|.*\|\s*$")
TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
LABEL_START = re.compile(r"^\s*[*_]*[A-ZÀ-Þ][\w’'()/ -]{1,40}[*_]*:")
EMPHASIS_START = re.compile(r"^\s*(\*{1,3}|_{1,3})[A-ZÀ-Þ][^*_]{1,40}[.:]?\1\s*[.:]?\s")
QUESTION_START = re.compile(r"^\s*(?:Q\d+[.:)]|A\d*:|\w[^.:]{3,60}\?\s*$)")
QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+")
SENTENCE_END = re.compile(r"[.!?:;]['\"”)]*$")
WRAP_WIDTHS = range(50, 101)
LEAST_WRAP = 55
LONGEST_TITLE = 45


@dataclass(slots=True)
class _Pending:
    raw: str
    last: str
    line: Marked


def read_plain(text: str, name: str, file_format: str, *, soft_wrap: bool) -> Document:
    """The neutral form of plain text. With `soft_wrap` a new line inside a paragraph means nothing, as in Markdown."""
    lines = text.splitlines()
    if soft_wrap:
        lines = [QUOTE.sub("", line) for line in _without_front_matter(lines)]
    width = max((len(line.rstrip()) for line in lines), default=0)
    collector = LineCollector()
    pending: _Pending | None = None
    rows: list[str] = []
    for raw in lines:
        if rows and not TABLE_ROW.match(raw):
            _add_rows(collector, rows)
            rows = []
        if TABLE_ROW.match(raw):
            _flush(collector, pending)
            pending = None
            rows.append(raw)
        elif pending and UNDERLINE.match(raw) and pending.line.kind != HEADING:
            collector.add(pending.line.text, HEADING, level=1 if "=" in raw else 2, marker=pending.line.marker)
            pending = None
        elif not raw.strip() or RULE.match(raw) or raw.strip().startswith("```"):
            _flush(collector, pending)
            pending = None
        elif pending and _continues(pending, raw, width, soft_wrap):
            joined = f"{pending.raw.rstrip()} {raw.strip()}"
            pending = _Pending(joined, raw, read_marks(joined))
        else:
            _flush(collector, pending)
            pending = _Pending(raw, raw, read_marks(raw))
    _flush(collector, pending)
    _add_rows(collector, rows)
    return Document(name, file_format, tuple(collector.lines))


def _flush(collector: LineCollector, pending: _Pending | None) -> None:
    if pending:
        line = pending.line
        collector.add(line.text, line.kind, level=line.level, marker=line.marker, code=line.code)


def _continues(pending: _Pending, raw: str, width: int, soft_wrap: bool) -> bool:
    if _starts_something(raw) or pending.line.kind == HEADING or len(pending.raw) > MAX_LINE_CHARACTERS // 4:
        return False
    first = raw.strip()[0]
    if pending.line.kind != PARAGRAPH and indent_of(raw) > indent_of(pending.raw):
        # "1. Beekeeping" with a sentence below it is a title, and not the first half of a line.
        return not (first.isupper() and len(pending.raw.strip()) < LONGEST_TITLE and pending.last == pending.raw)
    if first == "(" and indent_of(raw) > indent_of(pending.raw) and not pending.last.rstrip().endswith("."):
        return True
    if soft_wrap:
        return not pending.last.endswith("  ") and not pending.raw.rstrip().endswith(":")
    # Text was wrapped where the next word would not have fitted any more.
    first_word = raw.split()[0]
    was_full = len(pending.last.rstrip()) + 1 + len(first_word) > width
    ended = bool(SENTENCE_END.search(pending.last.rstrip()))
    goes_on = (
        first_word[0].islower() and not ended and len(pending.last.rstrip()) >= LEAST_WRAP and ": " not in raw[:30]
    )
    return goes_on or (width in WRAP_WIDTHS and was_full and (not ended or first_word[0].islower()))


def _starts_something(raw: str) -> bool:
    patterns = (BULLET_MARK, HASH_MARK, CODE_MARK, LABEL_START, EMPHASIS_START, QUESTION_START)
    return any(pattern.match(raw) for pattern in patterns) or bool(take_number(raw)[0])


def _add_rows(collector: LineCollector, rows: list[str]) -> None:
    kept = [row for row in rows if not TABLE_RULE.match(row)]
    if kept:
        collector.add_table(
            tuple(plain(BREAK.sub("\n", cell)) for cell in re.split(r"(?<!\\)\|", row.strip().strip("|")))
            for row in kept
        )


def _without_front_matter(lines: list[str]) -> list[str]:
    if lines and lines[0].strip() == "---":
        for position, line in enumerate(lines[1:40], start=1):
            if line.strip() == "---":
                return lines[1:position] + [""] + lines[position + 1 :]
    return lines

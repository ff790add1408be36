"""Numbers in front of lines: which of them are headings, and which are lists or numbered paragraphs."""

from __future__ import annotations

import re

from ..readers.base import NUMBERED, Line
from .labels import labelled, section_of
from .text import fold
from .vocabulary import VERBS

LONGEST_HEADING = 14
HEADING_PUNCTUATION = re.compile(r"[.;!?,]$")


def heading_numbers(lines: tuple[Line, ...]) -> set[int]:
    """Numbered lines that are headings: those of a series that has other lines between its members."""
    found = _dotted_headings(lines)
    for style in ("digit", "letter"):
        for series in _series(lines, style):
            members = [lines[index] for index in series]
            spread = series[-1] - series[0] >= len(series) or (len(series) == 1 and _opens_something(lines, series[0]))
            plausible = all(could_be_heading(member.text.rstrip(":")) or section_of(member.text) for member in members)
            if spread and plausible and not _has_fields_below(lines, series):
                found.update(member.number for member in members)
    return found


def _dotted_headings(lines: tuple[Line, ...]) -> set[int]:
    """Lines such as "2.1 Tellers" or "2.1.1 Criteria" that other lines follow, and not the next of their own count."""
    found: set[int] = set()
    for line, following in zip(lines, lines[1:], strict=False):
        if line.kind != NUMBERED or not dots(line.marker) or is_letter(line.marker):
            continue
        label = labelled(line.text, is_heading=True)
        same = following.kind == NUMBERED and dots(following.marker) == dots(line.marker)
        whole = label is not None and not label.body
        if whole or (not same and not label and could_be_heading(line.text.rstrip(":"))):
            found.add(line.number)
    return found


def _series(lines: tuple[Line, ...], style: str) -> list[list[int]]:
    """Runs of numbers that grow, kept apart where the count starts anew. Letters start anew below each number."""
    runs: list[list[int]] = []
    last = 0
    for index, line in enumerate(lines):
        if line.kind != NUMBERED or is_letter(line.marker) != (style == "letter") or dots(line.marker):
            continue
        value = _value(line.marker, style)
        if not runs or value <= last:
            runs.append([])
        runs[-1].append(index)
        last = value
    return _merged(runs, lines) if style == "digit" else runs


def _merged(runs: list[list[int]], lines: tuple[Line, ...]) -> list[list[int]]:
    """An inner list 1, 2, 3 between the sections 4 and 5 must not break the outer count."""
    merged: list[list[int]] = []
    for run in runs:
        first = _value(lines[run[0]].marker, "digit")
        outer = next((m for m in reversed(merged) if _value(lines[m[-1]].marker, "digit") == first - 1), None)
        if outer is not None and first > 1:
            outer.extend(run)
        else:
            merged.append(list(run))
    return [piece for run in merged for piece in _untangled(run, lines)]


def _untangled(run: list[int], lines: tuple[Line, ...]) -> list[list[int]]:
    """A count "1 … 1 2 3 2 …" is a list inside a series; neighbours are the list, the others the series."""
    neighbours = [index for index in run if index + 1 in run or index - 1 in run]
    if len(neighbours) == len(run) or not neighbours:
        return [run]
    heads = [index for index in run if section_of(lines[index].text) or index not in neighbours]
    rest = [index for index in run if index not in heads]
    return [piece for piece in (heads, rest) if piece]


def _value(marker: str, style: str) -> int:
    digits = re.search(r"\d+", marker)
    if style == "digit":
        return int(digits.group()) if digits else 1
    return ord(fold(marker.strip("().")[:1] or "a")) - 96


def _opens_something(lines: tuple[Line, ...], index: int) -> bool:
    return index + 1 < len(lines) and bool(section_of(lines[index].text))


def _has_fields_below(lines: tuple[Line, ...], series: list[int]) -> bool:
    """Items of a list of actions carry "Owner:" and "Due:" below them; headings do not."""
    below = [labelled(lines[index + 1].text) for index in series if index + 1 < len(lines)]
    return sum(1 for label in below if label and label.field in ("owner", "due", "success_measure")) * 2 > len(series)


def dots(marker: str) -> int:
    """How deep a number such as 2.1.3 is, counted from 0."""
    return marker.rstrip(".)").count(".")


def is_letter(marker: str) -> bool:
    """Whether a marker counts in letters: a), (b), C."""
    return bool(re.fullmatch(r"\(?[A-Za-z]+[.)]", marker))


def is_numbered_sentence(line: Line) -> bool:
    """A paragraph of a report that numbers its paragraphs: 2.3.1 and a sentence."""
    return line.kind == NUMBERED and dots(line.marker) > 0 and line.text.endswith(".")


def could_be_heading(text: str, *, counted: bool = False) -> bool:
    """Whether a line is short and without a verb or a stop; one that is counted ("Item 2: …") may hold a verb."""
    if HEADING_PUNCTUATION.search(text) or len(text.split()) > LONGEST_HEADING:
        return False
    if counted and len(text.split()) <= 8:
        return True
    return not any(word in VERBS for word in fold(text).split()[1:])

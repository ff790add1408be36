"""The outline of a document: which lines are headings, how deep, and what label each line carries."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..readers.base import BULLET, HEADING, MARGIN, NUMBERED, ROW, Document, Line
from .labels import LIST_FIELDS, column_field, field_of, is_page_text, labelled, section_of
from .prose import Told, read_told
from .text import fold, words
from .vocabulary import EVALUATIVE, HEADING_PREFIXES, PROBLEM_WORDS, UNIT_SUFFIXES, UNIT_WORDS, VERBS

TEXT, ITEM, PAGE = "text", "item", "page"
SECTION_LEVEL, SUB_LEVEL, PLAIN_LEVEL = 1, 2, 3
BELOW_STYLES = 50
LONGEST_HEADING = 14
ANSWER = re.compile(
    r"^(?:a|ans|answer|r|reponse|réponse|resposta)\s*\d*\s*[:.)]\s*(?P<said>\S.*)$", re.IGNORECASE | re.DOTALL
)
HEADING_PUNCTUATION = re.compile(r"[.;!?,]$")


@dataclass(frozen=True, slots=True)
class Element:
    """A line with its place in the outline. `field` and `body` are set where a label stands before it."""

    line: Line
    kind: str
    level: int = 0
    field: str = ""
    body: str = ""
    said: str = ""
    told: Told | None = None

    @property
    def text(self) -> str:
        """The text without marker and code, and without the "A:" of an answer."""
        return self.said or self.line.text

    @property
    def number(self) -> int:
        """The number of the line."""
        return self.line.number

    @property
    def title(self) -> str:
        """A heading's words without the colon behind them."""
        return self.text.rstrip(" :")


def outline(document: Document) -> list[Element]:
    """The elements of a document, in its order."""
    lines = document.lines
    styled = any(line.kind == HEADING for line in lines[1:])
    numbered = _heading_numbers(lines)
    elements = [_element(line, position, lines, numbered, styled) for position, line in enumerate(lines)]
    return _with_units_promoted(elements)


def is_unit_name(text: str) -> bool:
    """Whether the words say themselves that they name a department."""
    parts = fold(text).strip(" :").split()
    return bool(parts) and (
        parts[-1] in UNIT_WORDS or bool(re.match(UNIT_SUFFIXES, fold(text))) or parts[0] in UNIT_WORDS
    )


def heading_name(heading: str) -> str:
    """A heading without what only counts it: "Section A – Mentoring", "F1 Billing", "Department: Sales"."""
    found = re.match(HEADING_PREFIXES, fold(heading))
    return heading[found.end() :].strip() if found else heading


def is_statement(text: str) -> bool:
    """Whether a heading says what is wrong, and does not merely name a department or theme."""
    parts = words(heading_name(text))
    if len(parts) < 3:
        return False
    verbs = any(part in VERBS for part in parts[1:])
    return (
        verbs
        or bool((PROBLEM_WORDS | EVALUATIVE) & set(parts))
        or parts[0].startswith(("in", "un", "non"))
        and parts[0] in PROBLEM_WORDS
    )


def unit_name(heading: str) -> str:
    """The name of a unit without the word "Department" and its like."""
    name = heading_name(heading.strip(" :"))
    folded = fold(name)
    found = re.search(UNIT_SUFFIXES, folded)
    if not found:
        return name
    kept = name[: found.start()] if found.start() else name[found.end() :]
    return kept.strip(" :-–") or name


def _element(line: Line, position: int, lines: tuple[Line, ...], numbered: set[int], styled: bool) -> Element:
    if line.kind == MARGIN or is_page_text(line.text):
        return Element(line, PAGE)
    if line.kind == ROW:
        return Element(line, ROW)
    answer = ANSWER.match(line.text) if position and lines[position - 1].text.rstrip().endswith("?") else None
    if answer:
        return Element(line, TEXT, said=answer["said"])
    label = labelled(line.text, is_heading=line.kind == HEADING or line.number in numbered)
    field, body = (label.field, label.body) if label else ("", "")
    if line.kind == HEADING:
        return Element(line, HEADING, line.level, field, body)
    if line.number in numbered:
        depth = SUB_LEVEL if _is_letter(line.marker) else SECTION_LEVEL + _dots(line.marker)
        return Element(line, HEADING, BELOW_STYLES + depth if styled else depth, field, body)
    kind = ITEM if line.kind in (BULLET, NUMBERED) and not _is_numbered_sentence(line) else TEXT
    if kind == TEXT and position and not field and _looks_like_heading(line, lines, position, styled):
        level = SECTION_LEVEL if section_of(line.text) else PLAIN_LEVEL
        return Element(line, HEADING, BELOW_STYLES + level if styled else level)
    told = read_told(line.text) if kind == TEXT and not field and len(line.text) > 30 else None
    return Element(line, kind, line.level, field, body, told=told if told and told.has_cue else None)


def _dots(marker: str) -> int:
    return marker.rstrip(".)").count(".")


def _is_numbered_sentence(line: Line) -> bool:
    """A paragraph of a report that numbers its paragraphs: 2.3.1 and a sentence."""
    return line.kind == NUMBERED and _dots(line.marker) > 0 and line.text.endswith(".")


def _looks_like_heading(line: Line, lines: tuple[Line, ...], position: int, styled: bool) -> bool:
    text = line.text
    counted = heading_name(text) != text
    name = re.sub(r"^\d{1,2}\s+(?=[A-ZÀ-Þ])", "", heading_name(text))
    if line.code or not _could_be_heading(text, counted=counted) or not name[:1].isupper():
        return False
    if ": " in text and not counted:
        return False
    if text.isupper():
        return True
    following = lines[position + 1] if position + 1 < len(lines) else None
    if following is None:
        return False
    known = bool(section_of(text)) or is_unit_name(text)
    opens_list = (
        following.kind in (BULLET, NUMBERED)
        and not _dots(following.marker)
        and "(" not in text
        and len(text.split()) <= 9
    )
    if styled:
        return known and (text.endswith(":") or (opens_list and len(text.split()) <= 5))
    return known or counted or (opens_list and position > 1) or _is_title_case(text)


def _could_be_heading(text: str, *, counted: bool = False) -> bool:
    if HEADING_PUNCTUATION.search(text) or len(text.split()) > LONGEST_HEADING:
        return False
    if counted and len(text.split()) <= 8:
        return True
    return not any(word in VERBS for word in fold(text).split()[1:])


def _is_title_case(text: str) -> bool:
    parts = [part for part in re.findall(r"[^\W\d_]+", text) if len(part) > 3]
    return bool(parts) and len(text.split()) <= 8 and all(part[0].isupper() for part in parts)


def _is_letter(marker: str) -> bool:
    return bool(re.fullmatch(r"\(?[A-Za-z]+[.)]", marker))


def _heading_numbers(lines: tuple[Line, ...]) -> set[int]:
    """Numbered lines that are headings: those of a series that has other lines between its members."""
    found = _dotted_headings(lines)
    for style in ("digit", "letter"):
        for series in _series(lines, style):
            members = [lines[index] for index in series]
            spread = series[-1] - series[0] >= len(series) or (len(series) == 1 and _opens_something(lines, series[0]))
            plausible = all(_could_be_heading(member.text.rstrip(":")) or section_of(member.text) for member in members)
            if spread and plausible and not _has_fields_below(lines, series):
                found.update(member.number for member in members)
    return found


def _dotted_headings(lines: tuple[Line, ...]) -> set[int]:
    """Lines such as "2.1 Tellers" or "2.1.1 Criteria" that other lines follow, and not the next of their own count."""
    found: set[int] = set()
    for line, following in zip(lines, lines[1:], strict=False):
        if line.kind != NUMBERED or not _dots(line.marker) or _is_letter(line.marker):
            continue
        label = labelled(line.text, is_heading=True)
        same = following.kind == NUMBERED and _dots(following.marker) == _dots(line.marker)
        whole = label is not None and not label.body
        if whole or (not same and not label and _could_be_heading(line.text.rstrip(":"))):
            found.add(line.number)
    return found


def _series(lines: tuple[Line, ...], style: str) -> list[list[int]]:
    """Runs of numbers that grow, kept apart where the count starts anew. Letters start anew below each number."""
    runs: list[list[int]] = []
    last = 0
    for index, line in enumerate(lines):
        if line.kind != NUMBERED or _is_letter(line.marker) != (style == "letter") or _dots(line.marker):
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


def _with_units_promoted(elements: list[Element]) -> list[Element]:
    """A short line right before a gap's label names the unit, whatever else it looks like."""
    result = list(elements)
    for index, element in enumerate(elements[:-1]):
        following = elements[index + 1]
        plain = element.kind == TEXT and not element.field and index > 0
        if (
            plain
            and following.field == "gap"
            and following.body
            and _could_be_heading(element.title)
            and not element.line.code
        ):
            result[index] = replace(element, kind=HEADING, level=PLAIN_LEVEL)
    return result


def next_field(elements: list[Element], index: int) -> str:
    """The label of the next labelled element before the next heading without one; "text" where other lines come first."""
    saw_text = False
    for element in elements[index + 1 :]:
        if element.kind == HEADING and not element.field:
            return ""
        if element.kind == ROW:
            return _field_of_table(element.line) or _field_of_pairs(elements, index)
        if element.kind == ITEM and element.field and not element.body and not element.text.endswith(":"):
            continue
        if element.kind == HEADING and element.field in ("comment", "response"):
            continue
        if element.field in LIST_FIELDS or (element.kind == HEADING and element.field):
            return f"text {element.field}" if saw_text and element.field != "gap" else element.field
        if element.line.code and element.kind == TEXT:
            return "gap"
        if element.field == "kpi" and element.body:
            return "gap"
        if element.told:
            return "gap" if element.told.gap or not saw_text else "text cause"
        saw_text = saw_text or (element.kind in (TEXT, ITEM) and not element.field)
    return ""


def _field_of_pairs(elements: list[Element], index: int) -> str:
    """What a table of labels and values below a heading states first."""
    for element in elements[index + 1 : index + 14]:
        if element.kind == HEADING:
            return ""
        if element.kind != ROW:
            continue
        filled = [cell for cell in element.line.cells if cell]
        field = field_of(filled[0]) if len(filled) == 2 else ""
        if field == "unit":
            return ""
        if field in LIST_FIELDS:
            return field
    return ""


def _field_of_table(line: Line) -> str:
    """What the rows below a table's head are; empty where a column of it names the units."""
    fields = {column_field(cell) for cell in line.cells}
    if "unit" in fields:
        return ""
    return next((field for field in ("gap", "kpi", "action") if field in fields and len(fields) > 2), "").replace(
        "kpi", "gap"
    )

"""The outline of a document: which lines are headings, how deep, and what label each line carries."""

from __future__ import annotations

import re
from dataclasses import replace

from ..readers.base import BULLET, HEADING, MARGIN, NUMBERED, ROW, Document, Line
from .elements import ITEM, PAGE, TEXT, Element
from .labels import LIST_FIELDS, column_field, field_of, is_page_text, labelled, section_of
from .learning import with_learned
from .numbering import could_be_heading, dots, heading_numbers, is_letter, is_numbered_sentence
from .prose import read_told
from .text import fold, words
from .vocabulary import EVALUATIVE, HEADING_PREFIXES, PROBLEM_WORDS, UNIT_SUFFIXES, UNIT_WORDS, VERBS

SECTION_LEVEL, SUB_LEVEL, PLAIN_LEVEL = 1, 2, 3
BELOW_STYLES = 50
ANSWER = re.compile(
    r"^(?:a|ans|answer|r|reponse|réponse|resposta)\s*\d*\s*[:.)]\s*(?P<said>\S.*)$", re.IGNORECASE | re.DOTALL
)


def outline(document: Document) -> list[Element]:
    """The elements of a document, in its order."""
    lines = document.lines
    styled = any(line.kind == HEADING for line in lines[1:])
    numbered = heading_numbers(lines)
    elements = [_element(line, position, lines, numbered, styled) for position, line in enumerate(lines)]
    return _with_units_promoted(_with_chapters_promoted(with_learned(_with_parents_promoted(elements))))


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


def names_a_unit(text: str) -> bool:
    """Whether the words behind "Observation 1 –" name where it was made, and not what is wrong."""
    return len(text.split()) <= 4 and not is_statement(text) and not text.rstrip().endswith(".")


def ahead_gap(elements: list[Element], index: int) -> bool:
    """Whether a gap is labelled below a heading, before the next heading and before any cause or action."""
    for element in elements[index + 1 : index + 9]:
        if element.kind == HEADING and element.body:
            return False
        if element.field in LIST_FIELDS:
            return element.field == "gap"
    return False


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
        depth = SUB_LEVEL if is_letter(line.marker) else SECTION_LEVEL + dots(line.marker)
        return Element(line, HEADING, BELOW_STYLES + depth if styled else depth, field, body)
    kind = ITEM if line.kind in (BULLET, NUMBERED) and not is_numbered_sentence(line) else TEXT
    if kind == TEXT and position and not field and _looks_like_heading(line, lines, position, styled):
        level = SECTION_LEVEL if section_of(line.text) else PLAIN_LEVEL
        label = labelled(line.text, is_heading=True)
        field = label.field if label and not label.body and label.field == "response" else ""
        return Element(line, HEADING, BELOW_STYLES + level if styled else level, field)
    told = read_told(line.text) if kind == TEXT and not field and len(line.text) > 30 else None
    return Element(line, kind, line.level, field, body, told=told if told and told.has_cue else None)


def _looks_like_heading(line: Line, lines: tuple[Line, ...], position: int, styled: bool) -> bool:
    text = line.text
    counted = heading_name(text) != text
    name = re.sub(r"^\d{1,2}\s+(?=[A-ZÀ-Þ])", "", heading_name(text))
    if line.code or not could_be_heading(text, counted=counted) or not name[:1].isupper():
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
        and not dots(following.marker)
        and "(" not in text
        and len(text.split()) <= 9
    )
    if styled:
        return known and (text.endswith(":") or (opens_list and len(text.split()) <= 5))
    return known or counted or (opens_list and position > 1) or _is_title_case(text)


def _is_title_case(text: str) -> bool:
    parts = [part for part in re.findall(r"[^\W\d_]+", text) if len(part) > 3]
    return bool(parts) and len(text.split()) <= 8 and all(part[0].isupper() for part in parts)


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
            and could_be_heading(element.title)
            and ":" not in element.title
            and not element.line.code
        ):
            result[index] = replace(element, kind=HEADING, level=PLAIN_LEVEL)
    return result


def _with_parents_promoted(elements: list[Element]) -> list[Element]:
    """A bullet with nothing but a name, above deeper bullets of which the first is labelled as a gap, is a heading."""
    result = list(elements)
    for index, (element, following) in enumerate(zip(elements, elements[1:], strict=False)):
        deeper = following.kind == ITEM and following.level > element.level
        named = element.kind == ITEM and not element.field and could_be_heading(element.title) and not element.line.code
        labelled_below = following.field in ("gap", "severity", "kpi") or (
            not following.field and re.match(r"^[A-ZÀ-Þ][^:.;]{2,40}:\s+\S", following.text)
        )
        if named and deeper and labelled_below and ":" not in element.text:
            result[index] = replace(element, kind=HEADING, level=PLAIN_LEVEL)
    return result


def _with_chapters_promoted(elements: list[Element]) -> list[Element]:
    """A label in capitals that stands once, below several headings, opens a chapter for all of them."""
    result = list(elements)
    for field in ("cause", "action"):
        bare = [index for index, element in enumerate(elements) if element.field == field and not element.body]
        if len(bare) != 1 or elements[bare[0]].kind != TEXT:
            continue
        own = elements[bare[0]]
        above = sum(element.kind == HEADING and not element.field for element in elements[1 : bare[0]])
        if own.text.isupper() and not own.text.endswith(":") and above > 1:
            result[bare[0]] = replace(own, kind=HEADING, level=0)
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
    if {"target", "actual"} <= fields and len(fields) > 2:
        return "gap"
    first = next((cell for cell in line.cells if cell), "")
    if not {"gap", "kpi"} & fields and "cause" in fields and not column_field(first) and len(fields) > 3:
        return "gap"
    return next((field for field in ("gap", "kpi", "action") if field in fields and len(fields) > 2), "").replace(
        "kpi", "gap"
    )

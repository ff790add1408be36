"""Labels that no vocabulary holds, learned from the document: what recurs in the same place and is filled in the same way."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..readers.base import HEADING, NUMBERED, ROW
from .dates import find_date
from .elements import ITEM, TEXT, Element
from .inline_fields import is_role, read_inline_fields
from .labels import LIST_FIELDS, column_field, field_of, section_of
from .text import fold, words
from .vocabulary import UNIT_WORDS

ANY_DAY = date(2000, 1, 1)
LONGEST_LABEL = 7
LONGEST_BLOCK = 14
SHORT_BODY = 5
PAIR = 2
CANDIDATE = re.compile(r"^(?P<label>[^:.;!?|()]{2,60}?)\s*(?:\?\s*:?|:)\s*(?P<body>.*)$", re.DOTALL)
KNOWN = ("gap", "cause", "action", "impact")


@dataclass(frozen=True, slots=True)
class _Place:
    """A label where it stands, what is said behind and below it, and which known fields stand before and after it."""

    own: Element
    body: str
    before: Element | None
    after: Element | None
    passed: int
    ahead: int
    given: int
    items: int
    words: int
    inside: bool
    explains: bool

    @property
    def field_before(self) -> str:
        return _field_at(self.before) if self.before else ""

    @property
    def field_after(self) -> str:
        return _field_at(self.after) if self.after else ""

    def is_sibling_of(self, other: Element | None) -> bool:
        """Whether the other is a heading of the same depth."""
        return other is not None and other.kind == HEADING and other.level == self.own.level


def with_learned(elements: list[Element]) -> list[Element]:
    """The elements, with the fields of labels that the document itself explains."""
    learned: dict[str, str] = {}
    for _ in range(4):
        found = _Reader(elements).learn(learned)
        if not found:
            break
        learned.update(found)
        elements = [
            _named(element, label, body, found)
            for element, (label, body) in zip(elements, _labels(elements), strict=True)
        ]
    return elements


def _named(element: Element, label: str, body: str, learned: dict[str, str]) -> Element:
    field = learned.get(label, "")
    return replace(element, field=field, body=body, told=None) if field else element


def _field_at(element: Element) -> str:
    """The field of an element, also where it is a row of label and value."""
    if element.field or element.kind != ROW:
        return element.field
    filled = [cell for cell in element.line.cells if cell]
    return field_of(filled[0]) if len(filled) == PAIR else ""


def _labels(elements: list[Element]) -> list[tuple[str, str]]:
    """The unknown label of each element; inside a known list a name before a colon is no label."""
    found, inside = [], ""
    for element in elements:
        label, body = _label_of(element)
        if element.kind == HEADING or (element.field and not element.body):
            inside = element.field
        named = body and inside in LIST_FIELDS and element.kind == ITEM
        found.append(("", "") if named else (label, body))
    return found


def _label_of(element: Element) -> tuple[str, str]:
    """The unknown label of an element, folded, and the text behind it; empty where it carries none."""
    if element.kind == ROW:
        filled = [cell for cell in element.line.cells if cell]
        pair = len(filled) == PAIR and len(filled[0].split()) <= LONGEST_LABEL and not element.field
        return (_bare(filled[0]), filled[1]) if pair and not column_field(filled[0]) else ("", "")
    bare = element.field in ("due", "owner") and not element.body
    if (element.field and not bare) or element.kind not in (HEADING, TEXT, ITEM):
        return "", ""
    found = CANDIDATE.match(element.text)
    if found and len(found["label"].split()) <= LONGEST_LABEL and found["label"][:1].isupper():
        return _bare(found["label"]), found["body"].strip()
    if element.kind == HEADING and len(element.title.split()) <= LONGEST_LABEL:
        return _bare(element.title), ""
    return "", ""


def _bare(label: str) -> str:
    return re.sub(r"\s*\d+$", "", fold(label).strip(" *_-:?"))


def _names_something(label: str) -> bool:
    """A section or a department is no label."""
    parts = label.split()
    known = field_of(label) not in ("", "due", "owner")
    return not parts or bool(section_of(label)) or parts[0] in UNIT_WORDS or parts[-1] in UNIT_WORDS or known


class _Reader:
    """One look through the document."""

    def __init__(self, elements: list[Element]) -> None:
        self.elements = elements
        self.named = _labels(elements)
        counts = Counter(label for label, _ in self.named if label)
        self.candidates = {label for label in counts if not _names_something(label)}
        self.recurring = {label for label in self.candidates if counts[label] > 1}
        self.fields = Counter(_field_at(element) for element in elements)
        for element in elements:
            if element.kind == ROW and element.line.row == 1 and len(element.line.cells) > PAIR:
                self.fields.update(column_field(cell) for cell in element.line.cells)

    def learn(self, known: dict[str, str]) -> dict[str, str]:
        """The labels that can be named now; those of causes and gaps one at a time, because each tells of the next."""
        places: dict[str, list[_Place]] = defaultdict(list)
        for index, (label, body) in enumerate(self.named):
            if label in self.candidates:
                places[label].append(self._place(index, body))
        for label, own in places.items():
            told = [place for place in own if place.body]
            places[label] = told if len(told) > 1 else own
        lone = [own[0] for own in places.values() if len(own) == 1]
        fresh = {label: own for label, own in places.items() if label not in known}
        found = {label: field for label, own in fresh.items() if (field := _small_field(own) or self._given(own))}
        if found:
            return found
        for label, own in fresh.items():
            field = self._field_of(own) or self._field_of_list(own, lone)
            if field:
                return {label: field}
        return {}

    def _place(self, index: int, body: str) -> _Place:
        below: list[Element] = []
        for position in range(index + 1, min(index + LONGEST_BLOCK, len(self.elements))):
            element = self.elements[position]
            if element.kind == HEADING or _field_at(element) not in ("", "owner", "due"):
                break
            if self.named[position][0] and element.kind in (TEXT, ROW):
                break
            below.append(element)
        before, passed = self._next_known(index, -1)
        after, ahead = self._next_known(index, 1)
        said = body or next((one.text for one in below if one.kind in (TEXT, ITEM)), "")
        items = sum(one.kind == ITEM or one.line.kind == NUMBERED for one in below)
        given = _given_actions(body, below)
        return _Place(
            self.elements[index],
            body,
            before,
            after,
            passed,
            ahead,
            given,
            items,
            sum(word.isalpha() for word in words(said)),
            self._is_inside_actions(index),
            self._follows_a_statement(index),
        )

    def _next_known(self, index: int, step: int) -> tuple[Element | None, int]:
        """The next known field that way, before any heading that names something, and how many labels recur in between."""
        passed: set[str] = set()
        own = self.named[index][0]
        stop = max(-1, min(len(self.elements), index + step * 2 * LONGEST_BLOCK))
        for position in range(index + step, stop, step):
            element, label = self.elements[position], self.named[position][0]
            if _field_at(element) in KNOWN:
                return element, len(passed)
            if label in self.recurring and label != own:
                passed.add(label)
            elif label == own:
                if step > 0 or element.kind == HEADING:
                    break
            elif element.kind == HEADING and not element.field:
                break
        return None, len(passed)

    def _is_inside_actions(self, index: int) -> bool:
        """Whether a heading stands inside a chapter of actions: then it says for whom or for what they are."""
        level = self.elements[index].level
        for element in reversed(self.elements[:index]):
            if element.kind == HEADING and element.level < level:
                if element.field:
                    return element.field == "action"
                level = element.level
        return False

    def _follows_a_statement(self, index: int) -> bool:
        """Whether the label stands right below the one paragraph under a heading."""
        above = self.elements[max(0, index - 2) : index]
        plain = len(above) == PAIR and above[1].kind == TEXT and not above[1].field and not self.named[index - 1][0]
        return plain and above[0].kind == HEADING

    def _given(self, places: list[_Place]) -> str:
        """Action, where most of what stands below is given to somebody or has a day."""
        fields, is_heading = self.fields, places[0].own.kind == HEADING
        acting = sum(bool(place.given) for place in places)
        follows = all(place.before or place.passed for place in places if place.given)
        opens = not places[0].body
        if acting and follows and acting * 2 > len(places) and (len(places) > 1 or (opens and not is_heading)):
            return "action"
        if is_heading and len(places) == 1 and fields["gap"] + fields["cause"]:
            return "action" if places[0].given > 1 and not places[0].inside else ""
        return ""

    def _field_of(self, places: list[_Place]) -> str:
        """Cause, gap or action: by what stands before and after."""
        fields = self.fields
        if len(places) < 2 or not _most(places, lambda place: place.words >= 3):
            return ""
        if not fields["cause"]:
            if _most(
                places,
                lambda place: (
                    place.field_after == "action"
                    and not place.ahead
                    and bool(place.field_before == "gap" or place.passed)
                ),
            ):
                return "cause"
            if fields["action"] and _most(places, lambda place: place.explains):
                return "cause"
            if fields["action"] and _most(places, lambda place: place.field_before == "gap" and not place.passed):
                return "cause"
        if (
            not fields["gap"]
            and fields["cause"] + fields["action"] > 1
            and places[0].before is None
            and _most(
                places,
                lambda place: (
                    place.words > 3
                    and place.field_before in ("", "action")
                    and not place.ahead
                    and place.field_after in ("cause", "action")
                ),
            )
        ):
            return "gap"
        if (
            not fields["action"]
            and fields["cause"]
            and _most(
                places, lambda place: place.before is not None and not place.ahead and place.field_after in ("", "gap")
            )
        ):
            return "action"
        return ""

    def _field_of_list(self, places: list[_Place], lone: list[_Place]) -> str:
        """A heading that stands once, with a list below it, among headings of its depth that are known."""
        place = places[0]
        if len(places) > 1 or place.own.kind != HEADING or place.items < 2:
            return ""
        if not self.fields["cause"] and place.field_before == "gap" and place.field_after == "action":
            return "cause" if place.is_sibling_of(place.before) and place.is_sibling_of(place.after) else ""
        if self.fields["gap"] or place.before or place.field_after not in ("cause", "action"):
            return ""
        alike = [
            one for one in lone if one.own.kind == HEADING and one.items > 1 and one.field_after in ("cause", "action")
        ]
        return "gap" if len(alike) == 1 and place.is_sibling_of(place.after) else ""


def _most(places: list[_Place], fits: Callable[[_Place], bool]) -> bool:
    return sum(fits(place) for place in places) * 2 > len(places)


def _small_field(places: list[_Place]) -> str:
    """What only days stand behind is a due date, what only roles stand behind an owner."""
    bodies = [place.body for place in places if place.body]
    if len(bodies) < 2 or len(bodies) < len(places) or not all(place.before or place.passed for place in places):
        return ""
    days = sum(len(body.split()) <= SHORT_BODY and find_date(body, reference=ANY_DAY) is not None for body in bodies)
    roles = sum(is_role(body) for body in bodies)
    return "due" if days * 3 > 2 * len(bodies) else "owner" if roles * 3 > 2 * len(bodies) else ""


def _given_actions(body: str, below: Sequence[Element]) -> int:
    """How many of the things that stand below are given to somebody or have a day; none where most have not."""
    rows = [element for element in below if element.kind == ROW and not element.field]
    if rows and not body:
        fields = {column_field(cell) for cell in rows[0].line.cells}
        return len(rows) if {"owner", "due", "author", "date"} & fields and not {"gap", "kpi", "cause"} & fields else 0
    texts = (
        [body] if body else [element.text for element in below if element.kind in (TEXT, ITEM) and not element.field]
    )
    inline = [read_inline_fields(text, ANY_DAY) for text in texts]
    given = sum(bool(one.owner or one.due) for one in inline)
    labelled = any(_field_at(element) in ("owner", "due") for element in below[:2])
    return max(given, 1) if texts and (given * 2 >= len(texts) or labelled) else 0

"""Labels that no vocabulary holds, learned from the document: what recurs in the same place and is filled in the same way."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..readers.base import HEADING, ROW
from .dates import find_date
from .elements import ITEM, TEXT, Element
from .inline_fields import is_role, read_inline_fields
from .labels import LIST_FIELDS, column_field, field_of, section_of
from .text import fold
from .vocabulary import UNIT_WORDS

ANY_DAY = date(2000, 1, 1)
LONGEST_LABEL = 7
LONGEST_BLOCK = 14
SHORT_BODY = 5
CANDIDATE = re.compile(r"^(?P<label>[^:.;!?|()]{2,60}?)\s*(?:\?\s*:?|:)\s*(?P<body>.*)$", re.DOTALL)
KNOWN = ("gap", "cause", "action", "impact")


@dataclass(frozen=True, slots=True)
class _Place:
    """A label where it stands: what is said behind it, the fields known before and after it, and how many labels stand between."""

    index: int
    body: str
    before: str
    after: str
    passed: int
    ahead: int
    is_action: bool
    given: int
    inside: bool
    words: int


def with_learned(elements: list[Element]) -> list[Element]:
    """The elements, with the fields of labels that the document itself explains."""
    learned: dict[str, str] = {}
    for _ in range(4):
        found = _learn(elements, learned)
        if not found:
            break
        learned.update(found)
        elements = [
            _named(element, label, body, found)
            for element, (label, body) in zip(elements, _labels(elements), strict=True)
        ]
    return elements


def _labels(elements: list[Element]) -> list[tuple[str, str]]:
    """The unknown label of each element; inside a known list a name before a colon is no label."""
    found, inside = [], ""
    for element in elements:
        label, body = _label_of(element)
        if element.kind == HEADING or (element.field and not element.body):
            inside = element.field
        found.append(("", "") if body and inside in LIST_FIELDS else (label, body))
    return found


def _named(element: Element, label: str, body: str, learned: dict[str, str]) -> Element:
    field = learned.get(label, "")
    return replace(element, field=field, body=body, told=None) if field else element


def _label_of(element: Element) -> tuple[str, str]:
    """The unknown label of an element, folded, and the text behind it; empty where it carries none."""
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
    return re.sub(r"\s*\d+$", "", fold(label).strip(" *_-"))


def _learn(elements: list[Element], known: dict[str, str]) -> dict[str, str]:
    named = _labels(elements)
    counts = Counter(label for label, _ in named if label and not _names_something(label))
    recurring = {label for label, count in counts.items() if count > 1}
    places: dict[str, list[_Place]] = defaultdict(list)
    for index, (label, body) in enumerate(named):
        if label in counts:
            places[label].append(_place(elements, named, recurring, index, body))
    fields = Counter(element.field for element in elements)
    found: dict[str, str] = {}
    for label, own in places.items():
        field = _field_of_places(elements, own, fields)
        if field and label not in known:
            found[label] = field
            if field not in ("action", "owner", "due"):
                break
    return found


def _names_something(label: str) -> bool:
    """A section or a department is no label."""
    parts = label.split()
    known = field_of(label) not in ("", "due", "owner")
    return bool(section_of(label)) or parts[0] in UNIT_WORDS or parts[-1] in UNIT_WORDS or known


def _place(
    elements: Sequence[Element], named: Sequence[tuple[str, str]], recurring: set[str], index: int, body: str
) -> _Place:
    below: list[Element] = []
    for position in range(index + 1, min(index + LONGEST_BLOCK, len(elements))):
        element = elements[position]
        if element.kind == HEADING or (element.field and element.field not in ("owner", "due")):
            break
        if named[position][0] and element.kind == TEXT:
            break
        below.append(element)
    before, passed = _next_known(elements, named, recurring, range(index - 1, max(-1, index - 2 * LONGEST_BLOCK), -1))
    after, ahead = _next_known(elements, named, recurring, range(index + 1, min(len(elements), index + 2 * LONGEST_BLOCK)))
    given = _given_actions(body, below)
    said = body or next((one.text for one in below if one.kind in (TEXT, ITEM)), "")
    return _Place(index, body, before, after, passed, ahead, bool(given), given, _below_actions(elements, index), len(said.split()))


def _next_known(
    elements: Sequence[Element], named: Sequence[tuple[str, str]], recurring: set[str], positions: range
) -> tuple[str, int]:
    """The next known field that way, before any heading that names something, and how many other labels recur in between."""
    passed: set[str] = set()
    own = named[positions.start - positions.step][0]
    for position in positions:
        element, label = elements[position], named[position][0]
        if element.field in KNOWN:
            return element.field, len(passed)
        if label in recurring and label != own:
            passed.add(label)
        elif label == own:
            if positions.step > 0:
                break
        elif element.kind == HEADING and not element.field:
            break
    return "", len(passed)


def _below_actions(elements: Sequence[Element], index: int) -> bool:
    """Whether a heading stands inside a chapter of actions: then it says for whom or for what they are."""
    level = elements[index].level
    for element in reversed(elements[:index]):
        if element.kind == HEADING and element.level < level:
            if element.field:
                return element.field == "action"
            level = element.level
    return False


def _given_actions(body: str, below: Sequence[Element]) -> int:
    """How many of the things that stand below are given to somebody or have a day; none where most have not."""
    rows = [element for element in below if element.kind == ROW]
    if rows and not body:
        fields = {column_field(cell) for cell in rows[0].line.cells}
        return len(rows) if {"owner", "due"} & fields and not {"gap", "kpi", "cause"} & fields else 0
    texts = [body] if body else [element.text for element in below if element.kind in (TEXT, ITEM) and not element.field]
    inline = [read_inline_fields(text, ANY_DAY) for text in texts]
    given = sum(bool(one.owner or one.due) for one in inline)
    labelled = any(element.field in ("owner", "due") for element in below[:2])
    return max(given, 1) if texts and (given * 2 >= len(texts) or labelled) else 0


def _small_field(places: list[_Place]) -> str:
    """What only days stand behind is a due date, what only roles stand behind an owner."""
    bodies = [place.body for place in places if place.body]
    if len(bodies) < 2 or len(bodies) < len(places) or not all(place.before or place.passed for place in places):
        return ""
    days = sum(len(body.split()) <= SHORT_BODY and find_date(body, reference=ANY_DAY) is not None for body in bodies)
    roles = sum(is_role(body) for body in bodies)
    return "due" if days * 3 > 2 * len(bodies) else "owner" if roles * 3 > 2 * len(bodies) else ""


def _field_of_places(elements: Sequence[Element], places: list[_Place], fields: Counter[str]) -> str:
    is_heading = elements[places[0].index].kind == HEADING
    small = _small_field(places)
    if small:
        return small
    acting = sum(place.is_action for place in places)
    follows = all(place.before in KNOWN or place.passed for place in places if place.is_action)
    opens = not places[0].body
    if acting and follows and acting * 2 > len(places) and (len(places) > 1 or (opens and not is_heading)):
        return "action"
    if is_heading and len(places) == 1 and fields["gap"] + fields["cause"] and places[0].given > 1 and not places[0].inside:
        return "action"
    if len(places) < 2:
        return ""

    def most(fits: Callable[[_Place], bool]) -> bool:
        return sum(fits(place) for place in places) * 2 > len(places)

    if not most(lambda place: place.words >= 3):
        return ""
    if not fields["cause"] and most(lambda place: place.after == "action" and not place.ahead and bool(place.before == "gap" or place.passed)):
        return "cause"
    if (
        not fields["gap"]
        and fields["cause"] + fields["action"] > 1
        and most(lambda place: not place.before and not place.ahead and place.after in ("cause", "action"))
    ):
        return "gap"
    if not fields["action"] and fields["cause"] and most(lambda place: place.before != "" and place.after in ("", "gap")):
        return "action"
    return ""

"""The indicators that a gap statement touches: what falls short, in the statement's own words."""

from __future__ import annotations

import re

from .drafts import IndicatorDraft, Measure
from .figures import comparator_kind, find_variances, read_measure
from .text import LONGEST_STATEMENT, capitalised, fold
from .vocabulary import DETERMINERS, EVALUATIVE, VERBS

BRACKET = re.compile(r"\([^)]*\)")
CLAUSE_MARK = re.compile(
    r"\s*;\s*|,\s+(?:and|while|whereas|but|et|e)\s+|\s+(?:while|whereas|but)\s+|\.\s+", re.IGNORECASE
)
PARTS_MARK = re.compile(r",\s+(?:and\s+)?|\s+(?:and|as well as|et|e)\s+|\s*&\s*", re.IGNORECASE)
WEAK_IN = re.compile(
    r"\b(?:underperform\w*|lag\w*|trail\w*|weak\w*|behind|fall\w* short|fell short|struggl\w*|poor|declin\w*|drop\w*|gaps?|shortfalls?)\s+"
    r"(?:in|on|with|of)\s+(?!target|goal|plan|schedule|the target)(?P<object>[^,.;(]+)"
)
NOT_ENOUGH = re.compile(
    r"\b(?:not|n't|cannot)\s+(?:\w+ ){1,3}enough\s+(?P<a>[^,.;(]+)|"
    r"\b(?:too few|too little|not enough|insufficient|fails? to \w+ enough)\s+(?P<b>[^,.;(]+)"
)
TAIL = re.compile(r"\s+(?:with|of|at|in|from|by|for|against|during|per|to|because|due|on|since|over|after|before)\b.*$")
LONGEST_NAME = 7


def find_indicators(statement: str, line: int, *, unit_name: str = "", heading: str = "") -> tuple[IndicatorDraft, ...]:
    """Name the indicators of a statement; a figure goes to the indicator that it stands with."""
    if len(statement) > LONGEST_STATEMENT:
        return ()
    found: list[IndicatorDraft] = []
    for clause in _clauses(statement):
        measures = _measures(clause)
        names = _names(clause, unit_name)
        for position, name in enumerate(names):
            measure = measures.get(position, measures.get(-1, Measure()))
            if name and fold(name) not in {fold(other.name) for other in found}:
                found.append(IndicatorDraft(capitalised(_completed(name, names, heading)), line, measure))
    return tuple(found)


def _clauses(statement: str) -> list[str]:
    pieces, start = [], 0
    for mark in CLAUSE_MARK.finditer(statement):
        left, right = statement[start : mark.start()], statement[mark.end() :]
        if ";" in mark.group() or (_verb_position(left) is not None and _verb_position(right) is not None):
            pieces.append(left)
            start = mark.end()
    return [*pieces, statement[start:]]


def _names(clause: str, unit_name: str) -> list[str]:
    bare = BRACKET.sub(" ", clause).strip().rstrip(".")
    weak = WEAK_IN.search(fold(bare))
    enough = NOT_ENOUGH.search(fold(bare))
    if weak and _verb_position(bare[: weak.end()]) is not None:
        subject = bare[weak.start("object") : weak.end("object")]
    elif enough:
        group = "a" if enough["a"] else "b"
        subject = bare[enough.start(group) : enough.end(group)]
    else:
        verb = _verb_position(bare)
        figure = min((hit.start for hit in find_variances(bare)), default=len(bare))
        subject = bare[: min(verb if verb is not None else len(bare), figure)]
        subject = re.split(r",\s", subject)[0] if verb is None else subject
    parts = [_name(part, unit_name) for part in PARTS_MARK.split(subject)]
    return [part for part in parts if part]


def _name(part: str, unit_name: str) -> str:
    kept = re.sub(r"\s+", " ", part).strip(" ,:-–")
    kept = re.sub(rf"^{re.escape(unit_name)}(?:'s|’s)?\s+(?=\S)", "", kept, flags=re.IGNORECASE) if unit_name else kept
    pieces = kept.split()
    while len(pieces) > 1 and fold(pieces[0]).strip(",") in EVALUATIVE | DETERMINERS:
        pieces = pieces[1:]
    name = " ".join(pieces)
    if len(pieces) > 3:
        shorter = TAIL.sub("", name)
        name = shorter if len(shorter.split()) >= 2 else name
    if comparator_kind(name):
        return ""
    return name if 0 < len(name.split()) <= LONGEST_NAME and not name[0].isdigit() else ""


def _completed(name: str, names: list[str], heading: str) -> str:
    """A lone second noun takes the first word of its sibling where the heading says the two together."""
    if " " in name or not names[0].count(" "):
        return name
    together = f"{names[0].split()[0]} {name}"
    return together if fold(together) in fold(heading) else name


def _verb_position(text: str) -> int | None:
    folded = fold(text)
    for index, found in enumerate(re.finditer(r"[a-z][\w'-]*", folded)):
        if index and found.group() in VERBS and not _is_noun_use(folded, found.start()):
            return found.start()
    return None


def _is_noun_use(folded: str, start: int) -> bool:
    return bool(re.search(r"\b(?:the|a|an|of|per|unit|average|response)\s+$", folded[:start])) and not folded[
        start:
    ].startswith(("is", "are", "was"))


def _measures(clause: str) -> dict[int, Measure]:
    """Measures by position of the name they stand with; -1 is for every name of the clause."""
    bracket = BRACKET.search(clause)
    if not bracket:
        measure = read_measure(clause)
        return {-1: measure} if measure != Measure() else {}
    inside = read_measure(bracket.group()[1:-1])
    outside = read_measure(BRACKET.sub(" ", clause))
    before = len(PARTS_MARK.findall(clause[: bracket.start()]))
    measures = {before: inside} if inside != Measure() else {}
    if outside != Measure():
        measures[-1] = outside
    return measures

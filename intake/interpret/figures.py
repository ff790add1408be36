"""Figures of a gap: the stated variance, and target and actual as written. Nothing is computed that is not said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .drafts import Measure, StatedVariance
from .figure_patterns import (
    ACTUAL_ALONE,
    ACTUAL_BEFORE,
    BELOW,
    CODES,
    CURRENCY,
    DISTANCE,
    LEVEL,
    LEVELS,
    MOVED_TO,
    NUMBER,
    NUMBER_WORDS,
    PAIR_PATTERNS,
    PAIR_TRIGGER,
    SCALE,
    SCALES,
    SHARE_ALONE,
    TARGET_ALONE,
    UNIT,
    VARIANCE_PATTERNS,
)
from .text import LONGEST_STATEMENT, fold
from .vocabulary import COMPARATORS, VERBS

COUNTED_BEFORE = re.compile(r"(?P<word>[a-z]+) (?:more than|at least|plus de|mais de) $")
CELL_NOUN = re.compile(r"^[-+−]?\s?[\d.,]+\s+(?P<noun>[a-z]{3,}(?: [a-z]{3,})?)$")
WORDED = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
NUMBERED = re.compile(rf"\d|\b(?:{WORDED})\b")
DIGITS = re.compile(rf"\d[\d.,: ]*|\b(?:{WORDED})\b")
COUNTED_THINGS = re.compile(rf"(?<![\w.,/-])(?:{NUMBER})\s(?P<thing>[a-z]{{4,}})")
YEAR = re.compile(r"(?:19|20)\d\d")
GOES_ON = re.compile(r"[,;(–-]\s*(?:[a-z.']+ ){0,3}$|\b(?:which|that) (?:is|was) (?:about |some )?$")
FIRST_NUMBER = re.compile(
    rf"(?P<currency>{CURRENCY})?(?:(?P<before>{NUMBER})(?:\s?(?P<scale_after>{SCALE}))?\s?(?P<currency_after>[€$£]|\b(?:{CODES})\b)"
    rf"|(?P<number>{NUMBER}|\b(?:{WORDED})\b))(?:\s?(?P<scale>{SCALE}))?"
    rf"(?:\s?(?:-|to|or|a|et|and|e)\s?(?P<upper>{NUMBER}|(?:{WORDED})\b))?(?:\s?-?(?P<unit>{UNIT}))?"
)


@dataclass(frozen=True, slots=True)
class FoundVariance:
    """A stated variance and where it stands in the text."""

    variance: StatedVariance
    start: int
    end: int
    target: tuple[int, int] | None = None


@lru_cache(maxsize=16384)
def read_measure(text: str) -> Measure:
    """Variance, target and actual of one statement."""
    text = text[:LONGEST_STATEMENT]
    pair = _pair(text)
    found = find_variances(text)
    if pair:
        found = [hit for hit in found if hit.end <= pair[2] or hit.start >= pair[3]]
    with_value = [hit.variance for hit in found if hit.variance.value is not None]
    variance = next(iter(with_value or [hit.variance for hit in found]), None)
    if pair:
        return Measure(variance if variance and variance.value is not None else None, pair[1], pair[0])
    first = next((hit for hit in found if hit.variance is variance and (hit.variance.comparator or hit.target)), None)
    target = text[slice(*first.target)].strip() if first and first.target else None
    before = _level_before(text, first) if first else None
    alone = TARGET_ALONE.search(fold(text))
    level = _amount(alone["target"]) if alone else None
    if alone and level and any(hit.end == alone.end() and hit.variance.value == level[0] for hit in found):
        alone = None
    moved = MOVED_TO.search(fold(text)) or before or _alone(text, found)
    target = target or (_wording(text, alone, "target") if alone else None)
    return Measure(variance, target, _wording(text, moved, "actual") if moved else None)


def _level_before(text: str, distance: FoundVariance) -> re.Match[str] | None:
    """The level that a distance goes on from: "68 % of mothers …, which is 22 points below the target"; of several the one of its unit."""
    folded = fold(text[: distance.start])
    if not GOES_ON.search(folded):
        return None
    clause = folded.rfind(". ") + 1
    found = [hit for hit in LEVELS.finditer(folded, clause) if re.search(r"[%a-z]", hit["actual"])]
    unit = _kind(distance.variance.unit)
    same = [hit for hit in found if unit and _kind((_amount(hit["actual"]) or (0, None, None))[1]) == unit]
    return same[-1] if same else ACTUAL_BEFORE.search(folded)


def _kind(unit: str | None) -> str:
    """Units that can be taken from each other: points from per cent."""
    plain = (unit or "").removeprefix("working ").removeprefix("calendar ").rstrip("s")
    return "%" if plain in ("pp", "point", "%") else plain


def _alone(text: str, found: list[FoundVariance]) -> re.Match[str] | None:
    """The level that a verb names: "wait 74 days", "came to GHS 214,000"; none where the figure is a distance."""
    folded = fold(text)
    hit = ACTUAL_ALONE.search(folded) or SHARE_ALONE.search(folded)
    if hit is None or any(other.start < hit.end() and hit.start("actual") < other.end for other in found):
        return None
    amount = _amount(hit["actual"])
    return hit if amount and amount[1] and re.search(r"\w", hit["actual"]) else None


def find_variances(text: str) -> list[FoundVariance]:
    """All stated variances, in the order of the text; stretches do not overlap."""
    return list(_found_variances(text))


@lru_cache(maxsize=16384)
def _found_variances(text: str) -> tuple[FoundVariance, ...]:
    folded = fold(text[:LONGEST_STATEMENT])
    found: list[FoundVariance] = []
    counted = bool(NUMBERED.search(folded))
    for kind, pattern in VARIANCE_PATTERNS:
        if not counted and kind != "words":
            continue
        for hit in pattern.finditer(folded):
            if any(hit.start() < other.end and other.start < hit.end() for other in found):
                continue
            variance = _variance(kind, hit, text)
            if variance:
                target = hit.span("target") if hit.groupdict().get("target") else None
                found.append(FoundVariance(variance, hit.start(), hit.end(), target))
    return tuple(sorted(found, key=lambda hit: hit.start))


def parse_cell_variance(text: str) -> StatedVariance | None:
    """The variance of a table cell such as "-12 pp" or "+13.5%"; the sign is kept."""
    amount = _amount(fold(text.strip()))
    if amount is None:
        return None
    value, unit, upper = amount
    noun = CELL_NOUN.search(fold(text.strip()))
    unit = unit or (noun["noun"] if noun else None)
    return StatedVariance(value, unit, "target", "target", text.strip(), upper)


def read_criterion(criterion: str, statement: str) -> tuple[str | None, str | None]:
    """The one level that a criterion names, and the one of the same unit that the statement names."""
    levels, own = _levels(criterion), _levels(statement)
    if not levels:
        # "120 samples a month" against "94 samples": what is counted is the unit.
        levels, own = _counts(criterion), _counts(statement)
        if not {unit for _, unit in levels} & {unit for _, unit in own}:
            return None, None
    if len(levels) != 1:
        return None, None
    target, unit = levels[0]
    same = [level for level, other in own if other == unit]
    return target, same[0] if len(same) == 1 else None


def _levels(text: str) -> list[tuple[str, str]]:
    """Quantities with a unit, as written, each with its unit."""
    found = []
    for hit in LEVEL.finditer(fold(text[:LONGEST_STATEMENT])):
        unit = _unit(hit["unit"]) or hit["currency"] or ""
        found.append((text[hit.start() : hit.end()].strip(), unit.strip().rstrip("s")))
    return found


def _counts(text: str) -> list[tuple[str, str]]:
    """Numbers of things, as written, each with the thing."""
    found = COUNTED_THINGS.finditer(fold(text[:LONGEST_STATEMENT]))
    return [(text[hit.start() : hit.end()].strip(), hit["thing"].rstrip("s")) for hit in found]


def comparator_kind(words: str | None) -> str | None:
    """The kind of a comparator: target, benchmark, standard or previous period."""
    if not words:
        return None
    return next((kind for kind, nouns in COMPARATORS.items() if re.search(rf"(?:^|\s)(?:{nouns})$", fold(words))), None)


def _variance(kind: str, hit: re.Match[str], text: str) -> StatedVariance | None:
    groups = hit.groupdict()
    comparator = _wording(text, hit, "comparator") if groups.get("comparator") else None
    start = hit.start("amount") if kind == "share" else hit.start()
    wording = text[start : hit.end()].strip()
    if kind == "words":
        return StatedVariance(None, None, comparator, comparator_kind(comparator), wording)
    amount = _amount(groups["amount"])
    if amount is None:
        return None
    value, unit, upper = amount
    told = (_amount(groups["target"]) if groups.get("target") else None) or amount
    if kind == "from level" and not comparator and not told[1]:
        # "20 % lower than in 2024" names no level.
        return None
    noun = (groups.get("noun") or "").strip()
    unit = unit or (noun if noun and comparator_kind(noun) is None else None)
    counted = COUNTED_BEFORE.search(fold(text[: hit.start()])) if kind == "late" else None
    if counted and counted["word"] not in VERBS:
        # "Loans more than 30 days overdue": that names what is counted, and not how late it is.
        return None
    if kind == "share":
        if unit != "%":
            return None
        # "61 % of the planned number" says itself that 39 % are missing.
        value, upper = round(100 - value, 6), None
    return StatedVariance(abs(value), unit, comparator, comparator_kind(comparator), wording, upper)


def _amount(folded: str) -> tuple[float, str | None, float | None] | None:
    number = FIRST_NUMBER.search(folded)
    if not number:
        return None
    value = _number(number["number"] or number["before"])
    upper = _number(number["upper"]) if number["upper"] else None
    scale = SCALES.get((number["scale"] or number["scale_after"] or "").rstrip("."), 1.0)
    currency = (number["currency"] or number["currency_after"] or "").strip()
    unit = currency.upper() if currency else _unit(number["unit"])
    return value * scale, unit, abs(upper) * scale if upper is not None else None


def _number(written: str) -> float:
    if written in NUMBER_WORDS:
        return float(NUMBER_WORDS[written])
    digits = written.replace(" ", "")
    if re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", digits):
        digits = digits.replace(",", "")
    if re.fullmatch(r"[-+]?\d{1,3}(\.\d{3})+", digits) and digits.count(".") > 1:
        digits = digits.replace(".", "")
    return float(digits.replace(",", "."))


def _unit(written: str | None) -> str | None:
    if not written:
        return None
    if re.fullmatch(r"%|per ?cent|percent|pct|pour ?cent|por cento", written):
        return "%"
    if re.fullmatch(r"percentage points?|pp|p\.p\.|pontos? percentua(?:l|is)|points? de pourcentage", written):
        return "pp"
    return written


def _pair(text: str) -> tuple[str, str, int, int] | None:
    folded = fold(text)
    if len(DIGITS.findall(folded)) < 2 or not PAIR_TRIGGER.search(folded):
        return None
    for pattern in PAIR_PATTERNS:
        for hit in pattern.finditer(folded):
            between = hit.groupdict().get("between") or ""
            if re.search(rf"\b(?:{DISTANCE}|{BELOW})\b", between):
                continue
            actual, target = _wording(text, hit, "actual"), _wording(text, hit, "target")
            if YEAR.fullmatch(hit["target"]) and not YEAR.fullmatch(hit["actual"]):
                # "35 % compared with 2025" names a year and no level.
                continue
            return _of_its_unit(text, folded, hit) or actual, target, hit.start(), hit.end()
    return None


def _of_its_unit(text: str, folded: str, pair: re.Match[str]) -> str:
    """The level of the target's unit in front of one of another: "62 % of calls are answered within 20 seconds, against 80 %"."""
    target, actual = _amount(pair["target"]), _amount(pair["actual"])
    if not target or not actual or not target[1] or not actual[1] or _kind(target[1]) == _kind(actual[1]):
        return ""
    begun = folded.rfind(". ", 0, pair.start()) + 1
    others = [hit for hit in LEVELS.finditer(folded, begun) if hit.end() <= pair.start("actual")]
    same = [hit for hit in others if _kind((_amount(hit["actual"]) or (0, None, None))[1]) == _kind(target[1])]
    return _wording(text, same[-1], "actual") if same else ""


def _wording(text: str, hit: re.Match[str], group: str) -> str:
    return text[hit.start(group) : hit.end(group)].strip()

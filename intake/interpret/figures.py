"""Figures of a gap: the stated variance, and target and actual as written. Nothing is computed that is not said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .drafts import Measure, StatedVariance
from .text import fold
from .vocabulary import COMPARATORS

NUMBER_WORDS = {word: index for index, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}
NUMBER = r"[-+]?\d{1,3}(?:[ ,]\d{3})+(?:\.\d+)?(?!\d)|[-+]?\d+(?:[.,]\d+)?"
CURRENCY = r"(?:[$€£]|\b(?:usd|eur|gbp|zar|kes|ngn)|\br(?=\s?\d))\s?"
UNIT = (
    r"%|percentage points?|pp\b|p\.p\.|points?\b|per ?cent(?:age)?\b|pct\b|"
    r"(?:working |calendar |business )?(?:days?|weeks?|months?|hours?|minutes?|seconds?|years?)\b|hrs?\b|mins?\b|h\b|"
    r"jours?\b|semaines?\b|mois\b|heures?\b|dias?\b|semanas?\b|mes(?:es)?\b|horas?\b|pontos(?: percentuais)?\b"
)
TIME_WORD = rf"(?:{'|'.join(NUMBER_WORDS)})(?=\s+(?:working |calendar )?(?:days?|weeks?|months?|hours?|years?|points?|percent)\b)"
AMOUNT = rf"(?:{CURRENCY})?(?:(?:{NUMBER})(?:/\d+(?:\.\d+)?)?|{TIME_WORD})"
QUANTITY = rf"{AMOUNT}(?:\s?(?:-|to|a)\s?(?:{NUMBER}))?(?:\s?-?(?:{UNIT}))?"
COMPARATOR = rf"(?:(?:the|our|its|their|a|an|la|le|les|l'|o|as|os|de|da|do)\s*)*(?P<comparator>(?:[a-z][\w-]* ){{0,3}}?(?:{'|'.join(COMPARATORS.values())}))\b"
DISTANCE = r"gap|shortfall|deficit|difference|variance|shortage|deviation|drop|overrun|excess|slippage|ecart|desvio|diferenca"
TOWARDS = r"from|in|to|against|of|on|under|below|above|over|with|relative to|compared (?:with|to)|versus|vs\.?|par rapport a|em relacao a"
BELOW = (
    r"below|under|beneath|short of|shy of|less than|fewer than|lower than|slower than|behind|worse than|off|missing|outside|"
    r"above|over|more than|higher than|longer than|greater than|beyond|ahead of|in excess of|"
    r"en dessous de|au-dessus de|au-dela de|inferieure?s? a|superieure?s? a|sous|abaixo d[aoe]s?|acima d[aoe]s?|aquem d[aoe]s?"
)
MISSING = rf"(?:{BELOW}|(?:not|never) (?:meet|meeting|met|reach|reaching|reached)|fail(?:s|ed|ing)? to (?:meet|reach)|fell short of|falls? short of|miss(?:es|ed)?|exceed(?:s|ed|ing)?|surpass(?:es|ed))"
AGAINST = r"against|versus|vs\.?|compared (?:with|to)|instead of|rather than|where|contre|au lieu de|contra|em vez de|face a"
MOVED = r"dropped|fell|fallen|declined|decreased|rose|risen|grew|grown|increased|slipped|shrank|went (?:up|down)|up|down"


@dataclass(frozen=True, slots=True)
class FoundVariance:
    """A stated variance and where it stands in the text."""

    variance: StatedVariance
    start: int
    end: int


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


# In the order of their strength: the first that fits a stretch of text takes it.
VARIANCE_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("distance", _compiled(rf"(?P<amount>{QUANTITY})\s+(?:{DISTANCE})\s+(?:{TOWARDS})\s+{COMPARATOR}")),
    ("distance", _compiled(rf"(?:{DISTANCE})s? (?:of|is|was|amounts to|reached)\s+(?P<amount>{QUANTITY})(?:\s+(?:{TOWARDS})\s+{COMPARATOR})?")),
    ("distance", _compiled(rf"(?P<amount>{QUANTITY})\s+(?:[\w-]+ )?(?:{BELOW})\s+{COMPARATOR}(?:\s+(?:of|level of)\s+(?P<target>{QUANTITY}))?")),
    ("distance", _compiled(rf"(?:{MISSING})\s+{COMPARATOR}\s+by\s+(?:about |around |nearly |almost )?(?P<amount>{QUANTITY})")),
    ("late", _compiled(rf"(?:delayed|late|behind(?: schedule)?|overdue|slipp\w+|overran|overrun\w*|exceeded|lag\w*)\s+(?:by|of|de)\s+(?:about |around |nearly |almost )?(?P<amount>{QUANTITY})(?:\s+on average|\s+en moyenne|\s+em media)?")),
    ("late", _compiled(rf"(?P<amount>{QUANTITY})\s+(?:too late|late|behind schedule|overdue|of delay|longer than planned|de retard|de atraso)(?:\s+on average)?")),
    ("share", _compiled(rf"(?:reach\w*|achiev\w*|met|deliver\w*|complet\w*|attain\w*|only|just|at|is|was|were|are|to)\s+(?:only |just )?(?P<amount>{QUANTITY})\s+of\s+{COMPARATOR}(?!\s+of\s+\d)")),
    ("distance", _compiled(rf"(?:{MOVED})\s+(?:by\s+)?(?P<amount>{QUANTITY})(?:\s+(?:{TOWARDS})\s+{COMPARATOR})?")),
    ("distance", _compiled(rf"(?P<amount>{QUANTITY})\s+(?:{DISTANCE}|short|lower|higher|fewer|slower)\b")),
    ("words", _compiled(rf"(?:{MISSING})\s+{COMPARATOR}(?!\s+(?:of\s+|by\s+)?\d)")),
)
TARGET_WORDS = r"target|goal|plan|planned|standard|limit|benchmark|norm|objective|budget|threshold|charter limit|cible|objectif|meta|limite"
PAIR_PATTERNS: tuple[re.Pattern[str], ...] = (
    _compiled(rf"(?P<actual>{QUANTITY})(?P<between>[^.;\d]{{0,40}}?)\s*,?\s*(?:{AGAINST})\s+(?:[a-z][\w'-]* ){{0,5}}?(?P<target>{QUANTITY})"),
    _compiled(rf"(?P<actual>{QUANTITY})\s*\(\s*(?:{TARGET_WORDS})(?: of| was| is)?\s*:?\s*(?P<target>{QUANTITY})"),
    _compiled(rf"(?:{TARGET_WORDS})(?: of| was| is| at)?\s*:?\s*(?P<target>{QUANTITY})\s*[,;/|]?\s*(?:and\s+)?(?:(?:the )?(?:actual|achieved|result|current|reached|realise|atteint|realizado)(?: of| was| is| at)?\s*:?\s*)(?P<actual>{QUANTITY})"),
)
TARGET_ALONE = _compiled(rf"\b(?:{TARGET_WORDS})s?(?:\s+of|\s+is|\s+was|:)\s+(?P<target>{QUANTITY})")


def read_measure(text: str) -> Measure:
    """Variance, target and actual of one statement."""
    pair = _pair(text)
    found = find_variances(text)
    if pair:
        found = [hit for hit in found if hit.end <= pair[2] or hit.start >= pair[3]]
    with_value = [hit.variance for hit in found if hit.variance.value is not None]
    variance = (with_value or [hit.variance for hit in found] or [None])[0]
    if pair:
        return Measure(variance if variance and variance.value is not None else None, pair[1], pair[0])
    alone = TARGET_ALONE.search(fold(text))
    return Measure(variance, _wording(text, alone, "target") if alone else None, None)


def find_variances(text: str) -> list[FoundVariance]:
    """All stated variances, in the order of the text; stretches do not overlap."""
    folded = fold(text)
    found: list[FoundVariance] = []
    for kind, pattern in VARIANCE_PATTERNS:
        for hit in pattern.finditer(folded):
            if any(hit.start() < other.end and other.start < hit.end() for other in found):
                continue
            variance = _variance(kind, hit, text)
            if variance:
                found.append(FoundVariance(variance, hit.start(), hit.end()))
    return sorted(found, key=lambda hit: hit.start)


def parse_cell_variance(text: str) -> StatedVariance | None:
    """The variance of a table cell such as "-12 pp" or "+13.5%"; the sign is kept."""
    amount = _amount(fold(text.strip()))
    if amount is None:
        return None
    value, unit, upper = amount
    return StatedVariance(value, unit, "target", "target", text.strip(), upper)


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
    if kind == "share":
        if unit != "%":
            return None
        # "61 % of the planned number" says itself that 39 % are missing.
        value, upper = round(100 - value, 6), None
    return StatedVariance(abs(value), unit, comparator, comparator_kind(comparator), wording, upper)


def _amount(folded: str) -> tuple[float, str | None, float | None] | None:
    number = re.search(rf"(?P<number>{NUMBER}|{TIME_WORD})(?:\s?(?:-|to|a)\s?(?P<upper>{NUMBER}))?(?:\s?-?(?P<unit>{UNIT}))?", folded)
    if not number:
        return None
    value = _number(number["number"])
    upper = _number(number["upper"]) if number["upper"] else None
    return value, _unit(number["unit"]), abs(upper) if upper is not None else None


def _number(written: str) -> float:
    if written in NUMBER_WORDS:
        return float(NUMBER_WORDS[written])
    digits = written.replace(" ", "")
    if re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", digits):
        digits = digits.replace(",", "")
    return float(digits.replace(",", "."))


def _unit(written: str | None) -> str | None:
    if not written:
        return None
    if re.fullmatch(r"%|per ?cent|percent|pct", written):
        return "%"
    if re.fullmatch(r"percentage points?|pp|p\.p\.|pontos percentuais", written):
        return "pp"
    return written


def _pair(text: str) -> tuple[str, str, int, int] | None:
    folded = fold(text)
    for pattern in PAIR_PATTERNS:
        for hit in pattern.finditer(folded):
            between = hit.groupdict().get("between") or ""
            if re.search(rf"\b(?:{DISTANCE}|{BELOW})\b", between):
                continue
            actual, target = _wording(text, hit, "actual"), _wording(text, hit, "target")
            return actual, target, hit.start(), hit.end()
    return None


def _wording(text: str, hit: re.Match[str], group: str) -> str:
    return text[hit.start(group) : hit.end(group)].strip()

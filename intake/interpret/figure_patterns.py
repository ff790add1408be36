"""Patterns of stated figures on folded text, built from small named pieces."""

from __future__ import annotations

import re

from .terms import alternatives
from .vocabulary import COMPARATORS

NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
NUMBER = r"[-+]?\d{1,3}(?:[ ,]\d{3})+(?:\.\d+)?(?!\d)|[-+]?\d+(?:[.,]\d+)?"
CURRENCY = r"(?:[$€£]|\b(?:usd|eur|gbp|zar|kes|ngn)|\br(?=\s?\d))\s?"
UNIT = (
    r"%|percentage points?|pp\b|p\.p\.|points?\b|per ?cent(?:age)?\b|pct\b|"
    r"(?:working |calendar |business )?(?:days?|weeks?|months?|hours?|minutes?|seconds?|years?)\b|hrs?\b|mins?\b|h\b|"
    r"jours?\b|semaines?\b|mois\b|heures?\b|dias?\b|semanas?\b|mes(?:es)?\b|horas?\b|pontos(?: percentuais)?\b"
)
TIME_WORD = rf"(?:{'|'.join(NUMBER_WORDS)})(?=\s+(?:working |calendar )?(?:days?|weeks?|months?|hours?|years?|points?|percent)\b)"
AMOUNT = rf"(?:{CURRENCY})?(?:(?<![\d.,])(?:{NUMBER})(?:/\d+(?:\.\d+)?)?|{TIME_WORD})"
QUANTITY = rf"{AMOUNT}(?:\s?(?:-|to|a)\s?(?:{NUMBER}))?(?:\s?-?(?:{UNIT}))?"
ARTICLE = r"(?:(?:the|our|its|their|a|an|la|le|les|o|as|os|de|da|do)\s+|l')*"
COMPARATOR = rf"{ARTICLE}(?P<comparator>(?:[a-z][\w-]* ){{0,3}}?(?:{'|'.join(COMPARATORS.values())}))\b"
ABOUT = r"(?:about |around |nearly |almost )?"
ON_AVERAGE = r"(?:\s+on average|\s+en moyenne|\s+em media)?"
DISTANCE = alternatives(
    r"""
    gap | shortfall | deficit | difference | variance | shortage | deviation | drop | overrun | excess | slippage |
    ecart | desvio | diferenca
    """
)
TOWARDS = alternatives(
    r"""
    from | in | to | against | of | on | under | below | above | over | with | relative to | compared (?:with|to) | versus |
    vs\.? | par rapport a | em relacao a
    """
)
BELOW = alternatives(
    r"""
    below | under | beneath | short of | shy of | less than | fewer than | lower than | slower than | behind | worse than | off |
    missing | outside | above | over | more than | higher than | longer than | greater than | beyond | ahead of | in excess of |
    en dessous de | au-dessus de | au-dela de | inferieure?s? a | superieure?s? a | sous | abaixo d[aoe]s? | acima d[aoe]s? |
    aquem d[aoe]s?
    """
)
FAILED = alternatives(
    r"""
    (?:not|never) (?:meet|meeting|met|reach|reaching|reached) | fail(?:s|ed|ing)? to (?:meet|reach) | fell short of |
    falls? short of | miss(?:es|ed)? | exceed(?:s|ed|ing)? | surpass(?:es|ed)
    """
)
MISSING = rf"(?:{BELOW}|{FAILED})"
AGAINST = alternatives(
    r"""
    against | versus | vs\.? | compared (?:with|to) | instead of | rather than | where | contre | au lieu de | contra |
    em vez de | face a
    """
)
MOVED = alternatives(
    r"""
    dropped | fell | fallen | declined | decreased | rose | risen | grew | grown | increased | slipped | shrank |
    went (?:up|down) | up | down
    """
)
DELAYED = alternatives(
    r"delayed | late | behind(?: schedule)? | overdue | slipp\w+ | overran | overrun\w* | exceeded | lag\w*"
)
LATE = alternatives(
    r"too late | late | behind schedule | overdue | of delay | longer than planned | de retard | de atraso"
)
REACHED = alternatives(
    r"reach\w* | achiev\w* | met | deliver\w* | complet\w* | attain\w* | only | just | at | is | was | were | are | to"
)
TARGET_WORDS = alternatives(
    r"""
    target | goal | plan | planned | standard | limit | benchmark | norm | objective | budget | threshold | charter limit |
    cible | objectif | meta | limite
    """
)
ACTUAL_WORDS = alternatives(r"actual | achieved | result | current | reached | realise | atteint | realizado")
SAYS = r"(?: of| was| is| at)?\s*:?\s*"
AMOUNT_GROUP = rf"(?P<amount>{QUANTITY})"
TARGET_GROUP = rf"(?P<target>{QUANTITY})"
ACTUAL_GROUP = rf"(?P<actual>{QUANTITY})"
TOWARDS_COMPARATOR = rf"\s+(?:{TOWARDS})\s+{COMPARATOR}"

# In the order of their strength: the first that fits a stretch of text takes it.
VARIANCE_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("distance", rf"{AMOUNT_GROUP}\s+(?:{DISTANCE}){TOWARDS_COMPARATOR}"),
        ("distance", rf"(?:{DISTANCE})s? (?:of|is|was|amounts to|reached)\s+{AMOUNT_GROUP}(?:{TOWARDS_COMPARATOR})?"),
        (
            "distance",
            rf"{AMOUNT_GROUP}\s+(?:[\w-]+ )?(?:{BELOW})\s+{COMPARATOR}(?:\s+(?:of|level of)\s+{TARGET_GROUP})?",
        ),
        ("distance", rf"(?:{MISSING})\s+{COMPARATOR}\s+by\s+{ABOUT}{AMOUNT_GROUP}"),
        ("late", rf"(?:{DELAYED})\s+(?:by|of|de)\s+{ABOUT}{AMOUNT_GROUP}{ON_AVERAGE}"),
        ("late", rf"{AMOUNT_GROUP}\s+(?:{LATE}){ON_AVERAGE}"),
        ("share", rf"(?:{REACHED})\s+(?:only |just )?{AMOUNT_GROUP}\s+of\s+{COMPARATOR}(?!\s+of\s+\d)"),
        ("distance", rf"(?:{MOVED})\s+(?:by\s+)?{AMOUNT_GROUP}(?:{TOWARDS_COMPARATOR})?"),
        ("distance", rf"{AMOUNT_GROUP}\s+(?:{DISTANCE}|short|lower|higher|fewer|slower)\b"),
        ("words", rf"(?:{MISSING})\s+{COMPARATOR}(?!\s+(?:of\s+|by\s+)?\d)"),
    )
)
PAIR_PATTERNS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{ACTUAL_GROUP}(?P<between>[^.;\d]{{0,40}}?)\s*,?\s*(?:{AGAINST})\s+(?:[a-z][\w'-]* ){{0,5}}?{TARGET_GROUP}",
        rf"{ACTUAL_GROUP}[^.;,\d]{{0,30}}[;,]\s*(?:the |a |with a )?(?:{TARGET_WORDS}){SAYS}{TARGET_GROUP}",
        rf"{ACTUAL_GROUP}\s*\(\s*(?:{TARGET_WORDS}){SAYS}{TARGET_GROUP}",
        rf"(?:{TARGET_WORDS}){SAYS}{TARGET_GROUP}\s*[,;/|]?\s*(?:and\s+)?(?:the )?(?:{ACTUAL_WORDS}){SAYS}{ACTUAL_GROUP}",
    )
)
LEVEL = re.compile(
    rf"(?P<currency>{CURRENCY})(?:{NUMBER})(?:\s?(?:m|k|mio|million|thousand|billion)\b)?|"
    rf"(?:(?<![\d.,/])(?:{NUMBER})|\b(?:{'|'.join(NUMBER_WORDS)}))(?:\s?-?(?P<unit>{UNIT}))"
)
MOVED_TO = re.compile(rf"(?:{MOVED})\s+from\s+{QUANTITY}\s+to\s+{ACTUAL_GROUP}")
TARGET_ALONE = re.compile(rf"\b(?:{TARGET_WORDS})s?(?:\s+of|\s+is|\s+was|:)\s+{TARGET_GROUP}")

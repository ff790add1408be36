"""Patterns of stated figures on folded text, built from small named pieces."""
# ruff: noqa: E501 - an alternative cannot be broken inside

from __future__ import annotations

import re

from .terms import alternatives
from .vocabulary import COMPARATORS

NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90,
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "trente": 30, "quarante": 40,
    "um": 1, "uma": 1, "dois": 2, "duas": 2, "tres": 3, "quatro": 4, "cinco": 5, "seis": 6, "sete": 7, "oito": 8, "nove": 9, "dez": 10, "doze": 12, "treze": 13, "catorze": 14, "vinte": 20, "trinta": 30, "quarenta": 40,
}  # fmt: skip
SCALES = {
    "k": 1e3, "thousand": 1e3, "mille": 1e3, "mil": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6,
    "milhao": 1e6, "milhoes": 1e6, "bn": 1e9, "billion": 1e9, "milliard": 1e9, "milliards": 1e9,
}  # fmt: skip
NUMBER = r"[-+]?\d{1,3}(?:[ ,]\d{3})+(?:\.\d+)?(?!\d)|[-+]?\d+(?:[.,]\d+)?"
CODES = (
    "usd|eur|gbp|zar|kes|ngn|ugx|tzs|rwf|etb|ghs|xof|xaf|fcfa|cfa|mzn|aoa|brl|chf|inr|cad|aud|jpy|cny|mwk|zmw|bwp|mad|egp|"
    "ksh|kshs|tsh|ush|euros?|dollars?"
)
CURRENCY = rf"(?:[$€£]|\b(?:{CODES})\b|\br(?=\s?\d))\s?"
SCALE = rf"(?:{'|'.join(sorted(SCALES, key=len, reverse=True))})\b\.?"
UNIT = (
    r"%|°\s?[cf]\b|kg\b|km/h\b|km\b|kwh\b|tonnes?\b|tons?\b|litres?\b|liters?\b|‰|percentage points?|pp\b|p\.p\.|points?(?: de pourcentage)?\b|per ?cent(?:age)?\b|pct\b|pour ?cent\b|por cento\b|"
    r"(?:working |calendar |business )?(?:days?|weeks?|months?|hours?|minutes?|seconds?|years?)\b|hrs?\b|mins?\b|h\b|"
    r"jours?(?: ouvrables?)?\b|semaines?\b|mois\b|heures?\b|dias?(?: uteis)?\b|semanas?\b|mes(?:es)?\b|horas?\b|minutos?\b|"
    r"pontos(?: percentuais)?\b"
)
TIME_WORD = (
    rf"\b(?:{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})(?=(?:\s+|-)(?:(?:to|or|a)\s+\w+\s+)?(?:working |calendar )?"
    r"(?:days?|weeks?|months?|hours?|minutes?|years?|points?|per ?cent|jours?|semaines?|mois|heures?|dias?|semanas?|mes(?:es)?|horas?)\b)"
)
MONEY = rf"(?:{CURRENCY}(?:{NUMBER})(?:\s?{SCALE})?|(?<![\d.,])(?:{NUMBER})(?:\s?{SCALE})?\s?(?:[€$£]|\b(?:{CODES})\b))"
PLAIN = rf"(?:(?<![\d.,])\d+:\d+|(?<![\d.,])(?:{NUMBER})(?:/\d+(?:\.\d+)?|\s(?:out of|sur|de)\s\d(?!\d))?|{TIME_WORD})"
AMOUNT = rf"(?:{MONEY}|{PLAIN})"
RANGE = rf"(?:\s?(?:-|to|or|a|et|and|e)\s?(?:{NUMBER}|{TIME_WORD}|(?:{'|'.join(NUMBER_WORDS)})(?=\s)))"
WORDED_NUMBER = rf"(?:{'|'.join(NUMBER_WORDS)})(?=\s)"
COMPOUND = r"(?<![\d.,])\d{1,3}\s?(?:h|hrs?|hours?|heures?|horas?|min|minutes?)\s\d{1,2}\s?(?:min(?:ute|uto)?s?|s|sec(?:ond|onde|undo)?s?)\b"
AND_MINUTES = r"(?:(?:(?<=hours)|(?<=hour)|(?<=heures)|(?<=horas)|(?<=minutes)|(?<=minutos)|(?<=minute))\s\d{1,2}(?![\d%/.,])(?!\s?%))?"
QUANTITY = rf"(?:{COMPOUND}|(?:between|entre)\s+{AMOUNT}{RANGE}|{AMOUNT}(?:\s?(?:-|to|a)\s?(?:{NUMBER}|{WORDED_NUMBER}))?)(?:\s?-?(?:{UNIT}))?{AND_MINUTES}"
WORD_ALONE = rf"(?:{'|'.join(NUMBER_WORDS)})(?=\s*(?:[.,;)]|$))"
NOUN = r"(?:\s+(?!per\b|as\b|is\b|was\b|this\b|has\b)[a-z]{3,}s\b)?"
ARTICLE = r"(?:(?:the|our|its|their|a|an|la|le|les|o|as|os|de|da|do)\s+|l')*"
COMPARATOR = rf"{ARTICLE}(?P<comparator>(?:[a-z][\w'-]* ){{0,3}}?(?:{'|'.join(COMPARATORS.values())}))\b"
ABOUT = r"(?:about |around |nearly |almost |over |more than |some |up to |environ |cerca de |quase |pres de )?"
ON_AVERAGE = r"(?:\s+on average|\s+en moyenne|\s+em media)?"
DISTANCE = alternatives(
    r"""
    (?:funding |financing |budget |performance |staffing )?gap | shortfall | deficit | difference | variance | shortage | deviation | drop |
    (?:cost |budget )?overrun | overspend | underspend | excess | slippage | ecart | desvio | diferenca | lacuna
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
    de plus que | de moins que | plus que | moins que | mais (?:do )?que | menos (?:do )?que | a mais (?:do )?que | a menos (?:do )?que |
    (?:on|against|from|compared to|compared with)(?= (?:last|the previous|the prior)) |
    below | under | beneath | short of | shy of | less than | fewer than | lower than | slower than | behind | worse than | off |
    missing | outside | above | over | more than | higher than | longer than | greater than | beyond | ahead of | in excess of |
    en dessous d[eu] | au-dessus d[eu] | au-dela d[eu] | en deca d[eu] | inferieure?s? a | superieure?s? a |
    sous | abaixo d[aoe]s? | acima d[aoe]s? |
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
    against | versus | vs\.? | compared (?:with|to) | instead of | rather than | (?:although|though|where|when|while|whereas|but)(?: the)? |
    (?:more than |over |nearly |almost |about |around |close to )?(?:twice|double|triple|half|(?:two|three|four|five|ten) times)(?: the| that of)? |
    (?:which|that) (?:is|was|are|were) (?:far |much |well |considerably |still )?(?:more|less|[a-z]+er) than(?: the| our| its)? |
    alors que | tandis que | quand | (?:le double|la moitie|deux fois|trois fois) d[eu]s? | (?:o dobro|metade|duas vezes|tres vezes) (?:d[aoe]s?|a|o) |
    pour(?= (?:un|une|l[ea]) (?:cible|objectif|norme|seuil|maximum|minimum|limite|plafond|engagement)) | enquanto | para uma meta de |
    contre | au lieu d[eu] | contra |
    em vez de | ao inves de | face a | relativement a | quando
    """
)
MOVED = alternatives(
    r"""
    dropped | fell | fallen | declined | decreased | rose | risen | grew | grown | increased | slipped | shrank |
    went (?:up|down) | (?<!make )(?<!makes )(?<!made )up | down
    """
)
DELAYED = alternatives(
    r"""
    delayed | late | behind(?: schedule)? | overdue | slip(?:s|ped|ping)? | overran | overrun\w* | exceeded | lag\w* | over-?spent |
    under-?spent | missed | differ(?:s|ed)?(?: from [a-z ]{2,30}?)? | depasse\w* | ultrapassad[oa]s? | excedid[oa]s? | atrasad[oa]s? | off
    """
)
LATE = alternatives(
    r"too late | late | behind schedule | behind(?! by| the| its| our| their) | overdue | of delay | longer than planned | de retard | de atraso | em atraso"
)
REACHED = alternatives(
    r"reach\w* | achiev\w* | met | deliver\w* | complet\w* | attain\w* | only | just | at | is | was | were | are | to"
)
TARGET_WORDS = alternatives(
    r"""
    target | goal | plan | planned | standard | limit | benchmark | norm | objective | budget | threshold | charter limit | rule | aim | promise |
    ceiling | ambition | commitment | floor | allowance | quota | contract | pledge | agreed level | agreed time | service level | plafond | seuil | engagement |
    objetivo | teto | padrao | norma | compromisso |
    minimum | maximum | requirement | forecast | expected | cible | objectif | prevu | norme | meta | limite | previsto
    """
)
ACTUAL_WORDS = alternatives(r"actual | achieved | result | current | reached | realise | atteint | realizado")
SAYS = r"(?: of| was| is| at| says| asks for| allows| est| etait| e| era)?\s*:?\s*"
AMOUNT_GROUP = rf"(?<![a-z\d])(?P<amount>{QUANTITY})"
TARGET_GROUP = rf"(?<![a-z\d])(?P<target>{QUANTITY}|{WORD_ALONE})"
ACTUAL_GROUP = rf"(?<![a-z\d])(?P<actual>{QUANTITY})"
DELAY = alternatives(r"delays? | slippage | (?:have|has|had|with|of|show|shows) a delay | retards? | atrasos?")
TOWARDS_COMPARATOR = rf"\s+(?:{TOWARDS})\s+{COMPARATOR}"

# In the order of their strength: the first that fits a stretch of text takes it.
THAN = r"(?:(?:more|less|fewer|[a-z]{3,}er)(?: [a-z]+){0,2} than|(?:plus|moins)(?: [a-z]+)? qu[e']|(?:mais|menos)(?: [a-z]+)? (?:do )?que)"
ALLOWED = (
    r"(?:allowed|permitted|required|prescribed|stipulated|promised|budgeted|planned|expected|foreseen|agreed|forecast|scheduled|intended|targeted|recommended"
    r"|prevu|autorise|permis|prescrit|previsto|permitido|autorizado|exigido)"
)
DESCRIBED = r"(?:[a-z][\w-]* (?!of |de |do |da )){0,3}?"
VARIANCE_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("distance", rf"{AMOUNT_GROUP}\s+(?:{DISTANCE}){TOWARDS_COMPARATOR}"),
        (
            "from level",
            rf"{AMOUNT_GROUP}\s+(?:{THAN}|{BELOW})\s+{ARTICLE}{DESCRIBED}{TARGET_GROUP}(?:\s+(?P<comparator>{TARGET_WORDS})\b)?",
        ),
        (
            "distance",
            rf"(?:{DISTANCE})s?{TOWARDS_COMPARATOR}\s+(?:of|is|was|amounts to|reached)\s+{ABOUT}{AMOUNT_GROUP}",
        ),
        (
            "distance",
            rf"(?:{DISTANCE})s? (?:of|is|was|amounts to|reached|de)\s+{ABOUT}{AMOUNT_GROUP}(?P<noun>{NOUN})(?:{TOWARDS_COMPARATOR})?",
        ),
        (
            "distance",
            rf"{AMOUNT_GROUP}(?P<noun>{NOUN})\s+(?:(?!of\b)[\w-]+ )?(?:{BELOW}|{THAN})\s+{COMPARATOR}(?:\s+(?:of|level of|de)\s+{TARGET_GROUP})?",
        ),
        ("distance", rf"{AMOUNT_GROUP}\s+{THAN}\s+(?:is |was |are |were )?(?P<comparator>{ALLOWED})\b"),
        (
            "distance",
            rf"(?:{MISSING})\s+{COMPARATOR}(?:\s+of\s+{TARGET_GROUP})?\s+(?:by|de|em|por)\s+{ABOUT}{AMOUNT_GROUP}(?P<noun>{NOUN})",
        ),
        (
            "late",
            rf"(?:{DELAYED}|short|over|under|down|up|above|below)\s+(?:by|of|de|em|por)\s+{ABOUT}{AMOUNT_GROUP}(?P<noun>{NOUN}){ON_AVERAGE}",
        ),
        (
            "distance",
            rf"(?:inferieure?s?|superieure?s?|inferior(?:es)?|superior(?:es)?)\s+(?:de|em)\s+{AMOUNT_GROUP}\s+(?:a|au|aux|ao)\s+{COMPARATOR}",
        ),
        (
            "distance",
            rf"{AMOUNT_GROUP}\s+(?:more|less|higher|lower|longer|fewer|slower)\s+(?:[a-z]+ ){{0,4}}?than\s+(?P<comparator>budgeted|planned|expected|foreseen|agreed|forecast)\b",
        ),
        ("late", rf"{AMOUNT_GROUP}\s+(?:{LATE}){ON_AVERAGE}"),
        (
            "late",
            rf"(?:{DELAY})\s+(?:of|is|was|de)\s+{ABOUT}(?=\S+\s?-?(?:to|or|{UNIT}|\w+\s))(?P<amount>{QUANTITY}(?<=[a-z]))",
        ),
        ("late", rf"(?P<amount>(?:{NUMBER})-(?:days?|weeks?|months?|hours?))\s+(?:delay|overrun|slippage)"),
        ("share", rf"(?:{REACHED})\s+(?:only |just )?{AMOUNT_GROUP}\s+of\s+{COMPARATOR}(?!\s+of\s+\d)"),
        (
            "distance",
            rf"(?:{MOVED})\s+(?:by\s+)?{AMOUNT_GROUP}(?:{TOWARDS_COMPARATOR})?(?!\s*(?:,\s*)?(?:against|instead))",
        ),
        ("distance", rf"{AMOUNT_GROUP}\s+(?:{DISTANCE}|short|lower|higher|fewer|slower)\b"),
        ("words", rf"(?:{MISSING})\s+{COMPARATOR}(?!\s+(?:of\s+|by\s+)?\d)"),
    )
)
OUR = r"(?:the |its |our |their )?"
TOWARDS_TARGET = (
    rf"(?:{BELOW}|{FAILED})\s+{OUR}(?:[a-z][\w-]* ){{0,2}}?(?:{TARGET_WORDS})s?\s+(?:of|at)\s+{TARGET_GROUP}"
)
PLANNED = (
    "(?:planned|expected|targeted|required|budgeted|agreed|prevus|prevues|previstos|previstas|(?:target|plan|goal) of)"
)
PAIR_PATTERNS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!of the ){ACTUAL_GROUP}(?P<between>[^.;\d]{{0,75}}?)\s*,?\s*(?:{AGAINST})\s+(?:[a-z][\w'-]* ){{0,7}}?{TARGET_GROUP}",
        rf"{ACTUAL_GROUP}[^.;,\d]{{0,40}}(?:,|\s(?:which|that|and) (?:is|was|are|were))\s+{TOWARDS_TARGET}",
        rf"{ACTUAL_GROUP}[^.;,\d]{{0,40}}(?:,\s+(?:short of|below|under|above|behind|against)|\s+against)\s+{OUR}"
        rf"{TARGET_GROUP}\s+(?:{TARGET_WORDS})",
        rf"{ACTUAL_GROUP}[^.;,\d]{{0,60}}[.;,:–-]\s*(?:the |a |an |with a |and |but |our |its |their |own |agreed |la |le |notre |o |nossa? )*(?:{TARGET_WORDS}){SAYS}{TARGET_GROUP}",
        rf"{ACTUAL_GROUP}\s*\(\s*(?:{TARGET_WORDS}|vs\.?|versus|against|instead of){SAYS}{TARGET_GROUP}",
        rf"(?:{TARGET_WORDS}){SAYS}{TARGET_GROUP}\s*[,;/|]?\s*(?:and\s+)?(?:the )?(?:{ACTUAL_WORDS}){SAYS}{ACTUAL_GROUP}",
        rf"\b(?:{ACTUAL_WORDS}){SAYS}{ACTUAL_GROUP}\s*[,;/|]?\s*(?:and\s+)?(?:the )?(?:{TARGET_WORDS}){SAYS}{TARGET_GROUP}",
        rf"{ACTUAL_GROUP}\s+(?:out )?(?:of|des|dos|das) (?:the |a )?{PLANNED}\s+{TARGET_GROUP}",
        rf"\bof (?:the )?{TARGET_GROUP}\s+(?:planned|expected|targeted|required|budgeted)\s+[a-z -]{{2,30}},\s+(?:only )?{ACTUAL_GROUP}",
        rf"{ACTUAL_GROUP}[^.;\d]{{0,45}}?,?\s*(?:and |but |it |they )?(?:should|ought to|must|had to|were to|was to|are to|is to)(?: (?:be|have been|reach|stand|take|last))+(?: (?:at|within))? {ABOUT}{TARGET_GROUP}",
        rf"{ACTUAL_GROUP}[^.;\d]{{0,60}}\s?[;,]\s*(?:[a-z'-]+ ){{1,5}}?(?:requires?|exige|demands?|allows?|permits?|asks? for|prevoit|fixe|impose|admet|says|sets|promised|promises|preve|permite|autorise|calls for|called for|asked for|required|demanded|allowed|provided for|counted on|expected) (?:an?y? |at least |at most |no more than |au moins |pelo menos )?{TARGET_GROUP}",
        rf"{ACTUAL_GROUP}[^.;\d]{{0,30}}\s(?:pour|sur|para|sobre|for|of) {TARGET_GROUP}\s+(?:[a-z'-]+ ){{0,3}}?(?:prevus|prevues|planifies|previst[oa]s|planead[oa]s|planejad[oa]s|planned)\b",
        rf"\b(?:sur|de|des|dos|das|out of|of)(?: les| os| as| the)? {TARGET_GROUP}\s+(?:[a-z'-]+ ){{0,3}}?(?:prevus|prevues|planifies|previst[oa]s|plane[aj]ad[oa]s|planned|expected|due|scheduled)(?: [a-z-]+){{0,4}},\s+(?:only |seuls? |seules? |apenas |so )?{ACTUAL_GROUP}",
    )
)
# No pair stands in a text without one of these, so that most texts need no search for pairs at all.
PAIR_TRIGGER = re.compile(
    rf"\b(?:{AGAINST}|{BELOW}|{FAILED}|{TARGET_WORDS}|{ACTUAL_WORDS}|{PLANNED}|should|ought|must|had to|(?:were|was|are|is) to|"
    r"due|scheduled|planifies|previst[oa]s|plane[aj]ad[oa]s|requires?|exige|demands?|allows?|permits?|asks?|asked|prevoit|fixe|impose|admet|says|"
    r"sets|promise[sd]|preve|permite|autorise|calls for|called|required|demanded|allowed|provided|counted)"
)
ACTUAL_BEFORE = re.compile(
    rf"{ACTUAL_GROUP}(?P<between>[^.;\d]{{0,60}}?)[,;–-]\s*(?:soit |or |i\.e\. |that is |which is |ou seja |about |some |roughly )?$"
)
LEVELS = re.compile(ACTUAL_GROUP)
LEVEL = re.compile(
    rf"(?P<currency>{CURRENCY})(?:{NUMBER})(?:\s?{SCALE})?|"
    rf"(?:(?<![\d.,/])(?:{NUMBER})|\b(?:{'|'.join(NUMBER_WORDS)}))(?:\s?-?(?P<unit>{UNIT}))"
)
ACTUAL_ALONE = re.compile(
    rf"\b(?:come to|came to|amounts? to|amounted to|stood at|stands? at|is at|was at|are at|were at|runs? at|ran at|averages?|averaged|takes?|took|waits?|"
    rf"waited|lasts?|lasted|totall?ed|reached|reaches|attend\w*|esperam?|demora\w*|dur\w*)\s+(?:in |em |en )?(?:media |moyenne )?{ABOUT}{ACTUAL_GROUP}(?<=[a-z%\d])"
)
SHARE_ALONE = re.compile(
    rf"\b(?:in|only|just|barely|seulement|apenas|so|em) (?P<actual>(?:{NUMBER})\s?(?:%|per ?cent|pour ?cent|por cento))\s+(?:of|des?|d[ao]s?)\s+"
    rf"(?!{ARTICLE}(?:[a-z]+ )?(?:{TARGET_WORDS}|{'|'.join(COMPARATORS.values())})\b)"
)
MOVED_TO = re.compile(
    rf"(?:{MOVED})\s+from\s+{QUANTITY}(?:\s+in \d{{4}})?\s+to\s+{ACTUAL_GROUP}(?!\s+(?:against|instead))"
)
TARGET_ALONE = re.compile(rf"\b(?:{TARGET_WORDS})s?(?:\s+of|\s+is|\s+was|:)\s+{TARGET_GROUP}")

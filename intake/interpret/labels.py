"""Labels: which field a heading, a "Label:" in front of a text or a column head names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .text import fold
from .vocabulary import (
    AUTHOR_LABELS,
    AUTHOR_VERBS,
    DATE_LABELS,
    FIELD_NOUNS,
    LABEL_PHRASES,
    MODIFIERS,
    PAGE_TEXT,
    SECTIONS,
)

LABEL_AT_START = re.compile(r"^(?P<label>[^:.;!?|]{2,60}?)\s*(?:\?\s*:?\s*|:\s*|\s[–—-]\s+)(?P<body>.*)$", re.DOTALL)
QUESTION_MARK = re.compile(r"^(?:q(?:uestion)?\s*\d*\s*[.:)–-]+\s*|\d+\s*[.)]\s*)(?=\S)", re.IGNORECASE)
TRAILING_NUMBER = re.compile(
    r"(?:\s*(?:no\.?\s*|n[°º]\s*|#\s*)?\d+(?:\.\d+)*|\s+(?:no\.?\s*|n[°º]\s*|#\s*)?[A-Za-z]{1,4}[-.]?\d+(?:\.\d+)*)$"
)
LABEL_SENTENCE = re.compile(r"^(?P<label>[A-ZÀ-Þ][\w’' ]{2,30})\.\s+(?P<body>[A-ZÀ-Þ(\d].*)$", re.DOTALL)
COLON = re.compile(r"\s?:\s")
WORD_START = re.compile(r"(?<!\S)\S")
SMALL_FIELDS = ("owner", "due", "severity", "success_measure", "target", "actual")
DONE_BY = re.compile(rf"^(?!to be )(?:\w+ ){{0,3}}(?:{AUTHOR_VERBS})$")
LONGEST_UNIT = 7
LONGEST_PAGE_TEXT = 400
LONGEST_PHRASE = 9
PHRASES = tuple((field, re.compile(pattern)) for field, pattern in LABEL_PHRASES)
REASON_FOR = re.compile(r"^(?P<noun>[\w ]{3,30}?)\s+(?:for|of|behind|de|des|du|do|da|dos|pour|para)\s+\w[\w' ]{2,40}$")
DATE_OF = re.compile(
    r"^(?:date|data) (?:of|de|du|da|do|d')\s?(?:\w+ ?){1,3}$|^(?!start|begin|baseline|previous|last|raised)\w+ date$"
)
COUNTED_PART = re.compile(
    r"^(?:(?:table|tableau|tabela|quadro|sheet|annexe?|anexo|appendix|part|parte|partie|section|seccao|chapter|chapitre|"
    r"capitulo|box|stage|phase|fase)\s+(?:\d{1,2}|[A-Z]|[IVX]{1,4})\s*[.:)–-]+\s*|"
    r"(?:step|etape|étape|passo|discipline)\s+\d{1,2}\s*[.:)–-]*\s+|d[0-8]\s*[.:)–-]*\s+)(?=\S)",
    re.IGNORECASE,
)
NO_COLUMN = re.compile(
    r"^(?:start|begin|previous|last|prior|baseline|linha de base|date (?:raised|identified|opened|found|reported|logged)"
    r"|raised|data source|source|frequency)\b|\bbaseline$"
)
CHAPTER = re.compile(r"^\d{1,2}(?:\.\d{1,2})*\s+(?=[A-ZÀ-Þ])")
PLURAL_MARK = re.compile(r"\((?:s|es|ies)\)|/s\b")
LIST_FIELDS = {"gap", "cause", "action"}
HEADING_FIELDS = LIST_FIELDS | {"impact", "kpi"}
WHOLE_FIELDS = HEADING_FIELDS | {"target", "response", "severity", "owner", "due", "success_measure", "comment"}
DESCRIPTIONS = {
    "description",
    "details",
    "statement",
    "what was found",
    "descricao",
    "descrição",
    "designation",
    "what",
    "o que",
}
SEPARATOR = re.compile(r"\s*(?:[;|·•]|,|\.|\s[–—-]|\s/)\s+(?=[A-Za-zÀ-ÿ])")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text that a label stands before."""

    field: str
    body: str


@lru_cache(maxsize=4096)
def field_of(label: str) -> str:
    """The field that a label names, or an empty string."""
    folded = PLURAL_MARK.sub("", fold(label)).strip(" :.-*_()")
    folded = re.sub(r"[?]", "", folded)
    folded = TRAILING_NUMBER.sub("", folded) or folded
    if folded in DATE_LABELS:
        return "date"
    if folded in AUTHOR_LABELS:
        return "author"
    behind = REASON_FOR.match(folded)
    return (
        ("cause" if behind and _field_by_noun(behind["noun"]) == "cause" else "")
        or _field_by_noun(folded)
        or _field_by_noun(TRAILING_NUMBER.sub("", re.sub(r"\s*[/&(].*$", "", folded)))
        or _field_by_noun(re.sub(r"\s+(?:and|et|e)\s.*$", "", folded))
        or _field_by_noun(
            re.sub(r"\s+(?:commun\w*|common|comun\w*|shared|aux|for each|against|behind|that|with)\s.*$", "", folded)
        )
        or _field_by_noun(re.sub(r"\s+(?:if|when|where|since)\s.*$", "", folded))
        or _field_by_phrase(folded)
        or ("date" if DATE_OF.match(folded) else "")
        or ("author" if DONE_BY.match(folded) else "")
    )


def _field_by_phrase(folded: str) -> str:
    bare = re.sub(r"\s*[(\[].*$", "", folded).strip()
    if not 0 < len(bare.split()) <= LONGEST_PHRASE:
        return ""
    return next((field for field, pattern in PHRASES if pattern.fullmatch(bare)), "")


def _field_by_noun(folded: str) -> str:
    parts = re.sub(r"[^\w'#%° ]+", " ", folded).split()
    if not parts or len(parts) > 8:
        return ""
    bare = " ".join(_without_modifiers(parts))
    return RAW_NOUNS.get(" ".join(parts)) or RAW_NOUNS.get(bare) or BARE_NOUNS.get(bare, "")


def _without_modifiers(parts: list[str]) -> list[str]:
    return [part for part in parts if part not in MODIFIERS]


RAW_NOUNS = {noun: field for field, nouns in reversed(FIELD_NOUNS.items()) for noun in nouns}
BARE_NOUNS = {
    bare: field
    for field, nouns in reversed(FIELD_NOUNS.items())
    for noun in nouns
    if " " in (bare := " ".join(_without_modifiers(noun.split())))
}


@lru_cache(maxsize=4096)
def column_field(head: str) -> str:
    """The field that a column head names; heads are wordier than labels, so their first or last words may be enough."""
    folded = fold(head).strip(" .:")
    if not folded or NO_COLUMN.match(folded):
        return ""
    if re.search(r"(?:^|\s|/)(?:id|ids|no|nr|num|ref|reference|references|code|codigo|#|n[°º])$", folded):
        return "gap_reference" if len(folded.split()) > 1 and field_of(folded.split()[0]) == "gap" else "reference"
    if folded in DESCRIPTIONS:
        return "gap"
    if "success" in folded and "factor" not in folded:
        return "success_measure"
    found = field_of(head) or field_of(
        re.split(r"\s+(?:on|of|for|in|to|by|de|do|da|du|pour|para|addressed|related)\s+", folded)[0]
    )
    if found:
        return found
    parts = folded.split()
    return (field_of(parts[-1]) or field_of(parts[0])) if 1 < len(parts) <= 4 else ""


def labelled(text: str, *, is_heading: bool = False) -> Labelled | None:
    """The label in front of a text, where it is one of ours: "Root causes: …", "Finding 2 – …", "Why? …", "Key gap"."""
    if is_heading and CHAPTER.match(text):
        named = labelled(CHAPTER.sub("", text), is_heading=True)
        if named and named.field in ("cause", "action") and not named.body:
            return named
    text = COUNTED_PART.sub("", QUESTION_MARK.sub("", text, count=1), count=1)
    found = LABEL_AT_START.match(text)
    if found:
        field = field_of(found["label"])
        # A dash is a weaker sign than a colon: "Finding 2 – …" is a label, "Action plan – North" is a title.
        numbered = bool(TRAILING_NUMBER.search(found["label"]))
        marked = any(mark in text[: found.start("body")] for mark in ":?")
        if field == "reference" or (field == "unit" and _is_told(found["body"])):
            return None
        bare = field in LIST_FIELDS and len(found["label"].split()) == 1 and len(found["body"].split()) > 3
        if field and (marked or field == "cause" or bare or (numbered and field in LIST_FIELDS)):
            return Labelled(field, found["body"].strip())
    sentence = LABEL_SENTENCE.match(text)
    if sentence and field_of(sentence["label"]) in WHOLE_FIELDS:
        return Labelled(field_of(sentence["label"]), sentence["body"].strip())
    whole = text.strip().rstrip(":")
    if whole.endswith(".") and len(whole.split()) <= 2 and field_of(whole) in LIST_FIELDS:
        # "Recommendation." alone on its line, set like "Cause. …" above it.
        return Labelled(field_of(whole), "")
    field = field_of(whole) if len(whole.split()) <= 7 and not whole.endswith(".") else ""
    if field in HEADING_FIELDS or (is_heading and field in WHOLE_FIELDS):
        return Labelled(field, "")
    return None


def _is_told(body: str) -> bool:
    """Whether a sentence stands behind "Warehouse:": then the word is the unit's own name and no label."""
    return body.rstrip().endswith(".") or len(body.split()) > LONGEST_UNIT


def split_labels(text: str) -> list[Labelled]:
    """All labels of a line such as "Owner: X; Due: Y"; empty where it does not begin with one."""
    first = labelled(text)
    if first is None or not first.body:
        return [first] if first else []
    pieces, start = [], 0
    for mark in SEPARATOR.finditer(text):
        following = LABEL_AT_START.match(text[mark.end() :])
        if following and ":" in following.group(0) and field_of(following["label"]) not in ("", *LIST_FIELDS, "unit"):
            pieces.append(text[start : mark.start()])
            start = mark.end()
    pieces.append(text[start:])
    parted = [part for piece in pieces for part in parted_at_labels(piece)]
    return [found for found in map(labelled, parted) if found]


def parted_at_labels(text: str) -> list[str]:
    """A text parted where a label stands behind nothing but a blank: "Responsible: Head of Stores  Deadline: 4 May"."""
    places = [0]
    for colon in COLON.finditer(text):
        before = text[places[-1] : colon.start()].rstrip()
        starts = [found.start() for found in WORD_START.finditer(before)][-3:]
        for start in starts if places[-1] or starts else []:
            label = before[start:]
            if start and label[:1].isupper() and field_of(label) in SMALL_FIELDS:
                places.append(places[-1] + start)
                break
    return [text[start:end].strip() for start, end in zip(places, [*places[1:], len(text)], strict=True)]


@lru_cache(maxsize=4096)
def section_of(heading: str) -> str:
    """The kind of section that a heading opens, or an empty string."""
    folded = fold(heading)
    if len(folded.split()) > 14:
        return ""
    return next((section for section, pattern in SECTIONS if re.search(pattern, folded)), "")


def is_page_text(text: str) -> bool:
    """Whether a line belongs to the web page or the printed sheet around the report."""
    folded = fold(text[:LONGEST_PAGE_TEXT]).strip()
    return any(re.search(pattern, folded) for pattern in PAGE_TEXT)

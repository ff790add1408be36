"""Owner, date and measure of success written behind an action: in brackets, behind dashes or as trailing labels."""
# ruff: noqa: E501 - an alternative cannot be broken inside

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .dates import find_date, is_continuous
from .labels import field_of, parted_at_labels
from .text import LONGEST_STATEMENT, capitalised, fold, without_stop, words
from .vocabulary import RESPONSE_CUES, ROLE_WORDS, VERBS

BRACKET = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]{3,200})[)\]]\s*\.?\s*$")
PART_MARK = re.compile(r"\s*[;|·]\s*|,\s+|\s[–—-]\s|\s/\s|\.\s+")
LABEL = re.compile(r"^(?P<label>[A-Za-zÀ-ÿ' ]{2,24}?)\s*[:=]\s*(?P<value>.+)$")
TRAILING = re.compile(r"(?:\s*[;|·,]\s*|\s+[–—/-]\s+|\.\s+|\s+)(?P<label>[A-ZÀ-Þa-zà-ÿ][A-Za-zÀ-ÿ' ]{1,24}?)\s*:\s*")
DUE_WORDS = re.compile(
    r"^(?:due|by|before|until|no later than|not later than|at the latest|au plus tard|o mais tardar|from|as of|a partir d[eo]|a compter d[eu]|a partir do|des|starting|deadline|finish|ready|pour|avant|ate|antes de|d'ici)\s+(?:the\s+|le\s+)?(?:end of\s+)?"
)
OWNER_WORDS = re.compile(r"^(?:owner|owned by|responsible|lead|led by|assigned to|resp\.|responsable|responsavel)\s+")
LAST_DASH = re.compile(r"\s(?:[–—-]|->|→)\s(?P<tail>[^–—→]{3,90})$")
OWNER_BY = re.compile(r"^(?P<owner>[^,;:]{2,60}?),?\s+(?:by|before|until|avant|d'ici|até)\s+(?P<date>[^,;:]{3,30})$")
AT_END = re.compile(
    r"\s+(?:by|before|no later than|not later than|until|d'ici|avant le|avant|ate|antes de)\s+"
    r"(?:the\s+|le\s+|la\s+|o\s+|a\s+)?(?P<date>[\w ,./-]{3,30})$"
)
AT_START = re.compile(
    r"^(?:by|before|no later than|d'ici|avant le|ate)\s+(?:the\s+)?(?P<date>[\w ./-]{3,30}?),\s+(?=\S)"
)
RESPONSE = re.compile(rf"(?:(?<=[.!;)])|^)\s+(?P<response>(?:{RESPONSE_CUES})\b[^.;]*)\.?\s*$", re.IGNORECASE)
OWNER_THEN_DAY = re.compile(
    r"^(?P<owner>.{2,60}?)[.;,]\s+(?:By|by|Before|before|Due|due|Until|until|Avant|Pour|Até)\s+(?P<day>.{3,30})$"
)
LAST_WORDS = re.compile(r"(?<=[a-zà-ÿ0-9)%])\.\s+(?P<owner>[A-ZÀ-Þ][^.;:!?]{2,60})$")
LONGEST_NAME = 8
LINKS = ("and", "of", "for", "the", "et", "de", "du", "des", "e", "da", "do", "&")
FIELDS = ("owner", "due", "success_measure")


@dataclass(frozen=True, slots=True)
class InlineFields:
    """An action's title and what was written behind it."""

    title: str
    owner: str | None = None
    due: str | None = None
    due_wording: str | None = None
    success_measure: str | None = None
    response: str = ""


def read_inline_fields(text: str, reference: date | None) -> InlineFields:
    """Take the fields off an action's text."""
    if len(text) > LONGEST_STATEMENT:
        return InlineFields(text)
    found: dict[str, str] = {}
    title = text.strip()
    bracket = BRACKET.search(title)
    if bracket:
        inside = _from_parts(PART_MARK.split(bracket["inside"]), reference)
        named = OWNER_BY.match(bracket["inside"]) if not inside or len(inside) == 1 else None
        if named and _is_name(named["owner"]) and _is_date(named["date"], reference):
            inside = {"owner": named["owner"], "due": named["date"]}
        if not inside and is_role(bracket["inside"]):
            inside = {"owner": bracket["inside"]}
        if inside:
            found.update(inside)
            title = title[: bracket.start()]
    title, trailing = _from_trailing(title)
    found.update(trailing)
    title, response = _without_response(title)
    title, dashed = _from_dashes(title, reference)
    found = {**dashed, **found}
    if "due" not in found:
        title, said = _from_end(title, reference)
        found.update(said)
    behind = OWNER_THEN_DAY.match(found.get("owner", ""))
    if behind and "due" not in found and _is_date(behind["day"].rstrip(" ."), reference):
        found.update(owner=behind["owner"], due=behind["day"].rstrip(" ."))
    if "owner" not in found:
        title, said = _from_last_words(title, known_due="due" in found)
        found.update(said)
    due, wording = read_due(found.get("due"), reference)
    return InlineFields(
        without_stop(title.strip(" ;,–—-|")),
        _value(found.get("owner")),
        due,
        wording,
        _value(found.get("success_measure")),
        response,
    )


def read_due(text: str | None, reference: date | None) -> tuple[str | None, str | None]:
    """ISO date and wording of a due date; the date is null where the words name none."""
    if not text or not text.strip(" .-–"):
        return None, None
    wording = without_stop(text)
    if is_continuous(wording):
        return None, wording
    found = find_date(wording, reference=reference)
    return (found.value.isoformat() if found else None), wording


def _field_of(label: str) -> str:
    """The field of a label behind an action, where "by" names a day and not an author."""
    return "due" if fold(label).strip() == "by" else field_of(label)


def _value(text: str | None) -> str | None:
    cleaned = without_stop(text).strip(" ;,") if text else ""
    return cleaned if cleaned and cleaned not in ("-", "–", "—", "n/a", "N/A") else None


def _from_parts(parts: list[str], reference: date | None) -> dict[str, str]:
    """Fields of a bracket; nothing where the bracket holds ordinary words."""
    found: dict[str, str] = {}
    last = ""
    for part in filter(None, (piece.strip() for piece in parts)):
        field, value = _one(part)
        if field:
            found[field] = value
            last = field
        elif "due" not in found and _is_date(part, reference):
            found["due"], last = part, "due"
        elif last and last != "due":
            found[last] += f", {part}"
        elif (
            not found
            and _may_be_owner(part, parts, reference)
            and len(parts) > 1
            and (len(part.split()) <= 5 or _is_titled(part))
        ):
            found["owner"], last = part, "owner"
        else:
            return found if last else {}
    return found if "due" in found or last and any(_one(part.strip())[0] for part in parts) else {}


def _one(part: str) -> tuple[str, str]:
    labelled = LABEL.match(part)
    if labelled and _field_of(labelled["label"]) in FIELDS:
        return _field_of(labelled["label"]), labelled["value"].strip()
    due = DUE_WORDS.match(fold(part))
    if due and (find_date(part, reference=date(2000, 1, 1)) or is_continuous(part[due.end() :])):
        return "due", re.sub(r"^\w+(?:'\w+)?\s+", "", part, count=1)
    owner = OWNER_WORDS.match(fold(part))
    if owner:
        return "owner", part[owner.end() :].strip()
    return "", ""


def _from_trailing(text: str) -> tuple[str, dict[str, str]]:
    """Labels at the end of the text: "… Owner: X. Due: Y"."""
    text = re.sub(r"([–—|,;/.·-]); ", r"\1 ", "; ".join(parted_at_labels(text)))
    marks = [mark for mark in TRAILING.finditer(text) if _field_of(mark["label"]) in FIELDS]
    found: dict[str, str] = {}
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        end = following.start() if following else len(text)
        found[_field_of(mark["label"])] = text[mark.end() : end].strip()
    return (text[: marks[0].start()] if marks else text), found


def _from_dashes(text: str, reference: date | None) -> tuple[str, dict[str, str]]:
    """Last parts such as "– by 30 June 2025", ", by end of May" or "- Logistics Officer - 31 March 2026"."""
    taken: dict[str, str] = {}
    last = LAST_DASH.search(text)
    inside = _from_parts(PART_MARK.split(last["tail"].rstrip(" .")), reference) if last else {}
    if last and {"owner", "due"} <= set(inside):
        return text[: last.start()], inside
    for _ in range(3):
        found = re.search(r"^.*\S(?P<mark>\s(?:[–—-]|->|→|=>)\s|[,;]\s+)(?P<tail>[^,;–—→]+?)$", text, re.DOTALL)
        if not found:
            break
        tail = found["tail"].strip().rstrip(".")
        field, value = _one(tail)
        dashed = not found["mark"].startswith((",", ";"))
        if not field and dashed and "due" not in taken and _is_date(tail, reference):
            field, value = "due", tail
        if not field and dashed and "owner" not in taken and _is_name(tail):
            field, value = "owner", tail
        if not field or field in taken:
            break
        taken[field] = value
        text = text[: found.start("mark")]
    return text, taken


def _is_date(text: str, reference: date | None) -> bool:
    found = find_date(text, reference=reference)
    return (found is not None and len(text.split()) <= 5) or is_continuous(text)


def _is_name(text: str) -> bool:
    parts = text.split()
    return 0 < len(parts) <= 5 and parts[0][0].isupper() and not any(part in VERBS for part in words(text))


def _may_be_owner(part: str, parts: list[str], reference: date | None) -> bool:
    """Whether a part opens like a name; one without a capital only counts where a day stands behind it."""
    dated = any(_is_date(other.strip(), reference) for other in parts[1:] if other.strip())
    return part[0].isupper() or (dated and not VERBS & set(words(part)) and not part[0].isdigit())


def _is_titled(text: str) -> bool:
    """Whether all words of a name have a capital, apart from those that link them."""
    parts = [part for part in text.split() if part.lower() not in LINKS]
    return len(parts) <= LONGEST_NAME and all(part[0].isupper() for part in parts)


def is_role(text: str) -> bool:
    """Whether words name a person's or a team's role."""
    parts = [part for part in text.split() if part.lower() not in LINKS]
    named = len(parts) > 1 and all(part[:1].isupper() and not part.isupper() for part in parts)
    return _is_name(text) and (named or bool(ROLE_WORDS & set(words(text))))


def _from_end(text: str, reference: date | None) -> tuple[str, dict[str, str]]:
    """A due date without a mark in front: "Train the staff by 30 June 2026", "By the end of May, train the staff"."""
    last = AT_END.search(fold(text).rstrip(" ."))
    if last and _is_date(text[last.start("date") : last.end("date")], reference):
        return text[: last.start()], {"due": text[last.start("date") : last.end("date")]}
    first = AT_START.match(fold(text))
    if first and _is_date(text[first.start("date") : first.end("date")], reference):
        return capitalised(text[first.end() :]), {"due": text[first.start("date") : first.end("date")]}
    return text, {}


def _from_last_words(title: str, *, known_due: bool) -> tuple[str, dict[str, str]]:
    """An owner as the last words: "Buy a second oven. Kitchen Engineering"; none where it might be a sentence."""
    found = LAST_WORDS.search(title.rstrip(" ,;"))
    if not found or not _is_name(found["owner"]):
        return title, {}
    parts = [part for part in found["owner"].split() if part.lower() not in LINKS]
    named = all(part[0].isupper() for part in parts) or bool(ROLE_WORDS & set(words(found["owner"])))
    if not named or (not known_due and len(parts) > 3):
        return title, {}
    return title[: found.start()], {"owner": found["owner"]}


def _without_response(title: str) -> tuple[str, str]:
    """An "Agreed." behind the action is the management's response."""
    found = RESPONSE.search(title)
    return (title[: found.start()].rstrip() + ".", found["response"].strip()) if found else (title, "")

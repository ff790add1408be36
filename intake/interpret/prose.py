"""Gap, cause and action told in sentences: "… This is due to … We recommend that … by 30 June (Laboratory Head)."."""
# ruff: noqa: E501 - an alternative cannot be broken inside

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .text import LONGEST_STATEMENT, capitalised, fold, words
from .vocabulary import ACTION_CUES, CAUSE_CUES, IMPACT_CUES, INNER_CAUSE_CUES, RESPONSE_CUES, ROLE_WORDS, VERBS

SENTENCE_MARK = re.compile(r"(?<=[a-zà-ÿ0-9)%”\"][.!?])\s+(?=[A-ZÀ-Þ“\"])")
NO_END = re.compile(r"\b(?:no|nr|mr|mrs|ms|dr|st|approx|e\.g|i\.e|vs|fig|art|inc|ltd|dept|prof)\.$", re.IGNORECASE)
CAUSE = re.compile(rf"^(?:{CAUSE_CUES})\s*:?,?\s+", re.IGNORECASE)
ACTION = re.compile(rf"^(?:{ACTION_CUES})\s*:?,?\s+", re.IGNORECASE)
IMPACT = re.compile(rf"^(?:{IMPACT_CUES})\s*:?,?\s+", re.IGNORECASE)
RESPONSE = re.compile(rf"^(?:{RESPONSE_CUES})\b", re.IGNORECASE)
INNER_CAUSE = re.compile(
    rf"\s*,?\s+(?:{INNER_CAUSE_CUES})\s+|[.;]?\s+(?:because|reasons?|causes?|why|raisons?|motivos?|causas?)\s?:\s+",
    re.IGNORECASE,
)
CAUSES_ANNOUNCED = re.compile(
    r"^(?:the |these |there are |there were |we found |we see |il y a |on releve |ha |existem )?(?:main |several |some |many |a few |a number of |one|two|three|four|five|deux|trois|quatre|plusieurs|duas|tres|varias)?\s?"
    r"(?:main |root |underlying )?(?:causes?|reasons?|factors?|raisons?|facteurs?|causas|razoes|motivos|fatores)\b[^.]{0,60}[.:]$"
)
TURN = re.compile(
    r"\b(?:nevertheless|nonetheless|however|even so|and yet|toutefois|cependant|neanmoins|pourtant|contudo|porem|no entanto|todavia)\b|^(?:but|yet|mais|mas) "
)
SUBJECT_OF_WISH = re.compile(
    r"^(?:[Tt]he |[Aa]n? )?(?P<who>[A-Z][\w&'’-]*(?: (?:of|and|the|for|in|[A-Z][\w&'’-]*)){0,6}) (?P<what>(?!of\b|and\b|for\b|in\b)[a-z]\w+ .+)$",
    re.DOTALL,
)
DUTY = re.compile(
    r"^(?P<who>(?:the |a |an )?[A-ZÀ-Þa-zà-ÿ][\w&'’/ -]{2,45}?)\s+"
    r"(?:should|must|shall|needs? to|ought to|will|is to|are to|has to|have to)\s+(?:also\s+|then\s+|first\s+|now\s+)?(?P<what>(?!be\b|not\b)\w.+)$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(slots=True)
class Told:
    """What the sentences of one paragraph say, each list in their order."""

    gap: list[str] = field(default_factory=list)
    causes: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    impact: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)

    @property
    def has_cue(self) -> bool:
        """Whether any sentence says that it is a cause or an action."""
        return bool(self.causes or self.actions)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph."""
    found: list[str] = []
    for piece in SENTENCE_MARK.split(text):
        if found and NO_END.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return [piece.strip() for piece in found if piece.strip()]


def read_told(text: str) -> Told:
    """Sort the sentences of a paragraph by the words that open them."""
    told = Told()
    if len(text) > 2 * LONGEST_STATEMENT:
        return told
    last, announced = told.gap, None
    for sentence in sentences(text):
        folded = fold(sentence)
        for pattern, kept in ((CAUSE, told.causes), (ACTION, told.actions), (IMPACT, told.impact)):
            cue = pattern.match(folded)
            if cue and len(sentence) > cue.end():
                kept.append(capitalised(sentence[cue.end() :]))
                last = kept
                break
        else:
            if RESPONSE.match(folded):
                told.rest.append(sentence)
            elif CAUSES_ANNOUNCED.match(folded):
                told.rest.append(sentence)
                announced = last = told.causes
            elif announced is told.causes and last is told.causes:
                told.causes.append(sentence)
            elif last is told.actions or (told.gap and is_duty(sentence)):
                (told.actions if is_duty(sentence) else told.rest).append(sentence)
            elif last is told.gap:
                told.gap.append(sentence)
            else:
                told.rest.append(sentence)
    _leave_context(told)
    return told


def _leave_context(told: Told) -> None:
    """What stands before a "nevertheless" is what goes well."""
    turn = next((place for place, sentence in enumerate(told.gap) if TURN.search(fold(sentence))), 0)
    told.rest = [*told.gap[:turn], *told.rest]
    told.gap = told.gap[turn:]


def split_inner_cause(statement: str) -> tuple[str, str]:
    """A sentence that names its own cause: "… because the kits ran out"."""
    found = INNER_CAUSE.search(fold(statement))
    if not found or len(statement[: found.start()].split()) < 3 or len(statement[found.end() :].split()) < 2:
        return statement, ""
    return statement[: found.start()], statement[found.end() :]


def is_duty(sentence: str) -> bool:
    """Whether a sentence says what somebody is to do."""
    return bool(re.search(r"\b(?:should|must|needs? to|ought to|shall)\b", fold(sentence)))


def _subject(sentence: str) -> re.Match[str] | None:
    """ "the Farm Manager purchase a pump", as it stands behind "We suggest that": the words with capitals are who."""
    found = SUBJECT_OF_WISH.match(sentence)
    if not found or not ROLE_WORDS & set(words(found["who"])) or words(found["what"])[0] in VERBS:
        return None
    return found


def duty(sentence: str) -> tuple[str, str]:
    """Who is to do what; the first is empty where the sentence does not say."""
    found = DUTY.match(sentence) or _subject(sentence)
    if not found or len(found["who"].split()) > 6:
        return "", sentence
    who = re.sub(r"^(?:the|a|an)\s+", "", found["who"], flags=re.IGNORECASE).strip()
    return who, capitalised(found["what"])

"""Gap, cause and action told in sentences: "… This is due to … We recommend that … by 30 June (Laboratory Head)."."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .text import LONGEST_STATEMENT, capitalised, fold
from .vocabulary import ACTION_CUES, CAUSE_CUES, IMPACT_CUES, INNER_CAUSE_CUES, RESPONSE_CUES

SENTENCE_MARK = re.compile(r"(?<=[a-zà-ÿ0-9)%”\"][.!?])\s+(?=[A-ZÀ-Þ“\"])")
NO_END = re.compile(r"\b(?:no|nr|mr|mrs|ms|dr|st|approx|e\.g|i\.e|vs|fig|art|inc|ltd|dept|prof)\.$", re.IGNORECASE)
CAUSE = re.compile(rf"^(?:{CAUSE_CUES})\s*:?,?\s+", re.IGNORECASE)
ACTION = re.compile(rf"^(?:{ACTION_CUES})\s*:?,?\s+", re.IGNORECASE)
IMPACT = re.compile(rf"^(?:{IMPACT_CUES})\s*:?,?\s+", re.IGNORECASE)
RESPONSE = re.compile(rf"^(?:{RESPONSE_CUES})\b", re.IGNORECASE)
INNER_CAUSE = re.compile(rf"\s*,?\s+(?:{INNER_CAUSE_CUES})\s+", re.IGNORECASE)
DUTY = re.compile(
    r"^(?P<who>(?:the |a |an )?[A-ZÀ-Þa-zà-ÿ][\w&'’/ -]{2,45}?)\s+"
    r"(?:should|must|shall|needs? to|ought to|will|is to|are to|has to|have to)\s+(?P<what>(?!be\b|not\b)\w.+)$",
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
    last = told.gap
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
            elif last is told.actions or (told.gap and is_duty(sentence)):
                (told.actions if is_duty(sentence) else told.rest).append(sentence)
            elif last is told.gap:
                told.gap.append(sentence)
            else:
                told.rest.append(sentence)
    return told


def split_inner_cause(statement: str) -> tuple[str, str]:
    """A sentence that names its own cause: "… because the kits ran out"."""
    found = INNER_CAUSE.search(fold(statement))
    if not found or len(statement[: found.start()].split()) < 3 or len(statement[found.end() :].split()) < 2:
        return statement, ""
    return statement[: found.start()], statement[found.end() :]


def is_duty(sentence: str) -> bool:
    """Whether a sentence says what somebody is to do."""
    return bool(re.search(r"\b(?:should|must|needs? to|ought to|shall)\b", fold(sentence)))


def duty(sentence: str) -> tuple[str, str]:
    """Who is to do what; the first is empty where the sentence does not say."""
    found = DUTY.match(sentence)
    if not found or len(found["who"].split()) > 6:
        return "", sentence
    who = re.sub(r"^(?:the|a|an)\s+", "", found["who"], flags=re.IGNORECASE).strip()
    return who, capitalised(found["what"])

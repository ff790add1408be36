"""Several causes in one line told apart."""

from __future__ import annotations

import re

from .text import LONGEST_STATEMENT, capitalised, fold, without_stop, words
from .vocabulary import ARTICLES, NOT_PROBLEMS, PROBLEM_PREFIXES, PROBLEM_WORDS, VERBS

LIST_MARK = re.compile(r"\s*;\s*(?:and\s+|et\s+|e\s+)?|\s*\(\d\)\s*")
AND_MARK = re.compile(r"\s*,\s+(?:and|as well as|et|e)\s+|\s+(?:and|as well as|et|e)\s+", re.IGNORECASE)
COMMA_MARK = re.compile(r"\s*,\s+(?:(?:and|as well as|et|e)\s+)?|\s+(?:and|as well as|et|e)\s+", re.IGNORECASE)
PARTICIPLES = ("ed", "-out", "ive", "able", "less", "ous")
SENTENCE_MARK = re.compile(r"(?<=[a-zà-ÿ)%][.])\s+(?=[A-ZÀ-Þ])")


def split_causes(text: str) -> list[str]:
    """The causes that one line names: sentences, a list with semicolons, or two that "and" joins."""
    if len(text) > LONGEST_STATEMENT:
        return [text]
    told = SENTENCE_MARK.split(text)
    pieces = [piece.strip() for sentence in told for piece in LIST_MARK.split(sentence) if piece.strip()]
    # Where several sentences say one cause each, "and" joins no two.
    found = pieces if len(told) > 1 else [cause for piece in pieces for cause in _joined_causes(piece)]
    return [capitalised(without_stop(cause.strip(" ,;"))) for cause in found if cause.strip(" ,;.")]


def _joined_causes(text: str) -> list[str]:
    several = COMMA_MARK.split(text)
    if len(several) > 2 and "," in text and _independent(several):
        return several
    for mark in AND_MARK.finditer(text):
        left, right = text[: mark.start()], text[mark.end() :]
        if _independent([left, right]) and not _inside_between(left):
            return [left, *_joined_causes(right)]
    return [text]


def _independent(pieces: list[str]) -> bool:
    return all(len(words(piece)) >= 2 for piece in pieces) and all(
        _stands_alone(piece, pieces[0]) for piece in pieces[1:]
    )


def _stands_alone(right: str, left: str) -> bool:
    first, *rest = words(right)
    # "Lack of trained and motivated staff": the adjective on the left has its noun on the right.
    if words(left)[-1].endswith(PARTICIPLES):
        return False
    if first in VERBS or first in ("once", "then", "only", "not", "so"):
        return False
    if _has_verb(left):
        return _has_verb(" ".join(rest))
    return _names_a_problem(words(right))


def _names_a_problem(parts: list[str]) -> bool:
    first = parts[1] if parts[0] in ARTICLES and len(parts) > 2 else parts[0]
    if parts[0] in ARTICLES and len(parts) > 2:
        return True
    stem = first.split("-")[0]
    return (
        stem in PROBLEM_WORDS
        or _is_negative(first)
        or first.endswith(PARTICIPLES)
        or parts[-1] in PROBLEM_WORDS
        or any(p in PROBLEM_WORDS for p in parts[1:3])
    )


def _is_negative(word: str) -> bool:
    return word.startswith(PROBLEM_PREFIXES) and word not in NOT_PROBLEMS and len(word) > 5


def _has_verb(text: str) -> bool:
    return any(
        word in VERBS - {"left", "cost", "costs", "need", "needs", "increase", "decrease", "decline", "drop", "rise"}
        for word in words(text)
    )


def _inside_between(left: str) -> bool:
    tail = fold(left).rsplit(" between ", 1)
    return len(tail) == 2 and " and " not in tail[1]

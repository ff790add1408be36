"""Small helpers on text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# No statement of a report is longer; what is longer is not searched, so that a hostile line costs no time.
LONGEST_STATEMENT = 1200
CACHED = 80
WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


def fold(text: str) -> str:
    """Lower case without accents, of the same length, so that a position found in it holds in the original."""
    return _fold_short(text) if len(text) <= CACHED else _folded(text)


@lru_cache(maxsize=8192)
def _fold_short(text: str) -> str:
    return _folded(text)


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower().replace("`", "'")
    return "".join(_fold_one(character) for character in text)


@lru_cache(maxsize=4096)
def _fold_one(character: str) -> str:
    if character in "’‘`´":
        return "'"
    if character in "–—−‑":
        return "-"
    if character in "\u00a0\u202f\u2009":
        return " "
    base = unicodedata.normalize("NFKD", character)[0].lower()
    return base if len(base) == 1 else character


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    return WORD.findall(fold(text))


def without_stop(text: str) -> str:
    """One sentence without its full stop; several sentences as they are."""
    text = text.strip()
    if text.endswith(".") and not re.search(r"[.!?]\s+\S", text[:-1]) and not text.endswith(".."):
        return text[:-1].rstrip()
    return text


def capitalised(text: str) -> str:
    """The text with a capital in front."""
    return text[:1].upper() + text[1:]

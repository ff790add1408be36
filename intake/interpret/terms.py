"""How lists of words are written in the vocabulary: as blocks of text, one separator, no quotes."""

from __future__ import annotations


def terms(block: str) -> frozenset[str]:
    """Phrases that "|" separates."""
    return frozenset(phrase.strip() for phrase in block.split("|") if phrase.strip())


def words(block: str) -> frozenset[str]:
    """Words that blanks separate."""
    return frozenset(block.split())


def alternatives(block: str) -> str:
    """A pattern of alternatives, written with " | " between them and a new line wherever it helps."""
    return "|".join(part.strip() for part in " ".join(block.split()).split(" | "))

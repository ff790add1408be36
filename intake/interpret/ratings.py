"""Ratings: "High", "3 – medium", "Red"."""

from __future__ import annotations

from .text import words
from .vocabulary import SEVERITY_WORDS

LONGEST = 4


def is_rating(text: str) -> bool:
    """Whether a text is a rating such as "High", "3 – medium" or "Red"."""
    parts = words(text)
    return 0 < len(parts) <= LONGEST and any(part in SEVERITY_WORDS or part.isdigit() for part in parts)

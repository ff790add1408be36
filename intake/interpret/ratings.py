"""Ratings: "High", "3 – medium", "Red"."""

from __future__ import annotations

import re

from .text import words
from .vocabulary import SEVERITY_WORDS

LONGEST = 4
IN_BRACKETS = re.compile(r"\s*[(\[](?:[^():\[\]]{2,25}:\s*)?(?P<rating>[^():\[\]]{3,20})[)\]]")


def is_rating(text: str) -> bool:
    """Whether a text is a rating such as "High", "3 – medium" or "Red"."""
    parts = words(text)
    return 0 < len(parts) <= LONGEST and any(part in SEVERITY_WORDS or part.isdigit() for part in parts)


def rating_in_brackets(text: str) -> tuple[str, str]:
    """A name with its rating in brackets, "Night Shelter [concern: High]": the name and the rating, or an empty string."""
    found = IN_BRACKETS.search(text)
    if not found or not set(words(found["rating"])) <= SEVERITY_WORDS:
        return text, ""
    return f"{text[: found.start()]}{text[found.end() :]}".strip(), found["rating"].strip()

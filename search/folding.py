"""What is kept for searching, and what is asked: folded, with references that read the same however they are written."""

import re
from collections.abc import Sequence

from common.folding import folded

REFERENCE = re.compile(r"(?<![^\W_])([ag])-0*([1-9][0-9]{0,8})(?![^\W_])")


def searchable(text: str) -> str:
    """The text folded; a reference such as A-07 or a-7 reads "a-7;", so that A-7 does not find A-70."""
    return REFERENCE.sub(r"\1-\2;", folded(text))


def words_of(query: str) -> list[str]:
    """The words of a query, each once; one that another holds says nothing more."""
    words = list(dict.fromkeys(searchable(query).split()))
    return [word for word in words if not any(word != other and word in other for other in words)]


def references_of(words: Sequence[str]) -> list[str]:
    """Those of the words that name one thing, as in "a-7"."""
    return [word[:-1] for word in words if word.endswith(";") and REFERENCE.fullmatch(word[:-1])]

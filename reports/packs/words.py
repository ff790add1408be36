"""Small pieces that several parts of a pack say alike."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from common.dates import short_date
from common.numbers import figure

UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LONG_WORD = re.compile(r"\S{32,}")


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The value with every text in it changed; keys stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: each_text(each, change) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [each_text(each, change) for each in value]
    return value


def printable(value: Any) -> Any:
    """The value with every text in NFC and free of control characters and half surrogates, which no font carries."""
    return each_text(value, printable_text)


def printable_text(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return UNPRINTABLE.sub(" ", unicodedata.normalize("NFC", text.replace("\r\n", "\n")))


def breakable(value: Any) -> Any:
    """The value with places to break inside words too long for a line, as addresses are."""
    return each_text(value, breakable_text)


def breakable_text(text: str) -> str:
    if len(text) < 32:
        return text
    return LONG_WORD.sub(lambda word: "\u200b".join(re.findall(r".{1,16}", word.group(), re.DOTALL)), text)


def on(value: date | None, day: date) -> str:
    """As in "Fri 30 May", "" where there is none."""
    return short_date(value, day) if value else ""


def money(value: Decimal | int | None, currency: str) -> str:
    """As in "R 2 400 000", "" where nothing is asked."""
    return f"{currency}\u00a0{figure(value)}" if value else ""


def costs(once: Decimal, yearly: Decimal, currency: str) -> str:
    """As in "R 2 845 000 once and R 640 000 per year"."""
    parts = [
        f"{words} {ending}"
        for words, ending in ((money(once, currency), "once"), (money(yearly, currency), "per year"))
        if words
    ]
    return " and ".join(parts)

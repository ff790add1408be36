"""Small pieces that several parts of a pack say alike."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from common.dates import short_date
from common.numbers import figure

UNPRINTABLE = {
    *range(0x0A),
    *range(0x0B, 0x20),
    *range(0x7F, 0xA0),
    *range(0xD800, 0xE000),
    0xFFFE,
    0xFFFF,
}
LONG_WORD = re.compile(r"\S{32,}")
REPLACED = dict.fromkeys(UNPRINTABLE, " ")


def printable(value: Any) -> Any:
    """The value with every text free of control characters and half surrogates, which neither JSON nor a font carries."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").translate(REPLACED)
    if isinstance(value, dict):
        return {printable(key): printable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [printable(each) for each in value]
    return value


def breakable(value: Any) -> Any:
    """The value with places to break inside words too long for a line, as addresses are."""
    if isinstance(value, str):
        return LONG_WORD.sub(lambda word: "\u200b".join(re.findall(r".{1,16}", word.group(), re.DOTALL)), value)
    if isinstance(value, dict):
        return {key: breakable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [breakable(each) for each in value]
    return value


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

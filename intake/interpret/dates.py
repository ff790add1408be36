"""Date words to dates: a month, a quarter or "end of May" is its last day."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from .text import fold
from .vocabulary import CONTINUOUS, MONTHS

NAME = "|".join(sorted(MONTHS, key=len, reverse=True))
YEAR = r"(?P<year>(?:19|20)\d{2})"
ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:t[\d:.z+-]*)?\b")
DAY_FIRST = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|o)?\.?\s+(?:of\s+|de\s+)?(?P<name>{NAME})\b\.?,?(?:\s+(?:de\s+)?{YEAR})?"
)
MONTH_FIRST = re.compile(rf"\b(?P<name>{NAME})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*%)(?:,?\s+{YEAR})?")
NUMERIC = re.compile(r"\b(?P<a>\d{1,2})(?P<mark>[/.])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})\b")
MONTH_ONLY = re.compile(
    rf"\b(?:(?P<part>mid|middle of|mi|meados de|start of|beginning of|early)[- ])?(?P<name>{NAME})\b\.?(?:,?\s+(?:de\s+|of\s+)?{YEAR})?"
)
YEAR_MONTH = re.compile(r"\b(?P<year>(?:19|20)\d{2})-(?P<month>0[1-9]|1[0-2])\b(?!-)")
QUARTER = re.compile(
    rf"\b(?:[qt](?P<q>[1-4])|(?P<word>first|second|third|fourth|1st|2nd|3rd|4th) quarter)(?:\s*(?:of|/|,|-)?\s*{YEAR})?"
)
HALF = re.compile(rf"\bh(?P<h>[12])\s*(?:of|/|,|-)?\s*{YEAR}")
YEAR_END = re.compile(rf"\b(?:end of|end-|by the end of|fin|final de|fim de)\s*{YEAR}\b")
WITHIN = re.compile(
    r"\b(?:within|in|after|dans|em)\s+(?P<count>\d{1,3})\s+(?P<unit>days?|weeks?|months?|jours|semaines|mois|dias|semanas|meses)\b"
)
WORD_NUMBER = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
SHORT_NAMES_THAT_ARE_WORDS = {"may", "mar", "mars", "out", "set", "dec", "jan", "ago", "sep", "mai"}


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date, the words that said it, and where they stand."""

    value: date
    wording: str
    start: int
    end: int
    approximate: bool = False


def find_date(text: str, *, reference: date | None = None) -> FoundDate | None:
    """The first date of a text. Where no year is said, the first such day on or after `reference` is meant."""
    folded = fold(text)
    for reader in (_iso, _named_day, _numeric, _year_month, _quarter, _half, _year_end, _within, _month):
        found = reader(folded, reference)
        if found:
            value, start, end, approximate = found
            return FoundDate(value, text[start:end], start, end, approximate)
    return None


def is_continuous(text: str) -> bool:
    """Whether the words name no date at all: ongoing, continuous, to be agreed."""
    return fold(text).strip(" .") in CONTINUOUS


_Found = tuple[date, int, int, bool] | None


def _iso(folded: str, reference: date | None) -> _Found:
    for found in ISO.finditer(folded):
        value = _day(int(found["year"]), int(found["month"]), int(found["day"]))
        if value:
            return value, found.start(), found.end(), False
    return None


def _named_day(folded: str, reference: date | None) -> _Found:
    hits = sorted(
        [*DAY_FIRST.finditer(folded), *MONTH_FIRST.finditer(folded)], key=lambda hit: (hit.start(), -hit.end())
    )
    for found in hits:
        value = _with_year(MONTHS[found["name"]], int(found["day"]), found["year"], reference)
        if value:
            return value, found.start(), found.end(), False
    return None


def _numeric(folded: str, reference: date | None) -> _Found:
    for found in NUMERIC.finditer(folded):
        first, second, year = int(found["a"]), int(found["b"]), int(found["year"])
        year += 2000 if year < 100 else 0
        # Day first, as most of the world writes it; month first only where the other is impossible.
        value = _day(year, second, first) or _day(year, first, second)
        if value:
            return value, found.start(), found.end(), first <= 12 and second <= 12 and first != second
    return None


def _year_month(folded: str, reference: date | None) -> _Found:
    found = YEAR_MONTH.search(folded)
    return (_last_day(int(found["year"]), int(found["month"])), found.start(), found.end(), True) if found else None


def _quarter(folded: str, reference: date | None) -> _Found:
    found = QUARTER.search(folded)
    if not found:
        return None
    month = 3 * int(found["q"] or WORD_NUMBER[found["word"]])
    value = _with_year(month, calendar.monthrange(2001, month)[1], found["year"], reference)
    return (value, found.start(), found.end(), True) if value else None


def _half(folded: str, reference: date | None) -> _Found:
    found = HALF.search(folded)
    return (_last_day(int(found["year"]), 6 * int(found["h"])), found.start(), found.end(), True) if found else None


def _year_end(folded: str, reference: date | None) -> _Found:
    found = YEAR_END.search(folded)
    return (date(int(found["year"]), 12, 31), found.start(), found.end(), True) if found else None


def _within(folded: str, reference: date | None) -> _Found:
    found = WITHIN.search(folded)
    if not found or reference is None:
        return None
    count, unit = int(found["count"]), found["unit"]
    if unit.startswith(("day", "jour", "dia")):
        value = reference + timedelta(days=count)
    elif unit.startswith(("week", "semain", "semana")):
        value = reference + timedelta(weeks=count)
    else:
        months = reference.month - 1 + count
        year, month = reference.year + months // 12, months % 12 + 1
        value = date(year, month, min(reference.day, calendar.monthrange(year, month)[1]))
    return value, found.start(), found.end(), True


def _month(folded: str, reference: date | None) -> _Found:
    for found in MONTH_ONLY.finditer(folded):
        if re.search(r"\d\.?\s+$", folded[: found.start()]):
            continue
        name, month = found["name"], MONTHS[found["name"]]
        said_as_date = (
            found["year"]
            or found["part"]
            or re.search(r"(?:end of|by|in|until|fin|fim de|ate|a)[\s-]+$", folded[: found.start()])
        )
        if name in SHORT_NAMES_THAT_ARE_WORDS and not said_as_date and len(folded.split()) > 1:
            continue
        year = int(found["year"]) if found["year"] else _coming_year(month, reference)
        if year is None:
            continue
        middle = (found["part"] or "") in ("mid", "middle of", "mi", "meados de")
        value = date(year, month, 15) if middle else _last_day(year, month)
        return value, found.start(), found.end(), True
    return None


def _coming_year(month: int, reference: date | None) -> int | None:
    if reference is None:
        return None
    return reference.year if _last_day(reference.year, month) >= reference else reference.year + 1


def _with_year(month: int, day: int, year: str | None, reference: date | None) -> date | None:
    if year:
        return _day(int(year), month, day)
    if reference is None:
        return None
    value = _day(reference.year, month, day)
    return value if value is None or value >= reference else _day(reference.year + 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])

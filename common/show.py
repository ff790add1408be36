"""Dates, sums and figures as they stand on a page. They do not break at the end of a line."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common import dates, numbers, text

THIN = "\u202f"


def as_date(value: date | datetime) -> date:
    """The organisation's date of an instant; a date stays as it is."""
    return dates.today(value) if isinstance(value, datetime) else value


def day(value: date | datetime | None, reference: date | None = None) -> SafeString | str:
    """As in "Fri 28 Nov"; with the year when it is not the reference's, which is today unless given."""
    if not value:
        return ""
    found = as_date(value)
    words = dates.short_date(found, reference or dates.today(timezone.now()))
    return format_html('<time datetime="{}">{}</time>', found.isoformat(), words)


def away(value: date | datetime | None, reference: date | None = None) -> str:
    """As in "in 5 days" or "1 day late"."""
    if not value:
        return ""
    return dates.days_away(as_date(value), reference or dates.today(timezone.now()))


def moment(value: datetime | None, reference: date | None = None) -> SafeString | str:
    """As in "Thu 10 Apr, 14:31", by the organisation's clock."""
    if not value:
        return ""
    local = value.astimezone(dates.organisation_zone())
    words = dates.short_date(local.date(), reference or dates.today(timezone.now()))
    return format_html(
        '<time datetime="{}">{}, {}</time>', local.isoformat(timespec="seconds"), words, f"{local:%H:%M}"
    )


def figure(value: Decimal | int | float | None) -> str:
    """A figure, grouped by thin spaces."""
    if value is None or value == "":
        return ""
    return numbers.figure(Decimal(str(value)) if isinstance(value, float) else value)


def money(value: Decimal | int | None, currency: str = "R") -> str:
    """A sum with the currency's sign, as in "R 2 400 000"."""
    return "" if value is None or value == "" else f"{currency or 'R'}{THIN}{figure(value)}"


def unit_figure(value: Decimal | int | None, unit: str = "") -> str:
    """A figure with its unit, as in "18.4 %"."""
    shown = figure(value)
    return f"{shown}\u00a0{unit}" if shown and unit else shown


def counted(number: Any, words: str) -> str:
    """As in "five plans", from "plan,plans"."""
    one, _, many = words.partition(",")
    return text.counted(int(number or 0), one, many)


def late_words(number: int) -> str:
    """As in "1 milestone late"."""
    return f"{number} {'milestone' if number == 1 else 'milestones'} late"

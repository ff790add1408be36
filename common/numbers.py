"""Figures in and out: decimals with the separators that people type, and back with a thin grouping."""

import re
from decimal import Decimal, InvalidOperation

GROUPS = re.compile(r"^[+-]?\d{1,3}(?:([ \u00a0\u202f,.'’])\d{3})(?:\1\d{3})*(?:[.,]\d+)?$")


def parse_decimal(text: str) -> Decimal:
    """The number in the text: "55 000", "1,250.50", "R 2 400 000", "17.5 %". Raises ValueError when there is none."""
    bare = re.sub(r"^[A-Za-z$€£¥]{0,3}\s*|\s*%$|\s+[A-Za-z]{1,12}$", "", text.strip())
    bare = bare.replace("\u2212", "-")
    grouped = GROUPS.match(bare)
    if grouped:
        separator = grouped.group(1)
        if separator != "." or bare.count(".") > 1 or "," in bare:  # "17.500" is a decimal, "1.250,50" is grouped
            bare = bare.replace(separator, "")
    if bare.count(",") == 1 and "." not in bare:
        bare = bare.replace(",", ".")
    try:
        number = Decimal(bare)
    except InvalidOperation:
        raise ValueError(f"“{text}” is not a figure") from None
    if not number.is_finite():
        raise ValueError(f"“{text}” is not a figure")
    return number


def figure(value: Decimal | int | None) -> str:
    """Grouped by narrow no-break spaces, without needless zeros: 2400000 → "2 400 000"."""
    if value is None:
        return ""
    number = Decimal(value)
    text = format(number.normalize(), "f") if number != number.to_integral() else format(number.to_integral(), "f")
    whole, _, part = text.partition(".")
    sign, whole = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(whole):,}".replace(",", "\u202f")
    return f"{sign}{grouped}{'.' + part if part else ''}"

"""What a report says in words, put into the shapes of the models. Plain functions; the wording is always kept."""

import re
from decimal import Decimal

from common.numbers import parse_decimal
from gaps.models import Kpi
from gaps.services.analyses import Figure
from intake.interpret.drafts import Entry, GapDraft, IndicatorDraft, Measure
from intake.interpret.text import fold

LARGEST = Decimal("1e13")
SCALED = re.compile(r"\b(?:million|billion|thousand|mil|millions?|mn|bn|milh\w+|milliers?|milliards?)\s*$")
UNIT_AT_THE_END = re.compile(r"\d\s*(%|[a-z]{2,12})\s*$")
TIMES = {"minutes", "hours", "days", "weeks", "months", "years"}
TOO_MUCH = re.compile(
    r"\b(?:above|over|exceed\w*|higher|more|late|later|delay\w*|longer|slower|overdue|behind schedule|too (?:long|high|many))\b"
)
SEVERITIES = {
    "critical": ("critical", "very high", "extreme", "catastrophic", "severe", "critica", "critico", "critique"),
    "high": (
        "high",
        "major",
        "serious",
        "significant",
        "alta",
        "alto",
        "elevee",
        "eleve",
        "grave",
        "majeure",
        "majeur",
    ),
    "medium": ("medium", "moderate", "media", "medio", "moyenne", "moyen", "moderee", "moderada"),
    "low": ("low", "minor", "baixa", "baixo", "faible", "mineure", "mineur", "negligible"),
}


def cut(text: str, length: int) -> str:
    """The text, shortened to the length with an ellipsis; the whole stands in the source line."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def number_in(wording: str | None) -> Decimal | None:
    """The figure, where the wording is nothing but one with its unit."""
    if not wording or SCALED.search(fold(wording)):
        return None
    try:
        number = parse_decimal(wording)
    except ValueError:
        return None
    return round(number, 4) if abs(number) < LARGEST else None


def severity_of(wording: str | None) -> str:
    """The severity that the report's word stands for; empty where it is none of ours."""
    word = fold(wording or "").strip(" .")
    return next((severity for severity, words in SEVERITIES.items() if word in words), "")


def impact_of(gap: GapDraft) -> str:
    """The impact as stated; a severity that is none of ours is kept here in the report's own word."""
    kept = f"Severity in the report: {gap.severity}." if gap.severity and not severity_of(gap.severity) else ""
    return " ".join(part for part in (gap.impact or "", kept) if part)


def unit_of(measure: Measure) -> str:
    """The indicator's unit, as far as the report tells. A distance in percent of a target does not tell."""
    for wording in (measure.target, measure.actual):
        found = UNIT_AT_THE_END.search(fold(wording or ""))
        if found:
            return found.group(1)[:20]
    stated = measure.variance.unit if measure.variance else None
    if stated == "pp":
        return "%"
    return stated if stated in TIMES else ""


def direction_of(measure: Measure) -> str:
    """A gap is a distance on the wrong side: lower is better where the actual is higher, or the report says "late"."""
    target, actual = number_in(measure.target), number_in(measure.actual)
    if target is not None and actual is not None and target != actual:
        return "lower" if actual > target else "higher"
    wording = measure.variance.wording if measure.variance else ""
    return "lower" if TOO_MUCH.search(fold(wording)) else "higher"


def measured(gap: GapDraft) -> list[tuple[IndicatorDraft | None, Measure]]:
    """The gap's figures with their indicators, the stated distance first."""
    rows: list[tuple[IndicatorDraft | None, Measure]] = [(each, each.measure) for each in gap.indicators]
    if gap.measure != Measure() and all(measure != gap.measure for _, measure in rows):
        if rows and rows[0][1] == Measure():
            rows[0] = (rows[0][0], gap.measure)
        else:
            rows.insert(0, (None, gap.measure))
    return sorted(rows, key=lambda row: row[1] != gap.measure)


def figure_from(name: str, measure: Measure, kpi: Kpi | None) -> Figure:
    """One figure for `add_gap`."""
    variance = measure.variance
    stated = variance.value if variance else None
    return Figure(
        name=cut(name, 160),
        kpi=kpi,
        comparator=cut(variance.comparator or "", 120) if variance else "",
        comparator_kind=(variance.kind or "") if variance else "",
        target=number_in(measure.target),
        actual=number_in(measure.actual),
        target_wording=cut(measure.target or "", 80),
        actual_wording=cut(measure.actual or "", 80),
        stated_value=round(Decimal(str(stated)), 4) if stated is not None and abs(stated) < LARGEST else None,
        stated_unit=cut(variance.unit or "", 20) if variance else "",
        stated_wording=cut(variance.wording, 300) if variance else "",
    )


def title_and_detail(entry: Entry, *, with_points: bool = False) -> tuple[str, str]:
    """An entry as a title that fits and the rest; its sub-points go to the rest where they have no row of their own."""
    rest = [entry.detail] if len(entry.title) <= 300 else [entry.text]
    if with_points:
        rest += [point.full_text for point in entry.points]
    return cut(entry.title, 300), "\n".join(part for part in rest if part)

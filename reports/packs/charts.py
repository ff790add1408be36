"""The charts of a pack as SVG, out of the same geometry as those on the pages."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.html import escape

from common.charts import trend

WIDTH, HEIGHT, LABELS = 520, 126, 6
SHORT_UNIT = 2  # what fits beside the axis; the text above the chart names the unit
CLEAR = 11  # how far apart two labels have to stand
DOTTED = 30  # how many readings get a dot each; more would run into one another


def drawn(indicator: dict[str, Any]) -> str:
    """The readings of an indicator (`reports.packs.findings.indicator`) with target and start; "" below two readings."""
    readings = [(date.fromisoformat(when), Decimal(value)) for when, value in indicator["readings"]]
    if len(readings) < 2:
        return ""
    chart = trend(
        readings,
        Decimal(indicator["goal"]) if indicator["goal"] else None,
        date.fromisoformat(indicator["start"]) if indicator["start"] else None,
        indicator["unit"] if len(indicator["unit"]) <= SHORT_UNIT else "",
        name="print",
        width=WIDTH,
        height=HEIGHT,
        labels=LABELS,
    )
    goal = 3
    if chart.target and abs(chart.target.y2 - chart.points[-1].y) < CLEAR:
        goal = -6 if chart.target.y2 <= chart.points[-1].y else 12
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {chart.width} {chart.height}" width="{chart.width}"'
            f' height="{chart.height}" font-family="FiraGO" font-size="9" fill="#566367">',
            *(line(each, "#e1e6e6", "0.7") + words(each.x1 - 6, each.y1, each.text, end=True) for each in chart.grid),
            *(words(each.x, each.y, each.text, middle=True) for each in chart.dates),
            *goal_line(chart.target, goal),
            *start_line(chart.start),
            *(line(each, "#b9c3c5", "1") for each in chart.means),
            f'<polyline points="{chart.path}" fill="none" stroke="#0b5c6b" stroke-width="1.6" stroke-linejoin="round"/>',
            *dots(chart.points),
            "</svg>",
        ]
    )


def line(at: Any, colour: str, width: str, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{at.x1}" y1="{at.y1}" x2="{at.x2}" y2="{at.y2}" stroke="{colour}" stroke-width="{width}"{dashed}/>'
    )


def words(x: float, y: float, text: str, *, end: bool = False, middle: bool = False) -> str:
    """A label: at the axis, ending where it stands, or centred below."""
    place = ' dy="3" text-anchor="end"' if end else ' text-anchor="middle"' if middle else ""
    return f'<text x="{x}" y="{y}"{place}>{escape(text)}</text>'


def goal_line(target: Any, down: int) -> list[str]:
    if not target:
        return []
    label = f'<text x="{target.x2}" y="{target.y2}" dx="6" dy="{down}" fill="#17633a">Target</text>'
    return [line(target, "#2a8553", "1.2", "5 3") + label]


def start_line(start: Any) -> list[str]:
    if not start:
        return []
    label = f'<text x="{start.x1}" y="{start.y1}" dx="4" dy="7">Action starts</text>'
    return [line(start, "#78868a", "0.8", "1.5 2.5") + label]


def dots(points: Any) -> list[str]:
    """A dot for each reading where there are few, and the last one with its value."""
    last = points[-1]
    few = points[:-1] if len(points) <= DOTTED else []
    return [
        *(f'<circle cx="{each.x}" cy="{each.y}" r="1.8" fill="#0b5c6b"/>' for each in few),
        f'<circle cx="{last.x}" cy="{last.y}" r="3" fill="#0b5c6b"/><text x="{last.x}" y="{last.y}" dx="7" dy="3"'
        f' fill="#084853" font-weight="bold" font-size="10">{escape(last.text)}</text>',
    ]

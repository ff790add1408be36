"""The charts of a pack as SVG, out of the same geometry as those on the pages."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string

from common.charts import trend

WIDTH, HEIGHT, LABELS = 520, 126, 6
SHORT_UNIT = 2  # what fits beside the axis; the text above the chart names the unit
CLEAR = 11  # how far apart two labels have to stand


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
    return render_to_string("packs/chart.svg", {"chart": chart, "goal": goal}).strip()

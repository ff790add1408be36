"""Geometry of the charts, worked out on the server: plain numbers that a template puts into attributes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import floor, log10
from typing import Any

Number = Decimal | float | int

SIZES = (
    {"name": "wide", "width": 660, "height": 230, "labels": 6},
    {"name": "phone", "width": 358, "height": 220, "labels": 3},
)


@dataclass(frozen=True)
class Point:
    """A place in the drawing with the words that stand there."""

    x: float
    y: float
    text: str = ""
    is_last: bool = False


@dataclass(frozen=True)
class Line:
    """A straight line from one place to another."""

    x1: float
    y1: float
    x2: float
    y2: float
    text: str = ""


@dataclass(frozen=True)
class Mark:
    """A day that stands out: the line through it, its words at the top, and what kind of day it is."""

    line: Line
    label: Point
    kind: str


@dataclass(frozen=True)
class Chart:
    """What a chart's template draws; what it has no use for stays empty."""

    name: str
    width: int
    height: int
    points: tuple[Point, ...] = ()
    grid: tuple[Line, ...] = ()
    dates: tuple[Point, ...] = ()
    means: tuple[Line, ...] = ()
    target: Line | None = None
    start: Line | None = None
    expected: Line | None = None
    marks: tuple["Mark", ...] = ()

    @property
    def path(self) -> str:
        """The points of the readings, as polyline wants them."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def near(value: float) -> float:
    return round(value, 1)


def place(value: Number, low: Number, high: Number, start: float, length: float) -> float:
    """Where the value falls on a stretch from low to high."""
    span = float(high) - float(low)
    return near(start + (float(value) - float(low)) / span * length) if span else near(start + length / 2)


def bounds(values: Sequence[Number], margin: float = 0.12) -> tuple[float, float]:
    """Lowest and highest value with some air around them."""
    low, high = float(min(values)), float(max(values))
    air = (high - low) * margin or abs(high) * margin or 1
    return low - air, high + air


def step_of(low: float, high: float, lines: int = 5) -> float:
    """A round step that parts the stretch by about so many lines."""
    rough = (high - low) / lines or 1
    power = 10 ** floor(log10(rough))
    return next((power * each for each in (1, 2, 5, 10) if power * each >= rough), power * 10)


def short(value: float, step: float) -> str:
    """A figure of an axis, with no more digits than its step needs."""
    digits = max(0, -floor(log10(step))) if step < 1 else 0
    return f"{value:.{digits}f}".replace("-", "−")


def spark(readings: Sequence[Number | None], target: Number | None = None, expected: Sequence | None = None) -> Chart:
    """A small chart of readings at even steps; `expected` is (number of the reading it starts at, value it ends at)."""
    width, height = 240, 48
    given = [value for value in readings if value is not None]
    scale = [*given, *([target] if target is not None else []), *([expected[1]] if expected else [])]
    if not given:
        return Chart("spark", width, height)
    low, high = bounds(scale)
    step = width / max(1, len(readings) - 1)

    def height_of(value: Number) -> float:
        return near(height - place(value, low, high, 0, height))

    points = tuple(Point(near(i * step), height_of(v)) for i, v in enumerate(readings) if v is not None)
    if len(points) == 1:
        points = (Point(0, points[0].y), Point(width, points[0].y))
    goal = Line(0, height_of(target), width, height_of(target)) if target is not None else None
    path = None
    if expected and readings[expected[0]] is not None:
        path = Line(near(expected[0] * step), height_of(readings[expected[0]]), width, height_of(expected[1]))
    return Chart("spark", width, height, points=points, target=goal, expected=path)


def trend(
    readings: Sequence[tuple[date, Number]],
    target: Number | None = None,
    start: date | None = None,
    unit: str = "",
    *,
    name: str = "wide",
    width: int = 660,
    height: int = 230,
    labels: int = 6,
    marks: Sequence[tuple[date, str, str]] = (),
) -> Chart:
    """The large chart of dated readings: grid, dates, target, the action's start, and the means before and after it.

    `marks` are further days with words and kind, as when actions start and are done; they take the start's place.
    """
    if not readings:
        return Chart(name, width, height)
    near_marks = marks_beside([when for when, _ in readings], marks)
    left, right, top, bottom = 44, 66, 22 + (MARK_ROWS - 1) * MARK_ROW * bool(near_marks), 26
    height += top - 22
    inner_width, inner_height = width - left - right, height - top - bottom
    low, high = bounds([value for _, value in readings] + ([target] if target is not None else []))
    step = step_of(low, high)
    low, high = floor(low / step) * step, -floor(-high / step) * step
    days = [when.toordinal() for when in [readings[0][0], readings[-1][0], *(each[0] for each in near_marks)]]
    first, last = min(days), max(days)

    def across(when: date) -> float:
        return place(when.toordinal(), first, last, left, inner_width)

    def up(value: Number) -> float:
        return near(top + inner_height - place(value, low, high, 0, inner_height))

    def level(value: float, words: str = "") -> Line:
        return Line(left, up(value), width - right, up(value), words)

    ending = f" {unit}" if unit else ""
    count = round((high - low) / step)
    grid = tuple(level(low + i * step, f"{short(low + i * step, step)}{ending}") for i in range(count + 1))
    size = len(readings)
    points = tuple(
        Point(across(when), up(value), f"{float(value):g}{ending}" if i == size - 1 else "", i == size - 1)
        for i, (when, value) in enumerate(readings)
    )
    every = max(1, -(-size // labels))
    shown = [readings[i][0] for i in range(size - 1, -1, -every)][::-1]
    mark = None
    if start and readings[0][0] <= start <= readings[-1][0] and not marks:
        mark = Line(across(start), top - 16, across(start), height - bottom)
    return Chart(
        name,
        width,
        height,
        points=points,
        grid=grid,
        dates=tuple(Point(across(when), height - 6, f"{when.day} {when:%b}") for when in shown),
        means=means(readings, start, across, up) if mark else (),
        target=level(float(target)) if target is not None else None,
        start=mark,
        marks=placed_marks(near_marks, across, top, height - bottom, width - 8),
    )


MARK_ROWS, MARK_ROW, LETTER = 3, 13, 6.0


def marks_beside(days: Sequence[date], marks: Sequence[tuple[date, str, str]]) -> list[tuple[date, str, str]]:
    """The marks within the readings or not far from them, by day; further ones would press the line flat."""
    air = max(28, (days[-1] - days[0]).days // 3)
    first, last = days[0].toordinal() - air, days[-1].toordinal() + air
    return sorted(each for each in marks if first <= each[0].toordinal() <= last)


def placed_marks(
    marks: Sequence[tuple[date, str, str]], across: Any, top: int, bottom: int, edge: float
) -> tuple[Mark, ...]:
    """A line for each mark, its words in the first of three rows that has room; without room the line stands alone.

    Days on which something was done get their words first.
    """
    rows: list[list[tuple[float, float]]] = [[] for _ in range(MARK_ROWS)]
    found = []
    for when, words, kind in sorted(marks, key=lambda each: (each[2] == "start", each)):
        x = across(when)
        length = len(words) * LETTER
        start = max(0, min(x + 4, edge - length))
        free = [row for row in rows if all(start >= end or start + length <= begin for begin, end in row)]
        if free:
            free[0].append((start, start + length + 6))
        y = 10 + (rows.index(free[0]) if free else 0) * MARK_ROW
        label = Point(near(start), y, words if free else "")
        found.append(Mark(Line(x, y - 8 if free else top, x, bottom, words), label, kind))
    return tuple(sorted(found, key=lambda each: each.line.x1))


def means(readings: Sequence[tuple[date, Number]], start: date | None, across: Any, up: Any) -> tuple[Line, ...]:
    """The mean before the action started, and the mean since."""
    found = []
    for part in ([r for r in readings if r[0] < start], [r for r in readings if r[0] >= start]):  # type: ignore[operator]
        if len(part) > 1:
            mean = sum(float(value) for _, value in part) / len(part)
            found.append(Line(across(part[0][0]), up(mean), across(part[-1][0]), up(mean), f"mean {mean:.1f}"))
    return tuple(found)


def track(first: date, now: date, span: tuple[date, date], today: date) -> Chart:
    """One milestone on the scale of its action, from the span's first day to its last."""
    width, middle, edge = 150, 10, 6
    begin, end = (each.toordinal() for each in span)

    def across(when: date) -> float:
        kept = min(max(when.toordinal(), begin), end)
        return place(kept, begin, end, edge, width - 2 * edge)

    slipped = Line(across(first), middle, across(now), middle) if now > first else None
    return Chart(
        "track",
        width,
        2 * middle,
        points=(Point(across(first), middle), Point(across(now), middle, is_last=True)),
        start=Line(across(today), 0, across(today), 2 * middle),
        expected=slipped,
    )

"""Geometry of a fishbone: the effect at the head, a bone for each category, its causes along the bone.

Drawn wide with bones above and below the spine, and for a phone as one column down the spine. Words are wrapped by their
likely width and cut after three lines; the list beside the drawing holds all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from common.charts import Line, Point, near
from common.text import cut

LETTER = 6.1  # the likely width of one at 11 px
LEADING = 14
LINES = 3
GAP = 9
Bones = Sequence[tuple[str, Sequence[tuple[int, str]]]]


@dataclass(frozen=True)
class Fishbone:
    """One drawing: the spine and its bones as lines, the words as points; those of categories stand apart."""

    name: str
    width: int
    height: int
    spine: Line
    head: Point
    bones: tuple[Line, ...]
    twigs: tuple[Line, ...]
    categories: tuple[Point, ...]
    words: tuple[Point, ...]


def wrapped(text: str, width: float) -> list[str]:
    """The words in lines that fit the width, at most three; what is left out shows as an ellipsis."""
    most = max(8, int(width / LETTER))
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= most:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        lines[-1] = cut(word, most)
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], cut(f"{lines[LINES - 1]} {lines[LINES]}", most)]
        lines[-1] = lines[-1] if lines[-1].endswith("…") else f"{lines[-1][: most - 1]}…"
    return lines


def indent(depth: int) -> int:
    return min(depth - 1, 3) * 8


def tall(causes: Sequence[tuple[int, str]], width: float) -> int:
    """How high the words of a bone stand."""
    return sum(len(wrapped(text, width - indent(depth))) * LEADING + GAP for depth, text in causes)


def fishbones(head: str, bones: Bones) -> list[Fishbone]:
    """The drawing for a wide page and for a phone; none where there is no cause."""
    return [wide(head, bones), phone(head, bones)] if bones else []


def wide(head: str, bones: Bones, *, width: int = 660) -> Fishbone:
    """Bones above and below the spine, in pairs from the left; the head at the right."""
    mouth, slant, top = 60, 26, 20
    pairs = -(-len(bones) // 2)
    column = (width - mouth - 12) / pairs
    inner = column - slant - 14
    above = max(tall(causes, inner) for _, causes in bones[0::2]) + top + 8
    below = max((tall(causes, inner) for _, causes in bones[1::2]), default=0) + (top + 8 if len(bones) > 1 else 24)
    middle = above + 6
    height = middle + below + 6
    lines, twigs, categories, words = [], [], [], []
    for number, (name, causes) in enumerate(bones):
        up = number % 2 == 0
        left = 6 + (number // 2) * column
        foot = left + column - 8
        edge = middle - above + top if up else middle + below - top
        lines.append(Line(near(foot - slant), near(edge), near(foot), near(middle)))
        categories.append(Point(near(foot - slant), near(edge - 7 if up else edge + 15), name))
        room = abs(edge - middle)
        y = edge + 4 if up else middle + 8
        for depth, text in causes:
            for line in wrapped(text, inner - indent(depth)):
                y += LEADING
                words.append(Point(near(left + indent(depth)), near(y - 3), line))
            along = abs(y + 1 - (edge if up else middle)) / room
            reach = foot - slant + slant * along if up else foot - slant * along
            twigs.append(
                Line(near(left + indent(depth)), near(y + 1), near(min(max(reach, foot - slant), foot)), near(y + 1))
            )
            y += GAP
    return Fishbone(
        "wide",
        width,
        round(height),
        Line(6, near(middle), width - mouth, near(middle)),
        Point(width - mouth + 8, near(middle + 4), head),
        tuple(lines),
        tuple(twigs),
        tuple(categories),
        tuple(words),
    )


def phone(head: str, bones: Bones, *, width: int = 358) -> Fishbone:
    """One bone below the other, off a spine that comes down from the head."""
    spine, start = 14, 34
    inner = width - start - 20
    y = 40.0
    lines, twigs, categories, words = [], [], [], []
    for name, causes in bones:
        lines.append(Line(spine, near(y - 14), start - 4, near(y)))
        categories.append(Point(start, near(y + 4), name))
        rib = y
        y += 8
        for depth, text in causes:
            for line in wrapped(text, inner - indent(depth)):
                y += LEADING
                words.append(Point(start + 12 + indent(depth), near(y), line))
            twigs.append(Line(start + 2, near(y - 4), start + 8 + indent(depth), near(y - 4)))
            y += GAP
        twigs.append(Line(start + 2, near(rib + 10), start + 2, near(y - GAP - 4)))
        y += 18
    return Fishbone(
        "phone",
        width,
        round(y),
        Line(spine, 24, spine, near(y - 12)),
        Point(spine - 6, 14, head),
        tuple(lines),
        tuple(twigs),
        tuple(categories),
        tuple(words),
    )

"""Tables on a page of a PDF: between drawn rules, or by columns that stand one below the other."""

from __future__ import annotations

from dataclasses import dataclass, field

from .pdf_page import Edge, Page, Word
from .pdf_text import PrintedLine, join_wrapped, printed_lines

NEAR = 2.5
LEAST_GUTTER = 5.0
MOST_CELLS = 4_000


@dataclass(slots=True)
class PrintedTable:
    """Rows of cells; `top` and `bottom` are heights on the page, `left` the sides of the columns, in points."""

    rows: list[tuple[str, ...]]
    top: float
    bottom: float
    left: tuple[float, ...]
    words: list[Word] = field(default_factory=list)


def ruled_tables(page: Page) -> list[PrintedTable]:
    """The tables whose cells are drawn; their words are taken off the page."""
    tables = []
    for level, upright in _grids(_merged(page.level), _merged(page.upright)):
        table = _ruled(page, level, upright)
        if table:
            taken = {id(word) for word in table.words}
            page.words = [word for word in page.words if id(word) not in taken]
            tables.append(table)
    return tables


def _merged(edges: list[Edge]) -> list[Edge]:
    """Rules that lie on one line and touch are one."""
    merged: list[Edge] = []
    for edge in sorted(edges, key=lambda e: (round(e.at / NEAR), e.low)):
        last = merged[-1] if merged else None
        if last and abs(last.at - edge.at) <= NEAR and edge.low <= last.high + NEAR:
            last.high = max(last.high, edge.high)
        else:
            merged.append(Edge(edge.at, edge.low, edge.high))
    return merged


def _grids(level: list[Edge], upright: list[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """Groups of rules that cross or touch."""
    parent = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, one in enumerate(level):
        for j, other in enumerate(upright):
            touches = one.low - NEAR <= other.at <= one.high + NEAR and other.low - NEAR <= one.at <= other.high + NEAR
            if touches:
                parent[root(i)] = root(len(level) + j)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for i, one in enumerate(level):
        groups.setdefault(root(i), ([], []))[0].append(one)
    for j, other in enumerate(upright):
        groups.setdefault(root(len(level) + j), ([], []))[1].append(other)
    return [group for group in groups.values() if len(group[0]) >= 2 and len(group[1]) >= 2]


def _ruled(page: Page, level: list[Edge], upright: list[Edge]) -> PrintedTable | None:
    xs, ys = _places(upright), sorted(_places(level), reverse=True)
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 2 or rows < 1 or columns * rows > MOST_CELLS:
        return None
    inside = [word for word in page.words if xs[0] <= (word.x0 + word.x1) / 2 <= xs[-1] and ys[-1] <= word.y <= ys[0]]
    if not inside:
        return None
    held: dict[tuple[int, int], list[Word]] = {}
    for word in inside:
        middle = (word.x0 + word.x1) / 2
        column = next(c for c in range(columns) if middle <= xs[c + 1])
        row = next(r for r in range(rows) if word.y >= ys[r + 1])
        held.setdefault(_first_cell(row, column, xs, ys, level, upright), []).append(word)
    filled: list[tuple[str, ...]] = []
    texts = {place: join_wrapped(printed_lines(words)) for place, words in held.items()}
    for row in range(rows):
        cells = []
        for column in range(columns):
            place = _first_cell(row, column, xs, ys, level, upright)
            # A cell that reaches over rows counts for each of them; one that reaches over columns stands in the first.
            cells.append(texts.get(place, "") if place[1] == column else "")
        filled.append(tuple(cells))
    return PrintedTable(_without_empty_columns(filled), ys[0], ys[-1], tuple(xs), inside)


def _first_cell(
    row: int, column: int, xs: list[float], ys: list[float], level: list[Edge], upright: list[Edge]
) -> tuple[int, int]:
    while column and not _drawn(upright, xs[column], (ys[row] + ys[row + 1]) / 2):
        column -= 1
    while row and not _drawn(level, ys[row], (xs[column] + xs[column + 1]) / 2):
        row -= 1
    return row, column


def _drawn(edges: list[Edge], at: float, through: float) -> bool:
    return any(abs(edge.at - at) <= NEAR and edge.low - NEAR <= through <= edge.high + NEAR for edge in edges)


def _places(edges: list[Edge]) -> list[float]:
    places: list[float] = []
    for edge in sorted(edges, key=lambda e: e.at):
        if not places or edge.at - places[-1] > NEAR + 1:
            places.append(edge.at)
    return places


def _without_empty_columns(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    kept = [column for column in range(len(rows[0])) if any(row[column] for row in rows)]
    return [tuple(row[column] for column in kept) for row in rows]


def loose_tables(lines: list[PrintedLine], level: list[Edge]) -> list[PrintedLine | PrintedTable]:
    """Lines in order, with those that stand in columns put together as tables."""
    result: list[PrintedLine | PrintedTable] = []
    index = 0
    while index < len(lines):
        run = _run(lines, index)
        if run:
            count, gutters = run
            result.append(_loose(lines[index : index + count], gutters, level))
            index += count
        else:
            result.append(lines[index])
            index += 1
    return result


def _run(lines: list[PrintedLine], start: int) -> tuple[int, list[tuple[float, float]]] | None:
    """How many lines from here share the same gutters, and those gutters."""
    gutters = _gaps(lines[start])
    if not gutters:
        return None
    kept, count = gutters, 1
    for before, line in zip(lines[start:], lines[start + 1 :], strict=False):
        if before.y - line.y > 3.2 * max(before.size, line.size):
            break
        narrowed = _narrowed(kept, line)
        # What looked like a gutter in the first lines may have been a wide blank.
        if len(narrowed) < (len(kept) if count > 2 else max(1, len(kept) - 1)):
            break
        kept, count = narrowed, count + 1
    while (
        count > 1
        and len(_split(lines[start + count - 1], [kept[0][0]])[1]) == 0
        and _stands_off(lines, start + count - 1)
    ):
        count -= 1
    filled = [
        sum(bool(part) for part in _split(line, [(a + b) / 2 for a, b in kept]))
        for line in lines[start : start + count]
    ]
    several = sum(parts > 1 for parts in filled)
    wide = all(high - low > 0.8 * lines[start].size for low, high in kept)
    is_table = several >= (2 if len(kept) >= 2 else 3) if wide else several >= 4 and len(kept) >= 2
    return (count, kept) if is_table else None


def _stands_off(lines: list[PrintedLine], index: int) -> bool:
    line = lines[index]
    return lines[index - 1].y - line.y > 1.9 * line.size or line.bold != lines[index - 1].bold


def _gaps(line: PrintedLine) -> list[tuple[float, float]]:
    words = line.words
    return [
        (one.x1, other.x0)
        for one, other in zip(words, words[1:], strict=False)
        if other.x0 - one.x1 > max(LEAST_GUTTER, 0.52 * line.size)
    ]


def _narrowed(gutters: list[tuple[float, float]], line: PrintedLine) -> list[tuple[float, float]]:
    kept = []
    for low, high in gutters:
        for word in line.words:
            if word.x1 <= low or word.x0 >= high:
                continue
            # A word inside the gutter leaves the wider of its two sides.
            low, high = max((low, min(high, word.x0)), (max(low, word.x1), high), key=lambda side: side[1] - side[0])
        if high - low >= LEAST_GUTTER:
            kept.append((low, high))
    return kept


def _loose(lines: list[PrintedLine], gutters: list[tuple[float, float]], level: list[Edge]) -> PrintedTable:
    middles = [(low + high) / 2 for low, high in gutters]
    split = [_split(line, middles) for line in lines]
    breaks = _breaks(lines, split, level)
    rows: list[tuple[str, ...]] = []
    for start, end in zip([0, *breaks], [*breaks, len(lines)], strict=True):
        cells = []
        for column in range(len(middles) + 1):
            words = [word for parts in split[start:end] for word in parts[column]]
            cells.append(join_wrapped(printed_lines(words)) if words else "")
        rows.append(tuple(cells))
    words = [word for line in lines for word in line.words]
    left = (min(w.x0 for w in words), *middles)
    return PrintedTable(rows, lines[0].y, lines[-1].y, left, words)


def _split(line: PrintedLine, middles: list[float]) -> list[list[Word]]:
    parts: list[list[Word]] = [[] for _ in range(len(middles) + 1)]
    for word in line.words:
        parts[sum(word.x0 > middle for middle in middles)].append(word)
    return parts


def _breaks(lines: list[PrintedLine], split: list[list[list[Word]]], level: list[Edge]) -> list[int]:
    """Where a new row begins: below a rule or a wider gap, else where the first column is filled."""
    steps = [before.y - line.y for before, line in zip(lines, lines[1:], strict=False)]
    ruled = [any(line.y < edge.at < before.y for edge in level) for before, line in zip(lines, lines[1:], strict=False)]
    if sum(ruled) >= 2 and sum(ruled) * 3 >= sum(1 for parts in split if parts[0]):
        return [index + 1 for index, rule in enumerate(ruled) if rule]
    pitch, widest = min(steps, default=0.0), max(steps, default=0.0)
    if widest > 1.25 * pitch:
        return [
            index + 1
            for index, step in enumerate(steps)
            if step > 1.18 * pitch or ruled[index] or lines[index].bold != lines[index + 1].bold
        ]
    return [index + 1 for index in range(len(steps)) if split[index + 1][0]]

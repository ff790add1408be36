"""The drafts of an analysis as nodes with keys: finding, taking out, putting in. Everything returns a new analysis."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from intake.interpret import Analysis
from intake.interpret.drafts import ActionDraft, CauseDraft, Entry, GapDraft, UnitDraft
from intake.interpret.links import suggest_links

# Kind, as the reviewer chooses it; how a line of it is called; the first letter of its keys.
KINDS = {
    "gap": ("Gap", "G"),
    "cause": ("Cause", "C"),
    "action": ("Action", "A"),
    "objectives": ("Purpose", "O"),
    "agenda": ("Agenda", "M"),
    "preparation": ("Preparation", "P"),
    "leadership_actions": ("Task", "T"),
    "summary": ("Summary", "S"),
}
LISTS = ("purpose", "objectives", "agenda", "preparation", "leadership_actions", "summary")


@dataclass(frozen=True)
class Node:
    """One draft with where it hangs: under a gap, under a unit, or in one of the lists of the follow-up."""

    kind: str
    key: str
    text: str
    line: int
    draft: GapDraft | CauseDraft | ActionDraft | Entry
    unit: str = ""
    gap: str = ""

    @property
    def parent(self) -> str:
        """The key that it belongs to; "" in a list."""
        return self.gap or self.unit


def nodes(analysis: Analysis) -> Iterator[Node]:
    """All drafts in the order of the page."""
    for unit in analysis.units:
        for gap in unit.gaps:
            yield Node("gap", gap.key, gap.statement, gap.line, gap, unit.key)
            for cause in gap.causes:
                yield Node("cause", cause.key, cause.statement, cause.line, cause, unit.key, gap.key)
            for action in gap.actions:
                yield Node("action", action.key, action.title, action.line, action, unit.key, gap.key)
    for name in LISTS:
        kind = "objectives" if name == "purpose" else name
        for entry in getattr(analysis, name):
            yield from entry_nodes(kind, entry)


def entry_nodes(kind: str, entry: Entry) -> Iterator[Node]:
    yield Node(kind, entry.key, entry.text, entry.line, entry)
    for point in entry.points:
        yield from entry_nodes(kind, point)


def find(analysis: Analysis, key: str) -> Node | None:
    return next((node for node in nodes(analysis) if node.key == key), None)


def below(gap: GapDraft) -> list[CauseDraft | ActionDraft]:
    """Causes and actions of a gap."""
    return [*gap.causes, *gap.actions]


def keys_under(node: Node) -> list[str]:
    """The key of a node and of all that hangs on it."""
    if isinstance(node.draft, GapDraft):
        return [node.key, *(each.key for each in below(node.draft))]
    if isinstance(node.draft, Entry):
        return [each.key for each in entry_nodes(node.kind, node.draft)]
    return [node.key]


def map_gaps(analysis: Analysis, change: Callable[[GapDraft], GapDraft | None]) -> Analysis:
    """Every gap changed; None takes it out."""
    units = tuple(
        replace(unit, gaps=tuple(found for gap in unit.gaps if (found := change(gap)) is not None))
        for unit in analysis.units
    )
    return replace(analysis, units=units)


def relinked(gap: GapDraft) -> GapDraft:
    """The gap with its lines and suggestions worked out anew."""
    lines = {gap.line, *gap.lines, *(each.line for each in below(gap))}
    return replace(gap, links=suggest_links(gap.causes, gap.actions), lines=tuple(sorted(lines)))


def map_entries(entries: tuple[Entry, ...], change: Callable[[Entry], Entry | None]) -> tuple[Entry, ...]:
    found = []
    for entry in entries:
        changed = change(entry)
        if changed is not None:
            found.append(replace(changed, points=map_entries(changed.points, change)))
    return tuple(found)


def without(analysis: Analysis, node: Node) -> Analysis:
    """The analysis with the node and all that hangs on it taken out."""
    if node.kind == "gap":
        return map_gaps(analysis, lambda gap: None if gap.key == node.key else gap)
    if node.gap:

        def lighter(gap: GapDraft) -> GapDraft:
            if gap.key != node.gap:
                return gap
            causes = tuple(each for each in gap.causes if each.key != node.key)
            actions = tuple(each for each in gap.actions if each.key != node.key)
            return relinked(replace(gap, causes=causes, actions=actions))

        return map_gaps(analysis, lighter)
    gone: dict[str, tuple[Entry, ...]] = {
        name: map_entries(getattr(analysis, name), lambda entry: None if entry.key == node.key else entry)
        for name in LISTS
    }
    return replace(analysis, **gone)  # type: ignore[arg-type]


def changed(
    analysis: Analysis, node: Node, change: Callable[[GapDraft | CauseDraft | ActionDraft | Entry], object]
) -> Analysis:
    """The analysis with the node's own draft put through `change`."""
    if node.kind == "gap":
        return map_gaps(analysis, lambda gap: relinked(change(gap)) if gap.key == node.key else gap)  # type: ignore[arg-type]
    if node.gap:

        def put(gap: GapDraft) -> GapDraft:
            if gap.key != node.gap:
                return gap
            causes = tuple(change(each) if each.key == node.key else each for each in gap.causes)
            actions = tuple(change(each) if each.key == node.key else each for each in gap.actions)
            return relinked(replace(gap, causes=causes, actions=actions))  # type: ignore[arg-type]

        return map_gaps(analysis, put)
    put_in = {
        name: map_entries(getattr(analysis, name), lambda entry: change(entry) if entry.key == node.key else entry)  # type: ignore[arg-type,return-value]
        for name in LISTS
    }
    return replace(analysis, **put_in)  # type: ignore[arg-type]


def insert(
    analysis: Analysis, kind: str, parent: str, draft: GapDraft | CauseDraft | ActionDraft | Entry, after: str = ""
) -> Analysis:
    """The analysis with the draft under its parent (a unit, a gap, or one of the lists), behind `after` or at the end."""
    if kind == "gap":
        units = tuple(
            replace(unit, gaps=placed(unit.gaps, draft, after)) if unit.key == parent else unit
            for unit in analysis.units
        )
        return replace(analysis, units=units)
    if kind in ("cause", "action"):

        def richer(gap: GapDraft) -> GapDraft:
            if gap.key != parent:
                return gap
            if kind == "cause":
                return relinked(replace(gap, causes=placed(gap.causes, draft, after)))
            return relinked(replace(gap, actions=placed(gap.actions, draft, after)))

        return map_gaps(analysis, richer)
    entries: dict[str, Any] = {kind: placed(getattr(analysis, kind), draft, after)}
    return replace(analysis, **entries)


def placed(rows: tuple, draft: object, after: str) -> tuple:
    """The rows with the draft behind the one of that key; in the order of the source where none is named."""
    index = next((number for number, row in enumerate(rows, 1) if row.key == after), None)
    if index is None:
        line = draft.line  # type: ignore[attr-defined]
        index = next((number for number, row in enumerate(rows) if row.line > line), len(rows))
    return (*rows[:index], draft, *rows[index:])


def new_unit(analysis: Analysis, key: str, name: str) -> Analysis:
    """The analysis with one more unit that no line names."""
    return replace(analysis, units=(*analysis.units, UnitDraft(key, name, name, None, is_theme=False)))

"""The operations: edit, move, split, merge, drop, and use a line. Each is a dict of plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from intake.interpret import Analysis
from intake.interpret.drafts import (
    LEFT_OVER,
    MAPPED,
    STRUCTURE,
    ActionDraft,
    CauseDraft,
    Entry,
    GapDraft,
    LineRole,
    Measure,
)
from intake.interpret.figures import parse_cell_variance
from intake.interpret.indicators import find_indicators

from .tree import KINDS, Node, below, changed, find, insert, keys_under, new_unit, nodes, without

Operation = dict[str, Any]
OF_A_DRAFT = re.compile(r"[A-Z]-")
GONE = "It is not there any more; somebody changed it meanwhile."


class EditRefused(Exception):
    """The change does not fit what is there; the sentence says why."""


def replay(analysis: Analysis, operations: Iterable[tuple[int, Operation]]) -> Analysis:
    """The reading with the numbered operations applied in order; one that no longer fits is left out."""
    for number, operation in operations:
        try:
            analysis = apply(analysis, operation, number)
        except EditRefused:
            continue
    return analysis


def apply(analysis: Analysis, operation: Operation, number: int) -> Analysis:
    """The reading with one operation applied. `number` makes keys of new drafts; raises `EditRefused`."""
    return settled(VERBS[operation["op"]](analysis, operation, number))


def settled(analysis: Analysis) -> Analysis:
    """The reading without empty units, each line at a draft that is there: else at another of its own, or left over."""
    units = tuple(unit for unit in analysis.units if unit.gaps)
    analysis = replace(analysis, units=units)
    every = list(nodes(analysis))
    known = {node.key for node in every} | {unit.key for unit in units}
    of_line = {node.line: node for node in reversed(every)}
    return replace(analysis, line_map=tuple(at_home(role, known, of_line) for role in analysis.line_map))


def at_home(role: LineRole, known: set[str], of_line: dict[int, Node]) -> LineRole:
    if role.key is None or role.key in known or not OF_A_DRAFT.match(role.key):
        return role
    other = of_line.get(role.line)
    if other is not None:
        return replace(role, role=KINDS[other.kind][0], key=other.key)
    if role.role == "Unit":
        return replace(role, state=STRUCTURE, role="heading", key=None)
    return replace(role, state=LEFT_OVER, role="left over", key=None)


def needed(analysis: Analysis, key: str) -> Node:
    node = find(analysis, key)
    if node is None:
        raise EditRefused(GONE)
    return node


def edit(analysis: Analysis, operation: Operation, number: int) -> Analysis:
    """Change words and figures of one draft. Fields that are not given stay."""
    node, fields = needed(analysis, operation["key"]), operation["fields"]
    text = fields.get("text", "").strip()
    if not text:
        raise EditRefused("Write what it says, or drop it with a reason.")
    return changed(analysis, node, lambda draft: with_fields(draft, text, fields))


def with_fields(draft: GapDraft | CauseDraft | ActionDraft | Entry, text: str, fields: dict[str, Any]) -> object:
    if isinstance(draft, CauseDraft):
        return replace(draft, statement=text)
    if isinstance(draft, ActionDraft):
        due = fields.get("due", draft.due) or None
        return replace(
            draft,
            title=text,
            owner=fields.get("owner", draft.owner) or None,
            due=due,
            due_wording=draft.due_wording if due == draft.due else None,
            success_measure=fields.get("success_measure", draft.success_measure) or None,
        )
    if isinstance(draft, Entry):
        return draft if text == draft.text else replace(draft, title=text, detail="")
    found = draft if text == draft.statement else restated(draft, text)
    measure = Measure(
        parse_cell_variance(fields["variance"]) if fields.get("variance") else found.measure.variance,
        fields.get("target", found.measure.target) or None,
        fields.get("actual", found.measure.actual) or None,
    )
    return replace(
        found,
        measure=measure,
        severity=fields.get("severity", draft.severity) or None,
        impact=fields.get("impact", draft.impact) or None,
    )


def restated(draft: GapDraft, text: str) -> GapDraft:
    """The gap in other words; the figures in them are read again."""
    return replace(draft, statement=text, indicators=tuple(find_indicators(text, draft.line)))


def move(analysis: Analysis, operation: Operation, number: int) -> Analysis:
    """Hang one draft somewhere else, as the same or as something else."""
    node, kind, parent = needed(analysis, operation["key"]), operation["kind"], operation.get("to", "")
    analysis, parent = with_parent(analysis, kind, parent, operation, number)
    if kind == node.kind and parent == node.parent:
        raise EditRefused("It is there already.")
    if kind == node.kind and kind in ("gap", "cause", "action"):
        return insert(without(analysis, node), kind, parent, node.draft)
    if isinstance(node.draft, GapDraft) and (node.draft.causes or node.draft.actions):
        raise EditRefused("Causes and actions hang on this gap. Give them to another gap first.")
    if isinstance(node.draft, Entry) and node.draft.points:
        raise EditRefused("Points hang under this one. Move them first.")
    key = new_key(kind, number)
    lighter = rolled(without(analysis, node), {node.key: (key, KINDS[kind][0])})
    return insert(lighter, kind, parent, drafted(kind, key, node.text, node.line))


def split(analysis: Analysis, operation: Operation, number: int) -> Analysis:
    """Make several of one: the first text stays with the draft, each further one is a draft of its own behind it."""
    node = needed(analysis, operation["key"])
    texts = [text.strip() for text in operation["texts"] if text.strip()]
    if len(texts) < 2:
        raise EditRefused("Write each part on a line of its own; two lines make two.")
    analysis = changed(analysis, node, lambda draft: with_fields(draft, texts[0], {}))
    after = node.key
    for part, text in enumerate(texts[1:], 1):
        key = new_key(node.kind, number, part)
        analysis = insert(analysis, node.kind, node.parent, drafted(node.kind, key, text, node.line), after)
        after = key
    return analysis


def merge(analysis: Analysis, operation: Operation, number: int) -> Analysis:
    """Put one draft into another of its kind: words behind words, and what hangs on it with it."""
    node, into = needed(analysis, operation["key"]), needed(analysis, operation["into"])
    if node.key == into.key or node.kind != into.kind:
        raise EditRefused("Two of a kind can be put together.")
    analysis = without(analysis, node)
    text = f"{into.text.rstrip(' .;')}; {node.text}"

    def joined(draft: Any) -> Any:
        found = with_fields(draft, text, {})
        if isinstance(found, GapDraft) and isinstance(node.draft, GapDraft):
            causes = (*found.causes, *node.draft.causes)
            return replace(found, causes=causes, actions=(*found.actions, *node.draft.actions))
        if isinstance(found, Entry) and isinstance(node.draft, Entry):
            return replace(found, points=(*found.points, *node.draft.points))
        return found

    return rolled(changed(analysis, into, joined), {node.key: (into.key, KINDS[into.kind][0])})


def drop(analysis: Analysis, operation: Operation, number: int) -> Analysis:
    """Take one draft out with all that hangs on it; the lines that nothing else stands on are left over, with the reason."""
    node = needed(analysis, operation["key"])
    reason = operation.get("reason", "").strip()
    if not reason:
        raise EditRefused("Say why; the line keeps the reason.")
    gone = set(keys_under(node))
    analysis = without(analysis, node)
    still = {line for each in find_lines(analysis) for line in each}
    roles = tuple(
        replace(role, state=LEFT_OVER, role=f"dropped: {reason}"[:200], key=None)
        if role.line not in still and (role.key in gone or (role.line == node.line and role.state == MAPPED))
        else role
        for role in analysis.line_map
    )
    return replace(analysis, line_map=roles)


def find_lines(analysis: Analysis) -> Iterable[set[int]]:
    """The lines that drafts still stand on."""
    for unit in analysis.units:
        yield {unit.line} - {None}  # type: ignore[misc]
        for gap in unit.gaps:
            yield {gap.line, *(each.line for each in below(gap))}


def use(analysis: Analysis, operation: Operation, number: int) -> Analysis:
    """Make a draft of a line, whatever the line was before."""
    line, kind, text = operation["line"], operation["kind"], operation["text"].strip()
    if not text:
        raise EditRefused("Write what it says.")
    if not any(role.line == line for role in analysis.line_map):
        raise EditRefused("The document has no such line.")
    analysis, parent = with_parent(analysis, kind, operation.get("to", ""), operation, number)
    key = new_key(kind, number)
    analysis = insert(analysis, kind, parent, drafted(kind, key, text, line))
    roles = tuple(used_role(role, kind, key) if role.line == line else role for role in analysis.line_map)
    return replace(analysis, line_map=roles)


def used_role(role: LineRole, kind: str, key: str) -> LineRole:
    """A line that something is made of: its own draft stays where it has one, and nothing of it is left over any more."""
    if role.key:
        return replace(role, rest="")
    return replace(role, state=MAPPED, role=KINDS[kind][0], key=key, rest="")


def with_parent(analysis: Analysis, kind: str, parent: str, operation: Operation, number: int) -> tuple[Analysis, str]:
    """The key that the draft will hang on, made where a new unit is named; "" for the lists."""
    if kind == "gap":
        name = operation.get("unit", "").strip()
        if not parent and name:
            parent = f"U-e{number}"
            analysis = new_unit(analysis, parent, name[:160])
        if not any(unit.key == parent for unit in analysis.units):
            raise EditRefused("Choose the unit that the gap belongs to, or name a new one.")
        return analysis, parent
    if kind in ("cause", "action"):
        found = find(analysis, parent)
        if found is None or found.kind != "gap":
            raise EditRefused(f"Choose the gap that the {kind} belongs to.")
        return analysis, parent
    return analysis, ""


def new_key(kind: str, number: int, part: int = 0) -> str:
    """A key that no reading gives: the operation's number makes it its own."""
    return f"{KINDS[kind][1]}-e{number}{f'.{part}' if part else ''}"


def drafted(kind: str, key: str, text: str, line: int) -> GapDraft | CauseDraft | ActionDraft | Entry:
    """A new draft of that kind; figures in a gap's words are read."""
    if kind == "gap":
        return GapDraft(key, text, line, indicators=tuple(find_indicators(text, line)), lines=(line,))
    if kind == "cause":
        return CauseDraft(key, text, line)
    if kind == "action":
        return ActionDraft(key, text, line, lines=(line,))
    return Entry(key, text, "", line)


def rolled(analysis: Analysis, keys: dict[str, tuple[str, str]]) -> Analysis:
    """The line map with keys that became others."""
    roles = tuple(
        replace(role, key=keys[role.key][0], role=keys[role.key][1]) if role.key in keys else role
        for role in analysis.line_map
    )
    return replace(analysis, line_map=roles)


VERBS = {"edit": edit, "move": move, "split": split, "merge": merge, "drop": drop, "use": use}

"""Trees of causes as plain values: in the order of the page, with depth, and by category for the fishbone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from gaps.models.cause import CATEGORIES

DEEPEST = 7  # five whys, and two to spare
NAMES = dict(CATEGORIES)


@dataclass
class Branch:
    """One cause with the whys below it. `category` is its own, else that of the cause it explains."""

    cause: Any
    depth: int
    category: str
    below: list["Branch"] = field(default_factory=list)

    @property
    def height(self) -> int:
        """How many levels there are below."""
        return max((1 + each.height for each in self.below), default=0)

    @property
    def category_name(self) -> str:
        return NAMES.get(self.category, "") if self.category else ""


def grow(causes: Iterable[Any]) -> list[Branch]:
    """The roots of the trees, each with its branches, siblings in their order. One whose parent is missing is a root."""
    rows = sorted(causes, key=lambda each: (each.position, each.pk))
    known = {each.pk for each in rows}
    children: dict[int | None, list[Any]] = {}
    for each in rows:
        children.setdefault(each.parent_id if each.parent_id in known else None, []).append(each)

    def branch(cause: Any, depth: int, category: str) -> Branch:
        own = cause.category or category
        return Branch(cause, depth, own, [branch(each, depth + 1, own) for each in children.get(cause.pk, [])])

    return [branch(each, 1, "") for each in children.get(None, [])]


def walk(branches: Sequence[Branch]) -> list[Branch]:
    """Every branch, each before what hangs below it."""
    found = []
    for each in branches:
        found.append(each)
        found += walk(each.below)
    return found


def below(branch: Branch) -> set[int]:
    """The ids of the cause and of all that hangs below it."""
    return {each.cause.pk for each in walk([branch])}


def bones(branches: Sequence[Branch]) -> list[tuple[str, list[tuple[int, str]]]]:
    """The categories with their causes, each as depth and text, in the house's order; what has none comes last."""
    by_category: dict[str, list[tuple[int, str]]] = {}
    for each in walk(branches):
        by_category.setdefault(each.category, []).append((each.depth, each.cause.text))
    order = [key for key, _ in CATEGORIES if key] + [""]
    return [(NAMES[key] if key else "No category yet", by_category[key]) for key in order if key in by_category]

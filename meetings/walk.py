"""The order in which a meeting goes through its agenda."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from meetings.models import AgendaItem


@dataclass
class Group:
    """A heading with what the report says about it, and the points that are gone through one by one."""

    heading: AgendaItem | None
    says: list[tuple[AgendaItem, int]] = field(default_factory=list)
    items: list[AgendaItem] = field(default_factory=list)


def groups(rows: Iterable[AgendaItem]) -> list[Group]:
    """The agenda by its headings; points on the top level stand in groups of their own. Rows come in their order."""
    kept = [row for row in rows if row.state != "removed"]
    found: list[Group] = []
    place: dict[int, tuple[Group, int]] = {}
    for row in kept:
        parent = place.get(row.parent_id or 0)
        if parent is None:
            group = Group(row if row.kind == "heading" else None)
            found.append(group)
            depth = -1
        else:
            group, depth = parent
        if row.kind == "point":
            group.says.append((row, depth + 1))
        elif row.kind != "heading":
            group.items.append(row)
        place[row.pk] = (group, depth + 1)
    return found


def walked(rows: Iterable[AgendaItem]) -> list[AgendaItem]:
    """The points that the room goes through. A heading with nothing below it is one of them."""
    found: list[AgendaItem] = []
    for group in groups(rows):
        found += group.items or ([group.heading] if group.heading else [])
    return found


def next_open(items: list[AgendaItem], after: AgendaItem | None) -> AgendaItem | None:
    """The next point that is not settled, from there on and then from the front."""
    ids = [item.pk for item in items]
    start = ids.index(after.pk) + 1 if after and after.pk in ids else 0
    return next((item for item in [*items[start:], *items[:start]] if item.state == "open"), None)

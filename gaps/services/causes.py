"""The tree of causes of a gap: added to, moved, reworded, shared with other gaps, put together, taken away.

Nothing here knows of actions. `actions.services.causes` asks first whether a signed plan holds the words.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.viewer import Viewer
from audit.services import changes, record
from common.access import Conflict, Unfit, require
from common.db import fit
from common.text import cut
from gaps.causes import DEEPEST, Branch, below, grow, walk
from gaps.models import Gap, GapCause, RootCause, SourceLine
from gaps.permissions import can_edit_causes
from gaps.searching import index_gaps


def lock(gap_id: int, by: Viewer) -> tuple[Gap, list[Branch]]:
    """The gap's row locked, so that its tree moves by one hand at a time, and the tree as it stands."""
    gap = Gap.objects.select_for_update(of=("self",)).select_related("analysis").get(pk=gap_id)
    require(can_edit_causes(by, gap))
    return gap, grow(RootCause.objects.filter(gap=gap))


def branch_of(tree: list[Branch], pk: int | None) -> Branch:
    """The branch of the cause; `Conflict` where somebody took it away meanwhile."""
    found = next((each for each in walk(tree) if each.cause.pk == pk), None)
    if found is None:
        raise Conflict("This cause is gone or belongs to another gap. Load the page again.")
    return found


def note(verb: str, gap: Gap, *, by: Viewer, at: datetime, **said: Any) -> None:
    """The entry in the gap's history; of a draft only organisation-wide roles read it."""
    department = None if gap.state == "draft" else gap.department_id
    record(verb, gap, actor=by.actor, at=at, department_id=department, **said)


def index(cause: RootCause, *more: int, at: datetime) -> None:
    """Write every gap that has the cause into the search anew."""
    index_gaps(cause.gap_id, *cause.gap_links.values_list("gap_id", flat=True), *more, at=at)


@transaction.atomic
def add_cause(
    gap: Gap,
    *,
    text: str,
    category: str = "",
    parent: RootCause | None = None,
    line: SourceLine | None = None,
    by: Viewer,
    at: datetime,
) -> RootCause:
    """Add a cause, or the next why below one."""
    gap, tree = lock(gap.pk, by)
    siblings = tree
    if parent is not None:
        above = branch_of(tree, parent.pk)
        if above.depth >= DEEPEST:
            raise Unfit({"text": [f"The tree goes {DEEPEST} levels deep; say it in the cause above."]})
        siblings = above.below
    if not text.strip():
        raise Unfit({"text": ["Say why."]})
    position = max((each.cause.position for each in siblings), default=-1) + 1
    cause = RootCause(
        gap=gap,
        text=text.strip(),
        category=category,
        position=position,
        parent_id=parent.pk if parent else None,
        line=line,
    )
    fit(cause)
    cause.save()
    index_gaps(gap.pk, at=at)
    said = {"cause": cause.text, **({"below": cut(above.cause.text, 200)} if parent else {})}
    note("cause.added", gap, by=by, at=at, new=said)
    return cause


@transaction.atomic
def edit_cause(cause: RootCause, *, text: str, category: str, reason: str = "", by: Viewer, at: datetime) -> bool:
    """Change wording or category; returns whether anything changed. Words that were issued change with a reason."""
    gap, tree = lock(cause.gap_id, by)
    row = branch_of(tree, cause.pk).cause
    old, new = changes({"cause": row.text, "category": row.category}, {"cause": text.strip(), "category": category})
    if not new:
        return False
    if not text.strip():
        raise Unfit({"text": ["Say why."]})
    if "cause" in new and gap.state != "draft" and not reason.strip():
        raise Unfit({"reason": ["The analysis is issued: say why the words change. The old ones stay in the history."]})
    row.text, row.category = text.strip(), category
    fit(row)
    row.save(update_fields=["text", "category"])
    index(row, at=at)
    note("cause.edited", gap, by=by, at=at, old=old, new={"cause": row.text, **new}, reason=reason.strip())
    return True


@transaction.atomic
def move_cause(cause: RootCause, *, under: int | None, by: Viewer, at: datetime) -> None:
    """Hang a cause, with all below it, under another one of its gap, or among the first ones."""
    gap, tree = lock(cause.gap_id, by)
    branch = branch_of(tree, cause.pk)
    if under == branch.cause.parent_id:
        return
    depth, siblings = 0, tree
    if under is not None:
        above = branch_of(tree, under)
        if under in below(branch):
            raise Unfit({"under": ["A cause cannot explain itself: choose one that does not hang below it."]})
        depth, siblings = above.depth, above.below
    if depth + 1 + branch.height > DEEPEST:
        raise Unfit({"under": [f"The tree would be deeper than {DEEPEST} levels."]})
    row, before = branch.cause, words_of(tree, branch.cause.parent_id)
    row.parent_id = under
    row.position = max((each.cause.position for each in siblings), default=-1) + 1
    row.save(update_fields=["parent", "position"])
    note(
        "cause.moved",
        gap,
        by=by,
        at=at,
        old={"below": before},
        new={"cause": cut(row.text, 200), "below": words_of(tree, under)},
    )


def words_of(tree: list[Branch], pk: int | None) -> str:
    """What a cause hangs under, in words."""
    return cut(branch_of(tree, pk).cause.text, 200) if pk else "the gap itself"


@transaction.atomic
def shift_cause(cause: RootCause, *, up: bool, by: Viewer, at: datetime) -> None:
    """Change places with the one before it or behind it, among those that hang under the same one."""
    gap, tree = lock(cause.gap_id, by)
    row = branch_of(tree, cause.pk).cause
    siblings = branch_of(tree, row.parent_id).below if row.parent_id else tree
    rows = [each.cause for each in siblings]
    place = rows.index(row)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for number, each in enumerate(rows):
        each.position = number
    RootCause.objects.bulk_update(rows, ["position"])
    note("cause.moved", gap, by=by, at=at, new={"cause": cut(row.text, 200), "place": other + 1})


@transaction.atomic
def remove_cause(cause: RootCause, *, reason: str = "", by: Viewer, at: datetime) -> None:
    """Take a cause away on which nothing hangs: no why, no other gap."""
    gap, tree = lock(cause.gap_id, by)
    branch = branch_of(tree, cause.pk)
    if branch.below:
        raise Conflict("Whys hang below this cause. Move them or take them away first.")
    shared = list(GapCause.objects.filter(cause=branch.cause).select_related("gap"))
    if shared:
        raise Conflict(f"{shared[0].gap.code} has this cause too. Take it away there first.")
    if gap.state != "draft" and not reason.strip():
        raise Unfit({"reason": ["The analysis is issued: say why the cause goes. It stays in the history."]})
    words = branch.cause.text
    branch.cause.delete()
    index_gaps(gap.pk, at=at)
    note("cause.removed", gap, by=by, at=at, old={"cause": words}, reason=reason.strip())


@transaction.atomic
def merge_cause(cause: RootCause, *, into: int, by: Viewer, at: datetime) -> RootCause:
    """Put two causes of a gap together: whys and sharing gaps go to the one that stays. Whoever calls moves the actions."""
    gap, tree = lock(cause.gap_id, by)
    branch, stays = branch_of(tree, cause.pk), branch_of(tree, into)
    if into in below(branch):
        raise Unfit({"into": ["Choose another cause that does not hang below this one."]})
    if stays.depth + branch.height > DEEPEST:
        raise Unfit({"into": [f"The tree would be deeper than {DEEPEST} levels."]})
    start = max((each.cause.position for each in stays.below), default=-1) + 1
    for number, each in enumerate(branch.below):
        each.cause.parent_id, each.cause.position = into, start + number
    RootCause.objects.bulk_update([each.cause for each in branch.below], ["parent", "position"])
    gaps = set(GapCause.objects.filter(cause=branch.cause).values_list("gap_id", flat=True))
    there = set(GapCause.objects.filter(cause=stays.cause).values_list("gap_id", flat=True))
    GapCause.objects.filter(cause=branch.cause).delete()
    GapCause.objects.bulk_create(GapCause(gap_id=pk, cause=stays.cause) for pk in sorted(gaps - there))
    row, words = stays.cause, branch.cause.text
    if not row.category and branch.cause.category:
        row.category = branch.cause.category
        row.save(update_fields=["category"])
    branch.cause.delete()
    index(row, at=at)
    note("cause.merged", gap, by=by, at=at, old={"cause": words}, new={"cause": row.text})
    return row


@transaction.atomic
def share_cause(cause: RootCause, gap: Gap, *, by: Viewer, at: datetime) -> GapCause:
    """Say that another gap of the analysis has the cause too."""
    home, tree = lock(cause.gap_id, by)
    row = branch_of(tree, cause.pk).cause
    other = Gap.objects.select_related("analysis").get(pk=gap.pk)
    require(can_edit_causes(by, other))
    if other.pk == home.pk:
        raise Unfit({"gap": [f"The cause stands at {home.code} already."]})
    if other.analysis_id != home.analysis_id:
        raise Unfit({"gap": ["Choose a gap of the same analysis."]})
    link, made = GapCause.objects.get_or_create(gap=other, cause=row)
    if made:
        index_gaps(other.pk, at=at)
        note("cause.shared", other, by=by, at=at, new={"cause": row.text, "from": home.code})
    return link


@transaction.atomic
def unshare_cause(link: GapCause, *, by: Viewer, at: datetime) -> None:
    """The gap has the cause no more; at home it stays."""
    home, _ = lock(link.cause.gap_id, by)
    other = Gap.objects.select_related("analysis").get(pk=link.gap_id)
    require(can_edit_causes(by, other))
    if not GapCause.objects.filter(pk=link.pk).delete()[0]:
        return
    index_gaps(other.pk, at=at)
    note("cause.unshared", other, by=by, at=at, old={"cause": link.cause.text, "from": home.code})

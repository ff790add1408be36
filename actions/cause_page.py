"""What pages show of causes: the tree with the actions that answer, the fishbone, and what has no answer."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q

from accounts.viewer import Viewer
from actions.cause_answers import answered_above
from actions.forms.causes import EditCauseForm, WhyForm
from actions.lifecycle import SIGNED
from actions.models import ActionCause, CorrectiveAction
from actions.permissions import can_edit_plan
from common.access import Answer
from common.text import cut
from gaps.causes import Branch, below, bones, grow, walk
from gaps.models import Gap, GapCause, RootCause
from gaps.permissions import can_edit_causes

DEAD = ("cancelled", "rejected")


@dataclass
class Link:
    """One action that answers a cause, or is suggested to."""

    action: CorrectiveAction
    is_confirmed: bool
    can_change: bool


@dataclass
class Node:
    """One cause of the page: where it hangs, what answers it, and what may be done with it."""

    branch: Branch
    links: list[Link]
    below: list["Node"]
    shared: list[Gap]
    is_guest: bool
    is_signed: bool
    form: EditCauseForm | None = None
    why: WhyForm | None = None
    places: list[tuple[int, str]] = field(default_factory=list)
    others: list[tuple[int, str]] = field(default_factory=list)
    is_covered: bool = False

    @property
    def cause(self) -> RootCause:
        return self.branch.cause

    @property
    def is_answered(self) -> bool:
        """Whether an action that is still alive answers it."""
        return any(link.is_confirmed for link in self.links)

    @property
    def is_unanswered(self) -> bool:
        """Whether it is a deepest cause that nothing answers, neither there nor further up."""
        return not (self.below or self.is_covered or self.is_answered)

    @property
    def suggested(self) -> list[Link]:
        return [link for link in self.links if not link.is_confirmed]


@dataclass
class CausePage:
    """The causes of one gap: its own tree, then those that it shares with other gaps."""

    gap: Gap
    tree: list[Node]
    guests: list[Node]
    can_edit: Answer
    without_cause: list[CorrectiveAction]
    actions: list[tuple[int, str]] = field(default_factory=list)
    gaps: list[tuple[int, str]] = field(default_factory=list)
    shareable: list[tuple[int, str]] = field(default_factory=list)

    @property
    def nodes(self) -> list[Node]:
        found: list[Node] = []
        waiting = [*self.tree, *self.guests]
        while waiting:
            node = waiting.pop(0)
            found.append(node)
            waiting = [*node.below, *waiting]
        return found

    @property
    def suggested(self) -> int:
        return sum(link.can_change for node in self.nodes for link in node.suggested)

    @property
    def unanswered(self) -> int:
        """How many of the deepest causes no action answers, neither there nor further up."""
        return sum(node.is_unanswered for node in self.nodes)

    @property
    def bones(self) -> list[tuple[str, list[tuple[int, str]]]]:
        """The categories with their causes, as the fishbone draws them."""
        return bones([each.branch for each in (*self.tree, *self.guests)])

    @property
    def sentence(self) -> str:
        """What the fishbone says, for those who do not see it."""
        return " ".join(f"{name}: {'; '.join(text.rstrip('.') for _, text in causes)}." for name, causes in self.bones)


def cause_page(gap: Gap, viewer: Viewer, *, actions: Iterable[Any]) -> CausePage:
    """The causes of the gap with their links, in two statements. `actions` are the gap's own, read `with_answers`."""
    causes = list(
        RootCause.objects.filter(Q(gap=gap) | Q(pk__in=GapCause.objects.filter(gap=gap).values("cause")))
        .select_related("gap")
        .order_by("position", "pk")
    )
    links = links_of([each.pk for each in causes], viewer)
    own = grow(each for each in causes if each.gap_id == gap.pk)
    guests = [Branch(each, 1, each.category) for each in causes if each.gap_id != gap.pk]
    guest_rows = RootCause.objects.filter(pk__in=[each.cause.pk for each in guests if each.cause.parent_id])
    covered = set(answered_above(guest_rows).values_list("pk", flat=True)) if guests else set()
    mine = [each for each in actions if each.state not in DEAD and not each.no_cause_reason]
    return CausePage(
        gap=gap,
        tree=[node_of(each, links, guest=False) for each in own],
        guests=[node_of(each, links, guest=True, covered=each.cause.pk in covered) for each in guests],
        can_edit=can_edit_causes(viewer, gap),
        without_cause=[each for each in mine if not each.answers_any],
    )


def links_of(causes: list[int], viewer: Viewer) -> dict[int, list[Link]]:
    """For each cause the actions that one sees and that answer it, in the order of their number."""
    found: dict[int, list[Link]] = defaultdict(list)
    rows = (
        ActionCause.objects.filter(cause__in=causes, action__in=CorrectiveAction.objects.visible_to(viewer).order_by())
        .exclude(action__state__in=DEAD)
        .select_related("action")
        .order_by("action__number")
    )
    for row in rows:
        found[row.cause_id].append(Link(row.action, row.is_confirmed, bool(can_edit_plan(viewer, row.action))))
    return found


def node_of(branch: Branch, links: dict[int, list[Link]], *, guest: bool, covered: bool = False) -> Node:
    """A cause of the page; it is covered where an action answers one further up."""
    own = links.get(branch.cause.pk, [])
    answered = covered or any(link.is_confirmed for link in own)
    return Node(
        branch=branch,
        links=own,
        below=[node_of(each, links, guest=guest, covered=answered) for each in branch.below],
        is_covered=covered,
        shared=[],
        is_guest=guest,
        is_signed=any(link.is_confirmed and link.action.state in SIGNED for link in own),
    )


def cause_board(gap: Gap, viewer: Viewer, *, bound: dict[str, Any] | None = None) -> CausePage:
    """The page on which the causes are worked on: the tree with a form for everything that may be done.

    `bound` holds the forms that were sent with errors, by "edit-<id>" and "why-<id>".
    """
    every = list(
        CorrectiveAction.objects.visible_to(viewer)
        .filter(gap__analysis=gap.analysis_id)
        .with_answers()
        .order_by("number")
    )
    page = cause_page(gap, viewer, actions=[each for each in every if each.gap_id == gap.pk])
    if not page.can_edit:
        return page
    kept = bound or {}
    shared: dict[int, list[Gap]] = defaultdict(list)
    for link in GapCause.objects.filter(cause__gap=gap).select_related("gap").order_by("gap__number"):
        shared[link.cause_id].append(link.gap)
    siblings = Gap.objects.filter(analysis=gap.analysis_id).exclude(pk=gap.pk).order_by("number")
    page.gaps = [(each.pk, f"{each.code} {cut(each.statement, 60)}") for each in siblings]
    page.actions = [(each.pk, f"{each.code} {cut(each.title, 60)}") for each in every if can_edit_plan(viewer, each)]
    own = walk([each.branch for each in page.tree])
    for node in page.nodes:
        pk, issued = node.cause.pk, gap.state != "draft"
        node.shared = shared[pk]
        if node.is_guest:
            continue
        edit, why = kept.get(f"edit-{pk}"), kept.get(f"why-{pk}")
        initial = {"text": node.cause.text, "category": node.cause.category}
        node.form = edit or EditCauseForm(initial=initial, prefix=f"edit-{pk}", issued=issued, signed=node.is_signed)
        node.why = why or WhyForm(prefix=f"why-{pk}")
        under = below(node.branch)
        node.places = [(each.cause.pk, indented(each)) for each in own if each.cause.pk not in under]
        node.others = node.places
    known = {node.cause.pk for node in page.nodes}
    theirs = RootCause.objects.filter(gap__analysis=gap.analysis_id).exclude(pk__in=known).select_related("gap")
    page.shareable = [
        (each.pk, f"{each.gap.code} {cut(each.text, 60)}") for each in theirs.order_by("gap__number", "pk")
    ]
    return page


def indented(branch: Branch) -> str:
    """A cause as a line of a choice, moved in as far as it hangs deep."""
    return "\u2003" * (branch.depth - 1) + cut(branch.cause.text, 70)


def linked_actions(viewer: Viewer) -> Prefetch:
    """The actions of gaps as their pages list them."""
    return Prefetch(
        "actions",
        CorrectiveAction.objects.visible_to(viewer).with_answers().select_related("owner", "team").order_by("number"),
    )

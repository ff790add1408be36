"""What the page of two cycles shows: each gap with the one it was, the causes that came back, and what was done about them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from accounts.viewer import Viewer
from actions.models import ActionCause, CorrectiveAction
from actions.querysets import analyses_visible_to, gaps_visible_to
from common.text import counted, listed
from gaps.cycles import Pair, pairs_of
from gaps.models import Gap, GapAnalysis, GapMeasure, RootCause
from gaps.permissions import PREPARE, SEE

DROPPED = ("cancelled", "rejected")
COUNTED = {
    "back": ("came back", "came back"),
    "grew": ("grew", "grew"),
    "mixed": ("moved both ways", "moved both ways"),
    "same": ("is as large as before", "are as large as before"),
    "there": ("is still there", "are still there"),
    "shrank": ("shrank", "shrank"),
    "gone": ("is gone", "are gone"),
    "new": ("is new", "are new"),
}


@dataclass(frozen=True)
class Returned:
    """A cause that came back, with the actions that answered it last time."""

    now: RootCause
    before: RootCause
    done: tuple[CorrectiveAction, ...]


@dataclass(frozen=True)
class Row:
    """A gap with the one it was, what was done about that one, and its causes that came back."""

    pair: Pair
    done: tuple[CorrectiveAction, ...]
    causes: tuple[Returned, ...]


@dataclass(frozen=True)
class Comparison:
    """Two cycles side by side."""

    analysis: GapAnalysis
    previous: GapAnalysis
    rows: tuple[Row, ...]
    gone: tuple[Gap, ...]
    earlier: tuple[Gap, ...]

    @property
    def is_settled(self) -> bool:
        return all(row.pair.is_settled for row in self.rows)

    @property
    def words(self) -> str:
        """As in "two gaps came back, one grew and three are gone"."""
        numbers = Counter(row.pair.key for row in self.rows)
        numbers["gone"] = len(self.gone)
        parts = [
            f"{counted(numbers[key], 'gap') if place == 0 else counted(numbers[key], '').strip()} {words[numbers[key] > 1]}"
            for place, (key, words) in enumerate((key, words) for key, words in COUNTED.items() if numbers[key])
        ]
        return listed(parts)


def full_gaps(viewer: Viewer, *analyses: GapAnalysis) -> dict[int, list[Gap]]:
    """The gaps that the viewer sees of the analyses, by analysis, with what a comparison reads. Three statements."""
    found: dict[int, list[Gap]] = {analysis.pk: [] for analysis in analyses}
    rows = (
        gaps_visible_to(viewer)
        .filter(analysis__in=list(found))
        .exclude(state="withdrawn")
        .select_related("department")
        .prefetch_related("causes", Prefetch("measures", GapMeasure.objects.select_related("kpi")))
    )
    for gap in rows.order_by("number"):
        found[gap.analysis_id].append(gap)
    return found


def candidates(viewer: Viewer, analysis: GapAnalysis) -> QuerySet[GapAnalysis]:
    """The analyses that it may be compared with: issued ones that are not later, the newest first."""
    rows = analyses_visible_to(viewer).exclude(pk=analysis.pk).exclude(state="draft")
    if analysis.date:
        rows = rows.filter(date__lte=analysis.date)
    return rows.order_by("-date", "-pk")


def compare(viewer: Viewer, analysis: GapAnalysis, previous: GapAnalysis) -> Comparison:
    """Both cycles as the viewer sees them. Five statements, however many gaps there are."""
    gaps = full_gaps(viewer, analysis, previous)
    now, before = gaps[analysis.pk], gaps[previous.pk]
    pairs, gone = pairs_of(now, before)
    done = actions_of(viewer, [gap.pk for gap in before])
    by_cause = answers_of(viewer, [old.pk for pair in pairs for _, old in pair.causes])
    rows = tuple(
        Row(
            pair,
            tuple(done[pair.before.pk]) if pair.before else (),
            tuple(Returned(new, old, tuple(by_cause[old.pk])) for new, old in pair.causes),
        )
        for pair in pairs
    )
    return Comparison(analysis, previous, rows, tuple(gone), tuple(before))


def actions_of(viewer: Viewer, gaps: Iterable[int]) -> dict[int, list[CorrectiveAction]]:
    """What was done about the gaps, by gap."""
    found: dict[int, list[CorrectiveAction]] = defaultdict(list)
    rows = CorrectiveAction.objects.visible_to(viewer).filter(gap__in=list(gaps)).exclude(state__in=DROPPED)
    for action in rows.select_related("owner", "team").order_by("number"):
        found[action.gap_id].append(action)
    return found


def answers_of(viewer: Viewer, causes: Sequence[int]) -> dict[int, list[CorrectiveAction]]:
    """The actions that answered the causes, by cause; links that nobody confirmed do not count."""
    found: dict[int, list[CorrectiveAction]] = defaultdict(list)
    if not causes:
        return found
    links = ActionCause.objects.filter(cause__in=causes, is_confirmed=True).exclude(action__state__in=DROPPED)
    visible = CorrectiveAction.objects.visible_to(viewer).order_by().values("pk")
    for link in links.filter(action__in=visible).select_related("action").order_by("action__number"):
        found[link.cause_id].append(link.action)
    return found


def earlier_gap(viewer: Viewer, gap: Gap) -> Gap | None:
    """The gap that it was in the cycle before, as somebody settled, if the viewer sees it. Gap comes with `previous`."""
    before = gap.previous
    if before is None or before.state == "draft":
        return None
    return before if viewer.may(PREPARE) or viewer.may(SEE) or viewer.may(SEE, before.department_id) else None

"""My work: everything that waits for one person, gathered from all floors in a fixed number of statements."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from accounts.viewer import Viewer
from actions.models import (
    ApprovalItem,
    ApprovalRequest,
    Blocker,
    CheckIn,
    CheckInRequest,
    CorrectiveAction,
    Milestone,
    Signature,
)
from actions.permissions import DECIDE
from actions.services.figures import owed
from common.dates import today
from common.text import counted, listed, number_word
from gaps.models import Gap, GapAnalysis, Kpi
from gaps.permissions import RESPOND
from gaps.progress import is_due
from reports.gathering import LIMIT, Waiting, asked, prepared


@dataclass
class MyWork:
    """What waits for one person today, most binding first."""

    today: date
    bundles: list[ApprovalRequest] = field(default_factory=list)
    findings: list[GapAnalysis] = field(default_factory=list)
    assignments: list[CorrectiveAction] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    check_ins: list[CheckInRequest] = field(default_factory=list)
    unread: list[CheckInRequest] = field(default_factory=list)
    readings: list[Kpi] = field(default_factory=list)
    to_answer: list[Blocker] = field(default_factory=list)
    answered: list[Blocker] = field(default_factory=list)
    questions: list[Waiting] = field(default_factory=list)
    tasks: list[Waiting] = field(default_factory=list)
    disputes: list[Waiting] = field(default_factory=list)
    imports: list[Waiting] = field(default_factory=list)
    drafts: list[Waiting] = field(default_factory=list)
    returned: list[Waiting] = field(default_factory=list)
    owned: list[CorrectiveAction] = field(default_factory=list)
    kpis: list[Kpi] = field(default_factory=list)
    meetings: list[Waiting] = field(default_factory=list)

    @property
    def late(self) -> int:
        return sum(1 for each in self.milestones if each.promised_on and each.promised_on < self.today)

    @property
    def parts(self) -> list[tuple[list[Any], str, str]]:
        """What waits, with the words for one and for many, the most binding first."""
        return [
            (self.bundles, "bundle to decide", "bundles to decide"),
            (self.to_answer, "roadblock to answer", "roadblocks to answer"),
            (self.findings, "analysis to answer", "analyses to answer"),
            (self.check_ins, "check-in", "check-ins"),
            (self.readings, "reading", "readings"),
            (self.assignments, "assignment", "assignments"),
            (self.milestones, "milestone", "milestones"),
            (self.answered, "answered roadblock", "answered roadblocks"),
            (self.questions, "question", "questions"),
            (self.tasks, "to-do", "to-dos"),
            (self.unread, "check-in to read", "check-ins to read"),
            (self.disputes, "dispute to answer", "disputes to answer"),
            (self.returned, "returned plan", "returned plans"),
            (self.imports, "import to check", "imports to check"),
            (self.drafts, "draft analysis", "draft analyses"),
        ]

    @property
    def waiting(self) -> int:
        return sum(len(rows) for rows, _, _ in self.parts)

    @property
    def closes_at(self) -> datetime | None:
        """When the first of the check-ins closes."""
        return min((each.closes_at for each in self.check_ins), default=None)

    @property
    def sentence(self) -> str:
        """As in "Tuesday 20 May. Five things wait for you: one bundle, two milestones, one of them late, …"."""
        day = f"{self.today:%A} {self.today.day} {self.today:%B}"
        if not self.waiting:
            return f"{day}. Nothing waits for you."
        words = [counted(len(rows), one, many) for rows, one, many in self.parts if rows]
        late = f"; {counted(self.late, 'milestone is', 'milestones are')} late" if self.late else ""
        verb = "thing waits" if self.waiting == 1 else "things wait"
        return f"{day}. {number_word(self.waiting).capitalize()} {verb} for you: {listed(words)}{late}."


def my_work(viewer: Viewer, *, at: datetime, counted: Mapping[str, int] | None = None) -> MyWork:
    """Gather what waits for the viewer. Parts that their roles never fill cost no statement, nor do those `counted` as none."""
    day = today(at)

    def has(*parts: str) -> bool:
        return counted is None or any(counted.get(part) for part in parts)

    work = MyWork(today=day)
    if viewer.may_somewhere(DECIDE) and has("bundles"):
        work.bundles = bundles_for(viewer)
    if viewer.may(RESPOND) and has("findings"):
        work.findings = list(
            analyses_waiting(viewer)
            .annotate(waiting=Count("gaps", filter=Q(gaps__state="issued")))
            .order_by("date", "pk")[:LIMIT]
        )
    for each in prepared(viewer):
        {"dispute": work.disputes, "import": work.imports, "draft": work.drafts, "returned": work.returned}[
            each.kind
        ].append(each)
    kinds = {"question": work.questions, "task": work.tasks, "meeting": work.meetings}
    for each in asked(viewer, at):
        kinds[each.kind].append(each)
    for request in requests_for(viewer) if has("to_answer", "to_read") else ():
        (work.check_ins if request.state == "sent" else work.unread).append(request)
    for blocker in blockers_for(viewer) if has("blockers") else ():
        (work.to_answer if blocker.state == "open" else work.answered).append(blocker)
    work.kpis = list(owed(viewer))
    work.readings = [each for each in work.kpis if is_due(each.frequency, each.latest_on, day)]  # type: ignore[attr-defined]
    owned = list(
        CorrectiveAction.objects.owned_by(viewer)
        .exclude(state__in=["draft", "closed", "cancelled", "rejected"])
        .select_related("department")
        .with_steps()
        .order_by("sort_due", "pk")[:LIMIT]
    )
    work.owned = owned
    work.assignments = [each for each in owned if not each.owner_answer and each.state in ("proposed", "approved")]
    if has("milestones"):
        waiting = milestones_waiting(viewer).select_related("action")
        work.milestones = list(waiting.order_by("promised_on", "pk")[:LIMIT])
    return work


def requests_to_answer(viewer: Viewer) -> QuerySet[CheckInRequest]:
    """Check-ins that the person is asked for."""
    return CheckInRequest.objects.can_be_answered().filter(round__person=viewer.user)


def requests_to_read(viewer: Viewer) -> QuerySet[CheckInRequest]:
    """Check-ins that wait to be read by the person."""
    unread = CheckInRequest.objects.filter(state="answered", action__reviewer=viewer.user)
    return unread.exclude(check_in__answered_by=viewer.user)


def requests_for(viewer: Viewer) -> list[CheckInRequest]:
    """Those check-ins with what their rows show."""
    answers = CheckIn.objects.filter(
        request__action=OuterRef("action"), request__period_start__lt=OuterRef("period_start")
    )
    newest = answers.order_by("-request__period_start")
    parts = [rows(viewer).order_by().values("pk") for rows in (requests_to_answer, requests_to_read)]
    waiting = parts[0].union(parts[1], all=True)
    return list(
        CheckInRequest.objects.filter(pk__in=waiting)
        .select_related("action", "check_in__answered_by")
        .annotate(
            said=Subquery(newest.values("health")[:1]),
            said_computed=Subquery(newest.values("computed")[:1]),
            said_at=Subquery(newest.values("answered_at")[:1]),
        )
        .order_by("closes_at", "action__number")[: 2 * LIMIT]
    )


def blockers_waiting(viewer: Viewer) -> QuerySet[Blocker]:
    """Roadblocks put to the person, and the answers to those that they raised."""
    return Blocker.objects.filter(Q(put_to=viewer.user, state="open") | Q(raised_by=viewer.user, state="answered"))


def blockers_for(viewer: Viewer) -> list[Blocker]:
    return list(
        blockers_waiting(viewer)
        .select_related("action", "raised_by", "answered_by")
        .order_by("answer_by", "pk")[:LIMIT]
    )


def analyses_waiting(viewer: Viewer) -> QuerySet[GapAnalysis]:
    """Analyses with a finding that waits for leadership's response."""
    issued = Gap.objects.filter(analysis=OuterRef("pk"), state="issued")
    return GapAnalysis.objects.visible_to(viewer).filter(Exists(issued))


def milestones_waiting(viewer: Viewer) -> QuerySet[Milestone]:
    """Open milestones of the running actions that the person answers for."""
    running = CorrectiveAction.objects.owned_by(viewer).filter(state__in=["approved", "in_progress"])
    return Milestone.objects.open().filter(action__in=running)


def bundles_waiting(viewer: Viewer) -> QuerySet[ApprovalRequest]:
    """Submitted bundles with a plan that this person may still decide."""
    mine = undecided_by(viewer.user, OuterRef("pk"))
    return ApprovalRequest.objects.filter(Exists(mine), state="submitted", signers=viewer.user)


def undecided_by(signer: Any, request: OuterRef) -> QuerySet[ApprovalItem]:
    """The plans of the bundle that the signer, a person or a reference to one, may still decide."""
    inner = OuterRef(signer) if isinstance(signer, OuterRef) else signer
    done = Signature.objects.filter(item=OuterRef("pk"), signer=inner, snapshot=OuterRef("snapshot"))
    own = Q(action__proposed_by=signer) | Q(action__owner=signer)
    return (
        ApprovalItem.objects.filter(request=request, state="pending")
        .exclude(Exists(done))
        .filter(~Q(request__analysis__self_approval_reason="") | ~own)
    )


def bundles_for(viewer: Viewer) -> list[ApprovalRequest]:
    """Those bundles with what their rows show, the most pressing first."""
    return list(
        bundles_waiting(viewer)
        .select_related("submitted_by", "analysis")
        .annotate(pending_count=Count("items", filter=Q(items__state="pending")))
        .order_by("due_on", "number")[:LIMIT]
    )

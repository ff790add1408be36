"""My work: everything that waits for one person, gathered from all floors in a fixed number of statements."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.viewer import Viewer
from actions.models import ApprovalItem, ApprovalRequest, CorrectiveAction, Milestone, Signature
from actions.permissions import DECIDE, PLAN
from common.dates import today
from common.text import counted, listed, number_word
from gaps.models import Clarification, Gap, GapAnalysis
from gaps.permissions import PREPARE, RESPOND
from intake.models import ImportDraft
from meetings.models import Task

LIMIT = 25


@dataclass
class MyWork:
    """What waits for one person today, most binding first."""

    today: date
    bundles: list[ApprovalRequest] = field(default_factory=list)
    findings: list[GapAnalysis] = field(default_factory=list)
    assignments: list[CorrectiveAction] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    questions: list[Clarification] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    disputes: list[Gap] = field(default_factory=list)
    imports: list[ImportDraft] = field(default_factory=list)
    drafts: list[GapAnalysis] = field(default_factory=list)
    returned: list[CorrectiveAction] = field(default_factory=list)
    owned: list[CorrectiveAction] = field(default_factory=list)

    @property
    def late(self) -> int:
        return sum(1 for each in self.milestones if each.promised_on and each.promised_on < self.today)

    @property
    def waiting(self) -> int:
        return (
            len(self.bundles)
            + len(self.findings)
            + len(self.assignments)
            + len(self.milestones)
            + len(self.questions)
            + len(self.tasks)
            + len(self.disputes)
            + len(self.imports)
            + len(self.drafts)
            + len(self.returned)
        )

    @property
    def sentence(self) -> str:
        """As in "Tuesday 20 May. Five things wait for you: one bundle, two milestones, one of them late, …"."""
        day = f"{self.today:%A} {self.today.day} {self.today:%B}"
        if not self.waiting:
            return f"{day}. Nothing waits for you."
        parts: list[tuple[list[Any], str, str]] = [
            (self.bundles, "bundle to decide", "bundles to decide"),
            (self.findings, "analysis to answer", "analyses to answer"),
            (self.assignments, "assignment", "assignments"),
            (self.milestones, "milestone", "milestones"),
            (self.questions, "question", "questions"),
            (self.tasks, "to-do", "to-dos"),
            (self.disputes, "dispute to answer", "disputes to answer"),
            (self.returned, "returned plan", "returned plans"),
            (self.imports, "import to check", "imports to check"),
            (self.drafts, "draft analysis", "draft analyses"),
        ]
        words = [counted(len(rows), one, many) for rows, one, many in parts if rows]
        late = f"; {counted(self.late, 'milestone is', 'milestones are')} late" if self.late else ""
        verb = "thing waits" if self.waiting == 1 else "things wait"
        return f"{day}. {number_word(self.waiting).capitalize()} {verb} for you: {listed(words)}{late}."


def my_work(viewer: Viewer, *, at: datetime) -> MyWork:
    """Gather what waits for the viewer. Parts that their roles never fill cost no statement."""
    day = today(at)
    work = MyWork(today=day)
    if viewer.may_somewhere(DECIDE):
        work.bundles = bundles_for(viewer)
    if viewer.may(RESPOND):
        work.findings = list(
            analyses_waiting(viewer)
            .annotate(waiting=Count("gaps", filter=Q(gaps__state="issued")))
            .order_by("date", "pk")[:LIMIT]
        )
    if viewer.may(PREPARE):
        work.disputes = list(
            Gap.objects.filter(state="disputed").select_related("department").order_by("number")[:LIMIT]
        )
        work.imports = list(ImportDraft.objects.visible_to(viewer).filter(state="to_review").order_by("-pk")[:LIMIT])
        work.drafts = list(GapAnalysis.objects.filter(state="draft").order_by("-pk")[:LIMIT])
    if viewer.may(PLAN):
        work.returned = list(CorrectiveAction.objects.filter(state="returned").order_by("number")[:LIMIT])
    work.questions = list(
        Clarification.objects.filter(answerer=viewer.user, state="open")
        .select_related("asked_by", "gap")
        .order_by("due_on", "pk")[:LIMIT]
    )
    work.tasks = list(
        Task.objects.filter(owner=viewer.user, state="open")
        .exclude(analysis__state="draft")
        .order_by("due_on", "pk")[:LIMIT]
    )
    owned = list(
        CorrectiveAction.objects.owned_by(viewer)
        .exclude(state__in=["draft", "closed", "cancelled", "rejected"])
        .select_related("department")
        .annotate(
            milestone_count=Count("milestones", filter=~Q(milestones__state="dropped")),
            reached_count=Count("milestones", filter=Q(milestones__state__in=["reached", "verified"])),
        )
        .order_by("sort_due", "pk")[:LIMIT]
    )
    work.owned = owned
    work.assignments = [each for each in owned if not each.owner_answer and each.state in ("proposed", "approved")]
    work.milestones = list(milestones_waiting(viewer).select_related("action").order_by("promised_on", "pk")[:LIMIT])
    return work


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
    done = Signature.objects.filter(item=OuterRef("pk"), signer=viewer.user, snapshot=OuterRef("snapshot"))
    own = Q(action__proposed_by=viewer.user) | Q(action__owner=viewer.user)
    mine = (
        ApprovalItem.objects.filter(request=OuterRef("pk"), state="pending")
        .exclude(Exists(done))
        .filter(~Q(request__analysis__self_approval_reason="") | Q(pk__in=ApprovalItem.objects.exclude(own)))
    )
    return ApprovalRequest.objects.filter(Exists(mine), state="submitted", signers=viewer.user)


def bundles_for(viewer: Viewer) -> list[ApprovalRequest]:
    """Those bundles with what their rows show, the most pressing first."""
    return list(
        bundles_waiting(viewer)
        .select_related("submitted_by", "analysis")
        .annotate(pending_count=Count("items", filter=Q(items__state="pending")))
        .order_by("due_on", "number")[:LIMIT]
    )

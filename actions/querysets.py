"""What each person may see of actions, milestones and bundles: conditions, never lists of ids."""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.viewer import Viewer
from common.dates import today
from common.db import how_many
from gaps import permissions as gaps
from gaps.models import Gap, GapAnalysis, Kpi
from gaps.querysets import AnalysisQuerySet, GapQuerySet, KpiQuerySet

RUNNING = ("approved", "in_progress", "implemented", "on_hold")
WORKED_ON = ("approved", "in_progress")
ANSWERED = ("answered", "acknowledged")
SILENT_AFTER = 2
DONE = ("implemented", "verified", "closed")


def own(viewer: Viewer) -> Q:
    """The condition that one owns the action, alone or in a team."""
    return Q(owner=viewer.user) | Q(team__in=viewer.teams) if viewer.teams else Q(owner=viewer.user)


def personal(actions: Any, viewer: Viewer) -> models.QuerySet:
    """The ids of the actions that one owns, helps, sponsors, reviews or decides.

    A union, each part of which an index answers: said with OR, the database reads every action there is.
    """
    rows = actions._default_manager.order_by()
    helped = actions.contributors.through._default_manager.filter(user=viewer.user)
    items = actions._meta.get_field("items").related_model._default_manager.order_by()
    return (
        rows.filter(own(viewer) | Q(sponsor=viewer.user) | Q(reviewer=viewer.user))
        .values("pk")
        .union(helped.values("correctiveaction_id"), items.filter(request__signers=viewer.user).values("action_id"))
    )


def of_visible_actions(model: Any, viewer: Viewer) -> Q | None:
    """The condition that the row's action is one that the viewer sees; None where they see every action."""
    if viewer.may(gaps.PREPARE):
        return None
    issued = ~Q(action__gap__in=Gap._default_manager.filter(state="draft").order_by())
    if viewer.may(gaps.SEE):
        return issued
    actions = model._meta.get_field("action").related_model
    departments = viewer.departments_with(gaps.SEE)
    return issued & (Q(action__department__in=departments) | Q(action__in=personal(actions, viewer)))


class ActionQuerySet(models.QuerySet):
    """Actions: those of one's departments, and those one owns, helps, sponsors, reviews or decides."""

    def visible_to(self, viewer: Viewer) -> "ActionQuerySet":
        if viewer.may(gaps.PREPARE):
            return self
        issued = self.exclude(gap__in=Gap._default_manager.filter(state="draft").order_by())
        if viewer.may(gaps.SEE):
            return issued
        return issued.filter(
            Q(department__in=viewer.departments_with(gaps.SEE)) | Q(pk__in=personal(self.model, viewer))
        )

    def owned_by(self, viewer: Viewer) -> "ActionQuerySet":
        """Actions the person answers for, alone or in a team."""
        return self.filter(own(viewer))

    def with_steps(self) -> "ActionQuerySet":
        """With `milestone_count` and `reached_count`, counted for the rows that are shown only."""
        steps: Any = self.model._meta.get_field("milestones").related_model
        every = steps._default_manager.filter(action=OuterRef("pk"))
        return self.annotate(
            milestone_count=how_many(every.exclude(state="dropped")),
            reached_count=how_many(every.filter(state__in=("reached", "verified"))),
        )

    def with_done_on(self) -> "ActionQuerySet":
        """With `done_on`: when the last milestone of an implemented action was reached; null before it is implemented."""
        steps: Any = self.model._meta.get_field("milestones").related_model
        last = steps._default_manager.filter(action=OuterRef("pk"), reached_on__isnull=False).order_by("-reached_on")
        return self.annotate(
            done_on=models.Case(
                models.When(state__in=DONE, then=models.Subquery(last.values("reached_on")[:1])),
                default=None,
                output_field=models.DateField(),
            )
        )

    def with_answers(self) -> "ActionQuerySet":
        """With `answers_any`: whether it answers a cause, confirmed, of whichever gap."""
        links: Any = self.model._meta.get_field("cause_links").related_model
        return self.annotate(
            answers_any=Exists(links._default_manager.filter(action=OuterRef("pk"), is_confirmed=True))
        )

    def full_plans(self) -> "ActionQuerySet":
        """With everything that a snapshot reads."""
        return self.select_related("gap", "department", "owner", "team", "sponsor", "kpi").prefetch_related(
            "milestones", "cause_links__cause"
        )

    def running(self) -> "ActionQuerySet":
        """Approved and not yet ended."""
        return self.filter(state__in=RUNNING)

    def overdue(self, today: date) -> "ActionQuerySet":
        return self.filter(state__in=("approved", "in_progress", "on_hold"), due_on__lt=today)

    def worked_on(self) -> "ActionQuerySet":
        """Those that check-ins are asked for."""
        return self.filter(state__in=WORKED_ON)

    def with_misses(self, at: Any) -> "ActionQuerySet":
        """With `misses`: how many check-ins in a row were asked, closed and not answered up to the instant."""
        requests: Any = self.model._meta.get_field("check_in_requests").related_model
        later = requests._default_manager.filter(
            action=OuterRef("action"), state__in=ANSWERED, period_start__gt=OuterRef("period_start")
        )
        missed = requests._default_manager.filter(action=OuterRef("pk"), state="sent", closes_at__lte=at)
        return self.annotate(misses=how_many(missed.filter(~Exists(later))))

    def with_facts(self, at: datetime) -> "ActionQuerySet":
        """With what the rules of health look at besides dates: `misses`, `late_blockers` and `owner_away`."""
        return self.with_facts_on(at, today(at))

    def with_facts_on(self, at: Any, day: Any) -> "ActionQuerySet":
        """The same for an instant and its day, which may be told when the statement is run."""
        blockers: Any = self.model._meta.get_field("blockers").related_model
        people: Any = self.model._meta.get_field("owner").related_model
        absences: Any = people._meta.get_field("absences").related_model
        late = blockers._default_manager.filter(action=OuterRef("pk"), state="open", answer_by__lt=day)
        away = absences._default_manager.on(day).filter(person=OuterRef("owner"), stand_in=None)
        return self.with_misses(at).annotate(late_blockers=how_many(late), owner_away=Exists(away))

    def silent(self, at: datetime) -> "ActionQuerySet":
        """Worked on, but nobody answered twice in a row."""
        return self.worked_on().with_misses(at).filter(misses__gte=SILENT_AFTER)

    def with_last_check_in(self) -> "ActionQuerySet":
        """With `said_health`, `said_computed`, `said_at` of the newest answer, and `open_blockers`."""
        requests: Any = self.model._meta.get_field("check_in_requests").related_model
        blockers: Any = self.model._meta.get_field("blockers").related_model
        newest = requests._default_manager.filter(action=OuterRef("pk"), state__in=ANSWERED).order_by("-period_start")
        return self.annotate(
            said_health=models.Subquery(newest.values("check_in__health")[:1]),
            said_computed=models.Subquery(newest.values("check_in__computed")[:1]),
            said_at=models.Subquery(newest.values("check_in__answered_at")[:1]),
            open_blockers=how_many(blockers._default_manager.filter(action=OuterRef("pk"), state="open")),
        )


class MilestoneQuerySet(models.QuerySet):
    """Milestones, by the action they belong to."""

    def open(self) -> "MilestoneQuerySet":
        return self.filter(state__in=("planned", "in_progress"))


class RequestQuerySet(models.QuerySet):
    """Bundles: for those who prepare them, and for their signers once submitted."""

    def visible_to(self, viewer: Viewer) -> "RequestQuerySet":
        if viewer.may(gaps.PREPARE):
            return self
        submitted = self.exclude(state="draft")
        if viewer.may(gaps.SEE):
            return submitted
        model: Any = self.model
        signers = model.signers.through._default_manager
        return submitted.filter(Exists(signers.filter(approvalrequest=OuterRef("pk"), user=viewer.user)))


class RoundQuerySet(models.QuerySet):
    """What people are asked for a period."""

    def of(self, viewer: Viewer) -> "RoundQuerySet":
        return self.filter(person=viewer.user)


class CheckInRequestQuerySet(models.QuerySet):
    """Questions about actions, and whether they are answered."""

    def visible_to(self, viewer: Viewer) -> "CheckInRequestQuerySet":
        """Those of the actions one sees, and those one was asked."""
        seen = of_visible_actions(self.model, viewer)
        if seen is None:
            return self
        return self.filter(seen) if viewer.may(gaps.SEE) else self.filter(seen | Q(round__person=viewer.user))

    def answered(self) -> "CheckInRequestQuerySet":
        return self.filter(state__in=ANSWERED)

    def missed(self, at: datetime) -> "CheckInRequestQuerySet":
        """Asked and closed, and not answered."""
        return self.filter(state="sent", closes_at__lte=at)

    def newest(self) -> "CheckInRequestQuerySet":
        """Only the last one of each action: a late answer is taken until the next is sent."""
        return self.marked_newest().filter(is_newest=True)

    def marked_newest(self) -> "CheckInRequestQuerySet":
        """With `is_newest`: whether it is the last one of its action."""
        later = self.model._default_manager.filter(action=OuterRef("action"), period_start__gt=OuterRef("period_start"))
        return self.annotate(is_newest=~Exists(later))

    def can_be_answered(self) -> "CheckInRequestQuerySet":
        return self.filter(state="sent", action__state__in=WORKED_ON).newest()

    def for_the_page(self) -> "CheckInRequestQuerySet":
        """With all that the page of a round shows."""
        return self.select_related(
            "check_in__answered_by", "action__department", "action__owner", "action__team", "action__reviewer"
        ).prefetch_related("action__milestones", "action__team__members")


class BlockerQuerySet(models.QuerySet):
    """Roadblocks."""

    def visible_to(self, viewer: Viewer) -> "BlockerQuerySet":
        """Those of the actions one sees, those put to one, and those one raised."""
        seen = of_visible_actions(self.model, viewer)
        return self if seen is None else self.filter(seen | Q(put_to=viewer.user) | Q(raised_by=viewer.user))

    def standing(self) -> "BlockerQuerySet":
        """Not ended yet: open or answered."""
        return self.filter(state__in=("open", "answered"))


def gaps_visible_to(viewer: Viewer) -> GapQuerySet:
    """Gaps one may see by role, and those that one works on: an action of one's own answers them."""
    visible = Gap.objects.visible_to(viewer)
    if viewer.may(gaps.SEE) or viewer.may(gaps.PREPARE):
        return visible
    actions: Any = Gap._meta.get_field("actions").related_model
    mine = actions._default_manager.order_by().filter(pk__in=personal(actions, viewer))
    departments = Gap.objects.order_by().filter(department__in=viewer.departments_with(gaps.SEE))
    seen = departments.values("pk").union(mine.values("gap_id"))
    return Gap.objects.exclude(state="draft").filter(pk__in=seen)


def analyses_visible_to(viewer: Viewer) -> AnalysisQuerySet:
    """Analyses one may see by role, and those with a gap one works on."""
    if viewer.may(gaps.SEE) or viewer.may(gaps.PREPARE):
        return GapAnalysis.objects.visible_to(viewer)
    mine = gaps_visible_to(viewer).filter(analysis=OuterRef("pk"))
    return GapAnalysis.objects.exclude(state="draft").filter(Exists(mine))


def kpis_visible_to(viewer: Viewer) -> KpiQuerySet:
    """Indicators one may see by role or reports, and those that an action of one's own should move."""
    if viewer.may(gaps.SEE) or viewer.may(gaps.PREPARE):
        return Kpi.objects.visible_to(viewer)
    actions: Any = Kpi._meta.get_field("actions").related_model
    mine = actions._default_manager.filter(kpi__isnull=False, pk__in=personal(actions, viewer)).order_by()
    return Kpi.objects.filter(
        Q(department__in=viewer.departments_with(gaps.SEE))
        | Q(data_owner=viewer.user)
        | Q(pk__in=mine.values("kpi_id"))
    )

"""What each person may see of actions, milestones and bundles: conditions, never lists of ids."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.viewer import Viewer
from gaps import permissions as gaps
from gaps.models import Gap, GapAnalysis
from gaps.querysets import AnalysisQuerySet, GapQuerySet

RUNNING = ("approved", "in_progress", "implemented", "on_hold")


def personal(actions: Any, viewer: Viewer) -> Q:
    """The condition that one owns the action, helps, sponsors, reviews or decides it."""
    helpers = actions.contributors.through._default_manager
    teams = actions._meta.get_field("team").related_model.members.through._default_manager
    items = actions._meta.get_field("items").related_model._default_manager
    return (
        Q(owner=viewer.user)
        | Q(sponsor=viewer.user)
        | Q(reviewer=viewer.user)
        | Q(Exists(helpers.filter(correctiveaction=OuterRef("pk"), user=viewer.user)))
        | Q(Exists(teams.filter(team=OuterRef("team"), user=viewer.user)))
        | Q(Exists(items.filter(action=OuterRef("pk"), request__signers=viewer.user)))
    )


class ActionQuerySet(models.QuerySet):
    """Actions: those of one's departments, and those one owns, helps, sponsors, reviews or decides."""

    def visible_to(self, viewer: Viewer) -> "ActionQuerySet":
        if viewer.may(gaps.PREPARE):
            return self
        issued = self.exclude(gap__state="draft")
        if viewer.may(gaps.SEE):
            return issued
        return issued.filter(Q(department__in=viewer.departments_with(gaps.SEE)) | personal(self.model, viewer))

    def owned_by(self, viewer: Viewer) -> "ActionQuerySet":
        """Actions the person answers for, alone or in a team."""
        team: Any = self.model._meta.get_field("team").related_model
        teams = team.members.through._default_manager
        return self.filter(Q(owner=viewer.user) | Exists(teams.filter(team=OuterRef("team"), user=viewer.user)))

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


def gaps_visible_to(viewer: Viewer) -> GapQuerySet:
    """Gaps one may see by role, and those that one works on: an action of one's own answers them."""
    visible = Gap.objects.visible_to(viewer)
    if viewer.may(gaps.SEE) or viewer.may(gaps.PREPARE):
        return visible
    actions = Gap._meta.get_field("actions").related_model._default_manager.get_queryset()
    mine = actions.filter(gap=OuterRef("pk")).filter(personal(actions.model, viewer))
    return Gap.objects.exclude(state="draft").filter(Q(department__in=viewer.departments_with(gaps.SEE)) | Exists(mine))


def analyses_visible_to(viewer: Viewer) -> AnalysisQuerySet:
    """Analyses one may see by role, and those with a gap one works on."""
    if viewer.may(gaps.SEE) or viewer.may(gaps.PREPARE):
        return GapAnalysis.objects.visible_to(viewer)
    mine = gaps_visible_to(viewer).filter(analysis=OuterRef("pk"))
    return GapAnalysis.objects.exclude(state="draft").filter(Exists(mine))

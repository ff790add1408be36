"""Corrective actions, the causes they answer, and their milestones."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Cadence, Department, Team, User
from actions.lifecycle import ACTION, MILESTONE
from actions.querysets import ActionQuerySet, MilestoneQuerySet
from common.db import one_of, paired
from evidence.models import Evidence
from gaps.models import Gap, Kpi, RootCause, SourceLine

KINDS = (
    ("correction", "Correction"),
    ("corrective", "Corrective"),
    ("preventive", "Preventive"),
    ("improvement", "Improvement"),
)
OWNER_ANSWERS = (("", "Not answered"), ("accepted", "Accepted"), ("contested", "Contested"))
DEFAULT_MILESTONE = "Finished, with proof"


class CorrectiveAction(models.Model):
    """What is to be done about a gap, by whom, by when, at which cost, and what it should move.

    `number` runs over the whole organisation and is shown as A-01. `first_due_on` is the first promised date
    and stays for good; `due_on` is the one in force, `forecast_on` what the owner expects. Costs are in the
    organisation's currency. `kpi_from` and `kpi_to` are in the indicator's unit; `shows_after_weeks` is how long after the
    action is done the indicator should show it (None: at once). No check-in is asked for a period that begins before
    `check_ins_from`; `asked_until` is the end of the last one that was asked for, so that the minute begins with the few
    that are not.
    """

    number = models.PositiveIntegerField(unique=True)
    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, related_name="actions")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="actions")
    title = models.CharField(max_length=300)
    scope = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=KINDS, default="corrective")
    state = models.CharField(max_length=12, choices=ACTION.choices, default="draft")
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="owned_actions")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    sponsor = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="sponsored_actions")
    reviewer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="reviewed_actions")
    contributors = models.ManyToManyField(User, blank=True, related_name="contributed_actions")
    causes = models.ManyToManyField(RootCause, through="ActionCause", related_name="actions")
    no_cause_reason = models.CharField(max_length=300, blank=True)
    start_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    first_due_on = models.DateField(null=True, blank=True)
    forecast_on = models.DateField(null=True, blank=True)
    cost_once = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    cost_yearly = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    kpi = models.ForeignKey(Kpi, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    kpi_from = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    kpi_to = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    shows_after_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    owner_answer = models.CharField(max_length=9, choices=OWNER_ANSWERS, blank=True)
    owner_answer_reason = models.TextField(blank=True)
    owner_answered_at = models.DateTimeField(null=True, blank=True)
    state_reason = models.TextField(blank=True)
    suggested_owner = models.CharField(max_length=160, blank=True)
    suggested_due_on = models.DateField(null=True, blank=True)
    success_measure = models.CharField(max_length=300, blank=True)
    proposed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    check_in_cadence = models.ForeignKey(Cadence, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    check_ins_from = models.DateField(null=True, blank=True)
    asked_until = models.DateField(null=True, blank=True)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="+")
    line = models.ForeignKey(SourceLine, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    sort_due = models.GeneratedField(
        expression=models.functions.Coalesce(F("due_on"), models.Value("9999-12-31", output_field=models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
    )

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["sort_due", "id"], name="action_due"),
            models.Index(fields=["department", "sort_due", "id"], name="action_department_due"),
            models.Index(fields=["state", "sort_due", "id"], name="action_state_due"),
            models.Index(fields=["owner", "sort_due", "id"], name="action_owner_due"),
            models.Index(fields=["gap", "number"], name="action_gap"),
            models.Index(
                fields=["asked_until"], name="action_to_ask", condition=Q(state__in=["approved", "in_progress"])
            ),
        ]
        constraints = [
            one_of("action_state_known", "state", list(ACTION.labels)),
            one_of("action_kind_known", "kind", [key for key, _ in KINDS]),
            one_of("action_owner_answer_known", "owner_answer", [key for key, _ in OWNER_ANSWERS]),
            paired("action_proposed_pair", ["proposed_by", "proposed_at"]),
            models.CheckConstraint(
                condition=Q(owner_answer="", owner_answered_at__isnull=True)
                | (~Q(owner_answer="") & Q(owner_answered_at__isnull=False)),
                name="action_owner_answer_dated",
            ),
            models.CheckConstraint(
                condition=~Q(owner_answer="contested") | ~Q(owner_answer_reason=""),
                name="action_contested_has_reason",
                violation_error_message="Say why you contest the assignment.",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(team__isnull=True),
                name="action_one_owner",
                violation_error_message="Name one owner: a person or a team.",
            ),
            models.CheckConstraint(
                condition=Q(start_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("start_on")),
                name="action_finish_after_start",
                violation_error_message="The action finishes before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(shows_after_weeks__isnull=True) | Q(shows_after_weeks__lte=104),
                name="action_shows_within_two_years",
                violation_error_message="The effect shows within two years, 104 weeks.",
            ),
            models.CheckConstraint(
                condition=(Q(cost_once__isnull=True) | Q(cost_once__gte=0))
                & (Q(cost_yearly__isnull=True) | Q(cost_yearly__gte=0)),
                name="action_cost_not_negative",
                violation_error_message="A cost is nought or more.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "in_progress", "implemented", "verified", "closed", "on_hold"])
                | (
                    Q(due_on__isnull=False, first_due_on__isnull=False)
                    & (Q(owner__isnull=False) | Q(team__isnull=False))
                ),
                name="action_approved_has_owner_and_date",
                violation_error_message="An approved action has an owner and a finish date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        return f"A-{self.number:02d}"

    @property
    def owner_name(self) -> str:
        if self.owner_id:
            return self.owner.name  # type: ignore[union-attr]
        return self.team.name if self.team_id else ""  # type: ignore[union-attr]


class ActionCause(models.Model):
    """An action answers a cause. What an import suggests stays a suggestion until somebody confirms it."""

    action = models.ForeignKey(CorrectiveAction, on_delete=models.CASCADE, related_name="cause_links")
    cause = models.ForeignKey(RootCause, on_delete=models.PROTECT, related_name="action_links")
    is_confirmed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "cause"], name="action_cause_once")]

    def __str__(self) -> str:
        return f"{self.action} answers {self.cause}"


class Milestone(models.Model):
    """A dated checkpoint with proof. Its first promised date stays for good."""

    action = models.ForeignKey(CorrectiveAction, on_delete=models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=200)
    promised_on = models.DateField(null=True, blank=True)
    first_promised_on = models.DateField(null=True, blank=True)
    forecast_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=MILESTONE.choices, default="planned")
    reached_on = models.DateField(null=True, blank=True)
    reached_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state_reason = models.TextField(blank=True)
    proof_to_follow = models.BooleanField(default=False)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        indexes = [
            models.Index(
                fields=["promised_on", "id"], name="milestone_open", condition=Q(state__in=["planned", "in_progress"])
            )
        ]
        constraints = [
            one_of("milestone_state_known", "state", list(MILESTONE.labels)),
            paired("milestone_reached_pair", ["reached_on", "reached_by"]),
            models.CheckConstraint(
                condition=Q(state__in=["reached", "verified"], reached_on__isnull=False)
                | (~Q(state__in=["reached", "verified"]) & Q(reached_on__isnull=True)),
                name="milestone_reached_has_date",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="milestone_has_title"),
        ]

    def __str__(self) -> str:
        return self.title

"""Gaps, what they measure, why they are there, and what leadership said."""

from django.db import models
from django.db.models import Q

from accounts.models import Department, User
from common.db import one_of, paired
from evidence.models import Evidence
from gaps.lifecycle import CLARIFICATION, GAP
from gaps.models.analysis import GapAnalysis, SourceLine
from gaps.models.kpi import Kpi
from gaps.querysets import ClarificationQuerySet, GapQuerySet
from gaps.variance import Variance, differs, variance_of

SEVERITIES = (("", "Not said"), ("low", "Low"), ("medium", "Medium"), ("high", "High"), ("critical", "Critical"))
COMPARATORS = (
    ("", "Not said"),
    ("target", "Target"),
    ("benchmark", "Benchmark"),
    ("standard", "Standard"),
    ("previous", "Previous period"),
)
OUTCOMES = (("accepted", "Accepted"), ("partly", "Partly accepted"), ("rejected", "Rejected"))


class Gap(models.Model):
    """A performance gap: distance between planned and measured, in one department or theme.

    `number` runs over the whole organisation and is shown as G-01. `theme` is the heading of the report,
    `department` the unit that owns it. `previous` is the same gap in the cycle before; `is_compared` says that
    somebody has settled whether there is one.
    """

    number = models.PositiveIntegerField(unique=True)
    analysis = models.ForeignKey(GapAnalysis, on_delete=models.PROTECT, related_name="gaps")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="gaps")
    theme = models.CharField(max_length=160, blank=True)
    statement = models.TextField()
    severity = models.CharField(max_length=8, choices=SEVERITIES, blank=True)
    impact = models.TextField(blank=True)
    is_nonconformity = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=GAP.choices, default="draft")
    line = models.ForeignKey(SourceLine, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="later")
    is_compared = models.BooleanField(default=False)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="+")
    created_at = models.DateTimeField()

    objects = GapQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["department", "number"], name="gap_department"),
            models.Index(fields=["state", "number"], name="gap_state"),
        ]
        constraints = [
            one_of("gap_state_known", "state", list(GAP.labels)),
            one_of("gap_severity_known", "severity", [key for key, _ in SEVERITIES]),
            models.CheckConstraint(
                condition=Q(previous__isnull=True) | Q(is_compared=True) & ~Q(previous=models.F("id")),
                name="gap_previous_is_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.statement}"

    @property
    def code(self) -> str:
        return f"G-{self.number:02d}"


class GapMeasure(models.Model):
    """One figure of a gap: against what, how far. What the report said stays as stated; figures may come later."""

    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, related_name="measures")
    kpi = models.ForeignKey(Kpi, null=True, blank=True, on_delete=models.PROTECT, related_name="measures")
    name = models.CharField(max_length=160, blank=True)
    comparator = models.CharField(max_length=120, blank=True)
    comparator_kind = models.CharField(max_length=10, choices=COMPARATORS, blank=True)
    baseline = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    target = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    actual = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    target_wording = models.CharField(max_length=80, blank=True)
    actual_wording = models.CharField(max_length=80, blank=True)
    stated_value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    stated_unit = models.CharField(max_length=20, blank=True)
    stated_wording = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            one_of("measure_comparator_known", "comparator_kind", [key for key, _ in COMPARATORS]),
            models.CheckConstraint(condition=Q(kpi__isnull=False) | ~Q(name=""), name="measure_has_name"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.kpi)

    @property
    def unit(self) -> str:
        """What its figures are counted in."""
        return self.kpi.unit if self.kpi else ""

    @property
    def variance(self) -> Variance | None:
        """The distance that the figures give, of the actual from the target."""
        direction = self.kpi.direction if self.kpi else "higher"
        return variance_of(self.actual, self.target, unit=self.unit, direction=direction)

    @property
    def differs_from_stated(self) -> bool:
        """Whether the figures give another distance than the report states."""
        return differs(self.stated_value, self.stated_unit, self.variance)

    @property
    def is_quantified(self) -> bool:
        return self.stated_value is not None or (self.target is not None and self.actual is not None)


class ManagementResponse(models.Model):
    """Leadership's formal answer to a gap, and M&E's answer where it was rejected. Recording it is the move."""

    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, related_name="responses")
    outcome = models.CharField(max_length=8, choices=OUTCOMES)
    remark = models.TextField(blank=True)
    responded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    responded_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-responded_at", "-id"]
        constraints = [
            one_of("response_outcome_known", "outcome", [key for key, _ in OUTCOMES]),
            paired("response_answered_pair", ["answered_by", "answered_at"]),
            models.CheckConstraint(condition=Q(outcome="accepted") | ~Q(remark=""), name="response_reason_given"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="response_answer_has_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} by {self.responded_by}"


QUESTION_KINDS = (("asked", "Asked"), ("expected", "Expected"))


class Clarification(models.Model):
    """A question about a finding, to somebody who answers it by a date.

    An expected question is one that M&E thinks leadership will ask: written beforehand together with its answer, so
    nobody is asked.
    """

    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, related_name="clarifications")
    kind = models.CharField(max_length=8, choices=QUESTION_KINDS, default="asked")
    about = models.CharField(max_length=300, blank=True)
    question = models.TextField()
    state = models.CharField(max_length=9, choices=CLARIFICATION.choices, default="open")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answerer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    due_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="+")

    objects = ClarificationQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            one_of("clarification_kind_known", "kind", [key for key, _ in QUESTION_KINDS]),
            one_of("clarification_state_known", "state", list(CLARIFICATION.labels)),
            paired("clarification_answered_pair", ["answered_by", "answered_at"]),
            paired("clarification_withdrawn_pair", ["withdrawn_by", "withdrawn_at"]),
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False)
                | Q(state="open", answered_at__isnull=True)
                | Q(state="withdrawn", answered_at__isnull=True)
                | Q(state="withdrawn", kind="expected"),
                name="clarification_answered_has_answer",
            ),
            models.CheckConstraint(
                condition=Q(kind="asked", answerer__isnull=False)
                | (Q(kind="expected", answerer__isnull=True, due_on__isnull=True) & ~Q(state="open") & ~Q(answer="")),
                name="clarification_asked_of_somebody",
            ),
            models.CheckConstraint(
                condition=(Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""))
                | (~Q(state="withdrawn") & Q(withdrawn_at__isnull=True, withdrawn_reason="")),
                name="clarification_withdrawn_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.question

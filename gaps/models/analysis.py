"""The analysis and the document it came from."""

from django.db import models
from django.db.models import Q

from accounts.models import Cadence, User
from common.db import one_of, paired
from gaps.lifecycle import ANALYSIS
from gaps.querysets import AnalysisQuerySet


class GapAnalysis(models.Model):
    """One performance gap analysis, one per cycle. Draft ones are seen by those who prepare them only.

    `check_in_cadence` is what leadership agreed for its actions; without one each department's holds. `told_of_silence`
    is who is turned to first when an owner does not answer. `previous` is the cycle before, which it is compared with.
    """

    title = models.CharField(max_length=300)
    date = models.DateField(null=True, blank=True)
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    prepared_by = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=ANALYSIS.choices, default="draft")
    signatures_needed = models.PositiveSmallIntegerField(default=1)
    self_approval_reason = models.TextField(blank=True)
    self_approval_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    check_in_cadence = models.ForeignKey(Cadence, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    told_of_silence = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="next_cycles")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)

    objects = AnalysisQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-id"]
        constraints = [
            one_of("analysis_state_known", "state", list(ANALYSIS.labels)),
            paired("analysis_issued_pair", ["issued_by", "issued_at"]),
            models.CheckConstraint(
                condition=Q(signatures_needed__gte=1, signatures_needed__lte=5),
                name="analysis_signatures_1_to_5",
                violation_error_message="Between one and five signatures can be asked for.",
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True)
                | Q(period_end__isnull=True)
                | Q(period_end__gte=models.F("period_start")),
                name="analysis_period_forward",
                violation_error_message="The period ends before it begins.",
            ),
            models.CheckConstraint(
                condition=Q(self_approval_reason="", self_approval_by__isnull=True)
                | (~Q(self_approval_reason="") & Q(self_approval_by__isnull=False)),
                name="analysis_self_approval_pair",
            ),
            models.CheckConstraint(
                condition=Q(previous__isnull=True) | ~Q(previous=models.F("id")),
                name="analysis_not_before_itself",
                violation_error_message="An analysis is not compared with itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SourceDocument(models.Model):
    """A document that an analysis was read from; the same bytes are imported once only.

    `version` 1 is the one that it was made of, the following ones are corrected versions of it.
    """

    analysis = models.ForeignKey(GapAnalysis, on_delete=models.PROTECT, related_name="sources")
    version = models.PositiveSmallIntegerField(default=1)
    file = models.FileField(upload_to="reports/%Y/%m/")
    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=8)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, unique=True)
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["analysis", "version"], name="source_version_once")]

    def __str__(self) -> str:
        return self.file_name


class SourceLine(models.Model):
    """One line of the document in the neutral form, and what it became (`role`; "left_over" where nothing)."""

    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    text = models.TextField()
    kind = models.CharField(max_length=20)
    role = models.CharField(max_length=20)
    became = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="source_line_once")]

    def __str__(self) -> str:
        return f"line {self.number}"

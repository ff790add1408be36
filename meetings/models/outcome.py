"""What came of a point, and the minutes that are made of it."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from actions.models import ApprovalItem
from actions.models.approval import CHOICES
from common.db import one_of, paired
from meetings.lifecycle import MINUTES, OUTCOME
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.models.task import Task

OUTCOME_KINDS = (("note", "Note"), ("decision", "Decision"), ("task", "Task"))


class MeetingOutcome(models.Model):
    """A note, a decision or a task of one point, as it was said. Rows are added or taken back, never rewritten.

    A decision on a plan names the item of its bundle, the choice with reason and changed values, and the digest of
    the plan that was on the table. It waits for signature: each leader's signature makes it the approval.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="outcomes")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=8, choices=OUTCOME_KINDS)
    text = models.TextField(blank=True)
    task = models.OneToOneField(Task, null=True, blank=True, on_delete=models.PROTECT, related_name="outcome")
    approval_item = models.ForeignKey(
        ApprovalItem, null=True, blank=True, on_delete=models.PROTECT, related_name="outcomes"
    )
    choice = models.CharField(max_length=8, choices=CHOICES, blank=True)
    reason = models.TextField(blank=True)
    overlay = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=OUTCOME.choices, default="recorded")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            one_of("outcome_kind_known", "kind", [key for key, _ in OUTCOME_KINDS]),
            one_of("outcome_state_known", "state", list(OUTCOME.labels)),
            models.UniqueConstraint(
                fields=["meeting", "approval_item"],
                condition=Q(state="recorded", approval_item__isnull=False),
                name="outcome_one_decision_per_plan",
            ),
            models.CheckConstraint(
                condition=Q(kind="task", task__isnull=False) | (~Q(kind="task") & Q(task__isnull=True)),
                name="outcome_task_has_task",
            ),
            models.CheckConstraint(
                condition=Q(approval_item__isnull=True, choice="")
                | (Q(kind="decision", approval_item__isnull=False) & ~Q(choice="") & ~Q(digest="")),
                name="outcome_decision_on_plan_complete",
            ),
            paired("outcome_taken_back_pair", ["taken_back_by", "taken_back_at"]),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Minutes(models.Model):
    """One version of a meeting's minutes. A draft follows the outcomes but for `texts`, where somebody edited them.

    Approved ones hold all that is printed in `content`, with its digest; a correction is the next version.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=MINUTES.choices, default="draft")
    texts = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    content = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        verbose_name_plural = "minutes"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="minutes_version_once"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state="draft"), name="minutes_one_draft_per_meeting"
            ),
            one_of("minutes_state_known", "state", list(MINUTES.labels)),
            paired("minutes_approved_pair", ["approved_by", "approved_at"]),
            models.CheckConstraint(
                condition=Q(state="draft", approved_at__isnull=True, digest="")
                | (~Q(state="draft") & Q(approved_at__isnull=False) & ~Q(digest="")),
                name="minutes_approved_are_frozen",
            ),
            models.CheckConstraint(condition=Q(version=1) | ~Q(reason=""), name="minutes_correction_has_reason"),
        ]

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}, version {self.version}"

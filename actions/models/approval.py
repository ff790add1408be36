"""Bundles for approval, the snapshots decided on, the decisions, and what changed afterwards."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from actions.lifecycle import ITEM, REQUEST
from actions.models.action import CorrectiveAction
from actions.querysets import RequestQuerySet
from common.db import one_of
from gaps.models import Clarification, GapAnalysis

CHOICES = (
    ("approve", "Approve"),
    ("change", "Change and approve"),
    ("return", "Return"),
    ("defer", "Defer"),
    ("reject", "Reject"),
)
MEANINGS = (
    ("approved", "Approved as shown"),
    ("approved_with_changes", "Approved with the changes shown"),
    ("returned", "Returned for changes"),
    ("deferred", "Deferred"),
    ("rejected", "Rejected"),
)
CHANGE_STATES = (
    ("applied", "Applied within the signed allowance"),
    ("requested", "Waits for a signature"),
    ("approved", "Signed"),
    ("refused", "Refused"),
    ("withdrawn", "Withdrawn"),
)


class Snapshot(models.Model):
    """The exact content of a plan that somebody is asked to decide on; insert-only.

    `values` are ids, ISO dates and decimals as strings; `labels` are the same things as shown.
    `digest` is SHA-256 of version, values and labels (`actions.snapshots`).
    """

    action = models.ForeignKey(CorrectiveAction, on_delete=models.PROTECT, related_name="snapshots")
    version = models.PositiveSmallIntegerField()
    values = models.JSONField()
    labels = models.JSONField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "digest"], name="snapshot_once")]

    def __str__(self) -> str:
        return f"{self.action}, {self.digest[:12]}"


class ApprovalRequest(models.Model):
    """A bundle of plans put to named approvers with a deadline. Its outcome is worked out from its items."""

    number = models.PositiveIntegerField(unique=True)
    analysis = models.ForeignKey(GapAnalysis, on_delete=models.PROTECT, related_name="requests")
    signers = models.ManyToManyField(User, related_name="approval_requests")
    signatures_needed = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=9, choices=REQUEST.choices, default="draft")
    note = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            one_of("request_state_known", "state", list(REQUEST.labels)),
            models.CheckConstraint(condition=Q(signatures_needed__gte=1), name="request_asks_a_signature"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False), name="request_submitted_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Bundle {self.number}"


class ApprovalItem(models.Model):
    """One plan in a bundle.

    `snapshot` is what is asked now; `base` the one last signed, where only a difference is asked for.
    `overlay` holds the values that the snapshot sets over the action's own, applied once it is approved.
    """

    request = models.ForeignKey(ApprovalRequest, on_delete=models.PROTECT, related_name="items")
    action = models.ForeignKey(CorrectiveAction, on_delete=models.PROTECT, related_name="items")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    base = models.ForeignKey(Snapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    overlay = models.JSONField(default=dict, blank=True)
    changed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True)
    state = models.CharField(max_length=22, choices=ITEM.choices, default="pending")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    questions = models.ManyToManyField(Clarification, related_name="items", blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "action"], name="item_once_per_request"),
            models.UniqueConstraint(
                fields=["action"],
                condition=Q(state="pending"),
                name="item_one_pending_per_action",
                violation_error_message="This plan waits for a decision already.",
            ),
            one_of("item_state_known", "state", list(ITEM.labels)),
            models.CheckConstraint(
                condition=Q(state="pending", settled_at__isnull=True)
                | (~Q(state="pending") & Q(settled_at__isnull=False)),
                name="item_settled_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.code} in {self.request}"


class DecisionDraft(models.Model):
    """What a signer has marked but not signed. `digest` is that of the snapshot they saw."""

    item = models.ForeignKey(ApprovalItem, on_delete=models.CASCADE, related_name="drafts")
    signer = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    choice = models.CharField(max_length=8, choices=CHOICES)
    reason = models.TextField(blank=True)
    overlay = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "signer"], name="draft_once_per_signer"),
            one_of("draft_choice_known", "choice", [key for key, _ in CHOICES]),
        ]

    def __str__(self) -> str:
        return f"{self.signer}: {self.choice} {self.item}"


class Signature(models.Model):
    """One person's decision on one item: which snapshot, when, with which meaning. Insert-only.

    `digest` binds all of it, the signer's name and title as printed included.
    """

    item = models.ForeignKey(ApprovalItem, on_delete=models.PROTECT, related_name="signatures")
    signer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="signatures")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="signatures")
    meaning = models.CharField(max_length=22, choices=MEANINGS)
    reason = models.TextField(blank=True)
    signer_name = models.CharField(max_length=120)
    signer_title = models.CharField(max_length=120, blank=True)
    circumstance = models.CharField(max_length=300, blank=True)
    signed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["signed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "signer", "snapshot"], name="signature_once"),
            one_of("signature_meaning_known", "meaning", [key for key, _ in MEANINGS]),
            models.CheckConstraint(
                condition=Q(meaning__in=["approved", "approved_with_changes"]) | ~Q(reason=""),
                name="signature_refusal_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signer_name}: {self.get_meaning_display()}"


class PlanChange(models.Model):
    """A change of a signed plan: inside the signed allowance applied with a reason, beyond it a request.

    `old` and `new` hold only the fields that change. The finish may move inside the allowance once per signed plan.
    """

    action = models.ForeignKey(CorrectiveAction, on_delete=models.PROTECT, related_name="changes")
    signed_item = models.ForeignKey(ApprovalItem, on_delete=models.PROTECT, related_name="changes")
    item = models.OneToOneField(ApprovalItem, null=True, on_delete=models.PROTECT, related_name="change")
    old = models.JSONField()
    new = models.JSONField()
    reason = models.TextField()
    moves_finish = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=CHANGE_STATES)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            one_of("change_state_known", "state", [key for key, _ in CHANGE_STATES]),
            models.CheckConstraint(condition=~Q(reason=""), name="change_has_reason"),
            models.UniqueConstraint(
                fields=["signed_item"],
                condition=Q(state="applied", moves_finish=True),
                name="change_finish_allowance_once",
            ),
            models.UniqueConstraint(
                fields=["action"], condition=Q(state="requested"), name="change_one_open_per_action"
            ),
        ]

    def __str__(self) -> str:
        return f"change of {self.action}"

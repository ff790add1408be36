"""Signatures on the follow-up plan that a meeting agreed."""

from django.db import models

from accounts.models import User
from meetings.models.meeting import Meeting


class FollowUpSignature(models.Model):
    """One leader's signature on the follow-up plan as it was agreed. Insert-only.

    `plan` is what was signed, in ids and words; `digest` binds it with the signer's name and title as printed.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="follow_up_signatures")
    signer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    plan = models.JSONField()
    plan_digest = models.CharField(max_length=64)
    signer_name = models.CharField(max_length=120)
    signer_title = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["signed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "signer", "plan_digest"], name="follow_up_signed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.signer_name}: follow-up plan of {self.meeting}"

"""Digests as they were sent: plain words and figures, readable for ever whatever happens to what they speak of."""

from django.db import models

from accounts.models import User


class Digest(models.Model):
    """One leader's digest of one period. `data` holds what it said (`reports.digest`), `chain_head` the newest seal then."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="digests")
    period_start = models.DateField()
    since = models.DateTimeField()
    made_at = models.DateTimeField()
    subject = models.CharField(max_length=250)
    data = models.JSONField()
    chain_head = models.CharField(max_length=64)

    class Meta:
        ordering = ["-period_start", "-id"]
        constraints = [models.UniqueConstraint(fields=["person", "period_start"], name="digest_once_per_period")]

    def __str__(self) -> str:
        return self.subject

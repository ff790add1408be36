"""Files and links that prove something, with versions. Whatever has proof points down to it."""

from django.db import models

from accounts.models import User
from common.db import one_of, paired
from evidence.querysets import EvidenceQuerySet

KINDS = (("file", "File"), ("link", "Link"))


class Evidence(models.Model):
    """One piece of proof. `department_id` says who may see it (null: organisation-wide roles only).

    What turned out wrong is withdrawn with the reason, never deleted; it proves nothing any more, and stays readable.
    """

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=4, choices=KINDS)
    source = models.CharField(max_length=200, blank=True)
    department_id = models.BigIntegerField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-id"]
        constraints = [
            one_of("evidence_kind_known", "kind", [key for key, _ in KINDS]),
            paired("evidence_withdrawn_pair", ["withdrawn_by", "withdrawn_at"]),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_reason="")),
                name="evidence_withdrawn_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceVersion(models.Model):
    """One version of the proof: a stored file with its SHA-256, or an address."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.FileField(upload_to="evidence/%Y/%m/", blank=True)
    url = models.URLField(max_length=500, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "number"], name="evidence_version_once"),
            models.CheckConstraint(
                condition=(models.Q(file="") & ~models.Q(url="")) | (~models.Q(file="") & models.Q(url="")),
                name="evidence_file_or_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence}, version {self.number}"

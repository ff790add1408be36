"""Briefing packs: numbered, frozen documents, each built from what stood in the database at one moment."""

from django.db import models
from django.db.models import Q

from accounts.models import Department, User
from common.db import one_of
from meetings.models import Meeting
from reports.lifecycle import FROZEN, PACK, STEPS
from reports.querysets import PackQuerySet


class BriefingPack(models.Model):
    """One pack of one meeting.

    The number comes with issuing, so that a build that fails leaves it free. `data` is everything that is printed,
    `digest` its SHA-256 (`common.canonical`), `chain_head` the newest seal of the history then, `sha256` that of the
    file; `size` is in bytes. `department` is its scope; without one it covers the whole organisation. `asked_by` is
    empty where the command line asked. `step` counts the parts of the build that were begun. `standard` is the one
    that the file keeps ("PDF/UA-1"), empty where a character without a glyph made that impossible.
    Once issued nothing of it changes but the state, to superseded; the database refuses the rest.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=PACK.choices, default="building")
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    step = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    chain_head = models.CharField(max_length=64, blank=True)
    file = models.FileField(upload_to="packs/%Y/%m/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    standard = models.CharField(max_length=10, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            one_of("pack_state_known", "state", list(PACK.labels)),
            models.UniqueConstraint(fields=["meeting", "number"], name="pack_number_once_per_meeting"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state="building"), name="pack_one_building_per_meeting"
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state="issued"), name="pack_one_issued_per_meeting"
            ),
            models.CheckConstraint(
                condition=Q(state__in=FROZEN, number__gte=1, issued_at__isnull=False)
                & ~Q(digest="")
                & ~Q(file="")
                & ~Q(sha256="")
                | ~Q(state__in=FROZEN) & Q(number__isnull=True, issued_at__isnull=True, digest="", file=""),
                name="pack_issued_is_complete",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(error=""), name="pack_failed_says_why"),
        ]

    def __str__(self) -> str:
        number = f"version {self.number}" if self.number else "not numbered"
        return f"Briefing pack of {self.meeting}, {number}"

    @property
    def is_frozen(self) -> bool:
        return self.state in FROZEN

    @property
    def steps(self) -> int:
        return len(STEPS)

    @property
    def step_words(self) -> str:
        """What the worker does now."""
        return STEPS[min(self.step, len(STEPS)) - 1] if self.step else "Waiting for the worker"

    @property
    def file_name(self) -> str:
        """What the file is called when somebody keeps it."""
        return f"briefing-pack-meeting-{self.meeting_id}-v{self.number}.pdf"

    @property
    def scope_words(self) -> str:
        return f"{self.department} only" if self.department_id else "the whole organisation"

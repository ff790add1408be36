"""Documents that are being read: nothing of them is saved as an analysis before somebody confirms it."""

from django.db import models

from accounts.models import User
from common.db import one_of, paired
from common.lifecycle import Lifecycle, Move
from common.text import cut
from gaps.models import GapAnalysis
from intake.querysets import DraftQuerySet

DRAFT = Lifecycle(
    states=[
        ("reading", "Being read"),
        ("to_review", "To review"),
        ("saving", "Being saved"),
        ("saved", "Saved"),
        ("discarded", "Discarded"),
        ("failed", "Not readable"),
    ],
    moves=[
        Move("show", "Show", ("reading",), "to_review"),
        Move("fail", "Fail", ("reading",), "failed"),
        Move("save", "Save as draft analysis", ("to_review",), "saved"),
        Move("hand_over", "Save in the background", ("to_review",), "saving"),
        Move("finish", "Finish the saving", ("saving",), "saved"),
        Move("give_back", "Give back to review", ("saving",), "to_review"),
        Move("discard", "Discard", ("to_review", "failed"), "discarded"),
    ],
)


class ImportDraft(models.Model):
    """One uploaded document with what was understood of it (`content`, as `intake.interpret` writes it).

    `choices` holds what the reviewer decided: for each unit the department that owns it. `corrects` is the analysis
    that it is a corrected version of. While a long one is being saved, a worker holds it under a lease for whoever
    asked; what it could not save is to review again, and `error` says why.
    """

    file = models.FileField(upload_to="imports/%Y/%m/")
    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=8, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=DRAFT.choices, default="reading")
    content = models.JSONField(default=dict, blank=True)
    choices = models.JSONField(default=dict, blank=True)
    error = models.CharField(max_length=300, blank=True)
    analysis = models.ForeignKey(GapAnalysis, null=True, on_delete=models.PROTECT, related_name="import_drafts")
    corrects = models.ForeignKey(GapAnalysis, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            one_of("import_state_known", "state", list(DRAFT.labels)),
            paired("import_asked_pair", ["asked_by", "asked_at"]),
            models.CheckConstraint(
                condition=~models.Q(state="saving") | models.Q(asked_by__isnull=False),
                name="import_saving_is_for_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(state="saved", analysis__isnull=False)
                | (~models.Q(state="saved") & models.Q(analysis__isnull=True)),
                name="import_saved_has_analysis",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportEdit(models.Model):
    """One change of what was read (`operation`, as `intake.edits` writes it). Taken back, it stays with who did so.

    `words` says it in a line, `touches` are the keys of the drafts it is about.
    """

    draft = models.ForeignKey(ImportDraft, on_delete=models.PROTECT, related_name="edits")
    number = models.PositiveIntegerField()
    operation = models.JSONField()
    touches = models.JSONField(default=list)
    words = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="import_edit_number_once"),
            paired("import_edit_undone_pair", ["undone_by", "undone_at"]),
        ]

    def __str__(self) -> str:
        return self.words


class ColumnMapping(models.Model):
    """What the columns of tables with these heads are taken for, as somebody set it; holds for every later document.

    `fingerprint` is that of the heads (`intake.interpret.table_columns`), `fields` has one entry for each of them.
    """

    fingerprint = models.CharField(max_length=40, unique=True)
    heads = models.JSONField()
    fields = models.JSONField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return cut(" | ".join(head for head in self.heads if head), 200)

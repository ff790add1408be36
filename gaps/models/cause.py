"""Why gaps are there: causes as a tree, and the gaps that share one."""

from django.db import models
from django.db.models import Q

from common.db import one_of
from gaps.models.analysis import SourceLine
from gaps.models.gap import Gap

CATEGORIES = (
    ("", "Not said"),
    ("people", "People"),
    ("process", "Process"),
    ("technology", "Technology"),
    ("resources", "Resources"),
    ("leadership", "Leadership"),
    ("external", "External"),
)


class RootCause(models.Model):
    """Why a gap is there. `parent` makes the tree of the five whys; the database refuses a loop and a tree too deep.

    `gap` is where the cause is at home. Other gaps may have the same cause: `shared_with`. `previous` is the same cause
    in the cycle before: it came back.
    """

    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, related_name="causes")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    shared_with = models.ManyToManyField(Gap, through="GapCause", related_name="shared_causes")
    text = models.TextField()
    category = models.CharField(max_length=10, choices=CATEGORIES, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    disputed_reason = models.TextField(blank=True)
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="later")
    line = models.ForeignKey(SourceLine, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            one_of("cause_category_known", "category", [key for key, _ in CATEGORIES]),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")), name="cause_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class GapCause(models.Model):
    """A gap that has the cause of another gap too. The cause stays at home where it was found."""

    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, related_name="cause_links")
    cause = models.ForeignKey(RootCause, on_delete=models.CASCADE, related_name="gap_links")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["gap", "cause"], name="gap_cause_once")]

    def __str__(self) -> str:
        return f"{self.cause} at {self.gap}"

"""To-dos."""

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from common.db import one_of, paired
from gaps.models import GapAnalysis, SourceLine
from meetings.lifecycle import TASK
from meetings.models.meeting import Meeting
from meetings.querysets import TaskQuerySet

TASK_KINDS = (("preparation", "Before the meeting"), ("leadership", "Leadership's own"), ("other", "Other"))


class Task(models.Model):
    """A small to-do with owner and date, of leadership too. Both may be open until somebody sets them."""

    title = models.CharField(max_length=300)
    detail = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=TASK_KINDS, default="other")
    analysis = models.ForeignKey(GapAnalysis, on_delete=models.PROTECT, related_name="tasks")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=TASK.choices, default="open")
    state_reason = models.TextField(blank=True)
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    line = models.ForeignKey(SourceLine, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    sort_due = models.GeneratedField(
        expression=models.functions.Coalesce(F("due_on"), models.Value("9999-12-31", output_field=models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        indexes = [
            models.Index(fields=["state", "sort_due", "id"], name="task_state_due"),
            models.Index(fields=["owner", "sort_due", "id"], name="task_owner_due"),
        ]
        constraints = [
            one_of("task_state_known", "state", list(TASK.labels)),
            one_of("task_kind_known", "kind", [key for key, _ in TASK_KINDS]),
            paired("task_done_pair", ["done_by", "done_at"]),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | (~Q(state="done") & Q(done_at__isnull=True)),
                name="task_done_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

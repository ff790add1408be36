"""Follow-up meetings, their agenda, and to-dos."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from common.db import one_of, paired
from common.lifecycle import Lifecycle, Move
from gaps.models import GapAnalysis, SourceLine
from meetings.querysets import MeetingQuerySet, TaskQuerySet

MEETING = Lifecycle(
    states=[
        ("draft", "Draft"),
        ("scheduled", "Scheduled"),
        ("in_session", "In session"),
        ("held", "Held"),
        ("minutes_approved", "Minutes approved"),
        ("cancelled", "Cancelled"),
    ],
    moves=[
        Move("schedule", "Schedule", ("draft", "scheduled"), "scheduled"),
    ],
)
TASK = Lifecycle(
    states=[("open", "Open"), ("done", "Done"), ("dropped", "Dropped")],
    moves=[
        Move("finish", "Mark done", ("open",), "done"),
        Move("drop", "Drop", ("open",), "dropped", reason_needed=True),
        Move("reopen", "Open again", ("done", "dropped"), "open"),
    ],
)
TASK_KINDS = (("preparation", "Before the meeting"), ("leadership", "Leadership's own"), ("other", "Other"))


class Meeting(models.Model):
    """A follow-up meeting. An import makes one in draft, undated."""

    title = models.CharField(max_length=200)
    analysis = models.ForeignKey(GapAnalysis, on_delete=models.PROTECT, related_name="meetings")
    purpose = models.TextField(blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    facilitator = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=MEETING.choices, default="draft")
    created_at = models.DateTimeField()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-id"]
        constraints = [
            one_of("meeting_state_known", "state", list(MEETING.labels)),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"]) | Q(starts_at__isnull=False),
                name="meeting_scheduled_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """One point on the agenda; points under it name it as `parent`."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="points")
    title = models.CharField(max_length=300)
    detail = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()
    line = models.ForeignKey(SourceLine, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


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

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
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

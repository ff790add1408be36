"""What is on the agenda."""

from django.db import models
from django.db.models import Q

from actions.models import ApprovalItem, CorrectiveAction
from common.db import one_of
from gaps.models import Clarification, Gap, SourceLine
from meetings.lifecycle import AGENDA_ITEM
from meetings.models.meeting import Meeting

ITEM_KINDS = (
    ("heading", "Heading"),
    ("point", "Point of the report"),
    ("topic", "Topic"),
    ("finding", "Finding"),
    ("decision", "Decision"),
    ("roadblock", "Roadblock"),
    ("late", "Late"),
    ("question", "Question"),
    ("task", "To-do"),
    ("follow_up", "Follow-up plan"),
)


class AgendaItem(models.Model):
    """One point on the agenda; points under it name it as `parent`.

    Headings and points come with the report. What is built from the data has a `key` that says what it is about, so
    that building again never doubles it; what is made by hand has none. `carried_from` is where it was left open.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(max_length=10, choices=ITEM_KINDS, default="topic")
    key = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300)
    detail = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(default=5)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=AGENDA_ITEM.choices, default="open")
    gap = models.ForeignKey(Gap, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey(CorrectiveAction, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approval_item = models.ForeignKey(ApprovalItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(Clarification, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey("meetings.Task", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    carried_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to")
    line = models.ForeignKey(SourceLine, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            one_of("agenda_item_kind_known", "kind", [key for key, _ in ITEM_KINDS]),
            one_of("agenda_item_state_known", "state", list(AGENDA_ITEM.labels)),
            models.UniqueConstraint(fields=["meeting", "key"], condition=~Q(key=""), name="agenda_item_once"),
        ]

    def __str__(self) -> str:
        return self.title

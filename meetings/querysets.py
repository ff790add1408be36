"""What each person may see of meetings and to-dos."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.viewer import Viewer
from gaps import permissions as gaps


class MeetingQuerySet(models.QuerySet):
    """Meetings on analyses, and those one takes part in; those of a draft analysis are for who prepares it."""

    def visible_to(self, viewer: Viewer) -> "MeetingQuerySet":
        if viewer.may(gaps.PREPARE):
            return self
        if viewer.may(gaps.SEE):
            return self.exclude(analysis__state="draft")
        attendance: Any = self.model._meta.get_field("attendance").related_model
        mine = attendance._default_manager.filter(meeting=OuterRef("pk"), person=viewer.user)
        return self.filter(Q(facilitator=viewer.user) | Exists(mine)).exclude(analysis__state="draft")

    def before(self, meeting: Any) -> "MeetingQuerySet":
        """Meetings of the same analysis that are over or were cancelled, oldest first."""
        return (
            self.filter(analysis=meeting.analysis_id, state__in=("held", "minutes_approved", "cancelled"))
            .exclude(pk=meeting.pk)
            .order_by("starts_at", "pk")
        )

    def next_of(self, meeting: Any) -> Any:
        """The next meeting of the same analysis that is still ahead; dated ones first. None where there is none."""
        rows = self.filter(analysis=meeting.analysis_id, state__in=("draft", "scheduled")).exclude(pk=meeting.pk)
        return rows.order_by(models.F("starts_at").asc(nulls_last=True), "pk").first()


class TaskQuerySet(models.QuerySet):
    """To-dos; one sees one's own in any case."""

    def visible_to(self, viewer: Viewer) -> "TaskQuerySet":
        if viewer.may(gaps.PREPARE):
            return self
        if viewer.may(gaps.SEE):
            return self.exclude(analysis__state="draft")
        return self.filter(Q(owner=viewer.user)).exclude(analysis__state="draft")

    def overdue(self, today: date) -> "TaskQuerySet":
        return self.filter(state="open", due_on__lt=today)

"""What each person may see of meetings and to-dos."""

from django.db import models
from django.db.models import Q

from accounts.viewer import Viewer
from gaps import permissions as gaps


class MeetingQuerySet(models.QuerySet):
    """Meetings on analyses; those of a draft analysis are for who prepares it."""

    def visible_to(self, viewer: Viewer) -> "MeetingQuerySet":
        if viewer.may(gaps.PREPARE):
            return self
        if viewer.may(gaps.SEE):
            return self.exclude(analysis__state="draft")
        return self.filter(facilitator=viewer.user)


class TaskQuerySet(models.QuerySet):
    """To-dos; one sees one's own in any case."""

    def visible_to(self, viewer: Viewer) -> "TaskQuerySet":
        if viewer.may(gaps.PREPARE):
            return self
        if viewer.may(gaps.SEE):
            return self.exclude(analysis__state="draft")
        return self.filter(Q(owner=viewer.user)).exclude(analysis__state="draft")

"""Messages that one may look at, and those that wait to be sent."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from notifications.permissions import SEE, Viewer

if TYPE_CHECKING:
    from notifications.models import Message  # noqa: F401


class MessageQuerySet(models.QuerySet["Message"]):
    """The outbox."""

    def visible_to(self, viewer: Viewer) -> "MessageQuerySet":
        """All for organisation-wide roles; else those of the departments one looks after."""
        if viewer.may(SEE):
            return self
        return self.filter(department_id__in=viewer.departments_with(SEE))

    def waiting(self, now: datetime) -> "MessageQuerySet":
        """What is due to be sent: queued and its time has come, or taken by a worker that did not come back."""
        due = Q(state="queued", next_try_at__lte=now) | Q(state="sending", lease_until__lte=now)
        return self.filter(due).order_by("next_try_at", "pk")

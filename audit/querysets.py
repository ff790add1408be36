"""Which entries of the history one may read."""

from typing import TYPE_CHECKING

from django.db import models

from audit.permissions import SEE, Viewer

if TYPE_CHECKING:
    from audit.models import Entry  # noqa: F401


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries."""

    def visible_to(self, viewer: Viewer) -> "EntryQuerySet":
        """All for organisation-wide roles; else only those of the departments one's roles reach."""
        if viewer.may(SEE):
            return self
        return self.filter(department_id__in=viewer.departments_with(SEE))

    def about(self, kind: str, pk: int) -> "EntryQuerySet":
        """What happened to one thing, the newest first."""
        return self.filter(object_kind=kind, object_id=pk).order_by("-pk")

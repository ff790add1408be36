"""Which briefing packs each person may open: those whose whole content they may see."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.viewer import Viewer
from gaps import permissions as gaps


class PackQuerySet(models.QuerySet):
    """Packs. One that covers the organisation is for those who read all of it; one of a department also for its people."""

    def visible_to(self, viewer: Viewer) -> "PackQuerySet":
        if viewer.may(gaps.PREPARE):
            return self
        rows = self.exclude(meeting__analysis__state="draft")
        if viewer.may(gaps.SEE):
            return rows
        meetings: Any = self.model._meta.get_field("meeting").related_model
        mine = meetings._default_manager.get_queryset().visible_to(viewer).filter(pk=OuterRef("meeting"))
        return rows.filter(Q(department__in=viewer.departments_with(gaps.SEE)) & Exists(mine))

    def of(self, meeting: Any) -> "PackQuerySet":
        """Those of the meeting, the newest version first."""
        return self.filter(meeting=meeting).order_by("-asked_at", "-pk")

    def frozen(self) -> "PackQuerySet":
        return self.filter(state__in=("issued", "superseded"))

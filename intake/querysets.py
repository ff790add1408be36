"""Who sees documents that are being read: those who prepare analyses."""

from typing import TYPE_CHECKING

from django.db import models

from accounts.viewer import Viewer
from gaps import permissions as gaps

if TYPE_CHECKING:
    from intake.models import ImportDraft  # noqa: F401


class DraftQuerySet(models.QuerySet["ImportDraft"]):
    """Documents being read."""

    def visible_to(self, viewer: Viewer) -> "DraftQuerySet":
        return self if viewer.may(gaps.PREPARE) else self.none()

"""Who sees documents that are being read: those who prepare analyses."""

from django.db import models

from accounts.viewer import Viewer
from gaps import permissions as gaps


class DraftQuerySet(models.QuerySet):
    """Documents being read."""

    def visible_to(self, viewer: Viewer) -> "DraftQuerySet":
        return self if viewer.may(gaps.PREPARE) else self.none()

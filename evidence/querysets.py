"""Proof with what its lines on a page show, and which of it has run out."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from common.dates import EXPIRES_SOON_DAYS


def running_out(day: date, prefix: str = "") -> Q:
    """The condition of proof that counts, and has expired or does so within 30 days."""
    return Q(**{
        f"{prefix}expires_on__lt": day + timedelta(days=EXPIRES_SOON_DAYS + 1),
        f"{prefix}withdrawn_at__isnull": True,
    })


class EvidenceQuerySet(models.QuerySet):
    """Pieces of proof."""

    def standing(self) -> "EvidenceQuerySet":
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def with_newest(self) -> "EvidenceQuerySet":
        """With the newest version's number, address, time and person, in the same statement."""
        versions: Any = self.model._meta.get_field("versions").related_model
        newest = versions._default_manager.filter(evidence=OuterRef("pk")).order_by("-number")
        return self.annotate(
            version_number=Subquery(newest.values("number")[:1]),
            address=Subquery(newest.values("url")[:1]),
            version_at=Subquery(newest.values("added_at")[:1]),
            version_by=Subquery(newest.values("added_by__name")[:1]),
        )

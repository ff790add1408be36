"""Proof with what its lines on a page show, and which of it has run out."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from common.dates import EXPIRES_SOON_DAYS


def running_out(day: date, prefix: str = "") -> Q:
    """The condition of proof that counts, and has expired or does so within 30 days."""
    return Q(
        **{
            f"{prefix}expires_on__lt": day + timedelta(days=EXPIRES_SOON_DAYS + 1),
            f"{prefix}withdrawn_at__isnull": True,
        }
    )


class EvidenceQuerySet(models.QuerySet):
    """Pieces of proof."""

    def standing(self) -> "EvidenceQuerySet":
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def with_newest(self) -> "EvidenceQuerySet":
        """With the newest version's id, number, address, time and person, in the same statement."""
        versions: Any = self.model._meta.get_field("versions").related_model
        newest = versions._default_manager.filter(evidence=OuterRef("pk")).order_by("-number")
        return self.annotate(
            version_id=Subquery(newest.values("pk")[:1]),
            version_number=Subquery(newest.values("number")[:1]),
            address=Subquery(newest.values("url")[:1]),
            version_at=Subquery(newest.values("added_at")[:1]),
            version_by=Subquery(newest.values("added_by__name")[:1]),
        )


def proof_that_runs_out(model: Any, day: date) -> models.QuerySet:
    """The links to proof that has expired or does so within 30 days, of the row around it; the first to expire first."""
    name = model._meta.model_name
    links = model.evidence.through._default_manager.filter(running_out(day, "evidence__"), **{name: OuterRef("pk")})
    return links.order_by("evidence__expires_on", "evidence")


def with_proof_running_out(rows: models.QuerySet, day: date) -> models.QuerySet:
    """Rows of something that carries proof, with `proof_id`, `proof_title` and `proof_until` of the first to expire.

    Empty where nothing has expired or does so within 30 days.
    """
    first = proof_that_runs_out(rows.model, day)
    return rows.annotate(
        proof_id=Subquery(first.values("evidence")[:1]),
        proof_title=Subquery(first.values("evidence__title")[:1]),
        proof_until=Subquery(first.values("evidence__expires_on")[:1]),
    )


def where_proof(rows: models.QuerySet, runs: str, day: date) -> models.QuerySet:
    """Those with proof that has "expired", or that does so "soon"."""
    links = proof_that_runs_out(rows.model, day).order_by()
    expired = Q(evidence__expires_on__lt=day)
    return rows.filter(Exists(links.filter(expired if runs == "expired" else ~expired)))

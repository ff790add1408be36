"""Proof at whatever has some: added out of the form, shown with its newest version, and handed out.

Whatever has proof keeps a many-to-many to `Evidence` named `evidence`, checks who may, and calls these.
"""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import FileResponse
from django.shortcuts import get_object_or_404

from accounts.viewer import Viewer
from evidence.models import Evidence, EvidenceVersion
from evidence.services import add_file, add_link
from evidence.serving import serve


def add_given(given: dict[str, Any], *, department_id: int | None, by: Viewer, at: datetime) -> Evidence | None:
    """The evidence that a form describes: a file or an address; None where it gives neither."""
    about = {
        "title": given.get("title", ""),
        "source": given.get("source", ""),
        "expires_on": given.get("expires_on"),
        "department_id": department_id,
    }
    if given.get("upload"):
        return add_file(upload=given["upload"], **about, by=by, at=at)
    if given.get("url"):
        return add_link(url=given["url"], **about, by=by, at=at)
    return None


def with_newest() -> QuerySet[Evidence]:
    """Evidence with `version_id`, `address` and `version_at` of its newest version, as `components/proofs.html` shows it."""
    newest = EvidenceVersion.objects.filter(evidence=OuterRef("pk")).order_by("-number")
    return Evidence.objects.annotate(
        version_id=Subquery(newest.values("pk")[:1]),
        address=Subquery(newest.values("url")[:1]),
        version_at=Subquery(newest.values("added_at")[:1]),
    )


def hand_out(evidence: Any, version: int) -> FileResponse:
    """The file of a version, if it is one of the `evidence` (a queryset) that its owner points at; else 404."""
    row = get_object_or_404(EvidenceVersion.objects.exclude(file=""), pk=version, evidence__in=evidence)
    return serve(row)

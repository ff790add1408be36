"""Filling the search anew from all rows: after an upgrade, and to prove that the services kept it true."""

from collections.abc import Callable
from datetime import datetime

from django.db import models, transaction

from actions.models import CorrectiveAction
from actions.searching import index_actions
from gaps.models import Gap, GapAnalysis, Kpi
from gaps.searching import index_analyses, index_gaps, index_kpis
from meetings.models import Meeting, Task
from meetings.searching import index_meetings, index_tasks
from search.models import SearchDocument, SearchReader

BATCH = 500

# kind, its rows, and what writes some of them
SOURCES: tuple[tuple[str, type[models.Model], Callable[..., None]], ...] = (
    ("analysis", GapAnalysis, index_analyses),
    ("gap", Gap, index_gaps),
    ("kpi", Kpi, index_kpis),
    ("action", CorrectiveAction, index_actions),
    ("meeting", Meeting, index_meetings),
    ("task", Task, index_tasks),
)


def rebuild(*, at: datetime) -> int:
    """Write every document as its thing stands now, in batches, and take away what is no more; returns how many."""
    written = 0
    for kind, model, index in SOURCES:
        rows = model._default_manager.order_by("pk")
        last = 0
        while pks := write_batch(rows, index, last, at):
            written += len(pks)
            last = pks[-1]
        there = rows.order_by().values("pk")
        SearchDocument.objects.filter(kind=kind).exclude(object_id__in=there).delete()
        SearchReader.objects.filter(by_kind=kind).exclude(by_id__in=there).delete()
    return written


@transaction.atomic
def write_batch(rows: models.QuerySet, index: Callable[..., None], last: int, at: datetime) -> list[int]:
    """Write the next rows after `last`, locked, so that nobody's change in between is overwritten; returns their ids."""
    pks = [row.pk for row in rows.select_for_update(of=("self",)).only("pk").filter(pk__gt=last)[:BATCH]]
    index(*pks, at=at)
    return pks


def fill_search(at: datetime) -> int:
    """Fill a search that holds nothing yet, or none of a kind, as after the upgrade that brought it; else nothing."""
    if not GapAnalysis.objects.exists():
        return 0
    has_kpis = SearchDocument.objects.filter(kind="kpi").exists() or not Kpi.objects.exists()
    if has_kpis and SearchDocument.objects.exists():
        return 0
    return rebuild(at=at)

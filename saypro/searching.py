"""Filling the search anew from all rows: after an upgrade, and to prove that the services kept it true."""

from collections.abc import Callable
from datetime import datetime

from django.db import models

from actions.models import CorrectiveAction
from actions.searching import index_actions
from gaps.models import Gap, GapAnalysis
from gaps.searching import index_analyses, index_gaps
from meetings.models import Meeting, Task
from meetings.searching import index_meetings, index_tasks
from search.models import SearchDocument, SearchReader

BATCH = 500

# kind, its rows, and what writes some of them
SOURCES: tuple[tuple[str, type[models.Model], Callable[..., None]], ...] = (
    ("analysis", GapAnalysis, index_analyses),
    ("gap", Gap, index_gaps),
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
        while pks := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
            index(*pks, at=at)
            written += len(pks)
            last = pks[-1]
        there = rows.order_by().values("pk")
        SearchDocument.objects.filter(kind=kind).exclude(object_id__in=there).delete()
        SearchReader.objects.filter(by_kind=kind).exclude(by_id__in=there).delete()
    return written


def fill_search(at: datetime) -> int:
    """Fill a search that holds nothing yet, as after the upgrade that brought it; else nothing."""
    if SearchDocument.objects.exists() or not GapAnalysis.objects.exists():
        return 0
    return rebuild(at=at)

"""Reading several kinds of waiting things in one statement: questions and to-dos, and what M&E has to see to."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import DateField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast, TruncDate

from accounts.viewer import Viewer
from actions.models import CorrectiveAction
from actions.permissions import PLAN
from gaps.models import Clarification, Gap, GapAnalysis
from gaps.permissions import PREPARE
from intake.models import ImportDraft
from meetings.models import Meeting, Task

LIMIT = 25
HOURS = timedelta(hours=3)  # a meeting that has just begun still counts as ahead


@dataclass(frozen=True)
class Waiting:
    """One thing of several kinds that are read in one statement."""

    kind: str
    pk: int
    number: int
    title: str
    text: str
    by: str
    due_on: date | None = None


def row_values(rows: QuerySet, kind: str, **fields: Any) -> QuerySet:
    """The rows as (kind, id, number, title, text, by, due), so that several kinds make one statement."""
    plain: dict[str, Any] = {"number": Value(0), "text": Value(""), "by": Value(""), "due": Value(None)} | fields
    columns = {
        "kind_": Value(kind, output_field=TextField()),
        "number_": Cast(plain["number"], IntegerField()),
        "title_": Cast(plain["title"], TextField()),
        "text_": Cast(plain["text"], TextField()),
        "by_": Cast(plain["by"], TextField()),
        "due_": Cast(plain["due"], DateField()),
    }
    return rows.order_by().annotate(**columns).values_list("kind_", "pk", "number_", "title_", "text_", "by_", "due_")


def gathered(parts: list[QuerySet]) -> list[Waiting]:
    """The parts as one list, in one statement; what is due first stands first."""
    if not parts:
        return []
    first, *others = parts
    rows = first.union(*others, all=True) if others else first
    found = [Waiting(*row) for row in rows[: LIMIT * 4]]
    return sorted(found, key=lambda each: (each.due_on is None, each.due_on or date.max, each.number, each.pk))


def prepared(viewer: Viewer) -> list[Waiting]:
    """What the M&E team has to do about analyses, imports and plans."""
    parts = []
    if viewer.may(PREPARE):
        parts += [
            row_values(Gap.objects.filter(state="disputed"), "dispute", number=F("number"), title=F("statement")),
            row_values(
                ImportDraft.objects.visible_to(viewer).filter(state="to_review"), "import", title=F("file_name")
            ),
            row_values(GapAnalysis.objects.filter(state="draft"), "draft", title=F("title")),
        ]
    if viewer.may(PLAN):
        returned = CorrectiveAction.objects.filter(state="returned")
        parts.append(row_values(returned, "returned", number=F("number"), title=F("title"), text=F("state_reason")))
    return gathered(parts)


def meetings_ahead(viewer: Viewer, at: datetime) -> QuerySet[Meeting]:
    """Meetings that the person takes part in, from today on."""
    return Meeting.objects.filter(people=viewer.user, state__in=["scheduled", "in_session"], starts_at__gte=at - HOURS)


def asked(viewer: Viewer, at: datetime) -> list[Waiting]:
    """Questions to answer, to-dos, and the meetings ahead."""
    questions = Clarification.objects.filter(answerer=viewer.user, state="open")
    return gathered(
        [
            row_values(
                questions,
                "question",
                number=F("gap__number"),
                title=F("question"),
                text=F("about"),
                by=F("asked_by__name"),
                due=F("due_on"),
            ),
            row_values(tasks_for(viewer), "task", title=F("title"), text=F("detail"), due=F("due_on")),
            row_values(
                meetings_ahead(viewer, at), "meeting", title=F("title"), text=F("place"), due=TruncDate("starts_at")
            ),
        ]
    )


def tasks_for(viewer: Viewer) -> QuerySet[Task]:
    """The person's to-dos."""
    return open_tasks().filter(owner=viewer.user)


def open_questions() -> QuerySet[Clarification]:
    """Questions that were put to somebody, the first due first."""
    return Clarification.objects.filter(state="open").select_related("asked_by").order_by("due_on", "pk")


def open_tasks() -> QuerySet[Task]:
    """To-dos that are known to their owners, the first due first."""
    return Task.objects.filter(state="open").exclude(analysis__state="draft").order_by("due_on", "pk")

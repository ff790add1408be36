"""What a pack would lack: each gap in the data with the link that mends it. It can be made nevertheless."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from actions.models import CorrectiveAction, Milestone
from actions.querysets import SILENT_AFTER
from common.dates import short_date, today
from common.text import counted
from gaps.models import GapMeasure
from gaps.progress import PERIOD_WORDS, is_due
from meetings.models import Meeting, Task
from reports.packs.rows import gaps_of, kpis_of, reader

SHOWN = 8
PLANNED = ("rejected", "cancelled", "closed")


@dataclass(frozen=True)
class Lack:
    """One thing that is not there: the group it belongs to, its name, what is not there, and the link that mends it."""

    group: str
    title: str
    text: str
    path: str
    label: str

    def plain(self) -> dict[str, str]:
        return {"group": self.group, "title": self.title, "text": self.text}


@dataclass(frozen=True)
class LackGroup:
    """Lacks of one kind: those shown, and how many more there are."""

    name: str
    shown: list[Lack]
    more: int


def missing(meeting: Meeting, at: datetime, *, all_tasks: bool = True) -> list[Lack]:
    """All that is missing, what concerns the meeting first; to-dos of the whole analysis or of the meeting. Five statements."""
    return [
        *of_the_meeting(meeting),
        *of_findings(meeting),
        *of_actions(meeting, at),
        *of_figures(meeting, at),
        *of_tasks(meeting, all_tasks),
    ]


def grouped(lacks: list[Lack]) -> list[LackGroup]:
    """By kind, in order, with at most eight of each."""
    names = list(dict.fromkeys(each.group for each in lacks))
    found = []
    for name in names:
        every = [each for each in lacks if each.group == name]
        found.append(LackGroup(name, every[:SHOWN], max(0, len(every) - SHOWN)))
    return found


def of_the_meeting(meeting: Meeting) -> Iterator[Lack]:
    edit, build = reverse("meeting_edit", args=[meeting.pk]), reverse("agenda", args=[meeting.pk])
    name = "The meeting"
    counts = (
        Meeting.objects.filter(pk=meeting.pk)
        .annotate(
            attending=Count("attendance", filter=Q(attendance__kind="attends"), distinct=True),
            points=Count("agenda", filter=~Q(agenda__state="removed"), distinct=True),
        )
        .values("attending", "points")
        .get()
    )
    if meeting.starts_at is None:
        yield Lack(name, "Date", "is not set.", edit, "Set the date")
    if not meeting.place:
        yield Lack(name, "Place", "is not set.", edit, "Set the place")
    if meeting.facilitator_id is None:
        yield Lack(name, "Facilitator", "is not named.", edit, "Name somebody")
    if not counts["attending"]:
        yield Lack(name, "People", "are not invited yet.", edit, "Invite people")
    if not counts["points"]:
        yield Lack(name, "Agenda", "has no point yet.", build, "Build the agenda")
    elif meeting.agenda_built_at is None:
        yield Lack(name, "Agenda", "was not built from the data yet.", build, "Build the agenda")


def of_findings(meeting: Meeting) -> Iterator[Lack]:
    figures = GapMeasure.objects.filter(gap=OuterRef("pk")).filter(
        Q(stated_value__isnull=False) | Q(target__isnull=False, actual__isnull=False)
    )
    for gap in gaps_of(meeting.analysis_id).annotate(is_measured=Exists(figures)):
        path = reverse("gap", args=[gap.pk])
        if gap.state == "issued":
            yield Lack("Findings", str(gap).rstrip("."), "has no response of leadership.", path, "Open the finding")
        elif gap.state == "disputed":
            answer = reverse("gap_answer", args=[gap.pk])
            yield Lack("Findings", str(gap).rstrip("."), "is disputed and not answered.", answer, "Answer")
        if not gap.is_measured:
            yield Lack("Findings", str(gap).rstrip("."), "has no figure.", path, "Add the figure")


def of_actions(meeting: Meeting, at: datetime) -> Iterator[Lack]:
    rows: Any = (
        CorrectiveAction.objects.visible_to(reader())
        .filter(gap__analysis=meeting.analysis_id)
        .exclude(state__in=PLANNED)
        .with_misses(at)
        .annotate(has_milestone=Exists(Milestone.objects.filter(action=OuterRef("pk")).exclude(state="dropped")))
        .only("number", "title", "state", "owner", "team", "due_on", "gap")
        .order_by("number")
    )
    for action in rows:
        lacks = [
            word
            for word, is_there in (
                ("owner", action.owner_id or action.team_id),
                ("finish date", action.due_on),
                ("milestone", action.has_milestone),
            )
            if not is_there
        ]
        if lacks:
            words = " and no ".join(lacks)
            plan = f"{reverse('plan', args=[meeting.analysis_id])}#row-{action.pk}"
            yield Lack("Actions", str(action), f"has no {words}.", plan, "Complete it")
        if action.state in ("approved", "in_progress") and action.misses >= SILENT_AFTER:
            text = f"has had no check-in for {counted(action.misses, 'period')}."
            yield Lack("Actions", str(action), text, reverse("action", args=[action.pk]), "Ask the owner")


def of_figures(meeting: Meeting, at: datetime) -> Iterator[Lack]:
    day = today(at)
    for kpi in kpis_of(meeting.analysis_id).with_latest():
        if is_due(kpi.frequency, kpi.latest_on, day):
            last = f"; the last is of {short_date(kpi.latest_on, day)}" if kpi.latest_on else ""
            text = f"has no reading of {PERIOD_WORDS[kpi.frequency]}{last}."
            yield Lack("Figures", kpi.name, text, reverse("reading_new", args=[kpi.pk]), "Give the reading")
        if kpi.target is None:
            yield Lack("Figures", kpi.name, "has no target.", reverse("kpi_edit", args=[kpi.pk]), "Set the target")


def of_tasks(meeting: Meeting, all_tasks: bool) -> Iterator[Lack]:
    rows = Task.objects.filter(analysis=meeting.analysis_id, state="open").filter(
        Q(owner__isnull=True) | Q(due_on__isnull=True)
    )
    if not all_tasks:
        rows = rows.filter(meeting=meeting)
    for task in rows.order_by("position", "pk"):
        lacks = [word for word, there in (("owner", task.owner_id), ("date", task.due_on)) if not there]
        text = f"has no {' and no '.join(lacks)}."
        yield Lack("To-dos", task.title, text, reverse("task_edit", args=[task.pk]), "Assign it")

"""What a pack would lack: each gap in the data with the link that mends it. It can be made nevertheless."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
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
from reports.packs.rows import Rows, gaps_of, kpis_of, reader

SHOWN = 8
ENDED = ("rejected", "cancelled", "closed")


@dataclass(frozen=True)
class Lack:
    """One thing that is not there: the group it belongs to, its name, what is not there, and the link that mends it."""

    group: str
    title: str
    text: str
    path: str
    label: str


@dataclass(frozen=True)
class LackGroup:
    """Lacks of one kind: those shown, and how many more there are."""

    name: str
    shown: list[Lack]
    more: int


def missing(meeting: Meeting, at: datetime) -> list[Lack]:
    """All that is missing, what concerns the meeting first. Five statements."""
    figures = GapMeasure.objects.filter(gap=OuterRef("pk")).filter(
        Q(stated_value__isnull=False) | Q(target__isnull=False, actual__isnull=False)
    )
    stones = Milestone.objects.filter(action=OuterRef("pk")).exclude(state="dropped")
    counts = (
        Meeting.objects.filter(pk=meeting.pk)
        .annotate(
            attending=Count("attendance", filter=Q(attendance__kind="attends"), distinct=True),
            points=Count("agenda", filter=~Q(agenda__state="removed"), distinct=True),
        )
        .values("attending", "points")
        .get()
    )
    actions: Any = (
        CorrectiveAction.objects.visible_to(reader())
        .filter(gap__analysis=meeting.analysis_id)
        .with_misses(at)
        .annotate(has_milestone=Exists(stones))
        .only("number", "title", "state", "owner", "team", "due_on", "gap")
        .order_by("number")
    )
    tasks = Task.objects.filter(analysis=meeting.analysis_id, state="open").filter(
        Q(owner__isnull=True) | Q(due_on__isnull=True)
    )
    return [
        *of_the_meeting(meeting, counts["attending"], counts["points"]),
        *of_findings(
            (each, each.is_measured) for each in gaps_of(meeting.analysis_id).annotate(is_measured=Exists(figures))
        ),
        *of_actions(((each, each.has_milestone) for each in actions), meeting.analysis_id),
        *of_figures(kpis_of(meeting.analysis_id).with_latest(), today(at)),
        *of_tasks(tasks.order_by("position", "pk")),
    ]


def missing_in(rows: Rows) -> list[Lack]:
    """The same, of rows that were read in full. No statement."""
    attending = sum(each.kind == "attends" for each in rows.attendance)
    points = sum(each.state != "removed" for each in rows.agenda)
    return [
        *of_the_meeting(rows.meeting, attending, points),
        *of_findings((each, any(one.is_quantified for one in each.measures.all())) for each in rows.gaps),
        *of_actions(((each, bool(each.milestones.all())) for each in rows.actions), rows.meeting.analysis_id),
        *of_figures(rows.kpis, rows.day),
        *of_tasks(rows.tasks),
    ]


def grouped(lacks: list[Lack], shown: int = SHOWN) -> list[LackGroup]:
    """By kind, in order, with at most so many of each."""
    names = list(dict.fromkeys(each.group for each in lacks))
    found = []
    for name in names:
        every = [each for each in lacks if each.group == name]
        found.append(LackGroup(name, every[:shown], max(0, len(every) - shown)))
    return found


def printed(lacks: list[Lack], shown: int = 30) -> list[dict[str, Any]]:
    """By kind as a pack prints them."""
    return [
        {
            "name": group.name,
            "lines": [{"title": each.title, "text": each.text} for each in group.shown],
            "more": group.more,
        }
        for group in grouped(lacks, shown)
    ]


def of_the_meeting(meeting: Meeting, attending: int, points: int) -> Iterator[Lack]:
    edit, build = reverse("meeting_edit", args=[meeting.pk]), reverse("agenda", args=[meeting.pk])
    name = "The meeting"
    if meeting.starts_at is None:
        yield Lack(name, "Date", "is not set.", edit, "Set the date")
    if not meeting.place:
        yield Lack(name, "Place", "is not set.", edit, "Set the place")
    if meeting.facilitator_id is None:
        yield Lack(name, "Facilitator", "is not named.", edit, "Name somebody")
    if not attending:
        yield Lack(name, "People", "are not invited yet.", edit, "Invite people")
    if not points:
        yield Lack(name, "Agenda", "has no point yet.", build, "Build the agenda")
    elif meeting.agenda_built_at is None:
        yield Lack(name, "Agenda", "was not built from the data yet.", build, "Build the agenda")


def of_findings(gaps: Iterable[tuple[Any, bool]]) -> Iterator[Lack]:
    """Of each finding, with whether it has a figure."""
    for gap, is_measured in gaps:
        path, title = reverse("gap", args=[gap.pk]), str(gap).rstrip(".")
        if gap.state == "issued":
            yield Lack("Findings", title, "has no response of leadership.", path, "Open the finding")
        elif gap.state == "disputed":
            answer = reverse("gap_answer", args=[gap.pk])
            yield Lack("Findings", title, "is disputed and not answered.", answer, "Answer")
        if not is_measured:
            yield Lack("Findings", title, "has no figure.", path, "Add the figure")


def of_actions(actions: Iterable[tuple[Any, bool]], analysis: int) -> Iterator[Lack]:
    """Of each action, with whether it has a milestone."""
    for action, has_milestone in actions:
        if action.state in ENDED:
            continue
        there = {
            "owner": action.owner_id or action.team_id,
            "finish date": action.due_on,
            "milestone": has_milestone,
        }
        lacks = [word for word, value in there.items() if not value]
        if lacks:
            plan = f"{reverse('plan', args=[analysis])}#row-{action.pk}"
            yield Lack("Actions", str(action), f"has no {' and no '.join(lacks)}.", plan, "Complete it")
        if action.state in ("approved", "in_progress") and action.misses >= SILENT_AFTER:
            text = f"has had no check-in for {counted(action.misses, 'period')}."
            yield Lack("Actions", str(action), text, reverse("action", args=[action.pk]), "Ask the owner")


def of_figures(kpis: Iterable[Any], day: date) -> Iterator[Lack]:
    """Of each indicator, read `with_latest`."""
    for kpi in kpis:
        if is_due(kpi.frequency, kpi.latest_on, day):
            last = f"; the last is of {short_date(kpi.latest_on, day)}" if kpi.latest_on else ""
            text = f"has no reading of {PERIOD_WORDS[kpi.frequency]}{last}."
            yield Lack("Figures", kpi.name, text, reverse("reading_new", args=[kpi.pk]), "Give the reading")
        if kpi.target is None:
            yield Lack("Figures", kpi.name, "has no target.", reverse("kpi_edit", args=[kpi.pk]), "Set the target")


def of_tasks(tasks: Iterable[Task]) -> Iterator[Lack]:
    for task in tasks:
        lacks = [word for word, there in (("owner", task.owner_id), ("date", task.due_on)) if not there]
        if lacks:
            text = f"has no {' and no '.join(lacks)}."
            yield Lack("To-dos", task.title, text, reverse("task_edit", args=[task.pk]), "Assign it")

"""Writing meetings, their agenda, and to-dos."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.viewer import Viewer
from audit.services import changes, record
from common.access import Unfit, require
from common.db import fit
from gaps.models import GapAnalysis, SourceLine
from meetings.models import MEETING, TASK, AgendaItem, Meeting, Task
from meetings.permissions import can_manage, can_work_on
from meetings.searching import index_meetings, index_tasks


@dataclass(frozen=True)
class Point:
    """One point of an agenda, with the points under it."""

    title: str
    detail: str = ""
    line: SourceLine | None = None
    points: tuple["Point", ...] = ()


@transaction.atomic
def plan_meeting(
    analysis: GapAnalysis, *, title: str, purpose: str = "", agenda: Iterable[Point] = (), by: Viewer, at: datetime
) -> Meeting:
    """Make a meeting in draft, undated, with its agenda."""
    require(can_manage(by))
    meeting = Meeting(title=title, analysis=analysis, purpose=purpose, created_at=at)
    fit(meeting)
    meeting.save()
    position = 0
    for point in agenda:
        position = add_point(meeting, point, None, position)
    index_meetings(meeting.pk, at=at)
    record("meeting.planned", meeting, actor=by.actor, at=at, new={"title": title})
    return meeting


def add_point(meeting: Meeting, point: Point, parent: AgendaItem | None, position: int) -> int:
    """Write a point and those under it; returns the next position."""
    item = AgendaItem(
        meeting=meeting,
        parent=parent,
        title=point.title[:300],
        detail=point.detail,
        position=position,
        line=point.line,
    )
    fit(item)
    item.save()
    position += 1
    for under in point.points:
        position = add_point(meeting, under, item, position)
    return position


@transaction.atomic
def schedule_meeting(
    meeting: Meeting,
    *,
    title: str,
    starts_at: datetime | None,
    place: str = "",
    facilitator: User | None = None,
    by: Viewer,
    at: datetime,
) -> Meeting:
    """Set title, date, place and facilitator; with a date the meeting is scheduled."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    require(can_manage(by, meeting))
    if starts_at is None and meeting.state == "scheduled":
        raise Unfit({"starts_at": ["A scheduled meeting keeps a date; set another one."]})
    values = {"title": title, "starts_at": starts_at, "place": place, "facilitator": facilitator}
    old, new = changes(
        {name: words(getattr(meeting, name)) for name in values}, {k: words(v) for k, v in values.items()}
    )
    for name, value in values.items():
        setattr(meeting, name, value)
    if starts_at is not None:
        meeting.state = MEETING.check(meeting.state, "schedule", "The meeting").target
    fit(meeting)
    if new:
        meeting.save()
        index_meetings(meeting.pk, at=at)
        record("meeting.scheduled", meeting, actor=by.actor, at=at, old=old, new=new)
    return meeting


def words(value):
    """A value for the history: people by name."""
    return value.name if isinstance(value, User) else value


@transaction.atomic
def add_task(
    analysis: GapAnalysis,
    *,
    title: str,
    detail: str = "",
    kind: str = "other",
    meeting: Meeting | None = None,
    owner: User | None = None,
    due_on: date | None = None,
    position: int = 0,
    line: SourceLine | None = None,
    by: Viewer,
    at: datetime,
) -> Task:
    """Add a to-do; owner and date may be set later."""
    require(can_manage(by))
    task = Task(
        analysis=analysis,
        title=title[:300],
        detail=detail,
        kind=kind,
        meeting=meeting,
        owner=owner,
        due_on=due_on,
        position=position,
        line=line,
        created_at=at,
    )
    fit(task)
    task.save()
    index_tasks(task.pk, at=at)
    record("task.added", task, actor=by.actor, at=at, new={"title": task.title})
    return task


@transaction.atomic
def assign_task(task: Task, *, owner: User | None, due_on: date | None, by: Viewer, at: datetime) -> Task:
    """Set who does it and by when."""
    task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    require(can_manage(by))
    old, new = changes(
        {"owner": task.owner.name if task.owner else None, "due_on": task.due_on},
        {"owner": owner.name if owner else None, "due_on": due_on},
    )
    task.owner, task.due_on = owner, due_on
    fit(task)
    if new:
        task.save()
        index_tasks(task.pk, at=at)
        record("task.assigned", task, actor=by.actor, at=at, old=old, new=new)
    return task


@transaction.atomic
def end_task(task: Task, verb: str, *, reason: str = "", by: Viewer, at: datetime) -> Task:
    """Finish, drop (with a reason) or reopen a to-do."""
    task = Task.objects.select_for_update(of=("self",)).select_related("owner").get(pk=task.pk)
    move = TASK.check(task.state, verb, f"“{task.title}”")
    require(can_work_on(by, task))
    if move.reason_needed and not reason.strip():
        raise Unfit({"reason": ["Say why it is dropped."]})
    old, task.state, task.state_reason = task.state, move.target, reason.strip()
    task.done_by, task.done_at = (by.user, at) if move.target == "done" else (None, None)
    fit(task)
    task.save()
    index_tasks(task.pk, at=at)
    record(
        f"task.{move.target}",
        task,
        actor=by.actor,
        at=at,
        old={"state": old},
        new={"state": move.target},
        reason=task.state_reason,
    )
    return task

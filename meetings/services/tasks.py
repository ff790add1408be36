"""To-dos: adding, assigning, finishing, dropping and opening again."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.viewer import Viewer
from audit.services import changes, record
from common.access import Unfit, require
from common.db import fit
from gaps.models import GapAnalysis, SourceLine
from meetings.lifecycle import TASK
from meetings.models import Meeting, Task
from meetings.permissions import can_manage, can_work_on
from meetings.searching import index_tasks


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
    return write_task(task, by=by, at=at)


def write_task(task: Task, *, by: Viewer, at: datetime) -> Task:
    """Save a new to-do with its entry in the history; the caller has asked for permission."""
    fit(task)
    task.save()
    index_tasks(task.pk, at=at)
    new: dict[str, Any] = {"title": task.title}
    if task.owner:
        new |= {"owner": task.owner.name, "due_on": task.due_on}
    record("task.added", task, actor=by.actor, at=at, new=new)
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

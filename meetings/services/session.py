"""The meeting itself: beginning, who is there, what comes of each point, and the end."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.viewer import Viewer
from audit.services import record
from common.access import Conflict, Unfit, require
from common.db import fit
from meetings.lifecycle import AGENDA_ITEM, MEETING, OUTCOME
from meetings.models import AgendaItem, Attendance, Meeting, MeetingOutcome, Minutes, Task
from meetings.permissions import can_run
from meetings.searching import index_meetings, index_tasks
from meetings.services.agenda import renew_next
from meetings.services.planning import lock_meeting
from meetings.services.tasks import write_task
from meetings.walk import next_open, walked


def lock_running(meeting: Meeting, by: Viewer) -> Meeting:
    """The meeting's row, locked, if it is in session and the person records in it."""
    meeting = lock_meeting(meeting)
    require(can_run(by, meeting))
    if meeting.state != "in_session":
        raise Conflict(f"{meeting} is {meeting.get_state_display().lower()}, so nothing is recorded in it now.")
    return meeting


@transaction.atomic
def start_meeting(meeting: Meeting, *, by: Viewer, at: datetime) -> Meeting:
    """Begin; the first open point is on the table."""
    meeting = lock_meeting(meeting)
    require(can_run(by, meeting))
    meeting.state = MEETING.check(meeting.state, "start", str(meeting)).target
    meeting.started_at = at
    meeting.current = next_open(walked(meeting.agenda.all()), None)
    meeting.save(update_fields=["state", "started_at", "current"])
    index_meetings(meeting.pk, at=at)
    record("meeting.started", meeting, actor=by.actor, at=at, new={"state": meeting.state})
    return meeting


@transaction.atomic
def end_meeting(meeting: Meeting, *, by: Viewer, at: datetime) -> Meeting:
    """End it: minutes begin as a draft, and what is open goes to the next meeting."""
    meeting = lock_meeting(meeting)
    require(can_run(by, meeting))
    meeting.state = MEETING.check(meeting.state, "end", str(meeting)).target
    meeting.ended_at, meeting.current = at, None
    meeting.save(update_fields=["state", "ended_at", "current"])
    index_meetings(meeting.pk, at=at)
    Minutes.objects.create(meeting=meeting, created_at=at)
    record("meeting.held", meeting, actor=by.actor, at=at, new={"state": meeting.state})
    renew_next(meeting, by=by, at=at)
    return meeting


@transaction.atomic
def set_present(meeting: Meeting, person_id: int, *, present: bool, by: Viewer, at: datetime) -> Attendance:
    """Note that somebody is there, or is not. Each person is a row of its own, so two who note never undo each other."""
    meeting = lock_meeting(meeting)
    require(can_run(by, meeting))
    if meeting.state not in ("in_session", "held"):
        raise Conflict(f"{meeting} is {meeting.get_state_display().lower()}, so nobody's presence is noted now.")
    row = Attendance.objects.filter(meeting=meeting, person=person_id).select_related("person").first()
    if row is None:
        raise Unfit("This person is not invited.")
    if row.was_present != present:
        old, row.was_present = row.was_present, present
        row.save(update_fields=["was_present"])
        record(
            "meeting.attendance",
            meeting,
            actor=by.actor,
            at=at,
            old={row.person.name: old},
            new={row.person.name: present},
        )
    return row


def find_item(meeting: Meeting, item: AgendaItem) -> AgendaItem:
    """The point as it stands, in a locked meeting."""
    row = AgendaItem.objects.filter(pk=item.pk, meeting=meeting).exclude(state="removed").first()
    if row is None:
        raise Conflict("The point is not on the agenda any more.")
    return row


@transaction.atomic
def settle_item(item: AgendaItem, verb: str, *, by: Viewer, at: datetime) -> AgendaItem:
    """Mark a point done or deferred, or open it again; the room goes on to the next open one."""
    meeting = lock_running(item.meeting, by)
    row = find_item(meeting, item)
    old, row.state = row.state, AGENDA_ITEM.check(row.state, verb, f"“{row.title}”").target
    row.save(update_fields=["state"])
    meeting.current = row if row.state == "open" else next_open(walked(meeting.agenda.all()), row) or row
    meeting.save(update_fields=["current"])
    record(
        "meeting.item_settled",
        meeting,
        actor=by.actor,
        at=at,
        old={"point": row.title, "state": old},
        new={"point": row.title, "state": row.state},
    )
    return row


@transaction.atomic
def record_outcome(
    item: AgendaItem,
    *,
    kind: str,
    text: str,
    owner: User | None = None,
    due_on: date | None = None,
    by: Viewer,
    at: datetime,
) -> MeetingOutcome:
    """Write down a note, a decision in words, or a task with owner and date. The room is at this point now."""
    meeting = lock_running(item.meeting, by)
    row = find_item(meeting, item)
    if not text.strip():
        raise Unfit({"text": ["Write what came of it."]})
    if kind not in ("note", "decision", "task"):
        raise Unfit({"kind": ["Choose note, decision or task."]})
    task = write_meeting_task(meeting, text, owner, due_on, by=by, at=at) if kind == "task" else None
    outcome = MeetingOutcome(
        meeting=meeting, item=row, kind=kind, text=text.strip(), task=task, recorded_by=by.user, recorded_at=at
    )
    return write_outcome(meeting, row, outcome, by=by, at=at)


def write_meeting_task(
    meeting: Meeting, title: str, owner: User | None, due_on: date | None, *, by: Viewer, at: datetime
) -> Task:
    """A task that the meeting gives somebody: it has an owner and a date, or it would be lost."""
    errors = {}
    if not title.strip():
        errors["text"] = ["Say what is to be done."]
    if len(title.strip()) > 300:
        errors["text"] = ["Say it in 300 letters, and write the rest as a note."]
    if owner is None:
        errors["owner"] = ["Name who does it."]
    if due_on is None:
        errors["due_on"] = ["Say by when."]
    if errors:
        raise Unfit(errors)
    task = Task(
        title=title.strip(),
        analysis=meeting.analysis,
        meeting=meeting,
        owner=owner,
        due_on=due_on,
        created_at=at,
    )
    return write_task(task, by=by, at=at)


def write_outcome(
    meeting: Meeting, item: AgendaItem, outcome: MeetingOutcome, *, by: Viewer, at: datetime
) -> MeetingOutcome:
    """Save an outcome of a locked meeting, with its entry in the history."""
    fit(outcome)
    outcome.save()
    meeting.current = item
    meeting.save(update_fields=["current"])
    record("meeting.recorded", meeting, actor=by.actor, at=at, new={outcome.kind: outcome.text})
    return outcome


@transaction.atomic
def take_back(outcome: MeetingOutcome, *, by: Viewer, at: datetime) -> MeetingOutcome:
    """Strike what was recorded by mistake; a task that it made is dropped. What is signed is not struck."""
    meeting = lock_running(outcome.meeting, by)
    row = MeetingOutcome.objects.select_related("task", "approval_item__action").get(pk=outcome.pk)
    move = OUTCOME.check(row.state, "take_back", "This line")
    if row.approval_item and row.approval_item.state != "pending":
        raise Conflict(f"{row.approval_item.action.code} is signed, so the decision stands.")
    strike(row, move.target, by=by, at=at)
    if row.task and row.task.state == "open":
        row.task.state, row.task.state_reason = "dropped", "Recorded by mistake."
        row.task.save(update_fields=["state", "state_reason"])
        index_tasks(row.task.pk, at=at)
        record(
            "task.dropped",
            row.task,
            actor=by.actor,
            at=at,
            old={"state": "open"},
            new={"state": "dropped"},
            reason=row.task.state_reason,
        )
    record("meeting.taken_back", meeting, actor=by.actor, at=at, old={row.kind: row.text})
    return row


def strike(row: MeetingOutcome, state: str, *, by: Viewer, at: datetime) -> None:
    row.state, row.taken_back_by, row.taken_back_at = state, by.user, at
    row.save(update_fields=["state", "taken_back_by", "taken_back_at"])

"""Planning, scheduling and cancelling meetings; whoever is concerned is told in the same transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from accounts.models import User, validate_time_zone
from accounts.viewer import Viewer
from audit.services import changes, record
from common.access import Unfit, require
from common.db import fit
from gaps.models import GapAnalysis, SourceLine
from meetings.emails import tell_cancelled, tell_changed, tell_invited
from meetings.lifecycle import MEETING
from meetings.models import AgendaItem, Attendance, Meeting
from meetings.permissions import can_manage
from meetings.searching import index_meetings
from meetings.services.agenda import renew_next

IN_CALENDAR = ("title", "starts_at", "time_zone", "length", "place")


@dataclass(frozen=True)
class Point:
    """One point of an agenda, with the points under it."""

    title: str
    detail: str = ""
    line: SourceLine | None = None
    points: tuple["Point", ...] = ()


@transaction.atomic
def plan_meeting(
    analysis: GapAnalysis,
    *,
    title: str,
    purpose: str = "",
    agenda: Iterable[Point] = (),
    follows: Meeting | None = None,
    by: Viewer,
    at: datetime,
) -> Meeting:
    """Make a meeting in draft, undated, with its agenda."""
    require(can_manage(by))
    meeting = Meeting(title=title, analysis=analysis, purpose=purpose, follows=follows, created_at=at)
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
        kind="point" if parent else "heading",
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


def lock_meeting(meeting: Meeting) -> Meeting:
    """The meeting's row, locked: whoever changes it waits here."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("analysis", "facilitator").get(pk=meeting.pk)


@transaction.atomic
def schedule_meeting(
    meeting: Meeting,
    *,
    title: str,
    starts_at: datetime | None,
    time_zone: str = "",
    length: int = 90,
    place: str = "",
    facilitator: User | None = None,
    attending: Sequence[User] = (),
    informed: Sequence[User] = (),
    reason: str = "",
    by: Viewer,
    at: datetime,
) -> Meeting:
    """Set date, place and people; with a date the meeting is scheduled, and they are invited.

    Moving a scheduled meeting needs a reason, which everybody invited reads. Whoever is new is invited, whoever is
    left out gets a cancellation.
    """
    meeting = lock_meeting(meeting)
    require(can_manage(by))
    MEETING.check(meeting.state, "schedule", str(meeting))
    was_scheduled = meeting.state == "scheduled"
    validate_time_zone(time_zone)
    check_schedule(meeting, starts_at, length, at)
    values = {
        "title": title.strip(),
        "starts_at": starts_at,
        "time_zone": time_zone,
        "length": length,
        "place": place.strip(),
        "facilitator": facilitator,
    }
    old, new = changes(
        {name: words(getattr(meeting, name)) for name in values}, {name: words(value) for name, value in values.items()}
    )
    moves = was_scheduled and any(name in new for name in IN_CALENDAR)
    if moves and not reason.strip():
        raise Unfit({"reason": ["Say why it changes; everybody invited reads it."]})
    for name, value in values.items():
        setattr(meeting, name, value)
    before, after, people = set_people(meeting, attending, informed)
    if before != after:
        old["people"], new["people"] = before, after
    if starts_at is not None:
        meeting.state = MEETING.check(meeting.state, "schedule", str(meeting)).target
        meeting.calendar_uid = meeting.calendar_uid or calendar_uid(meeting)
        meeting.sequence += moves
    fit(meeting)
    if new or meeting.state != "draft" and not was_scheduled:
        meeting.save()
        record("meeting.scheduled", meeting, actor=by.actor, at=at, old=old, new=new, reason=reason.strip())
    index_meetings(meeting.pk, at=at)
    if meeting.state == "scheduled":
        added = people.now if not was_scheduled else people.added
        tell_invited(meeting, added, let_off=people.let_off, by=by, at=at)
        if moves:
            tell_changed(meeting, [each for each in people.now if each not in added], reason.strip(), by=by, at=at)
        tell_cancelled(meeting, people.left, "You are not needed in this meeting any more.", by=by, at=at)
    return meeting


def check_schedule(meeting: Meeting, starts_at: datetime | None, length: int, at: datetime) -> None:
    """A scheduled meeting keeps a date, and a new date lies ahead."""
    if starts_at is None:
        if meeting.state == "scheduled":
            raise Unfit({"day": ["A scheduled meeting keeps a date; set another one, or cancel it."]})
        return
    if starts_at < at and starts_at != meeting.starts_at:
        raise Unfit({"day": ["This date lies in the past."]})
    if not 5 <= length <= 720:
        raise Unfit({"length": ["A meeting takes between five minutes and twelve hours."]})


@dataclass(frozen=True)
class People:
    """Who is concerned now, who of them is new, who is left out, and the ids of those who only read from now on."""

    now: list[Attendance]
    added: list[Attendance]
    left: list[Attendance]
    let_off: frozenset[int]


def set_people(
    meeting: Meeting, attending: Sequence[User], informed: Sequence[User]
) -> tuple[list[str], list[str], People]:
    """Write who takes part; the facilitator always does. Returns the names before and after, and who is concerned."""
    wanted = {person.pk: (person, "informed") for person in informed}
    wanted |= {person.pk: (person, "attends") for person in attending}
    if meeting.facilitator:
        wanted[meeting.facilitator.pk] = (meeting.facilitator, "attends")
    rows = {row.person_id: row for row in meeting.attendance.select_related("person")}
    before = names(rows.values())
    left = [row for pk, row in rows.items() if pk not in wanted]
    Attendance.objects.filter(pk__in=[row.pk for row in left]).delete()
    now, added, let_off = [], [], set()
    for pk, (person, kind) in wanted.items():
        row = rows.get(pk)
        is_new = row is None or row.kind != kind
        if row is None:
            row = Attendance(meeting=meeting, person=person)
        if is_new:
            if row.pk and row.kind == "attends":
                let_off.add(pk)
            row.kind = kind
            row.save()
            added.append(row)
        now.append(row)
    return before, names(now), People(now, added, left, frozenset(let_off))


def names(rows: Iterable[Attendance]) -> list[str]:
    """The people's names; those who are informed only are marked."""
    return sorted(row.person.name if row.kind == "attends" else f"{row.person.name} (informed)" for row in rows)


def calendar_uid(meeting: Meeting) -> str:
    """What calendars know the meeting by, for good."""
    return (
        f"meeting-{meeting.pk}-{meeting.created_at:%Y%m%dT%H%M%S}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}"
    )


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: Viewer, at: datetime) -> Meeting:
    """Cancel a meeting that has not begun; whoever was invited is told, and open points go to the next meeting."""
    meeting = lock_meeting(meeting)
    require(can_manage(by))
    move = MEETING.check(meeting.state, "cancel", str(meeting))
    if not reason.strip():
        raise Unfit({"reason": ["Say why it is cancelled; everybody invited reads it."]})
    old, meeting.state, meeting.state_reason = meeting.state, move.target, reason.strip()
    if old == "scheduled":
        meeting.sequence += 1
    meeting.save(update_fields=["state", "state_reason", "sequence"])
    index_meetings(meeting.pk, at=at)
    record(
        "meeting.cancelled",
        meeting,
        actor=by.actor,
        at=at,
        old={"state": old},
        new={"state": "cancelled"},
        reason=meeting.state_reason,
    )
    if old == "scheduled":
        people = list(meeting.attendance.select_related("person"))
        tell_cancelled(meeting, people, meeting.state_reason, by=by, at=at)
    renew_next(meeting, by=by, at=at)
    return meeting


def words(value):
    """A value for the history: people by name."""
    return value.name if isinstance(value, User) else value

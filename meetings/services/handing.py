"""Meetings, to-dos and parts of the follow-up plan that go to somebody else. Handing over has asked for permission."""

from datetime import datetime

from accounts.models import User
from accounts.viewer import Viewer
from audit.services import changes, record
from gaps.models import GapAnalysis
from meetings.emails import tell_invited
from meetings.followup import lines_of
from meetings.models import Attendance, Meeting, Task
from meetings.searching import index_meetings, index_tasks


def hand_tasks(person: User, to: dict[int, User | None], reason: str, by: Viewer, at: datetime) -> None:
    """Another owner; the day stays."""
    tasks = list(Task.objects.select_for_update(of=("self",)).filter(pk__in=to))
    for task in tasks:
        task.owner = to[task.pk]
        record(
            "task.assigned",
            task,
            actor=by.actor,
            at=at,
            old={"owner": person.name},
            new={"owner": task.owner.name if task.owner else ""},
            reason=reason,
        )
    Task.objects.bulk_update(tasks, ["owner"])
    index_tasks(*to, at=at)


def hand_follow_up(person: User, to: dict[tuple[int, str], User | None], reason: str, by: Viewer, at: datetime) -> None:
    """Other people in agreed plans; `to` is by meeting and part. Days and cadence stay as agreed."""
    meetings = Meeting.objects.select_for_update(of=("self",)).filter(pk__in={pk for pk, _ in to}).order_by("pk")
    for meeting in meetings:
        plan, labels = dict(meeting.follow_up), dict(meeting.follow_up["labels"])
        for (pk, part), who in to.items():
            if pk != meeting.pk or who is None:
                continue
            if part == "readers":
                pairs = dict(zip(plan[part], labels[part], strict=True))
                pairs = {each: name for each, name in pairs.items() if each != person.pk} | {who.pk: who.name}
                plan[part], labels[part] = list(pairs), list(pairs.values())
            else:
                plan[part], labels[part] = who.pk, who.name
        plan["labels"] = labels
        old, new = changes({"plan": lines_of(meeting.follow_up)}, {"plan": lines_of(plan)})
        meeting.follow_up = plan
        meeting.save(update_fields=["follow_up"])
        GapAnalysis.objects.filter(pk=meeting.analysis_id).update(told_of_silence=plan["escalate_to"])
        record("meeting.follow_up_handed_over", meeting, actor=by.actor, at=at, old=old, new=new, reason=reason)


def hand_meetings(
    person: User,
    leads: dict[int, User | None],
    attends: dict[int, User | None],
    reason: str,
    by: Viewer,
    at: datetime,
) -> None:
    """Another facilitator, or another in the person's place; whoever is new to a scheduled meeting is invited."""
    pks = {*leads, *attends}
    meetings = Meeting.objects.select_for_update(of=("self",)).select_related("analysis", "facilitator")
    for meeting in meetings.filter(pk__in=pks).order_by("pk"):
        to = leads.get(meeting.pk) or attends.get(meeting.pk)
        field = "facilitator" if meeting.pk in leads else "people"
        if field == "facilitator":
            meeting.facilitator = to
            meeting.save(update_fields=["facilitator"])
        added = replace_attendance(meeting, person, to)
        record(
            "meeting.handed_over",
            meeting,
            actor=by.actor,
            at=at,
            old={field: person.name},
            new={field: to.name if to else ""},
            reason=reason,
        )
        if meeting.state == "scheduled":
            tell_invited(meeting, added, by=by, at=at)
    index_meetings(*pks, at=at)


def replace_attendance(meeting: Meeting, person: User, to: User | None) -> list[Attendance]:
    """Take the person off the list and put the other on it; returns the rows that are new."""
    Attendance.objects.filter(meeting=meeting, person=person).delete()
    if to is None:
        return []
    row, is_new = Attendance.objects.get_or_create(meeting=meeting, person=to, defaults={"kind": "attends"})
    return [row] if is_new else []

"""What people hold of meetings: leading and attending those ahead, to-dos, and their part in the follow-up plan."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import CharField, DateTimeField, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from accounts.models import User
from accounts.viewer import Viewer
from accounts.work import REFUSED, Foreseen, Handing, Kind, Source, Work
from meetings.models import Attendance, Meeting, Task
from meetings.services import handing

KINDS = (
    Kind("leads_meeting", "Meetings they lead", "meeting to lead", "meetings to lead"),
    Kind("tasks", "To-dos they have", "to-do", "to-dos"),
    Kind("follow_up", "Their part in the follow-up plan", "part in the follow-up plan", "parts in the follow-up plan"),
    Kind("attends", "Meetings they are invited to", "meeting to attend", "meetings to attend", is_optional=True),
)
OPEN = ("draft", "scheduled", "in_session")
PARTS = (
    ("reviewer", "reads and acknowledges the check-ins"),
    ("escalate_to", "is told when nobody answers"),
    ("readers", "reads the digest"),
)
ORDER = {kind.key: position for position, kind in enumerate(KINDS)}


def find(person: User, at: datetime) -> list[Work]:
    """In two statements: rows that name the person, and the plans in force, whose people stand in their JSON."""
    ahead = Meeting.objects.filter(state__in=OPEN)
    invited = Attendance.objects.filter(person=person, meeting__state__in=OPEN).exclude(meeting__facilitator=person)
    none = Value(None, DateTimeField())

    def rows(kind, found, title, when, meeting):
        return found.order_by().values_list(Value(kind, CharField()), "pk", Cast(title, TextField()), when, meeting)

    found = rows("leads_meeting", ahead.filter(facilitator=person), "title", "starts_at", "pk").union(
        rows("tasks", Task.objects.filter(owner=person, state="open"), "title", none, "pk"),
        rows("attends", invited, "meeting__title", "meeting__starts_at", "meeting"),
        all=True,
    )
    works = [
        Work(kind, pk, title, reverse("task_edit" if kind == "tasks" else "meeting", args=[link]))
        for kind, pk, title, _, link in sorted(found, key=lambda row: (ORDER[row[0]], row[1]))
    ]
    return sorted([*works, *parts_of(person)], key=lambda work: ORDER[work.kind])


def parts_of(person: User) -> list[Work]:
    """The person's parts in the newest agreed plan of each analysis that goes on; the id holds meeting and part."""
    newest = Meeting.objects.filter(analysis=OuterRef("analysis"), follow_up_at__isnull=False).order_by(
        "-follow_up_at", "-pk"
    )
    plans = (
        Meeting.objects.filter(pk=Subquery(newest.values("pk")[:1]))
        .exclude(analysis__state__in=("closed", "superseded"))
        .exclude(follow_up={})
        .only("title", "follow_up")
    )
    found = []
    for meeting in plans.order_by("pk"):
        for position, (part, words) in enumerate(PARTS):
            value = meeting.follow_up.get(part)
            if person.pk in (value if isinstance(value, list) else [value]):
                pk = meeting.pk * len(PARTS) + position
                address = reverse("meeting", args=[meeting.pk])
                found.append(Work("follow_up", pk, meeting.title, address, words.capitalize()))
    return found


def foresee(person: User, handings: Sequence[Handing], by: Viewer, at: datetime) -> dict[str, Foreseen]:
    """Whoever leads is invited; a meeting that runs goes on with the other at once."""
    found = {}
    for each in handings:
        if each.to is None and each.work.kind != "attends":
            found[each.work.key] = Foreseen("Somebody has to be named.", REFUSED)
        else:
            found[each.work.key] = Foreseen(words_of(each))
    return found


def words_of(each: Handing) -> str:
    if each.to is None:
        return "It takes place without them."
    return {
        "leads_meeting": f"{each.to} leads it, and is invited if they were not.",
        "tasks": f"{each.to} has this to-do; its date stays.",
        "follow_up": f"{each.to} does it from now on; the plan as agreed says so.",
        "attends": f"{each.to} is invited in their place.",
    }[each.work.kind]


def give(person: User, handings: Sequence[Handing], reason: str, by: Viewer, at: datetime) -> None:
    """Write it, by kind."""
    to = {kind.key: {each.work.pk: each.to for each in handings if each.work.kind == kind.key} for kind in KINDS}
    handing.hand_tasks(person, to["tasks"], reason, by, at)
    parts = {(pk // len(PARTS), PARTS[pk % len(PARTS)][0]): who for pk, who in to["follow_up"].items()}
    handing.hand_follow_up(person, parts, reason, by, at)
    places = dict(Attendance.objects.filter(pk__in=to["attends"]).values_list("pk", "meeting"))
    attends = {places[pk]: who for pk, who in to["attends"].items() if pk in places}
    handing.hand_meetings(person, to["leads_meeting"], attends, reason, by, at)


SOURCE = Source(KINDS, find, foresee, give)

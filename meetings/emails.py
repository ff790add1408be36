"""Mails of meetings. Each is written in the transaction of its cause, once for a person and a cause."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from accounts.viewer import Viewer
from meetings.calendar import calendar_text
from meetings.models import Attendance, Meeting, Minutes
from notifications.mails import render_mail
from notifications.services import Recipient, put, ring


def address_of(meeting: Meeting, name: str = "meeting") -> str:
    return settings.BASE_URL + reverse(name, args=[meeting.pk])


def mail_to(person: User, name: str, key: str, context: dict[str, Any], *, at: datetime, calendar: str = "") -> None:
    """Put one mail of that name into the outbox, unless the person has left."""
    if not person.is_active:
        return
    mail = render_mail(name, {"person": person, **context})
    put(
        key=key,
        kind=name,
        to=Recipient(person.name, person.email, person.pk),
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        calendar=calendar,
        at=at,
    )


def tell_invited(
    meeting: Meeting,
    people: Iterable[Attendance],
    *,
    let_off: frozenset[int] = frozenset(),
    by: Viewer,
    at: datetime,
) -> None:
    """Invite people. Who is informed only is told of it, and gets nothing to answer.

    `let_off` are the ids of those who took part until now: their calendars take the entry out.
    """
    tell(meeting, people, "invited", "", let_off=let_off, by=by, at=at)


def tell_changed(meeting: Meeting, people: Iterable[Attendance], reason: str, *, by: Viewer, at: datetime) -> None:
    """Say that hour or place changed, and why; calendars move the entry they have."""
    tell(meeting, people, "changed", reason, by=by, at=at)


def tell_cancelled(meeting: Meeting, people: Iterable[Attendance], reason: str, *, by: Viewer, at: datetime) -> None:
    """Say that it does not take place for them, and why; calendars take the entry out."""
    tell(meeting, people, "cancelled", reason, by=by, at=at)


def tell(
    meeting: Meeting,
    people: Iterable[Attendance],
    what: str,
    reason: str,
    *,
    let_off: frozenset[int] = frozenset(),
    by: Viewer,
    at: datetime,
) -> None:
    rows = list(people)
    if not rows:
        return
    everybody = list(meeting.attendance.select_related("person"))
    for row in rows:
        gone = what == "cancelled" or row.person_id in let_off
        listed, method = ([row], "CANCEL") if gone else (everybody, "REQUEST")
        has_entry = row.kind == "attends" or row.person_id in let_off
        calendar = calendar_text(meeting, listed, method=method, at=at) if has_entry else ""
        context = {
            "meeting": meeting,
            "what": what,
            "informed": row.kind == "informed",
            "reason": reason,
            "by": by.name,
            "address": address_of(meeting),
        }
        key = f"meeting:{meeting.pk}:{what}:{meeting.sequence}:{row.kind}:{row.person_id}:{at:%Y%m%d%H%M%S%f}"
        mail_to(row.person, "meeting", key, context, at=at, calendar=calendar)
    ring()


def send_minutes(meeting: Meeting, minutes: Minutes, *, by: Viewer, at: datetime) -> None:
    """Send the approved minutes to everybody concerned, each with their own tasks first."""
    tasks: dict[int, list[dict[str, Any]]] = {}
    for point in minutes.content["points"]:
        for task in point["tasks"]:
            tasks.setdefault(task["owner_id"], []).append(
                {**task, "due_on": date.fromisoformat(task["due_on"]) if task["due_on"] else None}
            )
    people = {row.person_id: row.person for row in meeting.attendance.select_related("person")}
    people |= {person.pk: person for person in User.objects.filter(pk__in=[pk for pk in tasks if pk not in people])}
    for person in people.values():
        context = {
            "meeting": meeting,
            "minutes": minutes,
            "content": minutes.content,
            "tasks": tasks.get(person.pk, []),
            "by": by.name,
            "address": address_of(meeting, "minutes"),
        }
        mail_to(person, "minutes", f"minutes:{minutes.pk}:{person.pk}", context, at=at)
    ring()

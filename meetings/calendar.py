"""A meeting as calendar programs take it: an invitation, its change, its cancellation, or a copy to keep."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vCalAddress, vText

from meetings.models import Attendance, Meeting
from meetings.times import local
from notifications.services import one_line

PRODUCT = "-//SayPro//Follow-up meetings//EN"


def calendar_text(meeting: Meeting, people: Iterable[Attendance], *, method: str, at: datetime) -> str:
    """The meeting as iCalendar text. UID and SEQUENCE let a calendar know a change from a new meeting.

    Start and end are local times of the place with its rules of daylight saving, so that the hour is kept.
    """
    if meeting.starts_at is None or meeting.ends_at is None:
        raise ValueError("A meeting without a date is in no calendar.")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event = Event()
    event.add("uid", meeting.calendar_uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", at)
    event.add("dtstart", local(meeting.starts_at, meeting.zone))
    event.add("dtend", local(meeting.ends_at, meeting.zone))
    event.add("summary", one_line(meeting.title))
    if meeting.place:
        event.add("location", one_line(meeting.place))
    address = settings.BASE_URL + reverse("meeting", args=[meeting.pk])
    event.add("url", address)
    event.add("description", f"{one_line(str(meeting.analysis))}\n{address}")
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    if meeting.facilitator:
        event["organizer"] = person_address(meeting.facilitator.name, meeting.facilitator.email)
    for row in people:
        event.add("attendee", attendee(row), encode=False)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical().decode()


def person_address(name: str, email: str) -> vCalAddress:
    """A person as iCalendar names one. Quotes would end the name early, so they are left out."""
    found = vCalAddress(f"MAILTO:{email}")
    found.params["CN"] = vText(one_line(name).replace('"', "'"))
    return found


def attendee(row: Attendance) -> vCalAddress:
    found = person_address(row.person.name, row.person.email)
    attends = row.kind == "attends"
    found.params["ROLE"] = vText("REQ-PARTICIPANT" if attends else "NON-PARTICIPANT")
    found.params["PARTSTAT"] = vText("NEEDS-ACTION")
    found.params["RSVP"] = vText("TRUE" if attends else "FALSE")
    return found

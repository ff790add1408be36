"""Date, people and invitations: told once, by mail and to calendars, at the hour of the place."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.core import mail

from audit.models import Entry
from common.access import Conflict, Refused, Unfit
from meetings.models import Attendance, Meeting
from meetings.services import cancel_meeting, plan_meeting
from meetings.times import NoSuchHour, instant, later_instant, weekly
from notifications.models import Message
from notifications.sending import send_waiting
from tests.factories import NOW
from tests.meetings.conftest import WHEN, later, schedule
from tests.story import begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast):
    story = begin(cast).issue()
    return plan_meeting(story.analysis, title="Follow-up meeting", by=story.by("mande"), at=NOW)


def event_of(message: Message):
    calendar = icalendar.Calendar.from_ical(message.calendar)
    return calendar, next(iter(calendar.walk("VEVENT")))


def mails(**values):
    return Message.objects.filter(kind="meeting", **values).order_by("pk")


def test_scheduling_invites_everybody_once(cast, meeting):
    saved = schedule(meeting, cast)
    assert saved.state == "scheduled"
    assert {row.person: row.kind for row in saved.attendance.select_related("person")} == {
        cast.leader: "attends",
        cast.leader2: "attends",
        cast.sales_owner: "attends",
        cast.mande: "attends",
        cast.admin: "informed",
    }
    assert mails().count() == 5
    calendar, event = event_of(mails(person_id=cast.leader.pk).get())
    assert calendar["METHOD"] == "REQUEST"
    assert event["UID"] == saved.calendar_uid
    assert event["SEQUENCE"] == 0
    assert event.decoded("DTSTART") == WHEN
    assert event["DTSTART"].params["TZID"] == "Africa/Johannesburg"
    assert [str(each["TZID"]) for each in calendar.walk("VTIMEZONE")] == ["Africa/Johannesburg"]
    assert len(event["ATTENDEE"]) == 5
    assert mails(person_id=cast.admin.pk).get().calendar is None
    schedule(meeting, cast)
    assert mails().count() == 5


def test_a_change_needs_a_reason_and_moves_the_entry(cast, meeting):
    schedule(meeting, cast)
    with pytest.raises(Unfit, match="Say why"):
        schedule(meeting, cast, starts_at=later(days=1))
    saved = schedule(meeting, cast, starts_at=later(days=1), reason="The board room is taken.", at=later(days=-1))
    message = mails(person_id=cast.leader.pk).last()
    assert message.subject.startswith("Changed: Follow-up meeting, now Fri 18 Apr 2025, 14:00")
    assert "The board room is taken." in message.text
    _, event = event_of(message)
    assert event["UID"] == saved.calendar_uid
    assert event["SEQUENCE"] == 1
    assert Entry.objects.filter(verb="meeting.scheduled", reason="The board room is taken.").count() == 1


def test_people_who_come_or_go_are_told_alone(cast, meeting):
    schedule(meeting, cast)
    schedule(meeting, cast, attending=[cast.leader, cast.support_owner], at=later(days=-1))
    assert mails().count() == 8
    calendar, event = event_of(mails(person_id=cast.leader2.pk).last())
    assert calendar["METHOD"] == "CANCEL"
    assert event["STATUS"] == "CANCELLED"
    assert event_of(mails(person_id=cast.support_owner.pk).get())[0]["METHOD"] == "REQUEST"
    assert mails(person_id=cast.leader.pk).count() == 1


def test_who_only_reads_from_now_on_gets_the_entry_out_of_the_calendar(cast, meeting):
    meeting = schedule(meeting, cast)
    schedule(
        meeting, cast, attending=[cast.leader, cast.sales_owner], informed=[cast.admin, cast.leader2], at=later(days=-1)
    )
    last = Message.objects.filter(person_id=cast.leader2.pk).order_by("pk").last()
    assert "METHOD:CANCEL" in last.calendar
    assert event_of(last)[1]["STATUS"] == "CANCELLED"
    admin = Message.objects.filter(person_id=cast.admin.pk)
    assert not any(each.calendar for each in admin)


def test_cancelling_tells_everybody_why(cast, meeting):
    schedule(meeting, cast)
    with pytest.raises(Unfit):
        cancel_meeting(meeting, reason=" ", by=cast.viewer("mande"), at=NOW)
    saved = cancel_meeting(meeting, reason="Half the board is away.", by=cast.viewer("mande"), at=NOW)
    assert (saved.state, saved.sequence) == ("cancelled", 1)
    calendar, event = event_of(mails(person_id=cast.leader.pk).last())
    assert (calendar["METHOD"], event["SEQUENCE"], event["UID"]) == ("CANCEL", 1, saved.calendar_uid)
    assert "Half the board is away." in mails(person_id=cast.admin.pk).last().text
    with pytest.raises(Conflict):
        cancel_meeting(meeting, reason="Again.", by=cast.viewer("mande"), at=NOW)
    with pytest.raises(Conflict):
        schedule(meeting, cast)


def test_a_draft_is_cancelled_without_mail(cast, meeting):
    cancel_meeting(meeting, reason="Not needed.", by=cast.viewer("mande"), at=NOW)
    assert not mails().exists()


@pytest.mark.parametrize("who", ["leader", "sales_owner", "admin"])
def test_only_the_m_and_e_team_schedules(cast, meeting, who):
    with pytest.raises(Refused):
        cancel_meeting(meeting, reason="No.", by=cast.viewer(who), at=NOW)


def test_a_past_date_is_refused(cast, meeting):
    with pytest.raises(Unfit, match="past"):
        schedule(meeting, cast, starts_at=datetime(2025, 4, 1, 12, tzinfo=UTC))
    assert not Attendance.objects.exists()


def test_a_text_with_control_letters_stays_in_its_line(cast, meeting):
    nasty = "Room\r\nATTENDEE:mailto:x@example.org\u202e<script>alert(1)</script>"
    schedule(meeting, cast, title='Review "A"\r\nMETHOD:CANCEL', place=nasty)
    message = mails(person_id=cast.leader.pk).get()
    calendar, event = event_of(message)
    assert calendar["METHOD"] == "REQUEST"
    assert event["LOCATION"] == "Room ATTENDEE:mailto:x@example.org <script>alert(1)</script>"
    assert event["SUMMARY"] == 'Review "A" METHOD:CANCEL'
    assert "<script>" not in message.html
    assert "\n" not in message.subject


def test_the_calendar_leaves_with_the_mail(cast, meeting, settings):
    settings.EMAIL_URL = "smtp://localhost"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    schedule(meeting, cast)
    send_waiting(mint=lambda kind, of: "")
    sent = {each.to[0]: each for each in mail.outbox}
    invitation = sent["Nomsa Dlamini <leader@example.org>"].message()
    parts = {part.get_content_type(): part for part in invitation.walk()}
    part = parts["text/calendar"]
    assert part.get_param("method") == "REQUEST"
    assert icalendar.Calendar.from_ical(part.get_payload(decode=True))["METHOD"] == "REQUEST"
    informed = sent["Lindiwe Mokoena <admin@example.org>"].message()
    assert "text/calendar" not in {part.get_content_type() for part in informed.walk()}


def test_the_hour_is_kept_over_daylight_saving(cast, meeting):
    """London goes from GMT to BST on 30 March 2025 and back on 26 October."""
    zone = ZoneInfo("Europe/London")
    days = weekly(date(2025, 10, 9), every_weeks=2, weekday=3, count=2)
    assert days == [date(2025, 10, 23), date(2025, 11, 6)]
    before, after = (instant(day, time(14), zone) for day in days)
    assert (before.hour, after.hour) == (13, 14)
    saved = schedule(meeting, cast, starts_at=before, time_zone="Europe/London")
    assert saved.when_words == "Thu 23 Oct 2025, 14:00 (London)"
    _, event = event_of(mails(person_id=cast.leader.pk).get())
    assert event["DTSTART"].dt.hour == 14
    saved = schedule(meeting, cast, starts_at=after, time_zone="Europe/London", reason="Moved.")
    assert saved.when_words == "Thu 6 Nov 2025, 14:00 (London)"
    calendar, event = event_of(mails(person_id=cast.leader.pk).last())
    assert event["DTSTART"].dt.hour == 14
    assert event.decoded("DTSTART") == after
    zones = [each for each in calendar.walk("VTIMEZONE") if str(each["TZID"]) == "Europe/London"]
    assert zones
    assert zones[0].walk("DAYLIGHT")
    assert zones[0].walk("STANDARD")


def test_an_hour_that_the_clocks_skip():
    zone, day = ZoneInfo("Europe/London"), date(2025, 3, 30)
    with pytest.raises(NoSuchHour):
        instant(day, time(1, 30), zone)
    assert later_instant(day, time(1, 30), zone).astimezone(zone).time() == time(2, 30)


def test_a_meeting_one_takes_part_in_is_seen(cast, meeting):
    for name in ("stranger", "sales_owner"):
        assert not Meeting.objects.visible_to(cast.viewer(name)).exists()
    schedule(meeting, cast)
    assert Meeting.objects.visible_to(cast.viewer("sales_owner")).count() == 1
    assert not Meeting.objects.visible_to(cast.viewer("stranger")).exists()

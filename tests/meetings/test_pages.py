"""The pages: from the undated draft to approved minutes, as people press it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from django.urls import reverse

from actions.models import ApprovalItem, Signature
from meetings.models import Meeting, MeetingOutcome, Minutes, Task
from meetings.services import plan_meeting
from meetings.services.session import record_outcome
from tests.factories import NOW, PASSWORD
from tests.meetings.conftest import WHEN
from tests.story import begin

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Africa/Johannesburg")
NASTY = "<script>alert(1)</script>\u202eevil"


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def draft(cast):
    story = begin(cast).ready()
    story.request = story.submit()
    story.meeting = plan_meeting(story.analysis, title="Follow-up meeting", by=story.by("mande"), at=NOW)
    return story


def text(response) -> str:
    return response.content.decode()


def schedule_form(cast, **values):
    return {
        "title": "Follow-up meeting",
        "day": "2025-04-17",
        "hour": "14:00",
        "length": "90",
        "time_zone": "Africa/Johannesburg",
        "place": "Board room",
        "facilitator": cast.mande.pk,
        "attending": [cast.leader.pk, cast.sales_owner.pk],
        "informed": [cast.admin.pk],
        **values,
    }


def test_the_form_proposes_leaders_owners_and_the_team(draft, cast, client_of):
    page = client_of(cast.mande).get(reverse("meeting_edit", args=[draft.meeting.pk]))
    ticked = page.context["form"].initial["attending"]
    assert set(ticked) == {
        person.pk for person in (cast.leader, cast.leader2, cast.mande, cast.sales_owner, cast.support_owner)
    }


def test_scheduling_by_the_page(draft, cast, client_of):
    client = client_of(cast.mande)
    address = reverse("meeting_edit", args=[draft.meeting.pk])
    answer = client.post(address, schedule_form(cast))
    assert answer.status_code == 303
    found = Meeting.objects.get(pk=draft.meeting.pk)
    assert found.starts_at.astimezone(HERE) == datetime(2025, 4, 17, 14, tzinfo=HERE)
    answer = client.post(address, schedule_form(cast, hour="15:00"))
    assert answer.status_code == 422
    assert "Say why it changes" in text(answer)
    assert client.post(address, schedule_form(cast, hour="15:00", reason="Late train")).status_code == 303
    page = text(client_of(cast.sales_owner).get(reverse("meeting", args=[draft.meeting.pk])))
    assert "Thu 17 Apr, 15:00" in page
    assert "Put it into my calendar" in page
    ics = client_of(cast.sales_owner).get(reverse("meeting_calendar", args=[draft.meeting.pk]))
    assert ics["Content-Type"].startswith("text/calendar")
    event = icalendar.Calendar.from_ical(ics.content).walk("VEVENT")[0]
    assert (event["SEQUENCE"], event["DTSTART"].dt.hour) == (1, 15)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"hour": ""}, "Say at which hour"),
        ({"day": ""}, "Say on which day"),
        ({"day": "17 April"}, "Write a date"),
        ({"day": "2025-04-01"}, "lies in the past"),
        ({"day": "0001-01-01", "hour": "01:00", "time_zone": "Asia/Tokyo"}, "Write a date of our time"),
        ({"day": "2026-03-29", "hour": "01:30", "time_zone": "Europe/London"}, "clocks go forward"),
        ({"length": "2"}, "at least five minutes"),
        ({"time_zone": "Mars/Base"}, "Select a valid choice"),
        ({"title": ""}, "Fill this in"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(draft, cast, client_of, change, words):
    answer = client_of(cast.mande).post(reverse("meeting_edit", args=[draft.meeting.pk]), schedule_form(cast, **change))
    assert answer.status_code == 422
    assert words in text(answer)
    assert Meeting.objects.get(pk=draft.meeting.pk).state == "draft"


def test_one_person_is_not_both(draft, cast, client_of):
    answer = client_of(cast.mande).post(
        reverse("meeting_edit", args=[draft.meeting.pk]), schedule_form(cast, informed=[cast.leader.pk])
    )
    assert "Nomsa Dlamini takes part already" in text(answer)


def test_the_whole_way(draft, cast, client_of):
    """M&E schedules, builds and leads; a leader signs on their own; minutes are approved and sent."""
    mande, leader = client_of(cast.mande), client_of(cast.leader)
    pk = draft.meeting.pk
    mande.post(reverse("meeting_edit", args=[pk]), schedule_form(cast))
    assert "Build the agenda" in text(mande.get(reverse("meeting", args=[pk])))
    assert mande.post(reverse("agenda_build", args=[pk])).status_code == 303
    added = {"title": NASTY, "minutes": "5", "detail": "", "heading": ""}
    assert mande.post(reverse("agenda", args=[pk]), added).status_code == 303
    page = text(mande.get(reverse("agenda", args=[pk])))
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    items = list(draft.meeting.agenda.filter(kind="decision"))
    for to in ("up", "down"):
        assert mande.post(reverse("agenda_move", args=[pk, items[0].pk]), {"to": to}).status_code == 303
    assert mande.post(reverse("agenda_remove", args=[pk, items[3].pk])).status_code == 303
    assert mande.post(reverse("session_start", args=[pk])).status_code == 303

    page = text(mande.get(reverse("session", args=[pk])))
    assert "Write down the criteria (Sales)" in page
    plan = ApprovalItem.objects.select_related("snapshot").get(pk=items[0].approval_item_id)
    pre = f"i{plan.pk}"
    decision = {
        f"{pre}-digest": plan.snapshot.digest,
        f"{pre}-earlier": "",
        f"{pre}-choice": "change",
        f"{pre}-owner": f"u{cast.support_owner.pk}",
        f"{pre}-due_on": "2025-06-13",
        f"{pre}-cost_once": "100 000",
        f"{pre}-scope": "Line one\r\nLine two",
        f"{pre}-task": "Review the posts",
        f"{pre}-task_owner": cast.mande.pk,
        f"{pre}-task_due": "2025-08-15",
    }
    address = reverse("session_decide", args=[pk, items[0].pk])
    assert client_of(cast.sales_owner).post(address, decision).status_code == 403
    assert mande.post(address, decision).status_code == 303
    assert mande.post(address, decision).status_code == 409
    assert Task.objects.get(title="Review the posts").owner == cast.mande

    page = text(leader.get(reverse("session", args=[pk])))
    assert "signature outstanding: Nomsa Dlamini and Peter Adams" in page
    assert f"http://localhost:8000{reverse('meeting_sign', args=[pk])}" in page
    sign_here = reverse("meeting_sign", args=[pk])
    assert "One decision waits for your signature" in text(leader.get(sign_here))
    answer = leader.post(sign_here)
    assert answer["Location"] == reverse("meeting_sign_all", args=[pk])
    assert "Finish by" in text(leader.get(answer["Location"])) or "finish by" in text(leader.get(answer["Location"]))
    signed = leader.post(answer["Location"], {f"digest-{plan.pk}": plan.snapshot.digest, "password": PASSWORD})
    assert signed.status_code == 303
    assert Signature.objects.get().meaning == "approved_with_changes"
    plan.refresh_from_db()
    assert plan.snapshot.values["scope"] == "Line one\nLine two"
    assert "Nothing to sign" in text(leader.get(sign_here))

    assert mande.post(reverse("session_end", args=[pk])).status_code == 303
    assert mande.get(reverse("session", args=[pk])).status_code == 303
    page = mande.get(reverse("minutes", args=[pk]))
    assert "Signed by Nomsa Dlamini" in text(page)
    edit = mande.get(reverse("minutes_edit", args=[pk]))
    form = edit.context["form"]
    posted = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    posted["opening"] = NASTY
    assert mande.post(reverse("minutes_edit", args=[pk]), posted).status_code == 303
    answer = mande.post(reverse("minutes_edit", args=[pk]), {**posted, "opening": "Mine"})
    assert answer.status_code == 422
    assert "while you were writing" in text(answer)
    assert "Mine" in text(answer)
    seen = mande.get(reverse("minutes", args=[pk])).context["seen"]
    assert mande.post(reverse("minutes_approve", args=[pk]), {"seen": "0" * 64}).status_code == 409
    assert mande.post(reverse("minutes_approve", args=[pk]), {"seen": seen}).status_code == 303
    page = text(leader.get(reverse("minutes", args=[pk])))
    assert "<script>alert" not in page
    assert Minutes.objects.get().digest[:8] in page
    assert mande.post(reverse("minutes_correct", args=[pk]), {"reason": "A name."}).status_code == 303
    assert "version 2" in text(leader.get(reverse("minutes", args=[pk])))
    assert "version 1" in text(leader.get(reverse("minutes", args=[pk]), {"version": "1"}))


def test_several_people_at_once_see_each_other(running, cast, client_of):
    """The live part answers with nothing until somebody else recorded something."""
    leader, mande = client_of(cast.leader), client_of(cast.mande)
    item = running.items("decision")[0]
    page = leader.get(reverse("session", args=[running.meeting.pk]))
    live = reverse("session_live", args=[running.meeting.pk])
    seen = {"item": item.pk, "seen": page.context["seen"]}
    assert leader.get(live, seen, headers={"HX-Request": "true"}).status_code == 204
    record = reverse("session_record", args=[running.meeting.pk, item.pk])
    assert mande.post(record, {"kind": "note", "text": f"Said aloud {NASTY}"}).status_code == 303
    answer = leader.get(live, seen, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Said aloud &lt;script&gt;" in text(answer)
    assert 'hx-swap-oob="true"' in text(answer)
    assert "Take back" not in text(answer)
    mande.post(reverse("session_end", args=[running.meeting.pk]))
    answer = leader.get(live, seen, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, reverse("meeting", args=[running.meeting.pk]))


def test_a_record_that_does_not_fit_keeps_what_was_typed(running, cast, client_of):
    item = running.items("decision")[1]
    address = reverse("session_record", args=[running.meeting.pk, item.pk])
    answer = client_of(cast.mande).post(address, {"kind": "task", "text": "Ask the supplier"})
    assert answer.status_code == 422
    assert "Name who does it." in text(answer)
    assert "Ask the supplier" in text(answer)
    assert client_of(cast.mande).post(address, {"kind": "vote", "text": ""}).status_code == 422
    assert not MeetingOutcome.objects.exists()


def test_a_decision_that_does_not_fit_is_said_at_its_place(running, cast, client_of):
    plan, item = running.plan(), running.items("decision")[0]
    address = reverse("session_decide", args=[running.meeting.pk, item.pk])
    client, pre = client_of(cast.mande), f"i{plan.pk}"
    same = {
        f"{pre}-digest": plan.snapshot.digest,
        f"{pre}-owner": f"u{cast.sales_owner.pk}",
        f"{pre}-due_on": "2025-05-30",
        f"{pre}-cost_once": "100000",
    }
    for extra, words in (
        ({}, "Choose what was decided"),
        ({f"{pre}-choice": "return"}, "Give a reason for returning A-01"),
        ({f"{pre}-choice": "approve", f"{pre}-due_on": "2025-06-30"}, "A value is changed"),
        ({f"{pre}-choice": "approve", f"{pre}-task": "Look again"}, "Name who does it."),
    ):
        answer = client.post(address, {**same, **extra})
        assert answer.status_code == 422, extra
        assert words in text(answer)
    assert client.post(address, {**same, f"{pre}-choice": "approve"}).status_code == 303


def test_points_are_settled_and_lines_taken_back_by_the_page(running, cast, client_of):
    client, item = client_of(cast.mande), running.items("decision")[0]
    address = reverse("session_item", args=[running.meeting.pk, item.pk])
    assert client.post(address, {"verb": "defer"}).status_code == 303
    assert client.post(address, {"verb": "remove"}).status_code == 409
    assert client_of(cast.leader).post(address, {"verb": "finish"}).status_code == 403
    outcome = record_outcome(item, kind="note", text="Wrong", by=running.mande, at=WHEN)
    strike = reverse("outcome_take_back", args=[running.meeting.pk, outcome.pk])
    assert client_of(cast.leader).post(strike).status_code == 403
    assert client.post(strike).status_code == 303
    assert client.post(strike).status_code == 409


def test_presence_with_and_without_script(running, cast, client_of):
    client, address = client_of(cast.mande), reverse("session_present", args=[running.meeting.pk])
    answer = client.post(address, {"person": cast.leader.pk, "to": "1"}, headers={"HX-Request": "true"})
    assert 'id="present" hx-swap-oob="true"' in text(answer)
    posted = {"shown": [cast.leader.pk], "present": [cast.leader2.pk]}
    assert client.post(address, posted).status_code == 303
    rows = dict(running.meeting.attendance.values_list("person", "was_present"))
    assert (rows[cast.leader.pk], rows[cast.leader2.pk], rows[cast.sales_owner.pk]) == (False, True, None)


def test_the_sheet_has_boxes_and_lines(running, cast, client_of):
    page = text(client_of(cast.leader).get(reverse("meeting_sheet", args=[running.meeting.pk])))
    assert page.count('class="box"') == 20
    assert page.count("Nomsa Dlamini, Chief Executive") == 1


def test_the_follow_up_is_proposed_and_agreed(running, cast, client_of):
    client, address = client_of(cast.mande), reverse("follow_up", args=[running.meeting.pk])
    form = client.get(address).context["form"]
    posted = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert posted["count"] == 6
    assert posted["readers"] == [cast.leader.pk, cast.leader2.pk]
    answer = client.post(address, {**posted, "hour": "14:00", "plan_meetings": "on"})
    assert answer.status_code == 303
    made = Meeting.objects.filter(follows=running.meeting).order_by("starts_at")
    assert [each.starts_at.astimezone(HERE).date() for each in made] == [
        date(2025, 4, 17) + timedelta(weeks=2 * number) for number in range(1, 7)
    ]
    page = text(client.get(address))
    assert "Owners are asked every two weeks on Friday how it goes." in page
    assert client.post(address, {**posted, "hour": "25:00"}).status_code == 422
    assert client.post(address, {**posted, "hour": "14:00", "count": "0", "plan_meetings": "on"}).status_code == 422


def test_cancelling_by_the_page(room, cast, client_of):
    client, address = client_of(cast.mande), reverse("meeting_cancel", args=[room.meeting.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": NASTY}).status_code == 303
    page = text(client.get(reverse("meeting", args=[room.meeting.pk])))
    assert "Cancelled." in page
    assert "<script>alert" not in page
    assert client.get(address).status_code == 409


def test_buttons_are_those_of_the_lifecycle(room, cast, client_of):
    page = client_of(cast.mande).get(reverse("meeting", args=[room.meeting.pk]))
    assert [each.verb for each in page.context["buttons"]] == ["schedule", "start", "cancel"]
    page = client_of(cast.leader).get(reverse("meeting", args=[room.meeting.pk]))
    assert not any(each.answer for each in page.context["buttons"])
    assert "Grace Okafor leads the meeting and records" in text(page)


def test_a_new_meeting_by_hand(draft, cast, client_of):
    client = client_of(cast.mande)
    answer = client.post(reverse("meeting_new"), {"analysis": draft.analysis.pk, "title": "An extra one"})
    made = Meeting.objects.get(title="An extra one")
    assert answer["Location"] == reverse("meeting_edit", args=[made.pk])
    assert client.post(reverse("meeting_new"), {"analysis": "999", "title": "X"}).status_code == 422


def test_the_list_of_to_dos(running, cast, client_of):
    item = running.items("decision")[0]
    for owner, due in ((cast.leader, date(2025, 4, 1)), (cast.sales_owner, date(2025, 5, 1))):
        record_outcome(item, kind="task", text=f"For {owner}", owner=owner, due_on=due, by=running.mande, at=WHEN)
    leader, address = client_of(cast.leader), reverse("tasks")
    page = text(leader.get(address))
    assert page.index("For Nomsa Dlamini") < page.index("For Thabo Nkosi")
    assert "9 days late" in page
    assert "For Thabo Nkosi" not in text(leader.get(address, {"owner": "me"}))
    assert "For Thabo Nkosi" not in text(leader.get(address, {"due": "overdue"}))
    assert "No to-do fits" in text(leader.get(address, {"q": "nowhere"}))
    assert leader.get(address, {"owner": "x"}).status_code == 422
    assert "For Nomsa" not in text(client_of(cast.sales_owner).get(address))
    task = Task.objects.get(owner=cast.leader)
    answer = leader.post(reverse("task_done", args=[task.pk]), {"next": address})
    assert answer["Location"] == address
    answer = leader.post(reverse("task_reopen", args=[task.pk]), {"next": "https://elsewhere.example"})
    assert answer["Location"] == reverse("meeting", args=[running.meeting.pk])


def test_empty_pages_say_what_would_be_there(cast, client_of):
    assert "No meeting yet" in text(client_of(cast.mande).get(reverse("meetings")))
    assert "No to-do yet" in text(client_of(cast.mande).get(reverse("tasks")))


@pytest.mark.parametrize(
    "name", ["session", "minutes", "meeting_sign", "meeting_sheet", "meeting", "agenda", "follow_up"]
)
def test_a_stranger_does_not_learn_that_it_exists(running, cast, client_of, name):
    assert client_of(cast.stranger).get(reverse(name, args=[running.meeting.pk])).status_code == 404
    assert client_of(cast.stranger).get(reverse(name, args=[10**6])).status_code == 404

"""Minutes: drafted from what was recorded, edited, frozen with a digest, corrected by a new version, sent to each person."""

from datetime import date

import pytest

from common.access import Conflict, Refused, Unfit
from meetings.followup import lines_of
from meetings.minutes import content_of, minutes_digest
from meetings.models import Meeting, Minutes
from meetings.services.minutes import approve_minutes, correct_minutes, edit_minutes, mark_of
from meetings.services.plan_decisions import ready_to_sign
from meetings.services.session import end_meeting, record_outcome, set_present
from meetings.times import local
from meetings.verify import broken_minutes
from notifications.models import Message
from tests.meetings.conftest import WHEN, agree_plan, later
from tests.meetings.test_session import FINISH, record_decision
from tests.story import sign_all

pytestmark = pytest.mark.django_db
NASTY = "<script>alert(1)</script> \u202eevil\u202c"


@pytest.fixture
def held(running, cast):
    """One decision signed, one not; a note, and a task for Sales."""
    items = running.items("decision")
    record_outcome(items[0], kind="note", text="The room agrees.", by=running.mande, at=WHEN)
    record_outcome(
        items[0],
        kind="task",
        text=f"Ask the supplier {NASTY}",
        owner=cast.sales_owner,
        due_on=FINISH,
        by=running.mande,
        at=WHEN,
    )
    record_decision(running)
    ready_to_sign(running.meeting, by=cast.viewer("leader"), at=WHEN)
    sign_all(running.request, cast.viewer("leader"), at=WHEN)
    record_decision(running, 1)
    set_present(running.meeting, cast.leader.pk, present=True, by=running.mande, at=WHEN)
    end_meeting(running.meeting, by=running.mande, at=later(hours=1))
    running.reload()
    return running


def content(room):
    minutes = Minutes.objects.filter(meeting=room.meeting).first()
    return content_of(room.meeting, minutes.texts, at=later(hours=1))


def approve(room, who="mande", at=None):
    return approve_minutes(room.meeting, seen=mark_of(content(room)), by=room.story.by(who), at=at or later(hours=2))


def test_they_draft_themselves(held):
    found = content(held)
    first, second = [point for point in found["points"] if point["decisions"]]
    assert first["text"] == "The room agrees."
    assert first["decisions"][0]["signature"] == "signed by Nomsa Dlamini"
    assert first["tasks"][0]["owner"] == "Thabo Nkosi"
    assert second["decisions"][0]["signature"] == "signature outstanding: Nomsa Dlamini and Peter Adams"
    assert (found["present"], "Peter Adams" in found["absent"]) == (["Nomsa Dlamini"], True)
    assert len(found["open"]) == 3


def test_a_later_signature_shows_in_the_draft(held, cast):
    ready_to_sign(held.meeting, by=cast.viewer("leader2"), at=WHEN)
    sign_all(held.request, cast.viewer("leader2"), at=WHEN)
    assert all(each["is_signed"] for point in content(held)["points"] for each in point["decisions"])


def test_editing_is_refused_where_somebody_was_faster(held):
    key = str(held.items("decision")[0].pk)
    edit_minutes(held.meeting, {key: "Mine"}, revision=0, by=held.mande, at=WHEN)
    with pytest.raises(Unfit, match="Grace Okafor saved these minutes while you were writing"):
        edit_minutes(held.meeting, {key: "Theirs"}, revision=0, by=held.mande, at=WHEN)
    edit_minutes(held.meeting, {"opening": "Welcome"}, revision=1, by=held.mande, at=WHEN)
    found = content(held)
    assert (found["opening"], found["points"][0]["text"]) == ("Welcome", "Mine")


def test_approving_freezes_and_sends(held, cast):
    with pytest.raises(Refused):
        approve(held, "sales_owner")
    saved = approve(held, "leader")
    assert saved.digest == minutes_digest(Minutes.objects.get(pk=saved.pk))
    assert held.reload().state == "minutes_approved"
    with pytest.raises(Conflict):
        edit_minutes(held.meeting, {"opening": "Later"}, revision=0, by=held.mande, at=WHEN)
    mails = {each.person_id: each for each in Message.objects.filter(kind="minutes")}
    assert set(mails) == {person.pk for person in (cast.leader, cast.leader2, cast.sales_owner, cast.mande, cast.admin)}
    mine = mails[cast.sales_owner.pk]
    assert mine.subject == "Minutes: Follow-up meeting, with one task for you"
    assert mine.text.index("Ask the supplier") < mine.text.index("Minutes of “Follow-up meeting”")
    assert "signature outstanding: Nomsa Dlamini and Peter Adams" in mine.text
    assert "<script>" not in mine.html
    assert "with one task" not in mails[cast.leader.pk].subject


def test_one_approves_what_one_saw(held):
    seen = mark_of(content(held))
    edit_minutes(held.meeting, {"opening": "New"}, revision=0, by=held.mande, at=WHEN)
    with pytest.raises(Conflict, match="changed since you opened them"):
        approve_minutes(held.meeting, seen=seen, by=held.mande, at=WHEN)


def test_a_correction_is_a_new_version(held):
    first = approve(held)
    with pytest.raises(Unfit):
        correct_minutes(held.meeting, reason="", by=held.mande, at=WHEN)
    correct_minutes(held.meeting, reason="The date was wrong.", by=held.mande, at=WHEN)
    with pytest.raises(Conflict):
        correct_minutes(held.meeting, reason="Again.", by=held.mande, at=WHEN)
    edit_minutes(held.meeting, {"closing": "By 14 June."}, revision=0, by=held.mande, at=WHEN)
    second = approve(held, at=later(days=1))
    before = Minutes.objects.get(pk=first.pk)
    assert (before.state, before.digest, before.content) == ("superseded", first.digest, first.content)
    assert (second.version, second.state, second.content["closing"]) == (2, "approved", "By 14 June.")
    assert Message.objects.filter(kind="minutes").count() == 10
    assert list(broken_minutes()) == []


def test_tampering_is_found(held):
    saved = approve(held)
    Minutes.objects.filter(pk=saved.pk).update(content={**saved.content, "opening": "Other"})
    assert list(broken_minutes()) == ["Minutes of Follow-up meeting, version 1, were changed after they were approved."]


def test_the_follow_up_plan_makes_the_next_meetings(running):
    made = agree_plan(running)
    assert [each.when_words for each in made] == ["Thu 1 May 2025, 14:00", "Thu 15 May 2025, 14:00"]
    assert {each.state for each in made} == {"draft"}
    assert made[0].follows == running.meeting
    assert made[0].attendance.count() == 5
    assert running.items("follow_up")[0].state == "done"
    assert agree_plan(running) == []
    end_meeting(running.meeting, by=running.mande, at=later(hours=1))
    assert made[0].agenda.filter(kind="decision").count() == 4
    assert not Meeting.objects.get(pk=made[1].pk).agenda.exists()
    running.reload()
    assert lines_of(running.meeting.follow_up) == [
        "Owners are asked every two weeks on Wednesday how it goes.",
        "Grace Okafor reads and acknowledges the check-ins.",
        "The digest goes to Nomsa Dlamini and Peter Adams.",
        "When nobody answers, Nomsa Dlamini is told.",
        "The next two meetings are on Thu 1 May 2025 and Thu 15 May 2025, at 14:00.",
    ]


def test_the_next_meetings_keep_the_hour_of_the_place(running):
    Meeting.objects.filter(pk=running.meeting.pk).update(time_zone="Europe/London")
    made = agree_plan(running, dates=[date(2025, 10, 23), date(2025, 11, 6)])
    assert [local(each.starts_at, each.zone).hour for each in made] == [14, 14]
    assert [each.starts_at.hour for each in made] == [13, 14]


def test_the_plan_is_agreed_in_the_meeting(room):
    with pytest.raises(Conflict):
        agree_plan(room)

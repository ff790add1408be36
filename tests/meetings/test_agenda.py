"""The agenda from the data: decisions first, nothing twice, what is settled goes, what was left open comes back."""

from datetime import date

import pytest

from actions.models import ApprovalItem, CorrectiveAction
from common.access import Conflict, Refused
from gaps.services.questions import ask
from gaps.services.responses import Response, respond
from meetings.models import AgendaItem, Meeting
from meetings.services import Point, add_task, cancel_meeting, plan_meeting
from meetings.services.agenda import add_topic, build_agenda, move_item, remove_item
from meetings.services.session import end_meeting, settle_item, start_meeting
from meetings.walk import groups, walked
from tests.factories import NOW
from tests.meetings.conftest import WHEN, later, schedule
from tests.story import begin, decide, sign_all

pytestmark = pytest.mark.django_db

REPORT = (
    Point("Looking at the Findings", points=(Point("Check that the gaps are right"),)),
    Point("Deciding on the Measures", points=(Point("One by one", points=(Point("Time is enough"),)),)),
    Point("Naming Owners"),
    Point("Setting Dates and Checkpoints"),
    Point("Keeping Watch Afterwards"),
)


def titles(meeting) -> list[str]:
    return [item.title for item in walked(meeting.agenda.all())]


def keys(meeting) -> list[str]:
    return [item.key for item in walked(meeting.agenda.all())]


def test_it_is_built_below_the_points_of_the_report(cast):
    story = begin(cast).issue()
    respond(story.gaps[0], Response("rejected", "The strike is in it."), by=story.by("leader"), at=NOW)
    ask(story.gaps[1], question="Since when?", answerer=cast.mande, by=story.by("leader"), at=NOW)
    meeting = plan_meeting(story.analysis, title="First", agenda=REPORT, by=story.by("mande"), at=NOW)
    built = build_agenda(meeting, by=story.by("mande"), at=NOW)
    assert built.added == 4
    found = {group.heading.title: [item.title for item in group.items] for group in groups(meeting.agenda.all())}
    assert list(found) == [point.title for point in REPORT]
    assert found["Looking at the Findings"] == [
        "Disputed: G-01 Lead conversion is 15 % below target.",
        "Confirm: G-02 First responses take longer than the standard.",
    ]
    assert found["Naming Owners"] == ["Question: Since when?"]
    assert found["Keeping Watch Afterwards"] == ["Agree how we follow up"]


def test_decisions_come_first(room):
    assert keys(room.meeting)[:4] == [f"decide:{action.pk}" for action in room.story.actions]
    assert keys(room.meeting)[-1] == "follow_up"


def test_headings_with_decisions_go_to_the_front_once(cast):
    story = begin(cast).issue()
    points = (Point("Dates and milestones"), Point("Findings"), Point("Follow-up"))
    meeting = plan_meeting(story.analysis, title="First", agenda=points, by=story.by("mande"), at=NOW)
    build_agenda(meeting, by=story.by("mande"), at=NOW)
    order = [group.heading.title for group in groups(meeting.agenda.all())]
    assert order == ["Findings", "Dates and milestones", "Follow-up"]
    move_item(meeting.agenda.get(title="Findings"), up=False, by=story.by("mande"), at=NOW)
    build_agenda(meeting, by=story.by("mande"), at=NOW)
    assert [group.heading.title for group in groups(meeting.agenda.all())] == [
        "Dates and milestones",
        "Findings",
        "Follow-up",
    ]


def test_building_again_doubles_nothing_and_keeps_what_was_made_by_hand(room):
    heading = room.items("heading")[0]
    mine = add_topic(room.meeting, title="The new office", heading=heading, by=room.mande, at=NOW)
    remove_item(room.items("decision")[1], by=room.mande, at=NOW)
    before = titles(room.meeting)
    built = build_agenda(room.meeting, by=room.mande, at=NOW)
    assert (built.added, built.settled) == (0, 0)
    assert titles(room.meeting) == before
    assert mine.title in before
    assert len(room.items("decision")) == 3


def test_what_is_settled_goes_and_what_is_late_comes(room):
    plan = room.plan()
    decide(plan, "approve", room.story.by("leader"))
    sign_all(room.request, room.story.by("leader"))
    CorrectiveAction.objects.filter(pk=plan.action_id).update(due_on=date(2025, 4, 14))
    built = build_agenda(room.meeting, by=room.mande, at=WHEN)
    assert built.settled == 1
    late = room.items("late")
    assert [item.title for item in late] == ["Late: A-01 Write down the criteria (Sales)"]
    assert "finish 3 days late" in late[0].detail
    assert len(room.items("decision")) == 3


def test_order_by_hand(room):
    first, second = room.items("decision")[:2]
    move_item(second, up=True, by=room.mande, at=NOW)
    assert room.items("decision")[:2] == [second, first]
    move_item(second, up=True, by=room.mande, at=NOW)
    assert room.items("decision")[:2] == [second, first]
    build_agenda(room.meeting, by=room.mande, at=NOW)
    assert room.items("decision")[:2] == [second, first]


def test_who_may_and_when(room):
    with pytest.raises(Refused):
        build_agenda(room.meeting, by=room.story.by("leader"), at=NOW)
    room.start()
    with pytest.raises(Conflict):
        build_agenda(room.meeting, by=room.mande, at=NOW)
    with pytest.raises(Conflict):
        remove_item(room.items("decision")[0], by=room.mande, at=NOW)


def hold(meeting, room) -> None:
    start_meeting(meeting, by=room.mande, at=WHEN)
    end_meeting(meeting, by=room.mande, at=later(hours=1))


def test_open_points_go_to_the_next_meeting_by_themselves(room):
    topic = add_topic(room.meeting, title="The new office", by=room.mande, at=NOW)
    done = add_topic(room.meeting, title="Coffee", by=room.mande, at=NOW)
    following = plan_meeting(room.story.analysis, title="Second", by=room.mande, at=NOW)
    room.start()
    settle_item(done, "finish", by=room.mande, at=WHEN)
    settle_item(topic, "defer", by=room.mande, at=WHEN)
    end_meeting(room.meeting, by=room.mande, at=later(hours=1))
    assert "The new office" in titles(following)
    assert "Coffee" not in titles(following)
    carried = following.agenda.get(title="The new office")
    assert carried.carried_from == topic
    decision = following.agenda.filter(kind="decision")[0]
    assert decision.carried_from.meeting == room.meeting
    third = plan_meeting(room.story.analysis, title="Third", by=room.mande, at=NOW)
    schedule(following, room.story.cast, starts_at=later(days=14))
    hold(following, room)
    again = third.agenda.get(title="The new office")
    assert again.carried_from == carried
    assert titles(third).count("The new office") == 1


def test_what_was_done_in_the_next_meeting_does_not_come_a_third_time(room):
    topic = add_topic(room.meeting, title="The new office", by=room.mande, at=NOW)
    following = plan_meeting(room.story.analysis, title="Second", by=room.mande, at=NOW)
    hold(room.meeting, room)
    assert topic.state == "open"
    schedule(following, room.story.cast, starts_at=later(days=14))
    start_meeting(following, by=room.mande, at=later(days=14))
    settle_item(following.agenda.get(title="The new office"), "finish", by=room.mande, at=later(days=14))
    end_meeting(following, by=room.mande, at=later(days=14, hours=1))
    third = plan_meeting(room.story.analysis, title="Third", by=room.mande, at=NOW)
    build_agenda(third, by=room.mande, at=later(days=20))
    assert "The new office" not in titles(third)


def test_a_cancelled_meeting_hands_its_points_on(room):
    topic = add_topic(room.meeting, title="The new office", by=room.mande, at=NOW)
    following = plan_meeting(room.story.analysis, title="Second", by=room.mande, at=NOW)
    cancel_meeting(room.meeting, reason="Half the board is away.", by=room.mande, at=NOW)
    carried = following.agenda.get(title="The new office")
    assert carried.carried_from == topic
    assert carried.carried_from.meeting.state == "cancelled"
    assert following.agenda.filter(kind="decision").count() == 4


def test_a_meeting_planned_after_the_cancellation_takes_them_up_when_it_is_built(room):
    add_topic(room.meeting, title="The new office", by=room.mande, at=NOW)
    cancel_meeting(room.meeting, reason="Away.", by=room.mande, at=NOW)
    following = plan_meeting(room.story.analysis, title="Second", by=room.mande, at=NOW)
    build_agenda(following, by=room.mande, at=NOW)
    assert "The new office" in titles(following)
    assert [group.heading.title for group in groups(following.agenda.all()) if group.heading] == [
        row.title for row in room.items("heading")
    ]


def test_tasks_that_are_not_done_are_asked_for(room):
    task = add_task(
        room.story.analysis,
        title="Book the room",
        meeting=room.meeting,
        due_on=date(2025, 4, 16),
        by=room.mande,
        at=NOW,
    )
    for title, kind, due in (
        ("Later", "other", date(2025, 6, 1)),
        ("Undated", "other", None),
        ("Send the report", "preparation", date(2025, 4, 16)),
    ):
        add_task(room.story.analysis, title=title, kind=kind, meeting=room.meeting, due_on=due, by=room.mande, at=NOW)
    following = plan_meeting(room.story.analysis, title="Second", by=room.mande, at=NOW)
    hold(room.meeting, room)
    assert following.agenda.filter(kind="task").count() == 1
    item = following.agenda.get(key=f"task:{task.pk}")
    assert item.title == "To-do: Book the room"
    assert "1 day late" in item.detail


def test_another_analysis_stays_out(room, cast):
    other = begin(cast)
    other.issue()
    meeting = plan_meeting(other.analysis, title="Other", by=room.mande, at=NOW)
    build_agenda(meeting, by=room.mande, at=NOW)
    assert not meeting.agenda.filter(kind="decision").exists()
    assert ApprovalItem.objects.filter(state="pending").count() == 4
    assert Meeting.objects.next_of(room.meeting) is None


def test_a_long_question_is_cut_and_kept_apart_from_marks(cast):
    story = begin(cast).issue()
    ask(story.gaps[0], question="\u202e<b>" + "why " * 200, answerer=cast.mande, by=story.by("leader"), at=NOW)
    meeting = plan_meeting(story.analysis, title="First", by=story.by("mande"), at=NOW)
    build_agenda(meeting, by=story.by("mande"), at=NOW)
    assert len(AgendaItem.objects.get(kind="question").title) <= 300

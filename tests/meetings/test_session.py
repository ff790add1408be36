"""In session: what is recorded, by whom, and that two people at once never undo each other."""

from datetime import date

import pytest

from actions.models import ApprovalItem, Signature
from actions.services.decisions import save_decision
from actions.services.plans import save_plan
from audit.models import Entry
from common.access import Conflict, Refused, Unfit
from meetings.models import MeetingOutcome, Task
from meetings.services.plan_decisions import Condition, ready_to_sign, record_plan_decision, to_sign
from meetings.services.session import (
    end_meeting,
    record_outcome,
    set_present,
    settle_item,
    start_meeting,
    take_back,
)
from meetings.standing import standing, with_signatures
from tests.meetings.conftest import WHEN, later, make_room
from tests.story import decide, sign_all

pytestmark = pytest.mark.django_db
FINISH = date(2025, 6, 13)


def record_decision(room, number=0, choice="approve", *, by=None, earlier=None, **values):
    item = room.items("decision")[number]
    return record_plan_decision(
        item,
        choice=choice,
        digest_seen=values.pop("digest", room.plan(number).snapshot.digest),
        earlier_id=earlier,
        by=by or room.mande,
        at=WHEN,
        **values,
    )


def standing_of(outcome):
    return standing(with_signatures(MeetingOutcome.objects.all()).get(pk=outcome.pk))


def test_only_who_leads_begins_and_only_once(room):
    with pytest.raises(Refused, match="Grace Okafor leads"):
        start_meeting(room.meeting, by=room.story.by("leader"), at=WHEN)
    room.start()
    assert room.meeting.current == room.items("decision")[0]
    with pytest.raises(Conflict):
        start_meeting(room.meeting, by=room.mande, at=WHEN)


def test_nothing_is_recorded_before_or_after(room):
    item = room.items("decision")[0]
    with pytest.raises(Conflict):
        record_outcome(item, kind="note", text="Early", by=room.mande, at=WHEN)
    room.start()
    end_meeting(room.meeting, by=room.mande, at=later(hours=1))
    with pytest.raises(Conflict):
        record_outcome(item, kind="note", text="Late", by=room.mande, at=WHEN)


def test_a_task_has_owner_and_date(running, cast):
    item = running.items("decision")[0]
    with pytest.raises(Unfit) as caught:
        record_outcome(item, kind="task", text="Ask the supplier", by=running.mande, at=WHEN)
    assert set(caught.value.errors) == {"owner", "due_on"}
    assert not Task.objects.exists()
    outcome = record_outcome(
        item, kind="task", text="Ask the supplier", owner=cast.sales_owner, due_on=FINISH, by=running.mande, at=WHEN
    )
    assert (outcome.task.owner, outcome.task.meeting) == (cast.sales_owner, running.meeting)


def test_taking_back_drops_the_task(running, cast):
    item = running.items("decision")[0]
    outcome = record_outcome(
        item, kind="task", text="Ask", owner=cast.sales_owner, due_on=FINISH, by=running.mande, at=WHEN
    )
    take_back(outcome, by=running.mande, at=WHEN)
    assert Task.objects.get().state == "dropped"
    with pytest.raises(Conflict):
        take_back(outcome, by=running.mande, at=WHEN)


def test_done_and_deferred_go_on(running):
    first, second, *_ = running.items("decision")
    settle_item(first, "finish", by=running.mande, at=WHEN)
    assert running.reload().current == second
    settle_item(first, "reopen", by=running.mande, at=WHEN)
    assert running.reload().current == first
    with pytest.raises(Conflict):
        settle_item(first, "reopen", by=running.mande, at=WHEN)


def test_a_decision_waits_until_a_leader_has_signed(running, cast):
    outcome = record_decision(running)
    plan = running.plan()
    assert plan.state == "pending"
    assert not Signature.objects.exists()
    assert standing_of(outcome).words == "signature outstanding: Nomsa Dlamini and Peter Adams"
    leader = cast.viewer("leader")
    ready = ready_to_sign(running.meeting, by=leader, at=WHEN)
    assert (ready.marked, ready.refused) == (1, [])
    sign_all(running.request, leader, at=WHEN)
    plan.refresh_from_db()
    assert plan.state == "approved"
    found = standing_of(outcome)
    assert (found.words, found.is_settled) == ("signed by Nomsa Dlamini", True)
    assert to_sign(running.meeting, cast.viewer("leader2")) == []


def test_owner_date_and_scope_set_in_the_room_are_what_is_signed(running, cast):
    outcome = record_decision(
        running,
        choice="change",
        overlay={"owner": cast.support_owner.pk, "team": None, "due_on": FINISH, "scope": "All four lines"},
        condition=Condition("Review the posts", cast.mande, FINISH),
    )
    assert outcome.text == (
        "A-01 Write down the criteria (Sales): approved with changes –"
        " scope All four lines; owner Ayesha Patel; finish by Fri 13 Jun 2025"
    )
    assert Task.objects.get().title == "Review the posts"
    leader = cast.viewer("leader")
    ready_to_sign(running.meeting, by=leader, at=WHEN)
    sign_all(running.request, leader, at=WHEN)
    action = running.plan().action
    assert (action.owner, action.due_on, action.scope) == (cast.support_owner, FINISH, "All four lines")
    assert running.plan().state == "approved_with_changes"


def test_two_signatures_in_one_step_each_also_for_a_changed_plan(cast):
    room = make_room(cast, needed=2).start()
    record_decision(room, 0, "change", overlay={"due_on": FINISH})
    record_decision(room, 1, "approve")
    record_decision(room, 2, "return", reason="All four lines stay in scope.")
    for who in ("leader", "leader2"):
        viewer = cast.viewer(who)
        ready_to_sign(room.meeting, by=viewer, at=WHEN)
        sign_all(room.request, viewer, at=WHEN)
    states = list(
        ApprovalItem.objects.filter(request=room.request).order_by("position").values_list("state", flat=True)
    )
    assert states == ["approved_with_changes", "approved", "changes_requested", "pending"]
    assert Signature.objects.count() == 5


def test_a_decision_lacks_nothing(running):
    with pytest.raises(Unfit, match="Give a reason for returning A-01"):
        record_decision(running, choice="return")
    with pytest.raises(Unfit, match="Nothing is changed"):
        record_decision(running, choice="change")
    with pytest.raises(Unfit, match="A value is changed"):
        record_decision(running, choice="approve", overlay={"due_on": FINISH})
    assert not MeetingOutcome.objects.exists()


def test_one_decides_what_lay_on_the_table(running):
    digest = running.plan().snapshot.digest
    save_plan(running.story.actions[0], {"cost_once": 200_000}, by=running.mande, at=WHEN)
    with pytest.raises(Conflict) as caught:
        record_decision(running, digest=digest)
    assert caught.value.differences


def test_a_plan_that_changed_after_the_decision_is_not_marked(running, cast):
    record_decision(running)
    save_plan(running.story.actions[0], {"cost_once": 200_000}, by=running.mande, at=WHEN)
    ready = ready_to_sign(running.meeting, by=cast.viewer("leader"), at=WHEN)
    assert ready.marked == 0
    assert "changed since the meeting decided" in ready.refused[0]


def test_two_who_record_at_once_do_not_overwrite(running, cast):
    """Both saw no decision; the second is told who recorded what, and then replaces it knowingly."""
    first = record_decision(running)
    with pytest.raises(Conflict, match="Grace Okafor recorded meanwhile: A-01"):
        record_decision(running, choice="return", reason="Too late.")
    second = record_decision(running, choice="return", reason="Too late.", earlier=first.pk)
    first.refresh_from_db()
    assert (first.state, second.state) == ("taken_back", "recorded")
    for text in ("from one", "from the other"):
        record_outcome(running.items("decision")[0], kind="note", text=text, by=running.mande, at=WHEN)
    assert MeetingOutcome.objects.filter(kind="note").count() == 2


def test_a_leader_who_owns_the_action_is_not_asked(running, cast):
    running.story.actions[0].owner = cast.leader
    save_plan(running.story.actions[0], {"owner": cast.leader}, by=running.mande, at=WHEN)
    outcome = record_decision(running)
    assert standing_of(outcome).asked == ("Peter Adams",)
    assert to_sign(running.meeting, cast.viewer("leader")) == []


def test_a_leader_who_signs_otherwise_shows(running, cast):
    outcome = record_decision(running, choice="return", reason="Too late.")
    plan, leader = running.plan(), cast.viewer("leader")
    save_decision(plan, choice="approve", digest_seen=plan.snapshot.digest, by=leader, at=WHEN)
    sign_all(running.request, leader, at=WHEN)
    assert "otherwise than recorded: approved as shown" in standing_of(outcome).words
    with pytest.raises(Conflict, match="is signed"):
        take_back(outcome, by=running.mande, at=WHEN)


def test_deferring_keeps_the_point_for_the_next_meeting(running):
    record_decision(running, choice="defer", reason="After the audit.")
    assert running.items("decision")[0].state == "deferred"


def test_presence_is_noted_one_by_one(running, cast):
    set_present(running.meeting, cast.leader.pk, present=True, by=running.mande, at=WHEN)
    set_present(running.meeting, cast.leader2.pk, present=True, by=running.mande, at=WHEN)
    set_present(running.meeting, cast.leader.pk, present=False, by=running.mande, at=WHEN)
    rows = dict(running.meeting.attendance.values_list("person", "was_present"))
    assert (rows[cast.leader.pk], rows[cast.leader2.pk], rows[cast.sales_owner.pk]) == (False, True, None)
    with pytest.raises(Unfit):
        set_present(running.meeting, cast.stranger.pk, present=True, by=running.mande, at=WHEN)


def test_all_of_it_is_in_the_history(running):
    record_decision(running)
    end_meeting(running.meeting, by=running.mande, at=later(hours=1))
    verbs = set(Entry.objects.filter(object_kind="meetings.meeting").values_list("verb", flat=True))
    assert {"meeting.started", "meeting.recorded", "meeting.held", "meeting.agenda_built"} <= verbs


def test_who_signed_before_the_meeting_is_asked_for_a_change_only(cast):
    """One leader signed two plans before; the room approves one of them and changes the other."""
    room = make_room(cast, needed=2)
    leader = cast.viewer("leader")
    for number in (0, 1):
        decide(room.plan(number), "approve", leader)
    sign_all(room.request, leader)
    room.start()
    same = record_decision(room, 0)
    changed = record_decision(room, 1, "change", overlay={"due_on": FINISH})
    assert standing_of(same).words == "signed by Nomsa Dlamini; signature outstanding: Peter Adams"
    assert standing_of(changed).words == "signature outstanding: Nomsa Dlamini and Peter Adams"
    assert [outcome for outcome, _ in to_sign(room.meeting, leader)] == [changed]
    for who in ("leader", "leader2"):
        ready_to_sign(room.meeting, by=cast.viewer(who), at=WHEN)
        sign_all(room.request, cast.viewer(who), at=WHEN)
    assert standing_of(changed).words == "signed by Nomsa Dlamini and Peter Adams"
    assert {room.plan(number).state for number in (0, 1)} == {"approved", "approved_with_changes"}

"""Answering check-ins: what is asked, "all as last time", late milestones, amending, entering for somebody, reading."""

from datetime import date, timedelta

import pytest

from actions.models import Blocker, CheckIn, CheckInRequest, CorrectiveAction, Milestone
from actions.services.answering import Given, Roadblock, RoundUnfit, Told, Value, acknowledge, check_in, send_round
from actions.services.asking import ask_for_check_ins
from audit.models import Entry
from common.access import Conflict, Refused, Unfit
from gaps.models import Kpi, KpiReading
from notifications.models import Message
from tests.story import MONDAY, begin, week

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast):
    story = begin(cast).signed()
    ask_for_check_ins(week(0))
    return story


def request_of(story, number: int = 0, at: date = MONDAY) -> CheckInRequest:
    return CheckInRequest.objects.get(action=story.actions[number], period_start=at)


def test_the_answer_is_kept_with_what_the_dates_say(story):
    given = Given(health="at_risk", happened="Two of three done.", next_step="The third.")
    answer = check_in(request_of(story), given, by=story.by("sales_owner"), at=week(0))
    assert (answer.health, answer.computed) == ("at_risk", "on_track")
    assert answer.differs
    assert request_of(story).state == "answered"
    assert Entry.objects.filter(verb="check_in.given").count() == 1


def test_red_is_not_talked_green(story):
    CorrectiveAction.objects.filter(pk=story.actions[0].pk).update(due_on=MONDAY - timedelta(days=1), start_on=None)
    answer = check_in(request_of(story), Given(health="on_track"), by=story.by("sales_owner"), at=week(0))
    assert (answer.health, answer.computed) == ("on_track", "off_track")
    assert "has passed" in answer.computed_why


def test_how_it_goes_has_to_be_said_the_first_time(story):
    with pytest.raises(Unfit) as unfit:
        check_in(request_of(story), Given(), by=story.by("sales_owner"), at=week(0))
    assert unfit.value.errors == {"health": [f"Say how {story.actions[0].code} is going."]}
    with pytest.raises(Refused):
        check_in(request_of(story), Given(same=True), by=story.by("sales_owner"), at=week(0))


def test_all_as_last_time_in_one_press(story):
    owner = story.by("sales_owner")
    check_in(request_of(story), Given(health="at_risk", next_step="Train them"), by=owner, at=week(0))
    ask_for_check_ins(week(1))
    answer = check_in(request_of(story, 0, MONDAY + timedelta(weeks=1)), Given(same=True), by=owner, at=week(1))
    assert (answer.health, answer.next_step, answer.is_same) == ("at_risk", "Train them", True)


def test_all_as_last_time_is_not_offered_where_a_milestone_is_late(story):
    owner = story.by("sales_owner")
    check_in(request_of(story), Given(health="on_track"), by=owner, at=week(0))
    Milestone.objects.filter(action=story.actions[0]).update(promised_on=MONDAY + timedelta(days=3))
    ask_for_check_ins(week(1))
    request = request_of(story, 0, MONDAY + timedelta(weeks=1))
    with pytest.raises(Refused, match="is late"):
        check_in(request, Given(same=True), by=owner, at=week(1))
    milestone = Milestone.objects.get(action=story.actions[0])
    with pytest.raises(Unfit) as unfit:
        check_in(request, Given(health="at_risk"), by=owner, at=week(1))
    assert f"when_{milestone.pk}" in unfit.value.errors
    when = MONDAY + timedelta(weeks=2)
    check_in(request, Given(health="at_risk", forecasts={milestone.pk: when}), by=owner, at=week(1))
    milestone.refresh_from_db()
    assert (milestone.forecast_on, milestone.promised_on) == (when, MONDAY + timedelta(days=3))


def test_a_milestone_is_ticked_with_proof_to_follow(story):
    milestone = Milestone.objects.get(action=story.actions[0])
    given = Given(health="on_track", reached=frozenset({milestone.pk}))
    answer = check_in(request_of(story), given, by=story.by("sales_owner"), at=week(0))
    milestone.refresh_from_db()
    assert (milestone.state, milestone.reached_on, milestone.proof_to_follow) == ("reached", MONDAY, True)
    assert answer.reached == [milestone.title]
    assert CorrectiveAction.objects.get(pk=story.actions[0].pk).state == "in_progress"


def test_another_actions_milestone_is_not_touched(story):
    foreign = Milestone.objects.get(action=story.actions[2])
    given = Given(health="on_track", reached=frozenset({foreign.pk}), forecasts={foreign.pk: date(2026, 1, 1)})
    check_in(request_of(story), given, by=story.by("sales_owner"), at=week(0))
    foreign.refresh_from_db()
    assert (foreign.state, foreign.forecast_on) == ("planned", None)


def test_it_can_be_changed_until_it_closes_and_keeps_what_it_was(story):
    owner = story.by("sales_owner")
    check_in(request_of(story), Given(health="on_track", happened="Fine."), by=owner, at=week(0))
    check_in(request_of(story), Given(health="off_track", happened="Not fine."), by=owner, at=week(0, 12, day=2))
    assert CheckIn.objects.get().health == "off_track"
    entry = Entry.objects.get(verb="check_in.amended")
    assert (entry.old["happened"], entry.new["happened"]) == ("Fine.", "Not fine.")
    with pytest.raises(Refused, match="closed"):
        check_in(request_of(story), Given(health="on_track"), by=owner, at=week(0, 17, day=2))


def test_a_late_answer_is_taken_until_the_next_is_sent(story):
    owner = story.by("sales_owner")
    check_in(request_of(story, 0), Given(health="on_track"), by=owner, at=week(0, 20, day=5))
    ask_for_check_ins(week(1))
    with pytest.raises(Conflict, match="next check-in"):
        check_in(request_of(story, 1), Given(health="on_track"), by=owner, at=week(1))


def test_nobody_else_checks_in(story):
    for name in ("support_owner", "leader", "admin", "stranger"):
        with pytest.raises(Refused):
            check_in(request_of(story), Given(health="on_track"), by=story.by(name), at=week(0))


def test_it_is_written_down_for_somebody_who_is_told(story, cast):
    told = Told(cast.sales_owner, "by phone")
    answer = check_in(request_of(story), Given(health="at_risk"), told=told, by=story.by("mande"), at=week(0))
    assert (answer.answered_by, answer.told_by, answer.told_how) == (cast.mande, cast.sales_owner, "by phone")
    assert Message.objects.get(kind="check_in_entered").email == cast.sales_owner.email
    entry = Entry.objects.get(verb="check_in.given")
    assert (entry.actor_label, entry.reason) == (cast.mande.name, "As told by Thabo Nkosi (by phone).")


def test_a_roadblock_goes_to_its_leader(story, cast):
    block = Roadblock("No access to the test system", cast.leader2, None)
    given = Given(health="at_risk", roadblock=block)
    check_in(request_of(story), given, by=story.by("sales_owner").by("link"), at=week(0))
    found = Blocker.objects.get()
    assert (found.put_to, found.answer_by) == (cast.leader2, MONDAY + timedelta(days=3))
    assert Message.objects.get(kind="roadblock").email == cast.leader2.email


def test_a_roadblock_without_a_leader_is_asked_for(story):
    given = Given(health="at_risk", roadblock=Roadblock("Something", None, None))
    with pytest.raises(Unfit) as unfit:
        check_in(request_of(story), given, by=story.by("sales_owner"), at=week(0))
    assert unfit.value.errors == {"put_to": ["Choose who can clear it."]}
    assert not CheckIn.objects.exists()


def test_a_page_is_sent_whole_or_not_at_all(story):
    first, second = request_of(story, 0), request_of(story, 1)
    answers = {first.pk: Given(health="on_track"), second.pk: Given()}
    with pytest.raises(RoundUnfit) as unfit:
        send_round(first.round, answers, by=story.by("sales_owner"), at=week(0))
    assert list(unfit.value.requests) == [second.pk]
    assert not CheckIn.objects.exists()


def test_a_reading_of_the_own_action_waits_for_confirmation(story, cast):
    kpi = Kpi.objects.get(name="Lead conversion")
    Kpi.objects.filter(pk=kpi.pk).update(data_owner=cast.sales_owner)
    CorrectiveAction.objects.filter(pk=story.actions[0].pk).update(kpi=kpi)
    first = request_of(story)
    send_round(first.round, {}, {kpi.pk: Value("18.4")}, by=story.by("sales_owner"), at=week(0))
    reading = KpiReading.objects.get()
    assert (reading.date, reading.by_owner, reading.waits_for_confirmation) == (MONDAY, True, True)


def test_the_reviewer_reads_it_and_never_their_own(story, cast):
    CorrectiveAction.objects.filter(pk=story.actions[0].pk).update(reviewer=cast.mande)
    check_in(request_of(story), Given(health="on_track"), by=story.by("sales_owner"), at=week(0))
    with pytest.raises(Refused):
        acknowledge(request_of(story), by=story.by("leader"), at=week(0))
    assert acknowledge(request_of(story), by=story.by("mande"), at=week(0)).state == "acknowledged"
    CorrectiveAction.objects.filter(pk=story.actions[1].pk).update(reviewer=cast.mande)
    told = Told(cast.sales_owner, "by phone")
    check_in(request_of(story, 1), Given(health="on_track"), told=told, by=story.by("mande"), at=week(0))
    with pytest.raises(Refused, match="You wrote this"):
        acknowledge(request_of(story, 1), by=story.by("mande"), at=week(0))

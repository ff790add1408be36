"""Asking for check-ins: once for each person and period, grouped, late, on hold, away, and with rhythms that change."""

from datetime import date, timedelta

import pytest

from accounts.models import Absence, Cadence, Organisation
from actions.models import CheckInRequest, CheckInRound, CorrectiveAction
from actions.services.answering import Given, check_in
from actions.services.asking import ask_for_check_ins
from actions.services.cadences import set_action_cadence
from actions.services.holding import hold, resume
from notifications.models import Message
from tests.story import MONDAY, begin, local, week

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast):
    return begin(cast).signed()


def periods(action: CorrectiveAction) -> list[date]:
    return list(
        CheckInRequest.objects.filter(action=action, state="sent")
        .order_by("period_start")
        .values_list("period_start", flat=True)
    )


def test_nobody_is_asked_before_the_first_monday_at_eight(story):
    assert ask_for_check_ins(local(MONDAY, 7, 59)) == 0
    assert ask_for_check_ins(local(MONDAY, 8)) == 4


def test_one_mail_and_one_page_for_all_that_a_person_answers_for(story, cast):
    ask_for_check_ins(week(0))
    rounds = CheckInRound.objects.order_by("person__name")
    assert [each.person for each in rounds] == [cast.support_owner, cast.sales_owner]
    assert [each.requests.count() for each in rounds] == [2, 2]
    mails = Message.objects.filter(kind="check_in")
    assert {each.email for each in mails} == {cast.sales_owner.email, cast.support_owner.email}
    assert all("{link}" in each.text and "http" not in each.text for each in mails)


def test_run_twice_late_and_after_weeks_of_downtime(story):
    assert ask_for_check_ins(week(0)) == 4
    assert ask_for_check_ins(week(0)) == 0
    assert ask_for_check_ins(week(0, 20, day=6)) == 0
    assert ask_for_check_ins(week(4, 15, day=3)) == 4
    assert periods(story.actions[0]) == [MONDAY, MONDAY + timedelta(weeks=4)]
    assert Message.objects.filter(kind="check_in").count() == 4


def test_what_is_asked_late_stays_open_for_two_working_days(story):
    ask_for_check_ins(week(4, 15, day=3))
    closes = CheckInRequest.objects.first().closes_at
    assert closes == local(MONDAY + timedelta(weeks=4, days=6), 17), "Thursday plus two working days, within its week"


def test_it_closes_on_wednesday_at_five(story):
    ask_for_check_ins(week(0))
    assert CheckInRequest.objects.first().closes_at == local(MONDAY + timedelta(days=2), 17)


def test_drafts_and_done_actions_are_not_asked_about(story):
    CorrectiveAction.objects.filter(pk=story.actions[0].pk).update(state="implemented")
    CorrectiveAction.objects.filter(pk=story.actions[1].pk).update(state="on_hold")
    assert ask_for_check_ins(week(0)) == 2


def test_an_action_that_begins_later_is_asked_about_later(story):
    CorrectiveAction.objects.filter(pk=story.actions[0].pk).update(start_on=MONDAY + timedelta(days=10))
    assert ask_for_check_ins(week(0)) == 3
    assert ask_for_check_ins(week(1)) == 4


def test_hold_skips_what_is_open_and_resuming_waits_a_full_period(story):
    ask_for_check_ins(week(0))
    action = hold(story.actions[0], reason="The supplier changes.", by=story.by("leader"), at=week(0, 12))
    assert CheckInRequest.objects.get(action=action).state == "skipped"
    ask_for_check_ins(week(1))
    assert periods(action) == []
    resume(action, by=story.by("mande"), at=week(1, 12, day=2))
    ask_for_check_ins(week(2))
    assert periods(action) == [], "resumed on Wednesday: the next Monday is less than a period away"
    ask_for_check_ins(week(3))
    assert periods(action) == [MONDAY + timedelta(weeks=3)]


def test_an_early_answer_moves_nothing(story):
    ask_for_check_ins(week(0))
    request = CheckInRequest.objects.get(action=story.actions[0])
    check_in(request, Given(health="on_track"), by=story.by("sales_owner"), at=week(0, 9))
    ask_for_check_ins(week(1, 7))
    assert CheckInRequest.objects.filter(action=story.actions[0]).count() == 1
    ask_for_check_ins(week(1, 8))
    assert CheckInRequest.objects.filter(action=story.actions[0]).count() == 2


def test_a_new_rhythm_of_an_action_begins_when_its_period_has_ended(story):
    ask_for_check_ins(week(0))
    set_action_cadence(story.actions[0], 2, by=story.by("mande"), at=week(0, 12, day=1))
    for number in range(1, 6):
        ask_for_check_ins(week(number))
    found = periods(story.actions[0])
    assert [(later - earlier).days for earlier, later in zip(found[1:], found[2:], strict=False)] == [14] * (
        len(found) - 2
    )
    assert found[1] >= MONDAY + timedelta(weeks=1)
    assert len(periods(story.actions[1])) == 6, "the others go on as before"


def test_a_new_rhythm_of_the_organisation_never_asks_twice_for_the_same_days(story):
    ask_for_check_ins(week(0))
    thursdays = Cadence.objects.create(weeks=1, weekday=3, hour=10, anchor_on=MONDAY)
    Organisation.objects.update(check_in_cadence=thursdays)
    for day in range(21):
        ask_for_check_ins(local(MONDAY + timedelta(days=day), 23))
    rows = CheckInRequest.objects.filter(action=story.actions[0]).order_by("period_start")
    assert [each.period_start for each in rows] == [MONDAY, MONDAY + timedelta(days=10), MONDAY + timedelta(days=17)]
    assert all(a.period_end < b.period_start for a, b in zip(rows, list(rows)[1:], strict=False))


def test_a_department_has_its_own_rhythm_and_zone(story, cast):
    cast.support.check_in_cadence = Cadence.objects.create(weeks=2, weekday=2, hour=7, anchor_on=MONDAY)
    cast.support.time_zone = "Pacific/Auckland"
    cast.support.save()
    ask_for_check_ins(week(0))
    assert CheckInRound.objects.get().person == cast.sales_owner
    assert ask_for_check_ins(local(MONDAY + timedelta(days=1), 20)) == 0, "Wednesday 06:00 in Auckland"
    assert ask_for_check_ins(local(MONDAY + timedelta(days=1), 21)) == 2, "Wednesday 07:00 in Auckland"


class TestWhoIsAsked:
    def test_the_stand_in_while_the_owner_is_away(self, story, cast):
        Absence.objects.create(
            person=cast.sales_owner, first_on=MONDAY, last_on=MONDAY + timedelta(days=4), stand_in=cast.mande
        )
        ask_for_check_ins(week(0))
        assert {each.person for each in CheckInRound.objects.all()} == {cast.mande, cast.support_owner}
        ask_for_check_ins(week(1))
        assert CheckInRound.objects.filter(person=cast.sales_owner).count() == 1

    def test_nobody_is_asked_where_nobody_stands_in(self, story, cast):
        Absence.objects.create(person=cast.sales_owner, first_on=MONDAY, last_on=MONDAY)
        ask_for_check_ins(week(0))
        rows = CheckInRequest.objects.filter(action__owner=cast.sales_owner)
        assert {each.state for each in rows} == {"excused"}
        assert not Message.objects.filter(email=cast.sales_owner.email, kind="check_in").exists()

    def test_the_ladder_where_the_owner_has_left(self, story, cast):
        cast.sales_owner.is_active = False
        cast.sales_owner.save()
        ask_for_check_ins(week(0))
        assert {each.person for each in CheckInRound.objects.all()} == {cast.mande, cast.support_owner}
        cast.sales.head, cast.sales.deputy = None, cast.stranger
        cast.sales.save()
        ask_for_check_ins(week(1))
        assert CheckInRound.objects.filter(person=cast.stranger).exists()

"""Reminders: once for each stage, one mail a day, none for what is done or held, few for leaders."""

from datetime import date, timedelta

import pytest

from actions.models import CheckInRequest, CorrectiveAction, Milestone
from actions.services.answering import Given, check_in
from actions.services.asking import ask_for_check_ins
from actions.services.holding import hold
from actions.services.milestones import reach
from actions.services.roadblocks import raise_roadblock
from meetings.services import add_task, end_task
from notifications.models import Mention, Message
from reports.digest import send_digests
from reports.reminders import remind, stage_of
from tests.story import MONDAY, begin, local, week

pytestmark = pytest.mark.django_db

PROMISED = date(2025, 5, 9)  # a Friday, the milestones of the story


@pytest.fixture
def story(cast):
    return begin(cast).signed()


def mails(person=None, kind: str = "reminder"):
    rows = Message.objects.filter(kind=kind).order_by("created_at", "pk")
    return list(rows.filter(person_id=person.pk) if person else rows)


@pytest.mark.parametrize(
    ("days", "stage"), [(-4, ""), (-3, "before"), (0, "before"), (1, "late"), (6, "late"), (7, "again"), (400, "again")]
)
def test_the_stages(days, stage):
    assert stage_of(PROMISED, PROMISED + timedelta(days=days)) == stage


def days_between(first: date, last: date):
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def test_each_stage_once_and_then_it_ends(story, cast):
    for day in days_between(date(2025, 5, 1), date(2025, 7, 30)):
        for hour in (7, 8, 9, 20):
            remind(local(day, hour))
    found = [each.created_at.date() for each in mails(cast.sales_owner)]
    assert found == [date(2025, 5, 6), date(2025, 5, 12), date(2025, 5, 16)]
    assert mails(cast.sales_owner)[0].subject == "Two things wait for you"


def test_a_missed_run_tells_it_later_and_once(story, cast):
    remind(local(PROMISED, 15))
    remind(local(PROMISED, 16))
    assert len(mails(cast.sales_owner)) == 1
    remind(local(PROMISED + timedelta(days=40), 15))
    assert len(mails(cast.sales_owner)) == 2, "only the stage of that day, not the ones it slept through"


def test_a_date_set_when_it_is_late_already_is_told_once(story, cast):
    Milestone.objects.update(promised_on=PROMISED + timedelta(days=60))
    remind(local(date(2025, 5, 12), 9))
    assert not mails()
    Milestone.objects.filter(action=story.actions[0]).update(promised_on=date(2025, 5, 1))
    remind(local(date(2025, 5, 13), 9))
    assert len(mails(cast.sales_owner)) == 1


def test_none_for_what_is_reached_held_or_ended(story, cast):
    first, second = Milestone.objects.filter(action__in=story.actions[:2]).order_by("action__number")
    reach(first, on=date(2025, 5, 5), by=story.by("sales_owner"), at=local(date(2025, 5, 5), 9))
    hold(story.actions[1], reason="Waits for the supplier.", by=story.by("leader"), at=local(date(2025, 5, 5), 9))
    for day in days_between(date(2025, 5, 6), date(2025, 6, 30)):
        remind(local(day, 9))
    assert not mails(cast.sales_owner)
    assert second.title


def test_nothing_on_a_weekend_and_before_eight(story):
    remind(local(date(2025, 5, 10), 12))
    remind(local(date(2025, 5, 11), 12))
    remind(local(date(2025, 5, 12), 7, 59))
    assert not mails()
    remind(local(date(2025, 5, 12), 8))
    assert mails()


class TestCheckIns:
    def test_before_it_closes_and_once_when_it_was_missed(self, story, cast):
        ask_for_check_ins(week(0))
        for day in days_between(MONDAY, MONDAY + timedelta(days=6)):
            remind(local(day, 9))
        found = mails(cast.sales_owner)
        assert [each.created_at.date() for each in found] == [MONDAY + timedelta(days=2), MONDAY + timedelta(days=3)]
        assert [each.link_kind for each in found] == ["check_in", "check_in"], "the link itself is in the mail"
        assert "{link}" in found[0].text
        assert "closes today at 17:00" in found[0].text

    def test_none_once_it_is_given(self, story, cast):
        ask_for_check_ins(week(0))
        for request in CheckInRequest.objects.filter(round__person=cast.sales_owner):
            check_in(request, Given(health="on_track"), by=story.by("sales_owner"), at=week(0, 12))
        for day in days_between(MONDAY, MONDAY + timedelta(days=6)):
            remind(local(day, 9))
        assert not mails(cast.sales_owner)
        assert len(mails(cast.support_owner)) == 2

    def test_whoever_is_asked_that_day_is_not_reminded_that_day(self, story, cast):
        Milestone.objects.filter(action=story.actions[0]).update(promised_on=MONDAY + timedelta(days=1))
        ask_for_check_ins(week(0, 8))
        remind(week(0, 9))
        assert not mails(cast.sales_owner)
        remind(week(0, 9, day=1))
        assert len(mails(cast.sales_owner)) == 1

    def test_after_two_missed_in_a_row_the_next_on_the_ladder_is_told_once(self, story, cast):
        CorrectiveAction.objects.filter(pk__in=[each.pk for each in story.actions]).update(owner=cast.support_owner)
        for number in range(5):
            ask_for_check_ins(week(number))
            for day in range(5):
                remind(week(number, 10, day=day))
        found = mails(cast.sales_owner)
        assert len(found) == 1
        assert "has not answered 2 times in a row" in found[0].text


class TestLeaders:
    def test_reminders_ride_in_the_digest_where_it_leaves_within_two_days(self, story, cast):
        monday = date(2025, 5, 5)  # the digest leaves on Tuesday 6 May
        raise_roadblock(
            story.actions[0],
            what="No room",
            put_to=cast.leader,
            answer_by=monday,
            by=story.by("sales_owner"),
            at=local(monday, 7),
        )
        remind(local(monday, 9))
        assert not mails(cast.leader)
        remind(local(monday + timedelta(days=2), 9))
        assert len(mails(cast.leader)) == 1

    def test_two_routine_mails_a_week_at_most(self, story, cast):
        begun = date(2025, 4, 27)
        for number in range(30):
            day = begun + timedelta(days=number)
            add_task(
                story.analysis,
                title=f"Task {number}",
                owner=cast.leader,
                due_on=day,
                by=story.by("mande"),
                at=local(begun, 6),
            )
        for day in days_between(begun, begun + timedelta(days=40)):
            send_digests(local(day, 8))
            remind(local(day, 9))
        weeks: dict[tuple[int, int], int] = {}
        for each in Message.objects.filter(person_id=cast.leader.pk, kind__in=["digest", "reminder"]):
            key = each.created_at.isocalendar()[:2]
            weeks[key] = weeks.get(key, 0) + 1
        assert max(weeks.values()) == 2


def test_leaderships_to_dos_are_in_the_same_mail(story, cast):
    task = add_task(
        story.analysis, title="Tell the teams", owner=cast.mande, due_on=PROMISED, by=story.by("mande"), at=week(0)
    )
    remind(local(PROMISED, 9))
    assert "Tell the teams" in mails(cast.mande)[0].text
    end_task(task, "finish", by=story.by("mande"), at=local(PROMISED, 10))
    remind(local(PROMISED + timedelta(days=3), 9))
    assert len(mails(cast.mande)) == 1


def test_people_of_another_zone_are_reminded_in_their_morning(story, cast):
    cast.support.time_zone = "America/New_York"
    cast.support.save()
    cast.support_owner.department = cast.support
    cast.support_owner.save()
    remind(local(PROMISED, 9))
    assert mails(cast.sales_owner)
    assert not mails(cast.support_owner)
    remind(local(PROMISED, 14))
    assert mails(cast.support_owner)
    assert Mention.objects.filter(person_id=cast.support_owner.pk).count() == 2

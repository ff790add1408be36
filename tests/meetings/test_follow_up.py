"""The follow-up plan: what it changes from then on, and that leadership signs it in one step with the decisions."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.models import Cadence
from accounts.services.rhythm import set_department_rhythm
from actions.models import CheckInRequest, CorrectiveAction, Signature
from actions.services.asking import ask_for_check_ins
from actions.services.cadences import anchor_before, set_action_cadence
from audit.models import Entry
from common.access import Conflict, Refused
from common.cadence import period_at
from meetings.followup import plan_digest, plans_in_force
from meetings.minutes import content_of
from meetings.models import FollowUpSignature
from meetings.services.plan_decisions import ready_to_sign, record_plan_decision
from meetings.services.session import end_meeting
from meetings.services.signing import sign_meeting
from meetings.standing import plan_standing
from meetings.verify import broken_follow_ups
from notifications.models import Message
from reports.digest import readers, send_digests
from reports.reminders import remind
from tests.factories import PASSWORD
from tests.meetings.conftest import WHEN, agree_plan, later, make_room
from tests.meetings.test_pages import text
from tests.story import decide, local, sign_all

pytestmark = pytest.mark.django_db
NEXT = date(2025, 5, 1)  # a Thursday


def agree(room, **values):
    """Asked on Fridays, read by the other leader and M&E, who are told of silence."""
    cast = room.story.cast
    ours = {"check_in_day": 4, "readers": [cast.leader2, cast.mande], "escalate_to": cast.leader2}
    agree_plan(room, **{"plan_meetings": False, **ours, **values})
    room.reload()


@pytest.fixture
def agreed(running):
    """All four plans are signed, and the plan of how to follow up is agreed."""
    for number in range(4):
        decide(running.plan(number), "approve", running.story.by("leader"), at=WHEN)
    sign_all(running.request, running.story.by("leader"), at=WHEN)
    agree(running)
    return running


@pytest.mark.parametrize("weeks", [1, 2])
@pytest.mark.parametrize("weekday", range(7))
def test_the_anchor_is_the_weekday_shortly_before_the_meeting(weeks, weekday):
    for days in range(1, 40):
        found = anchor_before(NEXT + timedelta(days=days), weeks=weeks, weekday=weekday, at=WHEN)
        assert found <= WHEN.date()
        assert found.weekday() == weekday
        last = NEXT + timedelta(days=days - 1 - (NEXT.weekday() + days - 1 - weekday) % 7)
        assert (last - found).days % (7 * weeks) == 0


def test_owners_are_asked_as_agreed(agreed):
    days = set()
    for day in range(60):
        at = local(date(2025, 4, 18) + timedelta(days=day), 9)
        ask_for_check_ins(at)
        days |= {each.period_start for each in CheckInRequest.objects.all()}
    assert sorted(days)[:3] == [date(2025, 4, 25), date(2025, 5, 9), date(2025, 5, 23)], (
        "each six days before a meeting"
    )
    assert {each.weekday() for each in days} == {4}


def test_an_action_of_its_own_rhythm_comes_first_and_the_department_last(agreed, cast):
    set_department_rhythm(cast.sales, (1, 0, 8), by=cast.viewer("admin"), at=WHEN)
    first = agreed.story.actions[0]
    set_action_cadence(first, 1, by=agreed.mande, at=WHEN)
    for day in range(30):
        ask_for_check_ins(local(date(2025, 4, 18) + timedelta(days=day), 9))
    own = CheckInRequest.objects.filter(action=first).values_list("period_start", flat=True)
    others = CheckInRequest.objects.exclude(action=first).values_list("period_start", flat=True)
    assert set(own) >= {date(2025, 4, 25), date(2025, 5, 2), date(2025, 5, 9)}
    assert set(others) == {date(2025, 4, 25), date(2025, 5, 9)}


def test_agreed_again_without_a_change_writes_nothing(agreed):
    before = (Cadence.objects.count(), Entry.objects.filter(verb="analysis.rhythm_agreed").count())
    agree(agreed)
    assert (Cadence.objects.count(), Entry.objects.filter(verb="analysis.rhythm_agreed").count()) == before
    cadence = agreed.meeting.analysis.check_in_cadence
    assert period_at(cadence.rhythm("Africa/Johannesburg"), WHEN).start == date(2025, 4, 11)


def test_the_reviewer_is_named_but_never_for_the_own_action(running, cast):
    agree(running, reviewer=cast.sales_owner)
    found = dict(CorrectiveAction.objects.order_by("number").values_list("number", "reviewer"))
    owned = set(CorrectiveAction.objects.filter(owner=cast.sales_owner).values_list("number", flat=True))
    assert owned
    assert all((found[number] is None) == (number in owned) for number in found)


def test_the_digest_goes_to_whom_the_plan_names(running, cast):
    assert {each.name for each in readers()} == {"Nomsa Dlamini", "Peter Adams"}
    agree(running)
    assert [each.name for each in readers()] == ["Grace Okafor", "Peter Adams"]
    send_digests(local(date(2025, 5, 20), 9))
    told = Message.objects.filter(kind="digest").values_list("name", flat=True)
    assert set(told) == {"Grace Okafor", "Peter Adams"}


def test_whom_the_plan_names_is_told_when_nobody_answers(agreed, cast):
    for day in range(45):
        at = local(date(2025, 4, 18) + timedelta(days=day), 9)
        ask_for_check_ins(at)
        remind(at)
    told = Message.objects.filter(kind="reminder", text__contains="times in a row")
    assert set(told.values_list("person_id", flat=True)) == {cast.leader2.pk}


def test_only_the_plan_agreed_last_holds(agreed, cast):
    assert plans_in_force()[agreed.meeting.analysis_id]["escalate_to"] == cast.leader2.pk
    agree(agreed, escalate_to=cast.leader)
    assert plans_in_force()[agreed.meeting.analysis_id]["escalate_to"] == cast.leader.pk


class TestSigning:
    @pytest.fixture(autouse=True)
    def _on_the_day(self):
        with time_machine.travel(WHEN, tick=False):
            yield

    def test_decisions_and_plan_in_one_step(self, running, cast, client_of):
        pk, leader = running.meeting.pk, client_of(cast.leader)
        plan = running.plan()
        item = running.items("decision")[0]
        record_plan_decision(item, choice="approve", digest_seen=plan.snapshot.digest, by=running.mande, at=WHEN)
        agree(running)
        sign_here = reverse("meeting_sign", args=[pk])
        page = text(leader.get(sign_here))
        assert "One decision waits for your signature" in page
        assert "Owners are asked every two weeks on Friday how it goes." in page
        there = leader.post(sign_here)["Location"]
        page = leader.get(there)
        assert "and the follow-up plan" in text(page)
        posted = {f"digest-{plan.pk}": plan.snapshot.digest, "follow_up": page.context["plan_digest"]}
        wrong = leader.post(there, {**posted, "password": "not it"})
        assert wrong.status_code == 422
        assert not Signature.objects.exists()
        answer = leader.post(there, {**posted, "password": PASSWORD}, follow=True)
        assert "One decision and the follow-up plan signed." in text(answer)
        assert Signature.objects.get().signer == cast.leader
        row = FollowUpSignature.objects.get()
        assert (row.signer, row.plan["check_in_weeks"]) == (cast.leader, 2)
        assert "Nothing to sign" in text(leader.get(sign_here))
        assert "signature outstanding: Peter Adams" in plan_standing(running.meeting).words

    def test_a_plan_that_changed_meanwhile_is_refused_and_nothing_is_signed(self, running, cast, client_of):
        leader = client_of(cast.leader)
        agree(running)
        plan, item = running.plan(), running.items("decision")[0]
        record_plan_decision(item, choice="approve", digest_seen=plan.snapshot.digest, by=running.mande, at=WHEN)
        there = leader.post(reverse("meeting_sign", args=[running.meeting.pk]))["Location"]
        seen = plan_digest(running.meeting)
        agree(running, check_in_weeks=1)
        posted = {f"digest-{plan.pk}": plan.snapshot.digest, "follow_up": seen, "password": PASSWORD}
        answer = leader.post(there, posted)
        assert answer.status_code == 409
        assert "follow-up plan changed" in text(answer)
        assert not Signature.objects.exists()
        assert not FollowUpSignature.objects.exists()

    def test_a_changed_plan_asks_for_signatures_again(self, running, cast):
        agree(running)
        leader = cast.viewer("leader")
        sign_meeting(running.meeting, {}, follow_up=plan_digest(running.meeting), by=leader, at=WHEN)
        with pytest.raises(Conflict, match="already"):
            sign_meeting(running.meeting, {}, follow_up=plan_digest(running.meeting), by=leader, at=WHEN)
        agree(running, check_in_weeks=1)
        assert "Nomsa Dlamini" in plan_standing(running.meeting).words.split("outstanding")[1]
        sign_meeting(running.meeting, {}, follow_up=plan_digest(running.meeting), by=leader, at=WHEN)
        assert FollowUpSignature.objects.count() == 2

    def test_only_leadership_signs_it(self, running, cast):
        agree(running)
        with pytest.raises(Refused, match="Leadership signs"):
            sign_meeting(running.meeting, {}, follow_up=plan_digest(running.meeting), by=cast.viewer("mande"), at=WHEN)

    def test_several_bundles_are_signed_with_one_password(self, cast, client_of):
        room = make_room(cast)
        actions, request = room.story.actions, room.request
        assert len(actions) == 4
        room.start()
        for number in (0, 1):
            plan, item = room.plan(number), room.items("decision")[number]
            record_plan_decision(item, choice="approve", digest_seen=plan.snapshot.digest, by=room.mande, at=WHEN)
        ready = ready_to_sign(room.meeting, by=cast.viewer("leader"), at=WHEN)
        assert ready.requests == [request]
        digests = {room.plan(number).pk: room.plan(number).snapshot.digest for number in (0, 1)}
        signed = sign_meeting(room.meeting, digests, follow_up="", by=cast.viewer("leader"), at=WHEN)
        assert (len(signed.signatures), len(signed.settled), signed.follow_up) == (2, 2, None)

    def test_it_stands_in_the_minutes_and_cannot_be_changed(self, running, cast):
        agree(running)
        end_meeting(running.meeting, by=running.mande, at=later(hours=1))
        running.reload()
        content = content_of(running.meeting, {}, at=later(hours=1))
        assert content["follow_up_signature"] == "signature outstanding: Nomsa Dlamini and Peter Adams"
        for who in ("leader", "leader2"):
            digest = plan_digest(running.meeting)
            sign_meeting(running.meeting, {}, follow_up=digest, by=cast.viewer(who), at=WHEN)
        content = content_of(running.meeting, {}, at=later(hours=1))
        assert content["follow_up_signature"] == "signed by Nomsa Dlamini and Peter Adams"
        assert content["follow_up_is_signed"] is True
        assert list(broken_follow_ups()) == []
        with pytest.raises(DatabaseError), transaction.atomic():
            FollowUpSignature.objects.update(signer_name="Somebody")

    def test_tampering_is_found(self, running, cast):
        agree(running)
        digest = plan_digest(running.meeting)
        sign_meeting(running.meeting, {}, follow_up=digest, by=cast.viewer("leader"), at=WHEN)
        table = "meetings_followupsignature"
        on = f" ON {table}" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            for name in (f"{table}_insert_only",) if on else (f"{table}_no_update", f"{table}_no_delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        FollowUpSignature.objects.update(signer_name="Somebody")
        assert len(list(broken_follow_ups())) == 1


def test_the_page_in_session_shows_the_code_and_who_is_asked(running, cast, client_of):
    agree(running)
    page = client_of(cast.mande).get(reverse("session", args=[running.meeting.pk]))
    assert "How we follow up" in text(page)
    assert 'class="qr" role="img"' in page.content.decode()

"""Handing over: nobody is switched off with open work; what was previewed is done, nothing else."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Department, Invitation, RoleGrant, Team, User
from accounts.services.handing import Choice, hand_over, preview
from accounts.services.invitations import invite
from accounts.services.people import edit_person, switch_off
from accounts.services.rhythm import add_absence
from accounts.work import REFUSED, SIGNATURE, open_work
from actions.models import ApprovalItem, ApprovalRequest, Blocker, CheckInRequest, CorrectiveAction, PlanChange
from actions.services.asking import ask_for_check_ins
from actions.services.roadblocks import raise_roadblock
from audit.models import Entry
from common.access import Conflict, Refused, Unfit
from common.dates import today
from gaps.services.kpis import edit_kpi
from gaps.services.questions import ask
from meetings.models import Attendance, Meeting
from meetings.services import add_task, plan_meeting, schedule_meeting
from meetings.services.followup import agree_follow_up
from meetings.services.session import start_meeting
from notifications.models import Message
from saypro.work import SOURCES
from tests.factories import NOW, ActionFactory, TeamFactory, UserFactory
from tests.story import begin, decide, later, sign_all, week

pytestmark = pytest.mark.django_db


def kinds(person, at=NOW) -> list[str]:
    return [work.kind for work in open_work(person, SOURCES, at)]


def give(cast, person, choice, *, then_off=False, at=NOW, token=None):
    """Look, then do what was seen, as the administrator."""
    by = cast.viewer("admin")
    seen = preview(person, choice, SOURCES, by=by, at=at)
    return hand_over(
        person,
        choice,
        SOURCES,
        token=token or seen.token(),
        reason="has left us",
        then_off=then_off,
        by=by,
        at=at,
    )


def to(person) -> Choice:
    return Choice(for_all=str(person.pk))


@pytest.fixture
def story(cast):
    """One plan signed and asked about, three waiting for a decision; Thabo owns two, a roadblock is put to Nomsa."""
    with time_machine.travel(week(0), tick=False):
        story = begin(cast).ready()
        story.request = story.submit()
        items = list(ApprovalItem.objects.filter(request=story.request))
        decide(items[0], "approve", story.by("leader"))
        sign_all(story.request, story.by("leader"))
        ask_for_check_ins(week(0))
        raise_roadblock(story.actions[0], what="No room", put_to=cast.leader, by=story.by("sales_owner"), at=NOW)
        yield story


@pytest.fixture
def busy(story, cast):
    """Thabo has something of every kind."""
    mande, thabo = story.by("mande"), cast.sales_owner
    ActionFactory(number=90, gap=story.gaps[0], owner=cast.support_owner, sponsor=thabo, state="draft")
    helped = ActionFactory(number=91, gap=story.gaps[0], owner=cast.support_owner, reviewer=thabo, state="draft")
    helped.contributors.add(thabo)
    edit_kpi(story.gaps[0].measures.get().kpi, data_owner=thabo, by=mande, at=NOW)
    ask(story.gaps[0], question="Why so late?", answerer=thabo, by=story.by("leader"), at=NOW)
    add_task(story.analysis, title="Book the room", owner=thabo, by=mande, at=NOW)
    for title, people in (
        ("Led", {"facilitator": thabo}),
        ("Attended", {"facilitator": cast.mande, "attending": [thabo]}),
    ):
        made = plan_meeting(story.analysis, title=title, by=mande, at=NOW)
        schedule_meeting(made, title=title, starts_at=later(days=7), by=mande, at=NOW, **people)
    agree(story, cast)
    TeamFactory(name="Led team", lead=thabo).members.add(thabo)
    TeamFactory(name="Joined team", lead=cast.mande).members.add(thabo)
    Department.objects.filter(pk=cast.support.pk).update(deputy=thabo)
    day = today(week(0))
    add_absence(
        cast.mande, first_on=day, last_on=day + timedelta(days=3), stand_in=thabo, by=cast.viewer("admin"), at=week(0)
    )
    invite(email="new@example.org", name="New", department=None, role=None, by=cast.viewer("admin"), at=NOW)
    Invitation.objects.update(invited_by=thabo)
    return story


def agree(story, cast):
    mande = story.by("mande")
    held = plan_meeting(story.analysis, title="Agreed", by=mande, at=NOW)
    schedule_meeting(held, title="Agreed", starts_at=later(days=1), facilitator=cast.mande, by=mande, at=NOW)
    held = start_meeting(held, by=mande, at=later(days=1))
    agree_follow_up(
        held,
        check_in_weeks=2,
        check_in_day=0,
        reviewer=cast.sales_owner,
        readers=[cast.leader, cast.sales_owner],
        escalate_to=cast.leader,
        meeting_weeks=2,
        meeting_day=1,
        hour=later().time(),
        dates=[],
        plan_meetings=False,
        by=mande,
        at=later(days=1),
    )


def test_everything_open_is_found(busy, cast):
    found = kinds(cast.sales_owner, week(0))
    assert set(found) == {
        "owns",
        "sponsors",
        "reviews",
        "helps",
        "check_ins",
        "leads_meeting",
        "tasks",
        "follow_up",
        "attends",
        "readings",
        "questions",
        "heads",
        "deputises",
        "leads",
        "member",
        "stands_in",
        "invited",
    }
    assert found.count("follow_up") == 2
    assert set(kinds(cast.leader, week(0))) == {"decides", "roadblocks", "follow_up"}
    assert kinds(cast.stranger) == []


def test_it_costs_the_same_for_two_actions_and_for_fifty(story, cast):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            open_work(cast.sales_owner, SOURCES, NOW)
        with CaptureQueriesContext(connection) as again:
            preview(cast.sales_owner, to(cast.support_owner), SOURCES, by=cast.viewer("admin"), at=NOW)
        return len(seen), len(again)

    before = cost()
    for number in range(100, 150):
        ActionFactory(number=number, gap=story.gaps[0], owner=cast.sales_owner, state="draft")
    assert cost() == before
    assert before[0] <= 6


def test_everything_goes_to_one_person_who_gets_one_mail(busy, cast):
    newcomer = UserFactory(name="Zola Ndlovu")
    RoleGrant.objects.create(user=newcomer, role=RoleGrant.objects.get(user=cast.leader).role)
    Message.objects.all().delete()
    done = give(cast, cast.sales_owner, to(newcomer), then_off=True, at=week(0))
    assert not done.refused
    assert kinds(cast.sales_owner, week(0)) == []
    assert not User.objects.get(pk=cast.sales_owner.pk).is_active
    mails = Message.objects.filter(kind="handed_over")
    assert [mail.person_id for mail in mails] == [newcomer.pk]
    assert "Book the room" in mails[0].text
    assert Department.objects.get(pk=cast.sales.pk).head == newcomer
    assert Department.objects.get(pk=cast.support.pk).deputy == newcomer
    assert set(Team.objects.get(name="Led team").members.all()) == {newcomer}
    assert cast.sales_owner not in Team.objects.get(name="Joined team").members.all()
    assert Meeting.objects.get(title="Led").facilitator == newcomer
    assert not Attendance.objects.filter(person=cast.sales_owner, meeting__state="scheduled").exists()
    plan = Meeting.objects.get(title="Agreed").follow_up
    assert (plan["reviewer"], plan["labels"]["reviewer"]) == (newcomer.pk, "Zola Ndlovu")
    assert plan["readers"] == [cast.leader.pk, newcomer.pk]
    assert CheckInRequest.objects.get().round.person == newcomer
    entry = Entry.objects.get(verb="person.handed_over")
    assert entry.new["handed_to"] == {"Zola Ndlovu": len(done.lines)}
    assert entry.reason == "has left us"


def test_a_signed_plan_asks_for_one_signature_and_the_others_change_at_once(story, cast):
    seen = preview(cast.sales_owner, to(cast.support_owner), SOURCES, by=cast.viewer("admin"), at=NOW)
    tones = {line.work.title[:4]: line.foreseen.tone for line in seen.lines if line.work.kind == "owns"}
    assert tones == {"A-01": SIGNATURE, "A-02": SIGNATURE}
    assert "once Nomsa Dlamini or Peter Adams signs it" in seen.lines[0].foreseen.text
    give(cast, cast.sales_owner, to(cast.support_owner))
    signed, waiting = CorrectiveAction.objects.filter(number__in=(1, 2)).order_by("number")
    assert (signed.owner, waiting.owner) == (cast.sales_owner, cast.support_owner)
    change = PlanChange.objects.get(state="requested")
    assert change.new == {"owner": cast.support_owner.pk}
    assert "owns" not in kinds(cast.sales_owner)
    decide(change.item, "approve", story.by("leader2"))
    sign_all(change.item.request, story.by("leader2"))
    signed.refresh_from_db()
    assert signed.owner == cast.support_owner


def test_many_signed_plans_go_into_one_bundle_even_late_ones(cast):
    story = begin(cast).signed()
    CorrectiveAction.objects.update(owner=cast.sales_owner)
    bundles = ApprovalRequest.objects.count()
    late = later(days=200)
    give(cast, cast.sales_owner, to(cast.mande), at=late)
    assert ApprovalRequest.objects.count() == bundles + 1
    assert PlanChange.objects.filter(state="requested").count() == len(story.actions)
    asked = Message.objects.filter(kind="bundle_submitted", created_at=late)
    assert asked.count() == 2


def test_who_signed_the_plan_does_not_come_to_own_it(story, cast):
    by = cast.viewer("admin")
    seen = preview(cast.sales_owner, to(cast.leader), SOURCES, by=by, at=NOW)
    refused = [line for line in seen.refused if line.work.kind == "owns"]
    assert [line.work.title[:4] for line in refused] == ["A-01"]
    assert "nobody owns what they signed" in refused[0].foreseen.text
    with pytest.raises(Unfit, match="cannot be done as chosen"):
        give(cast, cast.sales_owner, to(cast.leader))
    assert not Entry.objects.filter(verb="person.handed_over").exists()


def test_the_owner_to_be_does_not_sign_for_it(story, cast):
    give(cast, cast.sales_owner, to(cast.leader2))
    item = PlanChange.objects.get(state="requested").item
    with pytest.raises(Refused, match="You are to own"):
        decide(item, "approve", story.by("leader2"))


def test_a_change_that_waits_is_decided_first(story, cast):
    give(cast, cast.sales_owner, to(cast.support_owner))
    seen = preview(cast.support_owner, to(cast.mande), SOURCES, by=cast.viewer("admin"), at=NOW)
    coming = [line for line in seen.lines if line.work.kind == "coming"]
    assert [line.foreseen.tone for line in coming] == [REFUSED]
    with pytest.raises(Conflict, match="one action to come"):
        switch_off(cast.support_owner, reason="x", sources=SOURCES, by=cast.viewer("admin"), at=NOW)


def test_only_leaders_get_what_leaders_decide(story, cast):
    by = cast.viewer("admin")
    seen = preview(cast.leader, to(cast.stranger), SOURCES, by=by, at=NOW)
    assert {line.work.kind for line in seen.refused} == {"decides", "roadblocks"}
    old = Blocker.objects.get().nonce
    give(cast, cast.leader, to(cast.leader2))
    blocker = Blocker.objects.get()
    assert blocker.put_to == cast.leader2
    assert blocker.nonce != old
    assert set(story.request.signers.all()) == {cast.leader2}


def test_head_and_deputy_stay_two_people(cast):
    Department.objects.filter(pk=cast.sales.pk).update(deputy=cast.mande)
    seen = preview(cast.sales_owner, to(cast.mande), SOURCES, by=cast.viewer("admin"), at=NOW)
    assert [line.work.kind for line in seen.refused] == ["heads"]


def test_by_kind_and_by_single_thing(story, cast):
    owned = [work for work in open_work(cast.sales_owner, SOURCES, NOW) if work.kind == "owns"]
    choice = Choice(
        for_all=str(cast.mande.pk),
        by_kind={"owns": str(cast.support_owner.pk)},
        by_item={owned[1].key: str(cast.stranger.pk)},
    )
    seen = preview(cast.sales_owner, choice, SOURCES, by=cast.viewer("admin"), at=NOW)
    got = {line.work.key: line.to for line in seen.lines}
    assert got[owned[0].key] == cast.support_owner
    assert got[owned[1].key] == cast.stranger
    assert {line.to for line in seen.lines if line.work.kind == "heads"} == {cast.mande}


def test_what_changed_meanwhile_is_refused_with_the_difference(story, cast):
    by = cast.viewer("admin")
    token = preview(cast.sales_owner, to(cast.mande), SOURCES, by=by, at=NOW).token()
    add_task(story.analysis, title="Ring the bank", owner=cast.sales_owner, by=story.by("mande"), at=NOW)
    CorrectiveAction.objects.filter(number=2).update(owner=cast.stranger)
    with pytest.raises(Conflict) as refused:
        give(cast, cast.sales_owner, to(cast.mande), token=token)
    said = " ".join(refused.value.differences)
    assert "New meanwhile: Ring the bank" in said
    assert "No longer theirs: A-02" in said
    assert not Entry.objects.filter(verb="person.handed_over").exists()
    with pytest.raises(Conflict, match="too old or not complete"):
        give(cast, cast.sales_owner, to(cast.mande), token="made up")


@pytest.mark.parametrize("whom", ["sales_owner", "off"])
def test_who_cannot_receive(whom, story, cast):
    off = UserFactory(is_active=False)
    receiver = off if whom == "off" else cast.sales_owner
    with pytest.raises(Unfit):
        preview(cast.sales_owner, to(receiver), SOURCES, by=cast.viewer("admin"), at=NOW)


def test_only_administrators_hand_over(story, cast):
    token = preview(cast.sales_owner, to(cast.mande), SOURCES, by=cast.viewer("admin"), at=NOW).token()
    with pytest.raises(Refused):
        hand_over(
            cast.sales_owner,
            to(cast.mande),
            SOURCES,
            token=token,
            reason="x",
            then_off=False,
            by=cast.viewer("mande"),
            at=NOW,
        )


def test_switching_off_refuses_while_something_is_open(story, cast):
    with pytest.raises(Conflict, match="two actions to own.*one department to head"):
        switch_off(cast.sales_owner, reason="has left", sources=SOURCES, by=cast.viewer("admin"), at=NOW)


def test_the_last_administrator_stays(story, cast):
    with pytest.raises(Conflict, match="Nobody would be left"):
        edit_person(
            cast.admin, name="L", job_title="", department=None, grants=[], reason="x", by=cast.viewer("admin"), at=NOW
        )


def test_mails_that_wait_are_dropped(cast, settings):
    settings.EMAIL_URL = "smtp://localhost"
    Message.objects.create(
        key="a",
        kind="reminder",
        person_id=cast.stranger.pk,
        name="K",
        email="k@example.org",
        subject="s",
        text="t",
        message_id="<a@b>",
        created_at=NOW,
        next_try_at=NOW,
    )
    switch_off(cast.stranger, reason="has left", sources=SOURCES, by=cast.viewer("admin"), at=NOW)
    message = Message.objects.get()
    assert (message.state, message.last_error) == ("dropped", "The account was switched off before it left.")


ROOT = Path(__file__).parents[2]
APPS = ("accounts", "actions", "audit", "common", "evidence", "gaps", "intake", "meetings", "notifications", "reports")


def switches(tree: ast.AST) -> list[str]:
    """Where a person's or a department's access ends: `x.is_active = …` and `update(is_active=…)`, by function."""
    found = []
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(each, ast.Attribute) and each.attr == "is_active" for each in targets):
                found.append(function.name)
            if isinstance(node, ast.Call) and any(each.arg == "is_active" for each in node.keywords):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
                if called in ("update", "create", "bulk_update", "update_or_create"):
                    found.append(function.name)
    return found


def test_there_is_one_way_to_switch_somebody_off():
    found = []
    for app in (*APPS, "saypro", "search"):
        for file in (ROOT / app).rglob("*.py"):
            found += [f"{file.relative_to(ROOT)}:{name}" for name in switches(ast.parse(file.read_text()))]
    assert sorted(found) == [
        "accounts/services/departments.py:close_department",
        "accounts/services/departments.py:reopen_department",
        "accounts/services/people.py:switch_off",
        "accounts/services/people.py:switch_on",
    ]


# The pages


def page(person) -> str:
    return reverse("person_hand_over", args=[person.pk])


def token_in(response) -> str:
    return response.context["token"]


def test_the_way_of_an_administrator(story, cast, client_of):
    browser = client_of(cast.admin)
    off = browser.get(reverse("person_off", args=[cast.sales_owner.pk]))
    assert off["Location"] == page(cast.sales_owner)
    shown = browser.get(page(cast.sales_owner)).content.decode()
    assert "two actions to own, one check-in and one department to head" in shown
    wanted = {"for_all": cast.support_owner.pk, "reason": "has left us"}
    seen = browser.post(page(cast.sales_owner), {**wanted, "step": "preview"})
    text = seen.content.decode()
    assert "Needs a signature." in text
    assert "Hand over and switch off" in text
    done = browser.post(page(cast.sales_owner), {**wanted, "step": "confirm", "token": token_in(seen)}, follow=True)
    text = done.content.decode()
    assert "can no longer sign in" in text
    assert "Switched off since" in text
    assert "by Lindiwe Mokoena" in text
    assert "four things to Ayesha Patel" in text
    assert (
        client_of(None).post("/accounts/login/", {"login": cast.sales_owner.email, "password": "x"}).status_code == 200
    )


def test_a_single_thing_goes_to_another_by_address(story, cast, client_of):
    browser = client_of(cast.admin)
    key = next(work.key for work in open_work(cast.sales_owner, SOURCES, NOW) if work.kind == "owns")
    wanted = {"for_all": cast.mande.pk, "reason": "x", f"item-{key}": cast.stranger.email}
    seen = browser.post(page(cast.sales_owner), {**wanted, "step": "preview"})
    lines = {line.work.key: line.to for line in seen.context["seen"].lines}
    assert lines[key] == cast.stranger
    assert f'name="item-{key}" value="{cast.stranger.email}"' in seen.content.decode()
    wrong = browser.post(page(cast.sales_owner), {**wanted, f"item-{key}": "who@example.org", "step": "preview"})
    assert wrong.status_code == 422
    assert "Choose people of the list" in wrong.content.decode()


def test_what_cannot_be_done_offers_no_button(story, cast, client_of):
    browser = client_of(cast.admin)
    seen = browser.post(page(cast.sales_owner), {"for_all": cast.leader.pk, "reason": "x", "step": "preview"})
    text = seen.content.decode()
    assert "Not possible." in text
    assert 'value="confirm"' not in text
    nobody = browser.post(page(cast.sales_owner), {"reason": "x", "step": "preview"}).content.decode()
    assert "nobody yet" in nobody
    assert 'value="confirm"' not in nobody
    why = browser.post(page(cast.sales_owner), {"for_all": cast.mande.pk, "step": "preview"})
    assert why.status_code == 422


def test_a_change_meanwhile_is_shown(story, cast, client_of):
    browser = client_of(cast.admin)
    wanted = {"for_all": cast.support_owner.pk, "reason": "x"}
    seen = browser.post(page(cast.sales_owner), {**wanted, "step": "preview"})
    add_task(story.analysis, title="Ring the bank", owner=cast.sales_owner, by=story.by("mande"), at=NOW)
    again = browser.post(page(cast.sales_owner), {**wanted, "step": "confirm", "token": token_in(seen)})
    assert again.status_code == 409
    assert "New meanwhile: Ring the bank" in again.content.decode()
    done = browser.post(page(cast.sales_owner), {**wanted, "step": "confirm", "token": token_in(again), "only": "on"})
    assert done.status_code == 303
    assert User.objects.get(pk=cast.sales_owner.pk).is_active


def test_a_session_ends_with_its_person(cast, client_of):
    browser = client_of(cast.stranger)
    assert browser.get("/").status_code == 200
    switch_off(cast.stranger, reason="has left", sources=SOURCES, by=cast.viewer("admin"), at=NOW)
    assert browser.get("/")["Location"].startswith("/accounts/login/")


def test_what_is_left_with_somebody_switched_off_is_shown(cast, client_of):
    person = UserFactory(is_active=False, name="Gone Long")
    Department.objects.filter(pk=cast.sales.pk).update(head=person)
    browser = client_of(cast.admin)
    text = browser.get(reverse("person", args=[person.pk])).content.decode()
    assert "one department to head" in text
    seen = browser.post(page(person), {"for_all": cast.mande.pk, "reason": "x", "step": "preview"})
    done = browser.post(
        page(person), {"for_all": cast.mande.pk, "reason": "x", "step": "confirm", "token": token_in(seen)}
    )
    assert done.status_code == 303
    assert Department.objects.get(pk=cast.sales.pk).head == cast.mande

"""The check-in as people touch it: from the mail without signing in, from inside, and links that are of no use."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.check_in_page import gather
from actions.links import check_in_link, make_token, roadblock_link
from actions.models import Blocker, CheckIn, CheckInRequest, CheckInRound, CorrectiveAction, Milestone
from actions.services.answering import Given, check_in
from actions.services.asking import ask_for_check_ins
from actions.services.roadblocks import raise_roadblock
from gaps.models import Kpi, KpiReading
from notifications.sending import LinkGone
from tests.factories import ActionFactory
from tests.story import MONDAY, begin, week

pytestmark = pytest.mark.django_db
HERE = "http://localhost:8000"


@pytest.fixture
def story(cast):
    with time_machine.travel(week(0), tick=False) as clock:
        story = begin(cast).signed()
        ask_for_check_ins(week(0))
        story.clock = clock
        yield story


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def the_round(person) -> CheckInRound:
    return CheckInRound.objects.filter(person=person).latest("period_start")


@pytest.fixture
def link(story, cast):
    return path_of(check_in_link(str(the_round(cast.sales_owner).pk)))


def fields(story, **health: str) -> dict[str, str]:
    """What the form of Sales sends: the health of each of its actions."""
    rows = CheckInRequest.objects.filter(action__in=story.actions[:2]).newest().order_by("action__number")
    return {
        f"r{row.pk}-health": health.get(key, "on_track") for row, key in zip(rows, ("first", "second"), strict=True)
    }


def test_the_link_opens_the_page_without_signing_in(link, story):
    response = Client().get(link)
    page = response.content.decode()
    assert response.status_code == 200
    assert "How are your two actions?" in page
    assert "as <b>Thabo Nkosi</b>" in page
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert "sessionid" not in response.cookies
    assert 'aria-label="Navigation"' not in page


def test_fetching_the_link_changes_nothing(link):
    client = Client()
    client.get(link)
    client.head(link)
    assert not CheckIn.objects.exists()


def test_the_form_needs_no_cookie_and_no_script(link, story):
    client = Client(enforce_csrf_checks=True)
    response = client.post(link, fields(story))
    assert response.status_code == 303
    assert CheckIn.objects.count() == 2
    page = client.get(response["Location"]).content.decode()
    assert "Sent, thank you." in page
    assert "You can change it until" in page


def test_whoever_is_signed_in_the_links_person_acts(link, story, cast, client_of):
    client_of(cast.leader).post(link, fields(story))
    assert {each.answered_by for each in CheckIn.objects.all()} == {cast.sales_owner}


def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(link, story):
    first, second = CheckInRequest.objects.filter(action__in=story.actions[:2]).order_by("action__number")
    data = {f"r{first.pk}-health": "at_risk", f"r{first.pk}-happened": "Half of it <b>done</b>"}
    response = Client().post(link, data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Half of it &lt;b&gt;done&lt;/b&gt;" in page
    assert f"Say how {story.actions[1].code} is going." in page
    assert not CheckIn.objects.exists()


def test_nothing_new_in_one_press(story, cast):
    client = Client()
    client.post(path_of(check_in_link(str(the_round(cast.sales_owner).pk))), fields(story))
    story.clock.move_to(week(1))
    ask_for_check_ins(week(1))
    link = path_of(check_in_link(str(the_round(cast.sales_owner).pk)))
    assert "Nothing new in any of them" in client.get(link).content.decode()
    assert client.post(link, {"same": "all"}).status_code == 303
    assert CheckIn.objects.filter(is_same=True).count() == 2


def test_nothing_new_for_one_keeps_what_was_typed_for_the_other(story, cast):
    client = Client()
    client.post(path_of(check_in_link(str(the_round(cast.sales_owner).pk))), fields(story))
    story.clock.move_to(week(1))
    ask_for_check_ins(week(1))
    link = path_of(check_in_link(str(the_round(cast.sales_owner).pk)))
    first, second = CheckInRequest.objects.filter(action__in=story.actions[:2], state="sent").order_by("action__number")
    client.post(link, {"same": str(first.pk), f"r{second.pk}-health": "at_risk", f"r{second.pk}-happened": "Slower."})
    answers = {each.request_id: each for each in CheckIn.objects.filter(request__in=[first, second])}
    assert answers[first.pk].is_same
    assert answers[second.pk].happened == "Slower."


def test_one_presses_all_as_last_time_only_where_nothing_is_late(story, cast):
    client = Client()
    client.post(path_of(check_in_link(str(the_round(cast.sales_owner).pk))), fields(story))
    Milestone.objects.filter(action=story.actions[0]).update(promised_on=MONDAY + timedelta(days=2))
    story.clock.move_to(week(1))
    ask_for_check_ins(week(1))
    link = path_of(check_in_link(str(the_round(cast.sales_owner).pk)))
    page = client.get(link).content.decode()
    assert "Nothing new in any of them" not in page
    assert "is not offered, because" in page
    assert "When now?" in page


def test_a_reading_is_asked_once_and_given_here(story, cast, link):
    kpi = Kpi.objects.get(name="Lead conversion")
    Kpi.objects.filter(pk=kpi.pk).update(data_owner=cast.sales_owner)
    CorrectiveAction.objects.filter(pk__in=[each.pk for each in story.actions[:2]]).update(kpi=kpi)
    client = Client()
    assert client.get(link).content.decode().count(f"k{kpi.pk}-value") >= 1
    client.post(link, {**fields(story), f"k{kpi.pk}-value": "18,4 %"})
    assert str(KpiReading.objects.get().value) == "18.4000"
    assert f"k{kpi.pk}-value" not in client.get(link).content.decode()


@pytest.mark.parametrize("token", ["x", "a:b:c", "é" * 200, "%00", "WyJ4Il0:1a:b"])
def test_a_wrong_link_says_so_and_offers_the_way_in(token, story):
    response = Client().get(f"/c/{token}/")
    assert response.status_code == 410
    assert "Sign in" in response.content.decode()


def test_a_link_ends_with_its_period(link, story):
    story.clock.move_to(week(1, 7))
    assert Client().get(link).status_code == 200
    story.clock.move_to(week(1, 9))
    response = Client().post(link, fields(story))
    assert response.status_code == 410
    assert "This link has run out." in response.content.decode()
    assert not CheckIn.objects.exists()


def test_a_link_for_something_else_opens_nothing(story, cast):
    found = the_round(cast.sales_owner)
    token = make_token("roadblock", found.pk, found.person_id, found.nonce, found.link_until)
    assert Client().get(reverse("check_in_link", args=[token])).status_code == 410


def test_a_new_nonce_revokes_the_link(link, cast):
    CheckInRound.objects.filter(person=cast.sales_owner).update(nonce="0" * 32)
    assert Client().get(link).status_code == 410


def test_a_link_of_somebody_who_has_left_opens_nothing(link, cast):
    cast.sales_owner.is_active = False
    cast.sales_owner.save()
    assert Client().post(link, {"same": "all"}).status_code == 410


def test_a_link_does_not_outlive_the_assignment(link, story, cast):
    CheckInRequest.objects.filter(action=story.actions[0]).update(state="skipped")
    page = Client().get(link).content.decode()
    assert story.actions[0].title not in page
    assert story.actions[1].title in page


def test_a_link_is_not_made_once_all_is_answered(link, story, cast):
    Client().post(link, fields(story))
    with pytest.raises(LinkGone):
        check_in_link(str(the_round(cast.sales_owner).pk))


def test_from_inside_the_owner_lands_on_what_was_said(story, cast, client_of):
    client = client_of(cast.sales_owner)
    address = reverse("check_in", args=[the_round(cast.sales_owner).pk])
    response = client.post(address, fields(story), follow=True)
    assert "Two answers are sent." in response.content.decode()
    assert "All is said for this period" in response.content.decode()


def test_mande_enters_what_they_were_told(story, cast, client_of):
    client = client_of(cast.mande)
    address = reverse("check_in", args=[the_round(cast.sales_owner).pk])
    assert "As told by Thabo Nkosi" in client.get(address).content.decode()
    assert client.post(address, fields(story)).status_code == 422, "how it was heard has to be said"
    assert client.post(address, {**fields(story), "how": "by phone"}).status_code == 303
    assert {(each.answered_by, each.told_by) for each in CheckIn.objects.all()} == {(cast.mande, cast.sales_owner)}


def test_who_may_see_what_was_said_but_not_answer(story, cast, client_of):
    address = reverse("check_in", args=[the_round(cast.sales_owner).pk])
    assert client_of(cast.leader).get(address).status_code == 403
    assert client_of(cast.stranger).get(address).status_code == 404
    assert client_of(cast.support_owner).get(address).status_code == 404


def test_the_list_and_whom_to_call(story, cast, client_of):
    for number in (1, 2):
        ask_for_check_ins(week(number))
    story.clock.move_to(week(2, 18, day=3))
    client = client_of(cast.mande)
    assert client.get(reverse("check_ins"), {"status": "missed"}).content.decode().count("missed</b>") == 12
    page = client.get(reverse("silent")).content.decode()
    assert page.count("three times") == 4
    assert "thabo" in page.lower()
    request = CheckInRequest.objects.filter(action=story.actions[0]).latest("period_start")
    check_in(request, Given(health="on_track"), by=story.by("sales_owner"), at=week(2, 19, day=3))
    assert client.get(reverse("silent")).content.decode().count("three times") == 3


def test_a_leader_answers_a_roadblock_from_the_mail(story, cast):
    block = raise_roadblock(
        story.actions[0], what="No access <i>yet</i>", put_to=cast.leader2, by=story.by("sales_owner"), at=week(0)
    )
    link = path_of(roadblock_link(str(block.pk)))
    client = Client(enforce_csrf_checks=True)
    page = client.get(link).content.decode()
    assert "No access &lt;i&gt;yet&lt;/i&gt;" in page
    assert client.post(link, {"answer": " "}).status_code == 422
    assert client.post(link, {"answer": "IT opens it on Wednesday."}).status_code == 303
    block = Blocker.objects.get()
    assert (block.state, block.answered_by) == ("answered", cast.leader2)
    assert client.post(link, {"answer": "Something else"}).status_code == 409
    assert "This is answered" in client.get(link).content.decode()


def test_a_roadblock_from_inside_is_answered_resolved_and_asked_again(story, cast, client_of):
    owner, leader = client_of(cast.sales_owner), client_of(cast.leader2)
    address = reverse("roadblock_new", args=[story.actions[0].pk])
    assert owner.post(address, {"what": "", "put_to": ""}).status_code == 422
    assert owner.post(address, {"what": "No room", "put_to": cast.leader2.pk}).status_code == 303
    block = Blocker.objects.get()
    page = reverse("roadblock", args=[block.pk])
    assert owner.post(page, {"answer": "Mine"}).status_code == 403
    assert leader.post(page, {"answer": "Use the annex."}).status_code == 303
    assert owner.post(reverse("roadblock_reopen", args=[block.pk]), {"reason": "It is locked."}).status_code == 303
    block.refresh_from_db()
    assert block.state == "open"
    assert leader.post(reverse("roadblock_resolve", args=[block.pk])).status_code == 403
    assert owner.post(reverse("roadblock_resolve", args=[block.pk])).status_code == 303
    assert "Resolved" in owner.get(page).content.decode()


def test_only_who_may_is_led_to_a_check_in(story, cast, client_of):
    address = reverse("check_in", args=[the_round(cast.sales_owner).pk])
    led = {
        name: address in client_of(getattr(cast, name)).get(reverse("check_ins")).content.decode()
        for name in ("mande", "leader")
    }
    assert led == {"mande": True, "leader": False}


def test_the_lists_come_as_files(story, cast, client_of):
    raise_roadblock(story.actions[0], what="=No room", put_to=cast.leader2, by=story.by("sales_owner"), at=week(0))
    client = client_of(cast.mande)
    lines = {
        name: b"".join(client.get(reverse(name), {"export": "csv"}).streaming_content).decode().splitlines()
        for name in ("check_ins", "roadblocks")
    }
    assert len(lines["check_ins"]) == 5
    assert "'=No room" in lines["roadblocks"][1]


def test_one_answer_of_many_is_taken_alone_and_an_error_shows_the_whole_page(story, cast, link):
    """The others are neither changed nor lost, whatever their fields say unchanged."""
    rows = list(CheckInRequest.objects.filter(action__in=story.actions[:2]).newest().order_by("action__number"))
    one, other = rows
    client = Client()
    page = gather(the_round(cast.sales_owner), cast.viewer("sales_owner"), at=week(0))
    unchanged = {
        field.html_name: "" if field.value() in (None, False) else str(field.value())
        for entry in page.entries
        for field in entry.form
        if "reached" not in field.name
    }
    wrong = {**unchanged, f"r{one.pk}-roadblock": "No budget.", "same": str(one.pk)}
    answer = client.post(link, wrong)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert one.action.code in text
    assert other.action.code in text
    assert "Say how" in text
    assert "No budget." in text
    said = {**unchanged, f"r{one.pk}-health": "at_risk", f"r{one.pk}-happened": "Half is done.", "same": str(one.pk)}
    assert client.post(link, said).status_code == 303
    assert [each.request_id for each in CheckIn.objects.all()] == [one.pk]
    other.refresh_from_db()
    assert other.state == "sent"
    again = {**unchanged, f"r{one.pk}-health": "at_risk", f"r{one.pk}-happened": "More is done.", "same": str(one.pk)}
    client.post(link, again)
    assert CheckIn.objects.get(request=one).happened == "More is done."


def test_a_page_for_one_action_of_many_shows_and_takes_that_one(story, cast, client_of):
    one, other = CheckInRequest.objects.filter(action__in=story.actions[:2]).newest().order_by("action__number")
    every = reverse("check_in", args=[the_round(cast.sales_owner).pk])
    address = f"{every}?action={one.action_id}"
    client = client_of(cast.sales_owner)
    text = client.get(address).content.decode()
    assert f'name="r{one.pk}-health"' in text
    assert f'name="r{other.pk}-health"' not in text
    assert f'href="{every}"' in text
    wrong = client.post(address, {f"r{one.pk}-roadblock": "No budget."})
    assert wrong.status_code == 422
    assert f'name="r{other.pk}-health"' not in wrong.content.decode()
    said = {f"r{one.pk}-health": "at_risk", f"r{other.pk}-health": "off_track"}
    assert client.post(address, said).status_code == 303
    assert [(each.request_id, each.health) for each in CheckIn.objects.all()] == [(one.pk, "at_risk")]
    assert client.get(f"{every}?action={story.actions[2].pk}").status_code == 404, "it is not asked here"
    assert client_of(cast.support_owner).post(address, said).status_code == 404
    told = {f"r{one.pk}-health": "on_track"}
    assert client_of(cast.mande).post(address, told).status_code == 422, "how it was heard has to be said"
    assert client_of(cast.mande).post(address, {**told, "how": "by phone"}).status_code == 303
    assert CheckIn.objects.get().health == "on_track"


def test_one_of_many_costs_no_more_than_one(story, cast, client_of):
    """From an owner who answers for one action to one who answers for ten, the same statements."""
    costs = []
    for number in (0, 10):
        for extra in range(number):
            add_asked_action(story, extra)
        request = CheckInRequest.objects.filter(action=story.actions[number and 1], state="sent").newest().get()
        address = f"{reverse('check_in', args=[request.round_id])}?action={request.action_id}"
        client = client_of(cast.sales_owner)
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.post(address, {f"r{request.pk}-health": "on_track"}).status_code == 303
        costs.append(sum(not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for each in seen))
    assert costs[0] == costs[1] <= 14


def add_asked_action(story, number: int) -> None:
    """One more running action of the same owner, asked about in the same round."""
    like = CheckInRequest.objects.filter(action=story.actions[0]).newest().get()
    action = ActionFactory(number=500 + number, gap=story.gaps[0], owner=story.cast.sales_owner, state="in_progress")
    CheckInRequest.objects.create(
        action=action,
        round=like.round,
        period_start=like.period_start,
        period_end=like.period_end,
        closes_at=like.closes_at,
    )

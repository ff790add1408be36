"""The digest: to leadership, on its rhythm, each once; what waits first; two lines when nothing moved; kept as sent."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organisation, Role, RoleGrant, User
from accounts.services.rhythm import choose_digest
from accounts.viewer import load_viewer, load_viewers
from actions.models import CheckInRequest, CorrectiveAction, Milestone
from actions.services.answering import Given, check_in
from actions.services.asking import ask_for_check_ins
from actions.services.roadblocks import raise_roadblock
from gaps.models import Kpi
from gaps.services.readings import give_reading
from meetings.services import add_task
from notifications.models import Message
from reports.digest import send_digests
from reports.models import Digest
from tests.factories import UserFactory
from tests.story import MONDAY, begin, decide, local, sign_all, week

pytestmark = pytest.mark.django_db

FIRST = date(2025, 4, 22)  # a Tuesday of the two-weekly rhythm


@pytest.fixture
def story(cast):
    return begin(cast).signed()


def at(weeks: int, hour: int = 8):
    return local(FIRST + timedelta(weeks=weeks), hour)


def test_every_second_tuesday_at_eight_to_those_who_decide(story, cast):
    for day in range(35):
        for hour in (7, 8, 12):
            send_digests(local(FIRST + timedelta(days=day), hour))
    found = Message.objects.filter(kind="digest")
    assert {each.email for each in found} == {cast.leader.email, cast.leader2.email}
    days = sorted(each.created_at.date() for each in found if each.email == cast.leader.email)
    assert days == [FIRST, FIRST + timedelta(weeks=2), FIRST + timedelta(weeks=4)]


def test_after_weeks_of_downtime_one_digest_not_three(story):
    send_digests(at(0))
    assert send_digests(at(9, 15)) == 2
    assert send_digests(at(9, 16)) == 0


def test_somebody_may_choose_another_rhythm_or_none(story, cast):
    choose_digest("1", by=story.by("leader"), at=at(0, 6))
    choose_digest("never", by=story.by("leader2"), at=at(0, 6))
    for number in range(4):
        send_digests(at(number))
    assert Digest.objects.filter(person=cast.leader).count() == 4
    assert not Digest.objects.filter(person=cast.leader2).exists()


def test_none_before_anything_is_issued(cast):
    begin(cast)
    assert send_digests(at(0)) == 0


def test_what_waits_for_this_reader_stands_first(story, cast):
    raise_roadblock(
        story.actions[0], what="No budget code", put_to=cast.leader, by=story.by("sales_owner"), at=at(0, 7)
    )
    send_digests(at(0))
    mine, other = (Digest.objects.get(person=each) for each in (cast.leader, cast.leader2))
    assert [each["kind"] for each in mine.data["waits"]] == ["roadblock"]
    assert other.data["waits"] == []
    assert [each["title"] for each in other.data["roadblocks"]] == ["No budget code"]
    assert mine.data["roadblocks"] == []
    mail = Message.objects.get(kind="digest", person_id=cast.leader.pk)
    assert mail.text.index("No budget code") < mail.text.index("CHANGED SINCE")
    assert mail.subject.startswith("One thing waits for your answer")


def test_two_lines_when_nothing_moved_and_nothing_waits(story, cast):
    CorrectiveAction.objects.update(state="on_hold")
    send_digests(at(0))
    text = Message.objects.get(kind="digest", person_id=cast.leader.pk).text
    assert "Nothing waits for you, and nothing moved since" in text
    assert "ARE THE GAPS CLOSING" not in text
    assert Digest.objects.get(person=cast.leader).subject == "Nothing waits for you, nothing went wrong"


def test_what_changed_since_the_last_one(story, cast):
    kpi = Kpi.objects.get(name="Lead conversion")
    Kpi.objects.filter(pk=kpi.pk).update(target=Decimal(20))
    CorrectiveAction.objects.filter(pk=story.actions[0].pk).update(kpi=kpi, kpi_from=17, kpi_to=20)
    mande = story.by("mande")
    give_reading(kpi, on=date(2025, 4, 10), value=Decimal("17"), by=mande, at=week(0, 7))
    send_digests(at(0))
    ask_for_check_ins(week(2))
    Milestone.objects.filter(action=story.actions[0]).update(promised_on=MONDAY - timedelta(days=3))
    request = CheckInRequest.objects.get(action=story.actions[0])
    late = Milestone.objects.get(action=story.actions[0])
    given = Given(health="on_track", forecasts={late.pk: MONDAY + timedelta(weeks=3)})
    check_in(request, given, by=story.by("sales_owner"), at=week(2))
    give_reading(kpi, on=date(2025, 4, 28), value=Decimal("15"), by=mande, at=week(2, 12))
    send_digests(at(2))
    data = Digest.objects.filter(person=cast.leader).latest("made_at").data
    kinds = [each["kind"] for each in data["changed"]]
    assert kinds[0] == "off"
    assert {"differs", "worse"} <= set(kinds)
    line = next(each for each in data["kpis"] if each["name"] == "Lead conversion")
    assert (line["now"], line["word"], line["judged"]) == ("15\u00a0%", "worse", "Worse")
    subject = Message.objects.filter(kind="digest", person_id=cast.leader.pk).latest("created_at").subject
    assert "is off track" in subject


def test_it_is_readable_as_sent_for_ever_and_by_its_reader_only(story, cast, client_of):
    send_digests(at(0))
    digest = Digest.objects.get(person=cast.leader)
    page = reverse("digest", args=[digest.pk])
    before = client_of(cast.leader).get(page).content.decode()
    CorrectiveAction.objects.update(title="Renamed")
    assert "Renamed" not in before
    assert client_of(cast.leader).get(page).status_code == 200
    assert client_of(cast.leader2).get(page).status_code == 404
    assert digest.subject in client_of(cast.leader).get(reverse("digests")).content.decode()
    assert digest.chain_head in Message.objects.get(kind="digest", person_id=cast.leader.pk).text


def test_the_organisation_sets_the_day(story, cast, client_of):
    client = client_of(cast.admin)
    data = {
        "check_in_weeks": "2",
        "check_in_weekday": "3",
        "check_in_hour": "10",
        "digest_weeks": "1",
        "digest_weekday": "4",
        "digest_hour": "7",
    }
    assert client.post(reverse("rhythm"), data).status_code == 303
    own = Organisation.objects.select_related("check_in_cadence", "digest_cadence").get(id=1)
    assert str(own.check_in_cadence) == "every second Thursday at 10:00"
    assert str(own.digest_cadence) == "every Friday at 07:00"
    assert client.post(reverse("rhythm"), {**data, "digest_hour": "25"}).status_code == 422


def more_leaders(number: int) -> list[User]:
    """People who get the digest as well."""
    people = [UserFactory(name=f"More {each}", email=f"more.{each}@example.org") for each in range(number)]
    role = Role.objects.get(slug="leadership")
    RoleGrant.objects.bulk_create(RoleGrant(user=each, role=role) for each in people)
    return people


def test_many_readers_cost_no_more_statements_than_two(story, cast):
    with CaptureQueriesContext(connection) as of_two:
        assert send_digests(at(0)) == 2
    more_leaders(30)
    with CaptureQueriesContext(connection) as of_many:
        assert send_digests(at(2)) == 32
    # The new readers begin at another instant than the two: what changed since is read for both.
    assert len(of_many) <= len(of_two) + 10
    assert Message.objects.filter(kind="digest").count() == 34


def test_a_batch_gives_each_reader_what_waits_for_them(story, cast):
    people = more_leaders(3)
    for number, person in enumerate(people[:2]):
        raise_roadblock(
            story.actions[number], what=f"For {person}", put_to=person, by=story.by("sales_owner"), at=at(0, 7)
        )
    add_task(story.analysis, title="Ask the bank", owner=people[2], due_on=FIRST, by=story.by("mande"), at=at(0, 6))
    send_digests(at(0))
    found = {
        each.person_id: [line["title"] for line in each.data["waits"]]
        for each in Digest.objects.filter(person__in=people)
    }
    assert [len(found[each.pk]) for each in people] == [1, 1, 1]
    assert found[people[0].pk][0].endswith("For More 0")
    assert found[people[1].pk][0].endswith("For More 1")
    assert found[people[2].pk] == ["Ask the bank"]
    for each in people:
        assert found[each.pk][0] in Message.objects.get(kind="digest", person_id=each.pk).text


def test_a_bundle_waits_for_its_signers_until_they_decided(cast):
    request = begin(cast).ready().submit(needed=2)
    send_digests(at(0))
    both = {each.person_id: each.data["waits"] for each in Digest.objects.all()}
    for person in (cast.leader, cast.leader2):
        [line] = both[person.pk]
        assert line["kind"] == "bundle"
        assert line["path"] == reverse("approval", args=[request.pk])
        assert "four plans" in line["title"]
    for item in request.items.all():
        decide(item, "approve", cast.viewer("leader"), at=at(0, 9))
    sign_all(request, cast.viewer("leader"), at=at(0, 9))
    send_digests(at(2))
    later = {each.person_id: each.data["waits"] for each in Digest.objects.filter(made_at=at(2))}
    assert later[cast.leader.pk] == []
    assert [line["kind"] for line in later[cast.leader2.pk]] == ["bundle"]


def test_roles_of_many_are_read_as_those_of_one(story, cast):
    people = list(User.objects.order_by("pk"))
    assert load_viewers(people) == [load_viewer(each) for each in people]

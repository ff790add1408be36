"""`seed_scale`: what it writes is true by every rule of the product, and it never goes where people work."""

import io
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction

from accounts.models import Department, User
from accounts.viewer import load_viewer
from actions.models import CheckIn, CheckInRequest, CorrectiveAction, Milestone, Signature
from actions.services.asking import ask_for_check_ins
from actions.snapshots import content
from audit.models import Entry
from audit.verify import verify
from gaps.models import Gap, Kpi, KpiReading, RootCause
from saypro.demo.cast import PEOPLE
from saypro.demo.story import Demo
from saypro.scale.rules import database_name
from saypro.scale.seeding import Order, seed
from saypro.scale.words import RARE
from saypro.searching import rebuild
from saypro.verifying import CHECKS
from search.models import SearchDocument, SearchReader
from tests.factories import NOW, MilestoneFactory, UserFactory

pytestmark = pytest.mark.django_db

ACTIONS, DEPARTMENTS, USERS = 60, 6, 30


def fill(*, seed_: int = 1, actions: int = ACTIONS, at: datetime = NOW) -> dict[str, int]:
    return seed(Order(actions, DEPARTMENTS, USERS, seed_), at=at, say=lambda _: None)


@pytest.fixture
def demo(settings):
    """The demo's people and units, without its analysis."""
    settings.DEBUG = True
    Demo("three quiet rivers", NOW).people()


@pytest.fixture
def filled(demo) -> dict[str, int]:
    return fill()


def test_it_writes_what_was_ordered(filled):
    assert CorrectiveAction.objects.count() == ACTIONS
    assert Milestone.objects.count() == 4 * ACTIONS
    assert CheckIn.objects.count() == 10 * ACTIONS
    assert Department.objects.count() == DEPARTMENTS
    assert User.objects.count() == USERS
    assert KpiReading.objects.count() == DEPARTMENTS * 10 * 100
    assert Gap.objects.count() * 4 == ACTIONS
    assert RootCause.objects.count() == 2 * Gap.objects.count()
    assert filled["actions.CheckIn"] == 10 * ACTIONS


def test_each_action_has_ten_answers_in_ten_weeks(filled):
    answered = CheckInRequest.objects.answered().values("action").annotate(number=models.Count("pk"))
    assert {row["number"] for row in answered} == {10}
    assert answered.count() == ACTIONS
    assert CheckInRequest.objects.filter(state="sent").exists()
    assert not CheckInRequest.objects.filter(check_in__answered_at__gt=NOW).exists()


def test_the_history_is_whole_and_sealed(filled):
    verdict = verify()
    assert verdict.broken == ""
    assert verdict.unsealed == 0
    assert [sentence for check in CHECKS for sentence in check()] == []
    assert Entry.objects.filter(verb="scale.seeded").count() == 1
    assert Signature.objects.count() == ACTIONS
    assert Entry.objects.filter(verb="signed.approved").count() == ACTIONS


def test_no_signed_plan_has_drifted(filled):
    actions = CorrectiveAction.objects.full_plans()
    for signature in Signature.objects.select_related("snapshot"):
        assert content(actions.get(pk=signature.snapshot.action_id)).digest == signature.snapshot.digest


def rows_of(model: type[models.Model]) -> list[dict]:
    rows = model._default_manager.values()
    return sorted(
        ({key: value for key, value in row.items() if key not in ("id", "updated_at")} for row in rows), key=repr
    )


def test_the_search_holds_what_the_services_would_write(filled):
    documents, readers = rows_of(SearchDocument), rows_of(SearchReader)
    assert len(documents) == ACTIONS + Gap.objects.count() + Kpi.objects.count() + 1
    rebuild(at=NOW)
    assert rows_of(SearchDocument) == documents
    assert rows_of(SearchReader) == readers


def test_every_constraint_holds(filled):
    """The database has refused nothing so far; here each check and key is looked at once more."""
    connection.check_constraints()
    for model in (CorrectiveAction, Milestone, CheckInRequest, CheckIn, Gap, RootCause, KpiReading, User, Signature):
        for row in model._default_manager.all()[:100]:
            row.full_clean(validate_unique=False)


def test_rows_that_come_after_get_ids_that_are_free(filled):
    action = CorrectiveAction.objects.first()
    before = set(Milestone.objects.values_list("pk", flat=True)), set(User.objects.values_list("pk", flat=True))
    assert MilestoneFactory(action=action).pk not in before[0]
    assert UserFactory().pk not in before[1]


def test_the_demo_people_find_work_in_it(filled, client_of):
    for person in PEOPLE:
        if person.leads:
            viewer = load_viewer(User.objects.get(email=person.email))
            assert CorrectiveAction.objects.visible_to(viewer).filter(department__name=person.leads).exists()
    assert CorrectiveAction.objects.filter(owner__email="sales.owner@demo.saypro.test").exists()


def test_others_see_one_of_many_departments(filled):
    member = User.objects.filter(grants__role__slug="department-member").first()
    seen = CorrectiveAction.objects.visible_to(load_viewer(member))
    assert set(seen.filter(department=member.department)) == set(
        CorrectiveAction.objects.filter(department=member.department)
    )
    assert 0 < seen.count() < ACTIONS / 2


@pytest.mark.parametrize("who", ["leader", "mande", "sales.owner", "admin"])
def test_the_pages_answer(filled, client_of, who):
    client = client_of(User.objects.get(email=f"{who}@demo.saypro.test"))
    viewer = load_viewer(User.objects.get(email=f"{who}@demo.saypro.test"))
    some = CorrectiveAction.objects.visible_to(viewer).first()
    for address in ("/", "/actions/", "/gaps/", "/kpis/", "/check-ins/", f"/search/?q={RARE}", f"/actions/{some.pk}/"):
        assert client.get(address).status_code == 200, address
    if who != "admin":
        assert client.get("/reports/").status_code == 200
        assert client.get(f"/actions/{some.pk}/versions/").status_code == 200


def test_a_rare_word_stands_in_ten_actions(filled):
    assert CorrectiveAction.objects.filter(title__contains=RARE).count() == 10


def test_the_schedule_asks_nobody_about_it_again(filled):
    assert ask_for_check_ins(NOW) == 0


def test_the_same_seed_makes_the_same_work(demo):
    def titles():
        return list(CorrectiveAction.objects.order_by("number").values_list("title", "state", "owner__email", "due_on"))

    first = made_with(1, titles)
    assert made_with(1, titles) == first
    assert made_with(2, titles) != first


def made_with(seed_: int, read):
    """What a seed makes, in a transaction that is taken back."""
    with transaction.atomic():
        fill(seed_=seed_)
        found = read()
        transaction.set_rollback(True)
    return found


def test_an_empty_database_gets_its_own_leaders(settings):
    fill()
    for slug in ("leadership", "monitoring", "administrator"):
        assert User.objects.filter(grants__role__slug=slug).exists()
    assert User.objects.count() == USERS
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_the_command_tells_how_far_it_is(demo):
    out = io.StringIO()
    call_command("seed_scale", actions=8, departments=5, users=20, stdout=out)
    assert "8 actions, 80 check-ins" in out.getvalue()
    assert out.getvalue().splitlines()[-1].endswith("8 actions.")


def refusal(**options) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("seed_scale", actions=4, **options)
    assert not CorrectiveAction.objects.exists()
    return str(refused.value)


def test_it_is_refused_without_debug(settings):
    settings.DEBUG = False
    assert f"--into-this-database {database_name()}" in refusal()


def test_it_is_refused_where_real_people_are(settings):
    settings.DEBUG = True
    UserFactory(email="someone@example.com")
    assert "holds real people" in refusal()


def test_another_database_named_is_refused(settings):
    settings.DEBUG = False
    assert "nothing was written" in refusal(into_this_database="production")


def test_the_database_named_is_filled(settings):
    settings.DEBUG = False
    UserFactory(email="someone@example.com")
    call_command("seed_scale", actions=4, users=20, into_this_database=database_name(), stdout=io.StringIO())
    assert CorrectiveAction.objects.count() == 4


def test_it_is_not_filled_twice(demo):
    call_command("seed_scale", actions=4, users=20, stdout=io.StringIO())
    with pytest.raises(CommandError, match="made-up work already"):
        call_command("seed_scale", actions=4, users=20, stdout=io.StringIO())
    assert CorrectiveAction.objects.count() == 4


@pytest.mark.parametrize("wrong", [{"actions": 0}, {"actions": 4, "users": 2}, {"actions": 4, "departments": 0}])
def test_too_little_is_refused(wrong):
    with pytest.raises(CommandError, match="at least"):
        call_command("seed_scale", **wrong)

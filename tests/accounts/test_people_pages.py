"""The pages of people, departments and teams: who sees what, what a form answers, and what a page costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Department, Role, RoleGrant, Team, User
from accounts.services.departments import create_team
from accounts.services.people import move_person
from tests.factories import NOW, UserFactory
from tests.story import begin

pytestmark = pytest.mark.django_db


def statements(client, address: str) -> int:
    """How many statements the page takes, the second time round."""
    client.get(address)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def test_the_list_shows_people_with_their_roles(cast, client_of):
    page = client_of(cast.leader).get("/people/")
    assert page.status_code == 200
    for words in ("Grace Okafor", "M&amp;E Lead", "Monitoring and evaluation", "Head of Sales", "mande@example.org"):
        assert words in page.content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=grace+okafor", {"Grace Okafor"}),
        ("?q=sales.owner@", {"Thabo Nkosi"}),
        ("?q=%27%3B--", set()),
        ("?status=off", {"Old Hand"}),
        ("?sort=-name&status=active&q=Nomsa", {"Nomsa Dlamini"}),
        ("?page=99", None),
        ("?sort=password", None),
    ],
)
def test_filters(cast, client_of, query, names):
    UserFactory(name="Old Hand", is_active=False)
    page = client_of(cast.admin).get(f"/people/{query}")
    assert page.status_code == 200
    if names is not None:
        assert {person.name for person in page.context["list"].rows} == names


def test_department_and_role_filters(cast, client_of):
    client = client_of(cast.admin)
    role = Role.objects.get(slug="leadership").pk
    assert {each.name for each in client.get(f"/people/?role={role}").context["list"].rows} == {
        "Nomsa Dlamini",
        "Peter Adams",
    }
    assert {each.name for each in client.get(f"/people/?department={cast.sales.pk}").context["list"].rows} == {
        "Thabo Nkosi"
    }


@pytest.mark.parametrize("query", ["?department=9999", "?role=x", "?status=nope", "?department=1%20OR%201=1"])
def test_a_bad_filter_shows_nothing_rather_than_all(cast, client_of, query):
    page = client_of(cast.admin).get(f"/people/{query}")
    assert page.status_code == 422
    assert page.context["list"].rows == []


def test_others_see_themselves_and_their_people(cast, client_of):
    page = client_of(cast.sales_owner).get("/people/")
    assert [person.name for person in page.context["list"].rows] == ["Thabo Nkosi"]
    assert "Invite" not in page.content.decode()
    assert client_of(cast.sales_owner).get(f"/people/{cast.stranger.pk}/").status_code == 404
    assert client_of(cast.stranger).get(f"/people/{cast.stranger.pk}/").status_code == 200


def test_what_a_person_may_do_stands_in_words(cast, client_of):
    page = client_of(cast.admin).get(f"/people/{cast.sales_owner.pk}/").content.decode()
    assert "Head of Sales" in page
    assert "Keep milestones and evidence of the department&#x27;s actions true" in page
    assert "Head of Sales · in Sales" in " ".join(page.split())
    assert "What is issued in Sales, and what they own" in page
    page = client_of(cast.leader).get(f"/people/{cast.mande.pk}/").content.decode()
    assert "in the whole organisation" in page
    assert "Everything, drafts of analyses too." in page
    assert "Administrators look after people" in page


def person_form(person: User, **values) -> dict:
    return {
        "name": person.name,
        "job_title": person.job_title,
        "department": person.department_id or "",
        "roles": [],
        **values,
    }


def test_editing_a_person(cast, client_of):
    client = client_of(cast.admin)
    address = reverse("person_edit", args=[cast.stranger.pk])
    page = client.get(address).content.decode()
    member = Role.objects.get(slug="department-member").pk
    assert f'value="{member}:own"' in page
    sent = person_form(cast.stranger, name="Karel B", department=cast.sales.pk, roles=[f"{member}:own"])
    warned = client.post(address, {**sent, "reason": "new post"})
    assert "no longer see the gaps and actions of Archive" in warned.content.decode()
    assert User.objects.get(pk=cast.stranger.pk).name == "Karel Botha"
    assert client.post(address, {**sent, "is_sure": "on"}).status_code == 422
    answer = client.post(address, {**sent, "reason": "new post", "is_sure": "on"})
    assert (answer.status_code, answer["Location"]) == (303, reverse("person", args=[cast.stranger.pk]))
    person = User.objects.get(pk=cast.stranger.pk)
    assert (person.name, person.department) == ("Karel B", cast.sales)
    assert RoleGrant.objects.get(user=person).department == cast.sales
    assert "Karel B" in client.get(answer["Location"]).content.decode()


def test_a_form_with_errors_keeps_what_was_typed(cast, client_of):
    member = Role.objects.get(slug="department-member").pk
    sent = person_form(cast.stranger, name="Karel B", department="", roles=[f"{member}:own"])
    page = client_of(cast.admin).post(reverse("person_edit", args=[cast.stranger.pk]), sent)
    assert page.status_code == 422
    assert "Choose a department, since a role is given for it." in page.content.decode()
    assert "Karel B" in page.content.decode()


def test_the_last_administrator_cannot_be_undone(cast, client_of):
    page = client_of(cast.admin).post(reverse("person_edit", args=[cast.admin.pk]), person_form(cast.admin))
    assert page.status_code == 409
    assert "Nobody would be left" in page.content.decode()


def test_switching_off_and_on(cast, client_of):
    client, theirs = client_of(cast.admin), client_of(cast.stranger)
    assert theirs.get("/people/").status_code == 200
    address = reverse("person_off", args=[cast.stranger.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "has left"}).status_code == 303
    out = theirs.get("/people/")
    assert (out.status_code, out["Location"]) == (302, "/accounts/login/?next=/people/")
    assert client.post(reverse("person_on", args=[cast.stranger.pk]), {"reason": "is back"}).status_code == 303
    assert User.objects.get(pk=cast.stranger.pk).is_active


CHANGES = [
    "/people/invite/",
    "/people/{stranger}/edit/",
    "/people/{stranger}/off/",
    "/people/{stranger}/on/",
    "/departments/new/",
    "/departments/{department}/edit/",
    "/departments/{department}/close/",
    "/departments/{department}/reopen/",
    "/teams/new/",
    "/teams/{team}/edit/",
    "/organisation/",
]


@pytest.mark.parametrize("address", CHANGES)
@pytest.mark.parametrize("name", [None, "leader", "mande", "sales_owner", "support_owner", "stranger"])
def test_only_administrators_change_anything(cast, client_of, address, name):
    team = create_team(name="CRM", department=None, lead=cast.leader, members=[], by=cast.viewer("admin"), at=NOW)
    address = address.format(stranger=cast.stranger.pk, department=cast.sales.pk, team=team.pk)
    before = (
        list(User.objects.order_by("pk").values()),
        list(Department.objects.order_by("pk").values()),
        Team.objects.count(),
    )
    answer = client_of(name and getattr(cast, name)).post(address, {"name": "X", "reason": "x", "lead": cast.leader.pk})
    assert answer.status_code in ((302,) if name is None else (403, 404))
    after = (
        list(User.objects.order_by("pk").values()),
        list(Department.objects.order_by("pk").values()),
        Team.objects.count(),
    )
    strip = lambda rows: [{key: value for key, value in row.items() if key != "last_login"} for row in rows]  # noqa: E731
    assert (strip(before[0]), *before[1:]) == (strip(after[0]), *after[1:])


def test_departments_and_teams_from_first_to_last(cast, client_of):
    client = client_of(cast.admin)
    answer = client.post("/departments/new/", {"name": "Finance", "head": cast.leader2.pk})
    made = Department.objects.get(name="Finance")
    assert answer["Location"] == f"/departments/{made.pk}/"
    assert client.post("/departments/new/", {"name": "finance"}).status_code == 422
    assert client.get("/departments/").status_code == 200
    assert "Peter Adams" in client.get(f"/departments/{made.pk}/").content.decode()
    edited = {"name": "Finance", "head": cast.leader2.pk, "deputy": cast.mande.pk, "time_zone": "Africa/Harare"}
    assert client.post(f"/departments/{made.pk}/edit/", edited).status_code == 303
    assert client.post(f"/departments/{made.pk}/close/", {"reason": "merged"}).status_code == 303
    assert client.post(f"/departments/{made.pk}/close/").status_code == 409
    assert client.post(f"/departments/{made.pk}/reopen/").status_code == 303
    answer = client.post("/teams/new/", {"name": "CRM", "lead": cast.mande.pk, "members": [cast.stranger.pk]})
    team = Team.objects.get()
    assert answer["Location"] == f"/teams/{team.pk}/"
    assert "leads the team" in client.get(f"/teams/{team.pk}/").content.decode()
    assert client.get(f"/teams/{team.pk}/edit/").status_code == 200
    assert client.post(f"/teams/{team.pk}/edit/", {"name": "CRM", "lead": cast.stranger.pk}).status_code == 303


def test_a_foreign_department_is_not_shown(cast, client_of):
    assert client_of(cast.sales_owner).get(f"/departments/{cast.support.pk}/").status_code == 404
    page = client_of(cast.sales_owner).get("/departments/").content.decode()
    assert "Customer Support" not in page


def test_the_profile_and_the_look(cast, client_of):
    client = client_of(cast.stranger)
    assert client.get("/accounts/profile/").status_code == 200
    answer = client.post("/accounts/profile/", {"name": "Karel B", "job_title": "", "theme": "dark"})
    assert answer.status_code == 303
    person = User.objects.get(pk=cast.stranger.pk)
    assert (person.name, person.theme) == ("Karel B", "dark")
    assert client.post("/accounts/profile/", {"name": "", "theme": "dark"}).status_code == 422
    back = client.post("/accounts/theme/", {"theme": "light"}, headers={"referer": "http://evil.example/"})
    assert (back.status_code, back["Location"]) == (303, "/")
    assert client.post("/accounts/theme/", {"theme": "light"}, headers={"hx-request": "true"}).status_code == 204
    assert User.objects.get(pk=cast.stranger.pk).theme == "light"


def test_a_look_that_is_none_is_refused(cast, client_of):
    assert client_of(cast.stranger).post("/accounts/theme/", {"theme": "pink"}).status_code == 422


def test_settings_of_the_organisation(cast, client_of):
    client = client_of(cast.admin)
    assert client.get("/organisation/").status_code == 200
    assert client.post("/organisation/", {"name": "SayPro NPO", "currency": "R"}).status_code == 303


def test_pages_cost_the_same_for_one_row_and_for_25(cast, client_of):
    client = client_of(cast.admin)
    lists = ["/people/", "/departments/", f"/departments/{cast.sales.pk}/", f"/people/{cast.sales_owner.pk}/"]
    few = [statements(client, address) for address in lists]
    roles = [Role.objects.get(slug="reader"), Role.objects.get(slug="department-member")]
    for number in range(40):
        person = UserFactory(department=cast.sales)
        RoleGrant.objects.create(user=person, role=roles[0])
        RoleGrant.objects.create(user=person, role=roles[1], department=cast.sales)
        Department.objects.create(name=f"D {number}", head=person, deputy=cast.leader)
    many = [statements(client, address) for address in lists]
    assert few == many
    assert max(many) <= 12


def test_moving_is_seen_by_the_new_head(cast, client_of):
    move_person(cast.stranger, cast.sales, by=cast.viewer("admin"), at=NOW)
    assert client_of(cast.sales_owner).get(f"/people/{cast.stranger.pk}/").status_code == 200


@pytest.mark.parametrize(
    "address", ["/people/{}/", "/departments/{}/", "/teams/{}/", "/messages/{}/", "/people/{}/edit/"]
)
@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_what_is_not_there_is_not_found(cast, client_of, address, number):
    assert client_of(cast.admin).get(address.format(number)).status_code == 404


def test_pages_run_under_the_content_security_policy(cast, client_of):
    """No inline script or style anywhere on these pages."""
    client = client_of(cast.admin)
    for address in (
        "/people/",
        f"/people/{cast.mande.pk}/edit/",
        "/departments/",
        "/audit/",
        "/messages/",
        "/accounts/profile/",
    ):
        page = client.get(address)
        assert "style=" not in page.content.decode()
        assert "onclick" not in page.content.decode()
        assert "script-src 'self'" in page["Content-Security-Policy"]


def test_what_waits_for_a_leader_is_named_before_the_role_goes(cast, client_of):
    story = begin(cast).ready()
    story.submit()
    sent = person_form(cast.leader, reason="new duties")
    warned = client_of(cast.admin).post(reverse("person_edit", args=[cast.leader.pk]), sent).content.decode()
    assert "They could no longer do what waits for them: “Bundle 1" in warned
    assert "no longer the whole organisation" in warned


def test_the_roles_say_who_may_what(cast, client_of):
    page = " ".join(client_of(cast.leader).get("/people/roles/").content.decode().split())
    assert "Be asked to decide on plans and sign" in page
    assert "Nomsa Dlamini</a>, <a" in page
    assert 'Thabo Nkosi</a> <span class="muted">(head of Sales)' in page
    assert "Only one person looks after people." in page


def test_a_department_says_what_keeps_it_open(cast, client_of):
    page = client_of(cast.admin).get(reverse("department_close", args=[cast.sales.pk])).content.decode()
    assert "One person belongs to it" in page
    assert f"/people/?department={cast.sales.pk}&amp;status=active" in page


def test_the_file_names_roles_and_the_filter_finds_heads(cast, client_of):
    browser = client_of(cast.admin)
    file = b"".join(browser.get("/people/?export=csv").streaming_content).decode()
    assert 'Thabo Nkosi,Head of Sales,Sales,"Head, Sales",' in file
    assert "Nomsa Dlamini,Chief Executive,,Leadership," in file
    head = Role.objects.get(slug="department-head").pk
    rows = browser.get(f"/people/?role={head}").context["list"].rows
    assert {person.name for person in rows} == {"Thabo Nkosi", "Ayesha Patel"}

"""People, roles, departments and teams: what the services decide, and what the history keeps."""

import pytest
from allauth.account.models import EmailAddress

from accounts.models import Department, Role, RoleGrant, Team, User
from accounts.services.departments import (
    close_department,
    create_department,
    create_team,
    edit_department,
    edit_team,
    reopen_department,
)
from accounts.services.organisation import edit_organisation
from accounts.services.people import (
    choose_theme,
    edit_own_profile,
    edit_person,
    make_person,
    move_person,
    switch_off,
    switch_on,
)
from audit.models import Entry
from common.access import Conflict, Refused, Unfit
from saypro.work import HELD_BY, SOURCES
from tests.factories import NOW, ActionFactory, GapFactory

pytestmark = pytest.mark.django_db


def role(slug: str) -> int:
    return Role.objects.get(slug=slug).pk


def edit(cast, person: User, by: str = "admin", **values) -> User:
    given = {
        "name": person.name,
        "job_title": person.job_title,
        "department": person.department,
        "grants": set(RoleGrant.objects.filter(user=person).values_list("role_id", "department_id")),
        "reason": "new duties",
    }
    return edit_person(person, **{**given, **values}, by=cast.viewer(by), at=NOW)


def test_a_person_is_made_with_a_verified_address(cast):
    person = make_person(email=" New.One@Example.org ", name="New One", password="a sentence of my own", at=NOW)
    assert person.email == "new.one@example.org"
    address = EmailAddress.objects.get(user=person)
    assert (address.email, address.verified, address.primary) == (person.email, True, True)


@pytest.mark.parametrize("email", ["admin@example.org", "ADMIN@example.org"])
def test_an_address_belongs_to_one_person(cast, email):
    with pytest.raises(Unfit) as refused:
        make_person(email=email, name="Twin", password="a sentence of my own", at=NOW)
    assert refused.value.errors == {"email": ["Somebody has this address already."]}


@pytest.mark.parametrize("password", ["short", "password123", "lindiwe.new"])
def test_weak_passwords_are_refused_in_words(cast, password):
    with pytest.raises(Unfit) as refused:
        make_person(email="lindiwe.new@example.org", name="Lindiwe New", password=password, at=NOW)
    assert "password" in refused.value.errors


def test_a_change_of_roles_works_at_once_and_is_kept(cast):
    edit(cast, cast.sales_owner, grants={(role("monitoring"), None)})
    assert cast.viewer("sales_owner").may("gaps.prepare")
    entry = Entry.objects.get(verb="person.edited")
    assert entry.old == {"roles": []}
    assert entry.new == {"roles": ["Monitoring and evaluation"]}
    edit(cast, cast.sales_owner, grants=set())
    assert not cast.viewer("sales_owner").may("gaps.prepare")


def test_nothing_changed_writes_nothing(cast):
    edit(cast, cast.stranger)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("name", ["leader", "mande", "sales_owner", "stranger"])
def test_only_administrators_manage(cast, name):
    with pytest.raises(Refused, match="Administrators look after"):
        edit(cast, cast.stranger, by=name, name="X")


def test_a_department_role_needs_its_department(cast):
    with pytest.raises(Unfit, match="Choose a department"):
        edit(cast, cast.leader, grants={(role("department-member"), None)})
    with pytest.raises(Unfit):
        edit(cast, cast.leader, grants={(role("leadership"), cast.sales.pk)})


def test_the_last_administrator_stays(cast):
    with pytest.raises(Conflict, match="Nobody would be left"):
        edit(cast, cast.admin, grants=set())
    assert cast.viewer("admin").may("accounts.manage")


def test_moving_somebody_takes_their_department_roles_along(cast):
    move_person(cast.stranger, cast.support, by=cast.viewer("admin"), at=NOW)
    grant = RoleGrant.objects.get(user=cast.stranger)
    assert grant.department == cast.support
    assert cast.viewer("stranger").departments_with("gaps.see") == [cast.support.pk]


def test_switching_off_needs_a_reason_and_is_kept(cast):
    by = cast.viewer("admin")
    with pytest.raises(Unfit, match="Say why"):
        switch_off(cast.stranger, reason=" ", sources=SOURCES, by=by, at=NOW)
    person = switch_off(cast.stranger, reason="has left", sources=SOURCES, by=by, at=NOW)
    assert not person.is_active
    assert Entry.objects.get(verb="person.switched_off").reason == "has left"
    with pytest.raises(Refused, match="switched off already"):
        switch_off(cast.stranger, reason="again", sources=SOURCES, by=by, at=NOW)
    with pytest.raises(Unfit, match="Say why"):
        switch_on(person, reason=" ", by=by, at=NOW)
    assert switch_on(person, reason="is back", by=by, at=NOW).is_active


def test_nobody_switches_themselves_off(cast):
    with pytest.raises(Refused, match="your own account"):
        switch_off(cast.admin, reason="x", sources=SOURCES, by=cast.viewer("admin"), at=NOW)


def test_who_leads_a_department_is_replaced_there_first(cast):
    with pytest.raises(Conflict, match="one department to head"):
        switch_off(cast.sales_owner, reason="has left", sources=SOURCES, by=cast.viewer("admin"), at=NOW)


def test_ones_own_profile_and_look(cast):
    by = cast.viewer("stranger")
    edit_own_profile(name="Karel B", job_title="Clerk", by=by, at=NOW)
    choose_theme("dark", by=by)
    person = User.objects.get(pk=cast.stranger.pk)
    assert (person.name, person.job_title, person.theme) == ("Karel B", "Clerk", "dark")
    with pytest.raises(Unfit):
        choose_theme("pink", by=by)


def department(cast, **values):
    given = {"name": "Finance", "is_theme": False, "head": cast.leader2, "deputy": None, "time_zone": ""}
    return {**given, **values, "by": cast.viewer("admin"), "at": NOW}


def test_a_new_head_has_the_heads_role_at_once_and_the_old_one_no_longer(cast):
    made = create_department(**department(cast, head=cast.stranger))
    assert cast.viewer("stranger").may("actions.follow", made.pk)
    edit_department(made, **department(cast, head=cast.mande, deputy=cast.leader))
    assert not cast.viewer("stranger").may("actions.follow", made.pk)
    assert cast.viewer("leader").may("actions.follow", made.pk)
    entry = Entry.objects.get(verb="department.edited")
    assert entry.old["head"] == "Karel Botha"
    assert entry.new == {"head": "Grace Okafor", "deputy": "Nomsa Dlamini"}


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": "sales"}, "name"), ({"deputy": "leader2"}, "deputy")],
)
def test_what_a_department_cannot_be(cast, values, field):
    values = {key: getattr(cast, value) if key == "deputy" else value for key, value in values.items()}
    with pytest.raises(Unfit) as refused:
        create_department(**department(cast, **values))
    assert field in refused.value.errors


def test_a_department_closes_once_nobody_belongs_to_it(cast):
    by = cast.viewer("admin")
    close = {"held_by": HELD_BY, "by": by, "at": NOW}
    with pytest.raises(Conflict, match="one person belongs to it"):
        close_department(cast.support, reason="merged", **close)
    move_person(cast.support_owner, None, by=by, at=NOW)
    with pytest.raises(Unfit, match="Say why"):
        close_department(cast.support, reason=" ", **close)
    assert not close_department(cast.support, reason="merged", **close).is_active
    ActionFactory(gap=GapFactory(department=cast.sales), state="draft")
    move_person(cast.sales_owner, None, by=by, at=NOW)
    with pytest.raises(Conflict, match="one gap is not closed and one action goes on"):
        close_department(cast.sales, reason="merged", **close)
    assert reopen_department(cast.support, by=by, at=NOW).is_active


def test_teams(cast):
    by = cast.viewer("admin")
    team = create_team(name="CRM", department=cast.sales, lead=cast.mande, members=[cast.stranger], by=by, at=NOW)
    assert set(team.members.all()) == {cast.mande, cast.stranger}
    edit_team(team, name="CRM", department=None, lead=cast.stranger, members=[], by=by, at=NOW)
    assert list(Team.objects.get().members.all()) == [cast.stranger]
    with pytest.raises(Unfit, match="A team of this name"):
        create_team(name="crm", department=None, lead=cast.mande, members=[], by=by, at=NOW)


def test_settings_of_the_organisation(cast):
    edit_organisation(name="SayPro NPO", currency="€", single_signer=True, by=cast.viewer("admin"), at=NOW)
    assert Entry.objects.get(verb="organisation.edited").new["single_signer"] is True
    with pytest.raises(Refused):
        edit_organisation(name="X", currency="€", single_signer=True, by=cast.viewer("leader"), at=NOW)


def names(rows) -> set[str]:
    return {each.name for each in rows}


def test_who_sees_whom(cast):
    everybody = names(User.objects.all())
    for name in ("leader", "mande", "admin"):
        assert names(User.objects.visible_to(cast.viewer(name))) == everybody
    assert names(User.objects.visible_to(cast.viewer("sales_owner"))) == {"Thabo Nkosi"}
    move_person(cast.stranger, cast.sales, by=cast.viewer("admin"), at=NOW)
    assert names(User.objects.visible_to(cast.viewer("sales_owner"))) == {"Thabo Nkosi", "Karel Botha"}
    assert names(User.objects.visible_to(cast.viewer("stranger"))) == {"Karel Botha"}


def test_who_sees_which_department_and_team(cast):
    assert names(Department.objects.visible_to(cast.viewer("leader"))) == names(Department.objects.all())
    assert names(Department.objects.visible_to(cast.viewer("sales_owner"))) == {"Sales"}
    by = cast.viewer("admin")
    create_team(name="CRM", department=cast.sales, lead=cast.mande, members=[cast.stranger], by=by, at=NOW)
    for name, seen in (("stranger", {"CRM"}), ("sales_owner", {"CRM"}), ("support_owner", set()), ("leader", {"CRM"})):
        assert names(Team.objects.visible_to(cast.viewer(name))) == seen

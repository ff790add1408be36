"""Departments with heads and deputies, and people: those who are there first, then made-up ones."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from accounts.models import Department, Role, RoleGrant, Team, User
from saypro.scale.loading import Loader, first_id
from saypro.scale.words import DEPARTMENTS, FIRST_NAMES, LAST_NAMES

DOMAIN = "scale.saypro.test"
LEADERS = 2
PREPARERS = 2
MEMBERS_WITHOUT_ROLE = 10  # one in so many only sees what they own


@dataclass
class Crowd:
    """Who takes part. `of` holds the people of each department by its id, the head first."""

    departments: list[Department]
    leaders: list[User]
    preparers: list[User]
    of: dict[int, list[User]]
    teams: dict[int, Team] = field(default_factory=dict)


def gather(loader: Loader, random_: random.Random, departments: int, users: int, at: datetime) -> Crowd:
    """Everybody who is there, and as many made-up departments and people as are missing.

    The first departments are those in use, so that whoever knows this database finds work in their own. Made-up
    people cannot sign in until somebody gives them a password.
    """
    units = list(Department.objects.filter(is_active=True).order_by("pk")[:departments])
    units += make_departments(departments - len(units))
    maker = Maker(random_, at - timedelta(days=900))
    there = User.objects.filter(is_active=True).count()
    leaders, preparers = with_role("leadership"), with_role("monitoring")
    for number in range(len(leaders), LEADERS):
        leaders.append(maker.person(None, f"Director {number + 1}", "leadership"))
    for _ in range(len(preparers), PREPARERS):
        preparers.append(maker.person(None, "Monitoring and Evaluation Officer", "monitoring"))
    if not with_role("administrator"):
        maker.person(None, "Systems Administrator", "administrator")
    of: dict[int, list[User]] = defaultdict(list)
    known = {unit.pk for unit in units}
    for person in User.objects.filter(is_active=True, department__in=known).order_by("pk"):
        of[person.department_id or 0].append(person)
    fill(maker, units, of, users - there)
    maker.write(loader)
    lead(units, of)
    return Crowd(units, leaders, preparers, dict(of), make_teams(loader, units, of))


def with_role(slug: str) -> list[User]:
    return list(User.objects.filter(is_active=True, grants__role__slug=slug).distinct().order_by("pk"))


def make_departments(missing: int) -> list[Department]:
    """Departments of names that are free; beyond the list of names they are numbered."""
    taken = {name.lower() for name in Department.objects.values_list("name", flat=True)}
    names = [*DEPARTMENTS, *(f"Region {number:02d}" for number in range(1, missing + len(taken) + 1))]
    free = [name for name in names if name.lower() not in taken][: max(0, missing)]
    return Department.objects.bulk_create([Department(name=name) for name in free])


class Maker:
    """Makes people one after the other, with the roles that they get."""

    def __init__(self, random_: random.Random, joined_at: datetime):
        self.random, self.joined_at = random_, joined_at
        self.roles = dict(Role.objects.values_list("slug", "pk"))
        self.next = first_id(User)
        self.people: list[User] = []
        self.grants: list[tuple[int, int, int | None]] = []

    def person(self, unit: Department | None, title: str, role: str = "") -> User:
        number = len(self.people) + 1
        name = f"{self.random.choice(FIRST_NAMES)} {self.random.choice(LAST_NAMES)}"
        made = User(
            pk=self.next,
            email=f"person-{number:04d}@{DOMAIN}",
            name=name,
            job_title=title,
            department=unit,
            password=make_password(None),
            joined_at=self.joined_at,
        )
        self.next += 1
        self.people.append(made)
        if role:
            self.grants.append((made.pk, self.roles[role], unit.pk if unit else None))
        return made

    def write(self, loader: Loader) -> None:
        loader.objects(self.people)
        loader.rows(RoleGrant, ["user_id", "role_id", "department_id"], self.grants)


def fill(maker: Maker, units: list[Department], of: dict[int, list[User]], wanted: int) -> None:
    """Two people at least for each department, head and deputy; then members, in turn."""
    for unit in units:
        while len(of[unit.pk]) < 2:
            title = "Deputy Head" if of[unit.pk] else f"Head of {unit.name}"
            of[unit.pk].append(maker.person(unit, title))
    turn = 0
    while len(maker.people) < wanted:
        unit = units[turn % len(units)]
        role = "" if turn % MEMBERS_WITHOUT_ROLE == MEMBERS_WITHOUT_ROLE - 1 else "department-member"
        of[unit.pk].append(maker.person(unit, "Officer", role))
        turn += 1


def lead(units: list[Department], of: dict[int, list[User]]) -> None:
    """A head and a deputy where there is none yet; the head stands first among the people."""
    for unit in units:
        people = of[unit.pk]
        if unit.head_id is None:
            unit.head = next(each for each in people if each.pk != unit.deputy_id)
        if unit.deputy_id is None:
            unit.deputy = next((each for each in people if each.pk != unit.head_id), None)
        people.sort(key=lambda each: (each.pk != unit.head_id, each.pk))
    Department.objects.bulk_update(units, ["head", "deputy"])


def make_teams(loader: Loader, units: list[Department], of: dict[int, list[User]]) -> dict[int, Team]:
    """A team of three in every fourth department."""
    pk = first_id(Team)
    taken = {name.lower() for name in Team.objects.values_list("name", flat=True)}
    teams, members = {}, []
    for unit in units[::4]:
        name = f"{unit.name} improvement team"
        if name.lower() in taken:
            continue
        teams[unit.pk] = Team(pk=pk, name=name, department=unit, lead=of[unit.pk][0])
        members += [(pk, each.pk) for each in of[unit.pk][:3]]
        pk += 1
    loader.objects(list(teams.values()))
    loader.rows(Team.members.through, ["team_id", "user_id"], members)
    return teams

"""Departments and teams: made, edited, closed and opened again."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import Department, Organisation, Team, User
from accounts.permissions import can_manage
from accounts.services.changed import changed
from accounts.viewer import Viewer
from accounts.work import HeldBy
from audit.services import changes, record
from common.access import Conflict, Unfit, require
from common.db import fit
from common.text import listed


def department_values(department: Department) -> dict[str, object]:
    """What the history keeps of a department."""
    return {
        "name": department.name,
        "is_theme": department.is_theme,
        "head": department.head.name if department.head else "",
        "deputy": department.deputy.name if department.deputy else "",
        "time_zone": department.time_zone,
    }


def check_department(department: Department) -> None:
    """Raise `Unfit` for what a person can get wrong."""
    others = Department.objects.filter(name__iexact=department.name).exclude(pk=department.pk)
    if others.exists():
        raise Unfit({"name": ["A department of this name exists."]})
    if department.head and department.head == department.deputy:
        raise Unfit({"deputy": ["Head and deputy are two people."]})
    for field, person in (("head", department.head), ("deputy", department.deputy)):
        if person and not person.is_active:
            raise Unfit({field: [f"{person.name} is switched off."]})
    fit(department)


@transaction.atomic
def create_department(
    *,
    name: str,
    is_theme: bool = False,
    head: User | None = None,
    deputy: User | None = None,
    time_zone: str = "",
    by: Viewer,
    at: datetime,
) -> Department:
    """A new department, or a theme that nobody leads yet."""
    require(can_manage(by))
    Organisation.objects.select_for_update().get(id=1)
    department = Department(name=name.strip(), is_theme=is_theme, head=head, deputy=deputy, time_zone=time_zone)
    check_department(department)
    department.save(force_insert=True)
    record(
        "department.created",
        department,
        actor=by.actor,
        at=at,
        department_id=department.pk,
        new=department_values(department),
    )
    changed()
    return department


def lock_department(department: Department) -> Department:
    Organisation.objects.select_for_update().get(id=1)
    return Department.objects.select_for_update(of=("self",)).select_related("head", "deputy").get(pk=department.pk)


@transaction.atomic
def edit_department(
    department: Department,
    *,
    name: str,
    is_theme: bool,
    head: User | None,
    deputy: User | None,
    time_zone: str,
    by: Viewer,
    at: datetime,
) -> Department:
    """Change a department; a new head has the head's role at once, the old one no longer."""
    require(can_manage(by))
    department = lock_department(department)
    before = department_values(department)
    department.name, department.is_theme, department.time_zone = name.strip(), is_theme, time_zone
    department.head, department.deputy = head, deputy
    check_department(department)
    department.save()
    old, new = changes(before, department_values(department))
    if new:
        record("department.edited", department, actor=by.actor, at=at, department_id=department.pk, old=old, new=new)
    changed()
    return department


@transaction.atomic
def close_department(
    department: Department, *, reason: str, held_by: Iterable[HeldBy], by: Viewer, at: datetime
) -> Department:
    """Close a department that holds nothing open any more. What it did stays.

    `held_by` tells what it holds (`saypro/work.py`). `Conflict` names what is open.
    """
    require(can_manage(by))
    department = lock_department(department)
    if not department.is_active:
        raise Conflict(f"{department.name} is closed already.")
    held = [each.words for find in held_by for each in find(department)]
    if held:
        raise Conflict(f"{department.name} cannot be closed: {listed(held)}. Move or end that first.")
    if not reason.strip():
        raise Unfit({"reason": [f"Say why {department.name} is closed."]})
    department.is_active = False
    department.save(update_fields=["is_active"])
    record(
        "department.closed",
        department,
        actor=by.actor,
        at=at,
        department_id=department.pk,
        reason=reason.strip(),
    )
    changed()
    return department


@transaction.atomic
def reopen_department(department: Department, *, by: Viewer, at: datetime) -> Department:
    """Open a closed department again."""
    require(can_manage(by))
    department = lock_department(department)
    if department.is_active:
        raise Conflict(f"{department.name} is open already.")
    department.is_active = True
    department.save(update_fields=["is_active"])
    record("department.reopened", department, actor=by.actor, at=at, department_id=department.pk)
    changed()
    return department


def team_values(team: Team) -> dict[str, object]:
    """What the history keeps of a team."""
    return {
        "name": team.name,
        "department": team.department.name if team.department else "",
        "lead": team.lead.name,
        "members": sorted(team.members.values_list("name", flat=True)),
    }


def fill_team(team: Team, *, name: str, department: Department | None, lead: User, members: Iterable[User]) -> Team:
    """Write the team's values; the lead is always one of its members."""
    team.name, team.department, team.lead = name.strip(), department, lead
    if Team.objects.filter(name__iexact=team.name).exclude(pk=team.pk).exists():
        raise Unfit({"name": ["A team of this name exists."]})
    fit(team)
    team.save()
    team.members.set({*members, lead})
    changed()
    return team


@transaction.atomic
def create_team(
    *, name: str, department: Department | None, lead: User, members: Iterable[User], by: Viewer, at: datetime
) -> Team:
    """A new team that can own actions."""
    require(can_manage(by))
    Organisation.objects.select_for_update().get(id=1)
    team = fill_team(Team(), name=name, department=department, lead=lead, members=members)
    record("team.created", team, actor=by.actor, at=at, department_id=team.department_id, new=team_values(team))
    return team


@transaction.atomic
def edit_team(
    team: Team,
    *,
    name: str,
    department: Department | None,
    lead: User,
    members: Iterable[User],
    by: Viewer,
    at: datetime,
) -> Team:
    """Change a team; every member counts as owner of its actions."""
    require(can_manage(by))
    team = Team.objects.select_for_update(of=("self",)).select_related("department", "lead").get(pk=team.pk)
    before = team_values(team)
    fill_team(team, name=name, department=department, lead=lead, members=members)
    old, new = changes(before, team_values(team))
    if new:
        record("team.edited", team, actor=by.actor, at=at, department_id=team.department_id, old=old, new=new)
    return team

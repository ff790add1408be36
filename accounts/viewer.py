"""The viewer: who looks or acts, with everything needed to decide what they may, loaded in one statement."""

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from django.db.models import CharField, JSONField, Q, QuerySet, Subquery, Value

from accounts.models import Department, Role, RoleGrant, Team, User
from audit.services import Actor
from common.compiled import SOMEBODY, Compiled, compiled

HEAD_ROLE = "department-head"
TEAM = "team"


@dataclass(frozen=True)
class Viewer:
    """A person and what their roles allow.

    `everywhere` holds the codes of organisation-wide roles, `codes_by_department` those of department roles, `teams`
    the teams one belongs to. `counted` hands what a page has counted already to what stands around it.
    Nothing here runs a query.
    """

    user: User
    everywhere: frozenset[str] = frozenset()
    codes_by_department: dict[int, frozenset[str]] = field(default_factory=dict)
    teams: tuple[int, ...] = ()
    channel: str = "page"
    on_behalf_of: str = ""
    counted: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def id(self) -> int:
        return self.user.pk

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def actor(self) -> Actor:
        return Actor(self.user.pk, self.user.name, self.channel, self.on_behalf_of)

    def may(self, code: str, department_id: int | None = None) -> bool:
        """Whether a role gives the code everywhere, or for this department. Without a department: everywhere only."""
        if code in self.everywhere:
            return True
        return department_id is not None and code in self.codes_by_department.get(department_id, frozenset())

    def may_somewhere(self, code: str) -> bool:
        """Whether any role gives the code, everywhere or for at least one department."""
        return code in self.everywhere or any(code in codes for codes in self.codes_by_department.values())

    def departments_with(self, code: str) -> list[int]:
        """The departments for which a department role gives the code."""
        return sorted(pk for pk, codes in self.codes_by_department.items() if code in codes)

    @property
    def key(self) -> Hashable:
        """The same for two people whose roles and teams are the same: they share statements."""
        return self.everywhere, tuple(sorted(self.codes_by_department.items())), self.teams

    def somebody(self) -> "Viewer":
        """One with the same roles, to write statements for."""
        return Viewer(User(pk=SOMEBODY), self.everywhere, self.codes_by_department, self.teams)

    def by(self, channel: str) -> "Viewer":
        """The same person, acting by another way."""
        return replace(self, channel=channel)


def load_viewer(user: User, *, channel: str = "page") -> Viewer:
    """Load what the person's roles allow: those granted, and the head's role where they are head or deputy; and their teams.

    One statement, so that the shell of a page stays cheap and a change of roles works at once.
    """
    return viewer_of(user, reading().rows(user.pk), channel)


def load_viewers(users: Sequence[User], *, channel: str = "page") -> list[Viewer]:
    """The same of many people, in one statement."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for person_id, *row in roles_of([each.pk for each in users]):
        found[person_id].append(tuple(row))
    return [viewer_of(each, found[each.pk], channel) for each in users]


def viewer_of(user: User, rows: Iterable[tuple[Any, ...]], channel: str) -> Viewer:
    """The person with what the rows of roles and teams give: scope, codes, and the department or team."""
    everywhere: set[str] = set()
    teams = []
    by_department: dict[int, set[str]] = {}
    for scope, text, department_id in rows:
        codes = json.loads(text) if isinstance(text, str) else text
        if scope == TEAM:
            teams.append(department_id)
        elif scope == "organisation":
            everywhere.update(codes)
        elif department_id is not None:
            by_department.setdefault(department_id, set()).update(codes or ())
    return Viewer(
        user=user,
        everywhere=frozenset(everywhere),
        codes_by_department={pk: frozenset(codes) for pk, codes in by_department.items()},
        teams=tuple(sorted(teams)),
        channel=channel,
    )


def roles_of(ids: list[int]) -> QuerySet:
    """The same rows for these people, each with whose it is."""
    granted = RoleGrant.objects.filter(user__in=ids)
    head_role = Role.objects.filter(slug=HEAD_ROLE)
    leading = (
        Department.objects.filter(is_active=True)
        .annotate(scope=Subquery(head_role.values("scope")[:1]), codes=Subquery(head_role.values("permissions")[:1]))
        .order_by()
    )
    memberships: Any = Team.members.through._default_manager
    belonging = memberships.filter(user__in=ids).annotate(
        scope=Value(TEAM, output_field=CharField()), codes=Value([], output_field=JSONField())
    )
    return granted.values_list("user_id", "role__scope", "role__permissions", "department_id").union(
        leading.filter(head__in=ids).values_list("head_id", "scope", "codes", "id"),
        leading.filter(deputy__in=ids).values_list("deputy_id", "scope", "codes", "id"),
        belonging.values_list("user_id", "scope", "codes", "team_id"),
        all=True,
    )


@lru_cache(maxsize=1)
def reading() -> Compiled:
    """The statement that reads a person's roles and teams; each request needs it, so it is written once."""
    granted = RoleGrant.objects.filter(user=SOMEBODY).values_list("role__scope", "role__permissions", "department_id")
    head_role = Role.objects.filter(slug=HEAD_ROLE)
    leading = (
        Department.objects.filter(Q(head=SOMEBODY) | Q(deputy=SOMEBODY), is_active=True)
        .annotate(scope=Subquery(head_role.values("scope")[:1]), codes=Subquery(head_role.values("permissions")[:1]))
        .order_by()
        .values_list("scope", "codes", "id")
    )
    memberships: Any = Team.members.through._default_manager
    belonging = (
        memberships.filter(user=SOMEBODY)
        .annotate(scope=Value(TEAM, output_field=CharField()), codes=Value([], output_field=JSONField()))
        .values_list("scope", "codes", "team_id")
    )
    return compiled(granted.union(leading, belonging, all=True), constant=True)

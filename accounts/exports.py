"""The columns of people and departments as files."""

from collections import defaultdict

from django.db.models import CharField, Value

from accounts.models import Department, RoleGrant
from common.exports import Column, column


class RolesInWords:
    """The roles of a person by id, posts first; everybody's are read at the first question, in one statement."""

    def __init__(self) -> None:
        self.known: dict[int, list[str]] | None = None

    def __call__(self, pk: int) -> str:
        if self.known is None:
            self.known = roles_of_all()
        return "; ".join(self.known.get(pk, []))


def roles_of_all() -> dict[int, list[str]]:
    """As in "Head, Sales" and "Reader"."""
    active = Department.objects.filter(is_active=True).order_by()
    granted = RoleGrant.objects.order_by().values_list("user", "role__name", "department__name")
    rows = granted.union(
        active.exclude(head=None).values_list("head", Value("Head", CharField()), "name"),
        active.exclude(deputy=None).values_list("deputy", Value("Deputy", CharField()), "name"),
        all=True,
    )
    found: dict[int, list[str]] = defaultdict(list)
    for person, role, where in sorted(rows, key=lambda row: (row[1] not in ("Head", "Deputy"), row[1], row[2] or "")):
        found[person].append(f"{role}, {where}" if where else role)
    return found


def person_columns() -> tuple[Column, ...]:
    return (
        column("Name", "name", width=28),
        column("Title", "job_title", width=28),
        column("Department", "department__name", width=24),
        column("Roles", "pk", words=RolesInWords(), width=40),
        column("E-mail", "email", width=32),
        column("Can sign in", "is_active", width=12),
        column("Joined", "joined_at", width=18),
    )


DEPARTMENT_COLUMNS = (
    column("Department", "name", width=28),
    column("Theme", "is_theme", width=8),
    column("Head", "head__name", width=24),
    column("Deputy", "deputy__name", width=24),
    column("People", "people_count", width=8),
    column("Time zone", "time_zone", width=22),
    column("Open", "is_active", width=8),
)

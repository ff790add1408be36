"""Finding people by what they may do."""

from django.db.models import Q, QuerySet

from accounts.models import Role, User


def people_with(code: str, department_id: int | None = None) -> list[User]:
    """Active people whose roles give the code everywhere, or for the department, in the order of their names.

    Roles hold their codes as JSON, which the two databases search differently: the few roles are read, then people.
    """
    roles = [role for role in Role.objects.all() if code in role.permissions]
    everywhere = [role.pk for role in roles if role.scope == "organisation"]
    wanted = Q(grants__role__in=everywhere)
    if department_id is not None:
        local = [role.pk for role in roles if role.scope == "department"]
        wanted |= Q(grants__role__in=local, grants__department=department_id)
    found: QuerySet[User] = User.objects.filter(wanted, is_active=True).distinct().order_by("name", "pk")
    return list(found)

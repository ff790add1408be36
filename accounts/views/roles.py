"""Roles: what each allows in words, and who holds it."""

from collections import defaultdict
from collections.abc import Mapping

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts.middleware import ViewerRequest
from accounts.models import Department, Role, RoleGrant
from accounts.permissions import ADMIN_PEOPLE, can_manage, can_see_people
from accounts.viewer import HEAD_ROLE
from common.access import require
from common.http import page_or_part

MOST_NAMES = 60


@require_GET
def roles(request: ViewerRequest, *, codes: Mapping[str, str]) -> HttpResponse:
    """Each role with its sentence, what it allows, and who has it by grant or by post."""
    require(can_see_people(request.viewer))
    holders: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    granted = RoleGrant.objects.filter(user__is_active=True).order_by("user__name", "user", "department__name")
    for role_id, person, name, where in granted.values_list("role", "user", "user__name", "department__name"):
        holders[role_id].append((person, name, where or ""))
    rows = list(Role.objects.order_by("pk"))
    by_post = posts()
    found = []
    for role in rows:
        held = holders[role.pk] + (by_post if role.slug == HEAD_ROLE else [])
        words = [codes[code] for code in codes if code in role.permissions]
        people = {person for person, _, _ in held}
        found.append(
            {
                "role": role,
                "allows": [each[:1].upper() + each[1:] for each in words],
                "holders": held[:MOST_NAMES],
                "more": max(0, len(held) - MOST_NAMES),
                "people": len(people),
                "is_admin": ADMIN_PEOPLE in role.permissions,
            }
        )
    return page_or_part(request, "people/roles.html", {"roles": found, "can_manage": can_manage(request.viewer)})


def posts() -> list[tuple[int, str, str]]:
    """Heads and deputies: they have the head's role without a grant."""
    found = []
    rows = Department.objects.filter(is_active=True).order_by("name")
    for name, head, head_name, deputy, deputy_name in rows.values_list(
        "name", "head", "head__name", "deputy", "deputy__name"
    ):
        found += [(head, head_name, f"head of {name}")] if head else []
        found += [(deputy, deputy_name, f"deputy of {name}")] if deputy else []
    return found

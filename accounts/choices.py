"""People, teams and departments to choose from, out of the cache: a select costs no statement."""

from hashlib import sha256
from typing import Any

from django.core.cache import cache

from accounts.models import Department, Organisation, Role, Team, User
from accounts.people import people_with
from common.once import forget as once_again
from common.once import once

KEY = "accounts.choices.3"
SECONDS = 60


def all_choices() -> dict[str, Any]:
    """Active people, teams and departments as (id, name), read once a minute; looked up once for each request."""
    return once(KEY, looked_up)


def looked_up() -> dict[str, Any]:
    found = cache.get(KEY)
    if found is None:
        found = {
            "people": list(User.objects.filter(is_active=True).values_list("pk", "name").order_by("name", "pk")),
            "teams": list(Team.objects.values_list("pk", "name").order_by("name")),
            "departments": list(Department.objects.filter(is_active=True).values_list("pk", "name").order_by("name")),
            "roles": list(Role.objects.values_list("pk", "name").order_by("pk")),
            "currency": Organisation.objects.filter(id=1).values_list("currency", flat=True).first() or "",
        }
        found["mark"] = sha256(repr(found).encode()).hexdigest()
        cache.set(KEY, found, SECONDS)
    return found


def mark() -> str:
    """Differs whenever anything of it does: what is drawn from choices is kept under it."""
    return str(all_choices()["mark"])


def people() -> list[tuple[int, str]]:
    return all_choices()["people"]


def departments() -> list[tuple[int, str]]:
    return all_choices()["departments"]


def roles() -> list[tuple[int, str]]:
    return all_choices()["roles"]


def currency() -> str:
    """The organisation's currency sign."""
    return all_choices()["currency"]


def people_who_may(code: str) -> list[tuple[int, str]]:
    """Active people whose roles give the code everywhere."""
    key = f"{KEY}.may.{code}"
    found = cache.get(key)
    if found is None:
        found = [(each.pk, each.name) for each in people_with(code)]
        cache.set(key, found, SECONDS)
        cache.set(f"{KEY}.may", sorted({*cache.get(f"{KEY}.may", []), key}), SECONDS)
    return found


def owners() -> list[tuple[str, str]]:
    """People and teams that can own an action: "u12" is a person, "t3" a team."""
    found = all_choices()
    return [(f"u{pk}", name) for pk, name in found["people"]] + [
        (f"t{pk}", f"{name} (team)") for pk, name in found["teams"]
    ]


def forget() -> None:
    """Read anew next time; called by every service that changes a person, team or department."""
    once_again(KEY)
    cache.delete_many([KEY, *cache.get(f"{KEY}.may", [])])

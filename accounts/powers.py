"""Who may do what, in words: from the roles somebody has, where each counts, and what they see by it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accounts.models import Department, Role, RoleGrant
from common.text import listed

PREPARE, SEE = "gaps.prepare", "gaps.see"
OWN = "what they own, help with, review, stand in for or are asked about"


@dataclass(frozen=True)
class Power:
    """One thing somebody may do: its sentence, the roles and posts it comes from, and where it counts."""

    code: str
    sentence: str
    sources: tuple[str, ...]
    where: str


@dataclass(frozen=True)
class Holding:
    """A role somebody has by a grant or a post: how it is called, and where (None: the whole organisation)."""

    role: Role
    called: str
    department: Department | None


def holdings(grants: Iterable[RoleGrant], posts: Iterable[tuple[str, Department]], head: Role | None) -> list[Holding]:
    """Every role of a person. Posts are ("Head", department) and give the head's role by themselves."""
    found = [Holding(head, f"{post} of {department}", department) for post, department in posts if head]
    return found + [Holding(grant.role, grant.role.name, grant.department) for grant in grants]


def powers(held: Iterable[Holding], codes: Mapping[str, str]) -> list[Power]:
    """What the roles allow, in the order in which the codes are declared; a code no app declares is not shown."""
    held = list(held)
    found = []
    for code, sentence in codes.items():
        giving = [each for each in held if code in each.role.permissions]
        if not giving:
            continue
        everywhere = any(each.department is None for each in giving)
        names = sorted({each.department.name for each in giving if each.department})
        where = "in the whole organisation" if everywhere else f"in {listed(names)}"
        found.append(
            Power(code, sentence[:1].upper() + sentence[1:], tuple(unique(each.called for each in giving)), where)
        )
    return found


def unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def sight(held: Iterable[Holding]) -> str:
    """What somebody sees, in one sentence."""
    held = list(held)
    if any(PREPARE in each.role.permissions and each.department is None for each in held):
        return "Everything, drafts of analyses too."
    if any(SEE in each.role.permissions and each.department is None for each in held):
        return "Everything that is issued, in the whole organisation."
    names = sorted({each.department.name for each in held if each.department and SEE in each.role.permissions})
    if names:
        return f"What is issued in {listed(names)}, and {OWN}."
    return f"Only {OWN}."

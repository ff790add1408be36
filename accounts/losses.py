"""What a change of roles or department takes from somebody who still needs it."""

from collections import Counter
from collections.abc import Iterable

from accounts.models import Department, Role, RoleGrant, User
from accounts.powers import SEE
from accounts.work import Work
from common.text import counted, cut, listed


def losses(
    person: User,
    grants: Iterable[RoleGrant],
    wanted: set[tuple[int, int | None]],
    roles: Iterable[Role],
    works: Iterable[Work],
) -> list[str]:
    """A sentence for each thing that becomes theirs no longer; empty where nothing does. One statement at most.

    Posts stay: head and deputy keep their role whatever is ticked.
    """
    by_id = {role.pk: role for role in roles}
    before = {(grant.role_id, grant.department_id) for grant in grants}
    lost = before - wanted
    if not lost:
        return []

    def codes(pairs: Iterable[tuple[int, int | None]], everywhere: bool) -> set[str]:
        return {code for role, where in pairs for code in by_id[role].permissions if (where is None) == everywhere}

    found = []
    gone = codes(lost, True) - codes(wanted, True)
    stuck = [work for work in works if work.needs in gone]
    if stuck:
        titles = listed([f"“{cut(work.title, 60)}”" for work in stuck[:3]])
        more = f" and {len(stuck) - 3} more" if len(stuck) > 3 else ""
        found.append(f"They could no longer do what waits for them: {titles}{more}. Hand it over first.")
    if SEE in gone:
        found.append("They would see only what they own or are asked about, no longer the whole organisation.")
    sees = {where for role, where in wanted if where and SEE in by_id[role].permissions}
    hidden = {where for role, where in lost if where and SEE in by_id[role].permissions} - sees
    if hidden and SEE not in codes(wanted, True):
        names = Department.objects.filter(pk__in=hidden).exclude(head=person).exclude(deputy=person).order_by("name")
        if shown := listed([each.name for each in names]):
            number = Counter(work.kind for work in works)["owns"]
            own = f" They keep {counted(number, 'action')} of their own." if number else ""
            found.append(f"They would no longer see the gaps and actions of {shown}.{own}")
    return found

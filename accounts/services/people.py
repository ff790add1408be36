"""People: made in one place, edited, moved, switched off and on."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import THEMES, Department, Organisation, Role, RoleGrant, User
from accounts.permissions import ADMIN_PEOPLE, can_manage, can_switch_off, can_switch_on
from accounts.services.changed import changed
from accounts.viewer import Viewer
from accounts.work import Source, blocking, counts_in_words, kinds_of, open_work
from audit.services import changes, record
from common.access import Conflict, Unfit, require
from common.db import fit
from notifications.services import drop_waiting

Grants = Iterable[tuple[int, int | None]]


def check_new_password(password: str, person: User, field: str = "password") -> None:
    """Raise `Unfit` with what is wrong with the password, if anything is."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Unfit({field: list(error.messages)}) from error


def make_person(
    *, email: str, name: str, job_title: str = "", department: Department | None = None, password: str, at: datetime
) -> User:
    """A new person with a verified address. The only place where an account is made; call it inside a transaction."""
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        raise Unfit({"email": ["Somebody has this address already."]})
    person = User(email=email, name=name.strip(), job_title=job_title.strip(), department=department, joined_at=at)
    check_new_password(password, person)
    person.set_password(password)
    fit(person)
    person.save(force_insert=True)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    changed()
    return person


def lock(person: User) -> User:
    """The person's row, locked; the organisation's first, so that two administrators never remove each other."""
    Organisation.objects.select_for_update().get(id=1)
    return User.objects.select_for_update(of=("self",)).select_related("department").get(pk=person.pk)


def role_words(person: User) -> list[str]:
    """The roles that were granted, as people read them."""
    grants = (
        RoleGrant.objects.filter(user=person).select_related("role", "department").order_by("role_id", "department_id")
    )
    return [f"{each.role.name}, {each.department.name}" if each.department else each.role.name for each in grants]


def values_of(person: User) -> dict[str, object]:
    """What the history keeps of a person."""
    department = person.department.name if person.department else ""
    return {"name": person.name, "job_title": person.job_title, "department": department, "roles": role_words(person)}


@transaction.atomic
def edit_person(
    person: User,
    *,
    name: str,
    job_title: str,
    department: Department | None,
    grants: Grants,
    reason: str = "",
    by: Viewer,
    at: datetime,
) -> User:
    """Change name, title, department and roles. A role change works at once, and has a reason."""
    require(can_manage(by))
    person = lock(person)
    before = values_of(person)
    person.name, person.job_title, person.department = name.strip(), job_title.strip(), department
    fit(person)
    person.save(update_fields=["name", "job_title", "department"])
    set_grants(person, grants)
    keep_an_administrator()
    old, new = changes(before, values_of(person))
    if "roles" in new and not reason.strip():
        raise Unfit({"reason": ["Say why the roles change; it is kept in the history."]})
    if new:
        record("person.edited", person, actor=by.actor, at=at, old=old, new=new, reason=reason.strip())
    changed()
    return person


def set_grants(person: User, grants: Grants) -> None:
    """Make the granted roles exactly these: an organisation role without a department, a department role with one."""
    wanted = set(grants)
    roles = {role.pk: role for role in Role.objects.filter(pk__in={role for role, _ in wanted})}
    for role_id, department_id in wanted:
        role = roles.get(role_id)
        if role is None:
            raise Unfit({"roles": ["Choose roles from the list."]})
        if (role.scope == "department") != (department_id is not None):
            raise Unfit({"roles": [f"Choose a department for the role “{role.name}”."]})
    existing = {(grant.role_id, grant.department_id): grant for grant in RoleGrant.objects.filter(user=person)}
    RoleGrant.objects.filter(pk__in=[grant.pk for key, grant in existing.items() if key not in wanted]).delete()
    RoleGrant.objects.bulk_create(
        RoleGrant(user=person, role_id=role, department_id=department)
        for role, department in sorted(wanted - set(existing), key=str)
    )


def administrators() -> QuerySet[User]:
    """Active people who look after people."""
    admins = {role.pk for role in Role.objects.filter(scope="organisation") if ADMIN_PEOPLE in role.permissions}
    return User.objects.filter(is_active=True, grants__role__in=admins).distinct()


def is_last_administrator(person: User) -> bool:
    """Whether nobody else looks after people."""
    return [each.pk for each in administrators()[:2]] == [person.pk]


def keep_an_administrator() -> None:
    """Raise `Conflict` if nobody is left who looks after people."""
    if not administrators().exists():
        raise Conflict("Nobody would be left to look after people. Make somebody else an administrator first.")


@transaction.atomic
def move_person(person: User, department: Department | None, *, by: Viewer, at: datetime) -> User:
    """Move somebody to another department; the roles they had in the old one go along."""
    was = person.department_id
    grants = {
        (role, department.pk if department and where == was and where is not None else where)
        for role, where in RoleGrant.objects.filter(user=person).values_list("role_id", "department_id")
        if department or where is None or where != was
    }
    return edit_person(
        person,
        name=person.name,
        job_title=person.job_title,
        department=department,
        grants=grants,
        reason=f"Moved to {department}" if department else "Moved out of the department",
        by=by,
        at=at,
    )


@transaction.atomic
def switch_off(person: User, *, reason: str, sources: Sequence[Source], by: Viewer, at: datetime) -> User:
    """End somebody's access: no sign-in from now on, open sessions end at their next request, mails that wait are dropped.

    `sources` tells what is open (`saypro/work.py`). `Conflict` while something is that needs a successor.
    """
    person = lock(person)
    require(can_switch_off(by, person))
    if not reason.strip():
        raise Unfit({"reason": [f"Say why {person.name} is switched off."]})
    kinds = kinds_of(sources)
    if left := blocking(open_work(person, sources, at), kinds):
        raise Conflict(f"{person.name} still has {counts_in_words(left, kinds)}. Hand it over first.")
    person.is_active = False
    person.save(update_fields=["is_active"])
    keep_an_administrator()
    drop_waiting(person.pk, "The account was switched off before it left.")
    record(
        "person.switched_off", person, actor=by.actor, at=at, department_id=person.department_id, reason=reason.strip()
    )
    changed()
    return person


@transaction.atomic
def switch_on(person: User, *, reason: str, by: Viewer, at: datetime) -> User:
    """Give somebody access again, with the roles they had; what was handed over stays with who has it now."""
    person = lock(person)
    require(can_switch_on(by, person))
    if not reason.strip():
        raise Unfit({"reason": [f"Say why {person.name} is switched on again."]})
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(
        "person.switched_on", person, actor=by.actor, at=at, department_id=person.department_id, reason=reason.strip()
    )
    changed()
    return person


@transaction.atomic
def edit_own_profile(*, name: str, job_title: str, by: Viewer, at: datetime) -> User:
    """Change one's own name and title."""
    person = User.objects.select_for_update(of=("self",)).get(pk=by.id)
    before = {"name": person.name, "job_title": person.job_title}
    person.name, person.job_title = name.strip(), job_title.strip()
    fit(person)
    person.save(update_fields=["name", "job_title"])
    old, new = changes(before, {"name": person.name, "job_title": person.job_title})
    if new:
        record("person.edited", person, actor=by.actor, at=at, old=old, new=new)
    changed()
    return person


def choose_theme(theme: str, *, by: Viewer) -> None:
    """Keep the look somebody chose. It is theirs alone, so the history does not record it."""
    if theme not in dict(THEMES):
        raise Unfit({"theme": ["Choose light, dark or the system's own."]})
    User.objects.filter(pk=by.id).update(theme=theme)

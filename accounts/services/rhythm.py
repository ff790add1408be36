"""How often the organisation and its departments check in, when leadership reads, and who is away."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import DIGESTS, Absence, Cadence, Department, Organisation, User
from accounts.permissions import can_manage, can_set_absence
from accounts.rhythm import check_in_cadence_of, digest_cadence_of
from accounts.viewer import Viewer
from audit.services import record
from common.access import Conflict, Unfit, require
from common.dates import short_date, today
from common.db import fit


def write_cadence(current: Cadence | None, *, weeks: int, weekday: int, hour: int, at: datetime) -> Cadence:
    """The cadence with these values; a changed one counts from today, so that its first period is the next weekday."""
    cadence = current or Cadence(anchor_on=today(at))
    if (cadence.weeks, cadence.weekday) != (weeks, weekday):
        cadence.anchor_on = today(at)
    cadence.weeks, cadence.weekday, cadence.hour = weeks, weekday, hour
    fit(cadence)
    cadence.save()
    return cadence


@transaction.atomic
def set_organisation_rhythm(
    *, check_ins: tuple[int, int, int], digests: tuple[int, int, int], by: Viewer, at: datetime
) -> Organisation:
    """Set both rhythms, each as (weeks, weekday, hour). A period that runs ends as it began."""
    require(can_manage(by))
    own = Organisation.objects.select_for_update().get(id=1)
    before = {"check_ins": str(check_in_cadence_of(own)), "digests": str(digest_cadence_of(own))}
    for name, (weeks, weekday, hour), known in (
        ("check_in_cadence", check_ins, check_in_cadence_of(own)),
        ("digest_cadence", digests, digest_cadence_of(own)),
    ):
        if (weeks, weekday, hour) != (known.weeks, known.weekday, known.hour):
            current = getattr(own, name)
            setattr(own, name, write_cadence(current, weeks=weeks, weekday=weekday, hour=hour, at=at))
    own.save()
    after = {"check_ins": str(check_in_cadence_of(own)), "digests": str(digest_cadence_of(own))}
    if after != before:
        record("organisation.rhythm_changed", own, actor=by.actor, at=at, old=before, new=after)
    return own


@transaction.atomic
def set_department_rhythm(
    department: Department, values: tuple[int, int, int] | None, *, by: Viewer, at: datetime
) -> Department:
    """Give the department its own rhythm of check-ins, or none: then it follows the organisation's."""
    require(can_manage(by))
    department = (
        Department.objects.select_for_update(of=("self",)).select_related("check_in_cadence").get(pk=department.pk)
    )
    before = str(department.check_in_cadence or "as the organisation")
    if values is None:
        department.check_in_cadence = None
    else:
        weeks, weekday, hour = values
        department.check_in_cadence = write_cadence(
            department.check_in_cadence, weeks=weeks, weekday=weekday, hour=hour, at=at
        )
    department.save(update_fields=["check_in_cadence"])
    after = str(department.check_in_cadence or "as the organisation")
    if after != before:
        record(
            "department.rhythm_changed",
            department,
            actor=by.actor,
            at=at,
            department_id=department.pk,
            old={"check_ins": before},
            new={"check_ins": after},
        )
    return department


@transaction.atomic
def choose_digest(how_often: str, *, by: Viewer, at: datetime) -> User:
    """How often one wants the digest; "" is as the organisation does."""
    if how_often not in dict(DIGESTS):
        raise Unfit({"digest": ["Choose one of the list."]})
    user = User.objects.select_for_update(of=("self",)).get(pk=by.id)
    if user.digest != how_often:
        old, user.digest = user.get_digest_display(), how_often
        user.save(update_fields=["digest"])
        record(
            "person.digest_chosen",
            user,
            actor=by.actor,
            at=at,
            department_id=user.department_id,
            old={"digest": old},
            new={"digest": user.get_digest_display()},
        )
    return user


@transaction.atomic
def add_absence(
    person: User, *, first_on: date, last_on: date, stand_in: User | None, by: Viewer, at: datetime
) -> Absence:
    """Say when somebody is away. While they are, the stand-in is asked; without one nobody is."""
    person = User.objects.select_for_update(of=("self",)).select_related("department").get(pk=person.pk)
    require(can_set_absence(by, person))
    errors: dict[str, list[str]] = {}
    if last_on < first_on:
        errors["last_on"] = ["The last day comes before the first."]
    elif last_on < today(at):
        errors["last_on"] = [f"{short_date(last_on, today(at))} has passed."]
    if stand_in == person:
        errors["stand_in"] = ["Somebody else stands in."]
    elif stand_in and not stand_in.is_active:
        errors["stand_in"] = [f"{stand_in} is switched off."]
    overlapping = Absence.objects.filter(person=person, withdrawn_at=None, first_on__lte=last_on, last_on__gte=first_on)
    if overlapping.exists():
        errors["first_on"] = ["An absence of these days is written down already; take it away first."]
    if errors:
        raise Unfit(errors)
    absence = Absence(person=person, first_on=first_on, last_on=last_on, stand_in=stand_in)
    fit(absence)
    absence.save()
    record(
        "person.absence_added",
        person,
        actor=by.actor,
        at=at,
        department_id=person.department_id,
        new={"first_on": first_on, "last_on": last_on, "stand_in": stand_in.name if stand_in else ""},
    )
    return absence


@transaction.atomic
def withdraw_absence(absence: Absence, *, by: Viewer, at: datetime) -> Absence:
    """The person is here after all."""
    absence = Absence.objects.select_for_update(of=("self",)).select_related("person").get(pk=absence.pk)
    require(can_set_absence(by, absence.person))
    if absence.withdrawn_at is not None:
        raise Conflict("It is taken away already.")
    absence.withdrawn_at = at
    absence.save(update_fields=["withdrawn_at"])
    record(
        "person.absence_withdrawn",
        absence.person,
        actor=by.actor,
        at=at,
        department_id=absence.person.department_id,
        old={"first_on": absence.first_on, "last_on": absence.last_on},
    )
    return absence

"""Who owns each unit of an import: what is suggested, what a reviewer chose, and the departments it makes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accounts.models import Department
from accounts.services.changed import changed
from accounts.services.departments import check_department, department_values
from accounts.viewer import Viewer
from audit.services import record
from common.access import Unfit, require
from gaps.permissions import can_prepare
from intake.interpret import Analysis
from intake.interpret.drafts import UnitDraft

MAKE = "make"
NO_UNIT_NAME = "Whole organisation"
NO_OWNER = "Choose a unit, or make one."
Departments = Iterable[tuple[int, str]]


@dataclass(frozen=True)
class Choices:
    """What the reviewer decided: for each unit's key the id of a department or `MAKE`, and what the report lacks."""

    owners: dict[str, str] = field(default_factory=dict)
    title: str = ""
    dated: date | None = None

    def to_json(self) -> dict[str, Any]:
        return {"owners": self.owners, "title": self.title, "date": self.dated.isoformat() if self.dated else None}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Choices":
        said = data.get("date")
        return cls(data.get("owners", {}), data.get("title", ""), date.fromisoformat(said) if said else None)


def field_name(unit: UnitDraft) -> str:
    """The name of the unit's field in the form and in errors."""
    return f"owner_{unit.key}"


def unit_words(unit: UnitDraft) -> str:
    """The unit in a sentence."""
    return f"“{unit.name}”" if unit.name else "the gaps under no unit"


def name_to_make(unit: UnitDraft) -> str:
    """What a department made for the unit is called."""
    return (unit.name or NO_UNIT_NAME)[:120]


def suggested_owner(unit: UnitDraft, departments: Departments) -> str:
    """The department of the unit's name; else a new one, but for a theme or a nameless unit nothing: somebody chooses."""
    names = {unit.name.casefold(), unit.heading.casefold()} - {""}
    known = next((pk for pk, name in departments if name.casefold() in names), None)
    if known is not None:
        return str(known)
    return "" if unit.is_theme or not unit.name else MAKE


def suggested_choices(analysis: Analysis, departments: Departments) -> Choices:
    """Choices where nobody is asked, as from the command line: a theme becomes a unit of its own."""
    known = list(departments)
    return Choices({unit.key: suggested_owner(unit, known) or MAKE for unit in analysis.units})


def owners_of(analysis: Analysis, choices: Choices, *, by: Viewer, at: datetime) -> dict[str, Department]:
    """The department of each unit; those to be made are made. `Unfit` names every unit that has none."""
    known = {str(each.pk): each for each in Department.objects.filter(is_active=True)}
    errors: dict[str, list[str]] = {}
    found: dict[str, Department] = {}
    for unit in analysis.units:
        chosen = choices.owners.get(unit.key, "")
        try:
            if chosen == MAKE:
                found[unit.key] = make_department(name_to_make(unit), is_theme=unit.is_theme, by=by, at=at)
            else:
                found[unit.key] = known[chosen]
        except KeyError:
            errors[field_name(unit)] = [NO_OWNER]
        except Unfit as unfit:
            errors[field_name(unit)] = [sentence for sentences in unfit.errors.values() for sentence in sentences]
    if errors:
        raise Unfit(errors)
    return found


def check_owners(analysis: Analysis, choices: Choices) -> None:
    """Whether every unit has an owner that is there or can be made; `Unfit` names those that have none."""
    every = list(Department.objects.all())
    active = {str(each.pk) for each in every if each.is_active}
    closed = {each.name.casefold(): each for each in every if not each.is_active}
    errors: dict[str, list[str]] = {}
    for unit in analysis.units:
        chosen = choices.owners.get(unit.key, "")
        if chosen == MAKE and (shut := closed.get(name_to_make(unit).casefold())):
            errors[field_name(unit)] = [closed_words(shut)]
        elif chosen != MAKE and chosen not in active:
            errors[field_name(unit)] = [NO_OWNER]
    if errors:
        raise Unfit(errors)


def closed_words(department: Department) -> str:
    return f"{department.name} is closed; choose another unit, or ask an administrator to open it again."


def make_department(name: str, *, is_theme: bool, by: Viewer, at: datetime) -> Department:
    """The department of that name, made where there is none: an import may need it, so M&E makes it, without a head.

    Call it inside a transaction that holds the organisation's row.
    """
    require(can_prepare(by))
    known = Department.objects.filter(name__iexact=name).first()
    if known and not known.is_active:
        raise Unfit({"name": [closed_words(known)]})
    if known:
        return known
    department = Department(name=name, is_theme=is_theme)
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

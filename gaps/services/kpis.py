"""Indicators: found by name or made, and changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Department
from accounts.viewer import Viewer
from audit.services import changes, record_many
from common.access import require
from common.db import fit, write_many
from gaps.models import Kpi, SourceLine
from gaps.permissions import can_prepare


@dataclass(frozen=True)
class NamedKpi:
    """An indicator as a report names it."""

    name: str
    department: Department
    unit: str = ""
    line: SourceLine | None = None

    @property
    def key(self) -> tuple[int, str]:
        return (self.department.pk, self.name.casefold())


class KpiBook:
    """The indicators of some departments, read once, so that thousands of names are looked up without asking again.

    Nothing else makes indicators meanwhile, as under the organisation's row; call it inside that transaction.
    """

    def __init__(self, departments: Iterable[Department]):
        self.known: dict[tuple[int, str], Kpi] = {}
        for kpi in Kpi.objects.filter(department__in={each.pk for each in departments}):
            self.known.setdefault((kpi.department_id, kpi.name.casefold()), kpi)  # type: ignore[arg-type]

    def find_or_make(self, named: Sequence[NamedKpi], *, at: datetime) -> list[Kpi]:
        """For each name the department's indicator (whatever its case), made where there is none; one statement."""
        new: dict[tuple[int, str], Kpi] = {}
        for each in named:
            if each.key not in self.known and each.key not in new:
                new[each.key] = Kpi(
                    name=each.name, department=each.department, unit=each.unit, line=each.line, created_at=at
                )
        write_many(new.values())
        self.known.update(new)
        return [self.known[each.key] for each in named]


def find_or_make_kpi(
    name: str, department: Department, *, unit: str = "", line: SourceLine | None, at: datetime
) -> Kpi:
    """The department's indicator of that name (whatever its case), made when there is none."""
    return KpiBook([department]).find_or_make([NamedKpi(name, department, unit, line)], at=at)[0]


def edit_kpi(kpi: Kpi, *, by: Viewer, at: datetime, **values: Any) -> Kpi:
    """Change an indicator's name, unit, direction, frequency, target, tolerance or data owner."""
    return edit_kpis([(kpi, values)], by=by, at=at)[0]


@transaction.atomic
def edit_kpis(edits: Sequence[tuple[Kpi, dict[str, Any]]], *, by: Viewer, at: datetime) -> list[Kpi]:
    """Change several indicators, each with values of its own for the same fields; they come back as they are then."""
    if not edits:
        return []
    require(can_prepare(by))
    locked = Kpi.objects.select_for_update(of=("self",)).in_bulk([kpi.pk for kpi, _ in edits])
    said: list[tuple[Kpi, dict[str, Any]]] = []
    names: set[str] = set()
    for each, values in edits:
        kpi = locked[each.pk]
        old, new = changes({name: getattr(kpi, name) for name in values}, values)
        for name, value in new.items():
            setattr(kpi, name, value)
        fit(kpi)
        if new:
            names |= set(new)
            words = {"old": in_words(old), "new": in_words(new)}
            said.append((kpi, {**words, "department_id": kpi.department_id}))
    if said:
        Kpi.objects.bulk_update({kpi.pk: kpi for kpi, _ in said}.values(), sorted(names), batch_size=200)
        record_many("kpi.edited", said, actor=by.actor, at=at)
    return [locked[kpi.pk] for kpi, _ in edits]


def in_words(values: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}

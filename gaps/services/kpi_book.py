"""Indicators as reports name them: found by name, or made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Department
from common.db import write_many
from gaps.models import Kpi, SourceLine
from gaps.searching import index_kpis


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
        index_kpis(*(kpi.pk for kpi in new.values()), at=at)
        self.known.update(new)
        return [self.known[each.key] for each in named]


def find_or_make_kpi(
    name: str, department: Department, *, unit: str = "", line: SourceLine | None, at: datetime
) -> Kpi:
    """The department's indicator of that name (whatever its case), made when there is none."""
    return KpiBook([department]).find_or_make([NamedKpi(name, department, unit, line)], at=at)[0]

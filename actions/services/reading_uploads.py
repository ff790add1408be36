"""A table of readings: what each line would do, then all good lines at once in one transaction.

The same table a second time changes nothing. A line that would change a reading needs a reason; the old value stays.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.viewer import Viewer
from actions.models import CorrectiveAction
from actions.querysets import kpis_visible_to
from audit.models import Entry
from audit.services import new_entry
from common.access import Unfit
from common.dates import short_date, today
from common.folding import folded
from common.numbers import figure
from gaps.models import Kpi, KpiReading
from gaps.permissions import can_correct_reading, can_give_reading
from gaps.reading_table import Given, Refused

KINDS = ("new", "changed", "same", "refused")


@dataclass
class Line:
    """One line of the table and what it would do; `before` is the reading that it changes."""

    number: int
    kind: str
    name: str
    sentence: str = ""
    given: Given | None = None
    kpi: Any = None
    before: KpiReading | None = None
    beside: KpiReading | None = None  # one's own of that day, which counted no more than `before`

    @property
    def unit(self) -> str:
        return self.kpi.unit if self.kpi else ""

    @property
    def needs_reason(self) -> bool:
        return self.kind == "changed" and self.given is not None and not self.given.reason


def compare(rows: Sequence[Given | Refused], *, by: Viewer, at: datetime) -> list[Line]:
    """What each row would do, in the order of the file. Two statements, however many rows."""
    kpis = list(kpis_visible_to(by).select_related("department", "data_owner"))
    named: dict[str, list[Kpi]] = defaultdict(list)
    for kpi in kpis:
        named[folded(kpi.name)].append(kpi)
    lines: list[Line] = []
    taken: dict[tuple[int, date], int] = {}
    for row in rows:
        if isinstance(row, Refused):
            lines.append(Line(row.line, "refused", row.kpi, row.sentence))
            continue
        line = Line(row.line, "new", row.kpi, given=row)
        try:
            line.kpi = kpi_of(row, named)
            check(row, line.kpi, by, at)
            earlier = taken.setdefault((line.kpi.pk, row.date), row.line)
            if earlier != row.line:
                raise ValueError(f"Line {earlier} gives the same KPI and day already.")
        except ValueError as error:
            line.kind, line.sentence = "refused", str(error)
        lines.append(line)
    hold_against(lines, by)
    return lines


def kpi_of(row: Given, named: dict[str, list[Kpi]]) -> Kpi:
    """The indicator that the row names. Raises ValueError with a sentence."""
    found = named.get(folded(row.kpi), [])
    if row.department:
        found = [each for each in found if each.department and folded(each.department.name) == folded(row.department)]
    if not found:
        of = f" of {row.department}" if row.department else ""
        raise ValueError(f"There is no KPI “{row.kpi}”{of} that you see. Use the names of the register.")
    if len(found) > 1:
        raise ValueError(f"Several departments have a KPI “{row.kpi}”. Name the department.")
    return found[0]


def check(row: Given, kpi: Kpi, by: Viewer, at: datetime) -> None:
    """Whether the row may be taken. Raises ValueError with a sentence."""
    if not (answer := can_give_reading(by, kpi)):
        raise ValueError(answer.reason)
    if row.date > today(at):
        raise ValueError(f"{short_date(row.date, today(at))} is still to come.")
    if row.date.year < 1990:
        raise ValueError(f"{row.date.isoformat()} is too long ago.")
    if row.unit and folded(row.unit) != folded(kpi.unit):
        raise ValueError(f"It is in {row.unit}; the KPI is in {kpi.unit or 'no unit'}.")


def hold_against(lines: list[Line], by: Viewer) -> None:
    """Say of each line that may be taken whether its reading is new, the same or another one."""
    wanted = [line for line in lines if line.kind == "new"]
    rows = KpiReading.objects.filter(
        kpi__in={line.kpi.pk for line in wanted}, date__in={line.given.date for line in wanted if line.given}
    )
    there, own = {}, {}
    for each in rows.current().select_related("reported_by"):
        there[each.kpi_id, each.date] = each
        if each.reported_by_id == by.id:
            own[each.kpi_id, each.date] = each
    for line in wanted:
        given = line.given
        assert given is not None
        before = there.get((line.kpi.pk, given.date))
        if before is None:
            continue
        line.before, line.beside = before, own.get((line.kpi.pk, given.date))
        same_words = given.note in ("", before.note) and given.source in ("", before.source)
        if before.value == given.value and same_words:
            line.kind = "same"
        elif answer := can_correct_reading(by, before):
            line.kind = "changed"
        else:
            line.kind, line.sentence = "refused", answer.reason


@transaction.atomic
def take(
    rows: Sequence[Given | Refused], *, reason: str = "", file_name: str = "", by: Viewer, at: datetime
) -> list[Line]:
    """Write every line that is new or changed. `reason` stands for those changed lines that give none.

    A few statements, however many lines: readings and their entries in the history are written together.
    """
    list(Kpi.objects.select_for_update(of=("self",)).filter(pk__in=named_in(rows, by)).order_by("pk").values_list("pk"))
    lines = compare(rows, by=by, at=at)
    missing = [line.number for line in lines if line.needs_reason]
    if missing and not reason.strip():
        raise Unfit(
            {"reason": [f"Say why {'a reading is' if len(missing) == 1 else f'{len(missing)} readings are'} changed."]}
        )
    wanted = [line for line in lines if line.kind in ("new", "changed")]
    judged = set(
        CorrectiveAction.objects.running()
        .filter(kpi__in={line.kpi.pk for line in wanted})
        .owned_by(by)
        .values_list("kpi_id", flat=True)
    )
    replaced = [each.pk for line in wanted for each in (line.before, line.beside) if each]
    KpiReading.objects.filter(pk__in=replaced).update(is_current=False)
    made = KpiReading.objects.bulk_create([reading_of(line, reason.strip(), judged, by, at) for line in wanted])
    now = timezone.now()
    entries = [entry_of(line, row, file_name, by, at, now) for line, row in zip(wanted, made, strict=True)]
    Entry.objects.bulk_create(entries)
    return lines


def named_in(rows: Sequence[Given | Refused], by: Viewer) -> list[int]:
    """The ids of the indicators that the rows name, to be locked."""
    names = {folded(row.kpi) for row in rows if isinstance(row, Given)}
    return [pk for pk, name in kpis_visible_to(by).values_list("pk", "name") if folded(name) in names]


def reading_of(line: Line, reason: str, judged: set[int], by: Viewer, at: datetime) -> KpiReading:
    """The reading that the line gives; in the place of another one it keeps the reason."""
    given, before = line.given, line.before
    assert given is not None
    return KpiReading(
        kpi_id=line.kpi.pk,
        date=given.date,
        value=given.value,
        note=given.note or (before.note if before else ""),
        source=given.source or (before.source if before else ""),
        reported_by=by.user,
        recorded_at=at,
        by_owner=line.kpi.pk in judged,
        replaces=before,
        reason=(given.reason or reason) if before else "",
    )


def entry_of(line: Line, row: KpiReading, file_name: str, by: Viewer, at: datetime, now: datetime) -> Entry:
    """The entry in the history of one line."""
    said = {"value": words(row.value, line.kpi.unit), "date": row.date, "file": f"{file_name}, line {line.number}"}
    old = {"date": row.date, "value": words(line.before.value, line.kpi.unit)} if line.before else {}
    return new_entry(
        "reading.corrected" if line.before else "reading.given",
        line.kpi,
        actor=by.actor,
        at=at,
        recorded_at=now,
        department_id=line.kpi.department_id,
        old=old,
        new=said,
        reason=row.reason,
    )


def words(value: Decimal, unit: str) -> str:
    return f"{figure(value)} {unit}".strip()

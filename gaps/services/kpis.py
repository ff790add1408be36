"""The register of indicators: added, changed, switched off instead of deleted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Department
from accounts.viewer import Viewer
from audit.services import changes, record, record_many
from common.access import Conflict, Unfit, require
from common.db import fit
from gaps.models import Kpi
from gaps.permissions import can_prepare
from gaps.searching import index_kpis


def plain_words(values: dict[str, Any]) -> dict[str, Any]:
    """Values for the history: people and departments by name, figures and dates as they are."""
    return {name: "" if value is None else str(value) for name, value in values.items()}


def check_name(name: str, department: Department | None, *, but: Kpi | None = None) -> None:
    """A department has one indicator of a name, whatever its case."""
    same = Kpi.objects.filter(name__iexact=name.strip(), department=department)
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        of = department.name if department else "The organisation"
        raise Unfit({"name": [f"{of} has an indicator of that name already."]})


@transaction.atomic
def add_kpi(*, name: str, department: Department | None, by: Viewer, at: datetime, **values: Any) -> Kpi:
    """Add an indicator to the register."""
    require(can_prepare(by))
    if department is not None:
        Department.objects.select_for_update(of=("self",)).get(pk=department.pk)
    check_name(name, department)
    kpi = Kpi(name=name.strip(), department=department, created_at=at, **values)
    check_baseline(kpi)
    fit(kpi)
    kpi.save()
    index_kpis(kpi.pk, at=at)
    said = {each: value for each, value in values.items() if value not in (None, "", 0)}
    record(
        "kpi.added",
        kpi,
        actor=by.actor,
        at=at,
        department_id=kpi.department_id,
        new=plain_words({"name": name, **said}),
    )
    return kpi


def edit_kpi(kpi: Kpi, *, by: Viewer, at: datetime, **values: Any) -> Kpi:
    """Change an indicator: any of its fields but whether it is used."""
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
        if "name" in new or "department" in new:
            check_name(kpi.name, kpi.department, but=kpi)
        check_baseline(kpi)
        fit(kpi)
        if new:
            names |= set(new)
            words = {"old": plain_words(old), "new": plain_words(new)}
            said.append((kpi, {**words, "department_id": kpi.department_id}))
    if said:
        Kpi.objects.bulk_update({kpi.pk: kpi for kpi, _ in said}.values(), sorted(names), batch_size=200)
        index_kpis(*(kpi.pk for kpi, _ in said), at=at)
        record_many("kpi.edited", said, actor=by.actor, at=at)
    return [locked[kpi.pk] for kpi, _ in edits]


def check_baseline(kpi: Kpi) -> None:
    """A day of the baseline goes with its value."""
    if kpi.baseline_on and kpi.baseline is None:
        raise Unfit({"baseline": ["Give the baseline that the day belongs to."]})


@transaction.atomic
def switch_kpi(kpi: Kpi, *, on: bool, reason: str, by: Viewer, at: datetime) -> Kpi:
    """Switch an indicator off, with the reason, or on again. Off, it is asked for and offered no more; its readings stay."""
    kpi = Kpi.objects.select_for_update(of=("self",)).get(pk=kpi.pk)
    require(can_prepare(by))
    if kpi.is_active == on:
        raise Conflict(f"“{kpi.name}” is switched {'on' if on else 'off'} already.")
    if not reason.strip():
        raise Unfit({"reason": ["Say why; it stands on the indicator's page."]})
    kpi.is_active, kpi.off_reason = on, "" if on else reason.strip()
    fit(kpi)
    kpi.save(update_fields=["is_active", "off_reason"])
    index_kpis(kpi.pk, at=at)
    record(
        "kpi.switched_on" if on else "kpi.switched_off",
        kpi,
        actor=by.actor,
        at=at,
        department_id=kpi.department_id,
        reason=reason.strip(),
    )
    return kpi

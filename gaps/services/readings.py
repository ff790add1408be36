"""Readings of indicators: given, corrected with a reason, and confirmed by M&E."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from accounts.viewer import Viewer
from audit.services import record
from common.access import Conflict, Unfit, require
from common.dates import short_date, today
from common.db import fit
from common.numbers import figure
from evidence.models import Evidence
from gaps.models import Kpi, KpiReading
from gaps.permissions import can_confirm_reading, can_correct_reading, can_give_reading, can_prove_reading


@transaction.atomic
def give_reading(
    kpi: Kpi,
    *,
    on: date,
    value: Decimal,
    note: str = "",
    source: str = "",
    by_owner: bool = False,
    by: Viewer,
    at: datetime,
) -> KpiReading:
    """Write one dated value. A second value of the same person for the same date replaces the first, which stays.

    `by_owner` says that the value judges an action of whoever gives it: M&E confirms it later.
    """
    kpi = Kpi.objects.select_for_update(of=("self",)).get(pk=kpi.pk)
    require(can_give_reading(by, kpi))
    check_date(on, at)
    earlier = KpiReading.objects.filter(kpi=kpi, date=on, reported_by=by.user, is_current=True).first()
    if earlier is not None:
        if earlier.value == value and earlier.note == note.strip():
            return earlier
        return replace(earlier, value=value, note=note, reason="Given again for the same day.", by=by, at=at)
    reading = KpiReading(
        kpi=kpi,
        date=on,
        value=value,
        note=note.strip(),
        source=source.strip(),
        reported_by=by.user,
        recorded_at=at,
        by_owner=by_owner,
    )
    fit(reading)
    reading.save()
    record(
        "reading.given",
        kpi,
        actor=by.actor,
        at=at,
        department_id=kpi.department_id,
        new={"date": on, "value": f"{figure(value)} {kpi.unit}".strip()},
    )
    return reading


@transaction.atomic
def correct_reading(
    reading: KpiReading, *, value: Decimal, note: str = "", reason: str, by: Viewer, at: datetime
) -> KpiReading:
    """Put another value in the place of one; the old one stays, with the reason."""
    Kpi.objects.select_for_update(of=("self",)).get(pk=reading.kpi_id)
    reading = KpiReading.objects.select_related("kpi", "reported_by").get(pk=reading.pk)
    require(can_correct_reading(by, reading))
    if not reading.is_current:
        raise Conflict("This reading was corrected meanwhile.")
    if not reason.strip():
        raise Unfit({"reason": ["Say why it is corrected; the old value stays beside the new one."]})
    if value == reading.value and note.strip() == reading.note:
        raise Unfit({"value": ["This is the value that stands there already."]})
    return replace(reading, value=value, note=note, reason=reason.strip(), by=by, at=at)


def replace(old: KpiReading, *, value: Decimal, note: str, reason: str, by: Viewer, at: datetime) -> KpiReading:
    """The new reading in the place of the old one, within the caller's transaction and lock."""
    own = Q(kpi=old.kpi_id, date=old.date, reported_by=by.user, is_current=True)
    KpiReading.objects.filter(Q(pk=old.pk) | own).update(is_current=False)
    reading = KpiReading(
        kpi=old.kpi,
        date=old.date,
        value=value,
        note=note.strip(),
        source=old.source,
        reported_by=by.user,
        recorded_at=at,
        by_owner=old.by_owner and old.reported_by_id == by.id,
        replaces=old,
        reason=reason,
    )
    fit(reading)
    reading.save()
    unit = old.kpi.unit
    record(
        "reading.corrected",
        old.kpi,
        actor=by.actor,
        at=at,
        department_id=old.kpi.department_id,
        old={"date": old.date, "value": f"{figure(old.value)} {unit}".strip()},
        new={"date": old.date, "value": f"{figure(value)} {unit}".strip()},
        reason=reason,
    )
    return reading


@transaction.atomic
def confirm_reading(reading: KpiReading, *, by: Viewer, at: datetime) -> KpiReading:
    """M&E has checked a value that the owner of the action reported."""
    Kpi.objects.select_for_update(of=("self",)).get(pk=reading.kpi_id)
    reading = KpiReading.objects.select_related("kpi").get(pk=reading.pk)
    require(can_confirm_reading(by, reading))
    reading.confirmed_by, reading.confirmed_at = by.user, at
    reading.save(update_fields=["confirmed_by", "confirmed_at"])
    record(
        "reading.confirmed",
        reading.kpi,
        actor=by.actor,
        at=at,
        department_id=reading.kpi.department_id,
        new={"date": reading.date, "value": f"{figure(reading.value)} {reading.kpi.unit}".strip()},
    )
    return reading


@transaction.atomic
def prove_reading(reading: KpiReading, evidence: Evidence, *, by: Viewer, at: datetime) -> None:
    """Point a reading at a piece of evidence."""
    reading = KpiReading.objects.select_for_update(of=("self",)).select_related("kpi", "reported_by").get(pk=reading.pk)
    require(can_prove_reading(by, reading))
    reading.evidence.add(evidence)
    record(
        "reading.proved",
        reading.kpi,
        actor=by.actor,
        at=at,
        department_id=reading.kpi.department_id,
        new={"date": reading.date, "evidence": evidence.title},
    )


def check_date(on: date, at: datetime) -> None:
    """A reading is of today or earlier."""
    if on > today(at):
        raise Unfit({"date": [f"{short_date(on, today(at))} is still to come; give the day that the value is of."]})

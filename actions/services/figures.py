"""Readings as actions see them: whose action a value judges decides whether M&E has to confirm it."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from accounts.viewer import Viewer
from actions.models import CorrectiveAction
from common.dates import today
from gaps.models import Kpi, KpiReading
from gaps.progress import is_due
from gaps.services.readings import give_reading


def report_reading(
    kpi: Kpi, *, on: date, value: Decimal, note: str = "", source: str = "", by: Viewer, at: datetime
) -> KpiReading:
    """Give a reading, marked "reported by owner" where the person owns an action that the indicator judges."""
    judged = CorrectiveAction.objects.running().filter(kpi=kpi).owned_by(by).exists()
    return give_reading(kpi, on=on, value=value, note=note, source=source, by_owner=judged, by=by, at=at)


def readings_due(viewer: Viewer, at: datetime) -> list[Kpi]:
    """The indicators of which the person owes the running period's reading, each once however many actions share it.

    Asked for only while an action is under way that should move the indicator.
    """
    day = today(at)
    return [each for each in owed(viewer) if is_due(each.frequency, each.latest_on, day)]  # type: ignore[attr-defined]


def owed(viewer: Viewer) -> QuerySet[Kpi]:
    """The person's indicators that an action under way should move, with their latest reading."""
    moved = CorrectiveAction.objects.running().exclude(kpi=None).values("kpi")
    return Kpi.objects.owed_by(viewer).filter(pk__in=moved).with_latest().order_by("name", "pk")

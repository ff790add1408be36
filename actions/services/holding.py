"""Putting an action on hold, and going on: no check-ins meanwhile, and a full period of peace afterwards."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.rhythm import check_in_cadence_of, organisation
from accounts.viewer import Viewer
from actions.models import CorrectiveAction
from actions.permissions import can_hold
from actions.services.plans import move_action
from common.access import require
from common.dates import today


def lock(action: CorrectiveAction) -> CorrectiveAction:
    CorrectiveAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    return (
        CorrectiveAction.objects.full_plans()
        .select_related("check_in_cadence", "department__check_in_cadence", "gap__analysis__check_in_cadence")
        .prefetch_related("team__members")
        .get(pk=action.pk)
    )


@transaction.atomic
def hold(action: CorrectiveAction, *, reason: str, by: Viewer, at: datetime) -> CorrectiveAction:
    """Put the action on hold: what is asked about it is skipped, and nothing more is asked until it goes on."""
    action = lock(action)
    require(can_hold(by, action))
    return move_action(action, "hold", reason=reason, by=by, at=at)


@transaction.atomic
def resume(action: CorrectiveAction, *, by: Viewer, at: datetime) -> CorrectiveAction:
    """Go on. The next check-in is asked for after one full period, not the morning after."""
    action = lock(action)
    require(can_hold(by, action))
    cadence = (
        action.check_in_cadence
        or action.gap.analysis.check_in_cadence
        or action.department.check_in_cadence
        or check_in_cadence_of(organisation())
    )
    from_day = today(at) + timedelta(days=7 * cadence.weeks)
    return move_action(action, "resume", by=by, at=at, check_ins_from=from_day)

"""How often the owner of one action is asked, whatever the department does."""

from datetime import datetime

from django.db import transaction

from accounts.models import Cadence
from accounts.rhythm import check_in_cadence_of, organisation
from accounts.viewer import Viewer
from actions.models import CorrectiveAction
from actions.permissions import can_hold
from actions.services.holding import lock
from audit.services import record
from common.access import require
from common.cadence import EVERY
from common.dates import today
from common.db import fit


@transaction.atomic
def set_action_cadence(action: CorrectiveAction, weeks: int | None, *, by: Viewer, at: datetime) -> CorrectiveAction:
    """Ask every `weeks` weeks, on the weekday and at the hour of the department; None follows the department again.

    The running period ends first: nothing is asked twice for the same days.
    """
    action = lock(action)
    require(can_hold(by, action))
    before = action.check_in_cadence
    if (before.weeks if before else None) == weeks:
        return action
    cadence = None
    if weeks is not None:
        common = action.department.check_in_cadence or check_in_cadence_of(organisation())
        cadence = Cadence(weeks=weeks, weekday=common.weekday, hour=common.hour, anchor_on=today(at))
        fit(cadence)
        cadence.save()
    action.check_in_cadence = cadence
    action.save(update_fields=["check_in_cadence"])
    every: dict[int | None, str] = {None: "as the department", **dict(EVERY)}
    record(
        "action.cadence_changed",
        action,
        actor=by.actor,
        at=at,
        department_id=action.department_id,
        old={"check_ins": every[before.weeks if before else None]},
        new={"check_ins": every[weeks]},
    )
    return action

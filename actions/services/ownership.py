"""The owner accepts or contests what they were named for."""

from datetime import datetime

from django.db import transaction

from accounts.viewer import Viewer
from actions.models import CorrectiveAction
from actions.permissions import can_answer_assignment
from audit.services import record
from common.access import Unfit, require
from common.db import fit


@transaction.atomic
def answer_assignment(
    action: CorrectiveAction, *, accepts: bool, reason: str = "", by: Viewer, at: datetime
) -> CorrectiveAction:
    """Record that the owner accepts owner and date, or contests them with a reason that leadership reads."""
    CorrectiveAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    action = CorrectiveAction.objects.full_plans().prefetch_related("team__members").get(pk=action.pk)
    require(can_answer_assignment(by, action))
    if not accepts and not reason.strip():
        raise Unfit({"reason": ["Say what is wrong: the person, the date or the scope."]})
    action.owner_answer = "accepted" if accepts else "contested"
    action.owner_answer_reason = "" if accepts else reason.strip()
    action.owner_answered_at = at
    fit(action)
    action.save(update_fields=["owner_answer", "owner_answer_reason", "owner_answered_at"])
    record(
        f"assignment.{action.owner_answer}",
        action,
        actor=by.actor,
        at=at,
        department_id=action.department_id,
        new={"owner": action.owner_name, "due_on": action.due_on},
        reason=action.owner_answer_reason,
    )
    return action

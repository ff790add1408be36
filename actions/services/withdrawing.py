"""Taking a gap out of an analysis: removed from a draft, withdrawn with a reason from one that is issued."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from accounts.viewer import Viewer
from actions.models import ActionCause, CorrectiveAction
from actions.services.plans import move_action
from audit.services import record
from common.access import ALLOWED, Answer, Conflict, Denied, Unfit, require
from common.text import listed
from gaps.lifecycle import GAP
from gaps.models import Gap, RootCause
from gaps.permissions import can_edit_analysis, can_prepare
from search.services import moved, remove

UNSIGNED = ("draft", "returned")
OVER = ("cancelled", "rejected")


def can_withdraw_gap(viewer: Viewer, gap: Gap, actions: Iterable[CorrectiveAction]) -> Answer:
    """Whether the gap may be taken out: by M&E, while nothing of it is signed or waits for a signature."""
    if not can_prepare(viewer):
        return can_prepare(viewer)
    if gap.state == "draft":
        return ALLOWED
    if "withdraw" not in [move.verb for move in GAP.from_state(gap.state)]:
        return Denied(f"{gap.code} is {gap.get_state_display().lower()}, so it is not withdrawn.")
    held = [each.code for each in actions if each.state not in (*UNSIGNED, *OVER)]
    if held:
        return Denied(
            f"{listed(held)} {'is' if len(held) == 1 else 'are'} signed or waiting for a signature; "
            "take the bundle back, or have it cancelled, first."
        )
    return ALLOWED


@transaction.atomic
def withdraw_gap(gap: Gap, *, reason: str, by: Viewer, at: datetime) -> Gap:
    """Withdraw the gap; actions of it that are in draft or returned are cancelled with the same reason."""
    gap = Gap.objects.select_for_update(of=("self",)).get(pk=gap.pk)
    actions = list(CorrectiveAction.objects.select_for_update(of=("self",)).filter(gap=gap).order_by("pk"))
    move = GAP.check(gap.state, "withdraw", gap.code)
    answer = can_withdraw_gap(by, gap, actions)
    require(can_prepare(by))
    if not answer:
        raise Conflict(answer.reason)
    if not reason.strip():
        raise Unfit({"reason": [f"Say why {gap.code} is withdrawn; it is kept with the gap."]})
    old, gap.state = gap.state, move.target
    gap.save(update_fields=["state"])
    moved("gap", gap.pk, state=gap.state, label=gap.get_state_display(), at=at)
    record(
        "gap.withdrawn",
        gap,
        actor=by.actor,
        at=at,
        department_id=None if old == "draft" else gap.department_id,
        old={"state": old},
        new={"state": gap.state},
        reason=reason.strip(),
    )
    for action in actions:
        if action.state in UNSIGNED:
            move_action(action, "cancel", reason=f"{gap.code} is withdrawn: {reason.strip()}", by=by, at=at)
    return gap


@transaction.atomic
def remove_gap(gap: Gap, *, reason: str, by: Viewer, at: datetime) -> None:
    """Remove a gap of a draft analysis with its figures, causes and actions; the history keeps what it said."""
    gap = Gap.objects.select_for_update(of=("self",)).select_related("analysis").get(pk=gap.pk)
    require(can_edit_analysis(by, gap.analysis))
    actions = list(CorrectiveAction.objects.select_for_update(of=("self",)).filter(gap=gap).order_by("pk"))
    record(
        "gap.removed",
        gap,
        actor=by.actor,
        at=at,
        old={"statement": gap.statement, "actions": [each.title for each in actions]},
        reason=reason.strip(),
    )
    for action in actions:
        remove_draft_action(action)
    try:
        gap.measures.all().delete()
        gap.cause_links.all().delete()
        ActionCause.objects.filter(cause__gap=gap, action__gap=gap).delete()
        gap.causes.filter(children=None).delete()
        gap.causes.all().delete()
        remove("gap", gap.pk)
        gap.delete()
    except ProtectedError as error:
        raise Conflict(f"Something else hangs on {gap.code}; take that away first.") from error


def remove_draft_action(action: CorrectiveAction) -> None:
    """Remove an action that nobody was asked about yet."""
    try:
        action.milestones.all().delete()
        action.cause_links.all().delete()
        remove("action", action.pk)
        action.delete()
    except ProtectedError as error:
        raise Conflict(f"{action.code} was put to somebody before; cancel it instead.") from error


def forget_suggestions(cause: RootCause) -> None:
    """Take away the links to the cause that nobody confirmed."""
    ActionCause.objects.filter(cause=cause, is_confirmed=False).delete()

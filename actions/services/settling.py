"""What a decision settles: the item, the action, its gap, and a change of a signed plan."""

from datetime import datetime
from typing import Any

from django.db.models import F

from accounts.viewer import Viewer
from actions.lifecycle import ITEM
from actions.models import ApprovalItem, CorrectiveAction, DecisionDraft, PlanChange, Signature
from actions.searching import index_actions
from actions.services.bundles import drop_difference
from actions.services.decisions import VERB
from actions.services.open_requests import skip_open_requests
from actions.services.plans import move_action
from audit.services import record
from common.canonical import plain
from common.db import fit
from gaps.lifecycle import ANALYSIS
from gaps.models import Gap, GapAnalysis
from search.services import moved


def approvals_of(item: ApprovalItem) -> int:
    """How many people have approved exactly the item's snapshot."""
    return Signature.objects.filter(
        item=item, snapshot=item.snapshot_id, meaning__in=("approved", "approved_with_changes")
    ).count()


def settle(item: ApprovalItem, draft: DecisionDraft, *, by: Viewer, at: datetime) -> bool:
    """Settle the item if this decision does: a refusal at once, an approval when enough have signed the same content."""
    if draft.choice in VERB:
        verb = VERB[draft.choice]
    elif approvals_of(item) >= item.request.signatures_needed:
        verb = "approve_with_changes" if item.overlay and item.changed_by_id else "approve"
    else:
        return False
    item.state = ITEM.check(item.state, verb, item.action.code).target
    item.settled_at, item.settled_by = at, by.user
    item.save(update_fields=["state", "settled_at", "settled_by"])
    DecisionDraft.objects.filter(item=item).exclude(pk=draft.pk).delete()
    if item.state in ("approved", "approved_with_changes"):
        bring_into_force(item, by=by, at=at)
    else:
        refuse_plan(item, draft.choice, draft.reason, by=by, at=at)
    return True


def bring_into_force(item: ApprovalItem, *, by: Viewer, at: datetime) -> None:
    """Write the signed values to the action, and move it and its gap on."""
    action = CorrectiveAction.objects.full_plans().get(pk=item.action_id)
    before = action.owner_id, action.team_id, action.due_on
    apply_values(action, item.snapshot.values)
    if before != (action.owner_id, action.team_id, action.due_on):
        action.owner_answer, action.owner_answer_reason, action.owner_answered_at = "", "", None
    if before[:2] != (action.owner_id, action.team_id):
        skip_open_requests(action, f"{action.code} has another owner.", at=at)
    change = PlanChange.objects.filter(item=item, state="requested").first()
    if change:
        change.state = "approved"
        change.save(update_fields=["state"])
        fit(action)
        action.save()
        index_actions(action.pk, at=at)
        return
    move_action(action, "approve", by=by, at=at, approved_at=at, first_due_on=action.due_on)
    index_actions(action.pk, at=at)
    action.milestones.filter(first_promised_on=None).update(first_promised_on=F("promised_on"))
    begin_treatment(action.gap, by=by, at=at)
    begin_follow_up(action.gap.analysis_id, by=by, at=at)


def apply_values(action: CorrectiveAction, values: dict[str, Any]) -> None:
    """Set the action's fields and its milestones' dates from a snapshot's values."""
    for name in ("owner", "team", "sponsor", "kpi"):
        setattr(action, f"{name}_id", values[name])
    for name in ("start_on", "due_on", "cost_once", "cost_yearly", "kpi_from", "kpi_to"):
        field: Any = action._meta.get_field(name)
        setattr(action, name, field.to_python(values[name]) if values[name] is not None else None)
    action.scope = values["scope"]
    own = {each.pk: each for each in action.milestones.all()}
    for each in values["milestones"]:
        milestone = own.get(each["id"])
        if (
            milestone
            and plain(milestone.promised_on) != each["promised_on"]
            and milestone.state in ("planned", "in_progress")
        ):
            milestone.promised_on = milestone._meta.get_field("promised_on").to_python(each["promised_on"])
            milestone.save(update_fields=["promised_on"])


def begin_treatment(gap: Gap, *, by: Viewer, at: datetime) -> None:
    """The first approved action of a gap puts it into treatment."""
    gap = Gap.objects.select_for_update(of=("self",)).get(pk=gap.pk)
    if gap.state != "confirmed":
        return
    gap.state = "in_treatment"
    gap.save(update_fields=["state"])
    moved("gap", gap.pk, state=gap.state, label=gap.get_state_display(), at=at)
    record(
        "gap.in_treatment",
        gap,
        actor=by.actor,
        at=at,
        department_id=gap.department_id,
        old={"state": "confirmed"},
        new={"state": "in_treatment"},
    )


def begin_follow_up(analysis_id: int, *, by: Viewer, at: datetime) -> None:
    """The first approved action puts its analysis into follow-up."""
    analysis = GapAnalysis.objects.select_for_update(of=("self",)).get(pk=analysis_id)
    if analysis.state != "issued":
        return
    analysis.state = ANALYSIS.check(analysis.state, "follow_up", "The analysis").target
    analysis.save(update_fields=["state"])
    moved("analysis", analysis.pk, state=analysis.state, label=ANALYSIS.labels[analysis.state], at=at)
    record(
        "analysis.in_follow_up", analysis, actor=by.actor, at=at, old={"state": "issued"}, new={"state": analysis.state}
    )


def refuse_plan(item: ApprovalItem, choice: str, reason: str, *, by: Viewer, at: datetime) -> None:
    """A returned or deferred plan goes back to who wrote it; a rejected one ends. A signed plan stays as signed."""
    drop_difference(item, "refused", at=at)
    action = CorrectiveAction.objects.full_plans().get(pk=item.action_id)
    if action.state != "proposed":
        return
    move_action(action, "reject" if choice == "reject" else "return", reason=reason, by=by, at=at)

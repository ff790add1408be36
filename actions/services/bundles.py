"""Putting plans to named approvers, taking them back, and letting a deadline run out."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.numbering import next_number
from accounts.viewer import Viewer
from actions.emails import tell_signers
from actions.lifecycle import ITEM, REQUEST
from actions.models import ApprovalItem, ApprovalRequest, CorrectiveAction, PlanChange
from actions.permissions import can_submit, can_withdraw
from actions.searching import index_actions
from actions.services.pending import keep_snapshot
from actions.services.plans import ensure_milestone, move_action
from actions.snapshots import contents
from audit.services import SYSTEM, record
from common.access import Conflict, Unfit, require
from common.dates import today
from common.db import fit
from common.text import listed
from gaps.models import GapAnalysis
from search.services import moved


def team_member_ids(action: CorrectiveAction) -> set[int]:
    """Everybody who counts as owner for the separation of duties."""
    if action.owner_id:
        return {action.owner_id}
    return {member.pk for member in action.team.members.all()} if action.team else set()


def eligible_signers(
    action: CorrectiveAction, signers: Sequence[User], proposer_id: int, *, self_approval: bool
) -> list[User]:
    """Those signers who neither proposed nor own the action."""
    if self_approval:
        return list(signers)
    barred = {proposer_id, *team_member_ids(action)}
    return [signer for signer in signers if signer.pk not in barred]


def refuse_unfit(action: CorrectiveAction, eligible: Sequence[User], needed: int) -> str:
    """Why the plan cannot go into a bundle, in one sentence; empty when it can."""
    if action.state not in ("draft", "returned"):
        return f"{action.code} is {action.get_state_display().lower()}."
    if action.gap.state not in ("confirmed", "in_treatment"):
        return f"{action.code} waits for its finding: {action.gap.code} is {action.gap.get_state_display().lower()}."
    return refuse_few(action, eligible, needed)


def refuse_few(action: CorrectiveAction, eligible: Sequence[User], needed: int) -> str:
    """Why too few people may sign the plan, in one sentence; empty when there are enough."""
    if len(eligible) >= needed:
        return ""
    able = listed([signer.name for signer in eligible]) or "nobody"
    return (
        f"{action.code} needs {needed} {'signature' if needed == 1 else 'signatures'}, and {able} may sign it, since"
        " nobody signs what they own or proposed. Name another signer, or let an administrator allow self-approval."
    )


@transaction.atomic
def submit_bundle(
    analysis: GapAnalysis,
    actions: Sequence[CorrectiveAction],
    *,
    signers: Sequence[User],
    due_on: date | None = None,
    note: str = "",
    by: Viewer,
    at: datetime,
) -> ApprovalRequest:
    """Put plans to signers as one bundle. What is open in a plan may go along; "change and approve" settles it."""
    require(can_submit(by))
    if not actions:
        raise Unfit("Choose at least one plan to submit.")
    analysis = GapAnalysis.objects.get(pk=analysis.pk)
    needed = analysis.signatures_needed
    if len(signers) < needed:
        raise Unfit({"signers": [f"{needed} signatures are needed, so name at least {needed} people."]})
    if due_on and due_on < today(at):
        raise Unfit({"due_on": ["The deadline lies in the past."]})
    plans = lock_plans([action.pk for action in actions])
    self_approval = bool(analysis.self_approval_reason)
    reasons = [
        reason
        for plan in plans
        if (reason := refuse_unfit(plan, eligible_signers(plan, signers, by.id, self_approval=self_approval), needed))
    ]
    if reasons:
        raise Unfit({"actions": reasons})
    request = ApprovalRequest(
        number=next_number(ApprovalRequest),
        analysis=analysis,
        signatures_needed=needed,
        state="submitted",
        note=note.strip(),
        due_on=due_on,
        submitted_by=by.user,
        submitted_at=at,
    )
    fit(request)
    request.save()
    request.signers.set(signers)
    for plan in plans:
        ensure_milestone(plan)
        move_action(plan, "propose", by=by, at=at, proposed_by=by.user, proposed_at=at)
    add_items(request, [plan.pk for plan in plans], by=by, at=at)
    index_actions(*[plan.pk for plan in plans], at=at)
    tell_signers(request, list(signers), len(plans), by=by, at=at)
    record(
        "bundle.submitted",
        request,
        actor=by.actor,
        at=at,
        new={"plans": [plan.code for plan in plans], "signers": [signer.name for signer in signers], "due_on": due_on},
    )
    return request


def lock_plans(pks: Sequence[int]) -> list[CorrectiveAction]:
    """The plans with everything a snapshot reads, their rows locked in the order of their ids."""
    list(CorrectiveAction.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
    return list(
        CorrectiveAction.objects.full_plans().prefetch_related("team__members").filter(pk__in=pks).order_by("number")
    )


def add_items(request: ApprovalRequest, pks: Sequence[int], *, by: Viewer, at: datetime) -> None:
    """Make one item per plan, with the snapshot that is asked for; a plan asked again points at the item before."""
    plans = list(CorrectiveAction.objects.full_plans().filter(pk__in=pks).order_by("number"))
    earlier = {item.action_id: item for item in ApprovalItem.objects.filter(action__in=pks).order_by("pk")}
    for position, (plan, what) in enumerate(zip(plans, contents([(plan, {}) for plan in plans]), strict=True)):
        item = ApprovalItem(
            request=request,
            action=plan,
            snapshot=keep_snapshot(plan, what, by=by, at=at),
            replaces=earlier.get(plan.pk),
            position=position,
        )
        fit(item)
        item.save()


@transaction.atomic
def withdraw_bundle(request: ApprovalRequest, *, reason: str, by: Viewer, at: datetime) -> ApprovalRequest:
    """Take a bundle back: what is not decided goes back to draft; what is decided stays so."""
    request = ApprovalRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    REQUEST.check(request.state, "withdraw", str(request))
    require(can_withdraw(by, request))
    if not reason.strip():
        raise Unfit({"reason": ["Say why the bundle is taken back."]})
    close_pending(request, settled_by=by.user, reason=reason.strip(), by=by, at=at)
    request.state, request.decided_at = "withdrawn", at
    request.save(update_fields=["state", "decided_at"])
    record("bundle.withdrawn", request, actor=by.actor, at=at, reason=reason.strip())
    return request


def close_pending(
    request: ApprovalRequest, *, settled_by: User | None, reason: str, by: Viewer | None, at: datetime
) -> None:
    """Withdraw the pending items of a locked request and send their actions back to draft."""
    items = (
        ApprovalItem.objects.select_for_update(of=("self",))
        .select_related("action__department", "action__owner", "action__gap")
        .filter(request=request, state="pending")
        .order_by("pk")
    )
    for item in items:
        ITEM.check(item.state, "withdraw", str(item))
        item.state, item.settled_at, item.settled_by = "withdrawn", at, settled_by
        item.save(update_fields=["state", "settled_at", "settled_by"])
        item.drafts.all().delete()
        drop_difference(item, "withdrawn", at=at)
        if item.action.state == "proposed":
            action = item.action
            action.state, action.state_reason = "draft", reason
            action.save(update_fields=["state", "state_reason"])
            moved("action", action.pk, state=action.state, label=action.get_state_display(), at=at)
            record(
                "action.draft",
                action,
                actor=by.actor if by else SYSTEM,
                at=at,
                department_id=action.department_id,
                old={"state": "proposed"},
                new={"state": "draft"},
                reason=reason,
            )


def drop_difference(item: ApprovalItem, state: str, *, at: datetime) -> None:
    """End the change of a signed plan that the item asked for: the plan last signed stands again."""
    change = PlanChange.objects.filter(item=item, state="requested").first()
    if change is None:
        return
    change.state = state
    change.save(update_fields=["state"])
    signed = change.signed_item
    if signed.state == "stale":
        ITEM.check(signed.state, "uphold", str(signed))
        signed.state = "approved_with_changes" if signed.overlay else "approved"
        signed.save(update_fields=["state"])


def expire_bundles(at: datetime) -> int:
    """Let bundles run out whose deadline has passed; their open items go back. Safe to run twice."""
    late = ApprovalRequest.objects.filter(state="submitted", due_on__lt=today(at)).values_list("pk", flat=True)
    expired = 0
    for pk in list(late):
        with transaction.atomic():
            request = ApprovalRequest.objects.select_for_update(of=("self",)).get(pk=pk)
            if request.state != "submitted":
                continue
            reason = f"{request} ran out undecided."
            close_pending(request, settled_by=None, reason=reason, by=None, at=at)
            request.state, request.decided_at = "expired", at
            request.save(update_fields=["state", "decided_at"])
            record("bundle.expired", request, actor=SYSTEM, at=at, reason=reason)
            expired += 1
    return expired


def require_submitted(request: ApprovalRequest) -> None:
    """Refuse to touch a bundle that is not waiting for decisions."""
    if request.state != "submitted":
        raise Conflict(f"{request} is {request.get_state_display().lower()}, so nothing is left to decide in it.")

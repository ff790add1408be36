"""Changing a signed plan: inside the signed allowance with a reason, beyond it by a signature on the difference."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.numbering import next_number
from accounts.viewer import Viewer
from actions.emails import tell_signers, tell_sponsor
from actions.lifecycle import ITEM, SIGNED_ITEM
from actions.models import ApprovalItem, ApprovalRequest, CorrectiveAction, PlanChange
from actions.permissions import can_ask_change
from actions.searching import index_actions
from actions.services.bundles import eligible_signers, refuse_few
from actions.services.pending import keep_snapshot
from actions.services.settling import apply_values
from actions.snapshots import MONEY, OVERLAY_FIELDS, Content, content
from audit.services import record
from common.access import Conflict, Unfit, require
from common.canonical import plain
from common.dates import short_date, today, working_days_between
from common.db import fit

CHANGEABLE = (*OVERLAY_FIELDS, "milestones")

# Bundles of differences by analysis and signers, with the signers and the codes of the plans in each.
Together = dict[tuple[int, ...], tuple[ApprovalRequest, list[User], list[str]]]


def signed_item(action: CorrectiveAction) -> ApprovalItem | None:
    """The item under whose signatures the action runs: the newest signed one."""
    return (
        ApprovalItem.objects.filter(action=action, state__in=SIGNED_ITEM)
        .select_related("request__analysis", "snapshot")
        .order_by("-settled_at", "-pk")
        .first()
    )


def beyond_allowance(signed: dict[str, Any], wanted: dict[str, Any], *, finish_used: bool) -> list[str]:
    """Why the wanted plan needs a signature, in words; empty when the signed allowance covers it.

    The allowance is part of what was signed: milestones move freely before the finish; the finish by some working
    days, once; each cost by some per cent of the signed sum.
    """
    allowance = signed["allowance"]
    reasons = []
    for key, word in (
        ("owner", "owner"),
        ("team", "owner"),
        ("sponsor", "sponsor"),
        ("scope", "scope"),
        ("kpi_to", "effect"),
    ):
        if signed[key] != wanted[key] and f"The {word} changes." not in reasons:
            reasons.append(f"The {word} changes.")
    if signed["start_on"] != wanted["start_on"] and (wanted["start_on"] or "") > (signed["due_on"] or ""):
        reasons.append("The start moves behind the signed finish.")
    if signed["due_on"] != wanted["due_on"]:
        days = working_days_between(date.fromisoformat(signed["due_on"]), date.fromisoformat(wanted["due_on"]))
        if days > allowance["finish_working_days"]:
            reasons.append(
                f"The finish moves by {days} working days; {allowance['finish_working_days']} were signed as allowance."
            )
        elif days > 0 and finish_used:
            reasons.append("The finish has moved once within the allowance already.")
    for key in MONEY:
        before, after = Decimal(signed[key] or 0), Decimal(wanted[key] or 0)
        if after > before * (100 + allowance["cost_percent"]) / 100:
            reasons.append(f"The cost grows by more than the signed {allowance['cost_percent']} %.")
    return reasons


def check_dates(wanted: dict[str, Any], at: datetime, *, moves_finish: bool = True) -> None:
    """A date that is set makes sense: not past, not before the start, milestones not after the finish.

    A late action may go to another owner as it is: only a finish that moves must lie ahead.
    """
    finish = wanted["due_on"]
    if not finish:
        raise Unfit({"due_on": ["An approved action keeps a finish date."]})
    if moves_finish and finish < today(at).isoformat():
        raise Unfit({"due_on": ["The new finish lies in the past."]})
    if wanted["start_on"] and finish < wanted["start_on"]:
        raise Unfit({"due_on": ["The action would finish before it starts."]})
    late = [each["title"] for each in wanted["milestones"] if each["promised_on"] and each["promised_on"] > finish]
    if late:
        raise Unfit({"milestones": [f"After the finish, {short_date(date.fromisoformat(finish))}: {'; '.join(late)}."]})


@transaction.atomic
def ask_change(
    action: CorrectiveAction,
    overlay: dict[str, Any],
    *,
    reason: str,
    by: Viewer,
    at: datetime,
    checked: bool = False,
    together: Together | None = None,
) -> PlanChange:
    """Ask for other values in a signed plan. `overlay` holds any of CHANGEABLE.

    Inside the signed allowance it is applied at once, with the reason kept. Beyond it the plan last signed goes on,
    its approval is marked stale, and the same signers are asked to sign the difference.

    `checked` says that the caller has asked whether the person may, as handing over has. With `together` the
    differences of many plans go to the same signers in one bundle, and the caller tells them and indexes the actions.
    """
    CorrectiveAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    action = CorrectiveAction.objects.full_plans().prefetch_related("team__members").get(pk=action.pk)
    if not checked:
        require(can_ask_change(by, action))
    signed = signed_item(action)
    if signed is None:
        raise Conflict(f"{action.code} has no signed plan.")
    if not reason.strip():
        raise Unfit({"reason": ["Say why the plan has to change; it is kept with the plan."]})
    now = content(action)
    overlay = {key: value for key, value in plain(overlay).items() if key in CHANGEABLE and value != now.values[key]}
    if not overlay:
        raise Unfit("Nothing is changed.")
    if PlanChange.objects.filter(action=action, state="requested").exists():
        raise Conflict(f"A change of {action.code} waits for a signature already; it has to be decided first.")
    wanted = content(action, overlay)
    check_dates(wanted.values, at, moves_finish="due_on" in overlay)
    finish_used = PlanChange.objects.filter(signed_item=signed, state="applied", moves_finish=True).exists()
    reasons = beyond_allowance(signed.snapshot.values, wanted.values, finish_used=finish_used)
    change = PlanChange(
        action=action,
        signed_item=signed,
        old={key: now.values[key] for key in overlay},
        new=overlay,
        reason=reason.strip(),
        moves_finish=(wanted.values["due_on"] or "") > (signed.snapshot.values["due_on"] or ""),
        state="requested" if reasons else "applied",
        asked_by=by.user,
        asked_at=at,
    )
    if reasons:
        change.item = ask_signature(signed, action, overlay, wanted, change.reason, together, by=by, at=at)
    else:
        apply_values(action, wanted.values)
        fit(action)
        action.save()
    fit(change)
    change.save()
    if together is None:
        index_actions(action.pk, at=at)
    if not reasons:
        tell_sponsor(change, action, now, wanted, by=by, at=at)
    record(
        "plan.change_requested" if reasons else "plan.changed",
        action,
        actor=by.actor,
        at=at,
        department_id=action.department_id,
        old=change.old,
        new=change.new,
        reason=change.reason,
    )
    return change


def ask_signature(
    signed: ApprovalItem,
    action: CorrectiveAction,
    overlay: dict[str, Any],
    wanted: Content,
    reason: str,
    together: Together | None,
    *,
    by: Viewer,
    at: datetime,
) -> ApprovalItem:
    """Put the difference to the people who signed for: mark the approval stale and ask in a bundle."""
    signers = list(signed.request.signers.all())
    refused = refuse_difference(
        signed,
        action,
        signers,
        wanted.values["owner"],
        {each.signer_id for each in signed.signatures.all()},
        proposer_id=by.id,
    )
    if refused:
        raise Unfit({"owner": [refused]} if overlay.get("owner") else refused)
    signed.state = ITEM.check(signed.state, "outdate", action.code).target
    signed.save(update_fields=["state"])
    if together is None:
        request = open_bundle(signed, signers, reason, by=by, at=at)
    else:
        key = (signed.request.analysis_id, signed.request.signatures_needed, *sorted(each.pk for each in signers))
        if key not in together:
            together[key] = (open_bundle(signed, signers, reason, by=by, at=at), signers, [])
        request = together[key][0]
    item = ApprovalItem(
        request=request,
        action=action,
        snapshot=keep_snapshot(action, wanted, by=by, at=at),
        base=signed.snapshot,
        replaces=signed,
        overlay=overlay,
        why=reason,
    )
    if together is not None:
        item.position = len(together[key][2])
        together[key][2].append(action.code)
    fit(item)
    item.save()
    if together is None:
        tell_of_bundle(request, signers, [action.code], by=by, at=at)
    return item


def refuse_difference(
    signed: ApprovalItem,
    action: CorrectiveAction,
    signers: Sequence[User],
    owner_id: int | None,
    signed_by: set[int],
    *,
    proposer_id: int,
) -> str:
    """Why the difference cannot be put to the signers, in one sentence; empty when it can. Runs no query.

    Nobody comes to own what they have signed, and who is to own it does not sign that.
    """
    self_approval = bool(signed.request.analysis.self_approval_reason)
    if not self_approval and owner_id != action.owner_id and owner_id in signed_by:
        return f"They have signed {action.code} themselves, and nobody owns what they signed. Name somebody else."
    able = eligible_signers(action, signers, proposer_id, self_approval=self_approval)
    if not self_approval:
        able = [each for each in able if each.pk != owner_id]
    return refuse_few(action, able, signed.request.signatures_needed)


def open_bundle(signed: ApprovalItem, signers: list[User], reason: str, *, by: Viewer, at: datetime) -> ApprovalRequest:
    """A bundle for differences, put to those who were asked for the signed plan."""
    request = ApprovalRequest(
        number=next_number(ApprovalRequest),
        analysis=signed.request.analysis,
        signatures_needed=signed.request.signatures_needed,
        state="submitted",
        note=reason,
        submitted_by=by.user,
        submitted_at=at,
    )
    fit(request)
    request.save()
    request.signers.set(signers)
    return request


def tell_of_bundle(
    request: ApprovalRequest, signers: list[User], codes: list[str], *, by: Viewer, at: datetime
) -> None:
    """Ask the signers, and write it into the history."""
    tell_signers(request, signers, len(codes), by=by, at=at)
    record("bundle.submitted", request, actor=by.actor, at=at, new={"plans": codes, "difference": True})


def unsigned_change(action: CorrectiveAction) -> PlanChange | None:
    """The change of the plan that waits for a signature, if there is one."""
    return (
        PlanChange.objects.filter(action=action, state="requested").select_related("item__request", "asked_by").first()
    )

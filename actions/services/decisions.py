"""What a signer marks for each plan of a bundle, unsigned, and the questions they ask."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from accounts.models import User
from accounts.viewer import Viewer
from actions.models import ActionCause, ApprovalItem, ApprovalRequest, DecisionDraft, Signature, Snapshot
from actions.permissions import can_decide
from actions.snapshots import OVERLAY_FIELDS, differences, with_overlay
from common.access import Answer, Conflict, Unfit, require
from common.canonical import plain
from common.dates import today
from gaps.models import Clarification
from gaps.services.questions import ask

MEANING = {
    "approve": "approved",
    "change": "approved_with_changes",
    "return": "returned",
    "defer": "deferred",
    "reject": "rejected",
}
VERB = {"return": "return", "defer": "defer", "reject": "reject"}


def loaded(items: QuerySet[ApprovalItem]) -> QuerySet[ApprovalItem]:
    """Items with all that deciding on them reads."""
    return items.select_related(
        "request__analysis",
        "request__submitted_by",
        "snapshot",
        "base",
        "settled_by",
        "changed_by",
        "action__gap",
        "action__department",
        "action__owner",
        "action__team",
        "action__kpi",
    ).prefetch_related("action__team__members", Prefetch("signatures", Signature.objects.select_related("snapshot")))


def with_plans(items: QuerySet[ApprovalItem]) -> QuerySet[ApprovalItem]:
    """Items with all that a snapshot of their action reads besides."""
    return loaded(items).prefetch_related(
        "action__milestones", Prefetch("action__cause_links", ActionCause.objects.select_related("cause"))
    )


def signer_ids(request: ApprovalRequest) -> set[int]:
    return set(request.signers.values_list("pk", flat=True))


@transaction.atomic
def save_decision(
    item: ApprovalItem,
    *,
    choice: str,
    digest_seen: str,
    reason: str = "",
    overlay: dict[str, Any] | None = None,
    by: Viewer,
    at: datetime,
) -> DecisionDraft:
    """Keep what a signer marked, unsigned. `digest_seen` is that of the plan on their page."""
    item = loaded(ApprovalItem.objects.all()).get(pk=item.pk)
    require_open(item)
    require(decision_allowed(by, item, signer_ids(item.request)))
    if digest_seen != item.snapshot.digest:
        refuse_changed([item], {item.pk: digest_seen})
    changed = real_changes(item, overlay or {}) if choice == "change" else {}
    check_choice(item, choice, reason, changed, at)
    draft, _ = DecisionDraft.objects.update_or_create(
        item=item,
        signer=by.user,
        defaults={
            "choice": choice,
            "reason": reason.strip(),
            "overlay": changed,
            "digest": digest_seen,
            "saved_at": at,
        },
    )
    return draft


@transaction.atomic
def clear_decision(item: ApprovalItem, *, by: Viewer) -> None:
    """Forget what the signer marked for the item."""
    DecisionDraft.objects.filter(item=item, signer=by.user).delete()


def decision_allowed(viewer: Viewer, item: ApprovalItem, signers: set[int]) -> Answer:
    """Whether the viewer may decide the item; nobody approves twice the same content."""
    return can_decide(viewer, item, signer_ids=signers, self_approval=bool(item.request.analysis.self_approval_reason))


def require_open(item: ApprovalItem) -> None:
    """Refuse a decision on an item that is settled, naming who settled it."""
    if item.state == "pending":
        return
    who = f" by {item.settled_by.name}" if item.settled_by else ""
    raise Conflict(f"{item.action.code} is settled{who}: {item.get_state_display().lower()}. Nothing was signed.")


def real_changes(item: ApprovalItem, overlay: dict[str, Any]) -> dict[str, Any]:
    """Only those values of the overlay that differ from the plan asked for."""
    values = item.snapshot.values
    return {key: value for key, value in plain(overlay).items() if key in OVERLAY_FIELDS and value != values.get(key)}


def check_choice(item: ApprovalItem, choice: str, reason: str, changed: dict[str, Any], at: datetime) -> None:
    """A refusal has a reason; a change changes something; what is approved is complete."""
    code = item.action.code
    if choice not in MEANING:
        raise Unfit({"choice": ["Choose approve, change, return, defer or reject."]})
    if choice in VERB:
        if not reason.strip():
            word = {"return": "returning", "defer": "deferring", "reject": "rejecting"}[choice]
            raise Unfit({"reason": [f"Give a reason for {word} {code}."]})
        return
    if choice == "change" and not changed:
        raise Unfit({"choice": [f"Nothing is changed in {code}. Change a value, or choose Approve."]})
    missing = missing_for_approval(with_overlay(item.snapshot.values, changed), at)
    if missing:
        raise Unfit({"choice": [f"{code} {missing}"]})


def missing_for_approval(values: dict[str, Any], at: datetime) -> str:
    """What an approved plan may not lack, in words; empty when it is complete."""
    if not (values["owner"] or values["team"]):
        return "has no owner yet. Choose “Change and approve” and name one."
    if not values["due_on"]:
        return "has no finish date yet. Choose “Change and approve” and set one."
    if values["start_on"] and values["due_on"] < values["start_on"]:
        return "finishes before it starts."
    if values["due_on"] < today(at).isoformat():
        return "has a finish date in the past. Choose “Change and approve” and set a later one."
    if not values["milestones"]:
        return "has no milestone. Return it."
    if not values["causes"] and not values["no_cause_reason"]:
        return "answers no root cause, and gives no reason for that. Return it, or ask M&E to link one."
    return ""


def refuse_changed(items: list[ApprovalItem], seen: dict[int, str]) -> None:
    """Say which plans moved on since they were shown, and how."""
    before = {
        (snapshot.action_id, snapshot.digest): snapshot
        for snapshot in Snapshot.objects.filter(action__in=[item.action_id for item in items])
    }
    found: list[dict[str, Any]] = []
    for item in items:
        shown = before.get((item.action_id, seen.get(item.pk, "")))
        lines = differences(shown, item.snapshot) if shown else []
        found.append({"code": item.action.code, "title": item.action.title, "lines": lines})
    codes = ", ".join(each["code"] for each in found)
    raise Conflict(
        f"{codes} changed since you saw it. Nothing was signed; look at the difference and decide again.",
        differences=found,
    )


@transaction.atomic
def ask_about(
    item: ApprovalItem, *, question: str, answerer: User, due_on: date | None = None, by: Viewer, at: datetime
) -> Clarification:
    """A signer asks about a plan; the item stays pending, and the question stands beside it until answered.

    Without a date it is to be answered by the bundle's deadline.
    """
    item = loaded(ApprovalItem.objects.all()).get(pk=item.pk)
    require_open(item)
    require(decision_allowed(by, item, signer_ids(item.request)))
    bundle_due = item.request.due_on
    if due_on is None and bundle_due and bundle_due >= today(at):
        due_on = bundle_due
    row = ask(
        item.action.gap,
        question=question,
        answerer=answerer,
        about=f"{item.action.code} {item.action.title}"[:300],
        due_on=due_on,
        by=by,
        at=at,
    )
    item.questions.add(row)
    return row

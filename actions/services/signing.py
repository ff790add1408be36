"""Signing everything that was marked in a bundle, in one step."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Organisation
from accounts.viewer import Viewer
from actions.models import ApprovalItem, ApprovalRequest, CorrectiveAction, DecisionDraft, Signature
from actions.services.bundles import require_submitted
from actions.services.decisions import (
    MEANING,
    check_choice,
    decision_allowed,
    refuse_changed,
    require_open,
    signer_ids,
    with_plans,
)
from actions.services.pending import keep_snapshot
from actions.services.settling import settle
from actions.snapshots import content
from audit.services import record
from common.access import Conflict, Unfit, require
from common.canonical import digest
from common.db import fit


@dataclass(frozen=True)
class Signed:
    """What one act of signing did: the signatures, and the items that are settled thereby."""

    signatures: tuple[Signature, ...]
    settled: tuple[ApprovalItem, ...]


@transaction.atomic
def sign(request: ApprovalRequest, digests: dict[int, str], *, by: Viewer, at: datetime) -> Signed:
    """Sign everything the person marked in the bundle. The caller has checked the password.

    `digests` maps item ids to the digest of the plan on the signing page. All of them are checked before any
    signature is written: where one plan changed meanwhile, nothing is signed and `Conflict` holds the differences.
    """
    request = lock_request(request)
    require_submitted(request)
    lock_items(request)
    drafts = list(DecisionDraft.objects.filter(item__request=request, signer=by.user).order_by("item__position"))
    if not drafts:
        raise Unfit("Nothing is marked, so there is nothing to sign. Decide on at least one plan.")
    items = {
        item.pk: item
        for item in with_plans(ApprovalItem.objects.all()).filter(pk__in=[draft.item_id for draft in drafts])
    }
    signers = signer_ids(request)
    for draft in drafts:
        require_open(items[draft.item_id])
        require(decision_allowed(by, items[draft.item_id], signers))
    seen = {draft.item_id: draft.digest for draft in drafts}
    changed = [item for pk, item in items.items() if not (digests.get(pk) == item.snapshot.digest == seen[pk])]
    if changed:
        refuse_changed(
            changed,
            {**seen, **{pk: each for pk, each in digests.items() if pk in items and each != items[pk].snapshot.digest}},
        )
    for draft in drafts:
        check_choice(items[draft.item_id], draft.choice, draft.reason, draft.overlay, at)
    return write_signatures(request, drafts, items, by=by, at=at)


def lock_request(request: ApprovalRequest) -> ApprovalRequest:
    """The bundle's row, locked: whoever signs in it waits here."""
    return ApprovalRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


def lock_items(request: ApprovalRequest) -> None:
    """Lock actions, then items of the bundle, each in the order of their ids, so that two signers never block for good."""
    pks = ApprovalItem.objects.filter(request=request).values("action_id")
    list(CorrectiveAction.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk").values_list("pk"))
    list(ApprovalItem.objects.select_for_update(of=("self",)).filter(request=request).order_by("pk").values_list("pk"))


def write_signatures(
    request: ApprovalRequest,
    drafts: list[DecisionDraft],
    items: dict[int, ApprovalItem],
    *,
    by: Viewer,
    at: datetime,
) -> Signed:
    """Write one signature per draft, settle what they settle, and work out the bundle's outcome."""
    single = Organisation.objects.get(id=1).single_signer
    signatures, settled = [], []
    for draft in drafts:
        item = items[draft.item_id]
        if draft.choice == "change":
            change_item(item, draft.overlay, by=by, at=at)
        signature = make_signature(item, draft, circumstance(item, by, single), by=by, at=at)
        signatures.append(signature)
        if settle(item, draft, by=by, at=at):
            settled.append(item)
        draft.delete()
    if not ApprovalItem.objects.filter(request=request, state="pending").exists():
        request.state, request.decided_at = "decided", at
        request.save(update_fields=["state", "decided_at"])
        record("bundle.decided", request, actor=by.actor, at=at)
    return Signed(tuple(signatures), tuple(settled))


def circumstance(item: ApprovalItem, by: Viewer, single_signer: bool) -> str:
    """What is printed beside the signature: self-approval with its reason, or that one person signs alone here."""
    words = []
    own = item.action.proposed_by_id == by.id or item.action.owner_id == by.id
    if own and item.request.analysis.self_approval_reason:
        words.append(f"Self-approval allowed: {item.request.analysis.self_approval_reason}")
    if single_signer:
        words.append("One person signs in this organisation.")
    return " ".join(words)[:300]


def change_item(item: ApprovalItem, overlay: dict[str, Any], *, by: Viewer, at: datetime) -> None:
    """Put the changed plan in the place of the one asked for; earlier signers are asked for the difference."""
    item.overlay = {**item.overlay, **overlay}
    item.snapshot = keep_snapshot(item.action, content(item.action, item.overlay), by=by, at=at)
    item.changed_by = by.user
    item.save(update_fields=["overlay", "snapshot", "changed_by"])
    DecisionDraft.objects.filter(item=item).exclude(signer=by.user).delete()


def signature_digest(signature: Signature) -> str:
    """SHA-256 over everything the signature says; moved to another item it does not match any more."""
    return digest(
        {
            "item": signature.item_id,
            "signer": signature.signer_id,
            "snapshot": signature.snapshot.digest,
            "meaning": signature.meaning,
            "reason": signature.reason,
            "name": signature.signer_name,
            "title": signature.signer_title,
            "circumstance": signature.circumstance,
            "signed_at": signature.signed_at,
        }
    )


def make_signature(item: ApprovalItem, draft: DecisionDraft, words: str, *, by: Viewer, at: datetime) -> Signature:
    """Write one signature on the item's snapshot, with its entry in the history."""
    if Signature.objects.filter(item=item, signer=by.user, snapshot=item.snapshot).exists():
        raise Conflict(f"You have signed {item.action.code} as it stands already.")
    signature = Signature(
        item=item,
        signer=by.user,
        snapshot=item.snapshot,
        meaning=MEANING[draft.choice],
        reason=draft.reason,
        signer_name=by.user.name,
        signer_title=by.user.job_title,
        circumstance=words,
        signed_at=at,
    )
    signature.digest = signature_digest(signature)
    fit(signature)
    signature.save()
    record(
        f"signed.{signature.meaning}",
        item.action,
        actor=by.actor,
        at=at,
        department_id=item.action.department_id,
        new={"bundle": item.request.number, "snapshot": item.snapshot.digest, "signature": signature.digest},
        reason=draft.reason,
    )
    return signature

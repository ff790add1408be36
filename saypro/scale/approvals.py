"""Bundles of twenty plans, each signed by one leader: the snapshot, the item and the signature that an approved action has."""

from datetime import timedelta
from typing import Any, cast

from accounts.models import User
from actions.models import ApprovalItem, ApprovalRequest, Signature, Snapshot
from actions.services.signing import signature_digest
from actions.snapshots import VERSION, Content, Names, labels_of, values_of
from saypro.scale.loading import Loader, first_id
from saypro.scale.people import Crowd
from saypro.scale.plans import Plan

PLANS_A_BUNDLE = 20


class ApprovalMaker:
    """Makes bundles one after the other, with ids and numbers that go on."""

    def __init__(self, loader: Loader, crowd: Crowd, names: Names):
        self.loader, self.crowd, self.names = loader, crowd, names
        self.request_id, self.number = first_id(ApprovalRequest), first_id(ApprovalRequest, "number")
        self.item_id, self.snapshot_id, self.signature_id = map(first_id, (ApprovalItem, Snapshot, Signature))
        self.requests: list[ApprovalRequest] = []
        self.signers: list[tuple[int, int]] = []
        self.items: list[ApprovalItem] = []
        self.snapshots: list[Snapshot] = []
        self.signatures: list[Signature] = []

    def bundle(self, plans: list[Plan]) -> None:
        """One decided bundle of the plans, which one leader signed at the moment that their actions say."""
        first = plans[0].action
        signed_at = first.approved_at
        assert signed_at is not None
        signer = self.crowd.leaders[self.request_id % len(self.crowd.leaders)]
        request = ApprovalRequest(
            pk=self.request_id,
            number=self.number,
            analysis=first.gap.analysis,
            signatures_needed=1,
            state="decided",
            note="",
            due_on=signed_at.date() + timedelta(days=5),
            submitted_by=first.proposed_by,
            submitted_at=first.proposed_at,
            decided_at=signed_at,
        )
        request._prefetched_objects_cache = {"signers": [signer]}  # type: ignore[attr-defined]
        self.requests.append(request)
        self.signers.append((request.pk, signer.pk))
        for position, plan in enumerate(plans):
            self.sign(plan, request, signer, position)
        self.request_id += 1
        self.number += 1

    def sign(self, plan: Plan, request: ApprovalRequest, signer: User, position: int) -> None:
        """Snapshot, item and signature of one plan, each digest worked out as the product does."""
        action = plan.action
        values = values_of(action)
        content = Content(values, labels_of(action, values, self.names))
        snapshot = Snapshot(
            pk=self.snapshot_id,
            action=action,
            version=VERSION,
            values=content.values,
            labels=content.labels,
            digest=content.digest,
            made_by=request.submitted_by,
            made_at=cast(Any, request.submitted_at),
        )
        item = ApprovalItem(
            pk=self.item_id,
            request=request,
            action=action,
            snapshot=snapshot,
            state="approved",
            settled_at=request.decided_at,
            settled_by=signer,
            position=position,
        )
        signature = Signature(
            pk=self.signature_id,
            item=item,
            signer=signer,
            snapshot=snapshot,
            meaning="approved",
            signer_name=signer.name,
            signer_title=signer.job_title,
            signed_at=cast(Any, request.decided_at),
        )
        signature.digest = signature_digest(signature)
        action._prefetched_objects_cache["items"] = [item]  # type: ignore[attr-defined]
        self.snapshots.append(snapshot)
        self.items.append(item)
        self.signatures.append(signature)
        self.snapshot_id += 1
        self.item_id += 1
        self.signature_id += 1

    def write(self) -> None:
        """Write what was made since the last time."""
        for rows in (self.requests, self.snapshots, self.items, self.signatures):
            self.loader.objects(cast(Any, rows))
        self.loader.rows(ApprovalRequest.signers.through, ["approvalrequest_id", "user_id"], self.signers)
        for each in (self.requests, self.signers, self.items, self.snapshots, self.signatures):
            cast(list, each).clear()


def names_of(crowd: Crowd) -> Names:
    """The names that snapshots show, without a statement for each."""
    names = Names([])
    everybody = [*crowd.leaders, *crowd.preparers, *(each for people in crowd.of.values() for each in people)]
    names.people = {each.pk: each.name for each in everybody}
    names.teams = {team.pk: team.name for team in crowd.teams.values()}
    return names

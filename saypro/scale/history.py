"""The history of made-up work, sealed: what was issued, added, submitted, signed, asked, and the newest answer.

Not the ten check-ins of each action one by one, nor each milestone: those would be two million entries that say what
the rows say. Everything that is there is as the product would write it, by made-up people, by way of the command.
"""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import Organisation, User
from actions.models import ApprovalRequest, CheckInRound, Signature
from audit.models import Chain, Entry, Seal
from audit.services import GENESIS, SYSTEM, Actor, link_hash, new_entry, seal
from saypro.scale.check_ins import Newest
from saypro.scale.findings import Findings
from saypro.scale.loading import Loader, first_id
from saypro.scale.plans import Plan


class HistoryMaker:
    """Writes entries and seals them at once, going on from the newest seal. Call it with the chain's row locked."""

    def __init__(self, loader: Loader):
        self.loader, self.entry_id = loader, first_id(Entry)
        last = Seal.objects.order_by("-position").first()
        self.position, self.previous = (last.position, last.hash) if last else (0, GENESIS)
        self.now = timezone.now()
        self.entries: list[Entry] = []
        self.seals: list[tuple] = []

    def add(self, verb: str, thing: models.Model, *, actor: Actor, at: datetime, **said: Any) -> None:
        """One entry with its seal, kept until `write`."""
        entry = new_entry(verb, thing, actor=actor, at=at, recorded_at=self.now, **said)
        entry.pk = self.entry_id
        self.entries.append(entry)
        self.position += 1
        hash_ = link_hash(self.position, entry.pk, entry.digest, self.previous, self.now)
        self.seals.append((self.position, entry.pk, self.previous, hash_, self.now))
        self.previous = hash_
        self.entry_id += 1

    def write(self) -> None:
        self.loader.objects(self.entries)
        self.loader.rows(Seal, ["position", "entry_id", "previous", "hash", "sealed_at"], self.seals)
        self.entries.clear()
        self.seals.clear()

    def analysis(self, found: Findings) -> None:
        author, at = found.analysis.issued_by, found.analysis.issued_at
        assert author is not None
        assert at is not None
        self.add("analysis.issued", found.analysis, actor=by(author), at=at, new={"state": "issued"})

    def plan(self, plan: Plan) -> None:
        """The action was added."""
        action = plan.action
        author = action.gap.analysis.created_by
        self.add("action.added", action, actor=by(author), at=action.created_at, new={"title": action.title})

    def bundle(self, request: ApprovalRequest) -> None:
        """The bundle was submitted, and settled."""
        assert request.submitted_at is not None
        assert request.decided_at is not None
        self.add("bundle.submitted", request, actor=by(request.submitted_by), at=request.submitted_at)
        signer: User = request.signers.all()[0]
        self.add("bundle.decided", request, actor=by(signer), at=request.decided_at)

    def signature(self, signature: Signature) -> None:
        action = signature.item.action
        self.add(
            "signed.approved",
            action,
            actor=by(signature.signer),
            at=signature.signed_at,
            department_id=action.department_id,
            new={
                "bundle": signature.item.request.number,
                "snapshot": signature.snapshot.digest,
                "signature": signature.digest,
            },
        )

    def answer(self, newest: Newest) -> None:
        action = newest.plan.action
        self.add(
            "check_in.given",
            action,
            actor=by(newest.plan.person),
            at=newest.at,
            department_id=action.department_id,
            new={"health": newest.health},
        )

    def round(self, found: CheckInRound, codes: list[str]) -> None:
        self.add("check_in.asked", found, actor=SYSTEM, at=found.sent_at, new={"actions": codes})

    def seeded(self, actions: int, at: datetime) -> None:
        """What the command itself did, so that nobody takes made-up work for real."""
        actor = Actor(None, "seed_scale", "command")
        self.add("scale.seeded", Organisation.objects.get(id=1), actor=actor, at=at, new={"actions": actions})


def by(person: User) -> Actor:
    return Actor(person.pk, person.name, "command")


def lock_chain() -> None:
    """Lock the chain's row, and seal whatever waits, so that the made-up entries follow it."""
    Chain.objects.get_or_create(id=1)
    Chain.objects.select_for_update().get(id=1)
    while seal():
        pass

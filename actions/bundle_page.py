"""What the pages of a bundle show: for each plan the answer or the reason why it is not the reader's to decide."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from accounts import choices
from accounts.viewer import Viewer
from actions.consistency.check import bundle_findings
from actions.consistency.finding import Finding, in_short
from actions.forms.approval import DecisionForm
from actions.models import ApprovalItem, ApprovalRequest, DecisionDraft, Signature, Snapshot
from actions.models.approval import CHOICES
from actions.permissions import can_withdraw
from actions.services.bundles import eligible_signers
from actions.services.decisions import decision_allowed, loaded, with_plans
from actions.snapshots import Content, Difference, contents, differences, shown
from common.access import Answer
from common.canonical import digest
from common.dates import today
from common.text import listed
from gaps.models import Clarification

WORDS = dict(CHOICES)


@dataclass
class Entry:
    """One plan of the bundle as this reader sees it."""

    item: ApprovalItem
    answer: Answer
    form: DecisionForm | None = None
    draft: DecisionDraft | None = None
    changed: list[Difference] = field(default_factory=list)
    changed_title: str = ""
    moved_on: list[Difference] = field(default_factory=list)
    instead: str = ""

    @property
    def values(self) -> dict[str, Any]:
        return self.item.snapshot.values

    @property
    def labels(self) -> dict[str, Any]:
        return self.item.snapshot.labels

    @property
    def due_on(self) -> date | None:
        return date.fromisoformat(self.values["due_on"]) if self.values["due_on"] else None

    @property
    def causes(self) -> str:
        return shown("causes", self.values, self.labels)

    @property
    def effect(self) -> str:
        """What the plan should move: "Lead conversion, 17 % to 20 %"."""
        name = self.labels["kpi"]
        if not name:
            return ""
        start, end = (shown(key, self.values, self.labels) for key in ("kpi_from", "kpi_to"))
        words = f"{name}, {start} to {end}" if self.values["kpi_to"] is not None else name
        if self.values.get("shows_after_weeks"):
            return f"{words}, {shown('shows_after_weeks', self.values, self.labels)} after it is done"
        return words

    @property
    def cost(self) -> str:
        parts = [
            f"{shown(key, self.values, self.labels)} {word}"
            for key, word in (("cost_once", "once"), ("cost_yearly", "per year"))
            if self.values[key] not in (None, "0")
        ]
        is_given = any(self.values[key] is not None for key in ("cost_once", "cost_yearly"))
        return ", ".join(parts) or ("no cost" if is_given else "no cost given")

    @property
    def milestones(self) -> list[dict[str, Any]]:
        return [
            {**each, "on": date.fromisoformat(each["promised_on"]) if each["promised_on"] else None}
            for each in self.values["milestones"]
        ]

    @property
    def is_decided(self) -> bool:
        return bool(self.form and self.form["choice"].value())

    @property
    def choice_words(self) -> str:
        value = self.form["choice"].value() if self.form else ""
        return WORDS.get(value or "", "")


@dataclass
class BundlePage:
    """A bundle for one reader: what changed since they signed, what is new, what is settled, what is not theirs."""

    request: ApprovalRequest
    entries: list[Entry]
    signers: list[Any]
    currency: str
    today: date
    may_withdraw: Answer
    findings: list[Finding]

    @property
    def short(self) -> str:
        """What the consistency check found, in a few words."""
        return in_short(self.findings)

    @property
    def mine(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.form is not None]

    @property
    def differences(self) -> list[Entry]:
        return [entry for entry in self.mine if entry.changed]

    @property
    def new(self) -> list[Entry]:
        return [entry for entry in self.mine if not entry.changed]

    @property
    def settled(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.item.state != "pending"]

    @property
    def others(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.form is None and entry.item.state == "pending"]

    @property
    def decided(self) -> list[Entry]:
        return [entry for entry in self.mine if entry.is_decided]

    @property
    def left(self) -> int:
        return len(self.mine) - len(self.decided)

    @property
    def cost_once(self) -> Decimal:
        return sum((Decimal(entry.values["cost_once"] or 0) for entry in self.mine), Decimal())

    @property
    def cost_yearly(self) -> Decimal:
        return sum((Decimal(entry.values["cost_yearly"] or 0) for entry in self.mine), Decimal())

    @property
    def kept(self) -> str:
        """What is marked so far: "2 approved, 1 returned"."""
        found: dict[str, int] = {}
        past = {
            "approve": "approved",
            "change": "changed",
            "return": "returned",
            "defer": "deferred",
            "reject": "rejected",
        }
        for entry in self.decided:
            word = past.get(entry.form["choice"].value(), "")  # type: ignore[index]
            found[word] = found.get(word, 0) + 1
        return ", ".join(f"{number} {word}" for word, number in found.items() if word)

    @property
    def with_errors(self) -> list[Entry]:
        return [entry for entry in self.mine if entry.form and entry.form.is_bound and entry.form.errors]


def bundle_page(request: ApprovalRequest, viewer: Viewer, *, data: Any = None, at: datetime) -> BundlePage:
    """Gather the bundle for the reader. The number of statements does not grow with its items."""
    items = list(
        loaded(ApprovalItem.objects.filter(request=request))
        .prefetch_related(Prefetch("questions", Clarification.objects.select_related("answerer")))
        .order_by("position", "pk")
    )
    signers = list(request.signers.all())
    ids = {signer.pk for signer in signers}
    drafts = {draft.item_id: draft for draft in DecisionDraft.objects.filter(item__in=items, signer=viewer.user)}
    signed = signed_before(items, viewer)
    seen = snapshots_seen(items, drafts)
    entries = []
    for item in items:
        item.request = request
        entry = Entry(item=item, answer=decision_allowed(viewer, item, ids))
        last = signed.get(item.pk)
        if last and last.snapshot.digest == item.snapshot.digest:
            entry.instead = "You have signed it; it waits for another signature."
        elif entry.answer:
            entry.draft = drafts.get(item.pk)
            entry.form = DecisionForm.for_item(item, data, entry.draft)
            base, entry.changed_title = (last.snapshot, "You signed") if last else (item.base, "Signed")
            entry.changed = differences(base, item.snapshot) if base else []
            if entry.draft and entry.draft.digest != item.snapshot.digest:
                before = seen.get((item.action_id, entry.draft.digest))
                entry.moved_on = differences(before, item.snapshot) if before else []
        else:
            entry.instead = who_decides(item, entry.answer, signers)
        entries.append(entry)
    return BundlePage(
        request=request,
        entries=entries,
        signers=signers,
        currency=choices.currency(),
        today=today(at),
        may_withdraw=can_withdraw(viewer, request),
        findings=bundle_findings(items, today(at)) if request.state == "submitted" else [],
    )


def signed_before(items: list[ApprovalItem], viewer: Viewer) -> dict[int, Signature]:
    """The reader's last approval of each item."""
    found = {}
    for item in items:
        for signature in item.signatures.all():
            if signature.signer_id == viewer.id and signature.meaning in ("approved", "approved_with_changes"):
                found[item.pk] = signature
    return found


def snapshots_seen(items: list[ApprovalItem], drafts: dict[int, DecisionDraft]) -> dict[tuple[int, str], Snapshot]:
    """The snapshots that drafts were made on, where they are not the ones asked for any more."""
    digests = {
        draft.digest for item in items if (draft := drafts.get(item.pk)) and draft.digest != item.snapshot.digest
    }
    if not digests:
        return {}
    rows = Snapshot.objects.filter(digest__in=digests, action__in=[item.action_id for item in items])
    return {(row.action_id, row.digest): row for row in rows}


def who_decides(item: ApprovalItem, answer: Answer, signers: list[Any]) -> str:
    """The refusal, and who decides it instead where that is clear."""
    if item.state != "pending":
        return answer.reason
    able = eligible_signers(
        item.action,
        signers,
        item.action.proposed_by_id or 0,
        self_approval=bool(item.request.analysis.self_approval_reason),
    )
    names = listed([signer.name for signer in able], "or")
    if "somebody else decides" in answer.reason and names:
        return answer.reason.replace("somebody else decides", f"{names} decides")
    return f"{answer.reason} {names} decides it." if names else answer.reason


@dataclass
class SigningEntry:
    """One marked decision, as it will be signed."""

    draft: DecisionDraft
    item: ApprovalItem
    lines: list[Difference]
    content: Content | Snapshot
    stale: bool

    @property
    def words(self) -> str:
        return WORDS[self.draft.choice]

    @property
    def due_on(self) -> date | None:
        value = self.content.values["due_on"]
        return date.fromisoformat(value) if value else None


@dataclass
class SigningPage:
    """What one person is about to sign, in one bundle or several, with the fingerprint of the list."""

    entries: list[SigningEntry]
    currency: str
    at: datetime

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits over every digest and choice of the list, in groups of four."""
        text = digest([[each.item.snapshot.digest, each.draft.choice, each.draft.overlay] for each in self.entries])[
            :16
        ]
        return " ".join(text[start : start + 4] for start in range(0, 16, 4))

    @property
    def approving(self) -> list[SigningEntry]:
        return [each for each in self.entries if each.draft.choice in ("approve", "change")]

    @property
    def cost_once(self) -> Decimal:
        return sum((Decimal(each.content.values["cost_once"] or 0) for each in self.approving), Decimal())

    @property
    def cost_yearly(self) -> Decimal:
        return sum((Decimal(each.content.values["cost_yearly"] or 0) for each in self.approving), Decimal())

    @property
    def counts(self) -> str:
        past = {
            "approve": "approved",
            "change": "changed",
            "return": "returned",
            "defer": "deferred",
            "reject": "rejected",
        }
        found: dict[str, int] = {}
        for each in self.entries:
            found[past[each.draft.choice]] = found.get(past[each.draft.choice], 0) + 1
        return ", ".join(f"{number} {word}" for word, number in found.items())

    @property
    def has_stale(self) -> bool:
        return any(each.stale for each in self.entries)


def signing_page(requests: Iterable[ApprovalRequest], viewer: Viewer, *, at: datetime) -> SigningPage:
    """Gather what the reader marked, each with what differs from the plan as asked. Statements do not grow with bundles."""
    drafts = list(
        DecisionDraft.objects.filter(item__request__in=requests, item__state="pending", signer=viewer.user).order_by(
            "item__request__number", "item__position"
        )
    )
    items = {
        item.pk: item for item in with_plans(ApprovalItem.objects.filter(pk__in=[draft.item_id for draft in drafts]))
    }
    changed = [draft for draft in drafts if draft.choice == "change"]
    wanted = contents(
        [(items[each.item_id].action, {**items[each.item_id].overlay, **each.overlay}) for each in changed]
    )
    targets = {draft.pk: what for draft, what in zip(changed, wanted, strict=True)}
    entries = []
    for draft in drafts:
        item = items[draft.item_id]
        target: Content | Snapshot = targets.get(draft.pk, item.snapshot)
        entries.append(
            SigningEntry(
                draft=draft,
                item=item,
                lines=differences(item.base or item.snapshot, target),
                content=target,
                stale=draft.digest != item.snapshot.digest,
            )
        )
    return SigningPage(entries=entries, currency=choices.currency(), at=at)

"""How far a decision of the room is signed: by whom, and who is still asked."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from accounts.people import people_with
from actions.models import ApprovalItem, Signature
from actions.permissions import DECIDE
from actions.services.bundles import eligible_signers
from actions.services.decisions import MEANING
from common.text import listed
from meetings.followup import plan_digest
from meetings.models import FollowUpSignature, Meeting, MeetingOutcome

ALIKE = {"approved_with_changes": "approved"}


def with_signatures(rows: QuerySet[MeetingOutcome]) -> QuerySet[MeetingOutcome]:
    """Outcomes with all that their lines show, in a fixed number of statements."""
    return rows.select_related(
        "item",
        "task__owner",
        "recorded_by",
        "approval_item__action__team",
        "approval_item__action__owner",
        "approval_item__request__analysis",
        "approval_item__snapshot",
    ).prefetch_related(
        Prefetch("approval_item__signatures", Signature.objects.select_related("signer")),
        "approval_item__request__signers",
        "approval_item__action__team__members",
    )


@dataclass(frozen=True)
class Standing:
    """One decision on a plan and its signatures."""

    outcome: MeetingOutcome
    signed: tuple[str, ...]
    asked: tuple[str, ...]
    is_settled: bool
    differs: str = ""

    @property
    def words(self) -> str:
        """As in "signed by Nomsa Dlamini" or "signature outstanding: Peter Adams"."""
        by = f"signed by {listed(self.signed)}" if self.signed else ""
        if self.differs:
            return f"{by}, otherwise than recorded: {self.differs}"
        if self.is_settled:
            return by or "settled without a signature"
        who = f": {listed(self.asked)}" if self.asked else ""
        return "; ".join(each for each in (by, f"signature outstanding{who}") if each)


def standing(outcome: MeetingOutcome) -> Standing | None:
    """How far it is signed; None for a decision in words, which nobody signs. Reads only what was loaded."""
    plan = outcome.approval_item
    if plan is None:
        return None
    counts = [each for each in plan.signatures.all() if each.snapshot_id == plan.snapshot_id and answers(each, outcome)]
    ids = {each.signer_id for each in counts}
    settled = plan.state != "pending"
    able = eligible_signers(
        plan.action,
        list(plan.request.signers.all()),
        plan.action.proposed_by_id or 0,
        self_approval=bool(plan.request.analysis.self_approval_reason),
    )
    if not is_new_to_all(outcome, plan):
        ids |= {each.signer_id for each in plan.signatures.all() if each.snapshot_id == plan.snapshot_id}
    asked = () if settled else tuple(each.name for each in able if each.pk not in ids)
    meant = MEANING[outcome.choice]
    other = [each for each in counts if ALIKE.get(each.meaning, each.meaning) != ALIKE.get(meant, meant)]
    differs = other[-1].get_meaning_display().lower() if other else ""
    return Standing(outcome, tuple(each.signer_name for each in counts), asked, settled, differs)


def answers(signature: Signature, outcome: MeetingOutcome) -> bool:
    """Whether the signature speaks to what the room decided: given since, or for the same plan approved as it is."""
    return outcome.choice == "approve" or signature.signed_at >= outcome.recorded_at


def is_new_to_all(outcome: MeetingOutcome, plan: ApprovalItem) -> bool:
    """Whether signing makes another plan of it, so that who signed the old one is asked again."""
    return outcome.choice == "change" and plan.snapshot.digest == outcome.digest


@dataclass(frozen=True)
class PlanStanding:
    """The agreed follow-up plan: who of leadership has signed it as it stands, and who is still asked."""

    signed: tuple[FollowUpSignature, ...]
    asked: tuple[str, ...]

    @property
    def words(self) -> str:
        """As in "signed by Nomsa Dlamini; signature outstanding: Peter Adams"."""
        by = f"signed by {listed([each.signer_name for each in self.signed])}" if self.signed else ""
        asked = f"signature outstanding: {listed(self.asked)}" if self.asked else ""
        return "; ".join(each for each in (by, asked) if each) or "signature outstanding"

    @property
    def is_signed(self) -> bool:
        return bool(self.signed) and not self.asked


def plan_standing(meeting: Meeting) -> PlanStanding | None:
    """How far the follow-up plan is signed by the leaders who take part; None where none is agreed."""
    if not meeting.follow_up:
        return None
    signed = tuple(FollowUpSignature.objects.filter(meeting=meeting, plan_digest=plan_digest(meeting)))
    taking_part = set(meeting.attendance.filter(kind="attends").values_list("person", flat=True))
    done = {each.signer_id for each in signed}
    asked = [each.name for each in people_with(DECIDE) if each.pk in taking_part and each.pk not in done]
    return PlanStanding(signed, tuple(asked))

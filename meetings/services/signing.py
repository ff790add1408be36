"""Signing in one step all that a meeting decided: the plans in their bundles, and how it is followed up."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.viewer import Viewer
from actions.models import ApprovalItem, ApprovalRequest, DecisionDraft, Signature
from actions.services.signing import sign
from audit.services import record
from common.access import Conflict, Unfit, require
from common.canonical import digest
from common.db import fit
from meetings.followup import plan_digest
from meetings.models import FollowUpSignature, Meeting, MeetingOutcome
from meetings.permissions import can_sign_follow_up
from meetings.services.planning import lock_meeting


@dataclass(frozen=True)
class SignedInMeeting:
    """What one act of signing did."""

    signatures: tuple[Signature, ...]
    settled: tuple[ApprovalItem, ...]
    follow_up: FollowUpSignature | None


def marked_requests(meeting: Meeting, by: Viewer) -> list[ApprovalRequest]:
    """The bundles with decisions of this meeting in which the person marked something that waits."""
    of_meeting = MeetingOutcome.objects.filter(meeting=meeting, state="recorded", approval_item__state="pending")
    drafts = DecisionDraft.objects.filter(signer=by.user, item__state="pending")
    return list(
        ApprovalRequest.objects.filter(
            pk__in=of_meeting.values("approval_item__request"), items__in=drafts.values("item")
        )
        .distinct()
        .order_by("pk")
    )


@transaction.atomic
def sign_meeting(
    meeting: Meeting, digests: dict[int, str], *, follow_up: str, by: Viewer, at: datetime
) -> SignedInMeeting:
    """Sign all that the person marked in the meeting's bundles, and the follow-up plan; all of it or nothing.

    The caller has checked the password. `digests` maps item ids to the digest of the plan on the page, `follow_up` is
    that of the follow-up plan there ("" where it was not on the page). Raises `Conflict` where anything changed since.
    """
    meeting = lock_meeting(meeting)
    signatures: list[Signature] = []
    settled: list[ApprovalItem] = []
    for request in marked_requests(meeting, by):
        signed = sign(request, digests, by=by, at=at)
        signatures += signed.signatures
        settled += signed.settled
    plan = sign_follow_up(meeting, follow_up, by=by, at=at) if follow_up else None
    if not signatures and plan is None:
        raise Unfit("Nothing is marked, so there is nothing to sign.")
    return SignedInMeeting(tuple(signatures), tuple(settled), plan)


def sign_follow_up(meeting: Meeting, seen: str, *, by: Viewer, at: datetime) -> FollowUpSignature:
    """Write the signature on the follow-up plan of a locked meeting, if it is the one that was on the page."""
    require(can_sign_follow_up(by, meeting))
    now = plan_digest(meeting)
    if seen != now:
        raise Conflict("The follow-up plan changed since you opened the page. Nothing was signed; read it again.")
    if FollowUpSignature.objects.filter(meeting=meeting, signer=by.user, plan_digest=now).exists():
        raise Conflict("You have signed this follow-up plan already.")
    row = FollowUpSignature(
        meeting=meeting,
        signer=by.user,
        plan=meeting.follow_up,
        plan_digest=now,
        signer_name=by.user.name,
        signer_title=by.user.job_title,
        signed_at=at,
    )
    row.digest = follow_up_signature_digest(row)
    fit(row)
    row.save()
    record(
        "signed.follow_up",
        meeting,
        actor=by.actor,
        at=at,
        new={"plan": row.plan_digest, "signature": row.digest},
    )
    return row


def follow_up_signature_digest(row: FollowUpSignature) -> str:
    """SHA-256 over everything the signature says."""
    return digest(
        {
            "meeting": row.meeting_id,
            "signer": row.signer_id,
            "plan": row.plan,
            "plan_digest": row.plan_digest,
            "name": row.signer_name,
            "title": row.signer_title,
            "signed_at": row.signed_at,
        }
    )

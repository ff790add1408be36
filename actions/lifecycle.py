"""Where actions, milestones, approvals and their items stand, and which moves there are."""

from common.lifecycle import Lifecycle, Move

ACTION = Lifecycle(
    states=[
        ("draft", "Draft"),
        ("proposed", "Proposed"),
        ("returned", "Returned"),
        ("approved", "Approved"),
        ("in_progress", "In progress"),
        ("implemented", "Implemented"),
        ("verified", "Verified"),
        ("closed", "Closed"),
        ("rejected", "Rejected"),
        ("on_hold", "On hold"),
        ("cancelled", "Cancelled"),
    ],
    moves=[
        Move("propose", "Submit for approval", ("draft", "returned"), "proposed"),
        Move("withdraw", "Take back", ("proposed",), "draft", reason_needed=True),
        Move("return", "Return", ("proposed",), "returned", reason_needed=True),
        Move("reject", "Reject", ("proposed",), "rejected", reason_needed=True),
        Move("approve", "Approve", ("proposed",), "approved"),
        Move("start", "Start work", ("approved",), "in_progress"),
        Move("implement", "Mark implemented", ("in_progress",), "implemented"),
        Move("hold", "Put on hold", ("approved", "in_progress"), "on_hold", reason_needed=True),
        Move("resume", "Resume", ("on_hold",), "in_progress"),
        Move("cancel", "Cancel", ("draft", "returned"), "cancelled", reason_needed=True),
    ],
)

MILESTONE = Lifecycle(
    states=[
        ("planned", "Planned"),
        ("in_progress", "In progress"),
        ("reached", "Reached"),
        ("verified", "Verified"),
        ("dropped", "Dropped"),
    ],
    moves=[
        Move("reach", "Mark reached", ("planned", "in_progress"), "reached"),
        Move("unreach", "Not reached after all", ("reached",), "in_progress", reason_needed=True),
    ],
)

REQUEST = Lifecycle(
    states=[
        ("draft", "Draft"),
        ("submitted", "Submitted"),
        ("decided", "Decided"),
        ("withdrawn", "Withdrawn"),
        ("expired", "Expired"),
    ],
    moves=[
        Move("submit", "Submit", ("draft",), "submitted"),
        Move("decide", "Settle", ("submitted",), "decided"),
        Move("withdraw", "Withdraw", ("draft", "submitted"), "withdrawn", reason_needed=True),
        Move("expire", "Expire", ("submitted",), "expired"),
    ],
)

ITEM = Lifecycle(
    states=[
        ("pending", "Pending"),
        ("approved", "Approved"),
        ("approved_with_changes", "Approved with changes"),
        ("changes_requested", "Changes requested"),
        ("rejected", "Rejected"),
        ("deferred", "Deferred"),
        ("stale", "Difference unsigned"),
        ("revoked", "Revoked"),
        ("withdrawn", "Withdrawn"),
    ],
    moves=[
        Move("approve", "Approve", ("pending",), "approved"),
        Move("approve_with_changes", "Change and approve", ("pending",), "approved_with_changes"),
        Move("return", "Return", ("pending",), "changes_requested", reason_needed=True),
        Move("reject", "Reject", ("pending",), "rejected", reason_needed=True),
        Move("defer", "Defer", ("pending",), "deferred", reason_needed=True),
        Move("outdate", "Mark stale", ("approved", "approved_with_changes"), "stale"),
        Move("uphold", "Keep the signed plan", ("stale",), "approved"),
        Move("withdraw", "Withdraw", ("pending",), "withdrawn"),
    ],
)

CHECK_IN = Lifecycle(
    states=[
        ("sent", "Asked"),
        ("answered", "Answered"),
        ("acknowledged", "Acknowledged"),
        ("excused", "Excused"),
        ("skipped", "Skipped"),
    ],
    moves=[
        Move("answer", "Check in", ("sent",), "answered"),
        Move("amend", "Change the check-in", ("answered",), "answered"),
        Move("acknowledge", "Acknowledge", ("answered",), "acknowledged"),
        Move("excuse", "Excuse", ("sent",), "excused", reason_needed=True),
        Move("skip", "Skip", ("sent",), "skipped", reason_needed=True),
    ],
)

BLOCKER = Lifecycle(
    states=[("open", "Open"), ("answered", "Answered"), ("resolved", "Resolved"), ("withdrawn", "Withdrawn")],
    moves=[
        Move("answer", "Answer", ("open",), "answered"),
        Move("resolve", "Mark resolved", ("open", "answered"), "resolved"),
        Move("reopen", "It still stands", ("answered",), "open", reason_needed=True),
        Move("withdraw", "Withdraw", ("open",), "withdrawn"),
    ],
)

ENDED = ("rejected", "cancelled", "verified", "closed")
SIGNED_ITEM = ("approved", "approved_with_changes", "stale")
SIGNED = ("approved", "in_progress", "on_hold", "implemented", "verified", "closed")

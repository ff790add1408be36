"""Where an analysis and a gap stand, and which moves there are."""

from common.lifecycle import Lifecycle, Move

ANALYSIS = Lifecycle(
    states=[
        ("draft", "Draft"),
        ("issued", "Issued"),
        ("in_follow_up", "In follow-up"),
        ("closed", "Closed"),
        ("superseded", "Superseded"),
    ],
    moves=[
        Move("issue", "Issue the analysis", ("draft",), "issued"),
        Move("follow_up", "Begin follow-up", ("issued",), "in_follow_up"),
    ],
)

GAP = Lifecycle(
    states=[
        ("draft", "Draft"),
        ("issued", "Issued"),
        ("confirmed", "Confirmed"),
        ("disputed", "Disputed"),
        ("in_treatment", "In treatment"),
        ("treated", "Treated"),
        ("closed", "Closed"),
        ("withdrawn", "Withdrawn"),
    ],
    moves=[
        Move("issue", "Issue", ("draft",), "issued"),
        Move("confirm", "Confirm", ("issued",), "confirmed"),
        Move("dispute", "Dispute", ("issued",), "disputed", reason_needed=True),
        Move("answer_dispute", "Answer the dispute", ("disputed",), "issued", reason_needed=True),
        Move("begin_treatment", "Begin treatment", ("confirmed",), "in_treatment"),
        Move("withdraw", "Withdraw", ("issued", "disputed", "confirmed"), "withdrawn", reason_needed=True),
    ],
)

CLARIFICATION = Lifecycle(
    states=[("open", "Open"), ("answered", "Answered"), ("withdrawn", "Withdrawn")],
    moves=[
        Move("answer", "Answer", ("open",), "answered"),
        Move("withdraw", "Withdraw", ("open",), "withdrawn", reason_needed=True),
    ],
)

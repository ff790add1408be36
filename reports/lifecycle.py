"""Where a briefing pack stands, and which moves there are."""

from common.lifecycle import Lifecycle, Move

PACK = Lifecycle(
    states=[
        ("building", "Being built"),
        ("issued", "Issued"),
        ("superseded", "Superseded"),
        ("failed", "Failed"),
    ],
    moves=[
        Move("issue", "Issue", ("building",), "issued"),
        Move("fail", "Fail", ("building",), "failed"),
        Move("again", "Build it again", ("failed",), "building"),
        Move("send", "Send it to the meeting", ("issued",), "issued"),
        Move("supersede", "Supersede", ("issued",), "superseded"),
    ],
)

FROZEN = ("issued", "superseded")

# What the worker does, in this order; `BriefingPack.step` counts from 1, 0 is waiting for the worker.
STEPS = (
    "Reading findings, plan and figures, and comparing with the pack before",
    "Sealing the history",
    "Setting the pages",
    "Numbering and issuing",
)

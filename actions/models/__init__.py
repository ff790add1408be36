from actions.models.action import DEFAULT_MILESTONE, ActionCause, CorrectiveAction, Milestone
from actions.models.approval import (
    ApprovalItem,
    ApprovalRequest,
    DecisionDraft,
    PlanChange,
    Signature,
    Snapshot,
)
from actions.models.check_in import Blocker, CheckIn, CheckInRequest, CheckInRound

__all__ = [
    "DEFAULT_MILESTONE",
    "ActionCause",
    "ApprovalItem",
    "ApprovalRequest",
    "Blocker",
    "CheckIn",
    "CheckInRequest",
    "CheckInRound",
    "CorrectiveAction",
    "DecisionDraft",
    "Milestone",
    "PlanChange",
    "Signature",
    "Snapshot",
]

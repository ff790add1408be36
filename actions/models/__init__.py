from actions.models.action import DEFAULT_MILESTONE, ActionCause, CorrectiveAction, Milestone
from actions.models.approval import (
    ApprovalItem,
    ApprovalRequest,
    DecisionDraft,
    PlanChange,
    Signature,
    Snapshot,
)

__all__ = [
    "DEFAULT_MILESTONE",
    "ActionCause",
    "ApprovalItem",
    "ApprovalRequest",
    "CorrectiveAction",
    "DecisionDraft",
    "Milestone",
    "PlanChange",
    "Signature",
    "Snapshot",
]

"""Who may do what with actions and approvals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from common.access import ALLOWED, Answer, Denied
from gaps.permissions import PREPARE

if TYPE_CHECKING:
    from accounts.viewer import Viewer
    from actions.models import (
        ApprovalItem,
        ApprovalRequest,
        Blocker,
        CheckIn,
        CheckInRequest,
        CorrectiveAction,
        Milestone,
    )
    from gaps.models import Clarification, Gap

PLAN = "actions.plan"
DECIDE = "actions.decide"
FOLLOW = "actions.follow"

CODES = {
    PLAN: "complete plans, link causes and submit bundles for approval",
    DECIDE: "be asked to decide on plans and sign",
    FOLLOW: "keep milestones and evidence of the department's actions true",
}


def answers_for(viewer: Viewer, action: CorrectiveAction) -> bool:
    """Whether the person owns the action, alone or in its team (`action.team` with members prefetched)."""
    if action.owner_id == viewer.id:
        return True
    return bool(action.team_id) and any(member.pk == viewer.id for member in action.team.members.all())  # type: ignore[union-attr]


def can_plan(viewer: Viewer) -> Answer:
    return ALLOWED if viewer.may(PLAN) else Denied("The M&E team completes plans; your roles do not include it.")


def can_edit_plan(viewer: Viewer, action: CorrectiveAction) -> Answer:
    """Whether the plan's own fields may be written, without a signature on the difference."""
    if not viewer.may(PLAN):
        return Denied("The M&E team completes plans; ask them, or ask for a new date once it is approved.")
    if action.state not in ("draft", "returned", "proposed"):
        return Denied(
            f"{action.code} is {action.get_state_display().lower()}; ask for a change of the signed plan instead."
        )
    return ALLOWED


def can_answer_assignment(viewer: Viewer, action: CorrectiveAction) -> Answer:
    if not answers_for(viewer, action):
        return Denied(f"{action.owner_name or 'Nobody'} owns {action.code}, so only the owner accepts or contests it.")
    if action.state not in ("draft", "returned", "proposed", "approved"):
        return Denied(f"{action.code} is {action.get_state_display().lower()}, so the assignment stands.")
    if action.owner_answer == "accepted":
        return Denied("You have accepted it already.")
    return ALLOWED


def can_follow(viewer: Viewer, action: CorrectiveAction) -> Answer:
    """Whether the person keeps milestones and evidence of the action."""
    if not (answers_for(viewer, action) or viewer.may(FOLLOW, action.department_id) or viewer.may(PLAN)):
        return Denied(f"{action.owner_name or 'The owner'}, the head of {action.department} or the M&E team does this.")
    if action.state not in ("approved", "in_progress", "implemented"):
        return Denied(f"{action.code} is {action.get_state_display().lower()}; work is recorded once it is approved.")
    return ALLOWED


def can_prove_gap(viewer: Viewer, gap: Gap) -> Answer:
    """Whether the person adds evidence to a finding: M&E, and head and deputy of its department."""
    if not (viewer.may(PREPARE) or viewer.may(FOLLOW, gap.department_id)):
        return Denied(f"The head of {gap.department} or the M&E team adds evidence to a finding.")
    if gap.state == "withdrawn":
        return Denied(f"{gap.code} is withdrawn.")
    return ALLOWED


def can_prove_question(viewer: Viewer, question: Clarification) -> Answer:
    """Whether the person adds evidence to an answer: who answers, and M&E."""
    if question.state == "withdrawn":
        return Denied("The question was withdrawn.")
    if viewer.may(PREPARE) or (question.kind == "asked" and viewer.id == question.answerer_id):
        return ALLOWED
    return Denied(f"{question.answerer or 'The M&E team'} answers it and adds the evidence.")


def can_prove_check_in(viewer: Viewer, answer: CheckIn) -> Answer:
    """Whether the person adds evidence to a check-in: whoever keeps the evidence of its action."""
    return can_follow(viewer, answer.request.action)


def can_ask_change(viewer: Viewer, action: CorrectiveAction) -> Answer:
    if not (answers_for(viewer, action) or viewer.may(FOLLOW, action.department_id) or viewer.may(PLAN)):
        return Denied(
            f"{action.owner_name or 'The owner'}, the head of {action.department} or the M&E team asks for it."
        )
    if action.state not in ("approved", "in_progress"):
        return Denied(f"{action.code} is {action.get_state_display().lower()}, so there is no signed plan to change.")
    return ALLOWED


def can_decide(viewer: Viewer, item: ApprovalItem, *, signer_ids: set[int], self_approval: bool = False) -> Answer:
    """Whether the person may decide on the item. `signer_ids` are the bundle's approvers.

    Nobody approves what they proposed or own, unless self-approval was allowed for the analysis.
    """
    action = item.action
    if viewer.id not in signer_ids:
        return Denied(f"{item.request} was put to others.")
    if not viewer.may(DECIDE):
        return Denied("Deciding on plans is not part of your roles.")
    if item.state != "pending":
        return Denied(f"{action.code} is settled: {item.get_state_display().lower()}.")
    if self_approval:
        return ALLOWED
    if action.proposed_by_id == viewer.id or item.request.submitted_by_id == viewer.id:
        return Denied("You proposed this plan, so somebody else decides it.")
    if answers_for(viewer, action):
        return Denied("You own this action, so somebody else decides it.")
    if item.base_id and item.overlay.get("owner") == viewer.id:
        return Denied("You are to own this action, so somebody else decides it.")
    return ALLOWED


def can_submit(viewer: Viewer) -> Answer:
    return ALLOWED if viewer.may(PLAN) else Denied("The M&E team submits plans for approval.")


def can_withdraw(viewer: Viewer, request: ApprovalRequest) -> Answer:
    if not viewer.may(PLAN):
        return Denied("The M&E team takes a bundle back.")
    if request.state != "submitted":
        return Denied(f"{request} is {request.get_state_display().lower()}.")
    return ALLOWED


def can_check_in(viewer: Viewer, request: CheckInRequest, *, at: datetime) -> Answer:
    """Whether the person answers this request now: who was asked, the owner, or who may enter it for them."""
    action = request.action
    asked = request.round is not None and request.round.person_id == viewer.id
    if not (asked or answers_for(viewer, action) or may_enter_for(viewer, action)):
        return Denied(f"{action.owner_name or 'The owner'} checks in for {action.code}.")
    if action.state not in ("approved", "in_progress"):
        return Denied(f"{action.code} is {action.get_state_display().lower()}, so no check-in is needed.")
    if request.state == "answered" and at >= request.closes_at:
        return Denied("The check-in is closed; what has changed since goes into the next one.")
    return ALLOWED


def may_enter_for(viewer: Viewer, action: CorrectiveAction) -> bool:
    """Whether the person writes down what the owner tells them: M&E, and head and deputy of the department."""
    return viewer.may(FOLLOW, action.department_id) or viewer.may(PLAN)


def can_say_same(action: CorrectiveAction, last: CheckIn | None, late: Sequence[Milestone]) -> Answer:
    """Whether "all as last time" is offered: there is a last time, and nothing is late."""
    if last is None:
        return Denied("This is the first check-in, so there is no last time.")
    if len(late) == 1:
        return Denied(f"“All as last time” is not offered, because “{late[0].title}” is late.")
    if late:
        return Denied(f"“All as last time” is not offered, because {len(late)} milestones are late.")
    return ALLOWED


def can_acknowledge(viewer: Viewer, request: CheckInRequest) -> Answer:
    """Whether the person is the reviewer; the author of a check-in never acknowledges it."""
    action = request.action
    if viewer.id != action.reviewer_id:
        return Denied(f"{action.reviewer or 'Nobody'} reviews the check-ins of {action.code}.")
    if request.check_in.answered_by_id == viewer.id:
        return Denied("You wrote this check-in, so somebody else reads it.")
    return ALLOWED


def can_answer_roadblock(viewer: Viewer, blocker: Blocker) -> Answer:
    if viewer.id != blocker.put_to_id:
        return Denied(f"It was put to {blocker.put_to}.")
    return ALLOWED


def can_end_roadblock(viewer: Viewer, blocker: Blocker) -> Answer:
    """Whether the person says that it is resolved, withdraws it, or says that it still stands."""
    if (
        viewer.id == blocker.raised_by_id
        or answers_for(viewer, blocker.action)
        or may_enter_for(viewer, blocker.action)
    ):
        return ALLOWED
    return Denied(f"{blocker.raised_by} or the owner says when it is out of the way.")


def can_hold(viewer: Viewer, action: CorrectiveAction) -> Answer:
    """Whether the person puts the action on hold, or lets it go on: sponsor, leadership, the head, M&E."""
    if viewer.id == action.sponsor_id or viewer.may(DECIDE) or may_enter_for(viewer, action):
        return ALLOWED
    return Denied("The sponsor, leadership, the head of the department or the M&E team puts an action on hold.")

"""Who may do what with meetings and to-dos. Whether a meeting stands where it must is the lifecycle's to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.permissions import DECIDE
from common.access import ALLOWED, Answer, Denied

if TYPE_CHECKING:
    from accounts.viewer import Viewer
    from meetings.models import Meeting, Task

MANAGE = "meetings.manage"

CODES = {MANAGE: "prepare meetings, and set owner and date of to-dos"}


def can_manage(viewer: Viewer) -> Answer:
    """Whether the person schedules meetings, writes agendas and assigns to-dos."""
    if viewer.may(MANAGE):
        return ALLOWED
    return Denied("The M&E team prepares meetings; your roles do not include it.")


def can_run(viewer: Viewer, meeting: Meeting) -> Answer:
    """Whether the person leads the meeting and records what comes of it."""
    if viewer.may(MANAGE) or meeting.facilitator_id == viewer.id:
        return ALLOWED
    who = meeting.facilitator.name if meeting.facilitator else "The facilitator"
    return Denied(f"{who} leads the meeting and records, or the M&E team.")


def can_sign_follow_up(viewer: Viewer, meeting: Meeting) -> Answer:
    """Whether the person signs how the plan is followed up: leadership, once a plan is agreed."""
    if not viewer.may(DECIDE):
        return Denied("Leadership signs how the plan is followed up.")
    if not meeting.follow_up:
        return Denied("No follow-up plan is agreed yet.")
    return ALLOWED


def can_approve_minutes(viewer: Viewer, meeting: Meeting) -> Answer:
    """Whether the person may say that the minutes are right: who led the meeting, or leadership."""
    if meeting.facilitator_id == viewer.id or viewer.may(DECIDE):
        return ALLOWED
    who = meeting.facilitator.name if meeting.facilitator else "The facilitator"
    return Denied(f"{who} or leadership approves the minutes.")


def can_work_on(viewer: Viewer, task: Task) -> Answer:
    if task.owner_id != viewer.id and not viewer.may(MANAGE):
        return Denied(f"{task.owner or 'Nobody yet'} has this to-do; its owner or the M&E team ends it.")
    return ALLOWED

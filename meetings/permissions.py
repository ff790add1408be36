"""Who may do what with meetings and to-dos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.access import ALLOWED, Answer, Denied

if TYPE_CHECKING:
    from accounts.viewer import Viewer
    from meetings.models import Meeting, Task

MANAGE = "meetings.manage"

CODES = {MANAGE: "prepare meetings, and set owner and date of to-dos"}


def can_manage(viewer: Viewer, meeting: Meeting | None = None) -> Answer:
    if not viewer.may(MANAGE):
        return Denied("The M&E team prepares meetings; your roles do not include it.")
    if meeting and meeting.state not in ("draft", "scheduled"):
        return Denied(f"The meeting is {meeting.get_state_display().lower()}.")
    return ALLOWED


def can_work_on(viewer: Viewer, task: Task) -> Answer:
    if task.owner_id != viewer.id and not viewer.may(MANAGE):
        return Denied(f"{task.owner or 'Nobody yet'} has this to-do; its owner or the M&E team ends it.")
    return ALLOWED

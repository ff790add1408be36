"""The moves of a meeting as its page draws them: from the lifecycle's table, each with where it goes and whether one may."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from accounts.viewer import Viewer
from common.access import Answer
from meetings.lifecycle import MEETING
from meetings.models import Meeting
from meetings.permissions import can_approve_minutes, can_manage, can_run

# verb: name of the address, who may, and whether it is a form of its own (a link) or one press (a post)
WAYS: dict[str, tuple[str, Callable[[Viewer, Meeting], Answer], bool]] = {
    "schedule": ("meeting_edit", lambda viewer, meeting: can_manage(viewer), False),
    "start": ("session_start", can_run, True),
    "end": ("session_end", can_run, True),
    "approve_minutes": ("minutes", can_approve_minutes, False),
    "cancel": ("meeting_cancel", lambda viewer, meeting: can_manage(viewer), False),
}
FIRST = {"draft": "schedule", "scheduled": "start", "held": "approve_minutes"}


@dataclass(frozen=True)
class Button:
    """One move: its label, where it leads, whether it is pressed or opened, and the answer to "may I?"."""

    verb: str
    label: str
    address: str
    is_post: bool
    answer: Answer
    is_first: bool


def buttons(viewer: Viewer, meeting: Meeting) -> list[Button]:
    """Every move from where the meeting stands, in the order of the table. Corrections begin on the minutes' page."""
    found = []
    for move in MEETING.from_state(meeting.state):
        if move.verb == "approve_minutes" and meeting.state == "minutes_approved":
            continue
        name, may, is_post = WAYS[move.verb]
        label = "Change date or people" if move.verb == "schedule" and meeting.state == "scheduled" else move.label
        first = FIRST.get(meeting.state) == move.verb
        found.append(Button(move.verb, label, reverse(name, args=[meeting.pk]), is_post, may(viewer, meeting), first))
    return found

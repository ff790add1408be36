"""Who makes briefing packs, and who may open one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.access import ALLOWED, Answer, Denied
from gaps.permissions import PREPARE, SEE

if TYPE_CHECKING:
    from accounts.viewer import Viewer
    from meetings.models import Meeting
    from reports.models import BriefingPack

PACK = "reports.pack"

CODES = {PACK: "make briefing packs and send them to the people of a meeting"}


def can_make(viewer: Viewer) -> Answer:
    """Whether the person makes briefing packs and sends them."""
    if viewer.may(PACK):
        return ALLOWED
    return Denied("The M&E team makes briefing packs; your roles do not include it.")


def can_open(viewer: Viewer, pack: BriefingPack) -> Answer:
    """Whether the person may see everything that the pack holds. The meeting is one they see already."""
    if viewer.may(PREPARE) or viewer.may(SEE):
        return ALLOWED
    if pack.department_id is None:
        return Denied(
            "You may not open this pack, because it covers the whole organisation; it is for those who see all of it."
        )
    if viewer.may(SEE, pack.department_id):
        return ALLOWED
    return Denied(
        f"You may not open this pack, because it covers {pack.department}; it is for those who see all of it."
    )


def can_pack(viewer: Viewer, meeting: Meeting) -> Answer:
    """Whether the meeting can have a pack now, and the person may make it."""
    answer = can_make(viewer)
    if not answer:
        return answer
    if meeting.analysis.state == "draft":
        return Denied("The analysis is still a draft; issue it first, then its findings can be printed.")
    if meeting.state == "cancelled":
        return Denied("The meeting is cancelled, so nobody needs a pack for it.")
    return ALLOWED

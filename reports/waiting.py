"""How many things wait for somebody: for the numbers beside the navigation, in one statement."""

from typing import Any

from accounts.models import Organisation
from accounts.viewer import Viewer
from actions.models import CorrectiveAction
from actions.permissions import DECIDE
from common.db import how_many
from gaps.models import Clarification, Gap
from gaps.permissions import PREPARE, RESPOND
from meetings.models import Task
from reports.mywork import analyses_waiting, blockers_waiting, bundles_waiting, milestones_waiting, requests_waiting


def waiting_counts(viewer: Viewer) -> dict[str, int]:
    """What waits for the viewer, by the name of the page that shows it. Parts their roles never fill are left out."""
    parts: dict[str, Any] = {
        "milestones": how_many(milestones_waiting(viewer)),
        "assignments": how_many(
            CorrectiveAction.objects.owned_by(viewer).filter(owner_answer="", state__in=["proposed", "approved"])
        ),
        "requests": how_many(requests_waiting(viewer)),
        "blockers": how_many(blockers_waiting(viewer)),
        "questions": how_many(Clarification.objects.filter(answerer=viewer.user, state="open")),
        "tasks": how_many(Task.objects.filter(owner=viewer.user, state="open").exclude(analysis__state="draft")),
    }
    if viewer.may_somewhere(DECIDE):
        parts["bundles"] = how_many(bundles_waiting(viewer))
    if viewer.may(RESPOND):
        parts["findings"] = how_many(analyses_waiting(viewer))
    if viewer.may(PREPARE):
        parts["disputes"] = how_many(Gap.objects.filter(state="disputed"))
    found: dict[str, Any] = dict(Organisation.objects.filter(id=1).values(**parts).first() or {})
    return {"my_work": sum(found.values()), "approvals": found.get("bundles", 0)}

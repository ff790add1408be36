"""How many things wait for somebody: for the numbers beside the navigation, in one statement."""

from functools import lru_cache
from typing import Any

from accounts.models import Organisation, User
from accounts.viewer import Viewer
from actions.models import CorrectiveAction
from actions.permissions import DECIDE
from common.compiled import SOMEBODY, Compiled, compiled
from common.db import how_many
from gaps.models import Clarification, Gap
from gaps.permissions import PREPARE, RESPOND, SEE
from meetings.models import Task
from reports.mywork import (
    analyses_waiting,
    blockers_waiting,
    bundles_waiting,
    milestones_waiting,
    requests_to_answer,
    requests_to_read,
)


def waiting_counts(viewer: Viewer) -> dict[str, int]:
    """What waits for the viewer, by the name of the page that shows it. Parts their roles never fill are left out."""
    found = viewer.counted or waiting_parts(viewer)
    return {"my_work": sum(found.values()), "approvals": found.get("bundles", 0)}


def waiting_parts(viewer: Viewer) -> dict[str, int]:
    """How many of each kind wait now, in one statement."""
    decides = viewer.may_somewhere(DECIDE)
    departments = tuple(viewer.departments_with(SEE))
    statement, names = counting(viewer.everywhere, decides, viewer.teams, departments)
    found: dict[str, int] = {}
    for row in statement.rows(viewer.id):
        found = dict(zip(names, row, strict=True))
    return found


@lru_cache(maxsize=512)
def counting(
    everywhere: frozenset[str], decides: bool, teams: tuple[int, ...], departments: tuple[int, ...]
) -> tuple[Compiled, tuple[str, ...]]:
    """The statement for everybody with these roles, teams and departments: written once, since each page needs it."""
    viewer = Viewer(User(pk=SOMEBODY), everywhere, {pk: frozenset([SEE]) for pk in departments}, teams)
    parts: dict[str, Any] = {
        "milestones": how_many(milestones_waiting(viewer)),
        "assignments": how_many(
            CorrectiveAction.objects.owned_by(viewer).filter(owner_answer="", state__in=["proposed", "approved"])
        ),
        "to_answer": how_many(requests_to_answer(viewer)),
        "to_read": how_many(requests_to_read(viewer)),
        "blockers": how_many(blockers_waiting(viewer)),
        "questions": how_many(Clarification.objects.filter(answerer=viewer.user, state="open")),
        "tasks": how_many(Task.objects.filter(owner=viewer.user, state="open").exclude(analysis__state="draft")),
    }
    if decides:
        parts["bundles"] = how_many(bundles_waiting(viewer))
    if viewer.may(RESPOND):
        parts["findings"] = how_many(analyses_waiting(viewer))
    if viewer.may(PREPARE):
        parts["disputes"] = how_many(Gap.objects.filter(state="disputed"))
    return compiled(Organisation.objects.filter(id=1).values_list(*parts.values()), constant=True), tuple(parts)

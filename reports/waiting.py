"""How many things wait for somebody: for the numbers beside the navigation, in one statement."""

from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Organisation
from accounts.viewer import Viewer
from actions.models import CorrectiveAction
from actions.permissions import DECIDE
from gaps.models import Clarification, Gap
from gaps.permissions import PREPARE, RESPOND
from meetings.models import Task
from reports.mywork import analyses_waiting, bundles_waiting, milestones_waiting


def scalar(rows: QuerySet) -> Any:
    """The number of rows as a scalar subquery."""
    counted = rows.order_by().values(one=Value(1)).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted[:1], output_field=IntegerField()), 0)


def waiting_counts(viewer: Viewer) -> dict[str, int]:
    """What waits for the viewer, by the name of the page that shows it. Parts their roles never fill are left out."""
    parts: dict[str, Any] = {
        "milestones": scalar(milestones_waiting(viewer)),
        "assignments": scalar(
            CorrectiveAction.objects.owned_by(viewer).filter(owner_answer="", state__in=["proposed", "approved"])
        ),
        "questions": scalar(Clarification.objects.filter(answerer=viewer.user, state="open")),
        "tasks": scalar(Task.objects.filter(owner=viewer.user, state="open").exclude(analysis__state="draft")),
    }
    if viewer.may_somewhere(DECIDE):
        parts["bundles"] = scalar(bundles_waiting(viewer))
    if viewer.may(RESPOND):
        parts["findings"] = scalar(analyses_waiting(viewer))
    if viewer.may(PREPARE):
        parts["disputes"] = scalar(Gap.objects.filter(state="disputed"))
    found: dict[str, Any] = dict(Organisation.objects.filter(id=1).values(**parts).first() or {})
    return {"my_work": sum(found.values()), "approvals": found.get("bundles", 0)}

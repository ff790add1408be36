"""Where proof hangs: on an action, a finding, a question on one, a check-in. Each finds its object; the pages are shared."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.middleware import ViewerRequest
from accounts.viewer import Viewer
from actions.forms.proof import ProofForm
from actions.models import CheckIn, CheckInRequest
from actions.permissions import can_follow, can_prove_check_in, can_prove_gap, can_prove_question
from actions.querysets import gaps_visible_to
from actions.services.milestones import add_proof
from actions.services.proof import prove_check_in, prove_gap, prove_question
from actions.views.actions import find as find_action
from actions.views.kpis import find_reading
from actions.views.questions import find_question
from common.dates import short_date
from evidence.forms import EvidenceForm
from evidence.models import Evidence
from evidence.pages import EvidencePages, Held
from gaps.models import Clarification
from gaps.permissions import can_prove_reading
from gaps.services.readings import prove_reading


def action_held(request: ViewerRequest, pk: int) -> Held:
    found = find_action(request, pk)
    may = can_follow(request.viewer, found)
    return Held(found, found.code, found.title, found.department_id, reverse("action", args=[pk]), may)


def action_form(held: Held, *args: Any, **kwargs: Any) -> EvidenceForm:
    milestones = [(each.pk, each.title) for each in held.thing.milestones.all() if each.state != "dropped"]
    return ProofForm(*args, milestones=milestones, **kwargs)


def prove_action(held: Held, evidence: Evidence, given: dict[str, Any], by: Viewer, at: datetime) -> None:
    milestone = held.thing.milestones.filter(pk=given.get("milestone")).first()
    add_proof(held.thing, evidence, milestone=milestone, by=by, at=at)


def gap_held(request: ViewerRequest, pk: int) -> Held:
    found = get_object_or_404(gaps_visible_to(request.viewer).select_related("department"), pk=pk)
    may = can_prove_gap(request.viewer, found)
    return Held(found, found.code, found.statement, found.department_id, reverse("gap", args=[pk]), may)


def question_held(request: ViewerRequest, pk: int) -> Held:
    found: Clarification = find_question(request, pk)
    back = f"{reverse('gap', args=[found.gap_id])}#q-{pk}"
    may = can_prove_question(request.viewer, found)
    label = f"the question on {found.gap.code}"
    return Held(found, label, found.question, found.gap.department_id, back, may)


def check_in_held(request: ViewerRequest, pk: int) -> Held:
    seen = CheckInRequest.objects.visible_to(request.viewer)
    rows = CheckIn.objects.filter(request__in=seen).select_related(
        "request__action__department", "request__action__owner", "request__action__team"
    )
    found = get_object_or_404(rows.prefetch_related("request__action__team__members"), pk=pk)
    action = found.request.action
    may = can_prove_check_in(request.viewer, found)
    back = f"{reverse('action', args=[action.pk])}#h-said"
    return Held(found, f"the check-in of {action.code}", action.title, action.department_id, back, may)


def reading_held(request: ViewerRequest, pk: int) -> Held:
    found = find_reading(request, pk)
    label = f"the reading of “{found.kpi}” of {short_date(found.date)}"
    may = can_prove_reading(request.viewer, found)
    lead = f"Reported by {found.reported_by}."
    return Held(found, label, lead, found.kpi.department_id, reverse("kpi", args=[found.kpi_id]), may)


ACTION = EvidencePages("action", action_held, prove_action, action_form)
GAP = EvidencePages(
    "gap", gap_held, lambda held, evidence, given, by, at: prove_gap(held.thing, evidence, by=by, at=at)
)
QUESTION = EvidencePages(
    "question", question_held, lambda held, evidence, given, by, at: prove_question(held.thing, evidence, by=by, at=at)
)
CHECK_IN = EvidencePages(
    "check_in", check_in_held, lambda held, evidence, given, by, at: prove_check_in(held.thing, evidence, by=by, at=at)
)
READING = EvidencePages(
    "reading", reading_held, lambda held, evidence, given, by, at: prove_reading(held.thing, evidence, by=by, at=at)
)
URLS = (
    *ACTION.urls("actions/<int:pk>/"),
    *GAP.urls("gaps/<int:pk>/"),
    *QUESTION.urls("questions/<int:pk>/"),
    *CHECK_IN.urls("check-ins/answers/<int:pk>/"),
    *READING.urls("readings/<int:pk>/"),
)

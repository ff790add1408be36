"""One action from why to proof: what it should move, how it goes, milestones, roadblocks, approval, evidence."""

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import choices
from accounts.middleware import ViewerRequest
from actions.facts import verdict
from actions.lifecycle import ACTION, MILESTONE
from actions.models import (
    ActionCause,
    ApprovalItem,
    Blocker,
    CheckIn,
    CheckInRequest,
    CorrectiveAction,
    Milestone,
    PlanChange,
    Signature,
)
from actions.permissions import (
    can_acknowledge,
    can_answer_assignment,
    can_ask_change,
    can_edit_plan,
    can_follow,
    can_hold,
)
from actions.services.milestones import (
    missing_for_implemented,
    still_open_for_milestones,
)
from audit.permissions import can_see_history
from common.access import first_denied
from common.dates import today
from common.http import page_or_part
from evidence.models import Evidence
from evidence.querysets import EvidenceQuerySet


@require_GET
def action(request: ViewerRequest, pk: int) -> HttpResponse:
    """One action: why it is there, what it should move, milestones, approval, evidence."""
    viewer, at = request.viewer, timezone.now()
    found = get_object_or_404(
        CorrectiveAction.objects.visible_to(viewer)
        .select_related(
            "gap__analysis__check_in_cadence",
            "department",
            "owner",
            "team",
            "sponsor",
            "reviewer",
            "kpi",
            "line",
            "check_in_cadence",
        )
        .prefetch_related(
            "milestones",
            Prefetch("cause_links", ActionCause.objects.select_related("cause")),
            "team__members",
            Prefetch("evidence", proof_of_action(pk)),
            Prefetch("changes", PlanChange.objects.select_related("asked_by", "item__request")),
            Prefetch("check_in_requests", answered_requests()),
            Prefetch("blockers", Blocker.objects.select_related("put_to", "raised_by", "answered_by")),
        )
        .with_facts(at)
        .annotate(pending_request=pending_request()),
        pk=pk,
    )
    follow, change = can_follow(viewer, found), can_ask_change(viewer, found)
    waiting = next((each for each in found.changes.all() if each.state == "requested"), None)
    signatures = list(
        Signature.objects.filter(item__action=found)
        .select_related("item__request")
        .order_by("-item", "signed_at", "pk")
    )
    answers = list(found.check_in_requests.all())
    for each in answers:
        proofs = [proof for proof in found.evidence.all() if proof.check_in_id == each.check_in.pk]
        each.check_in.proofs = proofs
    context = {
        "action": found,
        "today": today(at),
        "says": verdict(found, at),
        "last": answers[0].check_in if answers else None,
        "answers": answers,
        "unread": [each.pk for each in answers if each.state == "answered" and can_acknowledge(viewer, each)],
        "blockers": [each for each in found.blockers.all() if each.state in ("open", "answered")],
        "can_hold": can_hold(viewer, found),
        "signatures": signatures,
        "milestones": milestones_of(found),
        "slip": (found.due_on - found.first_due_on).days if found.due_on and found.first_due_on else 0,
        "can_edit": can_edit_plan(viewer, found),
        "can_answer": can_answer_assignment(viewer, found),
        "can_follow": follow,
        "can_change": change,
        "can_add_milestone": first_denied(follow, still_open_for_milestones(found, at)),
        "missing": missing_for_implemented(found) if found.state == "in_progress" else "",
        "waiting": waiting,
        "currency": choices.currency(),
        "can_see_history": can_see_history(viewer),
        "moves": ACTION.from_state(found.state),
    }
    return page_or_part(request, "actions/detail.html", context)


def answered_requests() -> QuerySet[CheckInRequest]:
    """The check-ins that were answered, the newest first."""
    rows = CheckInRequest.objects.answered().select_related("check_in__answered_by", "check_in__told_by")
    return rows.order_by("-period_start")


def pending_request() -> Subquery:
    """The bundle in which the action waits for a decision."""
    return Subquery(ApprovalItem.objects.filter(action=OuterRef("pk"), state="pending").values("request")[:1])


def proof_of_action(action: int) -> EvidenceQuerySet:
    """Evidence with its newest version, and the action's milestone or check-in that it proves, in one statement."""
    of_milestone = Milestone.evidence.through.objects.filter(evidence=OuterRef("pk"), milestone__action=action)
    of_answer = CheckIn.evidence.through.objects.filter(evidence=OuterRef("pk"), checkin__request__action=action)
    return Evidence.objects.with_newest().annotate(
        milestone_id=Subquery(of_milestone.values("milestone")[:1]),
        check_in_id=Subquery(of_answer.values("checkin")[:1]),
    )


def milestones_of(found: CorrectiveAction) -> list[Milestone]:
    """The milestones that count, each with its proofs, its slip in days and the moves it may make."""
    rows = [each for each in found.milestones.all() if each.state != "dropped"]
    proofs = [each for each in found.evidence.all() if not each.withdrawn_at]
    for each in rows:
        each.proofs = [proof for proof in proofs if proof.milestone_id == each.pk]  # type: ignore[attr-defined]
        first, now = each.first_promised_on, each.reached_on or each.promised_on
        each.moves = MILESTONE.from_state(each.state)  # type: ignore[attr-defined]
        each.slip = (now - first).days if first and now else 0  # type: ignore[attr-defined]
    return rows

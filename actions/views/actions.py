"""Actions: the list, one action from why to proof, the owner's answer, milestones, evidence and changes."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import choices
from accounts.middleware import ViewerRequest
from accounts.viewer import Viewer
from actions.exports import ACTION_COLUMNS
from actions.filters import ActionFilter
from actions.forms.analysis import ReasonForm
from actions.forms.fields import owner_choice
from actions.forms.plan import AssignmentForm, ChangeForm, MilestoneForm, ReachForm, WordingForm
from actions.forms.proof import ProofForm
from actions.lifecycle import ACTION, MILESTONE
from actions.models import ActionCause, ApprovalItem, CorrectiveAction, Milestone, PlanChange
from actions.permissions import can_answer_assignment, can_ask_change, can_edit_plan, can_follow
from actions.services.changes import ask_change, signed_item, unsigned_change
from actions.services.milestones import (
    add_milestone,
    add_proof,
    implement,
    missing_for_implemented,
    reach,
    still_open_for_milestones,
    take_back,
)
from actions.services.ownership import answer_assignment
from actions.services.plans import cancel_action, save_plan
from actions.snapshots import content, differences
from audit.permissions import can_see_history
from common.access import Unfit, first_denied, require
from common.dates import today
from common.exports import download
from common.http import add_errors, form_page, page_or_part, redirect_after
from common.lists import listing
from evidence.models import Evidence, EvidenceVersion
from evidence.services import add_file, add_link
from evidence.serving import serve


def find(request: ViewerRequest, pk: int) -> CorrectiveAction:
    """The action with its plan, if the viewer may see it; else 404."""
    rows = CorrectiveAction.objects.visible_to(request.viewer).full_plans().prefetch_related("team__members")
    return get_object_or_404(rows.select_related("gap__analysis"), pk=pk)


@require_GET
def actions(request: ViewerRequest) -> HttpResponse:
    """The list of actions with filters; 25 a page, what is due next first."""
    rows = (
        CorrectiveAction.objects.visible_to(request.viewer)
        .select_related("department", "owner", "team")
        .annotate(
            milestone_count=Count("milestones", filter=~Q(milestones__state="dropped")),
            reached_count=Count("milestones", filter=Q(milestones__state__in=["reached", "verified"])),
        )
    )
    found = listing(request, rows, ActionFilter, default_sort="due")
    if file := download(request, found.every, ACTION_COLUMNS, "actions"):
        return file
    return page_or_part(
        request, "actions/list.html", {"list": found, "today": today(timezone.now())}, part="rows", status=found.status
    )


@require_GET
def action(request: ViewerRequest, pk: int) -> HttpResponse:
    """One action: why it is there, what it should move, milestones, approval, evidence."""
    viewer, at = request.viewer, timezone.now()
    found = get_object_or_404(
        CorrectiveAction.objects.visible_to(viewer)
        .select_related("gap__analysis", "department", "owner", "team", "sponsor", "reviewer", "kpi", "line")
        .prefetch_related(
            Prefetch("milestones", Milestone.objects.prefetch_related("evidence")),
            Prefetch("cause_links", ActionCause.objects.select_related("cause")),
            "team__members",
            Prefetch("evidence", with_newest_version()),
            Prefetch(
                "items",
                ApprovalItem.objects.select_related("request", "snapshot", "settled_by")
                .prefetch_related("signatures")
                .order_by("-pk"),
            ),
            Prefetch("changes", PlanChange.objects.select_related("asked_by", "item__request")),
        ),
        pk=pk,
    )
    follow, change = can_follow(viewer, found), can_ask_change(viewer, found)
    waiting = next((each for each in found.changes.all() if each.state == "requested"), None)
    context = {
        "action": found,
        "today": today(at),
        "milestones": milestones_of(found),
        "slip": (found.due_on - found.first_due_on).days if found.due_on and found.first_due_on else 0,
        "can_edit": can_edit_plan(viewer, found),
        "can_answer": can_answer_assignment(viewer, found),
        "can_follow": follow,
        "can_change": change,
        "can_add_milestone": first_denied(follow, still_open_for_milestones(found, at)),
        "missing": missing_for_implemented(found) if found.state == "in_progress" else "",
        "items": list(found.items.all()),
        "waiting": waiting,
        "pending": next((item for item in found.items.all() if item.state == "pending"), None),
        "currency": choices.currency(),
        "can_see_history": can_see_history(viewer),
        "moves": ACTION.from_state(found.state),
    }
    return page_or_part(request, "actions/detail.html", context)


def with_newest_version() -> QuerySet[Evidence]:
    """Evidence with id, address and time of its newest version, in the same statement."""
    newest = EvidenceVersion.objects.filter(evidence=OuterRef("pk")).order_by("-number")
    return Evidence.objects.annotate(
        version_id=Subquery(newest.values("pk")[:1]),
        address=Subquery(newest.values("url")[:1]),
        version_at=Subquery(newest.values("added_at")[:1]),
    )


def milestones_of(found: CorrectiveAction) -> list[Milestone]:
    """The milestones that count, each with its slip in days and the moves it may make."""
    rows = [each for each in found.milestones.all() if each.state != "dropped"]
    for each in rows:
        first, now = each.first_promised_on, each.reached_on or each.promised_on
        each.moves = MILESTONE.from_state(each.state)  # type: ignore[attr-defined]
        each.slip = (now - first).days if first and now else 0  # type: ignore[attr-defined]
    return rows


@require_http_methods(["GET", "POST"])
def action_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    """Title, scope and kind of an action that is not approved yet."""
    found = find(request, pk)
    require(can_edit_plan(request.viewer, found))
    form = WordingForm(request.POST or None, initial={name: getattr(found, name) for name in WordingForm.base_fields})
    if request.method == "POST" and form.is_valid():
        try:
            save_plan(found, form.cleaned_data, by=request.viewer, at=timezone.now())
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, f"{found.code} is saved.")
            return redirect_after(request, reverse("action", args=[pk]))
    return form_page(request, form, f"Edit {found.code}", "Save the action", reverse("action", args=[pk]))


@require_http_methods(["GET", "POST"])
def action_cancel(request: ViewerRequest, pk: int) -> HttpResponse:
    """Cancel an action that is not approved."""
    found = find(request, pk)
    require(can_edit_plan(request.viewer, found))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cancel_action(found, reason=form.cleaned_data["reason"], by=request.viewer, at=timezone.now())
        messages.success(request, f"{found.code} is cancelled.")
        return redirect_after(request, reverse("action", args=[pk]))
    back = reverse("action", args=[pk])
    return form_page(request, form, f"Cancel {found.code}", "Cancel the action", back, lead=found.title)


@require_http_methods(["GET", "POST"])
def assignment(request: ViewerRequest, pk: int) -> HttpResponse:
    """The owner accepts or contests owner and date."""
    found = find(request, pk)
    if request.method == "GET":
        require(can_answer_assignment(request.viewer, found))
    form = AssignmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accepts = form.cleaned_data["answer"] == "accept"
        try:
            answer_assignment(
                found, accepts=accepts, reason=form.cleaned_data["reason"], by=request.viewer, at=timezone.now()
            )
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, f"You have {'accepted' if accepts else 'contested'} {found.code}.")
            return redirect_after(request, reverse("action", args=[pk]))
    return form_page(
        request,
        form,
        f"Accept or contest {found.code}",
        "Send the answer",
        reverse("action", args=[pk]),
        template="actions/assignment.html",
        extra={"action": found, "today": today(timezone.now())},
    )


@require_http_methods(["GET", "POST"])
def action_change(request: ViewerRequest, pk: int) -> HttpResponse:
    """Ask for a new date or another change of a signed plan."""
    found = find(request, pk)
    require(can_ask_change(request.viewer, found))
    initial = {
        "due_on": found.due_on,
        "owner": owner_choice(found.owner_id, found.team_id),
        "cost_once": found.cost_once,
        "cost_yearly": found.cost_yearly,
        "scope": found.scope,
    }
    form = ChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change = ask_change(
                found, form.overlay(), reason=form.cleaned_data["reason"], by=request.viewer, at=timezone.now()
            )
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            if change.state == "applied":
                messages.success(request, f"{found.code} is changed, within the allowance that was signed.")
            else:
                messages.success(
                    request, f"The difference of {found.code} waits for a signature; the signed plan goes on."
                )
            return redirect_after(request, reverse("action", args=[pk]))
    return form_page(
        request,
        form,
        f"Ask for a change of {found.code}",
        "Ask for the change",
        reverse("action", args=[pk]),
        lead="A finish up to five working days later (once) and a cost up to 5 % higher need a reason only. "
        "Beyond that, whoever signed the plan signs the difference.",
        extra={"signed": signed_item(found), "waiting": unsigned_change(found)},
    )


@require_http_methods(["GET", "POST"])
def milestone_new(request: ViewerRequest, pk: int) -> HttpResponse:
    """One more milestone, inside the signed finish."""
    found = find(request, pk)
    require(can_follow(request.viewer, found))
    form = MilestoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = add_milestone(
                found, title=given["title"], on=given["promised_on"], by=request.viewer, at=timezone.now()
            )
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, f"“{made.title}” is added to {found.code}.")
            return redirect_after(request, reverse("action", args=[pk]))
    back = reverse("action", args=[pk])
    return form_page(request, form, f"Add a milestone to {found.code}", "Add the milestone", back, lead=found.title)


def find_milestone(request: ViewerRequest, pk: int) -> Milestone:
    """The milestone, if the viewer may see its action; else 404."""
    visible = CorrectiveAction.objects.visible_to(request.viewer)
    return get_object_or_404(
        Milestone.objects.select_related("action__owner", "action__team", "action__department"),
        pk=pk,
        action__in=visible,
    )


@require_http_methods(["GET", "POST"])
def milestone_reach(request: ViewerRequest, pk: int) -> HttpResponse:
    """Mark a milestone reached; the date is today unless another is given."""
    found = find_milestone(request, pk)
    at = timezone.now()
    if request.method == "GET":
        require(can_follow(request.viewer, found.action))
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and not data.get("reached_on"):
        data["reached_on"] = today(at).isoformat()
    form = ReachForm(data, initial={"reached_on": today(at)})
    back = reverse("action", args=[found.action_id])
    if data is not None and form.is_valid():
        given = form.cleaned_data
        try:
            reach(found, on=given["reached_on"], proof_to_follow=given["proof_to_follow"], by=request.viewer, at=at)
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, f"“{found.title}” is reached.")
            return redirect_after(request, "/" if data.get("next") == "/" else back)
    return form_page(request, form, f"Mark “{found.title}” reached", "Mark reached", back, lead=str(found.action))


@require_http_methods(["GET", "POST"])
def milestone_take_back(request: ViewerRequest, pk: int) -> HttpResponse:
    """A milestone was not reached after all."""
    found = find_milestone(request, pk)
    require(can_follow(request.viewer, found.action))
    form = ReasonForm(request.POST or None)
    back = reverse("action", args=[found.action_id])
    if request.method == "POST" and form.is_valid():
        take_back(found, reason=form.cleaned_data["reason"], by=request.viewer, at=timezone.now())
        messages.success(request, f"“{found.title}” is open again.")
        return redirect_after(request, back)
    return form_page(request, form, f"“{found.title}” was not reached", "Open it again", back, lead=str(found.action))


@require_http_methods(["GET", "POST"])
def evidence_new(request: ViewerRequest, pk: int) -> HttpResponse:
    """Add a file or a link that proves something about the action."""
    found = find(request, pk)
    require(can_follow(request.viewer, found))
    milestones = [each for each in found.milestones.all() if each.state != "dropped"]
    form = ProofForm(request.POST or None, request.FILES or None, milestones=[(m.pk, m.title) for m in milestones])
    if not form.is_bound and request.GET.get("milestone", "").isdecimal():
        form.initial["milestone"] = int(request.GET["milestone"])
    if request.method == "POST" and form.is_valid():
        milestone = next((each for each in milestones if each.pk == form.cleaned_data.get("milestone")), None)
        at = timezone.now()
        try:
            evidence = add_file_or_link(form.cleaned_data, found, by=request.viewer, at=at)
            add_proof(found, evidence, milestone=milestone, by=request.viewer, at=at)
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, f"“{evidence.title}” is added to {found.code}.")
            return redirect_after(request, reverse("action", args=[pk]))
    back = reverse("action", args=[pk])
    return form_page(request, form, f"Add evidence to {found.code}", "Add the evidence", back, lead=found.title)


def add_file_or_link(given: dict[str, Any], found: CorrectiveAction, *, by: Viewer, at: datetime) -> Evidence:
    """The evidence that the form describes, seen by whoever sees the action's unit."""
    about = {
        "title": given["title"],
        "source": given["source"],
        "expires_on": given["expires_on"],
        "department_id": found.department_id,
    }
    if given["upload"]:
        return add_file(upload=given["upload"], **about, by=by, at=at)
    return add_link(url=given["url"], **about, by=by, at=at)


@require_GET
def evidence_file(request: ViewerRequest, pk: int, version: int) -> FileResponse:
    """One file of the action's evidence, as a download."""
    found = get_object_or_404(CorrectiveAction.objects.visible_to(request.viewer), pk=pk)
    row = get_object_or_404(EvidenceVersion.objects.exclude(file=""), pk=version, evidence__in=found.evidence.all())
    return serve(row)


@require_POST
def action_implement(request: ViewerRequest, pk: int) -> HttpResponse:
    """Mark the action implemented."""
    found = find(request, pk)
    try:
        implement(found, by=request.viewer, at=timezone.now())
    except Unfit as unfit:
        messages.error(request, str(unfit))
    else:
        messages.success(request, f"{found.code} is implemented; somebody else verifies it later.")
    return redirect_after(request, reverse("action", args=[pk]))


@require_GET
def action_versions(request: ViewerRequest, pk: int) -> HttpResponse:
    """What was signed, what changed since, and every signed version of the plan."""
    found = find(request, pk)
    items = list(
        ApprovalItem.objects.filter(action=found)
        .select_related("request", "snapshot", "base", "settled_by")
        .prefetch_related("signatures")
        .order_by("-pk")
    )
    signed = next((item for item in items if item.state in ("approved", "approved_with_changes", "stale")), None)
    lines = differences(signed.snapshot, content(found)) if signed else []
    versions = [(item, differences(item.base, item.snapshot) if item.base else []) for item in items]
    return page_or_part(
        request, "actions/versions.html", {"action": found, "signed": signed, "lines": lines, "versions": versions}
    )

"""Actions: the list, the wording, the owner's answer, changes of the signed plan and its versions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import ViewerRequest
from accounts.viewer import Viewer
from actions.exports import ACTION_COLUMNS
from actions.filters import ActionFilter
from actions.forms.analysis import ReasonForm
from actions.forms.fields import owner_choice
from actions.forms.plan import AssignmentForm, ChangeForm, WordingForm
from actions.lines import ActionLine
from actions.models import ApprovalItem, CorrectiveAction
from actions.permissions import can_answer_assignment, can_ask_change, can_edit_plan
from actions.querysets import ActionQuerySet
from actions.services.changes import ask_change, signed_item, unsigned_change
from actions.services.ownership import answer_assignment
from actions.services.plans import cancel_action, save_plan
from actions.snapshots import content, differences
from common.access import Unfit, require
from common.dates import today
from common.exports import download
from common.http import add_errors, form_page, page_or_part, redirect_after
from common.lists import listing
from evidence.querysets import with_proof_running_out


def find(request: ViewerRequest, pk: int) -> CorrectiveAction:
    """The action with its plan, if the viewer may see it; else 404."""
    rows = CorrectiveAction.objects.visible_to(request.viewer).full_plans().prefetch_related("team__members")
    return get_object_or_404(rows.select_related("gap__analysis"), pk=pk)


def listed(viewer: Viewer) -> ActionQuerySet:
    """The actions that the viewer may see, with their milestones counted and evidence that runs out."""
    rows = CorrectiveAction.objects.visible_to(viewer).with_steps()
    return with_proof_running_out(rows, today(timezone.now()))  # type: ignore[return-value]


@require_GET
def actions(request: ViewerRequest) -> HttpResponse:
    """The list of actions with filters; 25 a page, what is due next first."""
    day = today(timezone.now())
    found = listing(request, listed, ActionFilter, default_sort="due", line=ActionLine)
    if file := download(request, found.every, ACTION_COLUMNS, "actions"):
        return file
    return page_or_part(request, "actions/list.html", {"list": found, "today": day}, part="rows", status=found.status)


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

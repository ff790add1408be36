"""Progress on an action: milestones, and marking it implemented."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import ViewerRequest
from actions.forms.analysis import ReasonForm
from actions.forms.plan import MilestoneForm, ReachForm
from actions.models import CorrectiveAction, Milestone
from actions.permissions import can_follow
from actions.services.milestones import (
    add_milestone,
    implement,
    reach,
    take_back,
)
from actions.views.actions import find
from common.access import Unfit, require
from common.dates import today
from common.http import add_errors, form_page, redirect_after


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

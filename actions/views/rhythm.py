"""Hold, resume, and how often the owner of one action is asked."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import ViewerRequest
from actions.forms.analysis import ReasonForm
from actions.forms.check_in import CadenceForm
from actions.permissions import can_hold
from actions.services.cadences import set_action_cadence
from actions.services.holding import hold, resume
from actions.views.actions import find
from common.access import Unfit, require
from common.http import add_errors, form_page, redirect_after


@require_http_methods(["GET", "POST"])
def action_hold(request: ViewerRequest, pk: int) -> HttpResponse:
    """Put the action on hold, with the reason."""
    found = find(request, pk)
    require(can_hold(request.viewer, found))
    form = ReasonForm(request.POST or None)
    back = reverse("action", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            hold(found, reason=form.cleaned_data["reason"], by=request.viewer, at=timezone.now())
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, f"{found.code} is on hold; nobody is asked about it meanwhile.")
            return redirect_after(request, back)
    lead = "No check-in is asked for and nobody is reminded until it goes on. The promised dates stay."
    return form_page(request, form, f"Put {found.code} on hold", "Put it on hold", back, lead=lead)


@require_POST
def action_resume(request: ViewerRequest, pk: int) -> HttpResponse:
    """The action goes on."""
    found = find(request, pk)
    done = resume(found, by=request.viewer, at=timezone.now())
    messages.success(request, f"{done.code} goes on; the next check-in is asked for after a full period.")
    return redirect_after(request, reverse("action", args=[pk]))


@require_http_methods(["GET", "POST"])
def action_cadence(request: ViewerRequest, pk: int) -> HttpResponse:
    """Every week or every two weeks for this action, whatever its department does."""
    found = find(request, pk)
    require(can_hold(request.viewer, found))
    own = found.check_in_cadence
    form = CadenceForm(request.POST or None, initial={"every": str(own.weeks) if own else ""})
    back = reverse("action", args=[pk])
    if request.method == "POST" and form.is_valid():
        every = form.cleaned_data["every"]
        set_action_cadence(found, int(every) if every else None, by=request.viewer, at=timezone.now())
        messages.success(request, f"{found.code} is asked about as you chose, once the running period has ended.")
        return redirect_after(request, back)
    lead = "A new rhythm begins when the running period has ended."
    return form_page(request, form, f"How often is {found.code} asked about?", "Save", back, lead=lead)

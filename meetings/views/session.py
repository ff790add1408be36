"""In session: the page that the room looks at, its live part, and what is recorded."""

import hashlib
import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.middleware import ViewerRequest
from accounts.models import User
from common.access import Conflict, Unfit, require
from common.http import add_errors, page_or_part, redirect_after
from meetings.emails import address_of
from meetings.forms.session import OutcomeForm, PlanDecisionForm
from meetings.models import AgendaItem, Meeting, MeetingOutcome
from meetings.permissions import can_run
from meetings.services.plan_decisions import Condition, record_plan_decision
from meetings.services.session import (
    end_meeting,
    record_outcome,
    set_present,
    settle_item,
    start_meeting,
    take_back,
)
from meetings.session_page import SessionPage, session_page
from meetings.views.meetings import find

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|\bseen=\w*')


def number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


@require_GET
def session(request: ViewerRequest, pk: int) -> HttpResponse:
    """The point on the table, what waits for signature, what is recorded, and who is there."""
    found = find(request, pk)
    if found.state != "in_session":
        return redirect_after(request, reverse("meeting", args=[pk]))
    page = session_page(found, request.viewer, item_id=number(request.GET.get("item", "")), at=timezone.now())
    return show(request, page)


def show(request: ViewerRequest, page: SessionPage, *, status: int = 200) -> HttpResponse:
    context = context_of(page)
    context["seen"] = seen_of(request, context)
    return page_or_part(request, "meetings/session.html", context, status=status)


def context_of(page: SessionPage) -> dict[str, Any]:
    """What the page and its live part are drawn from."""
    return {"page": page, "meeting": page.meeting, "sign_address": address_of(page.meeting, "meeting_sign")}


def seen_of(request: ViewerRequest, context: dict[str, Any]) -> str:
    """A mark of the live part as it is now, so that a poll that finds nothing new answers with nothing."""
    text = render(request, "meetings/_live.html", {**context, "quiet": True}).content.decode()
    return hashlib.sha256(TOKEN.sub("", text).encode()).hexdigest()[:20]


@require_GET
def session_live(request: ViewerRequest, pk: int) -> HttpResponse:
    """The part that others change, asked for every few seconds; nothing where nothing changed."""
    found = find(request, pk)
    if found.state != "in_session":
        return redirect_after(request, reverse("meeting", args=[pk]))
    return live(request, found, number(request.GET.get("item", "")), request.GET.get("seen", ""))


def live(request: ViewerRequest, found: Meeting, item: int | None, seen: str = "") -> HttpResponse:
    page = session_page(found, request.viewer, item_id=item, at=timezone.now())
    context = context_of(page)
    context["seen"] = seen_of(request, context)
    if seen and seen == context["seen"]:
        return HttpResponse(status=204)
    return render(request, "meetings/_live.html", {**context, "swap": True})


@require_POST
def session_start(request: ViewerRequest, pk: int) -> HttpResponse:
    """Begin the meeting."""
    start_meeting(find(request, pk), by=request.viewer, at=timezone.now())
    return redirect_after(request, reverse("session", args=[pk]))


@require_POST
def session_end(request: ViewerRequest, pk: int) -> HttpResponse:
    """End it; the minutes are drafted."""
    found = end_meeting(find(request, pk), by=request.viewer, at=timezone.now())
    messages.success(request, f"“{found.title}” is over. The minutes are drafted from what was recorded.")
    return redirect_after(request, reverse("minutes", args=[pk]))


def find_item(found: Meeting, item: int) -> AgendaItem:
    return get_object_or_404(AgendaItem.objects.select_related("meeting"), pk=item, meeting=found)


def at_item(pk: int, item: int | None) -> str:
    address = reverse("session", args=[pk])
    return f"{address}?item={item}" if item else address


@require_POST
def session_item(request: ViewerRequest, pk: int, item: int) -> HttpResponse:
    """Mark a point done or deferred, or open it again."""
    found = find(request, pk)
    verb = request.POST.get("verb", "")
    if verb not in ("finish", "defer", "reopen"):
        raise Conflict("Choose done, defer or open again.")
    row = settle_item(find_item(found, item), verb, by=request.viewer, at=timezone.now())
    return redirect_after(request, at_item(pk, item if row.state == "open" else None))


@require_POST
def session_record(request: ViewerRequest, pk: int, item: int) -> HttpResponse:
    """Write down a note, a decision in words, or a task."""
    found, at = find(request, pk), timezone.now()
    require(can_run(request.viewer, found))
    row = find_item(found, item)
    form = OutcomeForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            record_outcome(
                row,
                kind=given["kind"],
                text=given["text"],
                owner=person(given["owner"]),
                due_on=given["due_on"],
                by=request.viewer,
                at=at,
            )
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            return redirect_after(request, at_item(pk, item) + "#recorded")
    page = session_page(found, request.viewer, item_id=item, at=at)
    page.outcome = form
    return show(request, page, status=422)


def person(pk: int | None) -> User | None:
    return get_object_or_404(User, pk=pk, is_active=True) if pk else None


@require_POST
def session_decide(request: ViewerRequest, pk: int, item: int) -> HttpResponse:
    """Write down what was decided on the plan at this point, and go on."""
    found, at = find(request, pk), timezone.now()
    require(can_run(request.viewer, found))
    row = find_item(found, item)
    page = session_page(found, request.viewer, item_id=item, at=at, data=request.POST, which="decision")
    form = page.decision
    if form is None:
        raise Conflict("No plan waits for a decision here any more.")
    if form.is_valid():
        try:
            decide(request, row, form, at)
        except Unfit as unfit:
            names = (
                {"text": "task", "owner": "task_owner", "due_on": "task_due"} if "choice" not in unfit.errors else {}
            )
            add_errors(form, Unfit({names.get(name, name): each for name, each in unfit.errors.items()}))
        else:
            return redirect_after(request, at_item(pk, None))
    return show(request, page, status=422)


def decide(request: ViewerRequest, row: AgendaItem, form: PlanDecisionForm, at) -> None:
    given = form.cleaned_data
    if not given["choice"]:
        raise Unfit({"choice": ["Choose what was decided."]})
    record_plan_decision(
        row,
        choice=given["choice"],
        digest_seen=given["digest"],
        reason=given["reason"],
        overlay=form.overlay(),
        condition=Condition(given["task"], person(given["task_owner"]), given["task_due"]),
        earlier_id=given["earlier"],
        by=request.viewer,
        at=at,
    )


@require_POST
def session_present(request: ViewerRequest, pk: int) -> HttpResponse:
    """Note who is there: one person at a time by htmx, or those that differ from what the page showed."""
    found, at = find(request, pk), timezone.now()
    require(can_run(request.viewer, found))
    one = number(request.POST.get("person", ""))
    if one is not None:
        set_present(found, one, present=request.POST.get("to") == "1", by=request.viewer, at=at)
        return live(request, find(request, pk), number(request.POST.get("item", "")))
    shown = {number(each) for each in request.POST.getlist("shown")}
    now = {number(each) for each in request.POST.getlist("present")}
    for each in sorted(filter(None, shown ^ now)):
        set_present(found, each, present=each in now, by=request.viewer, at=at)
    return redirect_after(request, at_item(pk, number(request.POST.get("item", ""))))


@require_POST
def outcome_take_back(request: ViewerRequest, pk: int, outcome: int) -> HttpResponse:
    """Strike a line that was recorded by mistake."""
    found = find(request, pk)
    row = get_object_or_404(MeetingOutcome.objects.select_related("meeting"), pk=outcome, meeting=found)
    take_back(row, by=request.viewer, at=timezone.now())
    return redirect_after(request, at_item(pk, row.item_id))

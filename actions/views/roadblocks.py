"""Roadblocks: the list, one with its answer, and raising one from an action."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import ViewerRequest
from accounts.models import User
from actions.exports import ROADBLOCK_COLUMNS
from actions.filters import RoadblockFilter
from actions.forms.analysis import ReasonForm
from actions.forms.check_in import AnswerForm, RoadblockForm
from actions.lifecycle import BLOCKER
from actions.models import Blocker
from actions.permissions import can_answer_roadblock, can_end_roadblock, can_follow
from actions.services.roadblocks import answer_roadblock, end_roadblock, raise_roadblock
from actions.views.actions import find as find_action
from common.access import Unfit, require
from common.dates import today
from common.exports import download
from common.http import add_errors, form_page, page_or_part, redirect_after
from common.lists import listing


def find(request: ViewerRequest, pk: int) -> Blocker:
    rows = Blocker.objects.visible_to(request.viewer).select_related(
        "action__owner", "action__team", "action__department", "put_to", "raised_by", "answered_by", "ended_by"
    )
    return get_object_or_404(rows.prefetch_related("action__team__members"), pk=pk)


@require_GET
def roadblocks(request: ViewerRequest) -> HttpResponse:
    """What stands in the way, whom it was put to, and until when."""
    rows = Blocker.objects.visible_to(request.viewer).select_related("action", "put_to", "raised_by")
    found = listing(request, rows, RoadblockFilter, default_sort="-raised")
    if file := download(request, found.every, ROADBLOCK_COLUMNS, "roadblocks"):
        return file
    context = {"list": found, "today": today(timezone.now())}
    return page_or_part(request, "check_ins/roadblocks.html", context, part="rows", status=found.status)


@require_http_methods(["GET", "POST"])
def roadblock(request: ViewerRequest, pk: int) -> HttpResponse:
    """One roadblock; the leader answers here."""
    found = find(request, pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(can_answer_roadblock(request.viewer, found))
        if form.is_valid():
            try:
                answer_roadblock(found, answer=form.cleaned_data["answer"], by=request.viewer, at=timezone.now())
            except Unfit as unfit:
                add_errors(form, unfit)
            else:
                messages.success(request, f"{found.raised_by} gets your answer.")
                return redirect_after(request, reverse("roadblock", args=[pk]))
    context = {
        "blocker": found,
        "form": form,
        "today": today(timezone.now()),
        "can_answer": can_answer_roadblock(request.viewer, found),
        "can_end": can_end_roadblock(request.viewer, found),
        "moves": [move for move in BLOCKER.from_state(found.state) if move.verb != "answer"],
    }
    return page_or_part(request, "check_ins/roadblock.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def roadblock_new(request: ViewerRequest, pk: int) -> HttpResponse:
    """Put an obstacle of an action to a leader."""
    found = find_action(request, pk)
    require(can_follow(request.viewer, found))
    form = RoadblockForm(request.POST or None)
    back = reverse("action", args=[pk])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = raise_roadblock(
                found,
                what=given["what"],
                put_to=User.objects.filter(pk=given["put_to"]).first(),
                answer_by=given["answer_by"],
                by=request.viewer,
                at=timezone.now(),
            )
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, f"{made.put_to} is asked to clear it.")
            return redirect_after(request, back)
    lead = "The leader gets a mail with a link and answers there; you are told."
    return form_page(request, form, f"What is in the way of {found.code}?", "Put it to the leader", back, lead=lead)


@require_POST
def roadblock_resolve(request: ViewerRequest, pk: int) -> HttpResponse:
    """It is out of the way."""
    return end(request, pk, "resolve", "The roadblock is resolved.")


@require_POST
def roadblock_withdraw(request: ViewerRequest, pk: int) -> HttpResponse:
    """Nobody needs to answer it."""
    return end(request, pk, "withdraw", "The roadblock is withdrawn.")


def end(request: ViewerRequest, pk: int, verb: str, words: str) -> HttpResponse:
    found = find(request, pk)
    end_roadblock(found, verb, by=request.viewer, at=timezone.now())
    messages.success(request, words)
    return redirect_after(request, "/" if request.POST.get("next") == "/" else reverse("roadblock", args=[pk]))


@require_http_methods(["GET", "POST"])
def roadblock_reopen(request: ViewerRequest, pk: int) -> HttpResponse:
    """The answer did not clear it: the leader is asked again."""
    found = find(request, pk)
    require(can_end_roadblock(request.viewer, found))
    form = ReasonForm(request.POST or None)
    back = reverse("roadblock", args=[pk])
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        end_roadblock(found, "reopen", reason=reason, by=request.viewer, at=timezone.now())
        messages.success(request, f"{found.put_to} is asked again.")
        return redirect_after(request, back)
    return form_page(request, form, "It still stands in the way", "Ask again", back, lead=found.what)

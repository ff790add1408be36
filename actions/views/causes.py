"""The causes of a gap: the page on which the tree is worked on, and each thing that may be done with a cause."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import ViewerRequest
from actions.cause_page import cause_board
from actions.forms.causes import EditCauseForm, WhyForm
from actions.models import CorrectiveAction
from actions.querysets import gaps_visible_to
from actions.services.cause_links import change_links, settle_suggestions
from actions.services.causes import edit_cause, merge_cause, remove_cause
from common.access import Conflict, Unfit, require
from common.http import add_errors, page_or_part, redirect_after
from common.text import counted
from gaps.models import Gap, GapCause, RootCause
from gaps.permissions import can_edit_causes
from gaps.services.causes import add_cause, move_cause, share_cause, shift_cause, unshare_cause


def find(request: ViewerRequest, pk: int) -> Gap:
    """The gap, if the viewer may see it; else 404."""
    return get_object_or_404(gaps_visible_to(request.viewer).select_related("analysis", "department"), pk=pk)


def board(request: ViewerRequest, gap: Gap, *, bound: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """The page; with the forms that were sent with errors."""
    page = cause_board(gap, request.viewer, bound=bound)
    new = (bound or {}).get("new") or WhyForm(prefix="new")
    new.fields["text"].label = f"Why is there {gap.code}?"
    context = {"page": page, "gap": gap, "new": new}
    return page_or_part(request, "gaps/causes.html", context, status=status)


def back(request: ViewerRequest, gap: Gap, cause: int | None = None) -> HttpResponse:
    """The page again, at the cause."""
    return redirect_after(request, reverse("causes", args=[gap.pk]) + (f"#cause-{cause}" if cause else ""))


@require_http_methods(["GET", "POST"])
def causes(request: ViewerRequest, pk: int) -> HttpResponse:
    """The tree and the fishbone of a gap. Posting adds a first cause, takes one over, or settles all suggestions."""
    gap = find(request, pk)
    if request.method == "GET":
        return board(request, gap)
    require(can_edit_causes(request.viewer, gap))
    by, at, wanted = request.viewer, timezone.now(), request.POST.get("do", "")
    if wanted in ("confirm", "decline"):
        number = settle_suggestions(gap, confirm=wanted == "confirm", by=by, at=at)
        words = "confirmed" if wanted == "confirm" else "declined"
        messages.success(request, f"{counted(number, 'suggested link').capitalize()} {words}.")
        return back(request, gap)
    if wanted == "share":
        cause = get_object_or_404(RootCause, pk=number_of(request, "cause"), gap__analysis=gap.analysis_id)
        share_cause(cause, gap, by=by, at=at)
        messages.success(request, f"{gap.code} has this cause too.")
        return back(request, gap, cause.pk)
    form = WhyForm(request.POST, prefix="new")
    if form.is_valid():
        try:
            made = add_cause(gap, **form.cleaned_data, by=by, at=at)
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, f"The cause is added to {gap.code}.")
            return back(request, gap, made.pk)
    return board(request, gap, bound={"new": form}, status=422)


def number_of(request: ViewerRequest, name: str) -> int:
    """The id in the form; one that is none is of nothing that exists."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 16 else 0


@require_POST
def cause(request: ViewerRequest, pk: int) -> HttpResponse:
    """One thing done with a cause; what it is stands in `do`."""
    found = get_object_or_404(
        RootCause.objects.filter(gap__in=gaps_visible_to(request.viewer)).select_related("gap__analysis"), pk=pk
    )
    require(can_edit_causes(request.viewer, found.gap))
    do = DOES.get(request.POST.get("do", ""))
    if do is None:
        raise Http404("nothing of that name is done with a cause")
    gap = find(request, number_of(request, "at") or found.gap_id)
    try:
        return do(request, found, gap)
    except (Unfit, Conflict) as refusal:
        messages.error(request, str(refusal))
        return board(request, gap, status=422 if isinstance(refusal, Unfit) else 409)


def do_edit(request: ViewerRequest, found: RootCause, gap: Gap) -> HttpResponse:
    """Words and category."""
    key = f"edit-{found.pk}"
    form = EditCauseForm(request.POST, prefix=key, issued=gap.state != "draft", signed=False)
    if form.is_valid():
        given = form.cleaned_data
        try:
            edit_cause(
                found,
                text=given["text"],
                category=given["category"],
                reason=given.get("reason", ""),
                by=request.viewer,
                at=timezone.now(),
            )
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, "The cause is saved.")
            return back(request, gap, found.pk)
    return board(request, gap, bound={key: form}, status=422)


def do_why(request: ViewerRequest, found: RootCause, gap: Gap) -> HttpResponse:
    """The next why below it."""
    key = f"why-{found.pk}"
    form = WhyForm(request.POST, prefix=key)
    if form.is_valid():
        try:
            made = add_cause(gap, **form.cleaned_data, parent=found, by=request.viewer, at=timezone.now())
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, "The next why is added.")
            return back(request, gap, made.pk)
    return board(request, gap, bound={key: form}, status=422)


def do_move(request: ViewerRequest, found: RootCause, gap: Gap) -> HttpResponse:
    """Under another cause, or to the first ones."""
    move_cause(found, under=number_of(request, "under") or None, by=request.viewer, at=timezone.now())
    messages.success(request, "The cause is moved, with all below it.")
    return back(request, gap, found.pk)


def do_shift(request: ViewerRequest, found: RootCause, gap: Gap) -> HttpResponse:
    """One place up or down."""
    shift_cause(found, up=request.POST.get("do") == "up", by=request.viewer, at=timezone.now())
    return back(request, gap, found.pk)


def do_merge(request: ViewerRequest, found: RootCause, gap: Gap) -> HttpResponse:
    """Put together with another cause of the gap."""
    stays = merge_cause(found, into=number_of(request, "into"), by=request.viewer, at=timezone.now())
    messages.success(request, "The two are one cause now; what hung on either hangs on it.")
    return back(request, gap, stays.pk)


def do_remove(request: ViewerRequest, found: RootCause, gap: Gap) -> HttpResponse:
    """Take it away, where nothing hangs on it."""
    remove_cause(found, reason=request.POST.get("reason", "")[:300], by=request.viewer, at=timezone.now())
    messages.success(request, "The cause is taken away; it stays in the history.")
    return back(request, gap)


def do_share(request: ViewerRequest, found: RootCause, gap: Gap) -> HttpResponse:
    """Another gap has it too."""
    other = find(request, number_of(request, "gap"))
    share_cause(found, other, by=request.viewer, at=timezone.now())
    messages.success(request, f"{other.code} has this cause too.")
    return back(request, gap, found.pk)


def do_unshare(request: ViewerRequest, found: RootCause, gap: Gap) -> HttpResponse:
    """The other gap has it no more."""
    link = get_object_or_404(
        GapCause.objects.select_related("cause", "gap"), cause=found, gap=number_of(request, "gap")
    )
    unshare_cause(link, by=request.viewer, at=timezone.now())
    messages.success(request, f"{link.gap.code} has this cause no more.")
    return back(request, gap)


def action_in(request: ViewerRequest) -> CorrectiveAction:
    return get_object_or_404(CorrectiveAction.objects.visible_to(request.viewer), pk=number_of(request, "action"))


def do_link(request: ViewerRequest, found: RootCause, gap: Gap) -> HttpResponse:
    """An action answers it; what was suggested is confirmed thereby."""
    action = action_in(request)
    change_links(action, add=[found.pk], by=request.viewer, at=timezone.now())
    messages.success(request, f"{action.code} answers this cause.")
    return back(request, gap, found.pk)


def do_unlink(request: ViewerRequest, found: RootCause, gap: Gap) -> HttpResponse:
    """An action answers it no more, or what was suggested is declined."""
    action = action_in(request)
    change_links(action, drop=[found.pk], by=request.viewer, at=timezone.now())
    messages.success(request, f"{action.code} does not answer this cause.")
    return back(request, gap, found.pk)


DOES: dict[str, Callable[[ViewerRequest, RootCause, Gap], HttpResponse]] = {
    "edit": do_edit,
    "why": do_why,
    "move": do_move,
    "up": do_shift,
    "down": do_shift,
    "merge": do_merge,
    "remove": do_remove,
    "share": do_share,
    "unshare": do_unshare,
    "link": do_link,
    "unlink": do_unlink,
}

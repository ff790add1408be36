"""One cycle against the one before: what came back, grew, shrank and is gone, and what was done about it last time."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.middleware import ViewerRequest
from actions.cycle_page import Comparison, candidates, compare
from actions.views.analyses import find
from common.access import Unfit
from common.http import page_or_part, redirect_after
from gaps.models import GapAnalysis
from gaps.services.corrections import can_correct
from gaps.services.cycles import settle_comparison

NONE = "none"


@require_http_methods(["GET", "POST"])
def compared(request: ViewerRequest, pk: int) -> HttpResponse:
    """The comparison with one earlier analysis; M&E confirms or corrects which gap was which."""
    viewer = request.viewer
    found = find(request, pk)
    options = list(candidates(viewer, found)[:50])
    previous = chosen(request, found, options)
    comparison = compare(viewer, found, previous) if previous else None
    errors: dict[str, list[str]] = {}
    if request.method == "POST" and comparison:
        try:
            settle_comparison(found, comparison.previous, *given(request, comparison), by=viewer, at=timezone.now())
        except Unfit as unfit:
            errors = unfit.errors
        else:
            messages.success(request, f"Compared with “{comparison.previous.title}”: {comparison.words}.")
            return redirect_after(request, reverse("compared", args=[pk]))
    context = {
        "analysis": found,
        "comparison": comparison,
        "options": options,
        "can_settle": can_correct(viewer, found),
        "rows": rows_of(request, comparison, errors) if comparison else [],
        "errors": [sentence for sentences in errors.values() for sentence in sentences],
    }
    return page_or_part(request, "analyses/compared.html", context, status=422 if errors else 200)


def chosen(request: ViewerRequest, found: GapAnalysis, options: list[GapAnalysis]) -> GapAnalysis | None:
    """The analysis named in the address, else the one it was compared with, else the newest earlier one."""
    named = request.POST.get("with") or request.GET.get("with", "")
    if named:
        wanted = int(named) if named.isdecimal() and len(named) < 12 else 0
        return get_object_or_404(candidates(request.viewer, found), pk=wanted)
    return next((each for each in options if each.pk == found.previous_id), options[0] if options else None)


def given(request: ViewerRequest, comparison: Comparison) -> tuple[dict[int, int | None], dict[int, int]]:
    """What the form says: for each gap the earlier one or none, and the causes that are ticked."""
    gaps: dict[int, int | None] = {}
    for row in comparison.rows:
        said = request.POST.get(f"gap-{row.pair.now.pk}", "")
        if said == NONE:
            gaps[row.pair.now.pk] = None
        elif said.isdecimal() and len(said) < 12:
            gaps[row.pair.now.pk] = int(said)
    ticked = set(request.POST.getlist("cause"))
    causes = {
        each.now.pk: each.before.pk
        for row in comparison.rows
        for each in row.causes
        if f"{each.now.pk}-{each.before.pk}" in ticked
    }
    return gaps, causes


def rows_of(request: ViewerRequest, comparison: Comparison, errors: dict[str, list[str]]) -> list[dict]:
    """Each row with what its select says, and its error."""
    found = []
    for row in comparison.rows:
        name = f"gap-{row.pair.now.pk}"
        value = request.POST.get(name) if request.method == "POST" else None
        if value is None:
            value = str(row.pair.before.pk) if row.pair.before else NONE
        found.append({"row": row, "name": name, "value": value, "errors": errors.get(name, [])})
    return found

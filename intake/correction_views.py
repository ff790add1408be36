"""A corrected version of a document: saying that it is one, seeing what differs, and taking what is chosen."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import ViewerRequest
from common.access import Conflict, Unfit, first_denied
from common.http import page_or_part, redirect_after
from common.text import counted
from gaps.models import GapAnalysis
from gaps.services.corrections import CORRECTED, can_correct
from intake.edit_views import find
from intake.permissions import can_save
from intake.services import Correction, correction_of, take, treat_as

WORDS = {"new": ("ok", "plus", "New"), "changed": ("info", "pen", "Changed"), "gone": ("warn", "same", "Left out")}
FOLLOW_UP = "The follow-up"
HEADER = "The analysis itself"


@require_POST
def import_treat(request: ViewerRequest, pk: int) -> HttpResponse:
    """Say which analysis the document corrects, or that it is a report of its own."""
    draft = find(request, pk)
    named = request.POST.get("corrects", "")
    analysis = None
    if named.isdecimal() and len(named) < 12:
        analysis = get_object_or_404(
            GapAnalysis.objects.visible_to(request.viewer)
            .filter(state__in=CORRECTED, sources__isnull=False)
            .distinct(),
            pk=int(named),
        )
    treat_as(draft, analysis, by=request.viewer, at=timezone.now())
    if analysis is None:
        messages.info(request, f"“{draft.file_name}” is taken as a report of its own.")
        return redirect_after(request, reverse("import_review", args=[pk]))
    return redirect_after(request, reverse("import_difference", args=[pk]))


@require_http_methods(["GET", "POST"])
def import_difference(request: ViewerRequest, pk: int) -> HttpResponse:
    """What the corrected version says otherwise, each with a box: what is ticked is taken, the rest stays as it is."""
    draft = find(request, pk)
    if draft.corrects_id is None:
        raise Conflict("The document is not a corrected version of anything; say of what on its review page.")
    error, ticked = "", None
    if request.method == "POST":
        ticked = set(request.POST.getlist("take"))
        try:
            analysis = take(draft, ticked, token=request.POST.get("token", ""), by=request.viewer, at=timezone.now())
        except Unfit as unfit:
            error = str(unfit)
        else:
            words = counted(len(ticked), "difference is", "differences are")
            messages.success(request, f"{words.capitalize()} taken from “{draft.file_name}”.")
            return redirect_after(request, reverse("analysis", args=[analysis.pk]))
    correction = correction_of(draft, by=request.viewer)
    context = {
        "draft": draft,
        "correction": correction,
        "parts": parts(correction, ticked),
        "taken": sum(row.is_suggested for row in correction.rows),
        "can_take": first_denied(can_save(request.viewer), can_correct(request.viewer, correction.analysis)),
        "error": error,
    }
    return page_or_part(request, "intake/difference.html", context, status=422 if error else 200)


def parts(correction: Correction, ticked: set[str] | None) -> list[tuple[str, list[dict[str, Any]]]]:
    """The rows by the unit that they stand under, in the order of the document."""

    def place(row: Any) -> str:
        if row.change.unit is not None:
            return row.change.unit.name or HEADER
        return HEADER if row.change.kind in ("title", "date", "prepared_by", "summary") else FOLLOW_UP

    found = []
    for name, rows in groupby(correction.rows, place):
        lines = []
        for row in rows:
            tone, icon, word = WORDS[row.change.what]
            is_ticked = row.is_suggested if ticked is None else row.change.key in ticked
            gap = correction.standing.gap(row.change.gaps[0])
            lines.append({"row": row, "tone": tone, "icon": icon, "word": word, "is_ticked": is_ticked, "gap": gap})
        found.append((name, lines))
    return found

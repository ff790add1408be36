"""The plan grid: typed, pasted, filled down, out and in as XLSX."""

import re

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import ViewerRequest
from actions.forms.table import TableForm
from actions.permissions import can_plan
from actions.plan_grid import plan_grid, save_rows
from actions.plan_table import read_table, write_table
from actions.querysets import analyses_visible_to
from actions.services.plans import confirm_suggestions
from common.access import Unfit, require
from common.http import add_errors, page_or_part, redirect_after
from common.text import counted
from gaps.models import GapAnalysis

SALT = "plan-table"


def find(request: ViewerRequest, pk: int) -> GapAnalysis:
    """The analysis, if the viewer may see it and completes plans."""
    found = get_object_or_404(analyses_visible_to(request.viewer), pk=pk)
    require(can_plan(request.viewer))
    return found


@require_http_methods(["GET", "POST"])
def plan(request: ViewerRequest, pk: int) -> HttpResponse:
    """The grid. Posting saves every row that was touched, each by itself; errors stay in their cells."""
    found = find(request, pk)
    if request.method == "GET":
        return page_or_part(request, "plan/grid.html", {"grid": plan_grid(found, request.viewer)})
    if "confirm" in request.POST:
        number = confirm_suggestions(found, by=request.viewer, at=timezone.now())
        messages.success(request, f"{counted(number, 'suggested link').capitalize()} confirmed.")
        return redirect_after(request, reverse("plan", args=[pk]))
    sent = {int(match.group(1)) for key in request.POST if (match := re.fullmatch(r"r(\d+)-token", key))}
    failed = save_rows(found, request.POST, sent, by=request.viewer, at=timezone.now())
    if failed:
        grid = plan_grid(found, request.viewer, bound=failed)
        return page_or_part(request, "plan/grid.html", {"grid": grid}, status=422)
    if "submit" in request.POST:
        return redirect_after(request, reverse("submit", args=[pk]))
    messages.success(request, "The plans are saved.")
    return redirect_after(request, reverse("plan", args=[pk]))


@require_POST
def plan_row(request: ViewerRequest, pk: int, action: int) -> HttpResponse:
    """Save one row while the page stays open; answers with the row, and with the dock beside it."""
    found = find(request, pk)
    failed = save_rows(found, request.POST, {action}, by=request.viewer, at=timezone.now())
    grid = plan_grid(found, request.viewer, bound=failed)
    row = next((each for each in grid.rows if each.action.pk == action), None)
    if row is None:
        return HttpResponse(status=404)
    row.saved = not failed
    return render(request, "plan/row_answer.html", {"row": row, "grid": grid}, status=422 if failed else 200)


@require_GET
def plan_table(request: ViewerRequest, pk: int) -> HttpResponse:
    """The grid as a spreadsheet."""
    found = find(request, pk)
    response = HttpResponse(
        write_table(found), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = f'attachment; filename="plans-{found.pk}.xlsx"'
    return response


@require_http_methods(["GET", "POST"])
def plan_fill(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take a filled-in spreadsheet: first the differences are shown, then they are saved."""
    found = find(request, pk)
    if request.method == "POST" and "rows" in request.POST:
        return save_filled(request, found)
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = read_table(found, form.cleaned_data["file"].read())
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            good = [row for row in rows if not row.errors and not row.signed]
            payload = signing.dumps({row.action.pk: row.data for row in good}, salt=SALT, compress=True)
            return page_or_part(
                request, "plan/preview.html", {"analysis": found, "rows": rows, "good": good, "payload": payload}
            )
    status = 422 if form.is_bound and form.errors else 200
    return page_or_part(request, "plan/fill.html", {"analysis": found, "form": form}, status=status)


def save_filled(request: ViewerRequest, found: GapAnalysis) -> HttpResponse:
    """Save what the preview showed. A plan that moved on since is refused by its token and named."""
    try:
        rows = signing.loads(request.POST["rows"], salt=SALT, max_age=60 * 60 * 24)
    except signing.BadSignature:
        messages.error(request, "The preview is too old or was changed. Give the file once more.")
        return redirect_after(request, reverse("plan_fill", args=[found.pk]))
    data = QueryDict(mutable=True)
    for fields in rows.values():
        for key, value in fields.items():
            data.setlist(key, value if isinstance(value, list) else [value])
    failed = save_rows(found, data, {int(pk) for pk in rows}, by=request.viewer, at=timezone.now())
    if failed:
        grid = plan_grid(found, request.viewer, bound=failed)
        return page_or_part(request, "plan/grid.html", {"grid": grid}, status=422)
    messages.success(request, f"{counted(len(rows), 'plan is', 'plans are').capitalize()} filled in from the table.")
    return redirect_after(request, reverse("plan", args=[found.pk]))

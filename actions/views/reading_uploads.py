"""Readings out of a table: the template, what each line would do, and taking all good lines at once."""

import io
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import ViewerRequest
from actions.forms.table import ReadingsForm
from actions.querysets import kpis_visible_to
from actions.services.reading_uploads import KINDS, Line, compare, take
from common.access import Unfit, require
from common.dates import today
from common.exports import SAFE_BOOK, XLSX_TYPE, cell_formats, write_cell
from common.http import add_errors, page_or_part, redirect_after
from common.text import counted
from evidence.tables import MAX_ROWS, table_rows
from gaps.permissions import can_give_reading, can_upload_readings
from gaps.reading_table import COLUMNS, Given, Refused, read_rows

SALT = "readings-table"
LASTS = 60 * 60 * 24


def pack(name: str, rows: list[Given | Refused]) -> str:
    """What was read, signed, so that the second step takes what the first one showed."""
    plain = [
        {**asdict(row), "date": row.date.isoformat(), "value": str(row.value)}
        if isinstance(row, Given)
        else asdict(row)
        for row in rows
    ]
    return signing.dumps([name, plain], salt=SALT, compress=True)


def unpack(text: str) -> tuple[str, list[Given | Refused]]:
    name, plain = signing.loads(text, salt=SALT, max_age=LASTS)
    rows: list[Given | Refused] = []
    for each in plain:
        if "sentence" in each:
            rows.append(Refused(**each))
        else:
            rows.append(Given(**{**each, "date": date.fromisoformat(each["date"]), "value": Decimal(each["value"])}))
    return name, rows


@require_http_methods(["GET", "POST"])
def readings_upload(request: ViewerRequest) -> HttpResponse:
    """Give a table; see what it would do; take it."""
    require(can_upload_readings(request.viewer))
    if request.method == "POST" and "rows" in request.POST:
        return take_rows(request)
    form = ReadingsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows = read_rows(table_rows(file.file, file.name, file.size))
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            return preview(request, file.name[:100], rows)
    status = 422 if form.is_bound and form.errors else 200
    return page_or_part(request, "kpis/upload.html", {"form": form, "most": MAX_ROWS}, status=status)


def preview(
    request: ViewerRequest, name: str, rows: list[Given | Refused], *, error: str = "", reason: str = ""
) -> HttpResponse:
    """Line by line what the table would do."""
    lines = compare(rows, by=request.viewer, at=timezone.now())
    counts = {kind: sum(line.kind == kind for line in lines) for kind in KINDS}
    context: dict[str, Any] = {
        "name": name,
        "lines": sorted(lines, key=order),
        "counts": counts,
        "good": counts["new"] + counts["changed"],
        "needs_reason": sum(line.needs_reason for line in lines),
        "payload": pack(name, rows),
        "error": error,
        "reason": reason,
        "today": today(timezone.now()),
    }
    return page_or_part(request, "kpis/upload_preview.html", context, status=422 if error else 200)


def order(line: Line) -> tuple[int, int]:
    """What needs a look first: refused, changed, new, the same."""
    return ("refused", "changed", "new", "same").index(line.kind), line.number


def take_rows(request: ViewerRequest) -> HttpResponse:
    """Take what the preview showed, as it stands by now."""
    try:
        name, rows = unpack(request.POST["rows"])
    except signing.BadSignature:
        messages.error(request, "The preview is too old or was changed. Give the table once more.")
        return redirect_after(request, reverse("readings_upload"))
    reason = request.POST.get("reason", "")[:300]
    try:
        lines = take(rows, reason=reason, file_name=name, by=request.viewer, at=timezone.now())
    except Unfit as unfit:
        return preview(request, name, rows, error=str(unfit), reason=reason)
    kinds = {kind: sum(line.kind == kind for line in lines) for kind in KINDS}
    words = [f"{counted(kinds['new'], 'reading is', 'readings are')} new"]
    if kinds["changed"]:
        words.append(f"{counted(kinds['changed'], 'is', 'are')} changed")
    if kinds["refused"]:
        words.append(f"{counted(kinds['refused'], 'line was', 'lines were')} not taken")
    messages.success(request, f"{', '.join(words).capitalize()}.")
    return redirect_after(request, reverse("kpis"))


@require_GET
def readings_template(request: ViewerRequest) -> HttpResponse:
    """The table to fill in: a line for each indicator whose readings one gives, its last value in the headings' order."""
    require(can_upload_readings(request.viewer))
    kpis = kpis_visible_to(request.viewer).in_use().select_related("department").order_by("name", "pk")[:MAX_ROWS]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **SAFE_BOOK})
    sheet = book.add_worksheet("Readings")
    head, formats = book.add_format({"bold": True, "bottom": 1}), cell_formats(book)
    for place, (_, label, width) in enumerate(COLUMNS):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, label, head)
    row = 0
    for kpi in kpis:
        if not can_give_reading(request.viewer, kpi):
            continue
        row += 1
        known = {"kpi": kpi.name, "department": kpi.department.name if kpi.department else "", "unit": kpi.unit}
        for place, (key, _, _) in enumerate(COLUMNS):
            write_cell(sheet, row, place, known.get(key, ""), formats)
    sheet.freeze_panes(1, 1)
    book.close()
    response = HttpResponse(out.getvalue(), content_type=XLSX_TYPE)
    response["Content-Disposition"] = 'attachment; filename="readings.xlsx"'
    return response

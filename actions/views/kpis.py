"""Indicators: the register, one with its readings and what was done about it, readings given and corrected."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import ViewerRequest
from accounts.models import Department, User
from actions.exports import kpi_columns
from actions.filters import KpiFilter
from actions.forms.analysis import ReasonForm
from actions.forms.check_in import CorrectionForm, KpiForm, NewKpiForm, ReadingForm
from actions.kpi_page import kpi_page, rows_of
from actions.querysets import kpis_visible_to
from actions.services.figures import report_reading
from audit.permissions import can_see_history
from common.access import Unfit, require
from common.dates import today
from common.exports import download
from common.http import add_errors, form_page, page_or_part, redirect_after
from common.lists import listing
from evidence.services import add_given
from gaps.models import Kpi, KpiReading
from gaps.permissions import can_correct_reading, can_give_reading, can_prepare
from gaps.services.kpis import add_kpi, edit_kpi, switch_kpi
from gaps.services.readings import confirm_reading, correct_reading, prove_reading


def find(request: ViewerRequest, pk: int) -> Kpi:
    rows = kpis_visible_to(request.viewer).select_related("department", "data_owner")
    return get_object_or_404(rows, pk=pk)


@require_GET
def kpis(request: ViewerRequest) -> HttpResponse:
    """The register of indicators, each with its latest reading."""
    rows = kpis_visible_to(request.viewer).select_related("department", "data_owner").with_latest()
    found = listing(request, rows, KpiFilter, default_sort="name")
    day = today(timezone.now())
    if file := download(request, found.every, kpi_columns(day), "kpis"):
        return file
    context = {
        "list": found,
        "rows": rows_of(found.rows, day),
        "today": day,
        "can_edit": can_prepare(request.viewer),
    }
    return page_or_part(request, "kpis/list.html", context, part="rows", status=found.status)


@require_GET
def kpi(request: ViewerRequest, pk: int) -> HttpResponse:
    """One indicator: the chart against its target, the actions that should move it, and every reading."""
    found = find(request, pk)
    page = kpi_page(found, request.viewer, at=timezone.now())
    context = {
        "page": page,
        "kpi": found,
        "today": page.today,
        "can_see_history": can_see_history(request.viewer),
    }
    return page_or_part(request, "kpis/detail.html", context)


KPI_FIELDS = (
    "name",
    "unit",
    "direction",
    "frequency",
    "source",
    "baseline",
    "baseline_on",
    "target",
    "target_on",
    "tolerance",
)


def kpi_values(given: dict[str, Any]) -> dict[str, Any]:
    """What the services take of the form: its fields, the data owner as a person."""
    owner = User.objects.filter(pk=given["data_owner"]).first() if given["data_owner"] else None
    return {**{name: given[name] for name in KPI_FIELDS}, "data_owner": owner}


@require_http_methods(["GET", "POST"])
def kpi_new(request: ViewerRequest) -> HttpResponse:
    """An indicator that no import named."""
    require(can_prepare(request.viewer))
    form = NewKpiForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        department = form.cleaned_data["department"]
        try:
            made = add_kpi(
                department=get_object_or_404(Department, pk=department) if department else None,
                **kpi_values(form.cleaned_data),
                by=request.viewer,
                at=timezone.now(),
            )
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, f"“{made.name}” stands in the register.")
            return redirect_after(request, reverse("kpi", args=[made.pk]))
    return form_page(request, form, "Add a KPI", "Add the KPI", reverse("kpis"))


@require_http_methods(["GET", "POST"])
def kpi_switch(request: ViewerRequest, pk: int) -> HttpResponse:
    """Switch an indicator off instead of deleting it, or on again."""
    found = find(request, pk)
    require(can_prepare(request.viewer))
    on = not found.is_active
    form = ReasonForm(request.POST or None)
    back = reverse("kpi", args=[pk])
    if request.method == "POST" and form.is_valid():
        switch_kpi(found, on=on, reason=form.cleaned_data["reason"], by=request.viewer, at=timezone.now())
        messages.success(request, f"“{found.name}” is switched {'on again' if on else 'off; its readings stay'}.")
        return redirect_after(request, back)
    word = "on again" if on else "off"
    lead = "" if on else "Nobody is asked for it any more and no plan can choose it. Its readings and its history stay."
    return form_page(request, form, f"Switch “{found.name}” {word}", f"Switch it {word}", back, lead=lead)


@require_http_methods(["GET", "POST"])
def kpi_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    """Unit, direction, frequency, source, baseline, target, tolerance and data owner."""
    found = find(request, pk)
    require(can_prepare(request.viewer))
    initial: dict[str, Any] = {name: getattr(found, name) for name in KPI_FIELDS}
    form = KpiForm(request.POST or None, initial={**initial, "data_owner": found.data_owner_id})
    back = reverse("kpi", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            edit_kpi(found, by=request.viewer, at=timezone.now(), **kpi_values(form.cleaned_data))
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, f"“{found.name}” is saved.")
            return redirect_after(request, back)
    return form_page(request, form, f"Edit “{found.name}”", "Save", back)


@require_http_methods(["GET", "POST"])
def reading_new(request: ViewerRequest, pk: int) -> HttpResponse:
    """Give a reading."""
    found = find(request, pk)
    require(can_give_reading(request.viewer, found))
    at = timezone.now()
    form = ReadingForm(request.POST or None, request.FILES or None, initial={"date": today(at)})
    back = reverse("kpi", args=[pk])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            reading = report_reading(
                found,
                on=given["date"],
                value=given["value"],
                note=given["note"],
                source=given["source"],
                by=request.viewer,
                at=at,
            )
            keep_proof(request, reading, {**given, "title": "", "source": ""})
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, f"The reading of “{found.name}” is kept.")
            return redirect_after(request, "/" if request.POST.get("next") == "/" else back)
    lead = f"In {found.unit}." if found.unit else ""
    return form_page(request, form, f"Reading of “{found.name}”", "Keep the reading", back, lead=lead)


def keep_proof(request: ViewerRequest, reading: KpiReading, given: dict[str, Any]) -> None:
    """The file or the address that the form gives, at the reading; nothing where it gives neither."""
    at = timezone.now()
    evidence = add_given(given, department_id=reading.kpi.department_id, by=request.viewer, at=at)
    if evidence is not None:
        prove_reading(reading, evidence, by=request.viewer, at=at)


def find_reading(request: ViewerRequest, pk: int) -> KpiReading:
    visible = kpis_visible_to(request.viewer)
    return get_object_or_404(KpiReading.objects.filter(kpi__in=visible).select_related("kpi", "reported_by"), pk=pk)


@require_http_methods(["GET", "POST"])
def reading_correct(request: ViewerRequest, pk: int) -> HttpResponse:
    """Put another value in the place of one; the old one stays."""
    found = find_reading(request, pk)
    require(can_correct_reading(request.viewer, found))
    form = CorrectionForm(request.POST or None, initial={"value": found.value, "note": found.note})
    back = reverse("kpi", args=[found.kpi_id])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            correct_reading(
                found,
                value=given["value"],
                note=given["note"],
                reason=given["reason"],
                by=request.viewer,
                at=timezone.now(),
            )
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, "The reading is corrected; the old value stays in its history.")
            return redirect_after(request, back)
    title = f"Correct the reading of “{found.kpi}”"
    return form_page(
        request, form, title, "Correct it", back, lead=f"Of {found.date:%d %b %Y}, by {found.reported_by}."
    )


@require_POST
def reading_confirm(request: ViewerRequest, pk: int) -> HttpResponse:
    """M&E has checked what the owner reported."""
    found = find_reading(request, pk)
    confirm_reading(found, by=request.viewer, at=timezone.now())
    messages.success(request, f"The reading of “{found.kpi}” is confirmed.")
    return redirect_after(request, reverse("kpi", args=[found.kpi_id]))

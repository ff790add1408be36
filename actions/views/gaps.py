"""Gaps: the list, one gap from statement to actions, leadership's response, disputes and causes."""

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import ViewerRequest
from accounts.models import Department
from actions.cause_page import cause_page, linked_actions
from actions.cycle_page import earlier_gap
from actions.exports import GAP_COLUMNS
from actions.filters import GapFilter
from actions.forms.analysis import AnswerForm, GapForm, MeasureForm, NewActionForm, ReasonForm, ResponseForm
from actions.gap_page import proof_of_gap, questions_beside
from actions.permissions import can_prove_gap
from actions.querysets import gaps_visible_to
from actions.services.plans import add_action
from actions.services.withdrawing import UNSIGNED, can_withdraw_gap, remove_gap, withdraw_gap
from audit.permissions import can_see_history
from common.access import Unfit, require
from common.dates import today
from common.exports import download
from common.http import add_errors, form_page, page_or_part, redirect_after
from common.lists import listing
from common.text import listed
from evidence.querysets import with_proof_running_out
from gaps.models import Gap, GapMeasure, Kpi
from gaps.permissions import (
    can_answer_dispute,
    can_edit_analysis,
    can_edit_causes,
    can_prepare,
    can_respond,
)
from gaps.services.analyses import edit_gap
from gaps.services.measures import FIELDS, save_measure
from gaps.services.responses import Response, answer_dispute, respond


def find(request: ViewerRequest, pk: int) -> Gap:
    """The gap, if the viewer may see it; else 404."""
    return get_object_or_404(gaps_visible_to(request.viewer).select_related("analysis", "department"), pk=pk)


@require_GET
def gaps(request: ViewerRequest) -> HttpResponse:
    """The list of gaps with filters; 25 a page."""
    rows = (
        gaps_visible_to(request.viewer).select_related("department", "analysis").annotate(action_count=Count("actions"))
    )
    day = today(timezone.now())
    found = listing(request, with_proof_running_out(rows, day), GapFilter, default_sort="number")
    if file := download(request, found.every, GAP_COLUMNS, "gaps"):
        return file
    return page_or_part(request, "gaps/list.html", {"list": found, "today": day}, part="rows", status=found.status)


@require_GET
def gap(request: ViewerRequest, pk: int) -> HttpResponse:
    """One gap: statement and figures, causes, what leadership said, actions, questions."""
    viewer = request.viewer
    found = get_object_or_404(
        gaps_visible_to(viewer)
        .with_figures()
        .select_related("analysis", "department", "line__document", "previous__analysis")
        .prefetch_related(
            Prefetch("clarifications", questions_beside(viewer)),
            linked_actions(viewer),
        ),
        pk=pk,
    )
    causes = cause_page(found, viewer, actions=found.actions.all())
    context = {
        "gap": found,
        "page": causes,
        "without_cause": {each.pk for each in causes.without_cause},
        "can_edit": can_edit_analysis(viewer, found.analysis),
        "can_withdraw": can_withdraw_gap(viewer, found, found.actions.all()),
        "can_respond": can_respond(viewer, found),
        "can_answer": can_answer_dispute(viewer, found),
        "before": earlier_gap(viewer, found),
        "today": today(timezone.now()),
        "can_expect": can_prepare(viewer),
        "can_prove": can_prove_gap(viewer, found),
        **proof_of_gap(found, viewer),
        "can_see_history": can_see_history(viewer),
    }
    return page_or_part(request, "gaps/detail.html", context)


@require_http_methods(["GET", "POST"])
def gap_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    """Statement, owning unit, severity and impact of a gap in a draft analysis."""
    found = find(request, pk)
    require(can_edit_analysis(request.viewer, found.analysis))
    names = ("statement", "severity", "impact")
    initial = {name: getattr(found, name) for name in names} | {"department": found.department_id}
    form = GapForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        values["department"] = get_object_or_404(Department, pk=values["department"])
        edit_gap(found, by=request.viewer, at=timezone.now(), **values)
        messages.success(request, f"{found.code} is saved.")
        return redirect_after(request, reverse("gap", args=[pk]))
    return form_page(request, form, f"Edit {found.code}", "Save the gap", reverse("gap", args=[pk]))


@require_http_methods(["GET", "POST"])
def gap_withdraw(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take a gap out, with the reason: removed while the analysis is a draft, withdrawn once it is issued."""
    found = find(request, pk)
    actions = list(found.actions.order_by("number"))
    require(can_withdraw_gap(request.viewer, found, actions))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if found.state == "draft":
            remove_gap(found, reason=reason, by=request.viewer, at=timezone.now())
            messages.success(request, f"{found.code} is removed from the draft.")
            return redirect_after(request, reverse("analysis", args=[found.analysis_id]))
        withdraw_gap(found, reason=reason, by=request.viewer, at=timezone.now())
        messages.success(request, f"{found.code} is withdrawn.")
        return redirect_after(request, reverse("gap", args=[pk]))
    codes = [each.code for each in actions if each.state in UNSIGNED]
    word = "Remove" if found.state == "draft" else "Withdraw"
    lead = f"{found.statement}. " + (f"{listed(codes)} go with it." if codes else "No action hangs on it.")
    return form_page(request, form, f"{word} {found.code}", f"{word} the gap", reverse("gap", args=[pk]), lead=lead)


def measure_new(request: ViewerRequest, pk: int) -> HttpResponse:
    """One more figure of the gap."""
    return measure_page(request, find(request, pk), None)


@require_http_methods(["GET", "POST"])
def measure(request: ViewerRequest, pk: int, measure: int) -> HttpResponse:
    """Indicator, comparator and figures of one measure; what the report stated stays."""
    found = find(request, pk)
    return measure_page(
        request, found, get_object_or_404(GapMeasure.objects.select_related("kpi"), pk=measure, gap=found)
    )


def measure_page(request: ViewerRequest, found: Gap, row: GapMeasure | None) -> HttpResponse:
    """The form with the figures."""
    require(can_edit_causes(request.viewer, found))
    rows = Kpi.objects.in_use().filter(Q(department=found.department_id) | Q(department=None) | Q(measures__gap=found))
    kpis = {each.pk: each for each in rows.distinct().order_by("name")}
    initial = {name: getattr(row, name) for name in FIELDS} if row else {}
    if row and row.kpi:
        kpis[row.kpi.pk], initial["kpi"] = row.kpi, row.kpi.pk
    form = MeasureForm(request.POST or None, initial=initial, kpis=[(pk, each.name) for pk, each in kpis.items()])
    back = reverse("gap", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "kpi": kpis.get(form.cleaned_data["kpi"])}
        try:
            save_measure(found, row, **given, by=request.viewer, at=timezone.now())
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, f"The figures of {found.code} are saved.")
            return redirect_after(request, back)
    lead = f"The report says: “{row.stated_wording}”." if row and row.stated_wording else found.statement
    title = f"Figures of {row}" if row else f"Add a figure to {found.code}"
    return form_page(request, form, title, "Save the figures", back, lead=lead)


@require_http_methods(["GET", "POST"])
def gap_respond(request: ViewerRequest, pk: int) -> HttpResponse:
    """Leadership's response to one finding."""
    found = find(request, pk)
    answer = can_respond(request.viewer, found)
    if request.method == "GET":
        require(answer)
    form = ResponseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            row = respond(found, Response(given["outcome"], given["remark"]), by=request.viewer, at=timezone.now())
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            word = "disputed" if row.outcome == "rejected" else "confirmed"
            messages.success(request, f"{found.code} is {word}.")
            return redirect_after(request, reverse("gap", args=[pk]))
    return form_page(
        request,
        form,
        f"Respond to {found.code}",
        "Record the response",
        reverse("gap", args=[pk]),
        lead=found.statement,
    )


@require_http_methods(["GET", "POST"])
def gap_answer(request: ViewerRequest, pk: int) -> HttpResponse:
    """M&E answers a disputed finding."""
    found = find(request, pk)
    if request.method == "GET":
        require(can_answer_dispute(request.viewer, found))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_dispute(found, answer=form.cleaned_data["answer"], by=request.viewer, at=timezone.now())
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, f"The answer on {found.code} is sent; it waits for leadership's response again.")
            return redirect_after(request, reverse("gap", args=[pk]))
    last = found.responses.filter(outcome="rejected").first()
    lead = f"{last.responded_by} disputed it: “{last.remark}”" if last else found.statement
    return form_page(
        request, form, f"Answer the dispute of {found.code}", "Send the answer", reverse("gap", args=[pk]), lead=lead
    )


@require_http_methods(["GET", "POST"])
def action_new(request: ViewerRequest, pk: int) -> HttpResponse:
    """One more action for a gap of a draft analysis."""
    found = find(request, pk)
    require(can_edit_analysis(request.viewer, found.analysis))
    form = NewActionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = add_action(found, title=form.cleaned_data["title"], by=request.viewer, at=timezone.now())
        messages.success(request, f"{made.code} is added. Complete its plan in the grid.")
        return redirect_after(request, reverse("gap", args=[pk]))
    return form_page(
        request,
        form,
        f"Add an action to {found.code}",
        "Add the action",
        reverse("gap", args=[pk]),
        lead=found.statement,
    )

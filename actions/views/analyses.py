"""Analyses: the list, one analysis with its findings and its consistency check, issuing, leadership's responses."""

from django.contrib import messages
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import ViewerRequest
from accounts.models import Department
from accounts.permissions import ADMIN_PEOPLE
from actions.cause_answers import causes_marked
from actions.consistency.check import analysis_findings, gaps_to_check
from actions.consistency.finding import in_short
from actions.exports import ANALYSIS_COLUMNS
from actions.forms.analysis import AnalysisForm, GapForm, ReasonForm, ResponseForm
from actions.models import CorrectiveAction
from actions.permissions import can_plan
from actions.querysets import analyses_visible_to, gaps_visible_to
from actions.services.issue import issue_analysis
from actions.services.selfapproval import allow_self_approval, can_allow_self_approval
from common.access import Unfit, require
from common.dates import today
from common.exports import download
from common.http import add_errors, form_page, page_or_part, redirect_after
from common.text import counted
from gaps.models import GapAnalysis, SourceDocument
from gaps.permissions import can_edit_analysis, can_prepare, can_respond_at_all
from gaps.services.analyses import add_gap, create_analysis, edit_analysis
from gaps.services.responses import Response, respond_to_all


def find(request: ViewerRequest, pk: int) -> GapAnalysis:
    """The analysis, if the viewer may see it; else 404."""
    newest = SourceDocument.objects.filter(analysis=OuterRef("pk")).order_by("-version")
    return get_object_or_404(
        analyses_visible_to(request.viewer)
        .select_related("issued_by", "self_approval_by", "previous")
        .annotate(
            document_name=Subquery(newest.values("file_name")[:1]),
            document_version=Subquery(newest.values("version")[:1]),
            document_read_at=Subquery(newest.values("read_at")[:1]),
        ),
        pk=pk,
    )


@require_GET
def analyses(request: ViewerRequest) -> HttpResponse:
    """All analyses one may see, the newest first."""
    rows = analyses_visible_to(request.viewer).annotate(
        gap_count=Count("gaps", distinct=True, filter=~Q(gaps__state="withdrawn")),
        open_count=Count("gaps", distinct=True, filter=Q(gaps__state__in=["issued", "disputed"])),
        action_count=Count("gaps__actions", distinct=True),
    )
    rows = rows.order_by("-date", "-pk")
    if file := download(request, rows, ANALYSIS_COLUMNS, "analyses"):
        return file
    return page_or_part(
        request,
        "analyses/list.html",
        {"analyses": list(rows[:100]), "can_prepare": can_prepare(request.viewer)},
    )


@require_GET
def analysis(request: ViewerRequest, pk: int) -> HttpResponse:
    """One analysis: what was found, why, what is proposed, and what is missing before it can be issued."""
    found = find(request, pk)
    viewer = request.viewer
    checks = found.state == "draft" and bool(can_prepare(viewer))
    day = today(timezone.now())
    rows = gaps_visible_to(viewer).filter(analysis=found).with_figures().prefetch_related(causes_marked())
    actions = CorrectiveAction.objects.visible_to(viewer).with_answers().select_related("owner", "team")
    actions, rows = actions.order_by("number"), rows.order_by("number")
    plain = rows.prefetch_related(Prefetch("actions", actions), "shared_causes")
    gaps = list(gaps_to_check(rows, actions, day) if checks else plain)
    findings = analysis_findings(found, day, gaps) if checks else []
    return page_or_part(
        request,
        "analyses/detail.html",
        {
            "analysis": found,
            "gaps": gaps,
            "findings": findings,
            "short": in_short(findings),
            "can_edit": can_edit_analysis(viewer, found),
            "can_prepare": can_prepare(viewer),
            "can_plan": can_plan(viewer),
            "can_respond": can_respond_at_all(viewer) and any(gap.state == "issued" for gap in gaps),
            "waiting": sum(gap.state == "issued" for gap in gaps),
            "disputed": sum(gap.state == "disputed" for gap in gaps),
            "self_approval": can_allow_self_approval(viewer, found),
            "is_admin": viewer.may(ADMIN_PEOPLE),
        },
    )


@require_http_methods(["GET", "POST"])
def analysis_new(request: ViewerRequest) -> HttpResponse:
    """Begin an analysis by hand, where there is no document to read."""
    require(can_prepare(request.viewer))
    form = AnalysisForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("title", "date", "prepared_by", "summary")}
        try:
            made = create_analysis(**values, by=request.viewer, at=timezone.now())
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, f"“{made.title}” is begun. Add its findings.")
            return redirect_after(request, reverse("analysis", args=[made.pk]))
    return form_page(request, form, "Begin an analysis", "Begin the analysis", reverse("analyses"))


@require_http_methods(["GET", "POST"])
def analysis_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    """The head of a draft analysis."""
    found = find(request, pk)
    require(can_edit_analysis(request.viewer, found))
    names = list(AnalysisForm.base_fields)
    form = AnalysisForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            edit_analysis(found, by=request.viewer, at=timezone.now(), **form.cleaned_data)
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, "The analysis is saved.")
            return redirect_after(request, reverse("analysis", args=[pk]))
    return form_page(request, form, "Edit the analysis", "Save the analysis", reverse("analysis", args=[pk]))


@require_http_methods(["GET", "POST"])
def gap_new(request: ViewerRequest, pk: int) -> HttpResponse:
    """One more gap in a draft analysis."""
    found = find(request, pk)
    require(can_edit_analysis(request.viewer, found))
    form = GapForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        department = get_object_or_404(Department, pk=values.pop("department"))
        try:
            gap = add_gap(found, department=department, **values, by=request.viewer, at=timezone.now())
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, f"{gap.code} is added. Add its root causes.")
            return redirect_after(request, reverse("gap", args=[gap.pk]))
    return form_page(request, form, "Add a gap", "Add the gap", reverse("analysis", args=[pk]))


@require_POST
def analysis_issue(request: ViewerRequest, pk: int) -> HttpResponse:
    """Issue a draft."""
    found = find(request, pk)
    try:
        issue_analysis(found, by=request.viewer, at=timezone.now())
    except Unfit as unfit:
        for sentence in unfit.errors.get("", []):
            messages.error(request, sentence)
    else:
        messages.success(request, "The analysis is issued. Leadership is asked to confirm the findings.")
    return redirect_after(request, reverse("analysis", args=[pk]))


@require_http_methods(["GET", "POST"])
def responses(request: ViewerRequest, pk: int) -> HttpResponse:
    """Leadership confirms all findings at once and marks the exceptions."""
    found = find(request, pk)
    gaps = list(
        gaps_visible_to(request.viewer)
        .filter(analysis=found)
        .exclude(state__in=["draft", "withdrawn"])
        .with_findings()
        .order_by("number")
    )
    require(can_respond_at_all(request.viewer))
    waiting = [gap for gap in gaps if gap.state == "issued"]
    forms = {
        gap.pk: ResponseForm(request.POST or None, prefix=f"g{gap.pk}", initial={"outcome": "accepted"})
        for gap in waiting
    }
    if request.method == "POST" and all([form.is_valid() for form in forms.values()]):
        answers = {
            pk: Response(form.cleaned_data["outcome"], form.cleaned_data["remark"]) for pk, form in forms.items()
        }
        try:
            made = respond_to_all(found, answers, by=request.viewer, at=timezone.now())
        except Unfit as unfit:
            for key, sentences in unfit.errors.items():
                target = forms.get(int(key.removeprefix("remark-") or 0)) if key else None
                for sentence in sentences:
                    if target is not None:
                        target.add_error("remark", sentence)
                    else:
                        messages.error(request, sentence)
        else:
            disputed = sum(row.outcome == "rejected" for row in made)
            words = f"{counted(len(made) - disputed, 'finding')} confirmed".capitalize()
            messages.success(request, f"{words}, {disputed} disputed." if disputed else f"{words}.")
            return redirect_after(request, reverse("analysis", args=[pk]))
    rows = [(gap, forms.get(gap.pk)) for gap in gaps]
    status = 422 if request.method == "POST" else 200
    return page_or_part(
        request, "analyses/responses.html", {"analysis": found, "rows": rows, "waiting": waiting}, status=status
    )


@require_http_methods(["GET", "POST"])
def self_approval(request: ViewerRequest, pk: int) -> HttpResponse:
    """An administrator allows self-approval for the analysis, with a reason that is printed beside each signature."""
    found = find(request, pk)
    require(can_allow_self_approval(request.viewer, found))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            allow_self_approval(found, reason=form.cleaned_data["reason"], by=request.viewer, at=timezone.now())
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(
                request, "Self-approval is allowed for this analysis; the reason is printed beside each signature."
            )
            return redirect_after(request, reverse("analysis", args=[pk]))
    return form_page(
        request,
        form,
        "Allow self-approval",
        "Allow self-approval",
        reverse("analysis", args=[pk]),
        lead="Normally nobody signs what they own or proposed. Where that leaves nobody, it can be allowed for this analysis. "
        "It is never silent: the reason is printed beside each such signature.",
    )

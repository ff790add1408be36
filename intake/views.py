"""The import: a document in, what was read of it, and saving or discarding it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.middleware import ViewerRequest
from common.access import Conflict, Unfit, require
from common.dates import short_date, today
from common.http import add_errors, page_or_part, redirect_after
from gaps.models import GapAnalysis, SourceDocument
from gaps.permissions import can_prepare
from intake.forms import ReviewForm, UploadForm
from intake.models import ImportDraft, ImportEdit
from intake.page import ReviewPage
from intake.permissions import can_save
from intake.services import (
    Choices,
    Received,
    ask_to_save,
    columns_words,
    discard,
    how_far,
    is_long,
    keep_choices,
    likely_original,
    reading_of,
    save,
    tables_of,
    upload,
)

RECENT = 20


@require_http_methods(["GET", "POST"])
def import_new(request: ViewerRequest) -> HttpResponse:
    """Choose a report to read; below it, what waits to be reviewed."""
    viewer = request.viewer
    require(can_prepare(viewer))
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            received = upload(file, file.name, by=viewer, at=timezone.now())
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            return to_received(request, received)
    drafts = ImportDraft.objects.visible_to(viewer).filter(state__in=["to_review", "saving", "saved"])
    return page_or_part(
        request,
        "intake/new.html",
        {
            "form": form,
            "drafts": list(drafts.select_related("analysis", "uploaded_by").defer("content", "choices")[:RECENT]),
        },
        status=422 if form.errors else 200,
    )


def to_received(request: ViewerRequest, received: Received) -> HttpResponse:
    """On to what came of the document."""
    if received.analysis:
        messages.info(request, imported_before_words(received.analysis))
        return redirect_after(request, reverse("analysis", args=[received.analysis.pk]))
    draft = received.draft
    assert draft is not None
    if not received.is_new:
        messages.info(request, f"“{draft.file_name}” is here already, still to review; nothing changed.")
    return redirect_after(request, reverse("import_review", args=[draft.pk]))


def imported_before_words(analysis: GapAnalysis) -> str:
    read_at = SourceDocument.objects.filter(analysis=analysis).values_list("read_at", flat=True).latest("version")
    return f"“{analysis.title}” was imported before, on {short_date(today(read_at))}; nothing changed."


@require_http_methods(["GET", "POST"])
def import_review(request: ViewerRequest, pk: int) -> HttpResponse:
    """What was read, line by line, and what it becomes. Saving is the only thing that makes an analysis of it."""
    viewer = request.viewer
    rows = ImportDraft.objects.visible_to(viewer).select_related("analysis", "asked_by", "corrects").defer("content")
    draft = get_object_or_404(rows, pk=pk)
    if request.method == "GET" and draft.state == "saved":
        return redirect_after(request, reverse("analysis", args=[draft.analysis_id]))
    if draft.state == "discarded":
        raise Conflict(f"“{draft.file_name}” was discarded. Import the document again if it is needed.")
    if request.method == "GET" and draft.state == "saving":
        return saving_page(request, draft)
    if draft.state != "to_review":
        raise Conflict(f"“{draft.file_name}” is {draft.get_state_display().lower()}, so there is nothing to review.")
    if request.method == "POST" and draft.corrects_id:
        raise Conflict("It is a corrected version: take what it changes on the page of the differences.")
    if was_saving(request):
        return redirect_after(request, reverse("import_review", args=[pk]))
    analysis = reading_of(draft)
    if request.method == "GET" and not analysis.gaps and tables_of(draft):
        return redirect_after(request, reverse("import_columns", args=[pk]))
    chosen = Choices.from_json(draft.choices)
    form = ReviewForm(analysis, chosen, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        address = save_reviewed(request, draft, form)
        if address:
            return redirect_after(request, address)
    edits = list(ImportEdit.objects.filter(draft=draft, undone_at=None).select_related("by").order_by("-number")[:8])
    start = request.GET.get("from", "")
    return page_or_part(
        request,
        "intake/review.html",
        {
            "page": ReviewPage(draft, analysis, form, start=int(start) if start.isdecimal() and len(start) < 8 else 1),
            "form": form,
            "can_save": can_save(viewer),
            "likely": None if draft.corrects_id else likely_original(draft, analysis),
            "has_tables": bool(draft.content.get("tables")),
            "columns_set": columns_words(draft),
            "edits": edits,
        },
        status=422 if form.errors else 200,
    )


def save_reviewed(request: ViewerRequest, draft: ImportDraft, form: ReviewForm) -> str:
    """Save, a long one in the background; returns where to go then.

    Where something is missing, keep what was chosen and put the errors at their fields.
    """
    is_valid = form.is_valid()
    chosen, viewer, at = form.choices(), request.viewer, timezone.now()
    if is_valid:
        try:
            if is_long(form.analysis):
                ask_to_save(draft, chosen, by=viewer, at=at)
                return reverse("import_review", args=[draft.pk])
            made = save(draft, chosen, by=viewer, at=at)
            messages.success(request, f"“{made.title}” is saved as a draft. Issue it when it is complete.")
            return reverse("analysis", args=[made.pk])
        except (Unfit, ValidationError) as error:
            add_errors(form, error)
    keep_choices(draft, chosen, by=viewer)
    return ""


def was_saving(request: ViewerRequest) -> bool:
    """Whether the part of the page that shows how far it is asks again."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx and htmx.target == "progress")


def saving_page(request: ViewerRequest, draft: ImportDraft) -> HttpResponse:
    """How far the saving is. The page asks again by itself until the analysis is there, or what went wrong."""
    written, total = how_far(draft) or (0, 0)
    context = {"draft": draft, "written": written, "total": total}
    return page_or_part(request, "intake/saving.html", context, part="progress")


@require_http_methods(["GET", "POST"])
def import_discard(request: ViewerRequest, pk: int) -> HttpResponse:
    """Ask once, then throw the document and what was read of it away."""
    draft = get_object_or_404(ImportDraft.objects.visible_to(request.viewer).defer("content"), pk=pk)
    if request.method == "POST":
        discard(draft, by=request.viewer, at=timezone.now())
        messages.success(request, f"“{draft.file_name}” is discarded.")
        return redirect_after(request, reverse("import_new"))
    if draft.state != "to_review":
        raise Conflict(f"“{draft.file_name}” is {draft.get_state_display().lower()}, so it cannot be discarded.")
    return page_or_part(request, "intake/discard.html", {"draft": draft})

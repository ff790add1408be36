"""Correcting what was read: one draft, one line, and taking the last change back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import ViewerRequest
from common.access import Conflict, Unfit
from common.http import add_errors, page_or_part, redirect_after
from common.text import cut
from intake.edit_forms import EditForm, LineForm, words_of
from intake.edits import Node, nodes
from intake.interpret import Analysis
from intake.interpret.drafts import LineRole
from intake.models import ImportDraft, ImportEdit
from intake.page import is_long
from intake.services import change_draft, reading_of, undo_last

VERBS = ("save", "split", "merge", "drop")


def find(request: ViewerRequest, pk: int) -> ImportDraft:
    """The draft, if the viewer may see it and it is still to review."""
    draft = get_object_or_404(ImportDraft.objects.visible_to(request.viewer), pk=pk)
    if draft.state != "to_review":
        raise Conflict(f"“{draft.file_name}” is {draft.get_state_display().lower()}, so nothing of it is corrected.")
    return draft


def last_number(draft: ImportDraft) -> int:
    return ImportEdit.objects.filter(draft=draft).order_by("-number").values_list("number", flat=True).first() or 0


@require_http_methods(["GET", "POST"])
def import_edit(request: ViewerRequest, pk: int, key: str) -> HttpResponse:
    """One draft of the reading: change its words, move it, split it, put it into another, drop it with a reason."""
    draft = find(request, pk)
    reading = reading_of(draft)
    node = next((each for each in nodes(reading) if each.key == key), None)
    if node is None:
        if request.method == "POST" or key_was_known(draft, key):
            raise Conflict("It is not there any more; somebody changed it meanwhile. Look at the review again.")
        raise Http404("no such draft")
    back = review_at(draft, reading, node.line)
    data = request.POST if request.method == "POST" else None
    form = EditForm(data, node=node, analysis=reading, seen=last_number(draft))
    if form.is_bound and form.is_valid():
        verb = next((each for each in VERBS if request.POST.get("verb") == each), "save")
        operations = form.operations(verb)
        words = words_of(verb, node, operations)
        if not operations or write(request, draft, form, operations, words):
            return redirect_after(request, f"{back}#d-{operations[0].get('into', key) if operations else key}")
    context = {"draft": draft, "form": form, "node": node, "lines": lines_of(reading, node), "back": f"{back}#d-{key}"}
    return page_or_part(request, "intake/edit.html", context, status=422 if form.errors else 200)


def review_at(draft: ImportDraft, reading: Analysis, number: int) -> str:
    """The review, of a long document the part that begins at the line."""
    return f"{reverse('import_review', args=[draft.pk])}{f'?from={number}' if is_long(reading) else ''}"


def key_was_known(draft: ImportDraft, key: str) -> bool:
    return ImportEdit.objects.filter(draft=draft, operation__key=key).exists()


def write(request: ViewerRequest, draft: ImportDraft, form: Any, operations: list[dict[str, Any]], words: str) -> bool:
    """Apply the change; where it does not fit, the form says why and keeps what was typed."""
    seen = form.cleaned_data["seen"]
    try:
        change_draft(draft, operations, words=words, seen=seen, by=request.viewer, at=timezone.now())
    except Unfit as unfit:
        add_errors(form, unfit)
        return False
    messages.success(request, f"{words[:1].upper()}{words[1:]}. It can be taken back.")
    return True


def lines_of(reading: Analysis, node: Node) -> list[LineRole]:
    """The lines of the document that the draft comes from."""
    return [role for role in reading.line_map if role.key == node.key or role.line == node.line][:12]


@require_http_methods(["GET", "POST"])
def import_line(request: ViewerRequest, pk: int, number: int) -> HttpResponse:
    """Make a gap, cause, action, point or to-do of one line."""
    draft = find(request, pk)
    reading = reading_of(draft)
    role = next((each for each in reading.line_map if each.line == number), None)
    if role is None:
        raise Http404("no such line")
    initial = {"text": role.rest or role.text, "seen": last_number(draft), **guess(reading, number)}
    data = request.POST if request.method == "POST" else None
    form = LineForm(data, analysis=reading, line=number, initial=initial)
    back = f"{review_at(draft, reading, number)}#l-{number}"
    if form.is_bound and form.is_valid():
        words = f"used line {number}: “{cut(role.text, 80)}”"
        if write(request, draft, form, [form.operation(number)], words):
            return redirect_after(request, back)
    context = {"draft": draft, "form": form, "role": role, "around": around(reading, number), "back": back}
    return page_or_part(request, "intake/line.html", context, status=422 if form.errors else 200)


def guess(reading: Analysis, number: int) -> dict[str, str]:
    """Where a line most likely belongs: to the gap above it, as an action where actions stand above, else as a cause."""
    above = [each for each in nodes(reading) if each.line < number and each.kind in ("gap", "cause", "action")]
    if not above:
        return {"kind": "summary"}
    nearest = max(above, key=lambda each: each.line)
    gap = nearest.gap or nearest.key
    return {"kind": "action" if nearest.kind == "action" else "cause", "to": gap}


def around(reading: Analysis, number: int) -> list[LineRole]:
    return [each for each in reading.line_map if abs(each.line - number) <= 2]


@require_POST
def import_undo(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take the last change back."""
    draft = find(request, pk)
    seen = request.POST.get("seen", "")
    number = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
    undone = undo_last(draft, seen=number, by=request.viewer, at=timezone.now())
    messages.success(request, f"Taken back: {undone.words}.")
    return redirect_after(request, reverse("import_review", args=[pk]))

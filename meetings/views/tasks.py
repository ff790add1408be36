"""To-dos: the list, and the ways of one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import ViewerRequest
from accounts.models import User
from common.access import require
from common.dates import today
from common.exports import download
from common.http import form_page, page_or_part, redirect_after
from common.lists import listing
from meetings.exports import TASK_COLUMNS
from meetings.filters import TaskFilter
from meetings.forms.tasks import EndForm, TaskForm
from meetings.models import Task
from meetings.permissions import can_manage, can_work_on
from meetings.services import assign_task, end_task


@require_GET
def tasks(request: ViewerRequest) -> HttpResponse:
    """To-dos one may see, what is due next first."""
    rows = Task.objects.visible_to(request.viewer).select_related("owner", "meeting", "line")
    found = listing(request, rows, TaskFilter, default_sort="due")
    if file := download(request, found.every, TASK_COLUMNS, "to-dos"):
        return file
    context = {
        "list": found,
        "rows": [(task, can_work_on(request.viewer, task)) for task in found.rows],
        "can_manage": can_manage(request.viewer),
        "today": today(timezone.now()),
    }
    return page_or_part(request, "meetings/tasks.html", context, part="rows", status=found.status)


def find_task(request: ViewerRequest, pk: int) -> Task:
    return get_object_or_404(Task.objects.visible_to(request.viewer).select_related("owner", "meeting"), pk=pk)


def back_of(task: Task) -> str:
    return reverse("meeting", args=[task.meeting_id]) if task.meeting_id else reverse("tasks")


def after(request: ViewerRequest, task: Task) -> str:
    """Where one came from: the list, one's own work, or the meeting."""
    came = request.POST.get("next", "")
    return came if came in ("/", reverse("tasks")) else back_of(task)


@require_http_methods(["GET", "POST"])
def task_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    """Owner and date of a to-do."""
    found = find_task(request, pk)
    require(can_manage(request.viewer))
    form = TaskForm(request.POST or None, initial={"owner": found.owner_id, "due_on": found.due_on})
    if request.method == "POST" and form.is_valid():
        pk_of = form.cleaned_data["owner"]
        owner = get_object_or_404(User, pk=pk_of, is_active=True) if pk_of else None
        assign_task(found, owner=owner, due_on=form.cleaned_data["due_on"], by=request.viewer, at=timezone.now())
        messages.success(request, f"“{found.title}” is saved.")
        return redirect_after(request, back_of(found))
    return form_page(request, form, "Who does it, and by when", "Save the to-do", back_of(found), lead=found.title)


@require_POST
def task_done(request: ViewerRequest, pk: int) -> HttpResponse:
    """Mark a to-do done."""
    found = find_task(request, pk)
    end_task(found, "finish", by=request.viewer, at=timezone.now())
    messages.success(request, f"“{found.title}” is done.")
    return redirect_after(request, after(request, found))


@require_http_methods(["GET", "POST"])
def task_drop(request: ViewerRequest, pk: int) -> HttpResponse:
    """Drop a to-do, with a reason."""
    found = find_task(request, pk)
    require(can_work_on(request.viewer, found))
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        end_task(found, "drop", reason=form.cleaned_data["reason"], by=request.viewer, at=timezone.now())
        messages.success(request, f"“{found.title}” is dropped.")
        return redirect_after(request, back_of(found))
    return form_page(request, form, "Drop this to-do", "Drop it", back_of(found), lead=found.title)


@require_POST
def task_reopen(request: ViewerRequest, pk: int) -> HttpResponse:
    """Open a to-do again."""
    found = find_task(request, pk)
    end_task(found, "reopen", by=request.viewer, at=timezone.now())
    messages.success(request, f"“{found.title}” is open again.")
    return redirect_after(request, after(request, found))

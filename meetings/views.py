"""Follow-up meetings and to-dos."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import ViewerRequest
from accounts.models import User
from common.access import Unfit, require
from common.dates import today
from common.exports import download
from common.http import add_errors, form_page, page_or_part, redirect_after
from meetings.exports import MEETING_COLUMNS
from meetings.forms import EndForm, MeetingForm, TaskForm
from meetings.models import AgendaItem, Meeting, Task
from meetings.permissions import can_manage, can_work_on
from meetings.services import assign_task, end_task, schedule_meeting


@require_GET
def meetings(request: ViewerRequest) -> HttpResponse:
    """Meetings one may see: the undated first, then the newest."""
    rows = (
        Meeting.objects.visible_to(request.viewer)
        .select_related("analysis", "facilitator")
        .annotate(open_tasks=Count("tasks", filter=Q(tasks__state="open")))
        .order_by("-starts_at", "-pk")
    )
    if file := download(request, rows, MEETING_COLUMNS, "meetings"):
        return file
    ordered = sorted(rows[:100], key=lambda meeting: meeting.starts_at is not None)
    return page_or_part(request, "meetings/list.html", {"meetings": ordered, "can_manage": can_manage(request.viewer)})


@require_GET
def meeting(request: ViewerRequest, pk: int) -> HttpResponse:
    """One meeting: purpose, agenda, what to prepare, and leadership's own to-dos."""
    viewer = request.viewer
    found = get_object_or_404(
        Meeting.objects.visible_to(viewer)
        .select_related("analysis", "facilitator")
        .prefetch_related("agenda__line", "tasks__owner", "tasks__line"),
        pk=pk,
    )
    agenda = list(found.agenda.all())
    return page_or_part(
        request,
        "meetings/detail.html",
        {
            "meeting": found,
            "purpose": [line for line in found.purpose.splitlines() if line.strip()],
            "agenda": [(item, points_under(agenda, item)) for item in agenda if not item.parent_id],
            "preparation": tasks_of(found, viewer, "preparation"),
            "leadership": tasks_of(found, viewer, "leadership"),
            "can_manage": can_manage(viewer, found),
            "today": today(timezone.now()),
        },
    )


def points_under(agenda: list[AgendaItem], item: AgendaItem, depth: int = 0) -> list[tuple[AgendaItem, int]]:
    """Every point below the item in its order, each with how deep it lies."""
    found = []
    for under in agenda:
        if under.parent_id == item.pk:
            found += [(under, depth), *points_under(agenda, under, depth + 1)]
    return found


def tasks_of(found: Meeting, viewer, kind: str) -> list[tuple[Task, object]]:
    """The meeting's to-dos of the kind, each with whether the viewer may work on it."""
    return [(task, can_work_on(viewer, task)) for task in found.tasks.all() if task.kind == kind]


@require_http_methods(["GET", "POST"])
def meeting_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    """Date, place and facilitator."""
    found = get_object_or_404(Meeting.objects.visible_to(request.viewer), pk=pk)
    require(can_manage(request.viewer, found))
    form = MeetingForm(
        request.POST or None,
        initial={
            "title": found.title,
            "starts_at": timezone.localtime(found.starts_at) if found.starts_at else None,
            "place": found.place,
            "facilitator": found.facilitator_id,
        },
    )
    back = reverse("meeting", args=[pk])
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        pk_of = given.pop("facilitator")
        facilitator = get_object_or_404(User, pk=pk_of, is_active=True) if pk_of else None
        try:
            schedule_meeting(found, **given, facilitator=facilitator, by=request.viewer, at=timezone.now())
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, "The meeting is saved.")
            return redirect_after(request, back)
    return form_page(request, form, "Date, place and facilitator", "Save the meeting", back, lead=found.title)


def find_task(request: ViewerRequest, pk: int) -> Task:
    return get_object_or_404(Task.objects.visible_to(request.viewer).select_related("owner", "meeting"), pk=pk)


def back_of(task: Task) -> str:
    return reverse("meeting", args=[task.meeting_id]) if task.meeting_id else reverse("my_work")


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
    return redirect_after(request, "/" if request.POST.get("next") == "/" else back_of(found))


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
    return redirect_after(request, back_of(found))

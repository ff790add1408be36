"""Meetings: the list, one meeting, its date and people, its cancellation, and its entry for a calendar."""

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import ViewerRequest
from accounts.models import User
from accounts.people import people_with
from accounts.viewer import Viewer
from actions.models import CorrectiveAction
from actions.permissions import DECIDE
from common.access import Conflict, Unfit, require
from common.dates import today
from common.exports import download
from common.http import add_errors, form_page, page_or_part, redirect_after
from gaps.models import GapAnalysis
from meetings.buttons import buttons
from meetings.calendar import calendar_text
from meetings.exports import MEETING_COLUMNS
from meetings.followup import lines_of
from meetings.forms.meeting import NewMeetingForm, ReasonForm, ScheduleForm
from meetings.lifecycle import MEETING
from meetings.models import AgendaItem, Attendance, Meeting, Task
from meetings.permissions import MANAGE, can_manage, can_run, can_work_on
from meetings.services import cancel_meeting, plan_meeting, schedule_meeting
from meetings.walk import groups


def find(request: ViewerRequest, pk: int) -> Meeting:
    """The meeting, if the viewer may see it; else 404."""
    rows = Meeting.objects.visible_to(request.viewer).select_related("analysis", "facilitator")
    return get_object_or_404(rows, pk=pk)


@require_GET
def meetings(request: ViewerRequest) -> HttpResponse:
    """Meetings one may see: what runs and lies ahead first, then those that are over, the newest first."""
    every = (
        Meeting.objects.visible_to(request.viewer)
        .select_related("analysis", "facilitator")
        .annotate(open_tasks=Count("tasks", filter=Q(tasks__state="open")))
        .order_by("-starts_at", "-pk")
    )
    if file := download(request, every, MEETING_COLUMNS, "meetings"):
        return file
    rows = list(every[:100])
    ahead = [row for row in rows if row.state in ("draft", "scheduled", "in_session")]
    order = {"in_session": 0, "scheduled": 1, "draft": 1}
    ahead.sort(key=lambda row: (order[row.state], row.starts_at is None, row.starts_at or row.created_at))
    context = {
        "ahead": ahead,
        "over": [row for row in rows if row not in ahead],
        "can_manage": can_manage(request.viewer),
    }
    return page_or_part(request, "meetings/list.html", context)


@require_GET
def meeting(request: ViewerRequest, pk: int) -> HttpResponse:
    """One meeting: purpose, agenda, people, what to prepare, and what came of it."""
    viewer = request.viewer
    found = get_object_or_404(
        Meeting.objects.visible_to(viewer)
        .select_related("analysis", "facilitator", "follows")
        .prefetch_related(
            Prefetch("agenda", AgendaItem.objects.select_related("line", "carried_from__meeting")),
            Prefetch("tasks", Task.objects.select_related("owner", "line")),
            Prefetch("attendance", Attendance.objects.select_related("person")),
        ),
        pk=pk,
    )
    people = list(found.attendance.all())
    context = {
        "meeting": found,
        "purpose": [line for line in found.purpose.splitlines() if line.strip()],
        "groups": groups(found.agenda.all()),
        "attending": [row for row in people if row.kind == "attends"],
        "informed": [row for row in people if row.kind == "informed"],
        "preparation": tasks_of(found, viewer, "preparation"),
        "leadership": tasks_of(found, viewer, "leadership"),
        "agreed": tasks_of(found, viewer, "other"),
        "buttons": buttons(viewer, found),
        "can_manage": can_manage(viewer),
        "can_run": can_run(viewer, found),
        "is_ahead": found.state in ("draft", "scheduled"),
        "is_over": found.state in ("held", "minutes_approved"),
        "follow_up": lines_of(found.follow_up),
        "today": today(timezone.now()),
    }
    return page_or_part(request, "meetings/detail.html", context)


def tasks_of(found: Meeting, viewer: Viewer, kind: str) -> list[tuple[Task, object]]:
    """The meeting's to-dos of the kind, each with whether the viewer may work on it."""
    return [(task, can_work_on(viewer, task)) for task in found.tasks.all() if task.kind == kind]


@require_http_methods(["GET", "POST"])
def meeting_new(request: ViewerRequest) -> HttpResponse:
    """A meeting that no report asked for."""
    require(can_manage(request.viewer))
    analyses = list(
        GapAnalysis.objects.visible_to(request.viewer)
        .exclude(state__in=["closed", "superseded"])
        .order_by("-date", "-pk")
        .values_list("pk", "title")[:100]
    )
    form = NewMeetingForm(request.POST or None, analyses=analyses)
    if request.method == "POST" and form.is_valid():
        analysis = get_object_or_404(GapAnalysis.objects.visible_to(request.viewer), pk=form.cleaned_data["analysis"])
        made = plan_meeting(analysis, title=form.cleaned_data["title"], by=request.viewer, at=timezone.now())
        messages.success(request, f"“{made.title}” is a draft. Set its date and people.")
        return redirect_after(request, reverse("meeting_edit", args=[made.pk]))
    return form_page(request, form, "Plan a meeting", "Plan the meeting", reverse("meetings"))


@require_http_methods(["GET", "POST"])
def meeting_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    """Date, place and people."""
    found = find(request, pk)
    require(can_manage(request.viewer))
    MEETING.check(found.state, "schedule", str(found))
    form = ScheduleForm(request.POST or None, meeting=found, suggested=suggested)
    back = reverse("meeting", args=[pk])
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        for name in ("day", "hour"):
            given.pop(name)
        ids = {given["facilitator"], *given["attending"], *given["informed"]}
        people = {person.pk: person for person in User.objects.filter(pk__in=ids - {None}, is_active=True)}
        given["facilitator"] = people.get(given["facilitator"])
        for name in ("attending", "informed"):
            given[name] = [people[each] for each in given[name] if each in people]
        try:
            saved = schedule_meeting(found, **given, by=request.viewer, at=timezone.now())
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            told = "It is scheduled, and everybody invited is told." if saved.state == "scheduled" else "It is saved."
            messages.success(request, f"“{saved.title}”: {told}")
            return redirect_after(request, back)
    return form_page(
        request,
        form,
        "Date and people",
        "Save and invite" if found.state == "draft" else "Save and tell everybody",
        back,
        lead=found.title,
        template="meetings/edit.html",
    )


def suggested(meeting: Meeting) -> list[int]:
    """Whom a meeting usually needs: leaders, those who own an action of the analysis, and the M&E team."""
    owners = (
        CorrectiveAction.objects.filter(gap__analysis=meeting.analysis_id, owner__is_active=True)
        .exclude(state__in=["rejected", "cancelled", "closed"])
        .values_list("owner", flat=True)
    )
    return sorted({*(person.pk for code in (DECIDE, MANAGE) for person in people_with(code)), *owners})


@require_http_methods(["GET", "POST"])
def meeting_cancel(request: ViewerRequest, pk: int) -> HttpResponse:
    """Cancel it, with a reason."""
    found = find(request, pk)
    require(can_manage(request.viewer))
    MEETING.check(found.state, "cancel", str(found))
    form = ReasonForm(request.POST or None, help_text="Everybody invited reads it.")
    back = reverse("meeting", args=[pk])
    if request.method == "POST" and form.is_valid():
        cancel_meeting(found, reason=form.cleaned_data["reason"], by=request.viewer, at=timezone.now())
        messages.success(request, f"“{found.title}” is cancelled. What is open on its agenda goes to the next meeting.")
        return redirect_after(request, back)
    lead = "Everybody invited is told, and calendars take it out. Open points go to the next meeting."
    return form_page(request, form, f"Cancel “{found.title}”", "Cancel the meeting", back, lead=lead)


@require_GET
def meeting_calendar(request: ViewerRequest, pk: int) -> HttpResponse:
    """The meeting as a file for a calendar."""
    found = find(request, pk)
    if found.starts_at is None or not found.calendar_uid:
        raise Conflict(f"{found} has no date that was sent out yet, so there is nothing to put into a calendar.")
    people = list(found.attendance.select_related("person"))
    method = "CANCEL" if found.state == "cancelled" else "PUBLISH"
    text = calendar_text(found, people, method=method, at=timezone.now())
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="meeting-{found.pk}.ics"'
    return answer

"""What of meetings and to-dos can be found. Called by whatever changes their wording, date or owner."""

from datetime import datetime

from django.urls import reverse

from common.dates import organisation_zone, short_date
from meetings.models import Meeting, Task
from search.services import Found, Reader, put


def index_meetings(*pks: int, at: datetime) -> None:
    """Write the meetings as they stand, with their agenda."""
    rows = Meeting.objects.filter(pk__in=pks).select_related("analysis").prefetch_related("agenda", "attendance")
    put(*map(found_meeting, rows), at=at)


def found_meeting(meeting: Meeting) -> Found:
    """A meeting; besides the organisation-wide roles, who facilitates it or is invited finds it."""
    day = short_date(meeting.starts_at.astimezone(organisation_zone()).date()) if meeting.starts_at else "no date yet"
    points = [item for item in meeting.agenda.all() if item.state != "removed"]
    return Found(
        kind="meeting",
        object_id=meeting.pk,
        title=meeting.title,
        address=reverse("meeting", args=[meeting.pk]),
        sub=" · ".join(filter(None, [day, meeting.place])),
        body=[
            *meeting.purpose.splitlines(),
            *(line for item in points for line in [f"Agenda: {item.title}", *item.detail.splitlines()]),
        ],
        state=meeting.state,
        state_label=meeting.get_state_display(),
        analysis_id=meeting.analysis_id,
        is_draft=meeting.analysis.state == "draft",
        readers=[Reader("meeting", meeting.pk, "person", pk) for pk in people_of(meeting)],
    )


def people_of(meeting: Meeting) -> list[int]:
    """Who facilitates, takes part or is informed."""
    return sorted({pk for pk in (meeting.facilitator_id, *(row.person_id for row in meeting.attendance.all())) if pk})


def index_tasks(*pks: int, at: datetime) -> None:
    """Write the to-dos as they stand."""
    put(*map(found_task, Task.objects.filter(pk__in=pks).select_related("analysis")), at=at)


def found_task(task: Task) -> Found:
    """A to-do; besides the organisation-wide roles, its owner finds it, and is led to their own work."""
    return Found(
        kind="task",
        object_id=task.pk,
        title=task.title,
        address=reverse("meeting", args=[task.meeting_id]) if task.meeting_id else reverse("my_work"),
        address_in_person=reverse("my_work"),
        sub=task.get_kind_display(),
        body=task.detail.splitlines(),
        state=task.state,
        state_label=task.get_state_display(),
        owner_id=task.owner_id,
        analysis_id=task.analysis_id,
        is_draft=task.analysis.state == "draft",
        readers=[Reader("task", task.pk, "person", pk) for pk in [task.owner_id] if pk],
    )

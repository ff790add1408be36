"""The follow-up plan: who checks in when, who reads it, when we meet again. Proposed from what there is."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from actions.models import CorrectiveAction
from common.dates import short_date
from common.text import counted, listed
from meetings.models import Meeting
from meetings.times import local, weekly

CADENCES = ((1, "Every week"), (2, "Every two weeks"), (4, "Every four weeks"))
WEEKDAYS = (
    (0, "Monday"),
    (1, "Tuesday"),
    (2, "Wednesday"),
    (3, "Thursday"),
    (4, "Friday"),
    (5, "Saturday"),
    (6, "Sunday"),
)
MEETINGS = 6


@dataclass(frozen=True)
class Proposal:
    """What is proposed until somebody changes it. People are ids."""

    check_in_weeks: int
    check_in_day: int
    reviewer: int | None
    readers: list[int]
    escalate_to: int | None
    meeting_weeks: int
    meeting_day: int
    hour: time
    count: int


def proposal(meeting: Meeting, leaders: list[int], day: date) -> Proposal:
    """Owners check in every two weeks the day before; the facilitator reviews; leaders read and are told of silence."""
    start = local(meeting.starts_at, meeting.zone) if meeting.starts_at else None
    weekday = start.weekday() if start else 1
    sponsors = (
        CorrectiveAction.objects.filter(gap__analysis=meeting.analysis_id)
        .exclude(sponsor=None)
        .values_list("sponsor", flat=True)
        .order_by("sponsor")
        .distinct()
    )
    first = next((pk for pk in sponsors if pk in leaders), leaders[0] if leaders else None)
    return Proposal(
        check_in_weeks=2,
        check_in_day=weekday - 1 if weekday else 4,
        reviewer=meeting.facilitator_id,
        readers=leaders,
        escalate_to=first,
        meeting_weeks=2,
        meeting_day=weekday,
        hour=start.time().replace(second=0, microsecond=0) if start else time(10),
        count=MEETINGS,
    )


def days_of(meeting: Meeting, day: date, *, every_weeks: int, weekday: int, count: int) -> list[date]:
    """The days of the next meetings, counted from this one or from today, whichever is later."""
    held = local(meeting.starts_at, meeting.zone).date() if meeting.starts_at else day
    return weekly(max(held, day), every_weeks=every_weeks, weekday=weekday, count=count)


def lines_of(plan: dict[str, Any]) -> list[str]:
    """The agreed plan in sentences, as it stands on the page and in the minutes."""
    if not plan:
        return []
    cadence, weekday = dict(CADENCES), dict(WEEKDAYS)
    labels = plan["labels"]
    lines = [
        f"Owners check in {cadence[plan['check_in_weeks']].lower()}, by {weekday[plan['check_in_day']]}.",
        f"{labels['reviewer'] or 'Nobody yet'} reads and acknowledges the check-ins.",
        f"The digest goes to {listed(labels['readers']) or 'nobody yet'}.",
        f"When nobody answers, {labels['escalate_to'] or 'nobody'} is told.",
    ]
    dates = [short_date(date.fromisoformat(each)) for each in plan["dates"]]
    if dates:
        lines.append(
            f"The next {counted(len(dates), 'meeting is', 'meetings are')} on {listed(dates)}, at {plan['hour']}."
        )
    return lines

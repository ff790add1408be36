"""The follow-up plan: who checks in when, who reads it, when we meet again. Proposed from what there is."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from actions.models import CorrectiveAction
from common.cadence import EVERY, WEEKDAYS
from common.canonical import digest
from common.dates import short_date
from common.text import counted, listed
from meetings.models import Meeting
from meetings.times import local, weekly

CADENCES = (*EVERY, (4, "Every four weeks"))
MEETINGS = 6
ASKED_DAYS_BEFORE = 5  # from asking over the closing, two working days later, to the meeting


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
    """Owners are asked every two weeks, some days before; the facilitator reviews; leaders read and are told of silence."""
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
        check_in_day=min((weekday - ASKED_DAYS_BEFORE) % 7, 4),
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
        f"Owners are asked {cadence[plan['check_in_weeks']].lower()} on {weekday[plan['check_in_day']]} how it goes.",
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


def plan_digest(meeting: Meeting) -> str:
    """SHA-256 over the agreed plan of the meeting, ids and words; "" where none is agreed."""
    return digest({"meeting": meeting.pk, "plan": meeting.follow_up}) if meeting.follow_up else ""


def plans_in_force() -> dict[int, dict[str, Any]]:
    """The plan agreed last for each analysis that is followed up, by the analysis's id."""
    rows = (
        Meeting.objects.exclude(follow_up={})
        .exclude(analysis__state__in=["closed", "superseded"])
        .order_by("follow_up_at", "pk")
        .values_list("analysis", "follow_up")
    )
    return dict(rows)

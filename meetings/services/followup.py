"""Agreeing the follow-up plan, and planning the meetings it names."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.viewer import Viewer
from actions.services.cadences import agree_check_ins
from audit.services import changes, record
from common.access import Conflict, Unfit, require
from common.dates import short_date, today
from common.db import fit
from meetings.followup import lines_of
from meetings.lifecycle import AGENDA_ITEM, OVER
from meetings.models import Attendance, Meeting
from meetings.permissions import can_run
from meetings.searching import index_meetings
from meetings.services.agenda import renew_next
from meetings.services.planning import lock_meeting
from meetings.times import later_instant, local


@transaction.atomic
def agree_follow_up(
    meeting: Meeting,
    *,
    check_in_weeks: int,
    check_in_day: int,
    reviewer: User | None,
    readers: Sequence[User],
    escalate_to: User | None,
    meeting_weeks: int,
    meeting_day: int,
    hour: time,
    dates: Sequence[date],
    plan_meetings: bool,
    by: Viewer,
    at: datetime,
) -> list[Meeting]:
    """Keep the plan with the meeting and put it in force; where wanted, plan the next meetings as drafts.

    From now on the owners of the analysis's actions are asked in its rhythm and the reviewer reads the answers;
    digest and reminders read the plan themselves (`meetings.followup.plans_in_force`).
    """
    meeting = lock_meeting(meeting)
    require(can_run(by, meeting))
    if meeting.state not in ("in_session", *OVER):
        raise Conflict(f"{meeting} is {meeting.get_state_display().lower()}; the plan is agreed in the meeting.")
    if plan_meetings and not dates:
        raise Unfit({"count": ["Say how many meetings are planned."]})
    plan: dict[str, Any] = {
        "check_in_weeks": check_in_weeks,
        "check_in_day": check_in_day,
        "reviewer": reviewer.pk if reviewer else None,
        "readers": [each.pk for each in readers],
        "escalate_to": escalate_to.pk if escalate_to else None,
        "meeting_weeks": meeting_weeks,
        "meeting_day": meeting_day,
        "hour": f"{hour:%H:%M}",
        "time_zone": meeting.time_zone,
        "dates": [each.isoformat() for each in dates],
        "labels": {
            "reviewer": reviewer.name if reviewer else "",
            "readers": [each.name for each in readers],
            "escalate_to": escalate_to.name if escalate_to else "",
        },
    }
    old, new = changes({"plan": lines_of(meeting.follow_up)}, {"plan": lines_of(plan)})
    meeting.follow_up, meeting.follow_up_by, meeting.follow_up_at = plan, by.user, at
    fit(meeting)
    meeting.save(update_fields=["follow_up", "follow_up_by", "follow_up_at"])
    record("meeting.follow_up_agreed", meeting, actor=by.actor, at=at, old=old, new=new)
    agree_check_ins(
        meeting.analysis,
        weeks=check_in_weeks,
        weekday=check_in_day,
        before=dates[0] if dates else today(at) + timedelta(weeks=check_in_weeks),
        reviewer=reviewer,
        told_of_silence=escalate_to,
        by=by,
        at=at,
    )
    done = AGENDA_ITEM.moves["finish"]
    meeting.agenda.filter(kind="follow_up", state__in=done.sources).update(state=done.target)
    if not plan_meetings:
        return []
    made = plan_on(meeting, dates, hour, by=by, at=at)
    if meeting.state in OVER:
        renew_next(meeting, by=by, at=at)
    return made


def plan_on(meeting: Meeting, dates: Sequence[date], hour: time, *, by: Viewer, at: datetime) -> list[Meeting]:
    """Drafts on those days, with place, people and length of this meeting; a day that has a meeting gets no second.

    Each starts at the same hour of the place's clock, also on the other side of daylight saving.
    """
    ahead = Meeting.objects.filter(analysis=meeting.analysis_id, state__in=["draft", "scheduled"])
    taken = {local(each.starts_at, each.zone).date() for each in ahead if each.starts_at}
    people = list(Attendance.objects.filter(meeting=meeting))
    number = Meeting.objects.filter(analysis=meeting.analysis_id).exclude(state="cancelled").count()
    made: list[Meeting] = []
    for day in dates:
        if day in taken:
            continue
        number += 1
        row = Meeting(
            title=f"Follow-up meeting {number}",
            analysis=meeting.analysis,
            follows=meeting,
            starts_at=later_instant(day, hour, meeting.zone),
            time_zone=meeting.time_zone,
            length=meeting.length,
            place=meeting.place,
            facilitator=meeting.facilitator,
            created_at=at + timedelta(microseconds=len(made)),
        )
        fit(row)
        row.save()
        Attendance.objects.bulk_create(
            Attendance(meeting=row, person_id=each.person_id, kind=each.kind) for each in people
        )
        index_meetings(row.pk, at=at)
        record(
            "meeting.planned",
            row,
            actor=by.actor,
            at=at,
            new={"title": row.title, "day": short_date(day), "follows": meeting.title},
        )
        made.append(row)
    return made

"""What the minutes say: drafted from outcomes, with the words somebody edited in their place. Frozen, it is this content."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from common.canonical import digest, plain
from common.dates import short_date
from meetings.followup import lines_of
from meetings.models import AgendaItem, Attendance, Meeting, MeetingOutcome, Minutes
from meetings.standing import plan_standing, standing, with_signatures
from meetings.walk import walked

OPENING, CLOSING = "opening", "closing"


def content_of(meeting: Meeting, texts: dict[str, str], *, at: datetime) -> dict[str, Any]:
    """Everything the minutes print, as plain values. `texts` replace what was drafted, point by point."""
    outcomes = list(with_signatures(MeetingOutcome.objects.filter(meeting=meeting, state="recorded")))
    items = walked(AgendaItem.objects.filter(meeting=meeting).select_related("carried_from__meeting"))
    people = list(meeting.attendance.select_related("person"))
    how = plan_standing(meeting)
    return plain(
        {
            "title": meeting.title,
            "analysis": str(meeting.analysis),
            "when": meeting.when_words,
            "place": meeting.place,
            "facilitator": meeting.facilitator.name if meeting.facilitator else "",
            "started_at": meeting.started_at,
            "ended_at": meeting.ended_at,
            "present": names(people, "attends", True),
            "absent": names(people, "attends", False),
            "informed": [row.person.name for row in people if row.kind == "informed"],
            OPENING: texts.get(OPENING, ""),
            "points": [point(item, outcomes, texts) for item in items if is_worth_a_line(item, outcomes, texts)],
            CLOSING: texts.get(CLOSING, ""),
            "open": [item.title for item in items if item.state in ("open", "deferred") and item.kind != "heading"],
            "follow_up": lines_of(meeting.follow_up),
            "follow_up_signature": how.words if how else "",
            "follow_up_is_signed": how is None or how.is_signed,
            "stood_at": at,
        }
    )


def names(people: Iterable[Attendance], kind: str, present: bool) -> list[str]:
    return [row.person.name for row in people if row.kind == kind and bool(row.was_present) == present]


def is_worth_a_line(item: AgendaItem, outcomes: list[MeetingOutcome], texts: dict[str, str]) -> bool:
    """A heading without a word under it is left out."""
    return item.kind != "heading" or str(item.pk) in texts or any(each.item_id == item.pk for each in outcomes)


def point(item: AgendaItem, outcomes: list[MeetingOutcome], texts: dict[str, str]) -> dict[str, Any]:
    """One point: what was said, what was decided and how far it is signed, who does what by when."""
    own = [each for each in outcomes if each.item_id == item.pk]
    return {
        "id": item.pk,
        "title": item.title,
        "state": item.get_state_display(),
        "is_silent": item.state == "open" and not own and not texts.get(str(item.pk)),
        "origin": item.carried_from.meeting.title if item.carried_from else "",
        "text": texts.get(str(item.pk), drafted(own)),
        "decisions": [decision(each) for each in own if each.kind == "decision"],
        "tasks": [
            {
                "title": each.task.title,
                "owner": each.task.owner.name if each.task.owner else "",
                "owner_id": each.task.owner_id,
                "due_on": each.task.due_on,
                "by": short_date(each.task.due_on) if each.task.due_on else "",
            }
            for each in own
            if each.task
        ],
    }


def drafted(outcomes: list[MeetingOutcome]) -> str:
    """The notes of a point, one after the other."""
    return "\n".join(each.text for each in outcomes if each.kind == "note")


def decision(outcome: MeetingOutcome) -> dict[str, Any]:
    found = standing(outcome)
    return {
        "text": outcome.text,
        "signature": found.words if found else "",
        "is_signed": bool(found is None or (found.is_settled and not found.differs)),
    }


def minutes_digest(minutes: Minutes) -> str:
    """SHA-256 over version, reason and everything printed."""
    return digest(
        {
            "meeting": minutes.meeting_id,
            "version": minutes.version,
            "reason": minutes.reason,
            "approved_by": minutes.approved_by_id,
            "approved_at": minutes.approved_at,
            "content": minutes.content,
        }
    )

"""A meeting on the story's analysis: scheduled, with agenda and people; tests go on from there."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest

from actions.models import ApprovalItem, ApprovalRequest
from meetings.models import AgendaItem, Meeting
from meetings.services import plan_meeting, schedule_meeting
from meetings.services.agenda import build_agenda
from meetings.services.followup import agree_follow_up
from meetings.services.session import start_meeting
from tests.factories import NOW
from tests.story import Story, begin

WHEN = datetime(2025, 4, 17, 12, 0, tzinfo=UTC)


@dataclass
class Room:
    """The meeting with its story; services read rows anew, so the meeting is refreshed by hand."""

    story: Story
    meeting: Meeting
    request: ApprovalRequest

    @property
    def mande(self):
        return self.story.by("mande")

    def items(self, kind: str) -> list[AgendaItem]:
        return list(AgendaItem.objects.filter(meeting=self.meeting, kind=kind).exclude(state="removed"))

    def plan(self, number: int = 0) -> ApprovalItem:
        item = self.items("decision")[number]
        return ApprovalItem.objects.select_related("snapshot", "action").get(pk=item.approval_item_id)

    def reload(self) -> Meeting:
        self.meeting = Meeting.objects.select_related("analysis", "facilitator").get(pk=self.meeting.pk)
        return self.meeting

    def start(self) -> "Room":
        start_meeting(self.meeting, by=self.mande, at=WHEN)
        self.reload()
        return self


def schedule(meeting: Meeting, cast, *, at=NOW, starts_at=WHEN, **values) -> Meeting:
    """Give it date and people, as M&E."""
    given = {
        "title": meeting.title,
        "length": 60,
        "place": "Board room",
        "facilitator": cast.mande,
        "attending": [cast.leader, cast.leader2, cast.sales_owner],
        "informed": [cast.admin],
        **values,
    }
    return schedule_meeting(meeting, starts_at=starts_at, by=cast.viewer("mande"), at=at, **given)


@pytest.fixture
def room(cast) -> Room:
    """Four plans wait for a decision by either of two leaders."""
    return make_room(cast)


def make_room(cast, *, needed: int = 1) -> Room:
    story = begin(cast).ready()
    request = story.submit(needed=needed)
    meeting = plan_meeting(story.analysis, title="Follow-up meeting", by=story.by("mande"), at=NOW)
    meeting = schedule(meeting, cast)
    build_agenda(meeting, by=story.by("mande"), at=NOW)
    return Room(story, Meeting.objects.get(pk=meeting.pk), request)


@pytest.fixture
def running(room) -> Room:
    return room.start()


def later(**kwargs) -> datetime:
    return WHEN + timedelta(**kwargs)


def agree_plan(room: Room, **values) -> list[Meeting]:
    """Agree how to follow up, as M&E; two meetings on Thursdays unless said otherwise. Returns those that are planned."""
    given = {
        "check_in_weeks": 2,
        "check_in_day": 2,
        "reviewer": room.story.cast.mande,
        "readers": [room.story.cast.leader, room.story.cast.leader2],
        "escalate_to": room.story.cast.leader,
        "meeting_weeks": 2,
        "meeting_day": 3,
        "hour": time(14),
        "dates": [date(2025, 5, 1), date(2025, 5, 15)],
        "plan_meetings": True,
        **values,
    }
    return agree_follow_up(room.meeting, by=room.mande, at=WHEN, **given)

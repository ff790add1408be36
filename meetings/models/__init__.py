from meetings.models.agenda import AgendaItem
from meetings.models.follow_up import FollowUpSignature
from meetings.models.meeting import Attendance, Meeting
from meetings.models.outcome import MeetingOutcome, Minutes
from meetings.models.task import Task

__all__ = ["AgendaItem", "Attendance", "FollowUpSignature", "Meeting", "MeetingOutcome", "Minutes", "Task"]

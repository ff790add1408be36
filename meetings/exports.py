"""The columns of meetings as files."""

from common.exports import column
from meetings.lifecycle import MEETING, TASK

MEETING_COLUMNS = (
    column("Meeting", "title", width=40),
    column("State", "state", words=MEETING.labels.get, width=16),
    column("Starts", "starts_at", width=18),
    column("Place", "place", width=24),
    column("Facilitator", "facilitator__name", width=22),
    column("Open to-dos", "open_tasks", width=12),
    column("Analysis", "analysis__title", width=50),
)
TASK_COLUMNS = (
    column("To-do", "title", width=60),
    column("State", "state", words=TASK.labels.get, width=12),
    column("Owner", "owner__name", width=22),
    column("Due", "due_on", width=12),
    column("Meeting", "meeting__title", width=40),
    column("Detail", "detail", width=60),
)

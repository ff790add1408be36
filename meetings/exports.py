"""The columns of meetings as files."""

from common.exports import column
from meetings.models import MEETING

MEETING_COLUMNS = (
    column("Meeting", "title", width=40),
    column("State", "state", words=MEETING.labels.get, width=16),
    column("Starts", "starts_at", width=18),
    column("Place", "place", width=24),
    column("Facilitator", "facilitator__name", width=22),
    column("Open to-dos", "open_tasks", width=12),
    column("Analysis", "analysis__title", width=50),
)

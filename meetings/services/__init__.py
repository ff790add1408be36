from meetings.services.planning import Point, cancel_meeting, plan_meeting, schedule_meeting
from meetings.services.tasks import add_task, assign_task, end_task

__all__ = [
    "Point",
    "add_task",
    "assign_task",
    "cancel_meeting",
    "end_task",
    "plan_meeting",
    "schedule_meeting",
]

"""Where meetings, points of an agenda, minutes and to-dos stand, and which moves there are."""

from common.lifecycle import Lifecycle, Move

MEETING = Lifecycle(
    states=[
        ("draft", "Draft"),
        ("scheduled", "Scheduled"),
        ("in_session", "In session"),
        ("held", "Held"),
        ("minutes_approved", "Minutes approved"),
        ("cancelled", "Cancelled"),
    ],
    moves=[
        Move("schedule", "Set date and people", ("draft", "scheduled"), "scheduled"),
        Move("start", "Start the meeting", ("scheduled",), "in_session"),
        Move("end", "End the meeting", ("in_session",), "held"),
        Move("approve_minutes", "Approve the minutes", ("held", "minutes_approved"), "minutes_approved"),
        Move("cancel", "Cancel the meeting", ("draft", "scheduled"), "cancelled", reason_needed=True),
    ],
)

AGENDA_ITEM = Lifecycle(
    states=[("open", "Open"), ("done", "Done"), ("deferred", "Deferred"), ("removed", "Taken off")],
    moves=[
        Move("finish", "Done", ("open", "deferred"), "done"),
        Move("defer", "Defer", ("open", "done"), "deferred"),
        Move("reopen", "Open again", ("done", "deferred"), "open"),
        Move("remove", "Take off", ("open", "deferred"), "removed"),
    ],
)

OUTCOME = Lifecycle(
    states=[("recorded", "Recorded"), ("taken_back", "Taken back")],
    moves=[Move("take_back", "Take back", ("recorded",), "taken_back")],
)

MINUTES = Lifecycle(
    states=[("draft", "Draft"), ("approved", "Approved"), ("superseded", "Superseded")],
    moves=[
        Move("edit", "Edit", ("draft",), "draft"),
        Move("approve", "Approve", ("draft",), "approved"),
        Move("correct", "Correct", ("approved",), "approved", reason_needed=True),
        Move("supersede", "Supersede", ("approved",), "superseded"),
    ],
)

TASK = Lifecycle(
    states=[("open", "Open"), ("done", "Done"), ("dropped", "Dropped")],
    moves=[
        Move("finish", "Mark done", ("open",), "done"),
        Move("drop", "Drop", ("open",), "dropped", reason_needed=True),
        Move("reopen", "Open again", ("done", "dropped"), "open"),
    ],
)

CLOSED = ("held", "minutes_approved", "cancelled")
OVER = ("held", "minutes_approved")
AHEAD = ("draft", "scheduled")

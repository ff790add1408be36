"""Whether one difference of a corrected version may be taken; the reason says what to do instead."""

from collections.abc import Iterable
from typing import Any

from accounts.viewer import Viewer
from actions.models import CorrectiveAction
from actions.permissions import can_edit_plan
from actions.services.withdrawing import can_withdraw_gap
from common.access import ALLOWED, Answer, Denied
from common.text import listed
from gaps.models import RootCause
from intake.services.differences import CHANGED, GONE, NEW, Change
from intake.services.standing import TASK_KIND, Standing
from meetings.lifecycle import AHEAD
from meetings.permissions import can_run

MISSING = Denied("It is not in the analysis any more.")
UNSIGNED = ("draft", "returned", "proposed", "cancelled", "rejected")


def verdict(change: Change, standing: Standing, *, by: Viewer) -> Answer:
    """Whether the difference may be taken; the reason says what to do instead."""
    gap = standing.gap(change.gaps[0])
    row = standing.row(change.kind, change.old, gap) if change.old else None
    if change.old is not None and row is None:
        return MISSING
    if change.kind in ("cause", "action", "figure") and gap is None:
        return MISSING
    if change.kind == "gap":
        return gap_verdict(change, row, standing, by)
    if change.kind == "cause":
        return cause_verdict(change, row, standing, by)
    if change.kind == "action":
        return action_verdict(change, row, standing, by)
    if change.kind == "agenda":
        return agenda_verdict(change, standing, by)
    if change.kind in TASK_KIND and row is not None and row.state != "open":
        return Denied(f"The to-do is {row.get_state_display().lower()}.")
    return ALLOWED


def gap_verdict(change: Change, gap: Any, standing: Standing, by: Viewer) -> Answer:
    if change.what == NEW:
        assert change.unit is not None
        if standing.department_for(change.unit) is None:
            return Denied(f"Nobody owns “{change.unit.name}” yet; choose or make the unit first.")
        return ALLOWED
    actions = standing.actions_of(gap)
    if change.what == GONE:
        return can_withdraw_gap(by, gap, actions)
    if any(words.label == "Gap" for words in change.words):
        return unless_signed(actions)
    return ALLOWED


def unless_signed(actions: Iterable[CorrectiveAction]) -> Answer:
    """Wording that a signature stands on changes by a signature only."""
    codes = [each.code for each in actions if each.state not in UNSIGNED]
    if codes:
        one = len(codes) == 1
        return Denied(
            f"The {'plan' if one else 'plans'} of {listed(codes)} {'is' if one else 'are'} signed with this wording, so it stays."
        )
    return ALLOWED


def cause_verdict(change: Change, cause: RootCause | None, standing: Standing, by: Viewer) -> Answer:
    if cause is None:
        return ALLOWED
    linked = [
        action
        for gap in standing.gaps
        for action in gap.actions.all()
        if any(link.cause_id == cause.pk and link.is_confirmed for link in action.cause_links.all())
    ]
    if change.what == GONE and linked:
        return Denied(f"{listed([each.code for each in linked])} answers it; unlink it in the plan first.")
    return unless_signed(linked)


def action_verdict(change: Change, action: CorrectiveAction | None, standing: Standing, by: Viewer) -> Answer:
    if action is None:
        return ALLOWED
    if change.what == GONE and action.state not in ("draft", "returned"):
        return Denied(f"{action.code} is {action.get_state_display().lower()}; it is cancelled on its own page.")
    return can_edit_plan(by, action)


def agenda_verdict(change: Change, standing: Standing, by: Viewer) -> Answer:
    if standing.meeting is None or standing.meeting.state not in AHEAD:
        return Denied("No meeting lies ahead whose agenda it could go on.")
    if change.what == CHANGED:
        return Denied("Change the point on the meeting's own page.")
    return can_run(by, standing.meeting)

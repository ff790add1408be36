"""Decisions on plans in the room: recorded as said, then marked and signed by each leader alone, signed in as oneself."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.viewer import Viewer
from actions.models import ApprovalItem, ApprovalRequest, Snapshot
from actions.services.decisions import (
    check_choice,
    decision_allowed,
    real_changes,
    refuse_changed,
    require_open,
    save_decision,
    with_plans,
)
from actions.snapshots import content, differences, same_plan, with_overlay
from audit.services import record
from common.access import Conflict, Refused, Unfit
from common.text import listed
from meetings.lifecycle import AGENDA_ITEM
from meetings.models import AgendaItem, Meeting, MeetingOutcome
from meetings.services.session import find_item, lock_running, strike, write_meeting_task, write_outcome
from meetings.standing import is_new_to_all
from meetings.walk import next_open, walked

SAID = {
    "approve": "approved as asked",
    "change": "approved with changes",
    "return": "goes back",
    "defer": "deferred",
    "reject": "rejected",
}


@dataclass(frozen=True)
class Condition:
    """What a decision depends on becomes a task: what, who, by when."""

    text: str = ""
    owner: User | None = None
    due_on: date | None = None


@transaction.atomic
def record_plan_decision(
    item: AgendaItem,
    *,
    choice: str,
    digest_seen: str,
    reason: str = "",
    overlay: dict[str, Any] | None = None,
    condition: Condition | None = None,
    earlier_id: int | None = None,
    by: Viewer,
    at: datetime,
) -> MeetingOutcome:
    """Write down what was decided on a plan, with owner, date and scope as set in the room. It waits for signature.

    `digest_seen` is that of the plan on the page, `earlier_id` the decision shown there, if any: where somebody
    recorded another one meanwhile, nothing is overwritten. The point is done, and the room goes on.
    """
    meeting = lock_running(item.meeting, by)
    row = find_item(meeting, item)
    if row.approval_item_id is None:
        raise Unfit("No plan waits for a decision here.")
    plan = with_plans(ApprovalItem.objects.all()).get(pk=row.approval_item_id)
    require_open(plan)
    before = recorded_decision(meeting, plan)
    if (before.pk if before else None) != earlier_id:
        refuse_recorded(plan, before)
    if digest_seen != plan.snapshot.digest:
        refuse_changed([plan], {plan.pk: digest_seen})
    changed = real_changes(plan, overlay or {})
    if choice == "approve" and changed:
        raise Unfit({"choice": ["A value is changed. Choose “As changed”, or put it back."]})
    changed = changed if choice == "change" else {}
    check_choice(plan, choice, reason, changed, at)
    if before:
        strike(before, "taken_back", by=by, at=at)
    if condition and condition.text.strip():
        task = write_meeting_task(meeting, condition.text, condition.owner, condition.due_on, by=by, at=at)
        write_outcome(
            meeting,
            row,
            MeetingOutcome(
                meeting=meeting,
                item=row,
                kind="task",
                text=task.title,
                task=task,
                recorded_by=by.user,
                recorded_at=at,
            ),
            by=by,
            at=at,
        )
    outcome = MeetingOutcome(
        meeting=meeting,
        item=row,
        kind="decision",
        text=decision_text(plan, choice, reason, changed),
        approval_item=plan,
        choice=choice,
        reason=reason.strip(),
        overlay=changed,
        digest=digest_seen,
        recorded_by=by.user,
        recorded_at=at,
    )
    write_outcome(meeting, row, outcome, by=by, at=at)
    go_on(meeting, row, "defer" if choice == "defer" else "finish")
    return outcome


def go_on(meeting: Meeting, row: AgendaItem, verb: str) -> None:
    """Settle the point and put the next open one on the table."""
    target = AGENDA_ITEM.moves[verb].target
    if row.state != target:
        row.state = AGENDA_ITEM.check(row.state, verb, f"“{row.title}”").target
        row.save(update_fields=["state"])
    meeting.current = next_open(walked(meeting.agenda.all()), row) or row
    meeting.save(update_fields=["current"])


def recorded_decision(meeting: Meeting, plan: ApprovalItem) -> MeetingOutcome | None:
    """The decision on the plan that stands in this meeting."""
    return (
        MeetingOutcome.objects.filter(meeting=meeting, approval_item=plan, state="recorded")
        .select_related("recorded_by")
        .first()
    )


def refuse_recorded(plan: ApprovalItem, found: MeetingOutcome | None) -> None:
    """Say who recorded or struck a decision meanwhile."""
    if found is None:
        raise Conflict(f"The decision on {plan.action.code} was taken back meanwhile. Look at it, and record again.")
    raise Conflict(
        f"{found.recorded_by} recorded meanwhile: {found.text}. Nothing was overwritten; look at it, and record again."
    )


def decision_text(plan: ApprovalItem, choice: str, reason: str, changed: dict[str, Any]) -> str:
    """The decision as a sentence of the minutes: "A-07 approved with changes: finish by Tue 15 Jul 2025"."""
    parts = []
    if changed:
        wanted = content(plan.action, {**plan.overlay, **changed})
        parts = [
            f"{line.label.lower()} {line.after}"
            for line in differences(plan.snapshot, wanted)
            if line.field != "milestones"
        ]
    if reason.strip():
        parts.append(reason.strip())
    words = f"{plan.action.code} {plan.action.title}: {SAID[choice]}"
    return f"{words} – {'; '.join(parts)}" if parts else words


@dataclass(frozen=True)
class Ready:
    """What a leader may sign now: the bundles with marks in them, and what could not be marked, with the reason."""

    requests: list[ApprovalRequest]
    marked: int
    refused: list[str]


@transaction.atomic
def ready_to_sign(meeting: Meeting, *, by: Viewer, at: datetime) -> Ready:
    """Mark for the leader what was decided in the room, by their own act, so that they sign it all in one step."""
    requests: dict[int, ApprovalRequest] = {}
    marked, refused = 0, []
    for outcome, plan in to_sign(meeting, by):
        try:
            choice, overlay = as_it_stands(outcome, plan)
            save_decision(
                plan,
                choice=choice,
                digest_seen=plan.snapshot.digest,
                reason=outcome.reason,
                overlay=overlay,
                by=by,
                at=at,
            )
        except (Conflict, Refused) as refusal:
            refused.append(refusal.reason)
        except Unfit as unfit:
            refused.append(str(unfit))
        else:
            marked += 1
            requests[plan.request_id] = plan.request
    if marked:
        codes = listed([str(request) for request in requests.values()])
        record("meeting.marked_to_sign", meeting, actor=by.actor, at=at, new={"decisions": marked, "in": codes})
    return Ready(list(requests.values()), marked, refused)


def to_sign(meeting: Meeting, by: Viewer) -> list[tuple[MeetingOutcome, ApprovalItem]]:
    """The recorded decisions that wait for this person's signature, in the order of the agenda."""
    outcomes = list(
        MeetingOutcome.objects.filter(
            meeting=meeting, state="recorded", approval_item__state="pending", approval_item__request__signers=by.user
        ).order_by("item__position", "pk")
    )
    plans = {
        plan.pk: plan
        for plan in with_plans(ApprovalItem.objects.filter(pk__in=[each.approval_item_id for each in outcomes]))
    }
    found = []
    for outcome in outcomes:
        plan = plans[outcome.approval_item_id or 0]
        signed = any(each.signer_id == by.id and each.snapshot_id == plan.snapshot_id for each in plan.signatures.all())
        if (not signed or is_new_to_all(outcome, plan)) and decision_allowed(by, plan, {by.id}):
            found.append((outcome, plan))
    return found


def as_it_stands(outcome: MeetingOutcome, plan: ApprovalItem) -> tuple[str, dict[str, Any]]:
    """The choice to mark. Where the first signer put the change into the plan already, the next approves it as it is."""
    if plan.snapshot.digest == outcome.digest:
        return outcome.choice, outcome.overlay
    shown = Snapshot.objects.filter(action=plan.action_id, digest=outcome.digest).first()
    if (
        outcome.choice == "change"
        and shown
        and same_plan(with_overlay(shown.values, outcome.overlay), plan.snapshot.values)
    ):
        return "approve", {}
    raise Conflict(f"{plan.action.code} changed since the meeting decided on it. Decide on it in the bundle.")

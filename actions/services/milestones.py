"""Work on an approved plan: milestones reached, proof, more milestones inside the signed finish."""

from datetime import date, datetime

from django.db import transaction

from accounts.viewer import Viewer
from actions.lifecycle import MILESTONE
from actions.models import CorrectiveAction, Milestone
from actions.permissions import can_follow
from actions.searching import index_actions
from actions.services.plans import move_action
from audit.services import record
from common.access import ALLOWED, Answer, Denied, Unfit, require
from common.dates import add_working_days, short_date, today
from common.db import fit
from evidence.models import Evidence

ADD_WITHIN_WORKING_DAYS = 5


def lock(milestone: Milestone) -> Milestone:
    """The milestone with its action, the action's row locked first."""
    CorrectiveAction.objects.select_for_update(of=("self",)).get(pk=milestone.action_id)
    return (
        Milestone.objects.select_for_update(of=("self",))
        .select_related("action__department", "action__owner", "action__team", "action__gap")
        .prefetch_related("action__team__members")
        .get(pk=milestone.pk)
    )


@transaction.atomic
def reach(milestone: Milestone, *, on: date, proof_to_follow: bool = False, by: Viewer, at: datetime) -> Milestone:
    """Mark a milestone reached on a date, not in the future. The first one starts the work on the action."""
    milestone = lock(milestone)
    require(can_follow(by, milestone.action))
    return write_reached(milestone, on=on, proof_to_follow=proof_to_follow, by=by, at=at)


def write_reached(milestone: Milestone, *, on: date, proof_to_follow: bool, by: Viewer, at: datetime) -> Milestone:
    """Write a locked milestone as reached; whoever calls has asked whether the person may."""
    action = milestone.action
    MILESTONE.check(milestone.state, "reach", f"“{milestone.title}”")
    if on > today(at):
        raise Unfit({"reached_on": [f"{short_date(on, today(at))} is still to come; give the day it was reached."]})
    old = milestone.state
    milestone.state, milestone.reached_on, milestone.reached_by = "reached", on, by.user
    milestone.proof_to_follow = proof_to_follow
    milestone.state_reason = ""
    fit(milestone)
    milestone.save()
    if action.state == "approved":
        move_action(action, "start", by=by, at=at)
    record(
        "milestone.reached",
        action,
        actor=by.actor,
        at=at,
        department_id=action.department_id,
        old={"milestone": milestone.title, "state": old},
        new={"milestone": milestone.title, "state": "reached", "reached_on": on},
    )
    return milestone


@transaction.atomic
def take_back(milestone: Milestone, *, reason: str, by: Viewer, at: datetime) -> Milestone:
    """A milestone was not reached after all: it is open again, with the reason kept."""
    milestone = lock(milestone)
    MILESTONE.check(milestone.state, "unreach", f"“{milestone.title}”")
    require(can_follow(by, milestone.action))
    if not reason.strip():
        raise Unfit({"reason": ["Say why it was not reached."]})
    old = milestone.reached_on
    milestone.state, milestone.reached_on, milestone.reached_by = "in_progress", None, None
    milestone.state_reason, milestone.proof_to_follow = reason.strip(), False
    fit(milestone)
    milestone.save()
    record(
        "milestone.taken_back",
        milestone.action,
        actor=by.actor,
        at=at,
        department_id=milestone.action.department_id,
        old={"milestone": milestone.title, "reached_on": old},
        new={"milestone": milestone.title, "state": "in_progress"},
        reason=reason.strip(),
    )
    return milestone


@transaction.atomic
def add_milestone(action: CorrectiveAction, *, title: str, on: date, by: Viewer, at: datetime) -> Milestone:
    """Add a milestone inside the signed finish, without a new signature.

    The owner has five working days from accepting for this; afterwards a change of the plan is asked for.
    """
    CorrectiveAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    action = CorrectiveAction.objects.full_plans().prefetch_related("team__members").get(pk=action.pk)
    require(can_follow(by, action))
    require(still_open_for_milestones(action, at))
    if not title.strip():
        raise Unfit({"title": ["Say what will be reached."]})
    if action.due_on and on > action.due_on:
        raise Unfit({"promised_on": [f"After the signed finish, {short_date(action.due_on, on)}."]})
    milestone = Milestone(
        action=action,
        title=title.strip(),
        promised_on=on,
        first_promised_on=on,
        position=len(action.milestones.all()),
    )
    fit(milestone)
    milestone.save()
    index_actions(action.pk, at=at)
    record(
        "milestone.added",
        action,
        actor=by.actor,
        at=at,
        department_id=action.department_id,
        new={"milestone": milestone.title, "promised_on": on},
    )
    return milestone


def still_open_for_milestones(action: CorrectiveAction, at: datetime) -> Answer:
    """Whether milestones may be added without a signature at the instant."""
    if action.owner_answer != "accepted" or action.owner_answered_at is None:
        return ALLOWED
    begun = max(filter(None, (action.owner_answered_at, action.approved_at)))
    last = add_working_days(today(begun), ADD_WITHIN_WORKING_DAYS)
    if today(at) <= last:
        return ALLOWED
    return Denied(
        f"Milestones could be added until {short_date(last, today(at))}, five working days after the plan was accepted."
        " Ask for a change of the plan."
    )


@transaction.atomic
def add_proof(
    action: CorrectiveAction, evidence: Evidence, *, milestone: Milestone | None = None, by: Viewer, at: datetime
) -> None:
    """Point the action, and the milestone where one is named, at a piece of evidence."""
    CorrectiveAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    action = CorrectiveAction.objects.full_plans().prefetch_related("team__members").get(pk=action.pk)
    require(can_follow(by, action))
    action.evidence.add(evidence)
    if milestone is not None:
        if milestone.action_id != action.pk:
            raise Unfit({"milestone": ["Choose a milestone of this action."]})
        milestone.evidence.add(evidence)
        Milestone.objects.filter(pk=milestone.pk).update(proof_to_follow=False)
    record(
        "evidence.added",
        action,
        actor=by.actor,
        at=at,
        department_id=action.department_id,
        new={"evidence": evidence.title, "milestone": milestone.title if milestone else ""},
    )


@transaction.atomic
def implement(action: CorrectiveAction, *, by: Viewer, at: datetime) -> CorrectiveAction:
    """Mark an action implemented: every milestone is reached, there is at least one, and there is proof."""
    CorrectiveAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    action = CorrectiveAction.objects.full_plans().prefetch_related("team__members", "evidence").get(pk=action.pk)
    require(can_follow(by, action))
    missing = missing_for_implemented(action)
    if missing:
        raise Unfit(missing)
    return move_action(action, "implement", by=by, at=at)


def missing_for_implemented(action: CorrectiveAction) -> str:
    """What still stands in the way of "implemented", in one sentence; empty when nothing does."""
    milestones = [each for each in action.milestones.all() if each.state != "dropped"]
    waiting = [each.title for each in milestones if each.state not in ("reached", "verified")]
    if not milestones:
        return "There is no milestone yet, so nothing shows that it is done. Add one."
    if waiting:
        return f"Not reached yet: {'; '.join(waiting)}."
    if not any(each.withdrawn_at is None for each in action.evidence.all()):
        return "There is no evidence yet. Add a file or a link that shows it is done."
    return ""

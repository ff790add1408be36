"""Roadblocks: put to a named leader with a time to answer, answered, resolved."""

import secrets
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.people import people_with
from accounts.viewer import Viewer
from actions.emails import ask_leader, tell_answer
from actions.lifecycle import BLOCKER
from actions.models import Blocker, CorrectiveAction
from actions.permissions import DECIDE, can_answer_roadblock, can_end_roadblock, can_follow
from audit.services import record
from common.access import Unfit, require
from common.dates import add_working_days, short_date, today
from common.db import fit

ANSWER_WORKING_DAYS = 3


def who_can_clear() -> list[User]:
    """The leaders that a roadblock can be put to."""
    return people_with(DECIDE)


@transaction.atomic
def raise_roadblock(
    action: CorrectiveAction,
    *,
    what: str,
    put_to: User | None,
    answer_by: date | None = None,
    by: Viewer,
    at: datetime,
    checked: bool = False,
) -> Blocker:
    """Put an obstacle to a leader. Without a date the answer is asked for in three working days.

    `checked` says that the caller has asked whether the person may, as a check-in from a mail has.
    """
    action = CorrectiveAction.objects.full_plans().prefetch_related("team__members").get(pk=action.pk)
    if not checked:
        require(can_follow(by, action))
    day = today(at)
    errors: dict[str, list[str]] = {}
    if not what.strip():
        errors["what"] = ["Say what is in the way."]
    if put_to is None or put_to not in who_can_clear():
        errors["put_to"] = ["Choose who can clear it."]
    if answer_by and answer_by < day:
        errors["answer_by"] = [f"{short_date(answer_by, day)} has passed; give a day from today on."]
    if errors or put_to is None:
        raise Unfit(errors)
    blocker = Blocker(
        action=action,
        what=what.strip(),
        put_to=put_to,
        answer_by=answer_by or add_working_days(day, ANSWER_WORKING_DAYS),
        raised_by=by.user,
        raised_at=at,
        nonce=secrets.token_hex(16),
    )
    fit(blocker)
    blocker.save()
    ask_leader(blocker, at=at)
    write(
        blocker,
        "raised",
        new={"roadblock": blocker.what, "put_to": put_to.name, "answer_by": blocker.answer_by},
        by=by,
        at=at,
    )
    return blocker


def lock(blocker: Blocker) -> Blocker:
    CorrectiveAction.objects.select_for_update(of=("self",)).get(pk=blocker.action_id)
    return (
        Blocker.objects.select_for_update(of=("self",))
        .select_related("action__owner", "action__team", "action__department", "put_to", "raised_by")
        .prefetch_related("action__team__members")
        .get(pk=blocker.pk)
    )


@transaction.atomic
def answer_roadblock(blocker: Blocker, *, answer: str, by: Viewer, at: datetime) -> Blocker:
    """The leader says what happens about it; who raised it is told."""
    blocker = lock(blocker)
    BLOCKER.check(blocker.state, "answer", "The roadblock")
    require(can_answer_roadblock(by, blocker))
    if not answer.strip():
        raise Unfit({"answer": ["Say what happens about it, and by when."]})
    blocker.state, blocker.answer = "answered", answer.strip()
    blocker.answered_by, blocker.answered_at = by.user, at
    fit(blocker)
    blocker.save()
    tell_answer(blocker, by=by, at=at)
    write(blocker, "answered", old={"state": "open"}, new={"state": "answered", "answer": blocker.answer}, by=by, at=at)
    return blocker


@transaction.atomic
def end_roadblock(blocker: Blocker, verb: str, *, reason: str = "", by: Viewer, at: datetime) -> Blocker:
    """Resolve it, withdraw it, or say that it still stands (with a reason; the leader is asked again)."""
    blocker = lock(blocker)
    move = BLOCKER.check(blocker.state, verb, "The roadblock")
    require(can_end_roadblock(by, blocker))
    if move.reason_needed and not reason.strip():
        raise Unfit({"reason": ["Say what still stands in the way."]})
    old, answered_at = blocker.state, blocker.answered_at
    blocker.state = move.target
    if move.target == "open":
        blocker.answer_by = add_working_days(today(at), ANSWER_WORKING_DAYS)
        blocker.answered_by, blocker.answered_at = None, None
        ask_leader(blocker, at=at, again=int(answered_at.timestamp()) if answered_at else 1)
    else:
        blocker.ended_by, blocker.ended_at = by.user, at
    fit(blocker)
    blocker.save()
    verbs = {"resolve": "resolved", "withdraw": "withdrawn", "reopen": "reopened"}
    write(
        blocker,
        verbs[verb],
        old={"state": old, "answer": blocker.answer},
        new={"state": move.target},
        reason=reason,
        by=by,
        at=at,
    )
    return blocker


def write(
    blocker: Blocker,
    what: str,
    *,
    old: dict[str, object] | None = None,
    new: dict[str, object],
    reason: str = "",
    by: Viewer,
    at: datetime,
) -> None:
    """The entry in the history of the action."""
    record(
        f"roadblock.{what}",
        blocker.action,
        actor=by.actor,
        at=at,
        department_id=blocker.action.department_id,
        old=old or {},
        new=new,
        reason=reason.strip(),
    )

"""How often owners are asked: for one action alone, and as leadership agreed for an analysis, with who reads the answers."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import Cadence, User
from accounts.rhythm import check_in_cadence_of, organisation
from accounts.viewer import Viewer
from actions.lifecycle import ENDED
from actions.models import CorrectiveAction
from actions.permissions import can_hold
from actions.searching import index_actions
from actions.services.holding import lock
from audit.services import record
from common.access import require
from common.cadence import EVERY
from common.dates import today
from common.db import fit
from gaps.models import GapAnalysis


@transaction.atomic
def set_action_cadence(action: CorrectiveAction, weeks: int | None, *, by: Viewer, at: datetime) -> CorrectiveAction:
    """Ask every `weeks` weeks, on the weekday and at the hour of the others; None follows the others again.

    The running period ends first: nothing is asked twice for the same days.
    """
    action = lock(action)
    require(can_hold(by, action))
    before = action.check_in_cadence
    if (before.weeks if before else None) == weeks:
        return action
    cadence = None
    if weeks is not None:
        common = (
            action.gap.analysis.check_in_cadence
            or action.department.check_in_cadence
            or check_in_cadence_of(organisation())
        )
        cadence = Cadence(weeks=weeks, weekday=common.weekday, hour=common.hour, anchor_on=today(at))
        fit(cadence)
        cadence.save()
    action.check_in_cadence = cadence
    action.save(update_fields=["check_in_cadence"])
    every: dict[int | None, str] = {None: "as the others", **dict(EVERY)}
    record(
        "action.cadence_changed",
        action,
        actor=by.actor,
        at=at,
        department_id=action.department_id,
        old={"check_ins": every[before.weeks if before else None]},
        new={"check_ins": every[weeks]},
    )
    return action


def anchor_before(day: date, *, weeks: int, weekday: int, at: datetime) -> date:
    """The weekday before `day`, so many times `weeks` weeks back that it is not after today."""
    found = day - timedelta(days=(day.weekday() - weekday - 1) % 7 + 1)
    ahead = (found - today(at)).days
    return found - timedelta(weeks=weeks * -(-ahead // (7 * weeks))) if ahead > 0 else found


@transaction.atomic
def agree_check_ins(
    analysis: GapAnalysis,
    *,
    weeks: int,
    weekday: int,
    before: date,
    reviewer: User | None,
    told_of_silence: User | None,
    by: Viewer,
    at: datetime,
) -> int:
    """Put in force what leadership agreed for the actions of an analysis; returns how many get another reviewer.

    Asked are their owners every `weeks` weeks on the weekday, counted so that it falls shortly before the day
    `before`, at the organisation's hour. Nobody reviews what they own. The caller has checked who may agree it.
    """
    rows = GapAnalysis.objects.select_for_update(of=("self",)).select_related("check_in_cadence", "told_of_silence")
    locked = rows.get(pk=analysis.pk)
    old, told_before = locked.check_in_cadence, locked.told_of_silence
    anchor = anchor_before(before, weeks=weeks, weekday=weekday, at=at)
    same = old and (old.weeks, old.weekday) == (weeks, weekday) and not (old.anchor_on - anchor).days % (7 * weeks)
    cadence = old
    if not same:
        hour = check_in_cadence_of(organisation()).hour
        cadence = Cadence(weeks=weeks, weekday=weekday, hour=hour, anchor_on=anchor)
        fit(cadence)
        cadence.save()
    if not same or told_before != told_of_silence:
        locked.check_in_cadence, locked.told_of_silence = cadence, told_of_silence
        locked.save(update_fields=["check_in_cadence", "told_of_silence"])
        before_words = {"check_ins": str(old) if old else "as each department", "told_of_silence": name_of(told_before)}
        after_words = {"check_ins": str(cadence), "told_of_silence": name_of(told_of_silence)}
        record("analysis.rhythm_agreed", locked, actor=by.actor, at=at, old=before_words, new=after_words)
    return set_reviewer(locked, reviewer, by=by, at=at) if reviewer else 0


def name_of(person: User | None) -> str:
    return person.name if person else ""


def set_reviewer(analysis: GapAnalysis, reviewer: User, *, by: Viewer, at: datetime) -> int:
    """Make somebody the reviewer of every open action of the analysis that is not their own; returns of how many."""
    rows = (
        CorrectiveAction.objects.select_for_update(of=("self",))
        .filter(gap__analysis=analysis)
        .exclude(state__in=ENDED)
        .exclude(reviewer=reviewer)
        .exclude(owner=reviewer)
        .exclude(team__members=reviewer)
        .order_by("pk")
    )
    changed = list(rows.select_related("reviewer"))
    for action in changed:
        before, action.reviewer = action.reviewer, reviewer
        action.save(update_fields=["reviewer"])
        record(
            "action.reviewer_named",
            action,
            actor=by.actor,
            at=at,
            department_id=action.department_id,
            old={"reviewer": before.name if before else ""},
            new={"reviewer": reviewer.name},
        )
    index_actions(*(each.pk for each in changed), at=at)
    return len(changed)

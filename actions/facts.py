"""Reading what the rules of health look at, for one action or for many in one statement."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import DateField, DateTimeField

from actions.health import Checkpoint, Facts, Verdict, computed_health
from actions.models import CorrectiveAction
from common.compiled import SOMEBODY, Compiled, Slot, compiled
from common.dates import today

FACTS = ("pk", "misses", "late_blockers", "owner_away")


def verdicts(actions: Iterable[CorrectiveAction], at: datetime) -> dict[int, Verdict]:
    """What the dates say of each action, by its id. Milestones have to be loaded; one statement."""
    found: dict[int, Any] = {each.pk: each for each in actions}
    if len(found) == 1:
        rows = facts_of_one().found(next(iter(found)), at=at, day=today(at))
    else:
        rows = list(CorrectiveAction.objects.filter(pk__in=found).with_facts(at).order_by().values_list(*FACTS))
    for pk, *values in rows:
        for name, value in zip(FACTS[1:], values, strict=True):
            setattr(found[pk], name, value)
    return {pk: verdict(each, at) for pk, each in found.items()}


@lru_cache(maxsize=1)
def facts_of_one() -> Compiled:
    """The statement for one action: every check-in runs it."""
    rows = CorrectiveAction.objects.filter(pk=SOMEBODY)
    at, day = Slot("at", DateTimeField()), Slot("day", DateField())
    return compiled(rows.with_facts_on(at, day).order_by().values_list(*FACTS))


def verdict(action: Any, at: datetime) -> Verdict:
    """What the dates say of an action that was read `with_facts`, with its milestones."""
    facts = Facts(
        state=action.state,
        due_on=action.due_on,
        forecast_on=action.forecast_on,
        open_milestones=[
            Checkpoint(each.title, each.promised_on, each.forecast_on)
            for each in action.milestones.all()
            if each.state in ("planned", "in_progress")
        ],
        misses=action.misses,
        late_blockers=action.late_blockers,
        owner_away=action.owner_away,
    )
    return computed_health(facts, today(at))


def late_milestones(action: CorrectiveAction, day: date) -> list:
    """The open milestones whose promised date has passed, the latest first; milestones have to be loaded."""
    open_ones = [each for each in action.milestones.all() if each.state in ("planned", "in_progress")]
    return sorted(
        (each for each in open_ones if each.promised_on and each.promised_on < day),
        key=lambda each: (each.promised_on, each.pk),
    )

"""How an action is going by its dates: plain functions on plain values, each answer with its rule in words.

The rules (DESIGN of the product, rule 6; docs/health.md):
off track: the finish has passed, a milestone is more than a week late, or the owner's own forecast lies behind the
finish by more than the signed allowance. At risk: a milestone is late or forecast late, two check-ins in a row were
missed, or a roadblock waits longer than it was given. Else on track; unknown where there are no dates or no work yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from common.dates import short_date, working_days_between
from common.text import counted

LONG_LATE_DAYS = 7
ALLOWED_SLIP = 5
MISSES = 2
ENDED = ("implemented", "verified", "closed")


@dataclass(frozen=True)
class Checkpoint:
    """A milestone that is not reached yet: when it was promised, and when it is now expected."""

    title: str
    promised_on: date | None
    forecast_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """What the rules look at. `misses`: check-ins missed in a row; `late_blockers`: roadblocks past their date."""

    state: str
    due_on: date | None
    forecast_on: date | None
    open_milestones: Sequence[Checkpoint]
    misses: int = 0
    late_blockers: int = 0
    owner_away: bool = False


@dataclass(frozen=True)
class Verdict:
    """The computed health and the sentence that says why."""

    key: str
    why: str


def days_late(on: date, today: date) -> str:
    return counted((today - on).days, "day")


def computed_health(facts: Facts, today: date) -> Verdict:
    """What the dates say, the gravest rule first."""
    if facts.state in ENDED:
        return Verdict("on_track", "The work is done.")
    if facts.state == "on_hold":
        return Verdict("unknown", "It is on hold.")
    if facts.due_on is None:
        return Verdict("unknown", "There is no finish date.")
    late = sorted(
        (each for each in facts.open_milestones if each.promised_on and each.promised_on < today),
        key=lambda each: each.promised_on or today,
    )
    first_late = late[0].promised_on if late else None
    if facts.due_on < today:
        return Verdict("off_track", f"The finish, {short_date(facts.due_on, today)}, has passed.")
    if first_late and (today - first_late).days > LONG_LATE_DAYS:
        return Verdict("off_track", f"“{late[0].title}” is {days_late(first_late, today)} late.")
    slip = working_days_between(facts.due_on, facts.forecast_on) if facts.forecast_on else 0
    if slip > ALLOWED_SLIP:
        return Verdict("off_track", f"The forecast lies {counted(slip, 'working day')} behind the finish.")
    if first_late:
        return Verdict("at_risk", f"“{late[0].title}” is {days_late(first_late, today)} late.")
    for each in facts.open_milestones:
        if each.forecast_on and each.promised_on and each.forecast_on > each.promised_on:
            return Verdict(
                "at_risk", f"“{each.title}” is expected {days_late(each.promised_on, each.forecast_on)} late."
            )
    if slip > 0:
        return Verdict("at_risk", f"The forecast lies {counted(slip, 'working day')} behind the finish.")
    if facts.late_blockers:
        return Verdict("at_risk", "A roadblock waits longer than it was given.")
    if facts.owner_away:
        return Verdict("unknown", "The owner is away, and nobody stands in.")
    if facts.misses >= MISSES:
        return Verdict("at_risk", f"{counted(facts.misses, 'check-in').capitalize()} in a row were missed.")
    return Verdict("on_track", "No date has slipped.")

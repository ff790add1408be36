"""Owners with more due at once than one person keeps: more than five open actions in the same 30 days, of any analysis."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from actions.consistency.finding import Finding, Link
from actions.models import CorrectiveAction
from common.dates import short_date
from common.text import counted

MOST_DUE = 5
WITHIN_DAYS = 30
OPEN = ("draft", "proposed", "returned", "approved", "in_progress", "on_hold")

Owner = tuple[int | None, int | None]


def owner_findings(plans: Sequence[Any], day: date, link: Link) -> list[Finding]:
    """Who of the plans' owners has too much due at once. One statement."""
    dated = [each for each in plans if each.due_on and (each.owner_id or each.team_id) and each.state in OPEN]
    if not dated:
        return []
    found = []
    due = due_of(dated)
    for key, own in by_owner(dated).items():
        first, last, number = busiest(due[key], {each.due_on for each in own})
        if number <= MOST_DUE:
            continue
        sentence = f"{own[0].owner_name} has {counted(number, 'action')} due within {WITHIN_DAYS} days"
        detail = (
            f"From {short_date(first, day)} to {short_date(last, day)}, over all analyses; more than"
            f" {counted(MOST_DUE, 'action')} at once are rarely all kept. Move a date, or name another owner."
        )
        found.append(Finding(sentence, detail, link(own), "Spread the dates", "serious"))
    return sorted(found, key=lambda finding: finding.sentence)


def by_owner(plans: Sequence[Any]) -> dict[Owner, list[Any]]:
    found: dict[Owner, list[Any]] = defaultdict(list)
    for each in plans:
        found[each.owner_id, each.team_id].append(each)
    return found


def due_of(plans: Sequence[Any]) -> dict[Owner, list[date]]:
    """When the owners' open actions of every analysis are due, near the dates of these plans."""
    near = timedelta(days=WITHIN_DAYS)
    days = [each.due_on for each in plans]
    rows = CorrectiveAction.objects.filter(
        Q(owner__in={each.owner_id for each in plans if each.owner_id})
        | Q(team__in={each.team_id for each in plans if each.team_id}),
        state__in=OPEN,
        due_on__range=(min(days) - near, max(days) + near),
    )
    found: dict[Owner, list[date]] = defaultdict(list)
    for owner, team, due_on in rows.order_by("due_on").values_list("owner", "team", "due_on"):
        if due_on:
            found[owner, team].append(due_on)
    return found


def busiest(days: Sequence[date], own: set[date]) -> tuple[date, date, int]:
    """First and last day and the number of the fullest 30 days that hold one of the own days; `days` are in order."""
    best = (date.max, date.max, 0)
    for place, first in enumerate(days):
        window = [each for each in days[place:] if each < first + timedelta(days=WITHIN_DAYS)]
        if len(window) > best[2] and own & set(window):
            best = (first, window[-1], len(window))
    return best

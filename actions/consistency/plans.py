"""Plans: owner, dates, cause, indicator and proof. One statement reads all that is looked at."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from actions.consistency.finding import Finding, Link, grouped
from actions.models import ActionCause, Milestone
from common.dates import short_date
from common.db import how_many
from evidence.querysets import with_proof_running_out

NOT_BEGUN = ("draft", "proposed", "returned")
ENDED = ("cancelled", "rejected", "closed", "verified")


def with_checks(rows: QuerySet, day: date) -> QuerySet:
    """Actions with `has_cause`, `suggested_causes`, `after_finish`, `past_stones` and the proof that runs out."""
    links = ActionCause.objects.filter(action=OuterRef("pk"))
    stones = Milestone.objects.open().filter(action=OuterRef("pk"))
    return with_proof_running_out(rows, day).annotate(
        has_cause=Exists(links.filter(is_confirmed=True)),
        suggested_causes=how_many(links.filter(is_confirmed=False)),
        after_finish=how_many(stones.filter(promised_on__gt=OuterRef("due_on"))),
        past_stones=how_many(stones.filter(promised_on__lt=day)),
    )


def plan_findings(plans: Sequence[Any], day: date, link: Link, *, for_approval: bool) -> list[Finding]:
    """What plans lack or say that cannot be. Nothing is approved without owner and date; before that they may be open."""
    new = [each for each in plans if each.state in NOT_BEGUN]
    open_ones = [each for each in plans if each.state not in ENDED]
    needed = "blocks" if for_approval else "look"
    when = (
        "No action is approved without; whoever signs sets it by “Change and approve”."
        if for_approval
        else "Set in the plan grid or at the follow-up meeting; no action is approved without."
    )
    no_cause = [each for each in new if not each.has_cause and not each.no_cause_reason]
    suggested = any(each.suggested_causes for each in no_cause)
    return [
        *grouped(
            [each for each in new if not each.owner_id and not each.team_id],
            "has no owner", "actions have no owner", when, link, "Name owners", needed,
        ),
        *grouped(
            [each for each in new if not each.due_on],
            "has no finish date", "actions have no finish date", when, link, "Set the dates", needed,
        ),
        *grouped(
            [each for each in new if each.due_on and each.due_on < day],
            "finishes in the past", "actions finish in the past",
            "It would be late on the day it is signed.", link, "Move the dates", "serious",
        ),
        *grouped(
            [each for each in new if each.past_stones],
            "has a milestone in the past", "actions have a milestone in the past",
            "It would be late on the day it is signed.", link, "Move the milestones", "serious",
        ),
        *grouped(
            [each for each in open_ones if each.after_finish],
            "has a milestone after its finish", "actions have a milestone after their finish",
            "Move the milestone or the finish.", link, "Put the dates in order", "serious",
        ),
        *grouped(
            no_cause,
            "answers no confirmed cause", "actions answer no confirmed cause",
            "Links are suggested; confirm them." if suggested else "Say which cause it answers, or why none.",
            link, "Link the causes", "serious" if for_approval else "look",
        ),
        *grouped(
            [each for each in new if not each.kpi_id],
            "names no indicator", "actions name no indicator",
            "Without one nobody can say whether it helped.", link, "Choose indicators", "look",
        ),
    ]  # fmt: skip


def proof_findings(things: Sequence[Any], day: date, link: Link) -> list[Finding]:
    """Evidence that has expired, or does so within 30 days: of findings or of actions."""
    found = []
    for each in things:
        if each.proof_until is None:
            continue
        expired = each.proof_until < day
        word = "expired" if expired else "expires"
        found.append(
            Finding(
                f"Evidence of {each.code} {word} {short_date(each.proof_until, day)}",
                f"“{each.proof_title}”. Add a new version, or withdraw it.",
                link([each]),
                "Renew it",
                "serious" if expired else "look",
            )
        )
    return found

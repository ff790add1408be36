"""Work on causes as plans see it: the words that somebody signed stay, and whoever is deciding is asked anew.

The wording of the causes that a plan answers is part of what is signed. Where a signed plan holds a cause, its words,
its end and its merging are refused; its category and its place in the tree, which nobody signed, go on.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.viewer import Viewer
from actions.lifecycle import SIGNED
from actions.models import ActionCause, CorrectiveAction
from actions.services.cause_links import change_links
from actions.services.pending import refresh_pending_item
from common.access import Conflict
from common.text import listed
from gaps.models import RootCause
from gaps.services import causes


def actions_of(cause: RootCause) -> list[CorrectiveAction]:
    """The actions that answer the cause or are suggested to, locked, in the order of their number."""
    return list(
        CorrectiveAction.objects.select_for_update(of=("self",)).filter(cause_links__cause=cause).order_by("number")
    )


def refuse_signed(cause: RootCause, actions: Iterable[CorrectiveAction], what: str) -> None:
    """Raise `Conflict` where a signed plan answers the cause."""
    kept = set(ActionCause.objects.filter(cause=cause, is_confirmed=True).values_list("action_id", flat=True))
    signed = [each.code for each in actions if each.state in SIGNED and each.pk in kept]
    if signed:
        plans = "The plan of" if len(signed) == 1 else "The plans of"
        raise Conflict(
            f"{plans} {listed(signed)} {'was' if len(signed) == 1 else 'were'} signed with these words, so {what}."
            " Ask the next why below it instead."
        )


def ask_anew(actions: Iterable[CorrectiveAction], *, by: Viewer, at: datetime) -> None:
    """Put the plans that wait for a decision to their signers as they read now."""
    for each in actions:
        if each.state == "proposed":
            refresh_pending_item(each, by=by, at=at)


@transaction.atomic
def edit_cause(cause: RootCause, *, text: str, category: str, reason: str = "", by: Viewer, at: datetime) -> bool:
    """Change wording or category."""
    actions = actions_of(cause)
    if text.strip() != cause.text:
        refuse_signed(cause, actions, "they stay")
    changed = causes.edit_cause(cause, text=text, category=category, reason=reason, by=by, at=at)
    if changed:
        ask_anew(actions, by=by, at=at)
    return changed


@transaction.atomic
def remove_cause(cause: RootCause, *, reason: str = "", by: Viewer, at: datetime) -> None:
    """Take a cause away that no action answers; links that were only suggested go with it."""
    actions = actions_of(cause)
    links = list(ActionCause.objects.filter(cause=cause))
    confirmed = {link.action_id for link in links if link.is_confirmed}
    answering = [each.code for each in actions if each.pk in confirmed]
    if answering:
        raise Conflict(
            f"{listed(answering)} {'answers' if len(answering) == 1 else 'answer'} it. Take the link away first."
        )
    ActionCause.objects.filter(pk__in=[link.pk for link in links]).delete()
    causes.remove_cause(cause, reason=reason, by=by, at=at)


@transaction.atomic
def merge_cause(cause: RootCause, *, into: int, by: Viewer, at: datetime) -> RootCause:
    """Put two causes of a gap together; the actions that answer the one answer the other."""
    actions = actions_of(cause)
    refuse_signed(cause, actions, "it stays apart")
    confirmed = dict(ActionCause.objects.filter(cause=cause).values_list("action_id", "is_confirmed"))
    for each in actions:
        change_links(each, add=[into] if confirmed[each.pk] else [], drop=[cause.pk], by=by, at=at, checked=True)
    return causes.merge_cause(cause, into=into, by=by, at=at)

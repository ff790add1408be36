"""Which causes an action answers: conditions for lists and pages. What answers a cause answers the whys below it too."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from actions.models import ActionCause
from gaps.causes import DEEPEST
from gaps.models import RootCause


def answers_at(steps: int) -> Exists:
    """The condition that an action alive answers the cause so many steps further up."""
    links = ActionCause.objects.filter(is_confirmed=True).exclude(action__state__in=("cancelled", "rejected"))
    return Exists(links.filter(cause=OuterRef("parent__" * steps + "pk")))


def unanswered(causes: QuerySet[RootCause]) -> QuerySet[RootCause]:
    """The deepest of the causes that no action alive answers, neither there nor further up."""
    found = causes.filter(~Exists(RootCause.objects.filter(parent=OuterRef("pk"))))
    for steps in range(DEEPEST):
        found = found.filter(~answers_at(steps))
    return found


def causes_marked() -> Prefetch:
    """The causes of gaps, each with `is_open`: whether it is one of those that nothing answers."""
    open_one = unanswered(RootCause.objects.filter(pk=OuterRef("pk")))
    return Prefetch("causes", RootCause.objects.annotate(is_open=Exists(open_one)))


def answered_above(causes: QuerySet[RootCause]) -> QuerySet[RootCause]:
    """Those of the causes of which one further up is answered."""
    condition: Any = Q()
    for steps in range(1, DEEPEST):
        condition |= Q(answers_at(steps))
    return causes.filter(condition)

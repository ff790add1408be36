"""What people hold of actions: plans, reviews, roadblocks, bundles to decide, check-ins they were asked for."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import CharField, Exists, F, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from accounts.models import Department, User
from accounts.viewer import Viewer
from accounts.work import Foreseen, Handing, Held, Kind, Source, Work
from actions.lifecycle import ENDED
from actions.models import (
    ApprovalItem,
    ApprovalRequest,
    Blocker,
    CheckInRequest,
    CorrectiveAction,
    Milestone,
    PlanChange,
)
from actions.permissions import DECIDE
from actions.services import handing, handing_plans
from common.db import how_many
from common.text import counted, cut

KINDS = (
    Kind("owns", "Actions they own", "action to own", "actions to own"),
    Kind("coming", "Actions they are to own, once it is signed", "action to come", "actions to come"),
    Kind("sponsors", "Actions they sponsor", "action to sponsor", "actions to sponsor"),
    Kind("reviews", "Actions whose check-ins they read", "action to review", "actions to review"),
    Kind(
        "helps", "Actions they contribute to", "action to contribute to", "actions to contribute to", is_optional=True
    ),
    Kind("decides", "Bundles they are asked to sign", "bundle to sign", "bundles to sign"),
    Kind("roadblocks", "Roadblocks put to them", "roadblock", "roadblocks"),
    Kind("check_ins", "Check-ins they were asked for", "check-in", "check-ins"),
)
ORDER = {kind.key: position for position, kind in enumerate(KINDS)}


def find(person: User, at: datetime) -> list[Work]:
    """In one statement. A plan whose next owner waits for a signature has been handed over already."""
    open_actions = CorrectiveAction.objects.exclude(state__in=ENDED).order_by()
    changes = PlanChange.objects.filter(action=OuterRef("pk"), state="requested")
    going = Exists(changes.filter(new__has_any_keys=["owner", "team"]))
    leaving = Exists(changes.filter(new__has_key="sponsor"))
    milestones = how_many(Milestone.objects.open().filter(action=OuterRef("pk")))
    bundles = ApprovalRequest.objects.filter(state="submitted", signers=person, items__state="pending").distinct()
    plans = how_many(ApprovalItem.objects.filter(request=OuterRef("pk"), state="pending"))
    named = Q(state="requested", new__owner=person.pk)
    none = Value(0)

    def rows(kind, found, title, number, detail):
        return found.order_by().values_list(Value(kind, CharField()), "pk", Cast(title, TextField()), number, detail)

    found = rows("owns", open_actions.filter(owner=person).exclude(going), "title", "number", milestones).union(
        rows("coming", PlanChange.objects.filter(named), "action__title", "action__number", F("item__request")),
        rows("sponsors", open_actions.filter(sponsor=person).exclude(leaving), "title", "number", none),
        rows("reviews", open_actions.filter(reviewer=person), "title", "number", none),
        rows("helps", open_actions.filter(contributors=person), "title", "number", none),
        rows("decides", bundles, "analysis__title", "number", plans),
        rows("roadblocks", Blocker.objects.filter(put_to=person, state="open"), "what", "action__number", none),
        rows(
            "check_ins",
            CheckInRequest.objects.can_be_answered().filter(round__person=person),
            "action__title",
            "action__number",
            F("round"),
        ),
        all=True,
    )
    return [work_of(*row) for row in sorted(found, key=lambda row: (ORDER[row[0]], row[3], row[1]))]


def work_of(kind: str, pk: int, title: str, number: int, detail: int) -> Work:
    code = f"A-{number:02d}"
    if kind == "decides":
        words = f"{counted(detail, 'plan')} to decide"
        return Work(kind, pk, f"Bundle {number}, {title}", reverse("approval", args=[pk]), words, DECIDE)
    if kind == "roadblocks":
        return Work(kind, pk, cut(title, 140), reverse("roadblock", args=[pk]), f"for {code}", DECIDE)
    if kind == "check_ins":
        return Work(kind, pk, f"{code} {title}", reverse("check_in", args=[detail]))
    if kind == "coming":
        return Work(kind, pk, f"{code} {title}", reverse("approval", args=[detail]))
    sub = counted(detail, "open milestone").capitalize() if kind == "owns" and detail else ""
    return Work(kind, pk, f"{code} {title}", reverse("action", args=[pk]), sub)


def foresee(person: User, handings: Sequence[Handing], by: Viewer, at: datetime) -> dict[str, Foreseen]:
    """What each would do; the same rules as the services', read for all of them at once."""
    return {**handing_plans.foresee(person, handings, by), **handing.foresee(person, handings)}


def give(person: User, handings: Sequence[Handing], reason: str, by: Viewer, at: datetime) -> None:
    """Write it."""
    handing_plans.give(person, handings, reason, by, at)
    handing.give(person, handings, reason, by, at)


SOURCE = Source(KINDS, find, foresee, give)


def held_by(department: Department) -> list[Held]:
    """Actions that go on."""
    actions = CorrectiveAction.objects.filter(department=department).exclude(state__in=ENDED).count()
    if not actions:
        return []
    address = f"{reverse('actions')}?department={department.pk}&status=open"
    return [Held(f"{counted(actions, 'action goes', 'actions go')} on", address)]

"""Plans that go to another owner, sponsor, reviewer or contributor: what that would do, and doing it.

A plan that is not signed is written; a signed one is changed by a signature on the difference, many in one bundle.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.viewer import Viewer
from accounts.work import REFUSED, SIGNATURE, Foreseen, Handing
from actions.lifecycle import SIGNED_ITEM
from actions.models import ApprovalItem, CorrectiveAction, PlanChange, Signature
from actions.searching import index_actions
from actions.services.bundles import eligible_signers, refuse_few
from actions.services.changes import Together, ask_change, refuse_difference, tell_of_bundle
from actions.services.plans import save_plan
from audit.services import record
from common.access import Conflict
from common.text import listed

SIGNED_FIELD = {"owns": "owner", "sponsors": "sponsor"}
UNSIGNED = ("draft", "returned", "proposed")


class Plans:
    """The plans that are handed over, with all that decides whether they may be; five statements for any number."""

    def __init__(self, pks: Iterable[int]):
        self.actions = {
            each.pk: each
            for each in CorrectiveAction.objects.filter(pk__in=set(pks))
            .select_related("gap__analysis", "owner", "team", "department")
            .prefetch_related("team__members")
        }
        items = (
            ApprovalItem.objects.filter(action__in=self.actions, state__in=("pending", *SIGNED_ITEM))
            .select_related("request__analysis")
            .prefetch_related("request__signers")
            .order_by("settled_at", "pk")
        )
        self.pending = {each.action_id: each for each in items if each.state == "pending"}
        self.signed = {each.action_id: each for each in items if each.state in SIGNED_ITEM}
        self.changing = {
            each.action_id for each in PlanChange.objects.filter(action__in=self.actions, state="requested")
        }
        self.signed_by: dict[int, set[int]] = defaultdict(set)
        for item, signer in Signature.objects.filter(item__in=self.signed.values()).values_list("item", "signer"):
            self.signed_by[item].add(signer)


def foresee(person: User, handings: Sequence[Handing], by: Viewer) -> dict[str, Foreseen]:
    """What each of the plans' handings would do."""
    mine = [each for each in handings if each.work.kind in ("owns", "sponsors", "reviews", "helps")]
    found = {
        each.work.key: Foreseen(
            "It waits for a signature that makes them the owner; let it be decided or taken back first.", REFUSED
        )
        for each in handings
        if each.work.kind == "coming"
    }
    if not mine:
        return found
    plans = Plans(each.work.pk for each in mine)
    for each in mine:
        action = plans.actions[each.work.pk]
        if each.work.kind == "helps":
            found[each.work.key] = Foreseen(
                f"{each.to} contributes from now on." if each.to else "It goes on without their help."
            )
        elif each.to is None:
            found[each.work.key] = Foreseen("Somebody has to be named.", REFUSED)
        elif each.work.kind == "reviews":
            found[each.work.key] = review_foreseen(action, each.to)
        else:
            found[each.work.key] = plan_foreseen(plans, action, each, by)
    return found


def review_foreseen(action: CorrectiveAction, to: User) -> Foreseen:
    if action.owner_id == to.pk:
        return Foreseen(f"{to} owns {action.code}, so somebody else reads its check-ins.", REFUSED)
    return Foreseen(f"{to} reads and acknowledges its check-ins.")


def plan_foreseen(plans: Plans, action: CorrectiveAction, each: Handing, by: Viewer) -> Foreseen:
    """Owner or sponsor of one plan, by where the plan stands."""
    to, is_owner = each.to, each.work.kind == "owns"
    if to is None:
        raise ValueError("a plan goes to somebody")
    what = "owner" if is_owner else "sponsor"
    if is_owner and action.reviewer_id == to.pk:
        return Foreseen(f"{to} reads the check-ins of {action.code}, so somebody else owns it.", REFUSED)
    if action.state in UNSIGNED:
        return unsigned_foreseen(plans.pending.get(action.pk), action, to, what)
    if action.pk in plans.changing:
        return Foreseen(
            f"A change of {action.code} waits for a signature; let it be decided, or take the bundle back.", REFUSED
        )
    signed = plans.signed.get(action.pk)
    if signed is None:
        return Foreseen(f"{action.code} has no signed plan that could be changed.", REFUSED)
    signers = list(signed.request.signers.all())
    owner_id = to.pk if is_owner else action.owner_id
    signed_by = plans.signed_by[signed.pk]
    if refused := refuse_difference(signed, action, signers, owner_id, signed_by, proposer_id=by.id):
        return Foreseen(refused, REFUSED)
    able = eligible_signers(action, signers, by.id, self_approval=bool(signed.request.analysis.self_approval_reason))
    who = listed([signer.name for signer in able if signer.pk != owner_id], "or")
    meanwhile = (
        f" If {action.owner} leaves before, the head of {action.department} is asked how it goes." if is_owner else ""
    )
    return Foreseen(f"{to} becomes {what} once {who} signs it; the signed plan goes on.{meanwhile}", SIGNATURE)


def unsigned_foreseen(pending: ApprovalItem | None, action: CorrectiveAction, to: User, what: str) -> Foreseen:
    """A plan that waits for a decision must still have enough people who may sign it."""
    if pending is None:
        asked = ", and is asked to accept it" if what == "owner" else ""
        return Foreseen(f"{to} is {what} at once{asked}.")
    signers = list(pending.request.signers.all())
    able = eligible_signers(
        action, signers, action.proposed_by_id or 0, self_approval=bool(pending.request.analysis.self_approval_reason)
    )
    if what == "owner" and not pending.request.analysis.self_approval_reason:
        able = [each for each in able if each.pk != to.pk]
    if few := refuse_few(action, able, pending.request.signatures_needed):
        return Foreseen(few, REFUSED)
    return Foreseen(
        f"{to} is {what} at once; the signers of {pending.request} decide on the plan as changed.", SIGNATURE
    )


def give(person: User, handings: Sequence[Handing], reason: str, by: Viewer, at: datetime) -> None:
    """Write it, one call of the plan's own service for each action."""
    values: dict[int, dict[str, Any]] = defaultdict(dict)
    for each in handings:
        if each.work.kind in SIGNED_FIELD and each.to is not None:
            values[each.work.pk][SIGNED_FIELD[each.work.kind]] = each.to
        elif each.work.kind == "coming":
            raise Conflict(f"{each.work.title} waits for a signature.")
    states = dict(CorrectiveAction.objects.filter(pk__in=values).values_list("pk", "state"))
    together: Together = {}
    for pk in sorted(values):
        action = CorrectiveAction(pk=pk)
        if states[pk] in UNSIGNED:
            save_plan(action, values[pk], by=by, at=at, checked=True)
        else:
            overlay = {name: to.pk for name, to in values[pk].items()}
            ask_change(action, overlay, reason=reason, by=by, at=at, checked=True, together=together)
    if values:
        index_actions(*(pk for pk in values if states[pk] not in UNSIGNED), at=at)
    for request, signers, codes in together.values():
        tell_of_bundle(request, signers, codes, by=by, at=at)
    outside(person, [each for each in handings if each.work.kind in ("reviews", "helps")], reason, by, at)


def outside(person: User, handings: Sequence[Handing], reason: str, by: Viewer, at: datetime) -> None:
    """Reviewer and contributors, which no signature binds."""
    if not handings:
        return
    actions = CorrectiveAction.objects.select_for_update(of=("self",)).in_bulk({each.work.pk for each in handings})
    for each in handings:
        action, to = actions[each.work.pk], each.to
        field = "reviewer" if each.work.kind == "reviews" else "contributors"
        if field == "reviewer":
            action.reviewer = to
        else:
            action.contributors.remove(person)
            if to is not None:
                action.contributors.add(to)
        record(
            "action.handed_over",
            action,
            actor=by.actor,
            at=at,
            department_id=action.department_id,
            old={field: person.name},
            new={field: to.name if to else ""},
            reason=reason,
        )
    CorrectiveAction.objects.bulk_update(actions.values(), ["reviewer"])
    index_actions(*actions, at=at)

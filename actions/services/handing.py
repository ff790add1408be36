"""Roadblocks, bundles and check-ins that are put to somebody else: what that would do, and doing it."""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from accounts.people import people_with
from accounts.viewer import Viewer
from accounts.work import REFUSED, Foreseen, Handing
from actions.models import ApprovalItem, ApprovalRequest, Blocker, CheckInRequest, CheckInRound, DecisionDraft
from actions.permissions import DECIDE
from actions.searching import index_actions
from actions.services.bundles import eligible_signers, refuse_few
from audit.services import record

KINDS = ("decides", "roadblocks", "check_ins")


def foresee(person: User, handings: Sequence[Handing]) -> dict[str, Foreseen]:
    """What each would do; whoever decides or clears needs the permission for it."""
    mine = [each for each in handings if each.work.kind in KINDS]
    if not mine:
        return {}
    leaders = {each.pk for each in people_with(DECIDE)}
    pending = pending_items([each.work.pk for each in mine if each.work.kind == "decides"])
    found = {}
    for each in mine:
        to = each.to
        if to is None:
            found[each.work.key] = Foreseen("Somebody has to be named.", REFUSED)
        elif each.work.kind != "check_ins" and to.pk not in leaders:
            found[each.work.key] = Foreseen(f"Deciding on plans is not part of {to}'s roles.", REFUSED)
        elif each.work.kind == "decides":
            found[each.work.key] = bundle_foreseen(person, pending[each.work.pk], to)
        elif each.work.kind == "roadblocks":
            found[each.work.key] = Foreseen(f"{to} is asked to answer it; the day to answer by stays.")
        else:
            found[each.work.key] = Foreseen(f"{to} is asked instead; a link in an earlier mail opens nothing any more.")
    return found


def pending_items(pks: Sequence[int]) -> dict[int, list[ApprovalItem]]:
    """The plans that wait, by bundle."""
    found: dict[int, list[ApprovalItem]] = defaultdict(list)
    rows = (
        ApprovalItem.objects.filter(request__in=pks, state="pending")
        .select_related("request__analysis", "action__team")
        .prefetch_related("request__signers", "action__team__members")
    )
    for item in rows.order_by("position", "pk"):
        found[item.request_id].append(item)
    return found


def bundle_foreseen(person: User, items: Sequence[ApprovalItem], to: User) -> Foreseen:
    """Enough people must be left for each plan that neither own nor proposed it."""
    request = items[0].request
    signers = [each for each in request.signers.all() if each.pk != person.pk]
    if to in signers:
        words = f"{to} signs {request} already; {person} is taken off it."
    else:
        signers.append(to)
        words = f"{to} is asked to sign {request}; a choice that {person} marked and did not sign is gone."
    for item in items:
        able = eligible_signers(
            item.action, signers, request.submitted_by_id, self_approval=bool(request.analysis.self_approval_reason)
        )
        if few := refuse_few(item.action, able, request.signatures_needed):
            return Foreseen(few, REFUSED)
    return Foreseen(words)


def give(person: User, handings: Sequence[Handing], reason: str, by: Viewer, at: datetime) -> None:
    """Write it, with an entry for each in the history."""
    of_kind: dict[str, dict[int, User]] = defaultdict(dict)
    for each in handings:
        if each.work.kind in KINDS:
            if each.to is None:
                raise ValueError(f"{each.work.key} goes to somebody")
            of_kind[each.work.kind][each.work.pk] = each.to
    hand_bundles(person, of_kind["decides"], reason, by, at)
    hand_roadblocks(person, of_kind["roadblocks"], reason, by, at)
    hand_check_ins(person, of_kind["check_ins"], reason, by, at)


def hand_bundles(person: User, to: dict[int, User], reason: str, by: Viewer, at: datetime) -> None:
    requests = ApprovalRequest.objects.select_for_update(of=("self",)).filter(pk__in=to).order_by("pk")
    for request in requests:
        request.signers.remove(person)
        request.signers.add(to[request.pk])
        note("bundle.handed_over", request, None, "signer", person, to[request.pk], reason, by, at)
    DecisionDraft.objects.filter(item__request__in=to, signer=person).delete()
    index_actions(*ApprovalItem.objects.filter(request__in=to).values_list("action", flat=True), at=at)


def hand_roadblocks(person: User, to: dict[int, User], reason: str, by: Viewer, at: datetime) -> None:
    """The nonce changes with the person, so that the link in the earlier mail ends."""
    rows = list(Blocker.objects.select_for_update(of=("self",)).select_related("action").filter(pk__in=to))
    for blocker in rows:
        blocker.put_to, blocker.nonce = to[blocker.pk], secrets.token_hex(16)
        action = blocker.action
        note("roadblock.handed_over", action, action.department_id, "put_to", person, blocker.put_to, reason, by, at)
    Blocker.objects.bulk_update(rows, ["put_to", "nonce"])


def hand_check_ins(person: User, to: dict[int, User], reason: str, by: Viewer, at: datetime) -> None:
    """Each goes into the other's round of the same period; one who was asked for nothing yet gets a round."""
    rows = list(
        CheckInRequest.objects.select_for_update(of=("self",)).select_related("round", "action").filter(pk__in=to)
    )
    rounds: dict[tuple[int, int | None], CheckInRound] = {}
    for row in rows:
        key = (to[row.pk].pk, row.round_id)
        if key not in rounds:
            rounds[key] = round_of(row, to[row.pk], at)
        row.round = rounds[key]
        action = row.action
        note("check_in.handed_over", action, action.department_id, "asked", person, to[row.pk], reason, by, at)
    CheckInRequest.objects.bulk_update(rows, ["round"])


def round_of(row: CheckInRequest, person: User, at: datetime) -> CheckInRound:
    if row.round is None:
        raise ValueError("only what was asked of somebody is handed over")
    found, _ = CheckInRound.objects.get_or_create(
        person=person,
        period_start=row.round.period_start,
        defaults={"nonce": secrets.token_hex(16), "sent_at": at, "link_until": row.round.link_until},
    )
    return found


def note(verb, thing, department_id, field, old, new, reason, by, at) -> None:
    """The entry in the history of what went from one person to another."""
    record(
        verb,
        thing,
        actor=by.actor,
        at=at,
        department_id=department_id,
        old={field: old.name},
        new={field: new.name},
        reason=reason,
    )

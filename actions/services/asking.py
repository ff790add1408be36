"""Asking for check-ins when a period begins: one mail and one page for each person, one request for each action."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import Cadence, Department, User
from accounts.people import people_with
from accounts.rhythm import away_on, check_in_cadence_of, organisation
from actions.emails import ask_by_mail
from actions.models import CheckInRequest, CheckInRound, CorrectiveAction
from actions.permissions import PLAN
from audit.services import SYSTEM, record
from common.cadence import Period, Rhythm, closing_of, instant, period_at
from common.db import fit


def ask_for_check_ins(at: datetime) -> int:
    """Ask for every check-in whose period has begun; returns how many requests were written.

    Safe to run twice, late and side by side. Only the running period is asked for: periods that passed while the
    schedule stood still are skipped. A new rhythm of an action begins when its last period has ended.
    """
    asked = 0
    for rhythm, condition in rhythms():
        period = period_at(rhythm, at)
        if period is not None:
            asked += ask(due_actions(period, condition, rhythm.zone), period, rhythm, at)
    return asked


def rhythms() -> Iterator[tuple[Rhythm, Q]]:
    """Each rhythm in use with the condition of the actions that follow it.

    The action's own comes first, then what leadership agreed for the analysis, the department's, the common one.
    """
    common = check_in_cadence_of(organisation())
    units = Department.objects.order_by("time_zone", "pk").select_related("check_in_cadence")
    seen: set[tuple[int | None, str]] = set()
    for unit in units:
        key = (unit.check_in_cadence_id, unit.time_zone)
        if key in seen:
            continue
        seen.add(key)
        cadence = unit.check_in_cadence or common
        yield (
            cadence.rhythm(unit.time_zone or settings.TIME_ZONE),
            Q(
                check_in_cadence=None,
                gap__analysis__check_in_cadence=None,
                department__check_in_cadence=unit.check_in_cadence_id,
                department__time_zone=unit.time_zone,
            ),
        )
    agreed = Q(check_in_cadence=None) & ~Q(gap__analysis__check_in_cadence=None)
    yield from rhythms_by("check_in_cadence", ~Q(check_in_cadence=None), Q())
    yield from rhythms_by("gap__analysis__check_in_cadence", agreed, Q(check_in_cadence=None))


def rhythms_by(path: str, among: Q, also: Q) -> Iterator[tuple[Rhythm, Q]]:
    """The cadences that actions under way have at `path`, by time zone of their departments."""
    rows = CorrectiveAction.objects.worked_on().filter(among).order_by()
    found = list(rows.values_list(path, "department__time_zone").distinct())
    cadences = Cadence.objects.in_bulk({pk for pk, _ in found})
    for pk, zone in found:
        rhythm = cadences[pk].rhythm(zone or settings.TIME_ZONE)
        yield rhythm, also & Q(**{path: pk, "department__time_zone": zone})


def due_actions(period: Period, condition: Q, zone: str) -> list[CorrectiveAction]:
    """The actions to ask about in the period: approved before its first day, begun, not asked about in it yet."""
    first_moment = datetime.combine(period.start, time(), tzinfo=ZoneInfo(zone))
    asked = CheckInRequest.objects.filter(action=OuterRef("pk"), period_end__gte=period.start)
    due = (
        CorrectiveAction.objects.worked_on()
        .filter(Q(asked_until=None) | Q(asked_until__lt=period.start))
        .filter(condition, approved_at__lt=first_moment)
        .filter(Q(check_ins_from=None) | Q(check_ins_from__lte=period.start))
        .filter(Q(start_on=None) | Q(start_on__lte=period.end))
        .exclude(Exists(asked))
    )
    if not (keys := list(due.order_by().values_list("pk", flat=True))):
        return []
    people = ("owner", "team__lead", "department__head", "department__deputy", "sponsor", "department")
    return list(CorrectiveAction.objects.filter(pk__in=keys).select_related(*people).order_by("number"))


def ask(actions: list[CorrectiveAction], period: Period, rhythm: Rhythm, at: datetime) -> int:
    """Write the requests, grouped by the person who answers; those of whom nobody can are excused."""
    if not actions:
        return 0
    away, mande = away_on(at.astimezone(ZoneInfo(rhythm.zone)).date()), people_with(PLAN)
    of_person: dict[User | None, list[CorrectiveAction]] = defaultdict(list)
    for action in actions:
        of_person[who_answers(action, away, mande)].append(action)
    asked = 0
    for person, theirs in of_person.items():
        if person is None:
            asked += excuse(theirs, period, rhythm.zone)
        else:
            asked += ask_person(person, theirs, period, rhythm, at)
    return asked


def who_answers(action: CorrectiveAction, away: dict[int, User | None], mande: list[User]) -> User | None:
    """Who is asked: the owner or the team's lead, their stand-in while they are away, else the ladder.

    The ladder goes head, deputy, sponsor, M&E. None where the owner is away and nobody stands in, or the stand-in is
    away too: that is excused.
    """
    owner = action.owner or (action.team.lead if action.team else None)
    if owner is not None and owner.is_active:
        found = away.get(owner.pk, owner)
        return None if found is not None and found.pk in away else found
    for person in ladder(action, mande):
        if person.pk not in away:
            return person
    return None


def ladder(action: CorrectiveAction, mande: list[User]) -> Iterator[User]:
    """Who is turned to where the owner does not answer, in order: head, deputy, sponsor, then the M&E team as given."""
    unit = action.department
    for person in (unit.head, unit.deputy, action.sponsor):
        if person is not None and person.is_active:
            yield person
    yield from mande


def turned_to(action: CorrectiveAction, mande: list[User]) -> User | None:
    """Who is told that the owner does not answer: whom leadership named for the analysis, else the next on the ladder."""
    named = action.gap.analysis.told_of_silence
    first = [named] if named is not None and named.is_active else []
    return next((person for person in (*first, *ladder(action, mande)) if person.pk != action.owner_id), None)


@transaction.atomic
def ask_person(person: User, actions: Iterable[CorrectiveAction], period: Period, rhythm: Rhythm, at: datetime) -> int:
    """One round with its requests and its mail, in one transaction.

    A late answer is taken until the next is asked for; the link ends in the same moment.
    """
    zone, actions = rhythm.zone, list(actions)
    day = at.astimezone(ZoneInfo(zone)).date()
    note_asked(actions, period)
    found, _ = CheckInRound.objects.get_or_create(
        person=person,
        period_start=period.start,
        defaults={
            "nonce": secrets.token_hex(16),
            "sent_at": at,
            "link_until": instant(period.end + timedelta(days=1), rhythm.hour, zone),
        },
    )
    found = CheckInRound.objects.select_for_update(of=("self",)).get(pk=found.pk)
    known = set(CheckInRequest.objects.filter(round=found).values_list("action", flat=True))
    closes_at = closing_of(max(day, period.start), period.end, zone)
    requests = [request_of(each, found, period, closes_at) for each in actions if each.pk not in known]
    CheckInRequest.objects.bulk_create(requests, ignore_conflicts=True)
    written = list(
        CheckInRequest.objects.filter(round=found)
        .exclude(action__in=known)
        .select_related("action")
        .order_by("action__number")
    )
    if not written:
        return 0
    ask_by_mail(found, [each.action for each in written], closes_at=closes_at.astimezone(ZoneInfo(zone)), at=at)
    record(
        "check_in.asked",
        found,
        actor=SYSTEM,
        at=at,
        new={"actions": [each.action.code for each in written], "closes_at": closes_at},
    )
    return len(written)


@transaction.atomic
def excuse(actions: Iterable[CorrectiveAction], period: Period, zone: str) -> int:
    """The period counts as asked, so that nobody is reminded of what nobody can answer."""
    actions = list(actions)
    note_asked(actions, period)
    closes_at = closing_of(period.start, period.end, zone)
    rows = [request_of(each, None, period, closes_at) for each in actions]
    for row in rows:
        row.state, row.state_reason = "excused", "The owner is away, and nobody stands in."
    CheckInRequest.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def note_asked(actions: Iterable[CorrectiveAction], period: Period) -> None:
    """So that the next minute need not look at them. The actions' rows come first, as in every service."""
    CorrectiveAction.objects.filter(pk__in=[each.pk for each in actions]).update(asked_until=period.end)


def request_of(
    action: CorrectiveAction, round_: CheckInRound | None, period: Period, closes_at: datetime
) -> CheckInRequest:
    request = CheckInRequest(
        action=action, round=round_, period_start=period.start, period_end=period.end, closes_at=closes_at
    )
    fit(request)
    return request

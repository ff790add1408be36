"""Reminders: one mail a day for a person at most, with all that is due soon, late or missed; each thing told once a stage.

Three days before, when it is late, and once more after a week: then the ladder ends, and the digest and the list of the
silent carry on. Whoever gets a check-in that day is not reminded that day; a leader's reminders ride in the digest
where one leaves within two days, and a leader gets two routine mails a week at most (DECISIONS of the design, 14).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from accounts.models import Department, User
from accounts.people import people_with
from accounts.rhythm import digest_rhythm, organisation
from actions.emails import mail_to
from actions.models import ApprovalItem, Blocker, CheckInRequest, CorrectiveAction, Milestone, Signature
from actions.permissions import PLAN
from actions.services.asking import turned_to
from common.cadence import next_period
from common.dates import days_away, short_date
from gaps.models import Clarification
from meetings.models import Task
from notifications.mentions import not_mentioned, note
from notifications.models import Message
from notifications.services import ring
from reports.digest import readers

HOUR = 8
BEFORE_DAYS = 3
AGAIN_AFTER_DAYS = 7
DIGEST_NEAR_DAYS = 2
ROUTINE_A_WEEK = 2
ROUTINE = ("digest", "reminder")


@dataclass(frozen=True)
class Item:
    """One thing that a person is reminded of. `key` names the thing, its date and the stage."""

    person: User
    key: str
    title: str
    text: str
    path: str
    rank: int
    late: bool = False
    round_id: int | None = None


def stage_of(due: date, day: date) -> str:
    """ "before", "late", "again", or "" while it is too early. Ranges, not days: a run that was missed tells it later."""
    days = (day - due).days
    if days < -BEFORE_DAYS:
        return ""
    if days <= 0:
        return "before"
    return "late" if days < AGAIN_AFTER_DAYS else "again"


def remind(at: datetime) -> int:
    """Remind whoever is due, in each time zone from eight on working days; returns how many mails were written."""
    written = 0
    zones = {*Department.objects.order_by().values_list("time_zone", flat=True).distinct(), ""}
    for zone in sorted(zones):
        local = at.astimezone(ZoneInfo(zone or settings.TIME_ZONE))
        done = f"reminded:{zone or '-'}:{local.date()}"
        if local.weekday() > 4 or local.hour < HOUR or not not_mentioned([done]):
            continue
        written += remind_zone(zone, local.date(), at)
        note([done], None, at)
    return written


def remind_zone(zone: str, day: date, at: datetime) -> int:
    """Remind the people of one time zone for one day."""
    of_person: dict[int, list[Item]] = defaultdict(list)
    for item in every_item(day, at):
        person = item.person
        if person.is_active and (person.department.time_zone if person.department else "") == zone:
            of_person[person.pk].append(item)
    fresh = not_mentioned(item.key for items in of_person.values() for item in items)
    resting = spared(list(of_person), day, at)
    written = 0
    for pk, items in of_person.items():
        told = sorted((item for item in items if item.key in fresh), key=lambda item: (item.rank, item.key))
        if told and pk not in resting:
            written += remind_person(told, day, at)
    return written


@transaction.atomic
def remind_person(items: list[Item], day: date, at: datetime) -> int:
    """One mail with all of it, and the notes that it was told, in one transaction."""
    person = items[0].person
    rounds = {item.round_id for item in items}
    alone = len(rounds) == 1 and None not in rounds  # only check-ins: the mail carries the personal link
    rows = [
        {"title": item.title, "text": item.text, "late": item.late, "address": settings.BASE_URL + item.path}
        for item in items
    ]
    mail_to(
        person,
        "reminder",
        f"reminder:{person.pk}:{day}",
        {"rows": rows, "first": items[0], "alone": alone, "work": settings.BASE_URL + "/"},
        department_id=None,
        at=at,
        link_kind="check_in" if alone else "",
        link_for=str(rounds.pop()) if alone else "",
    )
    note([item.key for item in items], person.pk, at)
    ring()
    return 1


def spared(people: list[int], day: date, at: datetime) -> set[int]:
    """Who is not reminded today: got a check-in or a digest today; or reads the digest soon, or has had two routine mails this week."""
    asked_today = {f"{kind}:{pk}:{day}" for pk in people for kind in ("check_in", "digest")}
    resting = {
        int(key.split(":")[1]) for key in Message.objects.filter(key__in=asked_today).values_list("key", flat=True)
    }
    own = organisation()
    monday = at - timedelta(days=day.weekday(), hours=24)
    for person in readers():
        if person.pk not in people:
            continue
        rhythm = digest_rhythm(own, person)
        if rhythm and next_period(rhythm, at).start <= day + timedelta(days=DIGEST_NEAR_DAYS):
            resting.add(person.pk)
        routine = Message.objects.filter(person_id=person.pk, kind__in=ROUTINE, created_at__gte=monday)
        if sum(this_week(each, day) for each in routine.values_list("created_at", flat=True)) >= ROUTINE_A_WEEK:
            resting.add(person.pk)
    return resting


def this_week(instant: datetime, day: date) -> bool:
    return instant.astimezone(ZoneInfo(settings.TIME_ZONE)).date() >= day - timedelta(days=day.weekday())


def every_item(day: date, at: datetime) -> Iterator[Item]:
    """All that somebody could be reminded of on the day. What is done, held or dropped is not among it."""
    soon = day + timedelta(days=BEFORE_DAYS)
    yield from check_ins(day, at)
    yield from bundles(day, soon)
    yield from roadblocks(day, soon)
    yield from milestones(day, soon)
    yield from tasks(day, soon)
    yield from questions(day, soon)
    yield from silent(at)


def check_ins(day: date, at: datetime) -> Iterator[Item]:
    """A check-in that closes today, or was missed and can still be given."""
    rows = CheckInRequest.objects.can_be_answered().filter(closes_at__lt=at + timedelta(hours=24))
    for row in rows.select_related("round__person__department", "action"):
        if row.round is None:
            continue
        closed = row.closes_at <= at
        zone = ZoneInfo(
            row.round.person.department.time_zone or settings.TIME_ZONE
            if row.round.person.department
            else settings.TIME_ZONE
        )
        if not closed and row.closes_at.astimezone(zone).date() != day:
            continue
        yield Item(
            person=row.round.person,
            key=f"check_in:{row.pk}:{'missed' if closed else 'closing'}",
            title=f"Check-in for {row.action.code} {row.action.title}",
            text="missed; still taken until the next one"
            if closed
            else f"closes today at {row.closes_at.astimezone(zone):%H:%M}",
            path=reverse("check_in", args=[row.round_id]),
            rank=1,
            late=closed,
            round_id=row.round_id,
        )


def dated(
    person: User | None, kind: str, pk: int, due: date | None, day: date, title: str, path: str, rank: int
) -> Iterator[Item]:
    """The item of a thing with a date, in the stage that the day is in."""
    stage = stage_of(due, day) if due and person else ""
    if stage and due and person:
        text = f"{short_date(due, day)}, {days_away(due, day)}"
        yield Item(person, f"{kind}:{pk}:{due}:{stage}:{person.pk}", title, text, path, rank, due < day)


def bundles(day: date, soon: date) -> Iterator[Item]:
    """Bundles whose deadline is near, for each signer who has not decided."""
    signed = Signature.objects.filter(
        item=OuterRef("pk"), signer=OuterRef("request__signers"), snapshot=OuterRef("snapshot")
    )
    rows = (
        ApprovalItem.objects.filter(state="pending", request__state="submitted", request__due_on__lte=soon)
        .exclude(Exists(signed))
        .order_by()
        .values_list("request", "request__number", "request__due_on", "request__signers")
        .distinct()
    )
    found = list(rows)
    people = User.objects.select_related("department").in_bulk({signer for *_, signer in found if signer})
    for pk, number, due, signer in found:
        if signer in people:
            title = f"Bundle {number} waits for your decision"
            yield from dated(people[signer], "bundle", pk, due, day, title, reverse("approval", args=[pk]), 0)


def roadblocks(day: date, soon: date) -> Iterator[Item]:
    """Roadblocks that a leader has not answered; the raiser's mail was the first call."""
    rows = Blocker.objects.filter(state="open", answer_by__lt=day + timedelta(days=1))
    for row in rows.select_related("put_to__department", "action"):
        title = f"Roadblock of {row.action.code}: {row.what[:120]}"
        path = reverse("roadblock", args=[row.pk])
        yield from dated(row.put_to, "roadblock", row.pk, row.answer_by, day, title, path, 0)


def milestones(day: date, soon: date) -> Iterator[Item]:
    """Milestones due soon or late, of actions under way, for the owner or the team's lead."""
    rows = Milestone.objects.open().filter(promised_on__lte=soon, action__in=CorrectiveAction.objects.worked_on())
    for row in rows.select_related("action__owner__department", "action__team__lead__department"):
        person = row.action.owner or (row.action.team.lead if row.action.team else None)
        if person is None:
            continue
        title = f"{row.title} ({row.action.code})"
        yield from dated(
            person, "milestone", row.pk, row.promised_on, day, title, reverse("action", args=[row.action_id]), 2
        )


def tasks(day: date, soon: date) -> Iterator[Item]:
    """To-dos due soon or late."""
    rows = Task.objects.filter(state="open", due_on__lte=soon, owner__isnull=False).exclude(analysis__state="draft")
    for row in rows.select_related("owner__department"):
        yield from dated(row.owner, "task", row.pk, row.due_on, day, row.title, "/", 3)


def questions(day: date, soon: date) -> Iterator[Item]:
    """Questions to answer."""
    rows = Clarification.objects.filter(state="open", due_on__lte=soon).select_related("answerer__department")
    for row in rows:
        title = f"Question: {row.question[:120]}"
        yield from dated(
            row.answerer, "question", row.pk, row.due_on, day, title, reverse("question", args=[row.pk]), 3
        )


def silent(at: datetime) -> Iterator[Item]:
    """An action that nobody answered for twice in a row: whom the follow-up plan names is told, else the next on the ladder.

    Once for each silence.
    """
    answered = CheckInRequest.objects.answered().filter(action=OuterRef("pk")).order_by("-period_start")
    rows = (
        CorrectiveAction.objects.silent(at)
        .annotate(heard=Subquery(answered.values("period_start")[:1]))
        .select_related(
            "gap__analysis__told_of_silence__department",
            "owner",
            "team",
            "department__head__department",
            "department__deputy__department",
            "sponsor__department",
        )
    )
    mande = people_with(PLAN)
    for row in rows:
        next_one = turned_to(row, mande)
        if next_one is None:
            continue
        yield Item(
            person=next_one,
            key=f"silent:{row.pk}:{row.heard or 'never'}:{next_one.pk}",
            title=f"{row.code} {row.title}",
            text=f"{row.owner_name} has not answered {row.misses} times in a row; call, and enter what you hear",
            path=reverse("silent"),
            rank=2,
            late=True,
        )

"""Ten answered check-ins for each action, the rounds they were asked in, the open question of this week, and some roadblocks."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from accounts.models import User
from actions.models import Blocker, CheckIn, CheckInRequest, CheckInRound
from common.cadence import closing_of, instant
from saypro.scale.findings import moment
from saypro.scale.loading import Loader, first_id
from saypro.scale.people import Crowd
from saypro.scale.plans import Plan
from saypro.scale.words import NEWS, NEXT

CHECK_INS = 10
WAITING_ONE_IN = 5  # of the actions under way: not answered this week yet
ROADBLOCK_ONE_IN = 400
HOUR = 8
SAID = (
    (("on_track", "on_track"),) * 14
    + (("at_risk", "at_risk"),) * 4
    + (("on_track", "at_risk"), ("off_track", "off_track"))
)
WHY = {
    "on_track": "No date has slipped.",
    "at_risk": "A milestone is late.",
    "off_track": "A milestone is more than a week late.",
}
LAST_WEEK = {"implemented": -3, "on_hold": -6}
REQUEST_COLUMNS = (
    "id", "action_id", "round_id", "period_start", "period_end", "closes_at", "state", "state_reason",
    "acknowledged_by_id", "acknowledged_at",
)  # fmt: skip
ANSWER_COLUMNS = (
    "request_id", "health", "computed", "computed_why", "happened", "next_step", "is_same", "reached", "answered_by_id",
    "answered_at", "told_how",
)  # fmt: skip
BLOCKER_COLUMNS = (
    "action_id", "what", "put_to_id", "answer_by", "state", "raised_by_id", "raised_at", "nonce", "answer",
    "answered_by_id", "answered_at",
)  # fmt: skip


@dataclass(frozen=True)
class Week:
    """One period of check-ins."""

    start: date
    end: date
    closes_at: datetime
    asked_at: datetime


@dataclass
class Newest:
    """The newest answer of an action, for its history."""

    plan: Plan
    health: str
    at: datetime
    request_id: int


@dataclass
class CheckInMaker:
    """Makes requests and answers one action after the other; the rounds are written at the end."""

    loader: Loader
    random: random.Random
    crowd: Crowd
    day: date
    at: datetime
    rounds: dict[tuple[int, date], CheckInRound] = field(default_factory=dict)
    asked: dict[tuple[int, date], list[str]] = field(default_factory=dict)
    weeks: dict[date, Week] = field(default_factory=dict)
    requests: list[tuple] = field(default_factory=list)
    answers: list[tuple] = field(default_factory=list)
    blockers: list[tuple] = field(default_factory=list)
    newest: list[Newest] = field(default_factory=list)
    request_id: int = 0
    round_id: int = 0
    made: int = 0

    def __post_init__(self) -> None:
        self.request_id, self.round_id = first_id(CheckInRequest), first_id(CheckInRound)
        self.monday = self.day - timedelta(days=self.day.weekday())
        if moment(self.monday, HOUR) > self.at:
            self.monday -= timedelta(weeks=1)
        known = CheckInRound.objects.select_related("person")
        self.rounds = {(each.person_id, each.period_start): each for each in known}
        self.there = set(self.rounds)

    def note_asked(self, plan: Plan) -> None:
        """The end of the newest period asked for, on an action under way that is not written yet."""
        if plan.action.state in ("approved", "in_progress"):
            plan.action.asked_until = self.week(self.monday).end

    def check_in(self, plan: Plan) -> None:
        """Ten answered requests in ten weeks, and for some actions under way this week's, which waits."""
        under_way = plan.action.state in ("approved", "in_progress")
        waits = under_way and self.made % WAITING_ONE_IN == 0
        for number, start in enumerate(self.mondays(plan, waits)):
            self.answer(plan, self.week(start), is_newest=number == CHECK_INS - 1)
        if waits:
            week = self.week(self.monday)
            self.requests.append((*self.asked_for(plan, week), "sent", "", None, None))
        if under_way and self.made % ROADBLOCK_ONE_IN == ROADBLOCK_ONE_IN // 2:
            self.roadblock(plan)
        self.made += 1

    def mondays(self, plan: Plan, waits: bool) -> list[date]:
        """The beginnings of the ten weeks that the action was asked about and answered in."""
        if plan.action.state in ("verified", "closed"):
            start = plan.action.start_on
            assert start is not None
            first = start + timedelta(days=7 - start.weekday())
        else:
            last = LAST_WEEK.get(plan.action.state, -1 if waits else 0)
            first = self.monday + timedelta(weeks=last - CHECK_INS + 1)
        return [first + timedelta(weeks=number) for number in range(CHECK_INS)]

    def week(self, start: date) -> Week:
        if start not in self.weeks:
            zone, end = settings.TIME_ZONE, start + timedelta(days=6)
            self.weeks[start] = Week(start, end, closing_of(start, end, zone), instant(start, HOUR, zone))
        return self.weeks[start]

    def asked_for(self, plan: Plan, week: Week) -> tuple[Any, ...]:
        """The request's first columns; its round is made when the person has none in that week."""
        key = (plan.person.pk, week.start)
        if key not in self.rounds:
            self.rounds[key] = CheckInRound(
                pk=self.round_id,
                person=plan.person,
                period_start=week.start,
                nonce=f"{self.random.getrandbits(128):032x}",
                sent_at=week.asked_at,
                link_until=instant(week.end + timedelta(days=1), HOUR, settings.TIME_ZONE),
            )
            self.round_id += 1
        self.asked.setdefault(key, []).append(plan.action.code)
        found = (self.request_id, plan.action.pk, self.rounds[key].pk, week.start, week.end, week.closes_at)
        self.request_id += 1
        return found

    def answer(self, plan: Plan, week: Week, *, is_newest: bool) -> None:
        random_ = self.random
        health, computed = random_.choice(SAID)
        answered_at = min(week.asked_at + timedelta(minutes=random_.randint(10, 1900)), self.at)
        columns = self.asked_for(plan, week)
        reader: User | None = None
        if not is_newest:
            reader = plan.action.reviewer or self.crowd.preparers[plan.action.pk % len(self.crowd.preparers)]
        self.requests.append(
            (
                *columns,
                "acknowledged" if reader else "answered",
                "",
                reader.pk if reader else None,
                answered_at + timedelta(hours=20) if reader else None,
            )
        )
        self.answers.append(
            (
                columns[0],
                health,
                computed,
                WHY[computed],
                random_.choice(NEWS),
                random_.choice(NEXT),
                False,
                [],
                plan.person.pk,
                answered_at,
                "",
            )
        )
        if is_newest:
            self.newest.append(Newest(plan, health, answered_at, columns[0]))

    def roadblock(self, plan: Plan) -> None:
        """An obstacle put to a leader; every second one has its answer."""
        leader, raised_at = self.random.choice(self.crowd.leaders), self.at - timedelta(days=3)
        is_answered = len(self.blockers) % 2 == 1
        self.blockers.append(
            (
                plan.action.pk,
                "The budget line for it is not released.",
                leader.pk,
                self.day + timedelta(days=4),
                "answered" if is_answered else "open",
                plan.person.pk,
                raised_at,
                f"{self.random.getrandbits(128):032x}",
                "It is released this week." if is_answered else "",
                leader.pk if is_answered else None,
                self.at - timedelta(days=1) if is_answered else None,
            )
        )

    def write(self) -> None:
        """Write what was made since the last time, but for the rounds."""
        self.loader.rows(CheckInRequest, REQUEST_COLUMNS, self.requests)
        self.loader.rows(CheckIn, ANSWER_COLUMNS, self.answers)
        self.loader.rows(Blocker, BLOCKER_COLUMNS, self.blockers)
        for each in (self.requests, self.answers, self.blockers, self.newest):
            each.clear()

    def write_rounds(self) -> list[CheckInRound]:
        """Write the rounds that were made, and return them."""
        new = [each for key, each in self.rounds.items() if key not in self.there]
        self.loader.objects(new)
        return new

"""A year of days, driven through the schedule with downtime, a hold and changes of cadence, against a calendar apart."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Cadence
from accounts.services.rhythm import set_department_rhythm
from actions.models import CheckInRequest, CorrectiveAction
from actions.services.asking import ask_for_check_ins
from actions.services.holding import hold, resume
from notifications.models import Message
from reports.digest import send_digests
from tests.factories import DepartmentFactory, UserFactory
from tests.story import begin

pytestmark = pytest.mark.django_db

BEGIN, END = date(2027, 11, 1), date(2028, 12, 1)  # a leap day, both clock changes on both sides of the Atlantic
DOWN = (date(2028, 2, 25), date(2028, 3, 21))
HELD, RESUMED = date(2028, 5, 31), date(2028, 6, 14)
CHANGED = date(2028, 8, 30)
HOURS = (1, 6, 18)


@dataclass
class Calendar:
    """One action's questions, worked out by counting days: no library, nothing of the product."""

    zone: str
    weeks: int
    weekday: int
    hour: int
    anchor: date
    approved: datetime
    asked: list[date] = field(default_factory=list)
    not_before: date = date.min
    held: bool = False

    def tick(self, at: datetime) -> None:
        local = at.astimezone(ZoneInfo(self.zone))
        first = self.anchor + timedelta(days=(self.weekday - self.anchor.weekday()) % 7)
        start = None
        for back in range(7 * self.weeks + 1):
            day = local.date() - timedelta(days=back)
            fits = day >= first and (day - first).days % (7 * self.weeks) == 0
            begun = datetime(day.year, day.month, day.day, self.hour, tzinfo=ZoneInfo(self.zone)) <= at
            if fits and begun:
                start = day
                break
        if start is None or self.held or start < self.not_before:
            return
        if datetime(start.year, start.month, start.day, tzinfo=ZoneInfo(self.zone)) <= self.approved:
            return
        if self.asked and start <= self.asked[-1] + timedelta(days=self.last_days - 1):
            return
        self.asked.append(start)
        self.last_days = 7 * self.weeks

    last_days: int = 0


@pytest.fixture
def world(cast):
    """Three actions of three people in three zones, each with its own rhythm."""
    story = begin(cast).signed()
    approved = datetime(2027, 11, 3, 10, tzinfo=UTC)
    units = []
    for name, zone, (weeks, weekday, hour) in (
        ("Cape", "Africa/Johannesburg", (1, 0, 8)),
        ("Berlin", "Europe/Berlin", (2, 2, 2)),
        ("New York", "America/New_York", (1, 4, 23)),
    ):
        unit = DepartmentFactory(name=name, time_zone=zone)
        cadence = Cadence.objects.create(weeks=weeks, weekday=weekday, hour=hour, anchor_on=BEGIN)
        unit.check_in_cadence = cadence
        unit.save()
        units.append((unit, Calendar(zone, weeks, weekday, hour, BEGIN, approved)))
    actions = story.actions[:3]
    CorrectiveAction.objects.exclude(pk__in=[each.pk for each in actions]).update(state="on_hold")
    for action, (unit, _) in zip(actions, units, strict=True):
        CorrectiveAction.objects.filter(pk=action.pk).update(
            department=unit,
            owner=UserFactory(name=f"Owner of {unit.name}", department=unit),
            approved_at=approved,
            start_on=None,
            due_on=date(2029, 12, 31),
        )
    return story, actions, units


def test_every_question_once_and_none_missing(world):
    story, actions, units = world
    digests_expected = set()
    at = datetime(BEGIN.year, BEGIN.month, BEGIN.day, tzinfo=UTC)
    while at.date() < END:
        day = at.date()
        if day == HELD and at.hour == 11:
            hold(actions[0], reason="Waits for the supplier.", by=story.by("leader"), at=at)
            units[0][1].held = True
        if day == RESUMED and at.hour == 11:
            resume(actions[0], by=story.by("leader"), at=at)
            units[0][1].held, units[0][1].not_before = False, day + timedelta(days=7)
        if day == CHANGED and at.hour == 11:
            set_department_rhythm(units[1][0], (1, 3, 9), by=story.by("admin"), at=at)
            calendar = units[1][1]
            calendar.weeks, calendar.weekday, calendar.hour, calendar.anchor = 1, 3, 9, day
        if at.hour in HOURS and not DOWN[0] <= day < DOWN[1]:
            ask_for_check_ins(at)
            if at.hour == 6:
                ask_for_check_ins(at + timedelta(seconds=30))
                send_digests(at)
            for _, calendar in units:
                calendar.tick(at)
            if at.hour == 6:
                digests_expected.add(tuesday_of(at))
        at += timedelta(hours=1)
    for action, (unit, calendar) in zip(actions, units, strict=True):
        found = list(
            CheckInRequest.objects.filter(action=action).order_by("period_start").values_list("period_start", flat=True)
        )
        assert found == calendar.asked, unit.name
        assert len(found) > 20
        mails = Message.objects.filter(kind="check_in", name=f"Owner of {unit.name}")
        assert [each.key.rsplit(":", 1)[1] for each in mails.order_by("key")] == [str(day) for day in found]
    digests_expected.discard(None)
    sent = Message.objects.filter(kind="digest", person_id=story.cast.leader.pk)
    assert {each.key.rsplit(":", 1)[1] for each in sent} == {str(day) for day in digests_expected}
    assert sent.count() == len(digests_expected)


def tuesday_of(at: datetime) -> date | None:
    """The Tuesday of the digest that has begun at the instant: every second one, counted from 2 January 2024."""
    zone = ZoneInfo("Africa/Johannesburg")
    day = at.astimezone(zone).date()
    for back in range(15):
        each = day - timedelta(days=back)
        if (each - date(2024, 1, 2)).days % 14 == 0 and datetime(each.year, each.month, each.day, 8, tzinfo=zone) <= at:
            return each
    return None

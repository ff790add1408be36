"""Eight weeks of follow-up, day by day: the schedule runs at eight, people answer, reach, slip and fall silent."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from accounts.models import User
from accounts.viewer import Viewer
from actions.facts import late_milestones
from actions.models import Blocker, CheckInRequest, CheckInRound, CorrectiveAction
from actions.permissions import can_say_same
from actions.services.answering import Given, Value, acknowledge, last_check_in, send_round
from actions.services.asking import ask_for_check_ins
from actions.services.cadences import set_action_cadence
from actions.services.changes import ask_change
from actions.services.figures import readings_due
from actions.services.milestones import add_milestone, add_proof, implement, reach
from actions.services.ownership import answer_assignment
from actions.services.roadblocks import answer_roadblock, end_roadblock, raise_roadblock
from common.dates import organisation_zone, today
from evidence.services import add_link
from gaps.models import GapAnalysis, Kpi, KpiReading
from gaps.services.readings import confirm_reading, give_reading
from meetings.models import Task
from meetings.services import end_task
from reports.digest import send_digests
from reports.reminders import remind
from saypro.demo.weeks import COURSES, DAYS, SERIES

if TYPE_CHECKING:
    from saypro.demo.meetings import Meetings
    from saypro.demo.story import Demo


def working_day(day: date, days: int) -> date:
    """The date that many days away, or the Friday before where that is a weekend."""
    found = day + timedelta(days=days)
    return found - timedelta(days=max(0, found.weekday() - 4))


WAITING = ("sales.owner@", "support.owner@")  # whose newest check-in is left for the visitor


class EightWeeks:
    """Drives the services through the days from the first approval to the day of the demo."""

    def __init__(self, demo: Demo, analysis: GapAnalysis, meetings: Meetings):
        self.demo, self.analysis, self.meetings = demo, analysis, meetings
        self.last = today(demo.at)
        self.answers: Counter[int] = Counter()
        self.readings: Counter[str] = Counter()
        self.viewers: dict[int, Viewer] = {}

    def moment(self, days: int, hour: int, minute: int = 0) -> datetime:
        """The local hour of a day, never after the instant of the demo."""
        day = self.last + timedelta(days=days)
        return min(datetime.combine(day, time(hour, minute), tzinfo=organisation_zone()), self.demo.at)

    def viewer(self, person: User) -> Viewer:
        if person.pk not in self.viewers:
            self.viewers[person.pk] = self.demo.by(person.email.split("@")[0])
        return self.viewers[person.pk]

    def action(self, number: int) -> CorrectiveAction:
        return CorrectiveAction.objects.full_plans().prefetch_related("team__members").get(number=number)

    def worked(self, days: int) -> int:
        """The day itself, or the Friday before."""
        return (working_day(self.last, days) - self.last).days

    def pass_by(self) -> None:
        self.begin()
        for days in range(1 - DAYS, 1):
            at = self.moment(days, 8)
            ask_for_check_ins(at)
            send_digests(at)
            remind(at)
            self.work(days)
            self.check_in(days)
            self.happen(days)

    def begin(self) -> None:
        """Owners accept and plan their steps; M&E enters what was measured before."""
        mande = self.demo.by("mande")
        at = self.moment(1 - DAYS, 7)
        set_action_cadence(self.action(13), 2, by=mande, at=at)
        for number, course in COURSES.items():
            action = self.action(number)
            assert action.owner is not None
            owner = self.viewer(action.owner)
            if action.owner_answer != "accepted":
                answer_assignment(action, accepts=True, by=owner, at=at)
            known = {each.title for each in action.milestones.all()}
            for step in course.steps:
                if step.title not in known:
                    day = min(working_day(self.last, step.promised), action.due_on or self.last)
                    add_milestone(action, title=step.title, on=day, by=owner, at=at)
        for name, series in SERIES.items():
            kpi = Kpi.objects.filter(name=name).first()
            for number, value in enumerate(series.before if kpi else ()):
                back = DAYS + 2 + series.every * (len(series.before) - 1 - number)
                when = working_day(self.last, -back)
                give_reading(kpi, on=when, value=Decimal(value), source=series.source, by=mande, at=at)  # type: ignore[arg-type]

    def work(self, days: int) -> None:
        """Milestones that are reached on the day, and actions that are done."""
        at = self.moment(days, 9)
        for number, course in COURSES.items():
            for step in course.steps:
                if step.reached is not None and self.worked(step.reached) == days:
                    action = self.action(number)
                    milestone = next(each for each in action.milestones.all() if each.title == step.title)
                    reach(milestone, on=today(at), by=self.viewer(action.owner), at=at)  # type: ignore[arg-type]
            if course.implemented is not None and self.worked(course.implemented) == days:
                self.finish(self.action(number), course.proof, at)

    def finish(self, action: CorrectiveAction, proof: str, at: datetime) -> None:
        assert action.owner is not None
        by = self.viewer(action.owner)
        for milestone in action.milestones.all():
            if milestone.state in ("planned", "in_progress"):
                reach(milestone, on=today(at), by=by, at=at)
        evidence = add_link(
            title=proof,
            url=f"https://intranet.example.org/proof/{action.code.lower()}",
            source=f"{action.department}",
            department_id=action.department_id,
            by=by,
            at=at,
        )
        add_proof(action, evidence, by=by, at=at)
        implement(action, by=by, at=at)

    def check_in(self, days: int) -> None:
        """Whoever was asked today or yesterday answers, as the courses say."""
        at = self.moment(days, 10, 30)
        for found in CheckInRound.objects.filter(period_start=today(at)).select_related("person"):
            answers: dict[int, Given] = {}
            if days > -7 and found.person.email.startswith(WAITING):
                continue
            requests = CheckInRequest.objects.filter(round=found, state="sent").for_the_page()
            for request in requests:
                given = self.given(request, today(at))
                if given is not None:
                    answers[request.pk] = given
            by = self.viewer(found.person)
            values = self.values(by, at) if answers else {}
            if answers:
                send_round(found, answers, values, by=by.by("link"), at=at)

    def given(self, request: CheckInRequest, day: date) -> Given | None:
        """The next saying of the action's course; None where the check-in is missed."""
        action = request.action
        course = COURSES.get(action.number)
        if course is None:
            return Given(health="on_track", happened="Begun.")
        number = self.answers[action.number]
        self.answers[action.number] += 1
        saying = course.says[min(number, len(course.says) - 1)]
        if saying is None:
            return None
        late = late_milestones(action, day)
        last = last_check_in(request)
        if saying == "same" and can_say_same(action, last, late):
            return Given(same=True)
        if isinstance(saying, str):
            saying = (last.health if last else "on_track", "", last.next_step if last else "")
        health, happened, next_step = saying
        forecasts = {each.pk: working_day(day, 9) for each in late}
        return Given(health=health, happened=happened, next_step=next_step, forecasts=forecasts)

    def values(self, by: Viewer, at: datetime) -> dict[int, Value]:
        """The readings that the person owes, one further value of each series."""
        found = {}
        for kpi in readings_due(by, at):
            series = SERIES.get(kpi.name)
            number = self.readings[kpi.name]
            if series is not None and number < len(series.values):
                self.readings[kpi.name] += 1
                found[kpi.pk] = Value(Decimal(series.values[number]), series.notes.get(number, ""))
        return found

    def happen(self, days: int) -> None:
        """What falls on single days: roadblocks, changes of the plan, readings by M&E, what is read and confirmed."""
        at = self.moment(days, 11)
        mande = self.demo.by("mande")
        leader, leader2 = (User.objects.get(email__startswith=f"{key}@") for key in ("leader", "leader2"))
        if days == -42:
            sales = self.demo.by("sales.owner")
            raise_roadblock(self.action(2), what="No access to the CRM test system.", put_to=leader2, by=sales, at=at)
        if days == -40:
            block = Blocker.objects.get(action__number=2, state="open")
            answer_roadblock(block, answer="IT opens it on Wednesday.", by=self.demo.by("leader2"), at=at)
        if days == -37:
            end_roadblock(Blocker.objects.get(action__number=2), "resolve", by=self.demo.by("sales.owner"), at=at)
        if days == -27:
            action = self.action(9)
            finish = working_day(action.due_on, 5)  # type: ignore[arg-type]
            reason = "Two queues need a change by the supplier."
            ask_change(action, {"due_on": finish}, reason=reason, by=self.demo.by("support.owner"), at=at)
        if days == -7:
            finish, reason = working_day(self.last, 18), "The CRM release that the scores need comes two weeks later."
            ask_change(self.action(2), {"due_on": finish}, reason=reason, by=self.demo.by("sales.owner"), at=at)
        if days == -2:
            raise_roadblock(
                self.action(7),
                what="No budget code for the temporary staff; the two contracts wait for it.",
                put_to=leader,
                answer_by=working_day(self.last, 3),
                by=self.demo.by("support.owner"),
                at=at,
            )
        self.meet(days, at)
        if days in (-50, -20):
            for name in ("Production timelines", "Employee turnover", "Employee engagement"):
                self.read(name, mande, at)
        if days % 7 == 0 and days < -7:
            for reading in KpiReading.objects.filter(by_owner=True, confirmed_at=None, is_current=True):
                confirm_reading(reading, by=mande, at=at)
            for request in CheckInRequest.objects.filter(state="answered", action__reviewer=mande.user):
                acknowledge(request, by=mande, at=at)
        if days == -45:
            due = Task.objects.filter(analysis=self.analysis, state="open", due_on__lte=today(at))
            for task in due.select_related("owner").order_by("pk"):
                end_task(task, "finish", by=self.viewer(task.owner), at=at)  # type: ignore[arg-type]

    def meet(self, days: int, at: datetime) -> None:
        """The second meeting is held; the third is planned, moved by some days with the reason, and prepared."""
        second = (self.demo.meeting_day(1) - self.last).days
        if days == second:
            self.meetings.second(self.demo.meeting_day(1))
        if days == second + 2:
            self.meetings.invite_third(at)
        if days == -8:
            self.meetings.move_third(working_day(self.last, 4), at)

    def read(self, name: str, by: Viewer, at: datetime) -> None:
        """One further value of a series that M&E reads itself."""
        series, number = SERIES[name], self.readings[name]
        kpi = Kpi.objects.filter(name=name).first()
        if kpi is None or number >= len(series.values):
            return
        self.readings[name] += 1
        give_reading(kpi, on=today(at), value=Decimal(series.values[number]), source=series.source, by=by, at=at)

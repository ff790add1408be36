"""The demo's follow-up meetings: one where the plans were decided and signed, one four weeks on, one ahead."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from accounts.models import User
from accounts.viewer import Viewer
from actions.models import ApprovalItem
from common.dates import organisation_zone, today
from gaps.models import GapAnalysis
from meetings.followup import plan_digest
from meetings.minutes import content_of
from meetings.models import AgendaItem, Attendance, Meeting, Minutes
from meetings.services import schedule_meeting
from meetings.services.agenda import build_agenda
from meetings.services.followup import agree_follow_up
from meetings.services.minutes import approve_minutes, mark_of
from meetings.services.plan_decisions import ready_to_sign, record_plan_decision
from meetings.services.session import end_meeting, record_outcome, set_present, settle_item, start_meeting
from meetings.services.signing import sign_meeting
from reports.services import ask_for_pack, build_one, send_pack

if TYPE_CHECKING:
    from saypro.demo.story import Demo

HOUR, LENGTH, PLACE = time(10), 90, "Board room, second floor"
BACK = {8: "The owner contests the date. Agree on one first.", 14: "Say who leads it.", 15: "First the paths."}


class Meetings:
    """Holds them through the services, each at its instant."""

    def __init__(self, demo: Demo, analysis: GapAnalysis):
        self.demo, self.analysis = demo, analysis
        self.mande = demo.by("mande")

    def at(self, day: date, hour: int = HOUR.hour, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), tzinfo=organisation_zone())

    def people(self) -> list[User]:
        """The two leaders and the heads of the departments."""
        keys = (
            "leader",
            "leader2",
            "sales.owner",
            "marketing.owner",
            "support.owner",
            "operations.owner",
            "people.owner",
        )
        found = {person.email.split("@")[0]: person for person in User.objects.filter(is_active=True)}
        return [found[key] for key in keys]

    def schedule(self, meeting: Meeting, day: date, *, reason: str = "", at: datetime) -> Meeting:
        return schedule_meeting(
            meeting,
            title=meeting.title,
            starts_at=self.at(day),
            length=LENGTH,
            place=PLACE,
            facilitator=self.mande.user,
            attending=self.people(),
            reason=reason,
            by=self.mande,
            at=at,
        )

    def planned(self, day: date, at: datetime) -> None:
        """The meeting that the report asked for gets its date and people."""
        self.schedule(Meeting.objects.get(analysis=self.analysis), day, at=at)

    def first(self, day: date, following: list[date]) -> None:
        """Findings, decisions on twelve plans, owners, dates; then each leader signs alone, and the minutes go out."""
        meeting = Meeting.objects.get(analysis=self.analysis)
        build_agenda(meeting, by=self.mande, at=self.at(day, 8))
        meeting = self.begin(meeting, day, away="operations.owner")
        for number, item in enumerate(self.items(meeting, "finding")):
            text = "Operations shows the two weeks without the strike; leadership answers then."
            self.say(item, "note", text, self.at(day, 10, 10 + number))
        for number, item in enumerate(self.items(meeting, "decision")):
            self.decide(item, self.at(day, 10, 15 + number))
        names = self.headings(meeting, "Naming")
        if names:
            self.say(
                names[0],
                "note",
                "Every plan but one has an owner; Zanele Mthembu leads the paths.",
                self.at(day, 10, 40),
            )
            self.task(names[0], "Tell the five departments what was decided", "leader2", day, 4, self.at(day, 10, 41))
        agree_follow_up(
            meeting,
            check_in_weeks=1,
            check_in_day=0,
            reviewer=self.mande.user,
            readers=[self.demo.by(key).user for key in ("leader", "leader2")],
            escalate_to=self.demo.by("leader2").user,
            meeting_weeks=4,
            meeting_day=day.weekday(),
            hour=HOUR,
            dates=following,
            plan_meetings=True,
            by=self.mande,
            at=self.at(day, 10, 50),
        )
        for key, minute in (("leader", 0), ("leader2", 6)):
            self.sign(meeting, self.demo.by(key), self.at(day, 11, minute))
        self.end(meeting, day)

    def second(self, day: date) -> None:
        """What is late, one roadblock that was lifted, one task."""
        meeting = Meeting.objects.filter(analysis=self.analysis, state="draft").order_by("starts_at")[0]
        self.schedule(meeting, day, at=self.at(day, 7))
        build_agenda(meeting, by=self.mande, at=self.at(day, 8))
        meeting = self.begin(meeting, day, away="marketing.owner")
        for number, item in enumerate(self.items(meeting, "late")):
            self.say(item, "note", "The owner gives a new date in the next check-in.", self.at(day, 10, 5 + number))
            settle_item(item, "finish", by=self.mande, at=self.at(day, 10, 5 + number))
        points = self.headings(meeting, "Keeping") or self.headings(meeting, "")
        if points:
            text = "Check-ins stay weekly; the next meeting looks at response times first."
            self.say(points[0], "decision", text, self.at(day, 10, 30))
            self.task(points[0], "Bring the ticket figures by queue", "support.owner", day, 10, self.at(day, 10, 32))
        self.end(meeting, day)

    def invite_third(self, at: datetime) -> None:
        meeting = self.ahead()
        assert meeting.starts_at
        self.schedule(meeting, today(meeting.starts_at), at=at)

    def move_third(self, day: date, at: datetime) -> None:
        """Everybody reads why, and their calendars move the entry."""
        reason = "Three plans that went back are ready some days later; we decide on them in the same meeting."
        self.schedule(self.ahead(), day, reason=reason, at=at)

    def prepare_third(self, at: datetime) -> None:
        """The agenda, and the pack that everybody reads before; it goes out at once."""
        build_agenda(self.ahead(), by=self.mande, at=at)
        pack = build_one(ask_for_pack(self.ahead(), by=self.mande, at=at), at=at)
        if pack is None or pack.state != "issued":
            raise LookupError("The pack of the demo could not be built.")
        send_pack(pack, by=self.mande, at=at)

    def ahead(self) -> Meeting:
        """The next meeting that is not held."""
        return Meeting.objects.filter(analysis=self.analysis, state__in=["draft", "scheduled"]).order_by("starts_at")[0]

    def begin(self, meeting: Meeting, day: date, *, away: str) -> Meeting:
        start_meeting(meeting, by=self.mande, at=self.at(day))
        meeting.refresh_from_db()
        for row in Attendance.objects.filter(meeting=meeting, kind="attends").select_related("person"):
            there = not row.person.email.startswith(f"{away}@")
            set_present(meeting, row.person_id, present=there, by=self.mande, at=self.at(day, 10, 1))
        return meeting

    def items(self, meeting: Meeting, kind: str) -> list[AgendaItem]:
        rows = AgendaItem.objects.filter(meeting=meeting, kind=kind).exclude(state="removed")
        return list(rows.select_related("meeting").order_by("position"))

    def headings(self, meeting: Meeting, word: str) -> list[AgendaItem]:
        return [each for each in self.items(meeting, "heading") if word in each.title]

    def say(self, item: AgendaItem, kind: str, text: str, at: datetime) -> None:
        record_outcome(item, kind=kind, text=text, by=self.mande, at=at)

    def task(self, item: AgendaItem, text: str, who: str, day: date, days: int, at: datetime) -> None:
        due = date.fromordinal(day.toordinal() + days)
        record_outcome(item, kind="task", text=text, owner=self.demo.by(who).user, due_on=due, by=self.mande, at=at)

    def decide(self, item: AgendaItem, at: datetime) -> None:
        plan = ApprovalItem.objects.select_related("snapshot", "action").get(pk=item.approval_item_id or 0)
        reason = BACK.get(plan.action.number, "")
        choice = "return" if reason else "approve"
        digest = plan.snapshot.digest
        record_plan_decision(item, choice=choice, digest_seen=digest, reason=reason, by=self.mande, at=at)

    def sign(self, meeting: Meeting, by: Viewer, at: datetime) -> None:
        """As on the leader's own phone: mark what the room decided, then sign all of it with the plan."""
        meeting.refresh_from_db()
        ready = ready_to_sign(meeting, by=by, at=at)
        waiting = ApprovalItem.objects.filter(request__in=ready.requests, state="pending").select_related("snapshot")
        digests = {plan.pk: plan.snapshot.digest for plan in waiting}
        sign_meeting(meeting, digests, follow_up=plan_digest(meeting), by=by, at=at)

    def end(self, meeting: Meeting, day: date) -> None:
        """The meeting ends, and the Chief Executive approves the minutes in the afternoon."""
        end_meeting(meeting, by=self.mande, at=self.at(day, 11, 25))
        meeting.refresh_from_db()
        minutes = Minutes.objects.get(meeting=meeting)
        at = self.at(day, 15)
        seen = mark_of(content_of(meeting, minutes.texts, at=at))
        approve_minutes(meeting, seen=seen, by=self.demo.by("leader"), at=at)

"""What the page in session shows, gathered in a fixed number of statements."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.viewer import Viewer
from actions.bundle_page import Entry
from common.access import ALLOWED, Answer
from common.dates import today
from meetings.forms.session import OutcomeForm, PlanDecisionForm
from meetings.models import AgendaItem, Attendance, Meeting, MeetingOutcome
from meetings.permissions import can_run
from meetings.standing import PlanStanding, Standing, plan_standing, standing, with_signatures
from meetings.walk import walked


@dataclass
class SessionPage:
    """The meeting as it runs, for one reader, at one point of the agenda."""

    meeting: Meeting
    items: list[AgendaItem]
    item: AgendaItem | None
    people: list[Attendance]
    outcomes: list[MeetingOutcome]
    standings: dict[int, Standing]
    can_run: Answer
    at: datetime
    today: Any
    plan: Entry | None = None
    recorded: MeetingOutcome | None = None
    follow_up: PlanStanding | None = None
    decision: PlanDecisionForm | None = None
    outcome: OutcomeForm = field(default_factory=OutcomeForm)

    @property
    def number(self) -> int:
        """Which of the points it is, counted from one."""
        return next((number for number, each in enumerate(self.items, 1) if each == self.item), 0)

    @property
    def minutes_gone(self) -> int:
        start = self.meeting.started_at
        return int((self.at - start).total_seconds() // 60) if start else 0

    @property
    def waiting(self) -> list[Standing]:
        """Decisions on plans, the newest last; settled ones stay, so that the room sees them signed."""
        return list(self.standings.values())

    @property
    def outstanding(self) -> int:
        return sum(not each.is_settled for each in self.waiting) + bool(self.follow_up and not self.follow_up.is_signed)

    @property
    def signers(self) -> list[tuple[str, int, int]]:
        """Each leader with how many of the decisions they have signed, of how many that are theirs."""
        found: dict[str, list[int]] = {}
        for each in self.waiting:
            for name in each.signed:
                found.setdefault(name, [0, 0])[0] += 1
            for name in (*each.signed, *each.asked):
                found.setdefault(name, [0, 0])[1] += 1
        return [(name, done, mine) for name, (done, mine) in sorted(found.items())]

    @property
    def lines(self) -> list[tuple[MeetingOutcome, Standing | None]]:
        """What was recorded, the newest first, each with its signatures."""
        return [(each, self.standings.get(each.pk)) for each in reversed(self.outcomes)]

    @property
    def here(self) -> list[tuple[MeetingOutcome, Standing | None]]:
        """What was recorded at this point."""
        return [line for line in self.lines if self.item and line[0].item_id == self.item.pk]

    @property
    def attending(self) -> list[Attendance]:
        return [row for row in self.people if row.kind == "attends"]

    @property
    def present(self) -> list[Attendance]:
        return [row for row in self.attending if row.was_present]

    @property
    def elsewhere(self) -> AgendaItem | None:
        """Where the room is, if that is not the point on this page."""
        current = next((each for each in self.items if each.pk == self.meeting.current_id), None)
        return current if current and current != self.item else None


def session_page(
    meeting: Meeting, viewer: Viewer, *, item_id: int | None, at: datetime, data: Any = None, which: str = ""
) -> SessionPage:
    """Gather it. `data` is what was posted to the form that `which` names: "decision" or "outcome"."""
    items = walked(
        meeting.agenda.select_related(
            "carried_from__meeting",
            "approval_item__request",
            "approval_item__snapshot",
            "approval_item__settled_by",
            "approval_item__action__owner",
        )
    )
    wanted = item_id or meeting.current_id
    item = next((each for each in items if each.pk == wanted), items[0] if items else None)
    outcomes = list(with_signatures(MeetingOutcome.objects.filter(meeting=meeting, state="recorded")))
    found = {each.pk: standing(each) for each in outcomes}
    page = SessionPage(
        meeting=meeting,
        items=items,
        item=item,
        people=list(meeting.attendance.select_related("person")),
        outcomes=outcomes,
        standings={pk: each for pk, each in found.items() if each},
        can_run=can_run(viewer, meeting),
        at=at,
        today=today(at),
        follow_up=plan_standing(meeting),
    )
    if which == "outcome":
        page.outcome = OutcomeForm(data)
    if item:
        put_plan(page, item, data if which == "decision" else None)
    return page


def put_plan(page: SessionPage, item: AgendaItem, data: Any) -> None:
    """The plan on the table, out of its snapshot, with what the room recorded and the form to decide."""
    plan = item.approval_item
    if plan is None:
        return
    page.plan = Entry(item=plan, answer=ALLOWED)
    page.recorded = next((each for each in page.outcomes if each.approval_item_id == plan.pk), None)
    if plan.state == "pending":
        page.decision = PlanDecisionForm.in_room(plan, data, page.recorded)

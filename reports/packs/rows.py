"""The rows that a pack is made of, read with the rights of somebody who reads the whole organisation.

A pack is built with its readers' rights, never with those of whoever presses the button: drafts stay out by the same
conditions as on the pages.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, Q, prefetch_related_objects

from accounts.models import User
from accounts.viewer import Viewer
from actions.facts import verdict
from actions.health import Verdict
from actions.models import ApprovalItem, Blocker, CorrectiveAction, Milestone, PlanChange
from common.dates import today
from evidence.models import Evidence
from gaps.models import Clarification, Gap, GapMeasure, Kpi, KpiReading
from gaps.permissions import SEE
from meetings.models import AgendaItem, Attendance, Meeting, MeetingOutcome, Task

MOST_ACTIONS = 3000
KPI_YEARS = 2
MILESTONE_FIELDS = (
    "action",
    "title",
    "state",
    "promised_on",
    "first_promised_on",
    "forecast_on",
    "reached_on",
)
LEFT_OUT = ("draft", "withdrawn")


class TooLarge(Exception):
    """There is more than one document can carry; the sentence says how much."""


class Reading(NamedTuple):
    """What is printed of a reading: there are a hundred for each indicator, so none is loaded as a whole."""

    kpi_id: int
    date: date
    value: Decimal
    by_owner: bool
    confirmed_at: datetime | None

    @property
    def waits_for_confirmation(self) -> bool:
        return self.by_owner and self.confirmed_at is None


@dataclass
class Rows:
    """Everything that was read, in the order in which it is printed."""

    meeting: Meeting
    at: datetime
    gaps: list[Any]
    actions: list[Any]
    kpis: list[Any]
    blockers: list[Blocker]
    questions: list[Clarification]
    decided: list[MeetingOutcome]
    attendance: list[Attendance] = field(default_factory=list)
    agenda: list[AgendaItem] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    items: list[ApprovalItem] = field(default_factory=list)
    readings: dict[int, list[Reading]] = field(default_factory=dict)
    expected: dict[int, list[Clarification]] = field(default_factory=dict)
    verdicts: dict[int, Verdict] = field(default_factory=dict, repr=False)

    def verdict(self, action: CorrectiveAction) -> Verdict:
        """What the dates say of the action, worked out once."""
        if action.pk not in self.verdicts:
            self.verdicts[action.pk] = verdict(action, self.at)
        return self.verdicts[action.pk]

    @property
    def day(self) -> date:
        return today(self.at)

    @property
    def changes(self) -> list[tuple[ApprovalItem, PlanChange]]:
        """Changes of signed plans that wait for a signature, each with its item."""
        return [(each, each.change) for each in self.items if hasattr(each, "change")]

    def narrow(self) -> None:
        """Keep only to-dos and decisions of this meeting: who looks into one department does not see all the others'."""
        self.tasks = [each for each in self.tasks if each.meeting_id == self.meeting.pk]
        self.decided = [each for each in self.decided if each.meeting_id == self.meeting.pk]


def reader() -> Viewer:
    """Whoever reads everything that is issued, and changes nothing."""
    return Viewer(user=User(name="SayPro"), everywhere=frozenset({SEE}), channel="task")


def gaps_of(analysis: int) -> Any:
    return Gap.objects.visible_to(reader()).filter(analysis=analysis).exclude(state__in=LEFT_OUT).order_by("number")


def actions_of(analysis: int, at: datetime) -> Any:
    """The actions with all that their health is judged by."""
    return (
        CorrectiveAction.objects.visible_to(reader())
        .filter(gap__analysis=analysis)
        .exclude(gap__state__in=LEFT_OUT)
        .with_facts(at)
        .with_last_check_in()
        .select_related("owner", "team")
        .prefetch_related(Prefetch("milestones", Milestone.objects.exclude(state="dropped").only(*MILESTONE_FIELDS)))
        .order_by("number")
    )


def kpis_of(analysis: int) -> Any:
    """The indicators that the findings name or that an action should move."""
    measured = GapMeasure.objects.filter(kpi=OuterRef("pk"), gap__analysis=analysis).exclude(gap__state__in=LEFT_OUT)
    moved = CorrectiveAction.objects.filter(kpi=OuterRef("pk"), gap__analysis=analysis).exclude(
        state__in=["rejected", "cancelled"]
    )
    return (
        Kpi.objects.visible_to(reader()).in_use().filter(Q(Exists(measured)) | Q(Exists(moved))).order_by("name", "pk")
    )


def some(rows: Any) -> list[Any]:
    """The rows, if a document can carry them."""
    found = list(rows[: MOST_ACTIONS + 1])
    if len(found) > MOST_ACTIONS:
        raise TooLarge(f"This analysis has more than {MOST_ACTIONS} actions, and one pack carries no more than that.")
    return found


def read_light(meeting: Meeting, at: datetime) -> Rows:
    """Only what can differ from a frozen pack. Seven statements."""
    analysis = meeting.analysis_id
    return Rows(
        meeting=meeting,
        at=at,
        gaps=list(gaps_of(analysis)),
        actions=some(actions_of(analysis, at)),
        kpis=list(kpis_of(analysis).with_latest()),
        blockers=list(blockers_of(analysis)),
        questions=list(questions_of(analysis)),
        decided=list(decided_of(analysis)),
    )


def blockers_of(analysis: int) -> Any:
    return (
        Blocker.objects.filter(action__gap__analysis=analysis)
        .exclude(state="withdrawn")
        .select_related("action", "put_to", "raised_by", "answered_by")
        .order_by("answer_by", "pk")
    )


def questions_of(analysis: int) -> Any:
    return (
        Clarification.objects.visible_to(reader())
        .filter(gap__analysis=analysis, kind="asked")
        .exclude(state="withdrawn")
        .exclude(gap__state__in=LEFT_OUT)
        .select_related("gap", "asked_by", "answerer", "answered_by")
        .order_by("due_on", "pk")
    )


def every_question_of(analysis: int) -> tuple[list[Clarification], dict[int, list[Clarification]]]:
    """What is asked; and by finding what leadership is likely to ask, with the answer and its proof. Read at once."""
    every = (
        Clarification.objects.visible_to(reader())
        .filter(gap__analysis=analysis)
        .exclude(state="withdrawn")
        .select_related("gap", "asked_by", "answerer", "answered_by")
        .order_by("due_on", "pk")
    )
    asked, expected = [], []
    for row in every:
        if row.kind == "expected":
            expected.append(row)
        elif row.gap.state not in LEFT_OUT:
            asked.append(row)
    expected = [row for row in expected if row.state == "answered"]
    prefetch_related_objects(expected, Prefetch("evidence", Evidence.objects.standing()))
    found: dict[int, list[Clarification]] = defaultdict(list)
    for row in sorted(expected, key=lambda each: each.pk):
        found[row.gap_id].append(row)
    return asked, found


def decided_of(analysis: int) -> Any:
    """What meetings on the analysis decided in words."""
    return (
        MeetingOutcome.objects.filter(
            meeting__analysis=analysis, kind="decision", state="recorded", approval_item__isnull=True
        )
        .select_related("meeting")
        .order_by("recorded_at", "pk")
    )


def read_all(meeting: Meeting, at: datetime) -> Rows:
    """Everything that is printed. Seventeen statements, however much there is."""
    analysis = meeting.analysis_id
    kpis = list(kpis_of(analysis).with_latest().select_related("department"))
    readings: dict[int, list[Reading]] = defaultdict(list)
    since = today(at) - timedelta(days=KPI_YEARS * 366)
    current = KpiReading.objects.filter(kpi__in=[each.pk for each in kpis], date__gte=since).current()
    for found in current.values_list(*Reading._fields):
        row = Reading._make(found)
        readings[row.kpi_id].append(row)
    asked, expected = every_question_of(analysis)
    return Rows(
        meeting=meeting,
        at=at,
        gaps=list(gaps_of(analysis).with_findings()),
        actions=some(actions_of(analysis, at).select_related("owner", "team", "department", "gap")),
        kpis=kpis,
        readings=readings,
        blockers=list(blockers_of(analysis)),
        questions=asked,
        expected=expected,
        decided=list(decided_of(analysis)),
        attendance=list(Attendance.objects.filter(meeting=meeting).select_related("person")),
        agenda=list(AgendaItem.objects.filter(meeting=meeting).select_related("carried_from__meeting")),
        tasks=list(
            Task.objects.filter(analysis=analysis, state="open").select_related("owner").order_by("sort_due", "pk")
        ),
        items=list(
            ApprovalItem.objects.filter(state="pending", request__state="submitted", request__analysis=analysis)
            .select_related("request", "snapshot", "action__department", "change__asked_by")
            .order_by("request__due_on", "request__number", "position", "pk")
        ),
    )

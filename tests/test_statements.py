"""How many statements each page costs: pinned, at most 12, and the same for one row and for twenty-five."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.models import ApprovalItem, CheckInRequest, CheckInRound
from actions.searching import index_actions
from actions.services.asking import ask_for_check_ins
from actions.services.roadblocks import raise_roadblock
from gaps.services.readings import give_reading
from meetings.services import add_task, plan_meeting, schedule_meeting
from meetings.services.agenda import build_agenda
from meetings.services.plan_decisions import record_plan_decision
from meetings.services.session import end_meeting, record_outcome, settle_item, start_meeting
from tests.factories import (
    NOW,
    ActionFactory,
    GapFactory,
    MilestoneFactory,
    PackFactory,
    TeamFactory,
    UserFactory,
)
from tests.story import begin, decide, later, sign_all, week

pytestmark = pytest.mark.django_db

MOST = 12


@pytest.fixture
def story(cast):
    """One plan signed and asked about, three waiting, a meeting with a to-do."""
    with time_machine.travel(week(0), tick=False):
        yield told(cast)


def told(cast):
    story = begin(cast).ready()
    story.request = story.submit()
    items = list(ApprovalItem.objects.filter(request=story.request))
    decide(items[0], "approve", story.by("leader"))
    sign_all(story.request, story.by("leader"))
    decide(items[1], "approve", story.by("leader"))
    ask_for_check_ins(week(0))
    story.round = CheckInRound.objects.get()
    story.kpi = story.gaps[0].measures.get().kpi
    for day in (1, 2, 3):
        give_reading(story.kpi, on=date(2025, 4, day), value=Decimal(day), by=story.by("mande"), at=NOW)
    raise_roadblock(story.actions[0], what="No room", put_to=cast.leader, by=story.by("sales_owner"), at=NOW)
    story.meeting = plan_meeting(story.analysis, title="Follow-up", by=story.by("mande"), at=NOW)
    add_task(story.analysis, title="Book the room", meeting=story.meeting, by=story.by("mande"), at=NOW)
    story.meetings = {name: meeting_that_is(story, name) for name in ("scheduled", "running", "held")}
    return story


def meeting_that_is(story, name):
    """A meeting with people and agenda; two that run or ran have a note, a task, and a decision that one has signed."""
    by, cast = story.by("mande"), story.cast
    made = plan_meeting(story.analysis, title=name, by=by, at=NOW)
    people = {"facilitator": cast.mande, "attending": [cast.leader, cast.leader2, cast.sales_owner]}
    schedule_meeting(made, title=name, starts_at=later(days=7), by=by, at=NOW, **people)
    build_agenda(made, by=by, at=NOW)
    if name == "scheduled":
        return made
    start_meeting(made, by=by, at=later(days=7))
    for item in made.agenda.filter(kind="decision").select_related("approval_item__snapshot"):
        digest = item.approval_item.snapshot.digest
        record_plan_decision(item, choice="approve", digest_seen=digest, by=by, at=later(days=7))
    record_outcome(item, kind="note", text="Agreed", by=by, at=later(days=7))
    record_outcome(item, kind="task", text="Ask", owner=cast.mande, due_on=date(2025, 5, 1), by=by, at=later(days=7))
    settle_item(item, "reopen", by=by, at=later(days=7))
    if name == "held":
        end_meeting(made, by=by, at=later(days=7, hours=1))
    return made


def switched_off(cast, story):
    """Somebody who is switched off and still has an action."""
    person = UserFactory(is_active=False)
    ActionFactory(number=300, gap=story.gaps[0], owner=person, state="draft")
    return person


def statements(client, address: str) -> int:
    """The statements of a second GET, when what is cached is cached, without BEGIN and SAVEPOINT."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200, address
    return sum(not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN")) for each in seen.captured_queries)


PAGES = {
    ("leader", "my_work", ""): 9,
    ("sales_owner", "my_work", ""): 9,
    ("mande", "my_work", ""): 8,
    ("leader", "analyses", ""): 5,
    ("leader", "analysis", "analysis"): 11,
    ("leader", "responses", "analysis"): 9,
    ("leader", "compared", "analysis"): 6,
    ("mande", "plan", "analysis"): 11,
    ("leader", "gaps", ""): 6,
    ("sales_owner", "gap", "gap"): 12,
    ("leader", "causes", "gap"): 8,
    ("mande", "causes", "gap"): 11,
    ("leader", "actions", ""): 6,
    ("sales_owner", "action", "action"): 12,
    ("leader", "approvals", ""): 6,
    ("leader", "approval", "request"): 12,
    ("leader", "sign", "request"): 10,
    ("leader", "scorecard", ""): 12,
    ("leader", "changes", ""): 12,
    ("leader", "check_ins", ""): 7,
    ("mande", "silent", ""): 7,
    ("sales_owner", "check_in", "round"): 10,
    ("leader", "roadblocks", ""): 6,
    ("leader", "kpis", ""): 8,
    ("leader", "kpi", "kpi"): 8,
    ("leader", "meetings", ""): 5,
    ("leader", "search", ""): 4,
    ("leader", "meeting", "meeting"): 8,
    ("mande", "meeting", "scheduled"): 8,
    ("mande", "meeting_edit", "scheduled"): 6,
    ("mande", "agenda", "scheduled"): 6,
    ("mande", "session", "running"): 11,
    ("leader", "session_live", "running"): 11,
    ("leader2", "meeting_sign", "running"): 10,
    ("leader", "meeting_sheet", "running"): 7,
    ("mande", "follow_up", "running"): 8,
    ("leader", "minutes", "held"): 11,
    ("mande", "minutes_edit", "held"): 11,
    ("leader", "tasks", ""): 6,
    ("leader", "packs", ""): 5,
    ("mande", "packs", ""): 6,
    ("leader", "pack", "pack"): 6,
    ("leader", "pack_changes", "pack"): 12,
    ("mande", "pack_new", "scheduled"): 11,
    ("leader", "meeting_packs", "scheduled"): 6,
    ("admin", "people", ""): 10,
    ("admin", "roles", ""): 7,
    ("admin", "person", "person"): 10,
    ("admin", "person", "gone"): 12,
    ("admin", "person_hand_over", "person"): 11,
    ("admin", "person_edit", "person"): 7,
    ("admin", "departments", ""): 6,
    ("admin", "department", "department"): 7,
    ("admin", "department_close", "department"): 9,
}


@pytest.mark.parametrize(("who", "name", "thing"), PAGES, ids=lambda each: each or "page")
def test_each_page_costs_what_is_pinned(who, name, thing, story, cast, client_of):
    things = {
        "analysis": story.analysis,
        "gap": story.gaps[0],
        "action": story.actions[0],
        "request": story.request,
        "meeting": story.meeting,
        "round": story.round,
        "kpi": story.kpi,
        "person": cast.sales_owner,
        "department": cast.sales,
        "gone": switched_off(cast, story),
        **story.meetings,
        "pack": PackFactory(meeting=story.meetings["scheduled"]),
    }
    address = reverse(name, args=[things[thing].pk] if thing else [])
    found = statements(client_of(getattr(cast, who)), address)
    assert found <= MOST, f"{address} costs {found}"
    assert found == PAGES[who, name, thing], f"{address} costs {found}"


SEARCHES = {"leader": 9, "sales_owner": 9, "mande": 9}


@pytest.mark.parametrize("who", SEARCHES)
def test_searching_costs_the_same_for_one_row_and_for_twenty_five(who, story, cast, client_of):
    TeamFactory(name="Sales champions", lead=cast.sales_owner)
    client, many = client_of(getattr(cast, who)), []
    cache.clear()
    assert statements(client, f"/search/?q={story.actions[0].code}") == SEARCHES[who] - 3  # nobody is called so
    assert statements(client, "/search/?q=sales&kind=gap") == SEARCHES[who] - 3
    assert statements(client, "/search/?q=sales") == SEARCHES[who]
    for number in range(100, 130):
        many.append(ActionFactory(number=number, title=f"Sales {number}", gap=story.gaps[0], state="draft").pk)
    index_actions(*many, at=NOW)
    assert statements(client, "/search/?q=sales") == SEARCHES[who]


@pytest.mark.parametrize("name", ["actions", "gaps", "my_work"])
def test_twenty_five_rows_cost_the_same_as_one(name, story, cast, client_of):
    client = client_of(cast.sales_owner)
    before = statements(client, reverse(name))
    for number in range(100, 125):
        gap = GapFactory(number=number, analysis=story.analysis, department=cast.sales)
        action = ActionFactory(
            number=number, gap=gap, owner=cast.sales_owner, state="approved", due_on=date(2025, 6, 1)
        )
        MilestoneFactory(action=action)
    assert statements(client, reverse(name)) == before


def test_a_bundle_of_many_plans_costs_the_same(cast, client_of, story):
    client = client_of(cast.leader)
    address = reverse("approval", args=[story.request.pk])
    before = statements(client, address)
    extra = [
        ActionFactory(number=200 + number, gap=story.gaps[0], owner=cast.sales_owner, state="draft")
        for number in range(20)
    ]
    many = story.submit(actions=extra)
    found = statements(client, reverse("approval", args=[many.pk]))
    assert found <= before


def test_a_round_of_many_actions_costs_the_same(story, cast, client_of):
    client, address = client_of(cast.sales_owner), reverse("check_in", args=[story.round.pk])
    before = statements(client, address)
    for number in range(100, 110):
        action = ActionFactory(number=number, gap=story.gaps[0], owner=cast.sales_owner, state="in_progress")
        MilestoneFactory(action=action)
        CheckInRequest.objects.create(
            action=action,
            round=story.round,
            period_start=story.round.period_start,
            period_end=story.round.period_start + timedelta(days=6),
            closes_at=week(0, 17, day=2),
        )
    assert statements(client, address) == before

"""Who may what: every address, by role, with the answer expected. Signed out goes to sign-in; what one may not see is 404."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.viewer import load_viewer
from actions.models import ApprovalItem, CheckInRequest, CorrectiveAction, Milestone
from actions.services.answering import Given, check_in
from actions.services.asking import ask_for_check_ins
from actions.services.roadblocks import raise_roadblock
from evidence.services import add_file
from gaps.services.questions import ask, expect
from gaps.services.readings import give_reading
from intake.interpret import draft_dict, interpret
from intake.models import ImportDraft
from intake.readers.base import ROW, Document, Line
from intake.reading import read_file
from intake.services.columns import understand
from meetings.services import add_task, plan_meeting, schedule_meeting
from meetings.services.agenda import build_agenda
from meetings.services.session import end_meeting, start_meeting
from saypro.demo.story import SAMPLE
from tests.factories import NOW, PackFactory, TeamFactory
from tests.story import begin, decide, later, sign_all, week

pytestmark = pytest.mark.django_db

PEOPLE = ("stranger", "sales_owner", "leader", "mande", "admin")
OK, NO, HIDDEN, GONE, MOVED, UNFIT = 200, 403, 404, 409, 302, 422


@dataclass(frozen=True)
class Row:
    """One address with the answers in the order of PEOPLE; `method` is what is sent."""

    name: str
    thing: str
    answers: tuple[int, ...]
    method: str = "get"


# Sales: its gap is confirmed, its first action approved and its second proposed. The analysis is issued.
TABLE = (
    Row("my_work", "", (OK, OK, OK, OK, OK)),
    Row("analyses", "", (OK, OK, OK, OK, OK)),
    Row("analysis", "analysis", (HIDDEN, OK, OK, OK, OK)),
    Row("analysis_new", "", (NO, NO, NO, OK, NO)),
    Row("analysis_edit", "analysis", (HIDDEN, NO, NO, NO, NO)),
    Row("analysis_issue", "analysis", (HIDDEN, NO, NO, GONE, NO), "post"),
    Row("compared", "analysis", (HIDDEN, OK, OK, OK, OK)),
    Row("responses", "analysis", (HIDDEN, NO, OK, NO, NO)),
    Row("self_approval", "analysis", (HIDDEN, NO, NO, NO, OK)),
    Row("gap_new", "analysis", (HIDDEN, NO, NO, NO, NO)),
    Row("plan", "analysis", (HIDDEN, NO, NO, OK, NO)),
    Row("plan_table", "analysis", (HIDDEN, NO, NO, OK, NO)),
    Row("plan_fill", "analysis", (HIDDEN, NO, NO, OK, NO)),
    Row("submit", "analysis", (HIDDEN, NO, NO, OK, NO)),
    Row("gaps", "", (OK, OK, OK, OK, OK)),
    Row("gap", "gap", (HIDDEN, OK, OK, OK, OK)),
    Row("gap_edit", "gap", (HIDDEN, NO, NO, NO, NO)),
    Row("gap_withdraw", "gap", (HIDDEN, NO, NO, NO, NO)),
    Row("gap_respond", "gap", (HIDDEN, NO, NO, NO, NO)),
    Row("gap_answer", "gap", (HIDDEN, NO, NO, NO, NO)),
    Row("causes", "gap", (HIDDEN, OK, OK, OK, OK)),
    Row("causes", "gap", (HIDDEN, NO, NO, UNFIT, NO), "post"),
    Row("cause", "cause", (HIDDEN, NO, NO, HIDDEN, NO), "post"),
    Row("action_new", "gap", (HIDDEN, NO, NO, NO, NO)),
    Row("question_new", "gap", (HIDDEN, OK, OK, OK, OK)),
    Row("question", "question", (HIDDEN, NO, NO, OK, NO)),
    Row("question", "expected", (HIDDEN, HIDDEN, NO, NO, NO)),
    Row("question_withdraw", "question", (HIDDEN, NO, OK, OK, NO)),
    Row("question_withdraw", "expected", (HIDDEN, HIDDEN, NO, OK, NO)),
    Row("expected_new", "gap", (HIDDEN, NO, NO, OK, NO)),
    Row("expected_edit", "expected", (HIDDEN, HIDDEN, NO, OK, NO)),
    Row("expected_edit", "question", (HIDDEN, NO, NO, NO, NO)),
    Row("actions", "", (OK, OK, OK, OK, OK)),
    Row("action", "action", (HIDDEN, OK, OK, OK, OK)),
    Row("action_edit", "action", (HIDDEN, NO, NO, NO, NO)),
    Row("action_edit", "proposed", (HIDDEN, NO, NO, OK, NO)),
    Row("action_cancel", "action", (HIDDEN, NO, NO, NO, NO)),
    Row("assignment", "action", (HIDDEN, OK, NO, NO, NO)),
    Row("action_change", "action", (HIDDEN, OK, NO, OK, NO)),
    Row("action_implement", "action", (HIDDEN, MOVED, NO, MOVED, NO), "post"),
    Row("action_versions", "action", (HIDDEN, OK, OK, OK, OK)),
    Row("milestone_new", "action", (HIDDEN, OK, NO, OK, NO)),
    Row("action_evidence_new", "action", (HIDDEN, OK, NO, OK, NO)),
    Row("action_evidence", "action proof", (HIDDEN, OK, OK, OK, OK)),
    Row("action_evidence_version", "action proof", (HIDDEN, OK, NO, OK, NO)),
    Row("action_evidence_withdraw", "action proof", (HIDDEN, OK, NO, OK, NO)),
    Row("action_evidence_file", "action proof file", (HIDDEN, OK, OK, OK, OK)),
    Row("gap_evidence_new", "gap", (HIDDEN, OK, NO, OK, NO)),
    Row("gap_evidence", "gap proof", (HIDDEN, OK, OK, OK, OK)),
    Row("gap_evidence_version", "gap proof", (HIDDEN, OK, NO, OK, NO)),
    Row("gap_evidence_withdraw", "gap proof", (HIDDEN, OK, NO, OK, NO)),
    Row("gap_evidence_file", "gap proof file", (HIDDEN, OK, OK, OK, OK)),
    Row("question_evidence_new", "question", (HIDDEN, NO, NO, OK, NO)),
    Row("question_evidence_new", "expected", (HIDDEN, HIDDEN, NO, OK, NO)),
    Row("question_evidence", "expected proof", (HIDDEN, HIDDEN, OK, OK, OK)),
    Row("question_evidence_version", "expected proof", (HIDDEN, HIDDEN, NO, OK, NO)),
    Row("question_evidence_withdraw", "expected proof", (HIDDEN, HIDDEN, NO, OK, NO)),
    Row("question_evidence_file", "expected proof file", (HIDDEN, HIDDEN, OK, OK, OK)),
    Row("check_in_evidence_new", "answer", (HIDDEN, OK, NO, OK, NO)),
    Row("check_in_evidence", "answer proof", (HIDDEN, OK, OK, OK, OK)),
    Row("check_in_evidence_version", "answer proof", (HIDDEN, OK, NO, OK, NO)),
    Row("check_in_evidence_withdraw", "answer proof", (HIDDEN, OK, NO, OK, NO)),
    Row("check_in_evidence_file", "answer proof file", (HIDDEN, OK, OK, OK, OK)),
    Row("milestone_reach", "milestone", (HIDDEN, OK, NO, OK, NO)),
    Row("milestone_take_back", "milestone", (HIDDEN, OK, NO, OK, NO)),
    Row("action_hold", "action", (HIDDEN, OK, OK, OK, NO)),
    Row("action_resume", "action", (HIDDEN, GONE, GONE, GONE, NO), "post"),
    Row("action_cadence", "action", (HIDDEN, OK, OK, OK, NO)),
    Row("check_ins", "", (OK, OK, OK, OK, OK)),
    Row("silent", "", (OK, OK, OK, OK, OK)),
    Row("check_in", "round", (HIDDEN, OK, OK, OK, OK)),
    Row("check_in", "round", (HIDDEN, 422, NO, 422, NO), "post"),
    Row("check_in_acknowledge", "answered", (HIDDEN, NO, NO, MOVED, GONE), "post"),
    Row("roadblocks", "", (OK, OK, OK, OK, OK)),
    Row("roadblock", "roadblock", (HIDDEN, OK, OK, OK, OK)),
    Row("roadblock", "roadblock", (HIDDEN, NO, 422, NO, NO), "post"),
    Row("roadblock_new", "action", (HIDDEN, OK, NO, OK, NO)),
    Row("roadblock_reopen", "roadblock", (HIDDEN, OK, NO, OK, NO)),
    Row("roadblock_resolve", "roadblock", (HIDDEN, MOVED, GONE, GONE, GONE), "post"),
    Row("roadblock_withdraw", "roadblock", (HIDDEN, MOVED, GONE, GONE, GONE), "post"),
    Row("kpis", "", (OK, OK, OK, OK, OK)),
    Row("kpi", "kpi", (HIDDEN, OK, OK, OK, OK)),
    Row("kpi_new", "", (NO, NO, NO, OK, NO)),
    Row("kpi_switch", "kpi", (HIDDEN, NO, NO, OK, NO)),
    Row("readings_upload", "", (NO, NO, NO, OK, NO)),
    Row("readings_template", "", (NO, NO, NO, OK, NO)),
    Row("reading_evidence_new", "reading", (HIDDEN, NO, NO, OK, NO)),
    Row("reading_evidence", "reading proof", (HIDDEN, OK, OK, OK, OK)),
    Row("reading_evidence_version", "reading proof", (HIDDEN, NO, NO, OK, NO)),
    Row("reading_evidence_withdraw", "reading proof", (HIDDEN, NO, NO, OK, NO)),
    Row("reading_evidence_file", "reading proof file", (HIDDEN, OK, OK, OK, OK)),
    Row("measure_new", "gap", (HIDDEN, NO, NO, OK, NO)),
    Row("kpi_edit", "kpi", (HIDDEN, NO, NO, OK, NO)),
    Row("reading_new", "kpi", (HIDDEN, NO, NO, OK, NO)),
    Row("reading_correct", "reading", (HIDDEN, NO, NO, OK, NO)),
    Row("reading_confirm", "reading", (HIDDEN, NO, NO, NO, NO), "post"),
    Row("approvals", "", (OK, OK, OK, OK, OK)),
    Row("approval", "request", (HIDDEN, HIDDEN, OK, OK, OK)),
    Row("withdraw", "request", (HIDDEN, HIDDEN, NO, OK, NO)),
    Row("meetings", "", (OK, OK, OK, OK, OK)),
    Row("meeting", "meeting", (HIDDEN, HIDDEN, OK, OK, OK)),
    Row("meeting_new", "", (NO, NO, NO, OK, NO)),
    Row("meeting", "scheduled", (HIDDEN, OK, OK, OK, OK)),
    Row("meeting_edit", "meeting", (HIDDEN, HIDDEN, NO, OK, NO)),
    Row("meeting_edit", "running", (HIDDEN, NO, NO, GONE, NO)),
    Row("meeting_cancel", "scheduled", (HIDDEN, NO, NO, OK, NO)),
    Row("meeting_cancel", "held", (HIDDEN, NO, NO, GONE, NO)),
    Row("meeting_calendar", "meeting", (HIDDEN, HIDDEN, GONE, GONE, GONE)),
    Row("meeting_calendar", "scheduled", (HIDDEN, OK, OK, OK, OK)),
    Row("agenda", "scheduled", (HIDDEN, NO, NO, OK, NO)),
    Row("agenda", "running", (HIDDEN, NO, NO, GONE, NO)),
    Row("agenda_build", "scheduled", (HIDDEN, NO, NO, MOVED, NO), "post"),
    Row("session", "scheduled", (HIDDEN, MOVED, MOVED, MOVED, MOVED)),
    Row("session", "running", (HIDDEN, OK, OK, OK, OK)),
    Row("session_live", "running", (HIDDEN, OK, OK, OK, OK)),
    Row("session_start", "scheduled", (HIDDEN, NO, NO, MOVED, NO), "post"),
    Row("session_start", "meeting", (HIDDEN, HIDDEN, NO, GONE, NO), "post"),
    Row("session_end", "running", (HIDDEN, NO, NO, MOVED, NO), "post"),
    Row("session_present", "running", (HIDDEN, NO, NO, MOVED, NO), "post"),
    Row("meeting_sign", "running", (HIDDEN, OK, OK, OK, OK)),
    Row("meeting_sign_all", "running", (HIDDEN, MOVED, MOVED, MOVED, MOVED)),
    Row("meeting_sheet", "running", (HIDDEN, OK, OK, OK, OK)),
    Row("follow_up", "running", (HIDDEN, NO, NO, OK, NO)),
    Row("follow_up", "scheduled", (HIDDEN, NO, NO, GONE, NO)),
    Row("minutes", "held", (HIDDEN, OK, OK, OK, OK)),
    Row("minutes", "running", (HIDDEN, GONE, GONE, GONE, GONE)),
    Row("minutes_edit", "held", (HIDDEN, NO, NO, OK, NO)),
    Row("minutes_approve", "held", (HIDDEN, NO, GONE, GONE, NO), "post"),
    Row("minutes_correct", "held", (HIDDEN, NO, NO, GONE, NO)),
    Row("packs", "", (OK, OK, OK, OK, OK)),
    Row("pack", "pack", (HIDDEN, NO, OK, OK, OK)),
    Row("pack_changes", "pack", (HIDDEN, NO, OK, OK, OK)),
    Row("pack_download", "pack", (HIDDEN, NO, OK, OK, OK)),
    Row("pack_send", "pack", (HIDDEN, NO, NO, MOVED, NO), "post"),
    Row("pack_new", "scheduled", (HIDDEN, NO, NO, OK, NO)),
    Row("pack_new", "scheduled", (HIDDEN, NO, NO, MOVED, NO), "post"),
    Row("meeting_packs", "scheduled", (HIDDEN, OK, OK, OK, OK)),
    Row("tasks", "", (OK, OK, OK, OK, OK)),
    Row("task_edit", "task", (HIDDEN, HIDDEN, NO, OK, NO)),
    Row("task_drop", "task", (HIDDEN, HIDDEN, NO, OK, NO)),
    Row("import_new", "", (NO, NO, NO, OK, NO)),
    Row("people", "", (OK, OK, OK, OK, OK)),
    Row("person_invite", "", (NO, NO, NO, NO, OK)),
    Row("departments", "", (OK, OK, OK, OK, OK)),
    Row("department_new", "", (NO, NO, NO, NO, OK)),
    Row("team_new", "", (NO, NO, NO, NO, OK)),
    Row("person", "person", (HIDDEN, OK, OK, OK, OK)),
    Row("person_edit", "person", (HIDDEN, NO, NO, NO, OK)),
    Row("person_off", "person", (HIDDEN, NO, NO, NO, MOVED)),
    Row("person_off", "idle", (NO, HIDDEN, NO, NO, OK)),
    Row("person_hand_over", "person", (HIDDEN, NO, NO, NO, OK)),
    Row("person_on", "person", (HIDDEN, NO, NO, NO, NO), "post"),
    Row("roles", "", (NO, NO, OK, OK, OK)),
    Row("department", "department", (HIDDEN, OK, OK, OK, OK)),
    Row("department_edit", "department", (HIDDEN, NO, NO, NO, OK)),
    Row("department_close", "department", (HIDDEN, NO, NO, NO, OK)),
    Row("department_close", "department", (HIDDEN, NO, NO, NO, GONE), "post"),
    Row("department_reopen", "department", (HIDDEN, NO, NO, NO, GONE), "post"),
    Row("team", "team", (HIDDEN, OK, OK, OK, OK)),
    Row("team_edit", "team", (HIDDEN, NO, NO, NO, OK)),
    Row("organisation", "", (NO, NO, NO, NO, OK)),
    Row("rhythm", "", (NO, NO, NO, NO, OK)),
    Row("department_rhythm", "department", (HIDDEN, NO, NO, NO, OK)),
    Row("absence", "person", (HIDDEN, OK, NO, NO, OK)),
    Row("scorecard", "", (OK, OK, OK, OK, OK)),
    Row("changes", "", (OK, OK, OK, OK, OK)),
    Row("digests", "", (OK, OK, OK, OK, OK)),
    Row("import_review", "draft", (HIDDEN, HIDDEN, HIDDEN, OK, HIDDEN)),
    Row("import_review", "being_saved", (HIDDEN, HIDDEN, HIDDEN, OK, HIDDEN)),
    Row("import_columns", "table", (HIDDEN, HIDDEN, HIDDEN, OK, HIDDEN)),
    Row("audit", "", (NO, OK, OK, OK, OK)),
    Row("messages", "", (NO, NO, NO, OK, OK)),
    Row("search", "", (OK, OK, OK, OK, OK)),
    Row("profile", "", (OK, OK, OK, OK, OK)),
)


@pytest.fixture
def things(cast):
    """One of each thing that the table names, by name, on the first Monday of the check-ins."""
    with time_machine.travel(week(0), tick=False):
        yield made(cast)


def made(cast):
    story = begin(cast).ready()
    request = story.submit()
    items = list(ApprovalItem.objects.filter(request=request).order_by("position"))
    decide(items[0], "approve", story.by("leader"))
    sign_all(request, story.by("leader"))
    mande = story.by("mande")
    begin_of_period = week(0)
    ask_for_check_ins(begin_of_period)
    answered = CheckInRequest.objects.get(action=story.actions[0])
    CorrectiveAction.objects.filter(pk=story.actions[0].pk).update(reviewer=cast.mande)
    check_in(answered, Given(health="on_track"), by=story.by("sales_owner"), at=begin_of_period)
    kpi = story.gaps[0].measures.get().kpi
    meeting = plan_meeting(story.analysis, title="Follow-up", by=mande, at=NOW)
    meetings = {name: meeting_with_people(story, name) for name in ("scheduled", "running", "held")}
    for name in ("running", "held"):
        start_meeting(meetings[name], by=mande, at=NOW)
    end_meeting(meetings["held"], by=mande, at=NOW)
    return {
        "round": answered.round,
        "answered": answered,
        "kpi": kpi,
        "reading": give_reading(kpi, on=date(2025, 4, 1), value=Decimal("17"), by=mande, at=NOW),
        "roadblock": raise_roadblock(
            story.actions[0], what="No room", put_to=cast.leader, by=story.by("sales_owner"), at=NOW
        ),
        **meetings,
        "pack": PackFactory(meeting=meetings["scheduled"]),
        "analysis": story.analysis,
        "gap": story.gaps[0],
        "cause": story.gaps[0].causes.first(),
        "action": story.actions[0],
        "proposed": story.actions[1],
        "milestone": Milestone.objects.filter(action=story.actions[0])[0],
        "request": request,
        "meeting": meeting,
        "task": add_task(story.analysis, title="Book the room", meeting=meeting, by=mande, at=NOW),
        "question": ask(story.gaps[0], question="Why?", answerer=cast.mande, by=story.by("leader"), at=NOW),
        "expected": expect(story.gaps[0], question="Since when?", answer="Since January.", by=mande, at=NOW),
        "answer": answered.check_in,
        "team": TeamFactory(lead=cast.sales_owner),
        "department": cast.sales,
        "person": cast.sales_owner,
        "idle": cast.stranger,
        "mande": cast.mande,
        "draft": import_draft(cast, draft_content()),
        "table": import_draft(cast, table_content()),
        "being_saved": import_draft(cast, draft_content(), state="saving", asked_by=cast.mande, asked_at=NOW),
    }


def import_draft(cast, content, **values):
    """A document that was read."""
    said = {"file_name": "review.txt", "size": 1, "sha256": "0" * 64, "state": "to_review", **values}
    return ImportDraft.objects.create(uploaded_by=cast.mande, uploaded_at=NOW, content=content, **said)


def table_content():
    """What the importer keeps of a small table."""
    heads = ("Finding", "Root cause", "Action")
    rows = (heads, ("Deliveries are late", "Old vans", "Buy vans"))
    lines = (Line(n, " | ".join(cells), ROW, cells=cells, table=1, row=n) for n, cells in enumerate(rows, 1))
    return understand(Document("table.csv", "csv", tuple(lines))).content


def meeting_with_people(story, name):
    """A scheduled meeting that Sales takes part in, with its agenda."""
    mande, cast = story.by("mande"), story.cast
    made = plan_meeting(story.analysis, title=f"Meeting {name}", by=mande, at=NOW)
    people = {"facilitator": cast.mande, "attending": [cast.sales_owner, cast.leader]}
    schedule_meeting(made, title=made.title, starts_at=later(days=7), by=mande, at=NOW, **people)
    build_agenda(made, by=mande, at=NOW)
    return made


def draft_content():
    """What the importer keeps of the sample."""
    return draft_dict(interpret(read_file(SAMPLE, SAMPLE.name, max_bytes=10**6)))


def address(row: Row, things) -> str:
    """The address; "gap proof" is a piece of evidence of the gap, "gap proof file" its first version."""
    if not row.thing:
        return reverse(row.name)
    thing, _, proof = row.thing.partition(" ")
    args = [things[thing].pk]
    if proof:
        evidence = add_file(
            title="Proof",
            upload=SimpleUploadedFile("proof.txt", b"shown"),
            department_id=None,
            by=load_viewer(things["mande"]),
            at=NOW,
        )
        things[thing].evidence.add(evidence)
        args += [evidence.pk, *([1] if proof.endswith("file") else [])]
    return reverse(row.name, args=args)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.name}-{row.thing or 'page'}")
def test_each_person_gets_the_answer_of_the_table(row, things, cast, client_of):
    at = address(row, things)
    found = []
    for person in PEOPLE:
        response = getattr(client_of(getattr(cast, person)), row.method)(at)
        found.append(302 if response.status_code == 303 else response.status_code)
    assert tuple(found) == row.answers, f"{at}: {dict(zip(PEOPLE, found, strict=True))}"


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.name}-{row.thing or 'page'}")
def test_signed_out_one_is_asked_to_sign_in(row, things, client_of):
    response = getattr(client_of(None), row.method)(address(row, things))
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_a_refusal_says_why(things, cast, client_of):
    response = client_of(cast.leader).get(reverse("action_edit", args=[things["proposed"].pk]))
    assert response.status_code == 403
    assert "The M&amp;E team completes plans" in response.content.decode()


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row.method == "get" and OK in row.answers], ids=lambda row: row.name
)
def test_each_page_costs_at_most_twelve_statements(row, things, cast, client_of):
    """Those that lists and details cost exactly are pinned in test_statements; this holds for every page there is."""
    client = client_of(getattr(cast, PEOPLE[row.answers.index(OK)]))
    at = address(row, things)
    client.get(at)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(at).status_code == OK
    costs = [each for each in seen.captured_queries if not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    assert len(costs) <= 12, f"{at} costs {len(costs)}"


def names(patterns, found=None):
    """All named addresses of the project."""
    found = set() if found is None else found
    for each in patterns:
        if isinstance(each, URLResolver):
            names(each.url_patterns, found)
        elif isinstance(each, URLPattern) and each.name:
            found.add(each.name)
    return found


# Tested by what they do, in modules of their own: posts without a page, downloads, and the ways in.
ELSEWHERE = {
    "plan_row",
    "measure",
    "sign",
    "approval_item",
    "item_ask",
    "task_done",
    "task_reopen",
    "agenda_move",
    "agenda_remove",
    "session_item",
    "session_record",
    "session_decide",
    "outcome_take_back",
    "components",
    "check_in_link",
    "roadblock_link",
}


def test_no_address_is_missing_from_the_table():
    listed = {row.name for row in TABLE} | ELSEWHERE
    ours = {name for name in names(get_resolver().url_patterns) if not name.startswith("account_")}
    assert ours - listed <= OPEN_OR_OWN, sorted(ours - listed - OPEN_OR_OWN)


# Open to all (ways in, health), or with a test of their own under tests/accounts, tests/audit, tests/intake and
# tests/notifications.
OPEN_OR_OWN = {
    "healthz",
    "readyz",
    "setup",
    "invitation",
    "invitation_resend",
    "invitation_withdraw",
    "import_difference",
    "import_columns_forget",
    "import_discard",
    "import_edit",
    "import_line",
    "import_treat",
    "import_undo",
    "audit_object",
    "message",
    "theme",
    "digest",
    "absence_withdraw",
}

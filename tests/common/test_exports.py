"""Lists as files: what is in them, for whom, and that what people typed never becomes a formula."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from actions.models import CorrectiveAction
from common.exports import csv_cell, guarded, unguarded
from gaps.models import Gap
from meetings.services import plan_meeting, schedule_meeting
from notifications.services import Recipient, put
from tests.factories import NOW, ActionFactory, GapFactory
from tests.story import begin, later

pytestmark = pytest.mark.django_db

LISTS = ("analyses", "gaps", "actions", "approvals", "meetings", "people", "departments", "messages", "audit", "kpis")


@pytest.fixture
def story(cast):
    """Plans that wait for a decision, a meeting with a date and a message."""
    story = begin(cast).ready()
    story.submit()
    by = cast.viewer("mande")
    meeting = plan_meeting(story.analysis, title="Follow-up", by=by, at=NOW)
    schedule_meeting(meeting, title="Follow-up", starts_at=later(days=3), place="=HALL", by=by, at=NOW)
    put(key="k", kind="digest", to=Recipient("N", "n@example.org", 1), subject="+News", text="t", at=NOW)
    return story


def body(response) -> bytes:
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return b"".join(response.streaming_content)


def csv_rows(client, name, **query):
    response = client.get(reverse(name), {"export": "csv", **query})
    return list(csv.reader(io.StringIO(body(response).decode("utf-8-sig"), newline="")))


def xlsx_sheet(client, name, **query):
    response = client.get(reverse(name), {"export": "xlsx", **query})
    return load_workbook(io.BytesIO(body(response))).worksheets[0]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_comes_as_both_files_with_the_same_rows(name, story, cast, client_of):
    client = client_of(cast.mande)
    lines, sheet = csv_rows(client, name), xlsx_sheet(client, name)
    assert len(lines) > 1
    assert [cell.value for cell in sheet[1]] == lines[0]
    assert sheet.max_row == len(lines)
    assert all(len(line) == len(lines[0]) for line in lines)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_offers_both_files_with_its_filters(name, story, cast, client_of):
    page = client_of(cast.mande).get(reverse(name), {"q": "", "page": "1"}).content.decode()
    assert "export=csv" in page
    assert "export=xlsx" in page
    assert "page=1&amp;export" not in page


def test_the_filters_hold_for_the_file(story, cast, client_of):
    client = client_of(cast.leader)
    assert len(csv_rows(client, "actions")) == 5
    assert [line[1] for line in csv_rows(client, "actions", q="criteria sales")[1:]] == [
        "Write down the criteria (Sales)"
    ]
    page = client.get(reverse("actions"), {"q": "criteria", "department": story.cast.sales.pk}).content.decode()
    assert f"?q=criteria&amp;department={story.cast.sales.pk}&amp;export=csv" in page


def test_a_file_holds_all_rows_in_the_order_of_the_list_whatever_the_page(story, cast, client_of):
    for number in range(600, 660):
        ActionFactory(number=number, gap=story.gaps[0], state="draft")
    lines = csv_rows(client_of(cast.leader), "actions", sort="-number", page="2")
    assert len(lines) == 65
    assert [line[0] for line in lines[1:3]] == ["A-659", "A-658"]


@pytest.mark.parametrize("name", ["actions", "gaps", "people", "messages", "audit"])
def test_a_bad_filter_gives_the_page_with_its_error_and_no_file(name, story, cast, client_of):
    field = {"audit": "since"}.get(name, "status")
    for wanted in ("csv", "xlsx"):
        response = client_of(cast.mande).get(reverse(name), {"export": wanted, field: "nonsense"})
        assert response.status_code == 422
        assert "text/html" in response["Content-Type"]
        assert "_error" in response.content.decode()


def test_an_unknown_kind_of_file_gives_the_page(story, cast, client_of):
    response = client_of(cast.leader).get(reverse("actions"), {"export": "exe"})
    assert response.status_code == 200
    assert "text/html" in response["Content-Type"]


def test_a_foreign_owner_gets_nothing_foreign(story, cast, client_of):
    owner = client_of(cast.support_owner)
    for name in ("gaps", "actions"):
        text = body(owner.get(reverse(name), {"export": "csv"})).decode()
        assert "Customer Support" in text
        assert "Sales" not in text
    stranger = client_of(cast.stranger)
    for name in ("analyses", "gaps", "actions", "approvals", "meetings"):
        assert len(csv_rows(stranger, name)) == 1, name
        assert xlsx_sheet(stranger, name).max_row == 1, name
    assert [line[0] for line in csv_rows(stranger, "people")[1:]] == ["Karel Botha"]
    assert [line[0] for line in csv_rows(stranger, "departments")[1:]] == ["Archive"]
    for name in ("messages", "audit"):
        assert stranger.get(reverse(name), {"export": "csv"}).status_code == 403


def test_a_draft_is_in_no_file_but_of_those_who_prepare_it(cast, client_of):
    begin(cast)
    for name in ("analyses", "gaps", "actions"):
        assert len(csv_rows(client_of(cast.leader), name)) == 1
        assert len(csv_rows(client_of(cast.mande), name)) > 1


FORMULAS = ("=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "  =HYPERLINK(1)", "\u00a0=1")


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_text_and_comes_back_as_typed(text):
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["plain", "1+1", "'tis so", "a=b", "", "''", "–5", "é", "😀"])
def test_other_text_stays_as_it_is(text):
    assert guarded(text) == text
    assert unguarded(text) == text


def test_figures_and_dates_are_no_text():
    assert [csv_cell(each) for each in (Decimal("-12.50"), -3, date(2025, 4, 1), True, None)] == [
        "-12.50",
        "-3",
        "2025-04-01",
        "yes",
        "",
    ]


def test_hostile_text_stays_text_in_both_files(story, cast, client_of):
    titles = [
        *FORMULAS[:4],
        "https://example.org/x",
        "internal:A1",
        'a "b", c\nd',
        "\u202egnp.exe",
        "😀\x01",
        "007",
        "x" * 300,
    ]
    for number, title in enumerate(titles, start=700):
        ActionFactory(number=number, title=title, gap=story.gaps[0], state="draft")
    client = client_of(cast.leader)
    lines = {line[0]: line[1] for line in csv_rows(client, "actions")}
    sheet = {row[0].value: row[1] for row in xlsx_sheet(client, "actions")}
    for number, title in enumerate(titles, start=700):
        assert lines[f"A-{number}"] == guarded(title)
        cell = sheet[f"A-{number}"]
        assert cell.data_type == "s"
        assert cell.hyperlink is None
        assert cell.value.replace("_x0001_", "\x01") == title


def test_a_text_longer_than_a_cell_is_cut_not_lost(story, cast, client_of):
    CorrectiveAction.objects.filter(pk=story.actions[0].pk).update(scope="y" * 40_000)
    sheet = xlsx_sheet(client_of(cast.leader), "actions")
    assert max(len(str(row[-1].value or "")) for row in sheet) == 32_767


def test_dates_of_any_age_and_figures_are_written_as_such(story, cast, client_of):
    CorrectiveAction.objects.filter(pk=story.actions[0].pk).update(
        start_on=date(1, 1, 2), first_due_on=date(9999, 12, 31), cost_once="1234567.89"
    )
    client = client_of(cast.leader)
    line = next(line for line in csv_rows(client, "actions") if line[0] == story.actions[0].code)
    assert (line[6], line[8], line[11]) == ("0001-01-02", "9999-12-31", "1234567.89")
    sheet = xlsx_sheet(client, "actions")
    row = next(row for row in sheet if row[0].value == story.actions[0].code)
    assert row[6].value == "0001-01-02"
    assert row[7].value.date() == date(2025, 5, 30)
    assert row[11].value == pytest.approx(1234567.89)


def test_a_file_costs_as_many_statements_for_one_row_as_for_many(story, cast, client_of):
    client = client_of(cast.leader)

    def cost(name):
        with CaptureQueriesContext(connection) as seen:
            body(client.get(reverse(name), {"export": "xlsx"}))
        return len(seen.captured_queries)

    cost("gaps")
    before = cost("gaps"), cost("actions")
    for number in range(800, 850):
        gap = GapFactory(number=number, analysis=story.analysis, department=cast.sales)
        ActionFactory(number=number, gap=gap, state="draft")
    assert (cost("gaps"), cost("actions")) == before
    assert max(before) <= 12
    assert Gap.objects.count() > 50


def test_a_message_leaves_its_text_and_link_behind(story, cast, client_of):
    row = csv_rows(client_of(cast.mande), "messages", q="News")[1]
    assert row[0] == "'+News"
    assert "{link}" not in "".join(row)

"""The register of indicators, proof of readings, and readings out of a table."""

import io
import re
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from actions.models import CorrectiveAction, Milestone
from actions.services.figures import readings_due
from audit.models import Entry
from common.access import Conflict, Refused, Unfit
from gaps.models import Kpi, KpiReading
from gaps.services.kpis import add_kpi, edit_kpi, switch_kpi
from gaps.services.readings import correct_reading, give_reading
from tests.factories import NOW, KpiFactory
from tests.story import begin

pytestmark = pytest.mark.django_db

UPLOAD = "/kpis/readings/"


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def story(cast):
    return begin(cast).ready()


@pytest.fixture
def kpi(story):
    return story.gaps[0].measures.get().kpi


def table(*lines, head="KPI,Day,Value,Remark,Reason") -> SimpleUploadedFile:
    return SimpleUploadedFile("readings.csv", "\n".join([head, *lines]).encode())


def take(client, file, **more):
    """Both steps: the preview, then what it offers."""
    shown = client.post(UPLOAD, {"file": file})
    assert shown.status_code == 200, shown.content.decode()
    payload = re.search(r'name="rows" value="([^"]+)"', shown.content.decode())[1]
    return shown.content.decode(), client.post(UPLOAD, {"rows": payload, **more})


def test_good_lines_are_taken_and_the_same_table_changes_nothing(story, kpi, client_of, cast):
    client = client_of(cast.mande)
    lines = (
        "Lead conversion,2025-04-01,17.5,as told,",
        "lead  CONVERSION,2025-04-08,18 %,,",
        "First response,2025-04-08,40,,",
    )
    words, answer = take(client, table(*lines))
    assert "3 new, 0 changed, 0 the same, 0 not taken" in words
    assert answer.status_code == 303
    assert list(kpi.readings.values_list("value", "note")) == [(Decimal("17.5"), "as told"), (Decimal("18"), "")]
    assert Entry.objects.filter(verb="reading.given").count() == 3
    words, answer = take(client, table(*lines))
    assert "0 new, 0 changed, 3 the same" in words
    assert "Take" not in words
    assert KpiReading.objects.count() == 3


def test_a_changed_value_needs_a_reason_and_the_old_one_stays(story, kpi, client_of, cast):
    give_reading(kpi, on=date(2025, 4, 1), value=Decimal("17"), by=story.by("mande"), at=NOW)
    client, file = (
        client_of(cast.mande),
        lambda: table("Lead conversion,2025-04-01,18,,", "Lead conversion,2025-04-02,19,,"),
    )
    words, answer = take(client, file())
    assert "needs a reason" in words
    assert answer.status_code == 422
    assert kpi.readings.get().value == 17
    _, answer = take(client, file(), reason="The report was mended")
    assert answer.status_code == 303
    now = kpi.readings.get(date=date(2025, 4, 1), is_current=True)
    assert (now.value, now.reason, now.replaces.value) == (18, "The report was mended", 17)
    entry = Entry.objects.get(verb="reading.corrected")
    assert entry.reason == "The report was mended"
    assert entry.new["file"] == "readings.csv, line 2"


def test_the_reason_may_stand_in_the_table(story, kpi, client_of, cast):
    give_reading(kpi, on=date(2025, 4, 1), value=Decimal("17"), by=story.by("mande"), at=NOW)
    _, answer = take(client_of(cast.mande), table("Lead conversion,2025-04-01,18,,Counted twice"))
    assert answer.status_code == 303
    assert kpi.readings.get(is_current=True).reason == "Counted twice"


def test_refused_lines_are_named_and_the_good_ones_taken(story, kpi, client_of, cast):
    switch_kpi(KpiFactory(name="Old one"), on=False, reason="Not used", by=story.by("mande"), at=NOW)
    KpiFactory(name="Twice")
    KpiFactory(name="Twice")
    words, answer = take(
        client_of(cast.mande),
        table(
            "Lead conversion,2025-04-01,17,,",
            "Nothing such,2025-04-01,17,,",
            "Lead conversion,2025-04-11,17,,",
            "Lead conversion,2025-04-01,18,,",
            "Twice,2025-04-01,1,,",
            "Old one,2025-04-01,1,,",
            "Lead conversion,soon,1,,",
            "Lead conversion,2025-04-03,lots,,",
        ),
    )
    for sentence in (
        "There is no KPI “Nothing such” that you see.",
        "Fri 11 Apr is still to come.",
        "Line 2 gives the same KPI and day already.",
        "Name the department.",
        "switched off",
        "“soon” is no day",
        "“lots” is no figure.",
    ):
        assert sentence in words, sentence
    assert "1 new, 0 changed, 0 the same, 7 not taken" in words
    assert answer.status_code == 303
    assert KpiReading.objects.get().value == 17


def test_a_unit_that_is_another_is_refused(story, kpi, client_of, cast):
    words, _ = take(client_of(cast.mande), table("Lead conversion,2025-04-01,17,h", head="Indicator,Date,Value,Unit"))
    assert "It is in h; the KPI is in %." in words


def test_a_preview_that_was_changed_is_refused(story, kpi, client_of, cast):
    answer = client_of(cast.mande).post(UPLOAD, {"rows": "forged"})
    assert answer.status_code == 303
    assert answer["Location"] == UPLOAD
    assert not KpiReading.objects.exists()


def test_a_reading_that_came_meanwhile_is_not_overwritten(story, kpi, client_of, cast):
    client = client_of(cast.mande)
    shown = client.post(UPLOAD, {"file": table("Lead conversion,2025-04-01,18,,")}).content.decode()
    give_reading(kpi, on=date(2025, 4, 1), value=Decimal("17"), by=story.by("mande"), at=NOW)
    answer = client.post(UPLOAD, {"rows": re.search(r'name="rows" value="([^"]+)"', shown)[1]})
    assert answer.status_code == 422
    assert "Say why a reading is changed" in answer.content.decode()
    assert kpi.readings.get().value == 17


def test_what_two_people_gave_of_one_day_is_changed_as_one(story, kpi, client_of, cast):
    mande = story.by("mande")
    edit_kpi(kpi, data_owner=cast.sales_owner, by=mande, at=NOW)
    give_reading(kpi, on=date(2025, 4, 1), value=Decimal("16"), by=mande, at=NOW)
    given = give_reading(kpi, on=date(2025, 4, 1), value=Decimal("17"), by=story.by("sales_owner"), at=NOW)
    _, answer = take(client_of(cast.mande), table("Lead conversion,2025-04-01,18,,Checked"))
    assert answer.status_code == 303
    assert kpi.readings.get(is_current=True).replaces == given
    again = give_reading(kpi, on=date(2025, 4, 1), value=Decimal("15"), by=story.by("sales_owner"), at=NOW)
    correct_reading(again, value=Decimal("14"), reason="Checked again", by=mande, at=NOW)
    assert kpi.readings.filter(is_current=True).latest("recorded_at", "pk").value == 14


def test_many_lines_cost_what_one_costs(story, kpi, client_of, cast):
    client = client_of(cast.mande)

    def cost(month, days):
        file = table(*(f"Lead conversion,2025-0{month}-{day:02d},17,," for day in range(1, days + 1)))
        shown = client.post(UPLOAD, {"file": file}).content.decode()
        payload = re.search(r'name="rows" value="([^"]+)"', shown)[1]
        with CaptureQueriesContext(connection) as seen:
            assert client.post(UPLOAD, {"rows": payload}).status_code == 303
        return sum(
            not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for each in seen.captured_queries
        )

    assert cost(1, 1) == cost(3, 25) <= 25


def test_the_template_is_taken_as_it_is(story, kpi, client_of, cast):
    client = client_of(cast.mande)
    content = b"".join(client.get(reverse("readings_template")))
    sheet = load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet[1]][:4] == ["KPI", "Department", "Day", "Value"]
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {"Lead conversion", "First response"}
    answer = client.post(UPLOAD, {"file": SimpleUploadedFile("t.xlsx", content)})
    assert "No line with a day and a value" in answer.content.decode()


@pytest.mark.parametrize("content", [b"", b"no table", b"KPI,Value\nLead conversion,1\n"])
def test_what_is_no_table_is_said_at_the_field(story, client_of, cast, content):
    answer = client_of(cast.mande).post(UPLOAD, {"file": SimpleUploadedFile("readings.csv", content)})
    assert answer.status_code == 422


def test_an_indicator_is_added_switched_off_and_on(story, client_of, cast):
    client = client_of(cast.mande)
    data = {
        "name": "Repeat orders",
        "department": cast.sales.pk,
        "direction": "higher",
        "frequency": "month",
        "source": "CRM report",
        "baseline": "12.5",
        "baseline_on": "2025-01-31",
        "data_owner": cast.sales_owner.pk,
    }
    assert client.post("/kpis/new/", data).status_code == 303
    kpi = Kpi.objects.get(name="Repeat orders")
    assert (kpi.source, kpi.baseline, kpi.data_owner) == ("CRM report", Decimal("12.5"), cast.sales_owner)
    assert client.post("/kpis/new/", {**data, "name": "repeat ORDERS"}).status_code == 422
    assert client.post("/kpis/new/", {**data, "name": "Other", "baseline": ""}).status_code == 422
    address = reverse("kpi_switch", args=[kpi.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Counted elsewhere"}).status_code == 303
    assert "Counted elsewhere" in client.get(reverse("kpi", args=[kpi.pk])).content.decode()
    assert "Repeat orders" not in client.get("/kpis/").content.decode()
    assert "Repeat orders" in client.get("/kpis/?status=off").content.decode()
    with pytest.raises(Refused, match="switched off"):
        give_reading(kpi, on=date(2025, 4, 1), value=Decimal(1), by=story.by("mande"), at=NOW)
    assert client.post(address, {"reason": "Needed again"}).status_code == 303
    kpi.refresh_from_db()
    assert (kpi.is_active, kpi.off_reason) == (True, "")
    assert Entry.objects.filter(verb__startswith="kpi.switched").count() == 2


def test_one_that_is_switched_off_is_not_asked_for(story, kpi, cast):
    mande = story.by("mande")
    edit_kpi(kpi, data_owner=cast.sales_owner, by=mande, at=NOW)
    CorrectiveAction.objects.filter(pk=story.actions[0].pk).update(
        kpi=kpi, state="approved", first_due_on=date(2025, 5, 30)
    )
    assert readings_due(story.by("sales_owner"), NOW) == [kpi]
    switch_kpi(kpi, on=False, reason="Not used", by=mande, at=NOW)
    assert readings_due(story.by("sales_owner"), NOW) == []
    with pytest.raises(Conflict):
        switch_kpi(kpi, on=False, reason="Again", by=mande, at=NOW)


def test_the_register_is_filtered_by_what_is_stale_for_its_own_rhythm(story, client_of, cast):
    mande = story.by("mande")
    made = {
        frequency: add_kpi(name=f"By {frequency}", department=None, frequency=frequency, by=mande, at=NOW)
        for frequency in ("week", "month", "quarter", "year")
    }
    for each in made.values():
        give_reading(each, on=date(2025, 2, 28), value=Decimal(1), by=mande, at=NOW)
    client = client_of(cast.leader)
    stale = client.get("/kpis/?status=stale").content.decode()
    fresh = client.get("/kpis/?status=fresh").content.decode()
    for frequency, is_stale in (("week", True), ("month", True), ("quarter", False), ("year", False)):
        assert (f"By {frequency}<" in stale) == is_stale
        assert (f"By {frequency}<" in fresh) != is_stale
    assert client.get("/kpis/?frequency=fortnight").status_code == 422
    assert "By year<" in client.get("/kpis/?owner=nobody&frequency=year").content.decode()
    export = b"".join(client.get("/kpis/?export=csv")).decode()
    assert "Source" in export
    assert "No new reading" in export


def test_a_reading_is_given_with_its_proof(story, kpi, client_of, cast):
    client = client_of(cast.mande)
    address = reverse("reading_new", args=[kpi.pk])
    file = SimpleUploadedFile("export.csv", b"lead,won\n1,2\n")
    assert client.post(address, {"date": "2025-04-01", "value": "17", "upload": file}).status_code == 303
    reading = kpi.readings.get()
    proof = reading.evidence.get()
    version = proof.versions.get()
    words = client.get(reverse("kpi", args=[kpi.pk])).content.decode()
    assert "export.csv" in words
    served = client_of(cast.sales_owner).get(
        reverse("reading_evidence_file", args=[reading.pk, proof.pk, version.number])
    )
    assert b"".join(served) == b"lead,won\n1,2\n"
    assert (
        client_of(cast.stranger)
        .get(reverse("reading_evidence_file", args=[reading.pk, proof.pk, version.number]))
        .status_code
        == 404
    )
    both = {
        "date": "2025-04-02",
        "value": "17",
        "url": "https://a.example",
        "upload": SimpleUploadedFile("a.txt", b"x"),
    }
    assert client.post(address, both).status_code == 422


def test_proof_is_added_to_a_reading_afterwards(story, kpi, client_of, cast):
    reading = give_reading(kpi, on=date(2025, 4, 1), value=Decimal("17"), by=story.by("mande"), at=NOW)
    address = reverse("reading_evidence_new", args=[reading.pk])
    assert client_of(cast.mande).post(address, {"url": "https://crm.example.org/1", "title": "CRM"}).status_code == 303
    assert reading.evidence.get().department_id == cast.sales.pk
    assert "https://crm.example.org/1" in client_of(cast.leader).get(reverse("kpi", args=[kpi.pk])).content.decode()
    assert Entry.objects.get(verb="reading.proved").new["evidence"] == "CRM"
    assert client_of(cast.mande).post(address, {"url": ""}).status_code == 422


def test_a_file_of_another_reading_is_not_handed_out(story, kpi, client_of, cast):
    client = client_of(cast.mande)
    file = SimpleUploadedFile("export.csv", b"lead,won\n1,2\n")
    client.post(reverse("reading_new", args=[kpi.pk]), {"date": "2025-04-01", "value": "17", "upload": file})
    proof = kpi.readings.get().evidence.get()
    other = give_reading(kpi, on=date(2025, 4, 2), value=Decimal("17"), by=story.by("mande"), at=NOW)
    assert client.get(reverse("reading_evidence_file", args=[other.pk, proof.pk, 1])).status_code == 404


def test_the_page_says_whether_it_moved_after_the_action(story, kpi, client_of, cast):
    mande, action = story.by("mande"), story.actions[0]
    CorrectiveAction.objects.filter(pk=action.pk).update(
        kpi=kpi, state="implemented", first_due_on=date(2025, 5, 30), start_on=date(2025, 1, 6), shows_after_weeks=2
    )
    Milestone.objects.filter(action=action).update(
        state="reached", reached_on=date(2025, 2, 10), reached_by=cast.sales_owner
    )
    edit_kpi(kpi, frequency="week", target=Decimal(20), by=mande, at=NOW)
    for day, value in ((27, 17), (3, 17), (10, 17)):
        give_reading(kpi, on=date(2025, 1 if day == 27 else 2, day), value=Decimal(value), by=mande, at=NOW)
    for day, value in ((24, 18), (31, 19)):
        give_reading(kpi, on=date(2025, 2 if day == 24 else 3, day), value=Decimal(value), by=mande, at=NOW)
    words = client_of(cast.leader).get(reverse("kpi", args=[kpi.pk])).content.decode()
    assert "Moved the right way" in words
    assert "It moved toward the target." in words
    for mark in ("A-01 starts", "A-01 done", "A-01 shows"):
        assert mark in words
    assert "1\u00a0points below the target (5\u00a0% of it)" in words


def test_figures_of_a_gap_come_later_with_their_distance(story, kpi, client_of, cast):
    client, gap = client_of(cast.mande), story.gaps[0]
    measure = gap.measures.get()
    address = reverse("measure", args=[gap.pk, measure.pk])
    data = {"kpi": kpi.pk, "comparator_kind": "target", "baseline": "19", "target": "20", "actual": "16"}
    assert client.post(address, data).status_code == 422
    assert client.post(address, {**data, "reason": "CRM of March"}).status_code == 303
    words = client.get(reverse("gap", args=[gap.pk])).content.decode()
    assert "The figures give: 4\u00a0points below the target (20\u00a0% of it)" in words
    assert "Not what is stated" in words
    measure.refresh_from_db()
    assert (measure.stated_value, measure.baseline) == (15, 19)
    assert Entry.objects.get(verb="measure.edited").reason == "CRM of March"
    new = reverse("measure_new", args=[gap.pk])
    assert client.post(new, {"target": "1", "reason": "x"}).status_code == 422
    assert client.post(new, {"kpi": kpi.pk, "target": "1", "actual": "2", "reason": "Also"}).status_code == 303
    assert gap.measures.count() == 2
    assert client.get(reverse("measure", args=[story.gaps[1].pk, measure.pk])).status_code == 404


def test_an_indicator_is_found(story, kpi, client_of, cast):
    words = client_of(cast.leader).get("/search/?q=conversion&kind=kpi").content.decode()
    assert reverse("kpi", args=[kpi.pk]) in words
    assert reverse("kpi", args=[kpi.pk]) not in client_of(cast.stranger).get("/search/?q=conversion").content.decode()


def test_a_name_is_needed_once(story, kpi):
    with pytest.raises(Unfit, match="of that name"):
        edit_kpi(
            story.gaps[1].measures.get().kpi,
            department=kpi.department,
            name=kpi.name.upper(),
            by=story.by("mande"),
            at=NOW,
        )

"""Bad input gets a clear error and loses nothing: forms, the grid, spreadsheets, signing, and other people's ids."""

import io
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from actions.models import ApprovalItem, CorrectiveAction, DecisionDraft, Signature
from actions.plan_table import read_table, write_table
from actions.services.plans import plan_token, save_plan
from common.access import Unfit
from tests.factories import NOW, PASSWORD
from tests.story import begin, decide

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def story(cast):
    return begin(cast).ready()


def full(action: int) -> CorrectiveAction:
    return CorrectiveAction.objects.full_plans().get(pk=action)


def row_data(action: CorrectiveAction, **changed) -> dict[str, object]:
    """What a browser sends for the row, with some values changed."""
    values = {
        "owner": f"u{action.owner_id}",
        "start_on": action.start_on.isoformat(),
        "due_on": action.due_on.isoformat(),
        "milestone": "First step shown",
        "milestone_on": "2025-05-09",
        "causes": [link.cause_id for link in action.cause_links.all()],
        "kpi": "",
        "kpi_from": "",
        "kpi_to": "",
        "cost_once": "100 000",
        "cost_yearly": "",
        "sponsor": "",
        "token": plan_token(action),
        **changed,
    }
    return {f"r{action.pk}-{key}": value for key, value in values.items()}


def test_a_row_with_an_error_comes_back_with_what_was_typed(story, client_of, cast):
    action = full(story.actions[0].pk)
    address = reverse("plan_row", args=[story.analysis.pk, action.pk])
    answer = client_of(cast.mande).post(address, row_data(action, cost_once="55k", due_on="2025-04-01"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="55k"' in page
    assert "Write a sum, such as 55 000." in page
    assert full(action.pk).cost_once == 100_000


def test_a_stale_row_never_overwrites(story, client_of, cast):
    action = full(story.actions[0].pk)
    data = row_data(action, cost_once="7")
    save_plan(action, {"cost_once": 250_000}, by=story.by("mande"), at=NOW)
    answer = client_of(cast.mande).post(reverse("plan_row", args=[story.analysis.pk, action.pk]), data)
    assert answer.status_code == 422
    assert "changed by somebody else" in answer.content.decode()
    assert full(action.pk).cost_once == 250_000


def test_the_whole_grid_saves_good_rows_and_keeps_bad_ones(story, client_of, cast):
    good, bad = full(story.actions[0].pk), full(story.actions[1].pk)
    data = {**row_data(good, cost_once="1"), **row_data(bad, cost_once="x")}
    answer = client_of(cast.mande).post(reverse("plan", args=[story.analysis.pk]), data)
    assert answer.status_code == 422
    assert full(good.pk).cost_once == 1
    assert full(bad.pk).cost_once == 100_000


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04broken"])
def test_a_file_that_is_no_table_is_refused_in_a_sentence(content, story, client_of, cast):
    file = SimpleUploadedFile("plans.xlsx", content)
    answer = client_of(cast.mande).post(reverse("plan_fill", args=[story.analysis.pk]), {"file": file})
    assert answer.status_code == 422
    assert b'role="alert"' in answer.content


def table(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_table_says_what_it_does_not_know(story):
    with pytest.raises(Unfit, match="no column “No.”"):
        read_table(story.analysis, table(["Action", "Owner"], ["x", "y"]))
    with pytest.raises(Unfit, match="A-99 is no plan of this analysis"):
        read_table(story.analysis, table(["No.", "Owner"], ["A-99", "Thabo Nkosi"]))
    row = read_table(story.analysis, table(["No.", "Owner"], [story.actions[0].code, "Nobody Known"]))[0]
    assert row.errors == ["Owner: “Nobody Known” is not known here; choose a name of the list."]


def test_a_table_that_was_not_touched_differs_in_nothing(story):
    assert read_table(story.analysis, write_table(story.analysis)) == []


def test_a_formula_in_a_plan_is_text_in_the_table(story):
    save_plan(story.actions[0], {"title": '=HYPERLINK("http://x","y")'}, by=story.by("mande"), at=NOW)
    cell = load_workbook(io.BytesIO(write_table(story.analysis))).worksheets[0].cell(2, 2)
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x","y")')


def test_a_signed_plan_is_not_changed_by_a_table(story):
    CorrectiveAction.objects.filter(pk=story.actions[0].pk).update(state="approved", first_due_on=date(2025, 5, 30))
    row = read_table(story.analysis, table(["No.", "Once"], [story.actions[0].code, 5]))[0]
    assert row.signed


def test_a_wrong_password_signs_nothing_and_keeps_the_choices(story, client_of, cast):
    request = story.submit()
    item = ApprovalItem.objects.filter(request=request)[0]
    decide(item, "approve", story.by("leader"))
    data = {f"digest-{item.pk}": ApprovalItem.objects.get(pk=item.pk).snapshot.digest, "password": "wrong"}
    answer = client_of(cast.leader).post(reverse("sign", args=[request.pk]), data)
    assert answer.status_code == 422
    assert "This is not your password. Nothing was signed." in answer.content.decode()
    assert "wrong" not in answer.content.decode()
    assert DecisionDraft.objects.count() == 1
    assert not Signature.objects.exists()


def test_guessing_at_the_signature_is_throttled(story, client_of, cast, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reauthenticate": "5/5m/user"}
    request = story.submit()
    item = ApprovalItem.objects.filter(request=request)[0]
    decide(item, "approve", story.by("leader"))
    client = client_of(cast.leader)
    digest = ApprovalItem.objects.get(pk=item.pk).snapshot.digest
    for _ in range(6):
        answer = client.post(reverse("sign", args=[request.pk]), {f"digest-{item.pk}": digest, "password": "guess"})
    answer = client.post(reverse("sign", args=[request.pk]), {f"digest-{item.pk}": digest, "password": PASSWORD})
    assert "Too many tries" in answer.content.decode()
    assert not Signature.objects.exists()


def test_signing_again_leads_back_and_signs_once(story, client_of, cast):
    request = story.submit()
    item = ApprovalItem.objects.filter(request=request)[0]
    decide(item, "approve", story.by("leader"))
    data = {f"digest-{item.pk}": ApprovalItem.objects.get(pk=item.pk).snapshot.digest, "password": PASSWORD}
    client = client_of(cast.leader)
    codes = [client.post(reverse("sign", args=[request.pk]), data).status_code for _ in range(2)]
    assert codes == [303, 303]
    assert Signature.objects.count() == 1


def test_a_changed_plan_answers_409_with_the_difference(story, client_of, cast):
    request = story.submit()
    item = ApprovalItem.objects.filter(request=request).select_related("snapshot")[0]
    decide(item, "approve", story.by("leader"))
    data = {f"digest-{item.pk}": item.snapshot.digest, "password": PASSWORD}
    save_plan(item.action, {"due_on": date(2025, 6, 20)}, by=story.by("mande"), at=NOW)
    answer = client_of(cast.leader).post(reverse("sign", args=[request.pk]), data)
    assert answer.status_code == 409
    assert "21 days later" in answer.content.decode()


def test_a_missing_reason_stands_at_its_plan_and_the_others_are_kept(story, client_of, cast):
    request = story.submit()
    first, second = ApprovalItem.objects.filter(request=request).select_related("snapshot")[:2]
    data = {
        f"i{first.pk}-digest": first.snapshot.digest,
        f"i{first.pk}-choice": "return",
        f"i{second.pk}-digest": second.snapshot.digest,
        f"i{second.pk}-choice": "approve",
        "sign": "1",
    }
    answer = client_of(cast.leader).post(reverse("approval", args=[request.pk]), data)
    assert answer.status_code == 422
    assert f"Give a reason for returning {first.action.code}." in answer.content.decode()
    assert [draft.item_id for draft in DecisionDraft.objects.all()] == [second.pk]


def test_an_illegal_move_answers_409_with_what_is_allowed(story, client_of, cast):
    answer = client_of(cast.mande).post(reverse("analysis_issue", args=[story.analysis.pk]))
    assert answer.status_code == 409
    assert "Begin follow-up" in answer.content.decode()


def test_an_item_of_another_bundle_is_not_found(story, client_of, cast):
    one = story.submit(actions=story.actions[:1])
    other = story.submit(actions=[full(story.actions[1].pk)])
    foreign = ApprovalItem.objects.get(request=other)
    assert client_of(cast.leader).post(reverse("approval_item", args=[one.pk, foreign.pk])).status_code == 404
    assert client_of(cast.leader).get(reverse("item_ask", args=[one.pk, foreign.pk])).status_code == 404


def test_a_bad_filter_gives_an_error_and_never_the_whole_list(story, client_of, cast):
    for query in ("department=999999", "status=nonsense", "due=never", "owner='; DROP TABLE"):
        answer = client_of(cast.leader).get(reverse("actions") + "?" + query)
        assert answer.status_code == 422, query
        assert story.actions[0].title not in answer.content.decode()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{ 7*7 }}", "' OR 1=1 --", "\u202eevil", "😀" * 40])
def test_hostile_text_is_text(text, story, client_of, cast):
    save_plan(story.actions[0], {"title": text}, by=story.by("mande"), at=NOW)
    for address in (
        reverse("action", args=[story.actions[0].pk]),
        reverse("actions"),
        f"{reverse('actions')}?q={text}",
    ):
        answer = client_of(cast.leader).get(address)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()


def test_evidence_that_is_not_what_its_name_says_is_refused(story, client_of, cast):
    CorrectiveAction.objects.filter(pk=story.actions[0].pk).update(state="approved", first_due_on=date(2025, 5, 30))
    file = SimpleUploadedFile("proof.pdf", b"<html><script>alert(1)</script>")
    answer = client_of(cast.sales_owner).post(
        reverse("action_evidence_new", args=[story.actions[0].pk]), {"upload": file}
    )
    assert answer.status_code == 422
    assert not story.actions[0].evidence.exists()


def test_evidence_is_served_only_beside_its_action(story, client_of, cast):
    CorrectiveAction.objects.filter(pk=story.actions[0].pk).update(state="approved", first_due_on=date(2025, 5, 30))
    client = client_of(cast.sales_owner)
    file = SimpleUploadedFile("proof.txt", b"as agreed")
    client.post(reverse("action_evidence_new", args=[story.actions[0].pk]), {"upload": file, "title": "Proof"})
    proof = story.actions[0].evidence.get()
    answer = client.get(reverse("action_evidence_file", args=[story.actions[0].pk, proof.pk, 1]))
    assert b"".join(answer.streaming_content) == b"as agreed"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client.get(reverse("action_evidence_file", args=[story.actions[1].pk, proof.pk, 1])).status_code == 404
    assert (
        client_of(cast.stranger)
        .get(reverse("action_evidence_file", args=[story.actions[0].pk, proof.pk, 1]))
        .status_code
        == 404
    )

"""Correcting what was read, on its pages: by several people, taken back, and saved as corrected."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Entry
from common.access import Conflict
from gaps.models import Gap, SourceLine
from intake.edits import nodes
from intake.models import ImportDraft, ImportEdit
from intake.services import change_draft, discard, reading_of, save, suggested_choices, undo_last
from tests.factories import NOW

from .test_import_pages import post_file, review
from .test_import_services import brought_in

HOSTILE = "<script>alert(1)</script> {{ x }}"


@pytest.fixture
def grace(cast, client_of):
    return client_of(cast.mande)


@pytest.fixture
def draft(cast):
    return brought_in(cast.viewer("mande"))


def edit_page(draft, key: str) -> str:
    return reverse("import_edit", args=[draft.pk, key])


def posted(client, draft, key: str, **changed):
    form = client.get(edit_page(draft, key)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {**{name: "" if value is None else value for name, value in values.items()}, **changed}


def texts(draft, kind: str = "action") -> list[str]:
    return [node.text for node in nodes(reading_of(draft)) if node.kind == kind]


def test_words_are_corrected_and_saved_as_corrected(draft, grace, cast):
    data = posted(grace, draft, "A-01", text="Write new rules", owner="Head of Sales", due="2025-06-30", verb="save")
    answer = grace.post(edit_page(draft, "A-01"), data)
    assert answer["Location"] == f"{review(draft)}#d-A-01"
    page = grace.get(review(draft)).content.decode()
    assert "Write new rules" in page
    assert "Take the last one back" in page
    assert Entry.objects.filter(verb="import.edited").count() == 1
    reading = reading_of(draft)
    made = save(draft, suggested_choices(reading, []), by=cast.viewer("mande"), at=NOW)
    action = Gap.objects.filter(analysis=made)[0].actions.order_by("number")[0]
    assert (action.title, action.suggested_owner) == ("Write new rules", "Head of Sales")


def test_nothing_changed_writes_nothing(draft, grace):
    assert grace.post(edit_page(draft, "G-01"), posted(grace, draft, "G-01")).status_code == 303
    assert grace.post(edit_page(draft, "M-02"), posted(grace, draft, "M-02")).status_code == 303
    assert not ImportEdit.objects.exists()


@pytest.mark.parametrize(
    ("key", "changed", "words"),
    [
        ("A-01", {"verb": "split", "text": "one"}, "two lines make two"),
        ("A-01", {"verb": "drop"}, "Say why"),
        ("A-01", {"verb": "merge"}, "not there any more"),
        ("A-01", {"text": " "}, "drop it with a reason"),
        ("A-01", {"due": "soon"}, "date"),
        ("C-01", {"to": "U-01"}, "Choose the gap"),
        ("G-01", {"kind": "cause", "to": "G-02"}, "hang on this gap"),
        ("A-01", {"kind": "nonsense"}, "valid choice"),
    ],
)
def test_what_does_not_fit_comes_back_with_what_was_typed(draft, grace, key, changed, words):
    data = posted(grace, draft, key, **{"verb": "save", "success_measure": "kept as typed", **changed})
    answer = grace.post(edit_page(draft, key), data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    if key == "A-01":
        assert "kept as typed" in answer.content.decode()
    assert not ImportEdit.objects.exists()


def test_split_merge_drop_and_use_and_all_taken_back_one_by_one(draft, grace):
    before = [node.text for node in nodes(reading_of(draft))]
    two = posted(grace, draft, "A-02", text="Score leads\r\nRank leads", verb="split")
    assert grace.post(edit_page(draft, "A-02"), two).status_code == 303
    assert {"Score leads", "Rank leads"} <= set(texts(draft))
    assert (
        grace.post(edit_page(draft, "A-03"), posted(grace, draft, "A-03", into="A-01", verb="merge")).status_code == 303
    )
    dropped = posted(grace, draft, "C-01", reason=HOSTILE, verb="drop")
    assert grace.post(edit_page(draft, "C-01"), dropped).status_code == 303
    line = next(role for role in reading_of(draft).line_map if role.state == "structure")
    use = reverse("import_line", args=[draft.pk, line.line])
    form = grace.get(use).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"kind": "gap", "to": "", "unit": "Audit"}
    assert grace.post(use, {**data, "text": HOSTILE}).status_code == 303
    page = grace.get(review(draft)).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page
    assert HOSTILE in texts(draft, "gap")
    for _ in range(4):
        number = grace.get(review(draft)).context["edits"][0].number
        assert grace.post(reverse("import_undo", args=[draft.pk]), {"seen": number}).status_code == 303
    assert [node.text for node in nodes(reading_of(draft))] == before
    assert grace.post(reverse("import_undo", args=[draft.pk]), {"seen": 1}).status_code == 409


def test_one_step_is_one_to_take_back(draft, grace):
    data = posted(grace, draft, "C-01", text="Unsuitable leads", to="G-02", verb="save")
    grace.post(edit_page(draft, "C-01"), data)
    assert ImportEdit.objects.count() == 2
    grace.post(reverse("import_undo", args=[draft.pk]), {"seen": 2})
    assert not ImportEdit.objects.filter(undone_at=None).exists()


def test_two_people_on_the_same_draft_never_overwrite_each_other(draft, cast):
    first = cast.viewer("mande")
    other = replace(first, user=cast.admin)
    words = {"op": "edit", "key": "A-01", "fields": {"text": "Mine"}}
    change_draft(draft, [words], words="changed", seen=0, by=first, at=NOW)
    with pytest.raises(Conflict, match="changed it meanwhile"):
        change_draft(draft, [{**words, "fields": {"text": "Theirs"}}], words="x", seen=0, by=other, at=NOW)
    change_draft(draft, [{"op": "drop", "key": "A-09", "reason": "no"}], words="dropped", seen=0, by=other, at=NOW)
    with pytest.raises(Conflict, match="another one now"):
        undo_last(draft, seen=1, by=first, at=NOW)


def test_the_reason_of_a_dropped_line_is_kept_with_the_source(draft, cast):
    by = cast.viewer("mande")
    line = next(node.line for node in nodes(reading_of(draft)) if node.key == "A-01")
    change_draft(draft, [{"op": "drop", "key": "A-01", "reason": "done"}], words="dropped", seen=0, by=by, at=NOW)
    save(draft, suggested_choices(reading_of(draft), []), by=by, at=NOW)
    row = SourceLine.objects.get(number=line)
    assert (row.role, row.became) == ("left_over", "dropped: done")


def test_who_may_not_prepare_sees_nothing_of_it(draft, cast, client_of):
    for name in ("leader", "sales_owner", "stranger", "admin"):
        client = client_of(getattr(cast, name))
        for address in (edit_page(draft, "A-01"), reverse("import_line", args=[draft.pk, 3])):
            assert client.get(address).status_code == 404
        assert client.post(reverse("import_undo", args=[draft.pk])).status_code == 404


def test_what_is_not_there_and_what_is_over(draft, grace, cast):
    assert grace.get(edit_page(draft, "A-99")).status_code == 404
    assert grace.get(reverse("import_line", args=[draft.pk, 9999])).status_code == 404
    grace.post(edit_page(draft, "A-01"), posted(grace, draft, "A-01", reason="no", verb="drop"))
    assert grace.get(edit_page(draft, "A-01")).status_code == 409
    discard(draft, by=cast.viewer("mande"), at=NOW)
    assert grace.get(edit_page(draft, "A-02")).status_code == 409


def test_statements_of_the_pages(draft, grace):
    for address in (edit_page(draft, "A-01"), reverse("import_line", args=[draft.pk, 3]), review(draft)):
        grace.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert grace.get(address).status_code == 200
        assert len([each for each in caught if "SAVEPOINT" not in each["sql"]]) <= 12


def test_what_is_left_of_a_row_is_shown_and_used(grace, cast):
    table = (
        "Finding,Root cause,Action,Reporting line\n"
        "Visits fall 12 % below target,Two nurses left,Hire two nurses,Matron to the district office\n"
    )
    answer = post_file(grace, table.encode(), "table.csv")
    draft = ImportDraft.objects.get()
    page = grace.get(answer["Location"]).content.decode()
    role = next(role for role in reading_of(draft).line_map if role.rest)
    assert "Matron to the district office" in role.rest
    assert "left over: " in page
    use = reverse("import_line", args=[draft.pk, role.line])
    form = grace.get(use).context["form"]
    values = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else value for name, value in values.items()}
    assert grace.post(use, {**data, "kind": "summary"}).status_code == 303
    after = next(each for each in reading_of(draft).line_map if each.line == role.line)
    assert (after.rest, after.key) == ("", role.key)
    assert "Matron" in texts(draft, "summary")[0]

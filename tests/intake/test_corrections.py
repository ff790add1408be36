"""A corrected version of a document that was imported before: through the pages and the services below them."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from actions.models import ActionCause, CorrectiveAction
from actions.services.issue import issue_analysis
from actions.services.plans import save_plan
from audit.models import Entry
from common.access import Conflict, Refused, Unfit
from gaps.models import Gap, GapAnalysis, GapMeasure, RootCause, SourceLine
from gaps.services.analyses import edit_gap
from gaps.services.responses import Response, respond
from intake.models import ImportDraft
from intake.services import correction_of, save, take, treat_as, upload
from meetings.models import Task
from tests.factories import NOW, DepartmentFactory

from .test_differences import BEFORE
from .test_import_services import confirmed, counts

TEXT = BEFORE + "\n## Next steps for management\n- Release money for the excavator\n"


@pytest.fixture
def mande(cast):
    return cast.viewer("mande")


@pytest.fixture
def grace(cast, client_of):
    return client_of(cast.mande)


def draft_of(text: str, by, name: str = "review.md") -> ImportDraft:
    received = upload(ContentFile(text.encode()), name, by=by, at=NOW)
    assert received.draft is not None
    return received.draft


@pytest.fixture
def analysis(mande) -> GapAnalysis:
    draft = draft_of(TEXT, mande)
    return save(draft, confirmed(draft), by=mande, at=NOW)


@pytest.fixture
def corrected(mande, analysis):
    """A draft of another version, said to correct the analysis."""

    def make(text: str) -> ImportDraft:
        return treat_as(draft_of(text, mande, "review v2.md"), analysis, by=mande, at=NOW)

    return make


def rows(draft, by) -> dict[tuple[str, str], object]:
    return {(row.change.kind, row.change.what): row for row in correction_of(draft, by=by).rows}


def take_all(draft, by, *, only: set[str] | None = None) -> GapAnalysis:
    correction = correction_of(draft, by=by)
    keys = [row.change.key for row in correction.rows if row.answer and (only is None or row.change.kind in only)]
    return take(draft, keys, token=correction.token, by=by, at=NOW)


def test_the_review_asks_whether_it_is_a_corrected_version(grace, mande, analysis):
    draft = draft_of(TEXT.replace("Two posts", "Three posts"), mande, "v2.md")
    page = grace.get(reverse("import_review", args=[draft.pk])).content.decode()
    assert "Is it a corrected version of that?" in page
    response = grace.post(reverse("import_treat", args=[draft.pk]), {"corrects": analysis.pk})
    assert response.status_code == 303
    assert response["Location"] == reverse("import_difference", args=[draft.pk])
    page = grace.get(response["Location"]).content.decode()
    assert "<del>Two posts are vacant</del>" in page
    assert "<ins>Three posts are vacant</ins>" in page


def test_another_report_is_not_taken_for_a_correction(grace, mande, analysis):
    other = draft_of(
        "# Depot\n\n## Fleet\nKey gap: Vans stand idle for nine days a month.\nRoot causes:\n- No parts\n", mande
    )
    page = grace.get(reverse("import_review", args=[other.pk])).content.decode()
    assert "corrected version" not in page


def test_only_what_is_ticked_is_taken_and_the_rest_stays(grace, mande, analysis, corrected):
    draft = corrected(
        TEXT.replace("Two posts", "Three posts").replace("Head of Care; due: 30 June", "Head of Care; due: 15 July")
    )
    before = counts()
    correction = correction_of(draft, by=mande)
    (cause_key,) = [row.change.key for row in correction.rows if row.change.kind == "cause"]
    response = grace.post(
        reverse("import_difference", args=[draft.pk]), {"take": [cause_key], "token": correction.token}
    )
    assert response.status_code == 303
    assert RootCause.objects.filter(text="Three posts are vacant").count() == 1
    assert not RootCause.objects.filter(text="Two posts are vacant").exists()
    action = CorrectiveAction.objects.get(title="Introduce a complaints register")
    assert action.due_on == date(2026, 6, 30)
    after = counts()
    assert after["gaps.GapAnalysis"] == before["gaps.GapAnalysis"]
    assert after["gaps.Gap"] == before["gaps.Gap"]
    assert [each.version for each in analysis.sources.all()] == [1, 2]
    assert Entry.objects.filter(verb="analysis.corrected").count() == 1


def test_everything_that_both_versions_say_leads_to_the_newest_document(mande, analysis, corrected):
    take_all(corrected("Draft for comments\n\n" + TEXT.replace("Two posts", "Three posts")), mande)
    newest = analysis.sources.get(version=2)
    for model in (Gap, RootCause, CorrectiveAction, Task):
        assert {row.line.document_id for row in model.objects.select_related("line")} == {newest.pk}
    gap = Gap.objects.select_related("line").first()
    assert "Complaints" in gap.line.text
    assert SourceLine.objects.get(document=newest, number=gap.line.number).became == gap.code


def test_a_third_version_is_compared_with_the_second(mande, analysis, corrected):
    second = TEXT.replace("Two posts", "Three posts")
    take_all(corrected(second), mande)
    third = treat_as(
        draft_of(second.replace("second excavator", "third excavator"), mande, "v3.md"), analysis, by=mande, at=NOW
    )
    assert list(rows(third, mande)) == [("action", "changed")]
    take_all(third, mande)
    assert CorrectiveAction.objects.filter(title="Hire a third excavator").count() == 1
    assert [each.version for each in analysis.sources.all()] == [1, 2, 3]


def test_the_same_version_again_changes_nothing(mande, analysis, corrected):
    second = TEXT.replace("Two posts", "Three posts")
    take_all(corrected(second), mande)
    before = counts()
    received = upload(ContentFile(second.encode()), "review v2.md", by=mande, at=NOW)
    assert received.analysis == analysis
    assert counts() == before


def test_new_and_lost_gaps_of_a_draft(mande, analysis, corrected):
    head = TEXT.split("## Network")[0]
    text = (
        head
        + "## Billing\nKey gap: One bill in ten is wrong.\nRoot causes:\n- Meters are read by hand\nActions:\n- Buy readers\n"
    )
    draft = corrected(text)
    found = rows(draft, mande)
    assert "Nobody owns “Billing” yet" in found["gap", "new"].answer.reason
    DepartmentFactory(name="Billing")
    take_all(draft, mande)
    statements = set(Gap.objects.values_list("statement", flat=True))
    assert any("bill" in each for each in statements)
    assert not any("Leaks" in each for each in statements)
    assert CorrectiveAction.objects.get(title="Buy readers").gap.causes.get().text == "Meters are read by hand"
    removed = Entry.objects.get(verb="gap.removed")
    assert "Leaks" in removed.old["statement"]


def test_an_issued_analysis_takes_corrections_and_a_new_gap_waits_for_its_response(cast, mande, analysis, corrected):
    issued(analysis, mande)
    more = TEXT.replace(
        "## Next steps",
        "## Customer Care\nKey gap: One bill in ten is wrong.\nRoot causes:\n- By hand\n\n## Next steps",
    )
    take_all(corrected(more.replace("two weeks late", "three weeks late")), mande)
    gap = Gap.objects.get(statement__contains="bill")
    assert gap.state == "issued"
    assert Gap.objects.filter(statement__contains="three weeks").count() == 1
    respond(gap, Response("accepted"), by=cast.viewer("leader"), at=NOW)
    entry = Entry.objects.filter(verb="gap.edited").latest("pk")
    assert entry.reason == "Corrected version “review v2.md”."
    assert entry.department_id is not None


def issued(analysis, by) -> None:
    issue_analysis(analysis, by=by, at=NOW)


def test_a_gap_that_is_left_out_of_an_issued_analysis_is_withdrawn_with_its_draft_actions(mande, analysis, corrected):
    issued(analysis, mande)
    head = TEXT.split("## Network")[0]
    take_all(corrected(head + "## Next steps for management\n- Release money for the excavator\n"), mande, only={"gap"})
    gap = Gap.objects.get(statement__contains="Leaks")
    assert gap.state == "withdrawn"
    assert [action.state for action in gap.actions.all()] == ["cancelled"]


def test_what_was_changed_here_is_shown_and_not_ticked(grace, mande, analysis, corrected):
    gap = Gap.objects.get(statement__contains="Leaks")
    edit_gap(gap, statement="Leaks wait two weeks for a crew", by=mande, at=NOW)
    draft = corrected(TEXT.replace("two weeks late on average", "ten days late on average"))
    row = rows(draft, mande)["gap", "changed"]
    assert row.since.startswith("Leaks wait two weeks")
    assert not row.is_suggested
    page = grace.get(reverse("import_difference", args=[draft.pk])).content.decode()
    assert "Changed here since the import" in page


def test_wording_that_a_signature_stands_on_is_not_taken(mande, story_signed):
    draft, by = story_signed
    found = rows(draft, by)
    assert "signed with this wording" in found["gap", "changed"].answer.reason
    assert "ask for a change of the signed plan" in found["action", "changed"].answer.reason
    keys = [row.change.key for row in correction_of(draft, by=by).rows]
    before = counts()
    with pytest.raises(Unfit, match="signed"):
        take(draft, keys, token="", by=by, at=NOW)
    assert counts() == before


@pytest.fixture
def story_signed(cast, mande, analysis, corrected):
    """The leak's action is approved; the corrected version words both otherwise."""
    issued(analysis, mande)
    action = CorrectiveAction.objects.get(title__contains="excavator")
    plan = {"owner": cast.sales_owner, "due_on": date(2026, 9, 30)}
    save_plan(action, plan, causes=[action.gap.causes.get().pk], by=mande, at=NOW)
    CorrectiveAction.objects.filter(pk=action.pk).update(state="approved", first_due_on=date(2026, 9, 30))
    text = TEXT.replace("two weeks late", "three weeks late").replace("Hire a second", "Hire a third")
    return corrected(text), mande


def test_a_date_that_somebody_set_meanwhile_stays(mande, analysis, corrected):
    action = CorrectiveAction.objects.get(title="Introduce a complaints register")
    save_plan(action, {"due_on": date(2026, 8, 1)}, by=mande, at=NOW)
    take_all(corrected(TEXT.replace("due: 30 June 2026", "due: 15 July 2026")), mande)
    action.refresh_from_db()
    assert action.suggested_due_on == date(2026, 7, 15)
    assert action.due_on == date(2026, 8, 1)


def test_figures_are_corrected_and_keep_their_indicator(mande, analysis, corrected):
    measure = GapMeasure.objects.get(gap__statement__contains="Complaints")
    take_all(corrected(TEXT.replace("30 % later", "45 % later")), mande)
    measure.refresh_from_db()
    assert measure.stated_value == 45


def test_a_cause_with_suggested_links_only_goes_and_a_confirmed_one_stays(grace, mande, analysis, corrected):
    cause = RootCause.objects.get(text="Two posts are vacant")
    action = CorrectiveAction.objects.get(title="Fill the two posts")
    assert ActionCause.objects.filter(cause=cause, is_confirmed=False).exists()
    draft = corrected(TEXT.replace("- Two posts are vacant\n", ""))
    assert rows(draft, mande)["cause", "gone"].answer
    page = grace.get(reverse("import_difference", args=[draft.pk])).content.decode()
    assert "<del>Two posts are vacant</del>" in page
    assert "Left out" in page
    save_plan(action, {}, causes=[cause.pk], by=mande, at=NOW)
    assert "answers it" in rows(draft, mande)["cause", "gone"].answer.reason
    save_plan(action, {}, causes=[], by=mande, at=NOW)
    take_all(draft, mande)
    assert not RootCause.objects.filter(pk=cause.pk).exists()


def test_a_page_that_is_out_of_date_takes_nothing(grace, mande, analysis, corrected):
    draft = corrected(TEXT.replace("Two posts", "Three posts"))
    correction = correction_of(draft, by=mande)
    edit = RootCause.objects.filter(text="Two posts are vacant")
    edit.update(text="Somebody else's words")
    before = counts()
    response = grace.post(
        reverse("import_difference", args=[draft.pk]),
        {"take": [row.change.key for row in correction.rows], "token": correction.token},
    )
    assert response.status_code == 409
    assert counts() == before


def test_a_report_of_its_own_after_all(grace, mande, analysis, corrected):
    draft = corrected(TEXT.replace("Two posts", "Three posts"))
    assert grace.post(reverse("import_treat", args=[draft.pk]), {"corrects": ""}).status_code == 303
    draft.refresh_from_db()
    assert draft.corrects is None
    save(draft, confirmed(draft), by=mande, at=NOW)
    assert GapAnalysis.objects.count() == 2


def test_who_may_not_prepare_may_not_correct(cast, mande, analysis, corrected):
    draft = corrected(TEXT.replace("Two posts", "Three posts"))
    with pytest.raises(Refused):
        take(draft, [], token="", by=cast.viewer("leader"), at=NOW)


def test_a_draft_that_corrects_nothing_has_no_differences(mande, analysis):
    draft = draft_of(TEXT.replace("Two posts", "Three posts"), mande)
    with pytest.raises(Conflict):
        take(draft, [], token="", by=mande, at=NOW)


def test_a_version_that_differs_in_nothing_is_kept_as_the_newest(grace, mande, analysis, corrected):
    draft = corrected(TEXT.replace("- Fill", "* Fill"))
    page = grace.get(reverse("import_difference", args=[draft.pk])).content.decode()
    assert "It says the same" in page
    response = grace.post(
        reverse("import_difference", args=[draft.pk]), {"token": correction_of(draft, by=mande).token}
    )
    assert response.status_code == 303
    assert analysis.sources.count() == 2

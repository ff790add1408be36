"""The review of a long document comes in parts: lines and what they became, and no answer gets lost between parts."""

import re

import pytest
from django.urls import reverse

from gaps.models import Gap, GapAnalysis
from intake import edit_forms
from intake import page as review_page
from intake.services import reading_of

from .test_import_pages import review
from .test_import_services import brought_in
from .test_many_rows import table


@pytest.fixture(autouse=True)
def short_parts(monkeypatch):
    monkeypatch.setattr(review_page, "WINDOW", 20)
    monkeypatch.setattr(review_page, "PART", 10)


@pytest.fixture
def draft(cast, tmp_path):
    return brought_in(cast.viewer("mande"), table(tmp_path, 40))


def shown_gaps(html: str) -> list[int]:
    return [int(found) for found in re.findall(r"Delivery (\d+) of many.csv is late <", html)]


def test_a_part_shows_its_lines_and_their_drafts(cast, client_of, draft):
    grace = client_of(cast.mande)
    first = grace.get(review(draft)).content.decode()
    assert shown_gaps(first) == [0, 3, 6, 1, 4, 7, 2, 5, 8]
    assert "40 gaps" in first
    assert "shown are those of lines 1 to 10" in first
    last = grace.get(f"{review(draft)}?from=38").content.decode()
    assert sorted(shown_gaps(last)) == [36, 37, 38, 39]


def test_units_of_other_parts_keep_their_owners(cast, client_of, draft):
    """A page that does not show a unit does not send its owner."""
    grace = client_of(cast.mande)
    response = grace.post(review(draft), {"owner_U-01": str(cast.support.pk)})
    assert response["Location"] == reverse("analysis", args=[GapAnalysis.objects.get().pk])
    owners = {gap.theme: gap.department.name for gap in Gap.objects.select_related("department")}
    assert owners == {"Depot 0": cast.support.name, "Depot 1": "Depot 1", "Depot 2": "Depot 2"}


def test_an_owner_taken_away_on_the_page_is_asked_for(cast, client_of, draft):
    response = client_of(cast.mande).post(review(draft), {"owner_U-01": ""})
    assert response.status_code == 422
    assert not GapAnalysis.objects.exists()


def test_after_a_correction_one_is_back_in_the_part(cast, client_of, draft):
    grace = client_of(cast.mande)
    gap = reading_of(draft).gaps[-1]
    address = reverse("import_edit", args=[draft.pk, gap.key])
    page = grace.get(address).content.decode()
    assert f"?from={gap.line}#d-{gap.key}" in page
    seen = {"seen": 0, "text": "Delivery 39 never came", "kind": "gap", "to": reading_of(draft).units[-1].key}
    answer = grace.post(address, {**seen, "verb": "save"})
    assert answer["Location"].startswith(f"{review(draft)}?from={gap.line}#d-")
    assert "Delivery 39 never came" in grace.get(answer["Location"].split("#")[0]).content.decode()


def test_of_very_many_gaps_the_nearest_are_offered(cast, client_of, draft, monkeypatch):
    monkeypatch.setattr(edit_forms, "MOST_PLACES", 6)
    gap = next(each for each in reading_of(draft).gaps if each.line == 20)
    page = client_of(cast.mande).get(reverse("import_edit", args=[draft.pk, gap.causes[0].key]))
    offered = dict(page.context["form"].fields["to"].choices[2][1])
    assert len(offered) == 6
    assert gap.key in offered
    lines = [each.line for each in reading_of(draft).gaps if each.key in offered]
    assert max(lines) - min(lines) <= 6
    assert "The 6 gaps next to this line." in page.content.decode()


def test_many_questions_are_asked_in_turn(cast, client_of, draft, monkeypatch):
    monkeypatch.setattr(review_page, "MOST_QUESTIONS", 1)
    grace = client_of(cast.mande)
    response = grace.post(review(draft), {"owner_U-01": "", "owner_U-02": ""})
    html = response.content.decode()
    assert "One more question of this kind" in html

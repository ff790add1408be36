"""Taking a gap out: removed from a draft, withdrawn from an issued analysis, never with something signed below it."""

import pytest
from django.urls import reverse

from actions.models import CorrectiveAction
from audit.models import Entry
from gaps.models import Gap
from tests.factories import NOW
from tests.story import begin

REASON = {"reason": "Measured twice by mistake"}


@pytest.fixture
def story(cast):
    return begin(cast)


def address(gap: Gap) -> str:
    return reverse("gap_withdraw", args=[gap.pk])


def test_a_gap_of_a_draft_is_removed_with_all_that_hangs_on_it(story, cast, client_of):
    gap = story.gaps[0]
    statement, actions = gap.statement, gap.actions.count()
    assert actions
    grace = client_of(cast.mande)
    assert "go with it" in grace.get(address(gap)).content.decode()
    assert grace.post(address(gap), REASON).status_code == 303
    assert not Gap.objects.filter(pk=gap.pk).exists()
    assert not CorrectiveAction.objects.filter(gap=gap.pk).exists()
    entry = Entry.objects.get(verb="gap.removed")
    assert entry.old["statement"] == statement
    assert entry.reason == REASON["reason"]


def test_a_gap_of_an_issued_analysis_is_withdrawn_and_its_drafts_cancelled(story, cast, client_of):
    story.issue()
    gap = story.gaps[0]
    assert client_of(cast.mande).post(address(gap), REASON).status_code == 303
    gap.refresh_from_db()
    assert gap.state == "withdrawn"
    assert set(gap.actions.values_list("state", flat=True)) == {"cancelled"}
    assert Entry.objects.get(verb="gap.withdrawn").recorded_at > NOW


def test_without_a_reason_nothing_happens(story, cast, client_of):
    story.issue()
    gap = story.gaps[0]
    assert client_of(cast.mande).post(address(gap), {"reason": " "}).status_code == 422
    gap.refresh_from_db()
    assert gap.state == "issued"


def test_a_gap_with_plans_waiting_for_a_signature_stays(story, cast, client_of):
    story.issue().confirm().complete()
    story.submit()
    gap = story.gaps[0]
    response = client_of(cast.mande).post(address(gap), REASON)
    assert response.status_code == 403
    assert "waiting for a signature" in response.content.decode()
    gap.refresh_from_db()
    assert gap.state == "confirmed"

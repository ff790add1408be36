"""The page of components draws, and every state of every lifecycle has a mark of its own."""

import pytest
from django.urls import reverse

from actions.lifecycle import ACTION, ITEM, MILESTONE, REQUEST
from common.marks import STATES
from gaps.lifecycle import ANALYSIS, CLARIFICATION, GAP
from intake.models import DRAFT
from meetings.lifecycle import MEETING, TASK


@pytest.mark.django_db
def test_it_draws(cast, client_of):
    page = client_of(cast.mande).get(reverse("components"))
    assert page.status_code == 200
    assert b"Every part in every state" in page.content


@pytest.mark.parametrize(
    "table", [ACTION, ITEM, MILESTONE, REQUEST, ANALYSIS, CLARIFICATION, GAP, DRAFT, MEETING, TASK]
)
def test_every_state_has_a_mark(table):
    assert not set(table.labels) - set(STATES)

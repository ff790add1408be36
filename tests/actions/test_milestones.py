"""Milestones reached, proof, and more milestones inside the signed finish."""

from datetime import date

import pytest

from actions.models import ApprovalItem
from actions.services.milestones import add_milestone, add_proof, implement, reach, take_back
from actions.services.ownership import answer_assignment
from common.access import Conflict, Refused, Unfit
from evidence.models import Evidence
from tests.factories import NOW
from tests.story import begin, decide, later, sign_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast):
    story = begin(cast).ready()
    request = story.submit()
    for item in ApprovalItem.objects.filter(request=request):
        decide(item, "approve", story.by("leader"))
    sign_all(request, story.by("leader"))
    story.refresh()
    return story


def first(story):
    return story.actions[0].milestones.all()[0]


def test_reaching_the_first_milestone_starts_the_work(story):
    reach(first(story), on=date(2025, 4, 11), by=story.by("sales_owner"), at=later(days=2))
    story.refresh()
    assert story.actions[0].state == "in_progress"
    assert first(story).reached_on == date(2025, 4, 11)


def test_it_cannot_be_reached_tomorrow_or_twice(story):
    with pytest.raises(Unfit, match="still to come"):
        reach(first(story), on=date(2025, 4, 12), by=story.by("sales_owner"), at=later(days=1))
    reach(first(story), on=date(2025, 4, 11), by=story.by("sales_owner"), at=later(days=1))
    with pytest.raises(Conflict):
        reach(first(story), on=date(2025, 4, 11), by=story.by("sales_owner"), at=later(days=1))


def test_another_department_may_not(story):
    with pytest.raises(Refused, match="Thabo Nkosi"):
        reach(first(story), on=date(2025, 4, 10), by=story.by("support_owner"), at=later(days=1))


def test_taking_back_needs_a_reason_and_forgets_the_date(story):
    reach(first(story), on=date(2025, 4, 10), by=story.by("sales_owner"), at=later(days=1))
    with pytest.raises(Unfit):
        take_back(first(story), reason="", by=story.by("sales_owner"), at=later(days=1))
    taken = take_back(first(story), reason="Only half of it", by=story.by("sales_owner"), at=later(days=1))
    assert (taken.state, taken.reached_on) == ("in_progress", None)


def test_milestones_are_added_within_five_working_days_of_accepting(story):
    answer_assignment(story.actions[0], accepts=True, by=story.by("sales_owner"), at=later(hours=1))
    add_milestone(story.actions[0], title="Pilot", on=date(2025, 5, 2), by=story.by("sales_owner"), at=later(days=7))
    with pytest.raises(Refused, match="Thu 17 Apr"):
        add_milestone(story.actions[0], title="Late", on=date(2025, 5, 2), by=story.by("sales_owner"), at=later(days=8))


def test_a_milestone_keeps_inside_the_signed_finish(story):
    with pytest.raises(Unfit, match="After the signed finish"):
        add_milestone(
            story.actions[0], title="Pilot", on=date(2025, 6, 2), by=story.by("sales_owner"), at=later(days=1)
        )


def test_implemented_needs_every_milestone_and_proof(story):
    action = story.actions[0]
    reach(first(story), on=date(2025, 4, 10), by=story.by("sales_owner"), at=later(days=1))
    with pytest.raises(Unfit, match="no evidence"):
        implement(action, by=story.by("sales_owner"), at=later(days=2))
    proof = Evidence.objects.create(
        title="Criteria", kind="link", added_by=story.cast.sales_owner, added_at=NOW, department_id=story.cast.sales.pk
    )
    add_proof(action, proof, milestone=first(story), by=story.by("sales_owner"), at=later(days=2))
    assert implement(action, by=story.by("sales_owner"), at=later(days=2)).state == "implemented"


def test_contesting_says_why(story):
    with pytest.raises(Unfit):
        answer_assignment(story.actions[0], accepts=False, by=story.by("sales_owner"), at=later(days=1))
    done = answer_assignment(
        story.actions[0], accepts=False, reason="I have no budget", by=story.by("sales_owner"), at=later(days=1)
    )
    assert done.owner_answer == "contested"

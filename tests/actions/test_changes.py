"""A signed plan does not drift: inside the allowance a reason is enough, beyond it the difference is signed."""

from datetime import date

import pytest

from actions.models import ApprovalItem, ApprovalRequest, PlanChange
from actions.services.changes import ask_change
from common.access import Conflict, Refused, Unfit
from tests.story import begin, decide, later, sign_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast):
    """Everything approved by two leaders."""
    story = begin(cast).ready()
    request = story.submit(needed=2)
    for name in ("leader", "leader2"):
        for item in ApprovalItem.objects.filter(request=request):
            decide(item, "approve", story.by(name))
        sign_all(request, story.by(name))
    story.refresh()
    return story


def change(story, overlay, reason="The supplier is late", by="sales_owner", **when):
    return ask_change(story.actions[0], overlay, reason=reason, by=story.by(by), at=later(**(when or {"days": 1})))


def test_five_working_days_later_needs_a_reason_only(story):
    made = change(story, {"due_on": date(2025, 6, 6)})
    story.refresh()
    assert made.state == "applied"
    assert story.actions[0].due_on == date(2025, 6, 6)
    assert story.actions[0].first_due_on == date(2025, 5, 30)
    assert ApprovalItem.objects.filter(state="stale").count() == 0


def test_the_finish_moves_within_the_allowance_once(story):
    change(story, {"due_on": date(2025, 6, 3)})
    again = change(story, {"due_on": date(2025, 6, 5)}, days=2)
    assert again.state == "requested"


def test_six_working_days_make_the_approval_stale_and_ask_for_the_difference(story):
    made = change(story, {"due_on": date(2025, 6, 9)})
    story.refresh()
    assert made.state == "requested"
    assert story.actions[0].due_on == date(2025, 5, 30), "the plan last signed goes on"
    assert made.signed_item.state == "stale"
    request = ApprovalRequest.objects.get(pk=made.item.request_id)
    for name in ("leader", "leader2"):
        decide(made.item, "approve", story.by(name))
        sign_all(request, story.by(name))
    story.refresh()
    made.refresh_from_db()
    assert story.actions[0].due_on == date(2025, 6, 9)
    assert story.actions[0].first_due_on == date(2025, 5, 30)
    assert made.state == "approved"


def test_a_refused_difference_leaves_the_plan_as_signed(story):
    made = change(story, {"due_on": date(2025, 7, 30)})
    decide(made.item, "return", story.by("leader"), reason="Keep the date")
    sign_all(made.item.request, story.by("leader"))
    story.refresh()
    made.refresh_from_db()
    made.signed_item.refresh_from_db()
    assert made.state == "refused"
    assert made.signed_item.state == "approved"
    assert (story.actions[0].state, story.actions[0].due_on) == ("approved", date(2025, 5, 30))


def test_five_per_cent_more_cost_is_inside(story):
    assert change(story, {"cost_once": "105000"}).state == "applied"
    assert change(story, {"cost_once": "105001"}, days=2).state == "requested"


def test_another_owner_is_never_inside(story):
    assert change(story, {"owner": story.cast.support_owner.pk}).state == "requested"


def test_a_milestone_moves_freely_before_the_finish(story):
    values = [
        {"id": each.pk, "title": each.title, "promised_on": "2025-05-28"} for each in story.actions[0].milestones.all()
    ]
    assert change(story, {"milestones": values}).state == "applied"
    values[0]["promised_on"] = "2025-06-02"
    with pytest.raises(Unfit, match="After the finish"):
        change(story, {"milestones": values}, days=2)


def test_one_change_waits_at_a_time(story):
    change(story, {"due_on": date(2025, 7, 30)})
    with pytest.raises(Conflict, match="waits for a signature already"):
        change(story, {"cost_once": "1000000"}, days=2)


def test_a_change_needs_a_reason_and_a_right(story):
    with pytest.raises(Unfit, match="Say why"):
        change(story, {"due_on": date(2025, 6, 3)}, reason=" ")
    with pytest.raises(Refused):
        change(story, {"due_on": date(2025, 6, 3)}, by="support_owner")
    assert not PlanChange.objects.exists()

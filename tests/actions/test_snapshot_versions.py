"""A snapshot of an earlier version is judged by its own form; the promised delay came with the second."""

from datetime import date

import pytest

from actions.models import ApprovalItem, Snapshot
from actions.services.changes import ask_change
from actions.services.plans import save_plan
from actions.snapshots import VERSION, content, differences, same_plan, values_of
from actions.verify import broken_snapshots
from common.access import Refused
from common.canonical import digest
from tests.factories import NOW
from tests.story import begin, decide, sign_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast):
    return begin(cast).ready()


def test_the_delay_is_part_of_what_is_signed(story):
    action = save_plan(story.actions[0], {"shows_after_weeks": 8}, by=story.by("mande"), at=NOW)
    request = story.submit(actions=[action])
    item = ApprovalItem.objects.get(request=request)
    assert item.snapshot.version == VERSION == 2
    assert item.snapshot.values["shows_after_weeks"] == 8
    decide(item, "approve", story.by("leader"))
    sign_all(request, story.by("leader"))
    with pytest.raises(Refused):
        save_plan(action, {"shows_after_weeks": 12}, by=story.by("mande"), at=NOW)


def test_the_first_form_is_kept(story):
    action = story.actions[0]
    first, second = values_of(action, 1), values_of(action)
    assert "shows_after_weeks" not in first
    assert {**first, "shows_after_weeks": None} == second
    assert same_plan(first, second)
    assert not same_plan(first, {**second, "shows_after_weeks": 8})


def test_a_plan_signed_in_the_first_form_goes_on(story):
    """As after an upgrade: its snapshot has no delay, verifies as it was, and differs from the plan in nothing."""
    request = story.submit(actions=story.actions[:1])
    item = ApprovalItem.objects.get(request=request)
    old = content(story.actions[0])
    values = values_of(story.actions[0], 1)
    item.snapshot = Snapshot.objects.create(
        action=story.actions[0],
        version=1,
        values=values,
        labels=old.labels,
        digest=digest({"version": 1, "values": values, "labels": old.labels}),
        made_at=NOW,
    )
    item.save()
    decide(item, "approve", story.by("leader"))
    sign_all(request, story.by("leader"))
    assert list(broken_snapshots()) == []
    story.refresh()
    assert differences(item.snapshot, content(story.actions[0])) == []
    change = ask_change(
        story.actions[0], {"due_on": date(2025, 6, 3)}, reason="A holiday", by=story.by("mande"), at=NOW
    )
    assert change.state == "applied"


def test_a_difference_in_the_delay_is_shown(story):
    before = content(story.actions[0])
    action = save_plan(story.actions[0], {"shows_after_weeks": 1}, by=story.by("mande"), at=NOW)
    story.refresh()
    (found,) = differences(before, content(story.actions[0]))
    assert (found.label, found.before, found.after) == ("Shows after", "at once", "1 week")
    assert action.shows_after_weeks == 1

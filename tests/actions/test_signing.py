"""Deciding item by item and signing in one step."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from actions.models import ApprovalItem, CorrectiveAction, Signature
from actions.services.plans import save_plan
from actions.services.signing import sign
from common.access import Conflict, Refused, Unfit
from tests.story import begin, decide, later, sign_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast):
    return begin(cast).ready()


def items_of(request):
    return list(ApprovalItem.objects.filter(request=request).order_by("position"))


def test_approving_brings_the_signed_plan_into_force(story):
    request = story.submit()
    for item in items_of(request):
        decide(item, "approve", story.by("leader"))
    signed = sign_all(request, story.by("leader"))
    assert len(signed.settled) == 4
    story.refresh()
    request.refresh_from_db()
    assert {action.state for action in story.actions} == {"approved"}
    assert {gap.state for gap in story.gaps} == {"in_treatment"}
    assert request.state == "decided"
    assert story.actions[0].first_due_on == date(2025, 5, 30)
    assert story.actions[0].milestones.all()[0].first_promised_on == date(2025, 5, 9)


def test_two_signatures_are_needed_when_the_analysis_says_so(story):
    request = story.submit(needed=2)
    item = items_of(request)[0]
    decide(item, "approve", story.by("leader"))
    sign_all(request, story.by("leader"))
    item.refresh_from_db()
    assert item.state == "pending"
    decide(item, "approve", story.by("leader2"))
    sign_all(request, story.by("leader2"))
    item.refresh_from_db()
    assert item.state == "approved"
    assert item.settled_by == story.cast.leader2
    assert Signature.objects.filter(item=item).count() == 2


def test_one_person_does_not_count_twice(story):
    request = story.submit(needed=2)
    item = items_of(request)[0]
    decide(item, "approve", story.by("leader"))
    sign_all(request, story.by("leader"))
    decide(item, "approve", story.by("leader"))
    with pytest.raises(Conflict, match="already"):
        sign_all(request, story.by("leader"))
    item.refresh_from_db()
    assert item.state == "pending"
    assert Signature.objects.filter(item=item).count() == 1


def test_a_plan_that_changed_meanwhile_is_refused_with_the_difference(story):
    request = story.submit()
    first, second = items_of(request)[:2]
    decide(first, "approve", story.by("leader"))
    decide(second, "approve", story.by("leader"))
    digests = dict(ApprovalItem.objects.filter(request=request).values_list("pk", "snapshot__digest"))
    save_plan(first.action, {"due_on": date(2025, 6, 20)}, by=story.by("mande"), at=later(hours=1))
    with pytest.raises(Conflict) as refusal:
        sign(request, digests, by=story.by("leader"), at=later(hours=2))
    lines = refusal.value.differences[0]["lines"]
    assert [(line.label, line.before, line.after, line.note) for line in lines] == [
        ("Finish by", "Fri 30 May 2025", "Fri 20 Jun 2025", "21 days later")
    ]
    assert not Signature.objects.exists()


def test_change_and_approve_signs_the_changed_plan(story):
    request = story.submit()
    item = items_of(request)[0]
    decide(
        item,
        "change",
        story.by("leader"),
        overlay={"due_on": date(2025, 6, 13), "cost_once": "80000", "owner": story.cast.support_owner.pk},
    )
    sign_all(request, story.by("leader"))
    item.refresh_from_db()
    action = CorrectiveAction.objects.get(pk=item.action_id)
    assert item.state == "approved_with_changes"
    assert (action.due_on, action.cost_once, action.owner) == (date(2025, 6, 13), 80000, story.cast.support_owner)
    assert action.owner_answer == ""


def test_when_a_second_signer_changes_the_first_is_asked_for_the_difference(story):
    request = story.submit(needed=2)
    item = items_of(request)[0]
    decide(item, "approve", story.by("leader"))
    sign_all(request, story.by("leader"))
    decide(item, "change", story.by("leader2"), overlay={"cost_once": "90000"})
    sign_all(request, story.by("leader2"))
    item.refresh_from_db()
    assert item.state == "pending"
    decide(item, "approve", story.by("leader"))
    sign_all(request, story.by("leader"))
    item.refresh_from_db()
    assert item.state == "approved_with_changes"
    assert CorrectiveAction.objects.get(pk=item.action_id).cost_once == 90000


def test_what_is_open_is_settled_by_change_and_approve(story):
    bare = story.actions[0]
    save_plan(bare, {"owner": None, "due_on": None}, by=story.by("mande"), at=story.at)
    request = story.submit()
    item = items_of(request)[0]
    with pytest.raises(Unfit, match="no owner yet"):
        decide(item, "approve", story.by("leader"))
    decide(item, "change", story.by("leader"), overlay={"owner": story.cast.sales_owner.pk, "due_on": date(2025, 6, 1)})
    sign_all(request, story.by("leader"))
    bare.refresh_from_db()
    assert bare.state == "approved"


def test_a_return_needs_a_reason_and_settles_at_once(story):
    request = story.submit(needed=2)
    item = items_of(request)[0]
    with pytest.raises(Unfit, match="Give a reason for returning A-"):
        decide(item, "return", story.by("leader"))
    decide(item, "return", story.by("leader"), reason="Name the lines")
    sign_all(request, story.by("leader"))
    item.refresh_from_db()
    item.action.refresh_from_db()
    assert (item.state, item.action.state, item.action.state_reason) == (
        "changes_requested",
        "returned",
        "Name the lines",
    )
    with pytest.raises(Conflict, match="settled by Nomsa Dlamini: changes requested"):
        decide(item, "approve", story.by("leader2"))


def test_a_returned_plan_is_proposed_again_as_a_new_item(story):
    request = story.submit()
    item = items_of(request)[0]
    decide(item, "return", story.by("leader"), reason="Too late")
    sign_all(request, story.by("leader"))
    again = story.submit(actions=[CorrectiveAction.objects.get(pk=item.action_id)])
    assert items_of(again)[0].replaces == item


def test_nobody_decides_what_they_own_or_proposed(story):
    save_plan(story.actions[0], {"owner": story.cast.leader}, by=story.by("mande"), at=story.at)
    request = story.submit()
    with pytest.raises(Refused, match="You own this action"):
        decide(items_of(request)[0], "approve", story.by("leader"))
    with pytest.raises(Refused, match="was put to others"):
        decide(items_of(request)[1], "approve", story.by("mande"))


def test_a_bundle_that_nobody_may_sign_is_refused_with_the_two_ways_out(story):
    save_plan(story.actions[0], {"owner": story.cast.leader}, by=story.by("mande"), at=story.at)
    with pytest.raises(Unfit, match="Name another signer, or let an administrator allow self-approval"):
        story.submit(needed=2)


def test_signing_again_after_everything_is_signed_says_so(story):
    request = story.submit()
    for item in items_of(request):
        decide(item, "approve", story.by("leader"))
    sign_all(request, story.by("leader"))
    with pytest.raises(Conflict, match="decided"):
        sign_all(request, story.by("leader"))
    assert Signature.objects.count() == 4


def test_a_signature_is_never_edited(story):
    request = story.submit()
    decide(items_of(request)[0], "approve", story.by("leader"))
    sign_all(request, story.by("leader"))
    with pytest.raises(Exception, match="only ever added"), transaction.atomic():
        Signature.objects.update(reason="no")


def test_the_database_refuses_a_second_pending_item(story):
    request = story.submit()
    item = items_of(request)[0]
    other = ApprovalItem(request=request, action=item.action, snapshot=item.snapshot)
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()

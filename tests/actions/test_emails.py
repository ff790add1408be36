"""Signers are asked by mail, and the sponsor is told of a small change; each once."""

from datetime import date

import pytest

from actions.models import ApprovalItem
from actions.services.changes import ask_change
from actions.services.plans import save_plan
from notifications.models import Message
from tests.story import begin, decide, later, sign_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast):
    story = begin(cast).ready()
    save_plan(
        story.actions[0], {"sponsor": cast.leader2, "title": "Score <b>leads</b>"}, by=story.by("mande"), at=story.at
    )
    return story


def test_each_signer_is_asked_once(story):
    request = story.submit()
    mails = Message.objects.filter(kind="bundle_submitted")
    assert sorted(mails.values_list("name", flat=True)) == ["Nomsa Dlamini", "Peter Adams"]
    mail = mails[0]
    assert mail.subject == "Four plans wait for your decision: Bundle 1"
    assert f"/approvals/{request.pk}/" in mail.text
    assert f"/approvals/{request.pk}/" in mail.html


def test_the_sponsor_is_told_of_a_small_change_with_the_reason(story):
    request = story.submit()
    for item in ApprovalItem.objects.filter(request=request):
        decide(item, "approve", story.by("leader"))
    sign_all(request, story.by("leader"))
    ask_change(
        story.actions[0],
        {"due_on": date(2025, 6, 3)},
        reason="The trainer is ill",
        by=story.by("sales_owner"),
        at=later(days=1),
    )
    mail = Message.objects.get(kind="plan_changed")
    assert mail.name == "Peter Adams"
    assert "Fri 30 May 2025 → Tue 3 Jun 2025 (4 days later)" in mail.text
    assert "The trainer is ill" in mail.html
    assert "<b>leads</b>" not in mail.html


def test_beyond_the_allowance_the_signers_are_asked_instead(story):
    request = story.submit()
    for item in ApprovalItem.objects.filter(request=request):
        decide(item, "approve", story.by("leader"))
    sign_all(request, story.by("leader"))
    ask_change(
        story.actions[0], {"due_on": date(2025, 9, 3)}, reason="Later", by=story.by("sales_owner"), at=later(days=1)
    )
    assert not Message.objects.filter(kind="plan_changed").exists()
    assert Message.objects.filter(kind="bundle_submitted").count() == 4

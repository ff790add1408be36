"""One entry point for time: safe to run twice, late, and when a part fails."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from actions.models import ApprovalItem, ApprovalRequest
from audit.models import Entry
from saypro import due, health
from tests.factories import NOW
from tests.story import begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast):
    return begin(cast).ready()


def test_a_bundle_runs_out_once_however_late_and_often(story):
    request = story.submit()
    due.run_due(NOW + timedelta(days=15))
    assert ApprovalRequest.objects.get(pk=request.pk).state == "submitted", "the last day counts"
    done = due.run_due(NOW + timedelta(days=40))
    assert done["bundles that ran out"] == 1
    assert due.run_due(NOW + timedelta(days=40))["bundles that ran out"] == 0
    request.refresh_from_db()
    story.refresh()
    assert request.state == "expired"
    assert {item.state for item in ApprovalItem.objects.filter(request=request)} == {"withdrawn"}
    assert {action.state for action in story.actions} == {"draft"}
    assert story.submit(), "the plans can be asked for again"


def test_the_history_is_sealed(story):
    done = due.run_due(NOW)
    assert done["seals"] == Entry.objects.count()
    assert due.run_due(NOW)["seals"] == 0


def test_one_part_that_fails_does_not_stop_the_others(story, monkeypatch):
    def breaks(at):
        raise RuntimeError("no")

    monkeypatch.setattr(due, "DUE", (("broken", breaks), ("seals", due.seal_history)))
    done = due.run_due(NOW)
    assert done["broken"] == -1
    assert done["seals"] > 0
    with pytest.raises(CommandError, match="broken"):
        call_command("run_due")


def test_another_instant_is_written_down(cast, capsys):
    call_command("run_due", "--at", "2025-05-20T09:00")
    entry = Entry.objects.get(verb="schedule.run_by_hand")
    assert entry.channel == "command"
    assert entry.new == {"at": "2025-05-20T07:00:00.000000+00:00"}
    with pytest.raises(CommandError, match="is no instant"):
        call_command("run_due", "--at", "tomorrow")


def test_ready_says_whether_the_schedule_ran(client, monkeypatch):
    assert client.get("/healthz").content == b"ok"
    due.run_due()
    assert client.get("/readyz").json()["checks"]["schedule"] == "ok"
    monkeypatch.setattr(health, "last_run", lambda: timezone.now() - timedelta(hours=1))
    monkeypatch.setattr(health, "STARTED", -1000.0)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "The schedule has stopped" in answer.json()["checks"]["schedule"]

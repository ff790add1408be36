"""The one entry point for time: safe to run twice, and no part stops another."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from audit.models import Entry, Seal
from saypro import due
from saypro.due import LAST_RUN, run_due
from tests.story import Story, begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast) -> Story:
    return begin(cast).ready()


@pytest.fixture
def bundle(story):
    """Four plans at two leaders, to be decided by 25 April 2025."""
    return story.submit()


def test_a_second_run_finds_nothing_left(bundle, now):
    late = now + timedelta(days=30)
    first = run_due(late)
    assert first["bundles that ran out"] == 1
    assert first["seals"] > 0
    assert set(run_due(late).values()) == {0}


def test_a_bundle_runs_out_by_the_clock(bundle, now):
    assert run_due(now + timedelta(days=15))["bundles that ran out"] == 0
    bundle.refresh_from_db()
    assert bundle.state == "submitted"
    run_due(now + timedelta(days=16))
    bundle.refresh_from_db()
    assert bundle.state == "expired"
    assert set(bundle.items.values_list("state", flat=True)) == {"withdrawn"}
    assert set(bundle.items.values_list("action__state", flat=True)) == {"draft"}


def test_what_ran_out_can_be_asked_for_again(story, bundle, now):
    run_due(now + timedelta(days=16))
    story.refresh()
    again = story.submit()
    assert {item.replaces.request_id for item in again.items.all()} == {bundle.pk}


def test_all_of_the_history_is_sealed(bundle, now):
    run_due(now)
    assert Seal.objects.count() == Entry.objects.count() > 0


def test_one_part_that_fails_does_not_stop_the_others(monkeypatch, now, caplog):
    ran = []

    def fails(at):
        raise RuntimeError("no")

    def runs(at):
        ran.append(at)
        return 2

    monkeypatch.setattr(due, "DUE", (("first", fails), ("second", runs)))
    assert run_due(now) == {"first": -1, "second": 2}
    assert ran == [now]
    assert "due: first failed" in caplog.text


def test_the_run_is_noted_by_the_real_clock(now):
    run_due(now)
    assert cache.get(LAST_RUN) > now.isoformat()


def test_a_cache_that_is_away_does_not_undo_what_was_done(monkeypatch, now, caplog):
    def fails(*args):
        raise ConnectionError("away")

    monkeypatch.setattr(due.cache, "set", fails)
    assert -1 not in run_due(now).values()
    assert "due: the run could not be noted" in caplog.text


def test_another_instant_is_written_down(bundle, capsys):
    call_command("run_due", "--at", "2025-05-20T09:00+02:00")
    assert "bundles that ran out: 1" in capsys.readouterr().out
    entry = Entry.objects.get(verb="schedule.run_by_hand")
    assert entry.channel == "command"
    assert entry.actor_label
    assert entry.new["at"].startswith("2025-05-20T07:00")


def test_an_instant_without_zone_is_the_organisations(cast):
    call_command("run_due", "--at", "2025-05-20T09:00")
    assert Entry.objects.get(verb="schedule.run_by_hand").new["at"].startswith("2025-05-20T07:00")


def test_the_present_is_not_written_down(cast):
    call_command("run_due")
    assert not Entry.objects.filter(verb="schedule.run_by_hand").exists()


@pytest.mark.parametrize("text", ["soon", "2025-13-40T09:00", "2025-05-20T25:61"])
def test_what_is_no_instant_is_said_in_a_sentence(cast, text):
    with pytest.raises(CommandError, match=f"“{text}” is no instant. Write it like"):
        call_command("run_due", "--at", text)
    assert not Entry.objects.filter(verb="schedule.run_by_hand").exists()


def test_the_command_names_what_failed(monkeypatch, cast):
    def fails(at):
        raise RuntimeError("no")

    monkeypatch.setattr(due, "DUE", (("messages", fails),))
    with pytest.raises(CommandError, match="These parts failed, see the log: messages"):
        call_command("run_due")

"""Building: a row under a lease, failures in a sentence, one build at a time, and what is issued stays frozen."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from actions.models import CorrectiveAction
from audit.models import Entry
from common.access import Refused
from gaps.models import Gap
from meetings.services import cancel_meeting
from reports.models import BriefingPack
from reports.packs import rows, setting
from reports.services import ask_for_pack, build_one, build_waiting, building
from reports.verify import broken_packs
from saypro.due import run_due
from tests.reports.packing import AT, bytes_of, packed, told
from tests.story import week

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast):
    return told(cast)


def ask(story, at=AT):
    return ask_for_pack(story.meeting, by=story.by("mande"), at=at)


def test_versions_are_numbered_and_the_last_supersedes_the_one_before(story):
    first, second = packed(story), packed(story, at=week(0, 13))
    first.refresh_from_db()
    assert (first.number, first.state) == (1, "superseded")
    assert (second.number, second.state) == (2, "issued")
    verbs = list(Entry.objects.filter(object_kind="reports.briefingpack").values_list("verb", flat=True).order_by("pk"))
    assert verbs == ["pack.asked", "pack.issued"] * 2


def test_asking_twice_makes_one(story):
    assert ask(story).pk == ask(story).pk
    assert build_waiting(AT) == 1
    assert build_waiting(AT) == 0
    assert BriefingPack.objects.count() == 1


def test_the_database_lets_one_build_of_a_meeting_run(story):
    ask(story)
    with pytest.raises(IntegrityError), transaction.atomic():
        BriefingPack.objects.create(meeting=story.meeting, asked_at=AT)


def test_the_schedule_finds_what_the_bell_missed(story):
    asked = ask(story)
    done = run_due(AT)
    asked.refresh_from_db()
    assert done["briefing packs"] == 1
    assert asked.state == "issued"
    assert asked.asked_by == story.cast.mande


def test_a_build_that_somebody_works_on_is_left_alone_until_its_lease_ends(story):
    asked = ask(story)
    building.claim(timezone.now())
    assert build_one(asked, at=AT) is None
    assert build_waiting(AT) == 0
    with time_machine.travel(timezone.now() + building.LEASE + timedelta(seconds=1)):
        assert build_waiting(AT) == 1


def test_a_worker_that_lost_its_lease_changes_nothing(story):
    ask(story)
    slow = building.claim(timezone.now())
    with time_machine.travel(timezone.now() + building.LEASE + timedelta(seconds=1)):
        assert build_waiting(AT) == 1
    assert building.build(slow, at=AT) is False
    assert BriefingPack.objects.filter(state="issued").count() == 1
    assert BriefingPack.objects.get().number == 1


def test_a_build_whose_worker_dies_each_time_ends_with_a_sentence(story):
    asked = ask(story)
    later = timezone.now()
    for _ in range(building.TRIES):
        assert building.claim(later) is not None
        later += building.LEASE + timedelta(seconds=1)
    with time_machine.travel(later):
        build_waiting(AT)
    asked.refresh_from_db()
    assert asked.state == "failed"
    assert "The worker stopped" in asked.error


@pytest.mark.parametrize(
    ("breaks", "words"),
    [
        (setting.SettingFailed("unknown variable: x"), "The pages could not be set: unknown variable: x"),
        (OSError(28, "No space left on device"), "The file could not be kept: No space left on device."),
        (ZeroDivisionError("secret"), "Something went wrong that nobody foresaw."),
    ],
)
def test_a_failing_build_says_why_keeps_the_number_free_and_runs_again(breaks, words, story, monkeypatch):
    packed(story)
    asked = ask(story)

    def fails(*args):
        raise breaks

    with monkeypatch.context() as patched:
        patched.setattr(building, "set_pages", fails)
        assert build_waiting(AT) == 0
    asked.refresh_from_db()
    assert asked.state == "failed"
    assert asked.number is None
    assert asked.error.startswith(words)
    assert "secret" not in asked.error
    assert Entry.objects.filter(verb="pack.failed", object_id=asked.pk).exists()
    again = ask(story)
    assert again.pk == asked.pk
    assert build_one(again, at=AT).number == 2


def test_a_step_is_said_before_it_begins(story, monkeypatch):
    asked = ask(story)
    seen = []
    real = building.set_pages

    def look(*args):
        seen.append(BriefingPack.objects.get(pk=asked.pk).step_words)
        return real(*args)

    monkeypatch.setattr(building, "set_pages", look)
    build_waiting(AT)
    assert seen == ["Setting the pages"]


def test_too_many_actions_are_refused_in_words(story, monkeypatch):
    monkeypatch.setattr(rows, "MOST_ACTIONS", 3)
    asked = ask(story)
    build_waiting(AT)
    asked.refresh_from_db()
    assert asked.error == "This analysis has more than 3 actions, and one pack carries no more than that."


def test_who_does_not_make_packs_and_what_cannot_have_one(story):
    for who in ("leader", "sales_owner", "admin"):
        with pytest.raises(Refused, match="The M&E team makes briefing packs"):
            ask_for_pack(story.meeting, by=story.by(who), at=AT)
    cancel_meeting(story.meeting, reason="Nobody can come", by=story.by("mande"), at=AT)
    with pytest.raises(Refused, match="cancelled"):
        ask(story)


@pytest.mark.parametrize(
    "values",
    [
        {"number": 9},
        {"digest": "1" * 64},
        {"sha256": "1" * 64},
        {"file": "elsewhere.pdf"},
        {"data": {"needs": []}},
        {"pages": 99},
        {"state": "building", "number": None},
    ],
)
def test_what_is_issued_the_database_keeps(values, story):
    pack = packed(story)
    with pytest.raises(DatabaseError), transaction.atomic():
        BriefingPack.objects.filter(pk=pack.pk).update(**values)
    with pytest.raises(DatabaseError), transaction.atomic():
        BriefingPack.objects.filter(pk=pack.pk).delete()
    BriefingPack.objects.filter(pk=pack.pk).update(state="superseded")


def test_what_happens_later_leaves_the_pack_as_it_was_read(story):
    pack = packed(story)
    file, data = bytes_of(pack), json.dumps(pack.data, sort_keys=True)
    Gap.objects.update(statement="Changed afterwards")
    CorrectiveAction.objects.update(title="Changed afterwards")
    packed(story, at=week(0, 13))
    pack.refresh_from_db()
    assert bytes_of(pack) == file
    assert json.dumps(pack.data, sort_keys=True) == data


def test_the_check_of_the_history_finds_a_file_that_was_swapped(story):
    pack = packed(story)
    assert list(broken_packs()) == []
    with pack.file.storage.open(pack.file.name, "wb") as file:
        file.write(b"%PDF- another")
    assert list(broken_packs()) == [
        "Briefing pack of Second follow-up, version 1, has another file than when it was issued."
    ]
    pack.file.storage.delete(pack.file.name)
    assert list(broken_packs()) == ["Briefing pack of Second follow-up, version 1, has lost its file."]

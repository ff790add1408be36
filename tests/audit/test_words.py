"""The history reads as sentences."""

import re
from pathlib import Path

import pytest

from audit.models import Entry
from audit.words import KINDS, VERBS, change_words, kind_words, value_words, verb_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        ("2025-05-30", "Fri 30 May 2025"),
        ("2025-04-10T12:00:00.000000+00:00", "Thu 10 Apr 2025, 14:00"),
        ("2025-99-99", "2025-99-99"),
        (["a", "b"], "a, b"),
        ({"due_on": "2025-05-30", "note": ""}, "finish: Fri 30 May 2025; note: nothing"),
        (2400000, "2\u202f400\u202f000"),
        ("plain", "plain"),
        ("in_progress", "in progress"),
        ("ab" * 32, "abababababab…"),
    ],
)
def test_values(value, words):
    assert value_words(value) == words


def test_unknown_verbs_and_kinds_still_read():
    assert verb_words("thing.sent_away") == "sent away"
    assert kind_words("zoo.animal") == "Animal"


def test_changes_name_each_field_once():
    entry = Entry(old={"name": "A", "head": "", "of": "C"}, new={"name": "B", "head": "", "is_theme": True, "of": "C"})
    assert [(each.field, each.old, each.new) for each in change_words(entry)] == [
        ("name", "A", "B"),
        ("theme", "", "yes"),
        ("of", "", "C"),
    ]


def test_words_are_filled():
    assert all(VERBS.values())
    assert all(KINDS.values())


def test_each_verb_that_is_recorded_has_its_words():
    root = Path(__file__).parents[2]
    recorded = set()
    for app in ("accounts", "actions", "evidence", "gaps", "intake", "meetings", "notifications", "reports"):
        for file in (root / app).rglob("*.py"):
            recorded |= set(re.findall(r'\brecord\(\s*"([a-z_]+\.[a-z_]+)"', file.read_text()))
    assert recorded > {"person.edited"}
    assert recorded - set(VERBS) == set()

"""The history reads as sentences."""

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
    ],
)
def test_values(value, words):
    assert value_words(value) == words


def test_unknown_verbs_and_kinds_still_read():
    assert verb_words("thing.sent_away") == "sent away"
    assert kind_words("zoo.animal") == "Animal"


def test_changes_name_each_field_once():
    entry = Entry(old={"name": "A", "head": ""}, new={"name": "B", "head": "", "is_theme": True})
    assert [(each.field, each.old, each.new) for each in change_words(entry)] == [
        ("name", "A", "B"),
        ("theme", "", "yes"),
    ]


def test_words_are_filled():
    assert all(VERBS.values())
    assert all(KINDS.values())

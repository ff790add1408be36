"""Differences of two standings, and the small pieces of text, on plain values."""

import copy
from datetime import date

import pytest

from reports.packs.differences import differences
from reports.packs.words import breakable, costs, printable

DAY = date(2025, 4, 14)
BEFORE = {
    "actions": {
        "1": {
            "name": "Train the team",
            "code": "A-01",
            "state": "proposed",
            "words": "Proposed",
            "owner": "Thabo Nkosi",
            "due": "2025-05-30",
            "claimed": "",
            "computed": "on_track",
            "why": "No date has slipped.",
            "reached": 0,
        }
    },
    "gaps": {"2": {"name": "G-01 Leads", "state": "issued", "words": "Issued"}},
    "kpis": {
        "3": {"name": "Conversion", "value": "17 %", "on": "2025-03-01", "direction": "higher", "number": "17"},
        "4": {"name": "Turnover", "value": "", "on": "", "direction": "lower", "number": ""},
    },
    "roadblocks": {
        "5": {
            "name": "No room",
            "action": "A-01",
            "state": "open",
            "words": "Open",
            "put_to": "Nomsa Dlamini",
            "answer": "",
        }
    },
    "questions": {"6": {"name": "Why?", "state": "open", "to": "Grace Okafor", "answer": ""}},
    "decided": {},
}


def lines(**changes):
    """What differs once the things are changed: as in actions__1={"state": "approved"}."""
    now = copy.deepcopy(BEFORE)
    for path, values in changes.items():
        kind, key = path.split("__")
        if values is None:
            del now[kind][key]
        else:
            now[kind].setdefault(key, {}).update(values)
    return [(each.word, each.title, each.text) for each in differences(BEFORE, now, DAY)]


ACTION = "Train the team (A-01)"


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"actions__1": {"state": "approved", "words": "Approved"}}, ("Approved", ACTION, "was proposed.")),
        (
            {"actions__1": {"due": "2025-06-13"}},
            ("Date moved", ACTION, "finish Fri 30 May → Fri 13 Jun, 14 days later."),
        ),
        (
            {"actions__1": {"due": "2025-05-29"}},
            ("Date moved", ACTION, "finish Fri 30 May → Thu 29 May, one day earlier."),
        ),
        ({"actions__1": {"due": ""}}, ("Date moved", ACTION, "has no finish date any more.")),
        ({"actions__1": {"owner": ""}}, ("Owner changed", ACTION, "from Thabo Nkosi to nobody.")),
        (
            {"actions__1": {"computed": "off_track", "why": "The finish has passed."}},
            ("Off track", ACTION, "was on track. The finish has passed."),
        ),
        ({"actions__1": {"claimed": "at_risk"}}, ("Check-in", ACTION, "the owner says at risk (first check-in).")),
        ({"actions__1": {"reached": 2}}, ("Reached", ACTION, "two milestones reached.")),
        ({"gaps__2": {"state": "confirmed", "words": "Confirmed"}}, ("Confirmed", "G-01 Leads", "was issued.")),
        ({"gaps__2": None}, ("Withdrawn", "G-01 Leads", "is no finding any more.")),
        (
            {"kpis__3": {"value": "15 %", "number": "15", "on": "2025-04-01"}},
            ("Worse", "Conversion", "from 17 % to 15 %."),
        ),
        ({"kpis__3": {"on": "2025-04-01"}}, ("New reading", "Conversion", "from 17 % to 17 %.")),
        ({"kpis__4": {"value": "9 %", "number": "9", "on": "2025-04-01"}}, ("First reading", "Turnover", "9 %.")),
        (
            {"roadblocks__5": {"state": "answered", "words": "Answered", "answer": "Room 3 is yours"}},
            ("Roadblock answered", "No room (A-01)", "Nomsa Dlamini: “Room 3 is yours”"),
        ),
        ({"questions__6": {"state": "answered", "answer": "Because"}}, ("Answered", "Why?", "“Because”")),
        (
            {"decided__7": {"name": "We meet weekly", "meeting": "Kick-off", "meeting_id": 1}},
            ("Decided", "We meet weekly", "in “Kick-off”."),
        ),
    ],
)
def test_each_change_is_one_line(changes, line):
    assert lines(**changes) == [line]


def test_nothing_changed_gives_no_line():
    assert lines() == []
    assert [each.word for each in differences({}, BEFORE, DAY)] == [
        "New",
        "New",
        "First reading",
        "New roadblock",
        "New question",
    ]


def test_decisions_stand_before_what_merely_moved():
    found = lines(
        actions__1={"due": "2025-06-13", "state": "approved", "words": "Approved"},
        decided__7={"name": "Weekly", "meeting": "Kick-off", "meeting_id": 1},
    )
    assert [each[0] for each in found] == ["Decided", "Approved", "Date moved"]


def test_text_loses_what_no_font_and_no_json_carries():
    assert printable({"a": ["b\x00c\ud800d\r\ne", 1, None, ("f\x9b",)]}) == {"a": ["b c d\ne", 1, None, ["f "]]}
    assert printable("שלום 😀 {{ x }} #panic()") == "שלום 😀 {{ x }} #panic()"


def test_only_long_words_get_places_to_break():
    assert breakable("a short text stays") == "a short text stays"
    assert breakable("x" * 40).replace("\u200b", "") == "x" * 40
    assert max(map(len, breakable("x" * 40).split("\u200b"))) == 16


def test_sums():
    assert costs(1000, 0, "R") == "R\u00a01\u202f000 once"
    assert costs(0, 5, "R") == "R\u00a05 per year"
    assert costs(0, 0, "R") == ""

"""Corrections of a reading: plain operations on plain values. Nothing is lost, whatever is done."""

import random

import pytest

from intake.edits import KINDS, EditRefused, apply, nodes, replay
from intake.interpret import Analysis
from saypro.demo.story import SAMPLE
from tests.intake.helpers import analysis_of

TEXT = "Waiting times are 12 % above the standard."


@pytest.fixture(scope="module")
def reading() -> Analysis:
    return analysis_of(SAMPLE)


def node(reading: Analysis, key: str):
    return next(each for each in nodes(reading) if each.key == key)


def keys(reading: Analysis, kind: str) -> list[str]:
    return [each.key for each in nodes(reading) if each.kind == kind]


def role(reading: Analysis, line: int):
    return next(each for each in reading.line_map if each.line == line)


def test_words_and_figures_are_changed(reading):
    fields = {"text": TEXT, "target": "30 minutes", "severity": "high"}
    gap = node(apply(reading, {"op": "edit", "key": "G-02", "fields": fields}, 1), "G-02").draft
    assert (gap.statement, gap.measure.target, gap.severity) == (TEXT, "30 minutes", "high")
    assert gap.indicators[0].measure.variance.value == 12
    assert len(gap.causes) == 2
    fields = {"text": "Write rules", "owner": "Sales", "due": "2026-03-01", "success_measure": "Used by all"}
    action = node(apply(reading, {"op": "edit", "key": "A-01", "fields": fields}, 1), "A-01").draft
    assert (action.title, action.owner, action.due) == ("Write rules", "Sales", "2026-03-01")


def test_a_cause_moves_to_another_gap_and_keeps_its_key(reading):
    found = apply(reading, {"op": "move", "key": "C-01", "kind": "cause", "to": "G-03"}, 1)
    assert node(found, "C-01").gap == "G-03"
    assert [each.key for each in node(found, "G-01").draft.causes] == ["C-02"]


def test_a_cause_becomes_an_action_and_its_line_says_so(reading):
    found = apply(reading, {"op": "move", "key": "C-02", "kind": "action", "to": "G-01"}, 7)
    assert node(found, "A-e7").text == node(reading, "C-02").text
    assert not [each for each in nodes(found) if each.key == "C-02"]


def test_a_gap_moves_to_a_new_unit_and_an_empty_unit_goes(reading):
    operation = {"op": "move", "key": "G-05", "kind": "gap", "to": "", "unit": "People"}
    found = apply(reading, operation, 3)
    assert [unit.name for unit in found.units][-1] == "People"
    assert len(found.units) == len(reading.units)
    assert [each.key for each in found.units[-1].gaps] == ["G-05"]


def test_one_becomes_several_and_several_one(reading):
    found = apply(reading, {"op": "split", "key": "A-02", "texts": ["Score leads", "", "Rank them"]}, 2)
    titles = [each.title for each in node(found, "G-01").draft.actions]
    assert titles[1:3] == ["Score leads", "Rank them"]
    back = apply(found, {"op": "merge", "key": "A-e2.1", "into": "A-02"}, 3)
    assert node(back, "A-02").text == "Score leads; Rank them"
    gaps = apply(reading, {"op": "merge", "key": "G-02", "into": "G-01"}, 2)
    assert len(node(gaps, "G-01").draft.actions) == 6
    assert role(gaps, node(reading, "G-02").line).key == "G-01"


def test_what_is_dropped_leaves_its_lines_with_the_reason(reading):
    found = apply(reading, {"op": "drop", "key": "A-03", "reason": "done last year"}, 1)
    left = role(found, node(reading, "A-03").line)
    assert (left.state, left.role, left.key) == ("left", "dropped: done last year", None)
    one_of_two = apply(reading, {"op": "drop", "key": "C-01", "reason": "not so"}, 1)
    shared = role(one_of_two, node(reading, "C-01").line)
    assert (shared.state, shared.key) == ("mapped", "C-02"), "another cause stands on the same line"
    whole = apply(reading, {"op": "drop", "key": "G-01", "reason": "not ours"}, 1)
    assert {each.line for each in whole.left_over} >= {13, 14, 16, 17, 18}
    assert len(whole.units) == len(reading.units) - 1


def test_a_line_is_used(reading):
    line = next(each.line for each in reading.line_map if each.state == "structure")
    operation = {"op": "use", "line": line, "kind": "gap", "to": "U-01", "text": TEXT}
    found = apply(reading, operation, 4)
    assert node(found, "G-e4").unit == "U-01"
    assert (role(found, line).state, role(found, line).key) == ("mapped", "G-e4")


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        ({"op": "edit", "key": "G-99", "fields": {"text": "x"}}, "not there any more"),
        ({"op": "edit", "key": "G-01", "fields": {"text": " "}}, "Write what it says"),
        ({"op": "move", "key": "C-01", "kind": "cause", "to": "G-01"}, "there already"),
        ({"op": "move", "key": "C-01", "kind": "cause", "to": "U-01"}, "Choose the gap"),
        ({"op": "move", "key": "G-01", "kind": "gap", "to": ""}, "Choose the unit"),
        ({"op": "move", "key": "G-01", "kind": "cause", "to": "G-02"}, "hang on this gap"),
        ({"op": "move", "key": "M-01", "kind": "summary", "to": ""}, "hang under this one"),
        ({"op": "split", "key": "A-01", "texts": ["one"]}, "two lines make two"),
        ({"op": "merge", "key": "A-01", "into": "C-01"}, "Two of a kind"),
        ({"op": "merge", "key": "A-01", "into": "A-01"}, "Two of a kind"),
        ({"op": "drop", "key": "A-01", "reason": ""}, "Say why"),
        ({"op": "use", "line": 10**6, "kind": "summary", "text": "x"}, "no such line"),
        ({"op": "use", "line": 1, "kind": "cause", "to": "", "text": "x"}, "Choose the gap"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(reading, operation, words):
    with pytest.raises(EditRefused, match=words):
        apply(reading, operation, 1)


def test_taking_one_out_of_the_row_leaves_the_others(reading):
    operations = [
        (1, {"op": "split", "key": "A-02", "texts": ["a", "b"]}),
        (2, {"op": "edit", "key": "A-e1.1", "fields": {"text": "c"}}),
        (3, {"op": "drop", "key": "A-01", "reason": "no"}),
    ]
    assert "c" in [each.text for each in nodes(replay(reading, operations))]
    kept = replay(reading, operations[1:])
    assert "A-01" not in keys(kept, "action")
    assert replay(reading, []) == reading


def random_operation(rng: random.Random, reading: Analysis) -> dict:
    every = list(nodes(reading))
    one, other = rng.choice(every), rng.choice(every)
    kind = rng.choice(list(KINDS))
    place = rng.choice([*keys(reading, "gap"), *(unit.key for unit in reading.units), ""])
    return rng.choice(
        [
            {"op": "edit", "key": one.key, "fields": {"text": "Words"}},
            {"op": "move", "key": one.key, "kind": kind, "to": place},
            {"op": "split", "key": one.key, "texts": ["One", "Two", "Three"]},
            {"op": "merge", "key": one.key, "into": other.key},
            {"op": "drop", "key": one.key, "reason": "because"},
            {"op": "use", "line": rng.choice(reading.line_map).line, "kind": kind, "to": place, "text": "Used"},
        ]
    )


@pytest.mark.parametrize("seed", range(40))
def test_no_line_is_lost_and_no_key_stands_twice_whatever_is_done(reading, seed):
    rng, found = random.Random(seed), reading
    for number in range(1, 60):
        try:
            found = apply(found, random_operation(rng, found), number)
        except EditRefused:
            continue
        assert [each.line for each in found.line_map] == [each.line for each in reading.line_map]
        assert [each.text for each in found.line_map] == [each.text for each in reading.line_map]
        every = [each.key for each in nodes(found)]
        assert len(every) == len(set(every))
        assert all(unit.gaps for unit in found.units)
        known = {*every, *(unit.key for unit in found.units), "title", "date", "prepared by"}
        lost = [each for each in found.line_map if each.state == "mapped" and each.key and each.key not in known]
        assert not lost, lost

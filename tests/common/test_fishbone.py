"""The fishbone stays inside its frame, whatever the words and however many there are."""

from xml.etree import ElementTree

from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from common.fishbone import fishbones, wrapped

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=200)
BONES = st.lists(
    st.tuples(TEXT, st.lists(st.tuples(st.integers(1, 7), TEXT), min_size=1, max_size=6)), min_size=1, max_size=7
)


@given(BONES)
def test_everything_stays_inside(bones):
    for fish in fishbones("G-01", bones):
        for line in (fish.spine, *fish.bones, *fish.twigs):
            assert 0 <= min(line.x1, line.x2) <= max(line.x1, line.x2) <= fish.width
            assert 0 <= min(line.y1, line.y2) <= max(line.y1, line.y2) <= fish.height
        for point in (fish.head, *fish.categories, *fish.words):
            assert 0 <= point.x <= fish.width
            assert 0 <= point.y <= fish.height


@given(TEXT, st.integers(60, 600))
def test_words_are_wrapped_to_their_width(text, width):
    lines = wrapped(text, width)
    assert 1 <= len(lines) <= 3
    assert all(len(line) <= max(8, width / 6.1) for line in lines)


def test_no_word_is_lost_where_there_is_room():
    assert " ".join(wrapped("Leads reach sales before anybody has looked at them", 200)) == (
        "Leads reach sales before anybody has looked at them"
    )


def test_no_cause_draws_nothing():
    assert fishbones("G-01", []) == []


def test_it_is_well_formed_named_and_without_style():
    bones = [("People", [(1, "Too <few> & tired"), (2, "Two posts are open")]), ("Process", [(1, "Nobody decides")])]
    drawn = Template('{% fishbone "G-01" bones "People: too few." %}').render(Context({"bones": bones}))
    ElementTree.fromstring(f"<div>{drawn}</div>")
    assert drawn.count('role="img"') == 2
    assert drawn.count('aria-label="People: too few."') == 2
    assert "style=" not in drawn

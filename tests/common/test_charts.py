"""Geometry of the charts: everything stays inside, and what is missing breaks nothing."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from common.charts import SIZES, bounds, spark, step_of, track, trend

START = date(2025, 3, 4)
FIGURES = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)


def weeks(values):
    return [(START + timedelta(weeks=i), value) for i, value in enumerate(values)]


@given(st.lists(FIGURES, min_size=1, max_size=30), FIGURES)
def test_a_spark_stays_inside_its_frame(values, target):
    chart = spark(values, target)
    assert len(chart.points) == max(2, len(values))
    assert all(0 <= point.x <= chart.width and 0 <= point.y <= chart.height for point in chart.points)
    assert 0 <= chart.target.y1 <= chart.height


@given(st.lists(FIGURES, min_size=1, max_size=30), st.sampled_from(SIZES))
def test_a_trend_stays_inside_its_frame(values, size):
    chart = trend(weeks(values), 20, START + timedelta(weeks=2), "%", **size)
    assert all(0 <= point.x <= chart.width and 0 <= point.y <= chart.height for point in chart.points)
    assert len(chart.dates) <= size["labels"]
    assert 2 <= len(chart.grid) <= 9


def test_no_reading_draws_no_line():
    assert spark([], 20).points == ()
    assert spark([None, None], 20).points == ()
    assert trend([], 20).points == ()


def test_a_missing_reading_leaves_its_place_empty():
    assert [point.x for point in spark([1, None, 3]).points] == [0, 240]


def test_higher_stands_higher():
    low, high = spark([1, 2]).points
    assert high.y < low.y


def test_the_expected_path_starts_at_its_reading():
    chart = spark([1, 2, 3], 5, (1, 4))
    assert (chart.expected.x1, chart.expected.y1) == (chart.points[1].x, chart.points[1].y)


def test_means_stand_before_and_after_the_start():
    chart = trend(weeks([10, 12, 20, 22]), None, START + timedelta(weeks=2))
    assert [line.text for line in chart.means] == ["mean 11.0", "mean 21.0"]
    assert trend(weeks([10, 12]), None, START - timedelta(days=1)).means == ()


@pytest.mark.parametrize(("low", "high", "step"), [(16, 21, 1), (0, 1, 0.2), (0, 0, 1), (0, 1000, 200)])
def test_steps_are_round(low, high, step):
    assert step_of(low, high) == pytest.approx(step)


def test_equal_values_have_air_around_them():
    low, high = bounds([0, 0])
    assert low < 0 < high


def test_a_milestone_that_slipped_shows_how_far():
    end = START + timedelta(weeks=10)
    kept = track(START, START, (START, end), START)
    late = track(START, end + timedelta(weeks=9), (START, end), START)
    assert kept.expected is None
    assert late.expected.x1 < late.expected.x2 <= late.width


def test_what_is_drawn_is_well_formed_and_without_style():
    source = '{% trend readings 20 start "%" "A sentence" %}{% spark values 20 %}{% track day later span day %}'
    values = [17, 18, 19.5]
    drawn = Template(source).render(
        Context(
            {
                "readings": weeks(values),
                "start": START,
                "values": values,
                "day": START,
                "later": START + timedelta(days=9),
                "span": (START, START + timedelta(days=60)),
            }
        )
    )
    ElementTree.fromstring(f"<div>{drawn}</div>")
    assert "style=" not in drawn
    assert drawn.count('role="img"') == len(SIZES)
    assert "19.5\u00a0%" in drawn

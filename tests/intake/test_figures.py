"""Figures: what the report states, and nothing that it does not."""

from __future__ import annotations

import pytest

from intake.interpret.causes import split_causes
from intake.interpret.figures import find_variances, parse_cell_variance, read_measure
from intake.interpret.indicators import find_indicators


@pytest.mark.parametrize(
    ("text", "value", "unit", "comparator", "kind", "wording"),
    [
        ("Conversion is weak, with a 15% gap from targets.", 15, "%", "targets", "target", "15% gap from targets"),
        ("Too few leads, with a 20% shortfall in targets.", 20, "%", "targets", "target", "20% shortfall in targets"),
        ("Response times are below target.", None, None, "target", "target", "below target"),
        ("Timelines are delayed by 2 weeks on average.", 2, "weeks", None, None, "delayed by 2 weeks on average"),
        (
            "Turnover (18% above the industry average)",
            18,
            "%",
            "industry average",
            "benchmark",
            "18% above the industry average",
        ),
        (
            "Visits reached 61 % of the planned number.",
            39,
            "%",
            "planned number",
            "target",
            "61 % of the planned number",
        ),
        (
            "Sign-ups fell 340 short of the goal of 2,000.",
            340,
            None,
            "goal",
            "target",
            "340 short of the goal of 2,000",
        ),
        ("Costs exceeded the budget by 8 %.", 8, "%", "budget", "target", "exceeded the budget by 8 %"),
        ("The project is three weeks late.", 3, "weeks", None, None, "three weeks late"),
        (
            "It is 12 percentage points below last year.",
            12,
            "pp",
            "last year",
            "previous_period",
            "12 percentage points below last year",
        ),
        (
            "Results are 12,5 % below the agreed level.",
            12.5,
            "%",
            "agreed level",
            "standard",
            "12,5 % below the agreed level",
        ),
        ("Le taux est 15 % en dessous de l'objectif.", 15, "%", "objectif", "target", "15 % en dessous de l'objectif"),
        ("O atendimento está 20% abaixo da meta.", 20, "%", "meta", "target", "20% abaixo da meta"),
    ],
)
def test_a_stated_variance(
    text: str, value: float | None, unit: str | None, comparator: str | None, kind: str | None, wording: str
) -> None:
    variance = read_measure(text).variance
    assert variance is not None
    assert (variance.value, variance.unit, variance.comparator, variance.kind) == (value, unit, comparator, kind)
    assert variance.wording == wording


@pytest.mark.parametrize(
    ("text", "target", "actual"),
    [
        ("Books wait 9.4 days for collection against a charter limit of 5 days.", "5 days", "9.4 days"),
        ("Satisfaction scored 3.2/5 against 4.0.", "4.0", "3.2/5"),
        ("On-time delivery stands at 72 % (target: 90 %).", "90 %", "72 %"),
        ("Invoices take 41 days instead of the agreed 30 days.", "30 days", "41 days"),
        ("Only 52 % read well, where the plan says 70 %.", "70 %", "52 %"),
        ("Attendance fell from 94 % to 88 %.", None, "88 %"),
    ],
)
def test_target_and_actual_as_written(text: str, target: str | None, actual: str | None) -> None:
    measure = read_measure(text)
    assert (measure.target, measure.actual) == (target, actual)
    assert measure.variance is None


def test_a_range_keeps_both_ends() -> None:
    variance = read_measure("Accuracy is 10 to 15 % below target").variance
    assert variance is not None
    assert (variance.value, variance.upper) == (10, 15)


@pytest.mark.parametrize(
    "text",
    [
        "Step-free entry is missing at four of eleven branches.",
        "Bills left the utility 23 days after reading.",
        "Quality is uneven.",
        "",
    ],
)
def test_no_figure_is_invented(text: str) -> None:
    assert find_variances(text) == []


def test_the_sign_of_a_cell_is_kept() -> None:
    cell = parse_cell_variance("-12 pp")
    assert cell is not None
    assert (cell.value, cell.unit, cell.wording) == (-12, "pp", "-12 pp")


@pytest.mark.parametrize(
    ("text", "unit", "names"),
    [
        ("Sales are underperforming in lead conversion, with a 15% gap from targets.", "Sales", ["Lead conversion"]),
        ("Marketing is not generating enough high-quality leads.", "Marketing", ["High-quality leads"]),
        (
            "Customer support response times and resolution rates are below target.",
            "Customer Support",
            ["Response times", "Resolution rates"],
        ),
        (
            "Production timelines are delayed by 2 weeks, and product quality is uneven.",
            "Operations",
            ["Production timelines", "Product quality"],
        ),
        ("School visits reached 61 % of the planned number.", "", ["School visits"]),
    ],
)
def test_indicators_of_a_statement(text: str, unit: str, names: list[str]) -> None:
    assert [indicator.name for indicator in find_indicators(text, 1, unit_name=unit)] == names


def test_a_figure_in_brackets_belongs_to_the_words_before_it() -> None:
    text = "High staff turnover (18% above the industry average) and low engagement."
    turnover, engagement = find_indicators(text, 1, heading="Staff Engagement and Retention")
    assert (turnover.name, turnover.measure.is_quantified) == ("Staff turnover", True)
    assert (engagement.name, engagement.measure.is_quantified) == ("Staff engagement", False)


@pytest.mark.parametrize(
    ("text", "causes"),
    [
        (
            "Unsuitable leads from marketing and irregular calls by sales.",
            ["Unsuitable leads from marketing", "Irregular calls by sales"],
        ),
        ("Bottlenecks on the line and worn-out machines.", ["Bottlenecks on the line", "Worn-out machines"]),
        ("Old forms, missing guidance and slow approvals", ["Old forms", "Missing guidance", "Slow approvals"]),
        (
            "The courier runs twice a day and the analyser fails every week",
            ["The courier runs twice a day", "The analyser fails every week"],
        ),
        ("Lack of training and support.", ["Lack of training and support"]),
        ("Lack of staff training and career development", ["Lack of staff training and career development"]),
        ("Lack of trained and motivated staff", ["Lack of trained and motivated staff"]),
        (
            "Poor communication between sales and marketing teams.",
            ["Poor communication between sales and marketing teams"],
        ),
        (
            "Readings are typed twice, once in the field and once in the office.",
            ["Readings are typed twice, once in the field and once in the office"],
        ),
    ],
)
def test_causes_in_one_line(text: str, causes: list[str]) -> None:
    assert split_causes(text) == causes

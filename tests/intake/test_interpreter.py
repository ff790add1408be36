"""The interpreter: from lines to a draft, with nothing lost on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.interpret import Analysis, NotAReport, draft_dict, from_dict, interpret, to_json
from intake.interpret.drafts import LEFT_OVER, MAPPED, STRUCTURE
from intake.readers.base import HEADING

from .helpers import DATA, SHARED_REPORTS, analysis_of, document_of, interpreted, write_word_report

REAL_REPORT = SHARED_REPORTS / "saypro-2025-03-27-follow-up-preparation.txt"
PATTERN_LINES = [
    "Sales Department",
    "Key Gap: Conversion is 15 % below target.",
    "Findings",
    "Root Causes: Old tools and weak messages.",
    "Recommendations",
    "- Train the team (owner: Ann; by 1 May 2025)",
    "Owner: Bob",
    "Due: ongoing",
    "1. First thing",
    "A. Agenda item",
    "Agenda",
    "Conclusion",
    "## Next steps for leadership",
    "| Gap | Action |",
    "| Late | Hurry |",
    "Some words that say nothing.",
    "Leave a Reply",
    "",
]


def counts(analysis: Analysis) -> tuple[int, int, int, int]:
    gaps = analysis.gaps
    return (
        len(gaps),
        sum(len(gap.indicators) for gap in gaps),
        sum(len(gap.causes) for gap in gaps),
        sum(len(gap.actions) for gap in gaps),
    )


def lines_with(analysis: Analysis, state: str) -> list[int]:
    return [role.line for role in analysis.line_map if role.state == state]


@pytest.fixture(scope="module", params=[DATA / "performance-review.txt", REAL_REPORT], ids=["own words", "real report"])
def saypro(request: pytest.FixtureRequest) -> Analysis:
    path: Path = request.param
    if not path.exists():
        pytest.skip("the report is not here")
    return analysis_of(path)


def test_the_analysis_and_its_counts(saypro: Analysis) -> None:
    assert (saypro.date, saypro.prepared_by) == ("2025-03-27", "SayPro Monitoring & Evaluation Team")
    assert counts(saypro) == (5, 8, 10, 15)


def test_the_units_and_the_theme(saypro: Analysis) -> None:
    assert [(unit.name, unit.is_theme, unit.line) for unit in saypro.units] == [
        ("Sales", False, 12),
        ("Marketing", False, 19),
        ("Customer Support", False, 26),
        ("Operations", False, 33),
        ("Employee Engagement and Retention", True, 40),
    ]


def test_the_stated_variances(saypro: Analysis) -> None:
    variances = [gap.measure.variance for gap in saypro.gaps]
    assert [(v.value, v.unit, v.comparator, v.wording) for v in variances if v] == [
        (15, "%", "targets", "15% gap from targets"),
        (20, "%", "targets", "20% shortfall in targets"),
        (None, None, "target", "below target"),
        (2, "weeks", None, "delayed by 2 weeks on average"),
        (18, "%", "industry average", "18% above the industry average"),
    ]


def test_the_follow_up_meeting(saypro: Analysis) -> None:
    assert [entry.line for entry in saypro.purpose] == [5]
    assert [entry.line for entry in saypro.objectives] == [6, 7, 8, 9, 10]
    assert [entry.line for entry in saypro.agenda] == [48, 50, 55, 57, 60]
    assert [len(entry.points) for entry in saypro.agenda] == [1, 1, 1, 2, 3]
    assert [point.line for point in saypro.agenda[1].points[0].points] == [52, 53, 54]
    assert [entry.line for entry in saypro.preparation] == [66, 67, 68, 70, 75]
    assert [point.line for point in saypro.preparation[3].points] == [71, 72, 73, 74]
    assert [entry.line for entry in saypro.leadership_actions] == [77, 78, 79, 80, 84, 85, 86]
    assert all(entry.detail for entry in saypro.leadership_actions[:4])
    assert [entry.line for entry in saypro.summary] == [82]


def test_every_line_has_its_place(saypro: Analysis) -> None:
    assert lines_with(saypro, LEFT_OVER) == []
    assert [line for line in lines_with(saypro, STRUCTURE) if line <= 86] == [
        4,
        11,
        15,
        22,
        29,
        36,
        43,
        47,
        64,
        65,
        69,
        76,
        81,
        83,
    ]


def test_links_are_suggestions_between_the_gaps_own_drafts(saypro: Analysis) -> None:
    for gap in saypro.gaps:
        causes, actions = {cause.key for cause in gap.causes}, {action.key for action in gap.actions}
        assert all(link.cause in causes and link.action in actions for link in gap.links)
    assert any(gap.links for gap in saypro.gaps)


def test_the_stable_json(saypro: Analysis) -> None:
    data = json.loads(json.dumps(to_json(saypro)))
    assert list(data) == ["title", "date", "prepared_by", "units", "follow_up", "unmapped", "warnings"]
    assert list(data["units"][0]["gaps"][0]) == [
        "statement",
        "kpis",
        "stated_variance",
        "target",
        "actual",
        "severity",
        "impact",
        "root_causes",
        "actions",
    ]
    assert data["units"][0]["gaps"][0]["stated_variance"]["value"] == 15
    assert data["units"][0]["gaps"][0]["target"] is None
    assert set(data["follow_up"]) == {"objectives", "agenda", "preparation", "leadership_actions"}


def test_the_draft_is_read_back_as_it_was(saypro: Analysis) -> None:
    assert from_dict(json.loads(json.dumps(draft_dict(saypro)))) == saypro


def test_a_report_with_labels_fields_and_wrapped_lines() -> None:
    analysis = analysis_of(DATA / "hospital-review.txt")
    assert [unit.name for unit in analysis.units] == ["Emergency", "Laboratory"]
    triage, results = analysis.gaps
    assert (triage.measure.actual, triage.measure.target, triage.severity) == ("71 minutes", "30 minutes", "High")
    assert triage.impact == "Nine patients left before they were seen in April."
    assert triage.causes[1].statement == "Forms are filled in twice, on paper and on screen"
    assert [(action.owner, action.due) for action in triage.actions] == [
        ("Head of Nursing", "2025-06-30"),
        ("IT Services", "2025-08-31"),
    ]
    assert triage.actions[0].success_measure == "Median wait under 30 minutes in July"
    assert triage.actions[0].lines == (16, 17, 18, 19)
    assert [cause.statement for cause in results.causes] == [
        "The courier runs twice a day",
        "An old analyser fails every week",
    ]
    assert [entry.title for entry in analysis.agenda] == ["Night staffing", "Money for the analyser"]
    assert [entry.title for entry in analysis.leadership_actions] == ["Board"]


def test_a_markdown_report_with_a_table_of_actions() -> None:
    analysis = analysis_of(DATA / "school-review.md")
    assert [(unit.name, unit.is_theme) for unit in analysis.units] == [("Attendance", False), ("Reading", True)]
    assert counts(analysis)[2:] == (3, 4)
    assert [(action.owner, action.due) for gap in analysis.gaps for action in gap.actions] == [
        ("Form tutors", "2025-09-30"),
        ("Head of Estates", "2025-10-31"),
        ("Librarians", "2025-10-01"),
        (None, "2025-11-15"),
    ]
    assert len(analysis.agenda) == 3
    assert len(analysis.leadership_actions) == 1


def test_a_report_in_french() -> None:
    analysis = analysis_of(DATA / "rapport-logistique.txt")
    assert (analysis.date, analysis.prepared_by) == ("2026-02-05", "Cellule Suivi et Évaluation")
    assert [unit.name for unit in analysis.units] == ["Logistique", "Achats"]
    assert counts(analysis) == (2, 2, 3, 3)
    assert analysis.gaps[0].actions[0].owner == "Parc auto"
    assert lines_with(analysis, LEFT_OVER) == []


def test_a_word_report(tmp_path: Path) -> None:
    analysis = analysis_of(write_word_report(tmp_path / "depot.docx"))
    assert (analysis.title, analysis.date, analysis.prepared_by) == (
        "Depot Performance Report",
        "2026-01-12",
        "Fleet Planning Office",
    )
    assert [unit.name for unit in analysis.units] == ["Fleet", "Driver Safety"]
    assert [len(gap.causes) for gap in analysis.gaps] == [2, 1]
    assert [(action.owner, action.due) for gap in analysis.gaps for action in gap.actions] == [
        ("Stores", "2026-02-28"),
        ("Human Resources", "2026-06-30"),
        ("Dispatch", None),
    ]
    assert [role.text for role in analysis.left_over] == ["Figures come from the tachographs."]


def test_recommendations_that_stand_apart_find_their_gap() -> None:
    analysis = interpreted(
        "Yearly review\n1. Findings\nFinance Department\nGap: Invoices are paid 12 days late.\nCauses: Manual approval steps.\n"
        "Kitchen Department\nGap: Meals are cold at 20 % of tables.\nCauses: Broken trolleys.\n"
        "2. Recommendations\n- Finance: automate approval steps\n- Repair the trolleys of the kitchen\n"
    )
    assert [[action.title for action in gap.actions] for gap in analysis.gaps] == [
        ["Automate approval steps"],
        ["Repair the trolleys of the kitchen"],
    ]


def test_a_due_date_without_a_day_is_a_warning() -> None:
    analysis = interpreted(
        "Review\nSales Team\nGap: Calls are late.\nActions:\n- Call back (owner: Ann; due: ongoing)\n"
    )
    assert analysis.gaps[0].actions[0].due is None
    assert any("ongoing" in warning for warning in analysis.warnings)


@pytest.mark.parametrize(
    "text", ["Dear all,\nlunch is at noon.", "Invoice 17\nTotal: 30 EUR", "# Notes\n- milk\n- bread"]
)
def test_what_is_no_report(text: str) -> None:
    with pytest.raises(NotAReport) as caught:
        interpreted(text)
    assert str(caught.value).endswith(".")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PATTERN_LINES), min_size=3, max_size=25))
def test_no_line_is_lost_whatever_the_order(texts: list[str]) -> None:
    document = document_of("\n".join(texts))
    try:
        analysis = interpret(document)
    except NotAReport:
        return
    assert [role.line for role in analysis.line_map] == [line.number for line in document.lines]
    assert all(role.state in (MAPPED, LEFT_OVER, STRUCTURE) for role in analysis.line_map)
    unmapped = {entry["line"] for entry in to_json(analysis)["unmapped"]}
    kept = json.dumps(to_json(analysis), ensure_ascii=False)
    for role, line in zip(analysis.line_map, document.lines, strict=True):
        if role.state == LEFT_OVER:
            assert role.line in unmapped
        elif (
            role.state == MAPPED and line.text == "Train the team (owner: Ann; by 1 May 2025)" and line.kind != HEADING
        ):
            assert "Train the team" in kept

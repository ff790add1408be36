"""Findings, plan and indicators as they are printed: labels as shown, nothing left to look up."""

from datetime import date
from decimal import Decimal
from typing import Any

from actions.health import ENDED
from actions.kpi_page import UNDER_WAY, figure_of
from common.dates import days_away, today
from reports.kpi_rows import KpiRow, moves_of, row_of
from reports.packs.rows import Rows
from reports.packs.standing import HEALTH
from reports.packs.words import money, on, printable

NOT_RUNNING = ("rejected", "cancelled")


def findings(rows: Rows, kpis: list[KpiRow]) -> list[dict[str, Any]]:
    """By department, in the order of their first finding: each finding with figures, causes and the answer given."""
    by_kpi = {row.kpi.pk: row for row in kpis}
    units: dict[str, list[dict[str, Any]]] = {}
    for gap in rows.gaps:
        units.setdefault(gap.department.name, []).append(finding(gap, rows, by_kpi))
    return [{"unit": name, "findings": found} for name, found in units.items()]


def finding(gap: Any, rows: Rows, kpis: dict[int, KpiRow]) -> dict[str, Any]:
    answers = list(gap.responses.all())
    return {
        "code": gap.code,
        "statement": gap.statement,
        "theme": gap.theme if gap.theme != gap.department.name else "",
        "state": gap.get_state_display(),
        "severity": gap.get_severity_display() if gap.severity else "",
        "impact": gap.impact,
        "nonconformity": gap.is_nonconformity,
        "figures": [measure(each, kpis.get(each.kpi_id)) for each in gap.measures.all()],
        "causes": [
            {
                "text": each.text,
                "category": each.get_category_display() if each.category else "",
                "disputed": each.disputed_reason,
            }
            for each in gap.causes.all()
        ],
        "answer": answer(answers[0], rows.day) if answers else None,
        "expected": [
            {
                "question": each.question,
                "about": each.about,
                "answer": each.answer,
                "evidence": [proof.title for proof in each.evidence.all()],
            }
            for each in rows.expected.get(gap.pk, [])
        ],
        "actions": [each.code for each in rows.actions if each.gap_id == gap.pk and each.state not in NOT_RUNNING],
    }


def measure(each: Any, row: KpiRow | None) -> dict[str, str]:
    """One figure of a finding: what the report said in its words, and how its indicator stands now."""
    unit = each.kpi.unit if each.kpi else each.stated_unit
    return {
        "name": str(each),
        "before": first_of(
            each.actual_wording, figure_of(each.actual, unit), figure_of(row.baseline if row else None, unit)
        ),
        "now": row.value if row else "",
        "target": first_of(each.target_wording, figure_of(each.target, unit), row.target if row else ""),
        "stated": each.stated_wording,
        "comparator": each.comparator or (each.get_comparator_kind_display() if each.comparator_kind else ""),
    }


def first_of(*words: str) -> str:
    """The first that says something."""
    return next((each for each in words if each), "")


def answer(each: Any, day: date) -> dict[str, str]:
    """Leadership's answer, and that of M&E to a dispute."""
    said = f"{each.get_outcome_display()} by {each.responded_by}, {on(today(each.responded_at), day)}"
    return {"said": said, "remark": each.remark, "reply": each.answer}


def plan(rows: Rows, currency: str) -> list[dict[str, Any]]:
    """By department: every action with owner, dates, state, and the claim beside what the dates say."""
    units: dict[str, list[dict[str, Any]]] = {}
    for action in rows.actions:
        if action.state not in NOT_RUNNING:
            units.setdefault(action.department.name, []).append(planned(action, rows, currency))
    return [{"unit": name, "actions": found} for name, found in units.items()]


def planned(action: Any, rows: Rows, currency: str) -> dict[str, Any]:
    found = rows.verdict(action)
    stones = list(action.milestones.all())
    reached = sum(each.state in ("reached", "verified") for each in stones)
    waiting = sorted(
        (each for each in stones if each.state in ("planned", "in_progress") and each.promised_on),
        key=lambda each: (each.promised_on, each.pk),
    )
    slip = (action.due_on - action.first_due_on).days if action.due_on and action.first_due_on else 0
    late = action.due_on is not None and action.due_on < rows.day and action.state not in ENDED
    return {
        "code": action.code,
        "title": action.title,
        "gap": action.gap.code,
        "owner": action.owner_name,
        "accepted": action.owner_answer,
        "finish": on(action.due_on, rows.day),
        "slip": f"{slip:+d} d".replace("-", "−") if slip else "",
        "late": days_away(action.due_on, rows.day) if late else "",
        "forecast": on(action.forecast_on, rows.day) if action.forecast_on != action.due_on else "",
        "state": action.get_state_display(),
        "claimed": action.said_health or "",
        "claimed_words": HEALTH.get(action.said_health or "", "No check-in"),
        "said_on": on(today(action.said_at), rows.day) if action.said_at else "",
        "computed": found.key,
        "computed_words": HEALTH[found.key],
        "why": found.why,
        "milestones": f"{reached} of {len(stones)} milestones" if stones else "no milestone",
        "next": f"{waiting[0].title}, {on(waiting[0].promised_on, rows.day)}" if waiting else "",
        "cost": " + ".join(
            each
            for each in (
                money(action.cost_once, currency),
                f"{money(action.cost_yearly, currency)} a year" if action.cost_yearly else "",
            )
            if each
        ),
    }


def indicators(rows: Rows) -> list[KpiRow]:
    """The indicators in the order of their names, each judged by its latest reading."""
    found = []
    for kpi in rows.kpis:
        actions = [each for each in rows.actions if each.kpi_id == kpi.pk and each.state in UNDER_WAY]
        found.append(row_of(kpi, rows.readings.get(kpi.pk, []), moves_of(actions, rows.day), rows.day, points=None))
    return found


def indicator(row: KpiRow, day: date) -> dict[str, Any]:
    """One indicator with its readings as (ISO date, plain decimal), which the chart is drawn from."""
    kpi = row.kpi
    first = row.readings[0] if row.readings else None
    sentence = "There is no reading yet."
    if first and row.latest:
        target = f", target {row.target}" if row.target else ""
        sentence = (
            f"{kpi.name}: from {figure_of(first.value, kpi.unit)} on {on(first.date, day)}"
            f" to {row.value} on {on(row.latest.date, day)}{target}."
        )
    said = {
        "name": kpi.name,
        "unit": kpi.unit,
        "department": kpi.department.name if kpi.department else "",
        "direction": kpi.get_direction_display(),
        "before": figure_of(row.baseline, kpi.unit),
        "before_on": on(row.baseline_on, day),
        "now": row.value,
        "now_on": on(row.latest.date, day) if row.latest else "",
        "target": row.target,
        "target_on": on(kpi.target_on, day) if kpi.target_on else "",
        "expected": row.expected_words,
        "tone": row.judgement.tone,
        "judged": row.judgement.word,
        "why": row.judgement.sentence,
        "unconfirmed": bool(row.latest and row.latest.waits_for_confirmation),
        "goal": plain_decimal(kpi.target),
        "start": row.readings[row.expected_from].date.isoformat() if row.expected is not None and row.readings else "",
        "sentence": sentence,
    }
    # Readings are dates and figures: nothing in them is unprintable, and there are hundreds.
    readings = [[each.date.isoformat(), plain_decimal(each.value)] for each in row.readings]
    return {**printable(said), "readings": readings}


def plain_decimal(value: Decimal | None) -> str:
    return format(value.normalize(), "f") if value is not None else ""

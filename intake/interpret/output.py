"""An analysis as plain values: the stable JSON of the import, and the full draft for storing and reading back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from .drafts import (
    ActionDraft,
    Analysis,
    CauseDraft,
    Entry,
    GapDraft,
    IndicatorDraft,
    LineRole,
    LinkSuggestion,
    Measure,
    StatedVariance,
    UnitDraft,
)


def to_json(analysis: Analysis) -> dict[str, Any]:
    """The stable JSON of `import_analysis --dry-run --json`. It has no place for a summary, so that stands in "unmapped"."""
    summary = {entry.line for entry in analysis.summary}
    unmapped = [role for role in analysis.line_map if role.state == "left" or role.line in summary or role.rest]
    return {
        "title": analysis.title,
        "date": analysis.date,
        "prepared_by": analysis.prepared_by,
        "units": [{"name": unit.name or None, "gaps": [_gap(gap) for gap in unit.gaps]} for unit in analysis.units],
        "follow_up": {
            "objectives": [entry.full_text for entry in (*analysis.purpose, *analysis.objectives)],
            "agenda": [entry.full_text for entry in analysis.agenda],
            "preparation": [entry.full_text for entry in analysis.preparation],
            "leadership_actions": [entry.full_text for entry in analysis.leadership_actions],
        },
        "unmapped": [
            {"line": role.line, "text": role.rest if role.rest and role.line not in summary else role.text}
            for role in unmapped
        ],
        "warnings": list(analysis.warnings),
    }


def draft_dict(analysis: Analysis) -> dict[str, Any]:
    """Everything, with line numbers, as JSON values."""
    draft: dict[str, Any] = _lists(asdict(analysis))
    return draft


def from_dict(data: dict[str, Any]) -> Analysis:
    """The analysis that `draft_dict` described."""
    return Analysis(
        title=data["title"],
        date=data["date"],
        prepared_by=data["prepared_by"],
        units=tuple(_unit_from(unit) for unit in data["units"]),
        purpose=_entries_from(data["purpose"]),
        objectives=_entries_from(data["objectives"]),
        agenda=_entries_from(data["agenda"]),
        preparation=_entries_from(data["preparation"]),
        leadership_actions=_entries_from(data["leadership_actions"]),
        summary=_entries_from(data["summary"]),
        line_map=tuple(LineRole(**role) for role in data["line_map"]),
        warnings=tuple(data["warnings"]),
    )


def _gap(gap: GapDraft) -> dict[str, Any]:
    variance = gap.measure.variance
    return {
        "statement": gap.statement,
        "kpis": [indicator.name for indicator in gap.indicators],
        "stated_variance": {
            "value": _whole(variance.value),
            "unit": variance.unit,
            "comparator": variance.comparator,
            "wording": variance.wording,
        }
        if variance
        else None,
        "target": gap.measure.target,
        "actual": gap.measure.actual,
        "severity": gap.severity,
        "impact": gap.impact,
        "root_causes": [cause.statement for cause in gap.causes],
        "actions": [
            {"title": action.title, "owner": action.owner, "due": action.due, "success_measure": action.success_measure}
            for action in gap.actions
        ],
    }


def _whole(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lists(item) for key, item in value.items()}
    return [_lists(item) for item in value] if isinstance(value, list | tuple) else value


def _measure_from(data: dict[str, Any]) -> Measure:
    variance = StatedVariance(**data["variance"]) if data["variance"] else None
    return Measure(variance, data["target"], data["actual"])


def _unit_from(data: dict[str, Any]) -> UnitDraft:
    return UnitDraft(**{**data, "gaps": tuple(_gap_from(gap) for gap in data["gaps"])})


def _gap_from(data: dict[str, Any]) -> GapDraft:
    return GapDraft(
        **{
            **data,
            "measure": _measure_from(data["measure"]),
            "indicators": tuple(
                IndicatorDraft(one["name"], one["line"], _measure_from(one["measure"])) for one in data["indicators"]
            ),
            "causes": tuple(CauseDraft(**cause) for cause in data["causes"]),
            "actions": tuple(ActionDraft(**{**action, "lines": tuple(action["lines"])}) for action in data["actions"]),
            "links": tuple(LinkSuggestion(**link) for link in data["links"]),
            "lines": tuple(data["lines"]),
        }
    )


def _entries_from(data: list[dict[str, Any]]) -> tuple[Entry, ...]:
    return tuple(Entry(**{**entry, "points": _entries_from(entry["points"])}) for entry in data)

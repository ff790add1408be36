"""Everything that a save writes, as plain values without ids, to hold against what was written down once."""

import re
from typing import Any

from accounts.models import Department
from actions.models import CorrectiveAction
from audit.models import Entry
from common.canonical import plain
from gaps.models import Gap, GapAnalysis, Kpi, SourceLine
from search.models import SearchDocument, SearchReader


def saved(analysis: GapAnalysis) -> dict[str, Any]:
    """Gaps, indicators, actions, lines, search rows and history of the analysis, in an order of their own."""
    found = {
        "gaps": [gap_values(gap) for gap in Gap.objects.filter(analysis=analysis).order_by("number")],
        "kpis": sorted(
            [each.name, str(each.department), each.unit, each.direction, number_of(each.line), each.created_at]
            for each in Kpi.objects.select_related("department", "line")
        ),
        "actions": [
            action_values(each) for each in CorrectiveAction.objects.filter(gap__analysis=analysis).order_by("number")
        ],
        "lines": list(
            SourceLine.objects.filter(document__analysis=analysis).values_list(
                "number", "text", "kind", "role", "became"
            )
        ),
        "search": sorted(map(document_values, SearchDocument.objects.all()), key=str),
        "readers": readers(),
        "history": sorted(map(entry_values, Entry.objects.exclude(verb="import.read")), key=str),
    }
    return plain(found)


def number_of(line: SourceLine | None) -> int | None:
    return line.number if line else None


def gap_values(gap: Gap) -> dict[str, Any]:
    return {
        "code": gap.code,
        "department": str(gap.department),
        "said": [gap.theme, gap.statement, gap.severity, gap.impact, gap.state, number_of(gap.line), gap.created_at],
        "causes": [[each.text, each.position, number_of(each.line)] for each in gap.causes.all()],
        "measures": [
            {
                name: str(value) if (value := getattr(each, name)) is not None else None
                for name in (field.name for field in each._meta.concrete_fields)
                if name not in ("id", "gap")
            }
            for each in gap.measures.select_related("kpi")
        ],
    }


def action_values(action: CorrectiveAction) -> dict[str, Any]:
    return {
        "code": action.code,
        "gap": action.gap.code,
        "department": str(action.department),
        "said": [action.title, action.scope, action.kind, action.state, action.suggested_owner, action.success_measure],
        "dates": [action.suggested_due_on, action.due_on, action.sort_due, action.first_due_on, action.created_at],
        "line": number_of(action.line),
        "causes": sorted([link.cause.text, link.is_confirmed] for link in action.cause_links.select_related("cause")),
    }


def document_values(found: SearchDocument) -> list[Any]:
    names = [field.name for field in found._meta.concrete_fields]
    values = {name: getattr(found, name) for name in names if name not in ("id", "object_id", "analysis_id")}
    values["address"] = re.sub(r"\d+", "#", found.address)
    values["department_id"] = department_of(found.department_id)
    return [values[name] for name in sorted(values)]


def readers() -> list[Any]:
    names = {(each.kind, each.object_id): each.reference or each.title for each in SearchDocument.objects.all()}
    return sorted(
        [
            each.by_kind,
            names.get((each.by_kind, each.by_id)),
            each.kind,
            names.get((each.kind, each.object_id)),
            each.reader,
            department_of(each.reader_id),
        ]
        for each in SearchReader.objects.all()
    )


def department_of(pk: int | None) -> str | None:
    return Department.objects.get(pk=pk).name if pk else None


def entry_values(entry: Entry) -> list[Any]:
    return [
        entry.actor_label,
        entry.channel,
        entry.verb,
        entry.object_kind,
        entry.object_label,
        department_of(entry.department_id),
        entry.happened_at,
        entry.old,
        entry.new,
        entry.reason,
    ]

"""The plan grid: one row per plan, grouped by unit, each with its own form, and what is still missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Value

from accounts import choices
from accounts.viewer import Viewer
from actions.forms.plan import PlanForm
from actions.models import CorrectiveAction
from actions.permissions import can_edit_plan
from actions.services.plans import plan_token, save_plan
from common.access import Answer, Conflict, Refused, Unfit
from common.http import add_errors
from gaps.models import GapAnalysis, GapCause, Kpi, RootCause


@dataclass
class Row:
    """One plan in the grid."""

    action: CorrectiveAction
    form: PlanForm
    answer: Answer
    saved: bool = False

    @property
    def missing(self) -> list[str]:
        """What a complete plan still lacks, in words."""
        action = self.action
        found = []
        if not (action.owner_id or action.team_id):
            found.append("an owner")
        if not action.due_on:
            found.append("a finish")
        if not action.no_cause_reason and not any(link.is_confirmed for link in action.cause_links.all()):
            found.append("a cause")
        if action.kpi_id is None:
            found.append("a KPI")
        return found

    @property
    def errors(self) -> int:
        return len(self.form.errors) if self.form.is_bound else 0

    @property
    def cause_count(self) -> int:
        return len(self.form["causes"].value() or [])

    @property
    def suggested(self) -> int:
        """How many of the causes are links that the import suggests and nobody has confirmed."""
        return sum(not link.is_confirmed for link in self.action.cause_links.all())


@dataclass
class Group:
    """The plans of one unit."""

    name: str
    rows: list[Row] = field(default_factory=list)

    @property
    def errors(self) -> int:
        return sum(1 for row in self.rows if row.errors)


@dataclass
class PlanGrid:
    """All plans of an analysis."""

    analysis: GapAnalysis
    groups: list[Group]
    currency: str
    has_kpis: bool

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]

    @property
    def open_rows(self) -> list[Row]:
        return [row for row in self.rows if row.answer]

    @property
    def complete(self) -> list[Row]:
        return [row for row in self.open_rows if not row.missing]

    @property
    def incomplete(self) -> list[Row]:
        return [row for row in self.open_rows if row.missing]

    @property
    def with_errors(self) -> list[Row]:
        return [row for row in self.rows if row.errors]

    @property
    def ready(self) -> list[Row]:
        """Plans that can be submitted now: not put to anybody yet, and their finding is confirmed."""
        return [
            row
            for row in self.rows
            if row.action.state in ("draft", "returned") and row.action.gap.state in ("confirmed", "in_treatment")
        ]

    @property
    def suggested(self) -> int:
        return sum(row.suggested for row in self.open_rows)

    @property
    def cost_once(self) -> Decimal:
        return sum((row.action.cost_once or Decimal() for row in self.rows), Decimal())

    @property
    def cost_yearly(self) -> Decimal:
        return sum((row.action.cost_yearly or Decimal() for row in self.rows), Decimal())


def plans_of(analysis: GapAnalysis) -> list[CorrectiveAction]:
    """The analysis' actions that are still alive, in the order of gap and number."""
    return list(
        CorrectiveAction.objects.full_plans()
        .filter(gap__analysis=analysis)
        .exclude(state__in=["cancelled", "rejected"])
        .order_by("gap__number", "number")
    )


def kpis_of(analysis: GapAnalysis) -> list[Kpi]:
    """Indicators that the analysis' gaps measure, and those of its units."""
    units = analysis.gaps.values("department")
    return list(Kpi.objects.in_use().filter(department__in=units).order_by("name"))


def causes_of(analysis: GapAnalysis) -> dict[int, list[tuple[int, str]]]:
    """For each gap its causes, to choose from: its own, then those it shares."""
    own = RootCause.objects.filter(gap__analysis=analysis).order_by()
    shared = GapCause.objects.filter(gap__analysis=analysis).order_by()
    rows = own.values_list("gap_id", "pk", "text", "position", Value(0)).union(
        shared.values_list("gap_id", "cause_id", "cause__text", "cause__position", Value(1)), all=True
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for gap, pk, text, _, _ in sorted(rows, key=lambda row: (row[4], row[3], row[1])):
        found.setdefault(gap, []).append((pk, text))
    return found


def causes_for(action: CorrectiveAction, causes: dict[int, list[tuple[int, str]]]) -> list[tuple[int, str]]:
    """What the plan chooses from: the causes of its gap, and those of other gaps that it answers already."""
    own = causes.get(action.gap_id, [])
    known = {pk for pk, _ in own}
    return [
        *own,
        *((link.cause_id, link.cause.text) for link in action.cause_links.all() if link.cause_id not in known),
    ]


def row_form(action: CorrectiveAction, kpis: list[Kpi], causes: list[tuple[int, str]], data: Any = None) -> PlanForm:
    """The form of one row; its prefix names the action."""
    own = [kpi for kpi in kpis if kpi.department_id in (action.department_id, action.gap.department_id)] or kpis
    if action.kpi and action.kpi not in own:
        own = [*own, action.kpi]
    initial = PlanForm.initial_of(action, plan_token(action))
    return PlanForm(data, prefix=f"r{action.pk}", initial=initial, kpis=own, causes=causes)


def plan_grid(analysis: GapAnalysis, viewer: Viewer, *, bound: dict[int, PlanForm] | None = None) -> PlanGrid:
    """Gather the grid for the reader; forms that were sent with errors stay as they were typed."""
    kpis, causes = kpis_of(analysis), causes_of(analysis)
    groups: list[Group] = []
    for action in plans_of(analysis):
        name = action.gap.theme or action.department.name
        if not groups or groups[-1].name != name:
            groups.append(Group(name))
        form = (bound or {}).get(action.pk) or row_form(action, kpis, causes_for(action, causes))
        groups[-1].rows.append(Row(action, form, can_edit_plan(viewer, action)))
    return PlanGrid(analysis, groups, choices.currency(), bool(kpis))


def save_rows(analysis: GapAnalysis, data: Any, pks: Iterable[int], *, by: Viewer, at: datetime) -> dict[int, PlanForm]:
    """Save each row of the data by itself; returns the forms of those that have errors. A row not touched costs nothing."""
    kpis, causes = kpis_of(analysis), causes_of(analysis)
    wanted = set(pks)
    failed = {}
    for action in plans_of(analysis):
        if action.pk not in wanted or f"r{action.pk}-token" not in data:
            continue
        form = row_form(action, kpis, causes_for(action, causes), data)
        if not form.is_valid() or not save_row(action, form, by=by, at=at):
            failed[action.pk] = form
    return failed


def save_row(action: CorrectiveAction, form: PlanForm, *, by: Viewer, at: datetime) -> bool:
    """Save one row; False with the sentences at its cells when it does not fit."""
    if not form.has_changed():
        return True
    given = form.cleaned_data
    try:
        save_plan(
            action,
            form.plan_values(),
            milestone=given["milestone"],
            milestone_on=given["milestone_on"],
            causes=given["causes"] if "causes" in form.changed_data else None,
            token=given["token"],
            by=by,
            at=at,
        )
    except Unfit as unfit:
        add_errors(form, Unfit({FIELD_OF.get(name, name): each for name, each in unfit.errors.items()}))
        return False
    except (Conflict, Refused) as refusal:
        form.add_error(None, refusal.reason)
        return False
    return True


FIELD_OF = {"owner_id": "owner", "team": "owner", "kpi_id": "kpi", "sponsor_id": "sponsor"}

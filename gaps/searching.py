"""What of analyses, gaps and indicators can be found. Called by whatever changes their wording, department or state of draft."""

from datetime import datetime

from django.db.models import prefetch_related_objects
from django.urls import reverse

from common.db import hang
from gaps.models import Gap, GapAnalysis, GapMeasure, Kpi, RootCause
from search.services import Found, Reader, put


def index_analyses(*pks: int, at: datetime) -> None:
    """Write the analyses as they stand."""
    put(*map(found_analysis, GapAnalysis.objects.filter(pk__in=pks)), at=at)


def found_analysis(analysis: GapAnalysis) -> Found:
    """An analysis; whoever finds one of its gaps finds it, see `found_gap`."""
    return Found(
        kind="analysis",
        object_id=analysis.pk,
        title=analysis.title,
        address=reverse("analysis", args=[analysis.pk]),
        sub=analysis.prepared_by,
        body=analysis.summary.splitlines(),
        state=analysis.state,
        state_label=analysis.get_state_display(),
        analysis_id=analysis.pk,
        is_draft=analysis.state == "draft",
    )


def index_gaps(*pks: int, at: datetime) -> None:
    """Write the gaps as they stand, with causes and figures."""
    rows = list(Gap.objects.filter(pk__in=pks))
    hang(rows, "causes", RootCause.objects.filter(gap__in=pks), "gap_id")
    hang(rows, "measures", GapMeasure.objects.filter(gap__in=pks).select_related("kpi"), "gap_id")
    prefetch_related_objects(rows, "shared_causes")
    put(*map(found_gap, rows), at=at)


def found_gap(gap: Gap) -> Found:
    """A gap with what is said of it; its department finds the analysis too."""
    figures = [f"{measure}: {measure.stated_wording}".rstrip(": ") for measure in gap.measures.all()]
    causes = [f"Root cause: {cause.text}" for cause in [*gap.causes.all(), *gap.shared_causes.all()]]
    return Found(
        kind="gap",
        object_id=gap.pk,
        title=gap.statement,
        address=reverse("gap", args=[gap.pk]),
        reference=gap.code,
        sub=gap.theme,
        body=[*figures, *gap.impact.splitlines(), *causes],
        state=gap.state,
        state_label=gap.get_state_display(),
        department_id=gap.department_id,
        analysis_id=gap.analysis_id,
        is_draft=gap.state == "draft",
        readers=[Reader("analysis", gap.analysis_id, "department", gap.department_id)],
    )


def index_kpis(*pks: int, at: datetime) -> None:
    """Write the indicators as they stand."""
    put(*map(found_kpi, Kpi.objects.filter(pk__in=pks)), at=at)


def found_kpi(kpi: Kpi) -> Found:
    """An indicator; its department and its data owner find it, and whoever works on an action that should move it."""
    return Found(
        kind="kpi",
        object_id=kpi.pk,
        title=kpi.name,
        address=reverse("kpi", args=[kpi.pk]),
        sub=" · ".join(filter(None, [kpi.unit, kpi.get_frequency_display()])),
        body=[kpi.source] if kpi.source else [],
        state="open" if kpi.is_active else "withdrawn",
        state_label="In use" if kpi.is_active else "Switched off",
        department_id=kpi.department_id,
        readers=[Reader("kpi", kpi.pk, "person", kpi.data_owner_id)] if kpi.data_owner_id else [],
    )

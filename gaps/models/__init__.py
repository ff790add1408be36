from gaps.models.analysis import GapAnalysis, SourceDocument, SourceLine
from gaps.models.cause import GapCause, RootCause
from gaps.models.gap import Clarification, Gap, GapMeasure, ManagementResponse
from gaps.models.kpi import Kpi, KpiReading

__all__ = [
    "Clarification",
    "Gap",
    "GapAnalysis",
    "GapCause",
    "GapMeasure",
    "Kpi",
    "KpiReading",
    "ManagementResponse",
    "RootCause",
    "SourceDocument",
    "SourceLine",
]

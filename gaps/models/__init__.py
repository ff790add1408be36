from gaps.models.analysis import GapAnalysis, SourceDocument, SourceLine
from gaps.models.gap import Clarification, Gap, GapMeasure, ManagementResponse, RootCause
from gaps.models.kpi import Kpi, KpiReading

__all__ = [
    "Clarification",
    "Gap",
    "GapAnalysis",
    "GapMeasure",
    "Kpi",
    "KpiReading",
    "ManagementResponse",
    "RootCause",
    "SourceDocument",
    "SourceLine",
]

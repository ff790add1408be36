"""Interpretation of a report: from neutral lines to a draft analysis. Plain functions on plain values."""

from __future__ import annotations

from .columns_shown import columns_of
from .drafts import Analysis
from .interpreter import NotAReport, interpret, nothing_found
from .output import draft_dict, from_dict, to_json
from .table_columns import TableColumns

__all__ = [
    "Analysis",
    "NotAReport",
    "TableColumns",
    "columns_of",
    "draft_dict",
    "from_dict",
    "interpret",
    "nothing_found",
    "to_json",
]

"""Interpretation of a report: from neutral lines to a draft analysis. Plain functions on plain values."""

from __future__ import annotations

from .drafts import Analysis
from .interpreter import NotAReport, interpret
from .output import draft_dict, from_dict, to_json

__all__ = ["Analysis", "NotAReport", "draft_dict", "from_dict", "interpret", "to_json"]

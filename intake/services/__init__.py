"""Taking a document in, and saving what was confirmed of it."""

from intake.services.corrections import Correction, Likely, correction_of, likely_original, take, treat_as
from intake.services.editing import change_draft, reading_of, undo_last
from intake.services.owners import Choices, suggested_choices
from intake.services.receiving import Received, discard, keep_choices, read_report, upload
from intake.services.saving import save

__all__ = [
    "Choices",
    "Correction",
    "Likely",
    "Received",
    "change_draft",
    "correction_of",
    "discard",
    "keep_choices",
    "likely_original",
    "read_report",
    "reading_of",
    "save",
    "suggested_choices",
    "take",
    "treat_as",
    "undo_last",
    "upload",
]

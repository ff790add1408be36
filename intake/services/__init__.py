"""Taking a document in, and saving what was confirmed of it."""

from intake.services.editing import change_draft, reading_of, undo_last
from intake.services.owners import Choices, suggested_choices
from intake.services.receiving import Received, discard, keep_choices, read_report, upload
from intake.services.saving import save

__all__ = [
    "Choices",
    "Received",
    "change_draft",
    "discard",
    "keep_choices",
    "read_report",
    "reading_of",
    "save",
    "suggested_choices",
    "undo_last",
    "upload",
]

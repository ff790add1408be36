"""Taking a document in, and saving what was confirmed of it."""

from intake.services.background import ask_to_save, how_far, is_long, save_waiting
from intake.services.columns import columns_words, forget_columns, set_columns, tables_of
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
    "ask_to_save",
    "change_draft",
    "correction_of",
    "columns_words",
    "discard",
    "forget_columns",
    "how_far",
    "is_long",
    "keep_choices",
    "likely_original",
    "read_report",
    "reading_of",
    "save",
    "save_waiting",
    "set_columns",
    "suggested_choices",
    "take",
    "treat_as",
    "tables_of",
    "undo_last",
    "upload",
]

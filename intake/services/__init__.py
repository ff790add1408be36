"""Taking a document in, and saving what was confirmed of it."""

from intake.services.owners import Choices, suggested_choices
from intake.services.receiving import Received, discard, keep_choices, read_report, upload
from intake.services.saving import save

__all__ = ["Choices", "Received", "discard", "keep_choices", "read_report", "save", "suggested_choices", "upload"]

"""The columns of briefing packs as a file."""

from common.exports import column
from reports.lifecycle import PACK

PACK_COLUMNS = (
    column("Meeting", "meeting__title", width=40),
    column("Version", "number", width=10),
    column("State", "state", words=PACK.labels.get, width=14),
    column("Issued", "issued_at", width=18),
    column("Pages", "pages", width=8),
    column("Scope", "department__name", width=24),
    column("Digest", "digest", width=66),
)

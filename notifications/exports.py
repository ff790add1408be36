"""The columns of messages as files. What a message says stays in the outbox, and so does its personal link."""

from common.exports import column
from notifications.filters import kind_words
from notifications.models import STATES

MESSAGE_COLUMNS = (
    column("Subject", "subject", width=50),
    column("Kind", "kind", words=kind_words),
    column("To", "name", width=24),
    column("E-mail", "email", width=32),
    column("State", "state", words=dict(STATES).get, width=10),
    column("Written", "created_at", width=18),
    column("Sent", "sent_at", width=18),
    column("Attempts", "attempts", width=10),
    column("Last error", "last_error", width=50),
)

"""The columns of the history as a file."""

from typing import Any

from audit.models import CHANNELS, Entry
from audit.words import change_words, kind_words, verb_words
from common.exports import column


def changed(old: dict[str, Any], new: dict[str, Any]) -> str:
    """What an entry changed, in one cell."""
    parts = change_words(Entry(old=old, new=new))
    return "; ".join(
        f"{each.field}: {each.old} → {each.new}" if each.old else f"{each.field}: {each.new}" for each in parts
    )


ENTRY_COLUMNS = (
    column("Entry", "pk", width=10),
    column("Happened", "happened_at", width=18),
    column("Recorded", "recorded_at", width=18),
    column("Who", "actor_label", width=24),
    column("On behalf of", "on_behalf_of", width=20),
    column("By way of", "channel", words=dict(CHANNELS).get, width=12),
    column("What", "verb", words=lambda verb: verb_words(verb).strip(": "), width=28),
    column("Kind", "object_kind", words=kind_words),
    column("Thing", "object_label", width=50),
    column("Changed", "old", "new", words=changed, width=60),
    column("Reason", "reason", width=40),
    column("Digest", "digest", width=20),
)

"""Checking what was approved: the digest of every version of minutes."""

from collections.abc import Iterator

from meetings.minutes import minutes_digest
from meetings.models import Minutes


def broken_minutes() -> Iterator[str]:
    """A sentence for each version whose content is not what was approved."""
    rows = Minutes.objects.exclude(state="draft").select_related("meeting").order_by("pk")
    for minutes in rows.iterator(chunk_size=200):
        if minutes_digest(minutes) != minutes.digest:
            yield f"{minutes}, were changed after they were approved."

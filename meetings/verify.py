"""Checking what was approved and signed: every version of minutes, every signature on a follow-up plan."""

from collections.abc import Iterator

from meetings.minutes import minutes_digest
from meetings.models import FollowUpSignature, Minutes
from meetings.services.signing import follow_up_signature_digest


def broken_minutes() -> Iterator[str]:
    """A sentence for each version whose content is not what was approved."""
    rows = Minutes.objects.exclude(state="draft").select_related("meeting").order_by("pk")
    for minutes in rows.iterator(chunk_size=200):
        if minutes_digest(minutes) != minutes.digest:
            yield f"{minutes}, were changed after they were approved."


def broken_follow_ups() -> Iterator[str]:
    """A sentence for each signature on a follow-up plan that was changed after it was written."""
    rows = FollowUpSignature.objects.select_related("meeting").order_by("pk")
    for row in rows.iterator(chunk_size=200):
        if follow_up_signature_digest(row) != row.digest:
            yield f"The signature of {row.signer_name} on the follow-up plan of {row.meeting} was changed."

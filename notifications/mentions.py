"""What a person has been reminded of already: each thing and stage once, however often and late the schedule runs."""

from collections.abc import Iterable
from datetime import datetime

from notifications.models import Mention


def not_mentioned(keys: Iterable[str]) -> set[str]:
    """The keys that nobody has been told of yet."""
    wanted = set(keys)
    known: set[str] = set()
    ordered = sorted(wanted)
    for start in range(0, len(ordered), 500):
        known.update(Mention.objects.filter(key__in=ordered[start : start + 500]).values_list("key", flat=True))
    return wanted - known


def note(keys: Iterable[str], person_id: int | None, at: datetime) -> None:
    """Write down that the keys are mentioned, in the caller's transaction."""
    Mention.objects.bulk_create(
        [Mention(key=key[:200], person_id=person_id, at=at) for key in sorted(set(keys))], ignore_conflicts=True
    )

"""Checking the history from the first entry to the last."""

from dataclasses import dataclass

from audit.models import Entry, Seal
from audit.services import GENESIS, entry_digest, link_hash


@dataclass(frozen=True)
class Verdict:
    """What the check found. `broken` is empty when the chain is whole, else one sentence on its first broken link."""

    entries: int
    sealed: int
    unsealed: int
    head: str
    broken: str = ""


def verify(*, expected_head: str = "") -> Verdict:
    """Check every entry's digest and every link. `expected_head` is a hash kept elsewhere: it must still be in the chain."""
    position, previous = 0, GENESIS
    broken = ""
    for link in Seal.objects.select_related("entry").order_by("position").iterator(chunk_size=2000):
        position += 1
        entry = link.entry
        if link.position != position:
            broken = f"Link {position} is missing from the chain; the next one is {link.position}."
        elif link.previous != previous:
            broken = f"Link {position} does not follow from the one before it."
        elif entry_digest(entry) != entry.digest:
            broken = f"Entry {entry.pk} ({entry}) was changed after it was written; it is link {position}."
        elif link.hash != link_hash(position, entry.pk, entry.digest, previous, link.sealed_at):
            broken = f"Link {position} does not match entry {entry.pk}."
        if broken:
            break
        previous = link.hash
    unsealed = 0
    if not broken:
        for entry in Entry.objects.filter(seal=None).order_by("id").iterator(chunk_size=2000):
            unsealed += 1
            if entry_digest(entry) != entry.digest:
                broken = f"Entry {entry.pk} ({entry}) was changed after it was written; it is not sealed yet."
                break
    if not broken and expected_head and not Seal.objects.filter(hash=expected_head).exists():
        broken = f"The hash {expected_head[:16]}… kept elsewhere is not in the chain: its end was cut off or replaced."
    return Verdict(Entry.objects.count(), position, unsealed, previous, broken)

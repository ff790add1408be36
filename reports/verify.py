"""Checking what was issued: the digest of every pack's data, and that of its file."""

import hashlib
from collections.abc import Iterator

from common.canonical import digest
from reports.models import BriefingPack


def broken_packs() -> Iterator[str]:
    """A sentence for each pack whose data or file is not what was issued."""
    for pack in BriefingPack.objects.frozen().select_related("meeting").order_by("pk").iterator(chunk_size=50):
        if digest(pack.data) != pack.digest:
            yield f"{pack}, has other data than when it was issued."
        found = hashlib.sha256()
        try:
            with pack.file.open("rb") as file:
                for chunk in iter(lambda: file.read(1 << 20), b""):
                    found.update(chunk)
        except OSError:
            yield f"{pack}, has lost its file."
            continue
        if found.hexdigest() != pack.sha256:
            yield f"{pack}, has another file than when it was issued."

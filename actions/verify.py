"""Checking what was signed: every snapshot's digest, every signature's, and that each belongs to its item."""

from collections.abc import Iterator

from actions.models import Signature, Snapshot
from actions.services.signing import signature_digest
from common.canonical import digest


def broken_snapshots() -> Iterator[str]:
    """A sentence for each snapshot whose content is not what its digest says."""
    for snapshot in Snapshot.objects.select_related("action").order_by("pk").iterator(chunk_size=500):
        found = digest({"version": snapshot.version, "values": snapshot.values, "labels": snapshot.labels})
        if found != snapshot.digest:
            yield f"Snapshot {snapshot.pk} of {snapshot.action.code} was changed after it was made."
        elif snapshot.values.get("action") != snapshot.action_id:
            yield f"Snapshot {snapshot.pk} stands at {snapshot.action.code} but is of another action."


def broken_signatures() -> Iterator[str]:
    """A sentence for each signature that was changed, or moved to another item."""
    rows = Signature.objects.select_related("item__action", "snapshot").order_by("pk")
    for signature in rows.iterator(chunk_size=500):
        code = signature.item.action.code
        if signature_digest(signature) != signature.digest:
            yield f"Signature {signature.pk} of {signature.signer_name} on {code} was changed after it was written."
        elif signature.snapshot.action_id != signature.item.action_id:
            yield f"Signature {signature.pk} of {signature.signer_name} stands at {code} but signs another action."

"""Writing the history, sealing it, and reading the newest hash."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from audit.models import Chain, Entry, Seal
from common.canonical import digest, plain

GENESIS = "0" * 64
LATE = 2_000
BATCH = 500
SEALED_COLUMNS = (
    "actor_id",
    "actor_label",
    "channel",
    "on_behalf_of",
    "verb",
    "object_kind",
    "object_id",
    "object_label",
    "department_id",
    "happened_at",
    "recorded_at",
    "old",
    "new",
    "reason",
)


@dataclass(frozen=True)
class Actor:
    """Who acts and by which way: a person, or the system where `id` is None."""

    id: int | None
    label: str
    channel: str
    on_behalf_of: str = ""


SYSTEM = Actor(id=None, label="SayPro", channel="task")


def entry_digest(entry: Entry) -> str:
    """SHA-256 over all columns of the entry but the digest and its id."""
    return digest({name: getattr(entry, name) for name in SEALED_COLUMNS})


def new_entry(
    verb: str,
    thing: models.Model,
    *,
    actor: Actor,
    at: datetime,
    recorded_at: datetime,
    department_id: int | None = None,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    reason: str = "",
    label: str = "",
) -> Entry:
    """An entry with its digest, not saved yet."""
    entry = Entry(
        actor_id=actor.id,
        actor_label=actor.label,
        channel=actor.channel,
        on_behalf_of=actor.on_behalf_of,
        verb=verb,
        object_kind=thing._meta.label_lower,
        object_id=thing.pk,
        object_label=(label or str(thing))[:300],
        department_id=department_id,
        happened_at=at,
        recorded_at=recorded_at,
        old=plain(old or {}),
        new=plain(new or {}),
        reason=reason,
    )
    entry.digest = entry_digest(entry)
    return entry


def record(verb: str, thing: models.Model, *, actor: Actor, at: datetime, **said: Any) -> Entry:
    """Write one entry, inside the caller's transaction. `old` and `new` hold only what changed (`new_entry` takes the rest)."""
    return record_many(verb, [(thing, said)], actor=actor, at=at)[0]


def record_many(
    verb: str, things: Iterable[tuple[models.Model, dict[str, Any]]], *, actor: Actor, at: datetime
) -> list[Entry]:
    """Write an entry for each thing with what is said of it (as `new_entry` takes it), a batch in one statement."""
    recorded_at = timezone.now()
    return Entry.objects.bulk_create(
        [new_entry(verb, thing, actor=actor, at=at, recorded_at=recorded_at, **said) for thing, said in things],
        batch_size=BATCH,
    )


def changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Old and new values of only those keys that differ."""
    changed = [key for key in after if plain(before.get(key)) != plain(after[key])]
    return {key: before.get(key) for key in changed}, {key: after[key] for key in changed}


def link_hash(position: int, entry_id: int, entry_digest_: str, previous: str, sealed_at: datetime) -> str:
    """The hash of one link of the chain, over everything that the link holds."""
    return digest([position, entry_id, entry_digest_, previous, sealed_at])


def seal(*, limit: int = 5000, thorough: bool = True) -> int:
    """Chain the entries that have no seal yet, oldest first; returns how many. Safe to run twice and side by side.

    Without `thorough` only the newest are looked at, with `LATE` ids behind the last one sealed: an entry whose
    transaction ended late has a smaller id than some that are sealed. The whole history is read by the thorough ones.
    """
    return sealed(limit=limit, thorough=thorough)[0]


def sealed(*, limit: int = 5000, thorough: bool = True) -> tuple[int, str]:
    """The same; returns how many, and the newest hash of the chain, as `head` gives it."""
    with transaction.atomic():
        Chain.objects.select_for_update().get_or_create(id=1)
        last = Seal.objects.order_by("-position").first()
        position, previous = (last.position, last.hash) if last else (0, GENESIS)
        links, now = [], timezone.now()
        waiting = Entry.objects.filter(~Exists(Seal.objects.filter(entry=OuterRef("pk"))))
        if last and not thorough:
            waiting = waiting.filter(pk__gt=last.entry_id - LATE)
        for entry in waiting.order_by("id")[:limit]:
            position += 1
            hash_ = link_hash(position, entry.pk, entry.digest, previous, now)
            links.append(Seal(position=position, entry=entry, previous=previous, hash=hash_, sealed_at=now))
            previous = hash_
        Seal.objects.bulk_create(links)
    return len(links), previous


def head() -> str:
    """The newest hash of the chain; keep it somewhere else, so that a cut tail shows."""
    return Seal.objects.order_by("-position").values_list("hash", flat=True).first() or GENESIS

"""Writing what can be found. Called by the services above in their own transaction; no signal does it for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from common.text import cut
from search.folding import searchable
from search.models import SearchDocument, SearchReader

BATCH = 500


@dataclass(frozen=True)
class Reader:
    """A department, person or team (`reader`) that may find a thing."""

    kind: str
    object_id: int
    reader: str
    reader_id: int


@dataclass(frozen=True)
class Found:
    """One thing as it can be found. `body` holds further lines; `readers` may name things above it, such as its gap."""

    kind: str
    object_id: int
    title: str
    address: str
    address_in_person: str = ""
    reference: str = ""
    sub: str = ""
    body: Sequence[str] = ()
    state: str = ""
    state_label: str = ""
    department_id: int | None = None
    owner_id: int | None = None
    team_id: int | None = None
    analysis_id: int | None = None
    is_draft: bool = False
    readers: Sequence[Reader] = ()


WRITTEN = [
    field.name for field in SearchDocument._meta.concrete_fields if field.name not in ("id", "kind", "object_id")
]


def document_of(found: Found, at: datetime) -> SearchDocument:
    """The row of the thing. A title that is cut stands in the body as a whole."""
    title = cut(found.title, 300)
    lines = [line for line in ([found.title] if title != found.title else []) + list(found.body) if line.strip()]
    return SearchDocument(
        kind=found.kind,
        object_id=found.object_id,
        reference=searchable(found.reference).rstrip(";"),
        title=title,
        sub=cut(found.sub, 300),
        body="\n".join(lines),
        address=found.address,
        address_in_person=found.address_in_person,
        state=found.state,
        state_label=found.state_label,
        department_id=found.department_id,
        owner_id=found.owner_id,
        team_id=found.team_id,
        analysis_id=found.analysis_id,
        is_draft=found.is_draft,
        text=searchable("\n".join([title, found.reference, found.sub, *lines])),
        updated_at=at,
    )


@transaction.atomic
def put(*things: Found, at: datetime) -> None:
    """Write the things as they stand now, and who may find them. A few statements, however many the things are in a batch."""
    if not things:
        return
    SearchDocument.objects.bulk_create(
        [document_of(each, at) for each in things],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=WRITTEN,
    )
    put_readers(things)


def put_readers(things: Sequence[Found]) -> None:
    """Keep the rows that stay, so that a change of wording touches none of them."""
    wanted = {(each.kind, each.object_id, *vars(reader).values()) for each in things for reader in each.readers}
    kept = SearchReader.objects.filter(of_causes((each.kind, each.object_id) for each in things))
    columns = ("by_kind", "by_id", "kind", "object_id", "reader", "reader_id")
    now = {tuple(row[1:]): row[0] for row in kept.values_list("pk", *columns)}
    gone = [pk for key, pk in now.items() if key not in wanted]
    if gone:
        SearchReader.objects.filter(pk__in=gone).delete()
    new = [SearchReader(**dict(zip(columns, key, strict=True))) for key in sorted(wanted - set(now))]
    if new:
        SearchReader.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)


def of_causes(things: Iterable[tuple[str, int]]) -> Q:
    """The condition that a row of readers was written with one of the things."""
    by_kind: dict[str, list[int]] = {}
    for kind, pk in things:
        by_kind.setdefault(kind, []).append(pk)
    condition = Q()
    for kind, pks in by_kind.items():
        condition |= Q(by_kind=kind, by_id__in=pks)
    return condition


@transaction.atomic
def remove(kind: str, object_id: int) -> None:
    """The thing is gone: it is found no more, and shows nobody what is above it."""
    SearchDocument.objects.filter(kind=kind, object_id=object_id).delete()
    SearchReader.objects.filter(Q(by_kind=kind, by_id=object_id) | Q(kind=kind, object_id=object_id)).delete()


def moved(kind: str, *object_ids: int, state: str, label: str, at: datetime) -> None:
    """Things of one kind came into another state; nothing else of them changed. One statement."""
    rows: Any = SearchDocument.objects.filter(kind=kind, object_id__in=object_ids)
    rows.update(state=state, state_label=label, updated_at=at)


def released(analysis_id: int, *, at: datetime) -> None:
    """The analysis is a draft no more: whatever belongs to it is found by whoever may see it."""
    SearchDocument.objects.filter(analysis_id=analysis_id, is_draft=True).update(is_draft=False, updated_at=at)

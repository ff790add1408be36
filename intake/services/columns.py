"""What the columns of a table are: remembered by their heads, set by a reviewer, and read again with it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.viewer import Viewer
from audit.services import record
from common.access import Conflict, Unfit, require
from common.dates import short_date, today
from gaps.permissions import can_prepare
from intake.edits import EditRefused, apply, nodes
from intake.interpret import (
    Analysis,
    NotAReport,
    TableColumns,
    columns_of,
    draft_dict,
    from_dict,
    interpret,
    nothing_found,
)
from intake.interpret.table_columns import COLUMN_FIELDS, REPEATED
from intake.models import ColumnMapping, ImportDraft, ImportEdit
from intake.readers.base import ROW, Document
from intake.reading import UnreadableDocument, read_file
from intake.services.editing import lock_draft
from intake.services.owners import Choices

TABLE_FORMATS = ("xlsx", "csv")
GONE = "The document of this import is gone; discard it and import the document again."


@dataclass(frozen=True)
class Read:
    """A document as it was understood: the reading, its tables, and those of the columns that somebody had set."""

    document: Document
    analysis: Analysis
    tables: tuple[TableColumns, ...]
    mappings: tuple[ColumnMapping, ...] = ()

    @property
    def content(self) -> dict[str, Any]:
        """What the draft keeps of it."""
        return {
            **draft_dict(self.analysis),
            "kinds": [line.kind for line in self.document.lines],
            "tables": [{**asdict(table), "samples": [list(cells) for cells in table.samples]} for table in self.tables],
            "columns_set": {
                each.fingerprint: {"by": str(each.set_by), "at": each.set_at.isoformat()} for each in self.mappings
            },
        }


def understand(document: Document, *, columns: Mapping[str, Sequence[str]] | None = None) -> Read:
    """Interpret a document with what is remembered of its heads, or with `columns` where that is given.

    A table of which nothing could be made is no error: somebody says what its columns are. `NotAReport` for all else.
    """
    found = columns_of(document)
    prints = [table.fingerprint for table in found]
    mappings = tuple(ColumnMapping.objects.filter(fingerprint__in=prints).select_related("set_by")) if prints else ()
    known = {**{each.fingerprint: each.fields for each in mappings}, **(columns or {})}
    tables = tuple(replace(table, fields=tuple(known.get(table.fingerprint, table.fields))) for table in found)
    try:
        analysis = interpret(document, known)
    except NotAReport:
        if not is_table(document, tables):
            raise
        analysis = nothing_found(document)
    return Read(document, analysis, tables, mappings)


def is_table(document: Document, tables: Sequence[TableColumns]) -> bool:
    """Whether the document is mainly a table."""
    rows = sum(line.kind == ROW for line in document.lines)
    return bool(tables) and (document.format in TABLE_FORMATS or rows * 2 > len(document.lines))


def tables_of(draft: ImportDraft) -> list[TableColumns]:
    """The tables of the draft with what their columns are taken for."""
    return [
        TableColumns(
            **{
                **table,
                "heads": tuple(table["heads"]),
                "samples": tuple(tuple(cells) for cells in table["samples"]),
                "fields": tuple(table["fields"]),
            }
        )
        for table in draft.content.get("tables", [])
    ]


def columns_words(draft: ImportDraft, fingerprint: str = "") -> str:
    """As in "as Grace Okafor set them on Mon 3 Nov 2025"; without a fingerprint for the newest of the document."""
    known: dict[str, Any] = draft.content.get("columns_set", {})
    rows = [known[fingerprint]] if fingerprint in known else [] if fingerprint else list(known.values())
    if not rows:
        return ""
    newest = max(rows, key=lambda row: row["at"])
    return f"as {newest['by']} set them on {short_date(today(datetime.fromisoformat(newest['at'])))}"


def check_columns(tables: Sequence[TableColumns], columns: Mapping[str, Sequence[str]]) -> None:
    """Whether the fields fit the tables, each used once but for those that a row may hold several of."""
    errors: dict[str, list[str]] = {}
    for table in tables:
        fields = columns.get(table.fingerprint, table.fields)
        if len(fields) != len(table.heads) or not set(fields) <= {*COLUMN_FIELDS, ""}:
            raise Unfit({"": ["The columns are not those of this document; load the page again."]})
        for place, name in enumerate(fields):
            if name and name not in REPEATED and name in fields[:place]:
                errors[f"{table.fingerprint}-{place}"] = ["Another column is taken for this already; choose one."]
    if errors:
        raise Unfit(errors)


def set_columns(
    draft: ImportDraft,
    columns: dict[str, list[str]],
    *,
    seen: int,
    may_undo: bool = False,
    by: Viewer,
    at: datetime,
) -> list[ImportEdit]:
    """Read the document again with these columns and remember them for the next one with the same heads.

    Corrections that still fit are kept. Where some do not, nothing is written and they are returned, unless `may_undo`:
    then they are taken back. `seen` is the number of the last change on the page.
    """
    require(can_prepare(by))
    tables = tables_of(draft)
    check_columns(tables, columns)
    read = understand(document_of(draft), columns=columns)
    if not read.analysis.gaps:
        raise Unfit({"": ["Nothing is found with these columns. Say which one holds the gap, or the indicator."]})
    with transaction.atomic():
        draft = lock_draft(draft)
        edits = list(ImportEdit.objects.filter(draft=draft, undone_at=None).order_by("number"))
        if (edits[-1].number if edits else 0) != seen:
            raise Conflict("Somebody corrected it meanwhile. Nothing was changed; look at it again.")
        old = from_dict(draft.content)
        lost = lost_edits(old, read.analysis, edits)
        if lost and not may_undo:
            return lost
        ImportEdit.objects.filter(pk__in=[each.pk for each in lost]).update(undone_by=by.user, undone_at=at)
        mappings = remember(tables, columns, by=by, at=at)
        draft.content = Read(read.document, read.analysis, read.tables, tuple(mappings)).content
        draft.choices = moved_choices(draft.choices, old, read.analysis)
        draft.save(update_fields=["content", "choices"])
        taken = {table.title or "Table": named(table.heads, columns[table.fingerprint]) for table in tables}
        record("import.columns", draft, actor=by.actor, at=at, new=taken)
    return []


def document_of(draft: ImportDraft) -> Document:
    """The document, read again; outside of any transaction, as it may take seconds."""
    try:
        return read_file(draft.file.path, draft.file_name, max_bytes=settings.REPORT_MAX_BYTES)
    except (UnreadableDocument, ValueError) as error:
        raise Unfit({"": [GONE if not draft.file else str(error)]}) from error


def remember(
    tables: Sequence[TableColumns], columns: Mapping[str, Sequence[str]], *, by: Viewer, at: datetime
) -> list[ColumnMapping]:
    """Keep what was set, for every later document with the same heads."""
    return [
        ColumnMapping.objects.update_or_create(
            fingerprint=table.fingerprint,
            defaults={
                "heads": list(table.heads),
                "fields": list(columns[table.fingerprint]),
                "set_by": by.user,
                "set_at": at,
            },
        )[0]
        for table in tables
    ]


def named(heads: Sequence[str], fields: Sequence[str]) -> dict[str, str]:
    return {head: field or "not used" for head, field in zip(heads, fields, strict=True) if head}


@transaction.atomic
def forget_columns(draft: ImportDraft, fingerprint: str, *, by: Viewer, at: datetime) -> bool:
    """Remember what was set for these heads no more. Documents that are read already stay as they are."""
    require(can_prepare(by))
    draft = lock_draft(draft)
    found = ColumnMapping.objects.filter(fingerprint=fingerprint).first()
    if fingerprint in draft.content.get("columns_set", {}):
        del draft.content["columns_set"][fingerprint]
        draft.save(update_fields=["content"])
    if found is None:
        return False
    record("columns.forgotten", draft, actor=by.actor, at=at, old=named(found.heads, found.fields))
    found.delete()
    return True


def lost_edits(old: Analysis, new: Analysis, edits: Sequence[ImportEdit]) -> list[ImportEdit]:
    """The corrections that do not fit the new reading: what they are about is not there, or says something else."""
    before, after = drafts_by_key(old), drafts_by_key(new)
    same = {key for key, said in after.items() if before.get(key) == said}
    lost = []
    for edit in edits:
        operation = edit.operation
        about = [str(operation[name]) for name in ("key", "into", "to") if operation.get(name)]
        try:
            if not all(key in same for key in about):
                raise EditRefused("It is not there any more.")
            new = apply(new, operation, edit.number)
        except EditRefused:
            lost.append(edit)
            continue
        # What this correction made, the following ones may be about.
        same |= {key for key in drafts_by_key(new) if f"-e{edit.number}" in key}
    return lost


def drafts_by_key(analysis: Analysis) -> dict[str, tuple[Any, ...]]:
    found: dict[str, tuple[Any, ...]] = {unit.key: ("unit", unit.name) for unit in analysis.units}
    found.update({node.key: (node.kind, node.text, node.line) for node in nodes(analysis)})
    return found


def moved_choices(choices: dict[str, Any], old: Analysis, new: Analysis) -> dict[str, Any]:
    """What was chosen for a unit goes with its name, since another reading counts the units anew."""
    if not choices:
        return choices
    said = Choices.from_json(choices)
    by_name = {unit.name: said.owners[unit.key] for unit in old.units if unit.key in said.owners}
    owners = {unit.key: by_name[unit.name] for unit in new.units if unit.name in by_name}
    return Choices(owners, said.title, said.dated).to_json()

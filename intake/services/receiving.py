"""Taking a document in: stored, read apart, interpreted, and kept as a draft to review. No analysis comes of it yet."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from accounts.models import Organisation
from accounts.viewer import Viewer
from audit.services import record
from common.access import Unfit, require
from gaps.models import GapAnalysis
from gaps.permissions import can_prepare
from gaps.services.analyses import imported_before
from intake.interpret import Analysis, NotAReport, interpret
from intake.models import DRAFT, ImportDraft
from intake.readers import extension_of
from intake.readers.base import Document
from intake.reading import UnreadableDocument, check_size, read_file
from intake.services.columns import understand
from intake.services.owners import Choices


@dataclass(frozen=True)
class Received:
    """What came of a document: a draft to review, new or known already, or the analysis that was read from it before."""

    draft: ImportDraft | None = None
    analysis: GapAnalysis | None = None
    is_new: bool = False


def read_report(path: str | Path, name: str) -> tuple[Document, Analysis]:
    """Read and interpret the file at `path`; `Unfit` says in one sentence why nothing can be made of it."""
    try:
        document = read_file(path, name, max_bytes=settings.REPORT_MAX_BYTES)
        return document, interpret(document)
    except (UnreadableDocument, NotAReport) as error:
        raise Unfit({"file": [str(error)]}) from error


def upload(file: File, name: str, *, by: Viewer, at: datetime) -> Received:
    """Take a document in. The same bytes a second time change nothing; what cannot be read leaves nothing behind.

    The file is stored and read outside of any transaction, so that nobody waits for a slow document.
    """
    require(can_prepare(by))
    name = shown_name(name)
    try:
        extension = extension_of(name)
        check_size(file.size, settings.REPORT_MAX_BYTES)
    except UnreadableDocument as error:
        raise Unfit({"file": [str(error)]}) from error
    sha256 = digest_of(file)
    known = received_before(sha256)
    if known:
        return known
    draft = ImportDraft(
        file_name=name,
        format=extension.removeprefix("."),
        size=file.size,
        sha256=sha256,
        state=DRAFT.moves["show"].target,
        uploaded_by=by.user,
        uploaded_at=at,
    )
    draft.file.save(f"{secrets.token_hex(16)}{extension}", file, save=False)
    try:
        try:
            document = read_file(draft.file.path, name, max_bytes=settings.REPORT_MAX_BYTES)
            draft.content = understand(document).content
        except (UnreadableDocument, NotAReport) as error:
            raise Unfit({"file": [str(error)]}) from error
        received = keep(draft, by=by, at=at)
    except BaseException:
        draft.file.delete(save=False)
        raise
    if not received.is_new:
        draft.file.delete(save=False)
    return received


@transaction.atomic
def keep(draft: ImportDraft, *, by: Viewer, at: datetime) -> Received:
    """Write the draft, unless somebody brought the same document in while this one was read."""
    Organisation.objects.select_for_update().get(id=1)
    known = received_before(draft.sha256)
    if known:
        return known
    draft.save(force_insert=True)
    record("import.read", draft, actor=by.actor, at=at, new={"file": draft.file_name, "sha256": draft.sha256})
    return Received(draft=draft, is_new=True)


def received_before(sha256: str) -> Received | None:
    """The analysis or the draft to review that the same bytes gave before."""
    analysis = imported_before(sha256)
    if analysis:
        return Received(analysis=analysis)
    draft = ImportDraft.objects.filter(sha256=sha256, state__in=["to_review", "saving"]).first()
    return Received(draft=draft) if draft else None


def shown_name(name: str) -> str:
    """The file's own name without folders and control characters, at most 200 long; its ending stays."""
    bare = "".join(character for character in Path(name.replace("\\", "/")).name if character.isprintable())
    path = Path(bare)
    return bare if len(bare) <= 200 else f"{path.stem[: 200 - len(path.suffix[:20])]}{path.suffix[:20]}"


def digest_of(file: File) -> str:
    """SHA-256 over the bytes."""
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


@transaction.atomic
def keep_choices(draft: ImportDraft, choices: Choices, *, by: Viewer) -> None:
    """Keep what the reviewer chose so far; nothing else is written."""
    require(can_prepare(by))
    draft = ImportDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    DRAFT.check(draft.state, "save", f"“{draft.file_name}”")
    draft.choices = choices.to_json()
    draft.save(update_fields=["choices"])


@transaction.atomic
def discard(draft: ImportDraft, *, by: Viewer, at: datetime) -> ImportDraft:
    """Throw a draft away: the document and what was read of it are removed, only the fact stays in the history."""
    require(can_prepare(by))
    draft = ImportDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    draft.state = DRAFT.check(draft.state, "discard", f"“{draft.file_name}”").target
    draft.content, draft.choices = {}, {}
    forget_file(draft)
    draft.save()
    record("import.discarded", draft, actor=by.actor, at=at)
    return draft


def forget_file(draft: ImportDraft) -> None:
    """Take the draft's copy of the document away once the transaction is through."""
    storage, path = draft.file.storage, str(draft.file.name)
    draft.file = ""
    transaction.on_commit(lambda: storage.delete(path))

"""Keeping proof: files checked by content and stored under random names, links, and their versions."""

import hashlib
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction

from accounts.viewer import Viewer
from audit.services import record
from common.access import Conflict, Unfit
from common.db import fit
from evidence.checking import Unwanted, kind_of
from evidence.models import Evidence, EvidenceVersion
from evidence.names import clean_name, extension_of

log = logging.getLogger("saypro.evidence")

is_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Stored:
    """A file that was checked and lies in the storage, not yet pointed at by a row."""

    path: str
    file_name: str
    content_type: str
    size: int
    sha256: str


def store(upload: UploadedFile | File, *, at: datetime, field: str = "upload") -> Stored:
    """Check a file by its content and put it under a random name. Call it outside of a transaction where possible."""
    name = upload.name or ""
    extension = extension_of(name)
    try:
        kind = kind_of(upload.file, extension, upload.size or 0, settings.EVIDENCE_MAX_BYTES)  # type: ignore[arg-type]
    except Unwanted as error:
        raise Unfit({field: [str(error)]}) from error
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    path = default_storage.save(f"evidence/{at:%Y/%m}/{secrets.token_hex(16)}", upload)
    return Stored(path, clean_name(name, extension), kind.content_type, upload.size or 0, digest.hexdigest())


def throw_away(stored: Stored) -> None:
    """Take a stored file out again; one that is gone already does not matter."""
    try:
        default_storage.delete(stored.path)
    except OSError:
        log.warning("a stored file could not be removed: %s", stored.path)


@contextmanager
def kept(upload: UploadedFile | File | Stored, at: datetime) -> Iterator[Stored]:
    """The stored file, taken out again if its row is not written."""
    stored = upload if isinstance(upload, Stored) else store(upload, at=at)
    try:
        yield stored
    except BaseException:
        throw_away(stored)
        raise


def check_address(url: str) -> str:
    """The address, if it is http or https and carries no password; else `Unfit`."""
    url = url.strip()
    try:
        is_address(url)
        parts = urlsplit(url)
    except (ValidationError, ValueError) as error:
        raise Unfit({"url": ["Give an address that starts with https:// or http://."]}) from error
    if len(url) > 500:
        raise Unfit({"url": ["The address is longer than 500 characters; use a shorter one."]})
    if parts.username or parts.password:
        raise Unfit({"url": ["The address holds a name or a password; take it out."]})
    return url


def new_evidence(
    *, kind: str, title: str, source: str, expires_on: date | None, department_id: int | None, by: Viewer, at: datetime
) -> Evidence:
    evidence = Evidence(
        title=title.strip(),
        kind=kind,
        source=source.strip(),
        department_id=department_id,
        expires_on=expires_on,
        added_by=by.user,
        added_at=at,
    )
    fit(evidence)
    evidence.save(force_insert=True)
    return evidence


def file_version(evidence: Evidence, number: int, stored: Stored, by: Viewer, at: datetime) -> EvidenceVersion:
    return EvidenceVersion.objects.create(
        evidence=evidence,
        number=number,
        file=stored.path,
        file_name=stored.file_name,
        content_type=stored.content_type,
        size=stored.size,
        sha256=stored.sha256,
        added_by=by.user,
        added_at=at,
    )


def write_down(
    verb: str, evidence: Evidence, version: EvidenceVersion, by: Viewer, at: datetime, *, until: date | None = None
) -> None:
    """The entry in the history: what was added, with the file's digest, and until when it held where that changed."""
    new: dict[str, object] = {"version": version.number}
    old: dict[str, object] = {}
    if until != evidence.expires_on and version.number > 1:
        old["expires_on"], new["expires_on"] = until, evidence.expires_on
    if version.url:
        new["url"] = version.url
    else:
        new.update({"file": version.file_name, "sha256": version.sha256})
    record(verb, evidence, actor=by.actor, at=at, department_id=evidence.department_id, old=old, new=new)


def add_file(
    *,
    title: str,
    upload: UploadedFile | File | Stored,
    source: str = "",
    expires_on: date | None = None,
    department_id: int | None,
    by: Viewer,
    at: datetime,
) -> Evidence:
    """New proof from a file. The caller has asked whether the person may add it, and points at what is returned."""
    with kept(upload, at) as stored, transaction.atomic():
        evidence = new_evidence(
            kind="file",
            title=title.strip() or stored.file_name,
            source=source,
            expires_on=expires_on,
            department_id=department_id,
            by=by,
            at=at,
        )
        version = file_version(evidence, 1, stored, by, at)
        write_down("evidence.added", evidence, version, by, at)
    return evidence


@transaction.atomic
def add_link(
    *,
    title: str,
    url: str,
    source: str = "",
    expires_on: date | None = None,
    department_id: int | None,
    by: Viewer,
    at: datetime,
) -> Evidence:
    """New proof that lies elsewhere, by its address. The address is never fetched."""
    url = check_address(url)
    evidence = new_evidence(
        kind="link",
        title=title.strip() or (urlsplit(url).hostname or url)[:200],
        source=source,
        expires_on=expires_on,
        department_id=department_id,
        by=by,
        at=at,
    )
    version = EvidenceVersion.objects.create(evidence=evidence, number=1, url=url, added_by=by.user, added_at=at)
    write_down("evidence.added", evidence, version, by, at)
    return evidence


class Keep(Enum):
    """The date until which proof holds is left as it is."""

    AS_IT_IS = "as it is"


def lock(evidence: Evidence) -> Evidence:
    """The evidence, its row locked until the transaction ends. Raises `Conflict` where it was withdrawn."""
    locked = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if locked.withdrawn_at:
        raise Conflict(f"“{locked.title}” was withdrawn; add new proof instead.")
    return locked


def last_of(evidence: Evidence) -> EvidenceVersion | None:
    return evidence.versions.order_by("-number").first()


def hold_until(evidence: Evidence, expires_on: date | None | Keep) -> date | None:
    """Write until when it holds now; returns until when it held."""
    before = evidence.expires_on
    if not isinstance(expires_on, Keep) and expires_on != before:
        evidence.expires_on = expires_on
        evidence.save(update_fields=["expires_on"])
    return before


def add_version(
    evidence: Evidence,
    *,
    upload: UploadedFile | File | Stored | None = None,
    url: str = "",
    expires_on: date | None | Keep = Keep.AS_IT_IS,
    by: Viewer,
    at: datetime,
) -> EvidenceVersion:
    """One more version: a file for a file, an address for a link. Earlier versions stay."""
    if evidence.kind == "link":
        return add_link_version(evidence, url, expires_on, by, at)
    if upload is None:
        raise Unfit({"upload": ["Choose the file of the new version."]})
    with kept(upload, at) as stored, transaction.atomic():
        evidence = lock(evidence)
        last = last_of(evidence)
        if last and last.sha256 == stored.sha256:
            raise Conflict("This is the same file as the newest version; nothing was added.")
        before = hold_until(evidence, expires_on)
        version = file_version(evidence, last.number + 1 if last else 1, stored, by, at)
        write_down("evidence.version_added", evidence, version, by, at, until=before)
    return version


@transaction.atomic
def add_link_version(
    evidence: Evidence, url: str, expires_on: date | None | Keep, by: Viewer, at: datetime
) -> EvidenceVersion:
    evidence = lock(evidence)
    last = last_of(evidence)
    before = hold_until(evidence, expires_on)
    version = EvidenceVersion.objects.create(
        evidence=evidence, number=last.number + 1 if last else 1, url=check_address(url), added_by=by.user, added_at=at
    )
    write_down("evidence.version_added", evidence, version, by, at, until=before)
    return version


@transaction.atomic
def withdraw(evidence: Evidence, *, reason: str, by: Viewer, at: datetime) -> Evidence:
    """It proves nothing any more; the file stays, with who took it back and why."""
    evidence = lock(evidence)
    if not reason.strip():
        raise Unfit({"reason": ["Say why it is withdrawn."]})
    evidence.withdrawn_by, evidence.withdrawn_at, evidence.withdrawn_reason = by.user, at, reason.strip()
    fit(evidence)
    evidence.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    record(
        "evidence.withdrawn",
        evidence,
        actor=by.actor,
        at=at,
        department_id=evidence.department_id,
        reason=evidence.withdrawn_reason,
    )
    return evidence


def add_given(given: dict[str, Any], *, department_id: int | None, by: Viewer, at: datetime) -> Evidence | None:
    """The evidence that a form describes: a file or an address; None where it gives neither."""
    about: dict[str, Any] = {
        "title": given.get("title", ""),
        "source": given.get("source", ""),
        "expires_on": given.get("expires_on"),
        "department_id": department_id,
    }
    if given.get("upload"):
        return add_file(upload=given["upload"], **about, by=by, at=at)
    if given.get("url"):
        return add_link(url=given["url"], **about, by=by, at=at)
    return None

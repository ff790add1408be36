"""Handing out a stored file. There is no address here: the app that points at the proof checks its object, then calls this."""

import logging

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

from evidence.models import EvidenceVersion

log = logging.getLogger("saypro.evidence")


def serve(version: EvidenceVersion) -> FileResponse:
    """The file of a proof as a download; 404 for a link, and where the file is missing."""
    if not version.file:
        raise Http404("a link has no file")
    return serve_file(version.file, version.file_name, version.content_type, f"evidence version {version.pk}")


def serve_file(file: FieldFile, name: str, content_type: str, of: str) -> FileResponse:
    """A stored file as a download that no browser runs or shows in our name, and that nobody keeps on the way.

    `of` says in the log whose file it is. Raises `Http404` where it is missing from the storage.
    """
    try:
        opened = file.open("rb")
    except FileNotFoundError as error:
        log.error("the file of %s is missing from the storage", of)
        raise Http404("the file is missing") from error
    response = FileResponse(
        opened, as_attachment=True, filename=name, content_type=content_type or "application/octet-stream"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response

"""Handing out a stored file. There is no address here: the app that points at the proof checks its object, then calls this."""

import logging

from django.http import FileResponse, Http404

from evidence.models import EvidenceVersion

log = logging.getLogger("saypro.evidence")


def serve(version: EvidenceVersion) -> FileResponse:
    """The file as a download that no browser runs or shows in our name, and that nobody keeps on the way."""
    if not version.file:
        raise Http404("a link has no file")
    try:
        opened = version.file.open("rb")
    except FileNotFoundError as error:
        log.error("the file of evidence version %s is missing from the storage", version.pk)
        raise Http404("the file is missing") from error
    response = FileResponse(
        opened,
        as_attachment=True,
        filename=version.file_name,
        content_type=version.content_type or "application/octet-stream",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response

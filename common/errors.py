"""The pages for what went wrong. None of them shows a stack trace, and 404 does not tell whether the thing exists."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.access import Conflict

log = logging.getLogger("saypro.errors")


def error_page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    response = render(
        request, "errors/error.html", {"status": status, "back": safe_back(request), **context}, status=status
    )
    if getattr(request, "htmx", False):
        response["HX-Retarget"], response["HX-Reswap"] = "body", "outerHTML"
    return response


def safe_back(request: HttpRequest) -> str:
    """The page one came from, where it is ours; else the start."""
    referer = request.headers.get("Referer", "")
    base = f"{request.scheme}://{request.get_host()}/"
    return "/" + referer[len(base) :] if referer.startswith(base) and referer != request.build_absolute_uri() else "/"


def refused_page(request: HttpRequest, reason: str) -> HttpResponse:
    log.warning("refused %s %s user=%s: %s", request.method, request.path, getattr(request.user, "pk", None), reason)
    return error_page(request, 403, title="You may not do this", sentence=reason)


def conflict_page(request: HttpRequest, conflict: Conflict) -> HttpResponse:
    return error_page(
        request,
        409,
        title="This has moved on",
        sentence=conflict.reason,
        allowed=conflict.allowed,
        differences=conflict.differences,
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    log.warning("csrf %s %s: %s", request.method, request.path, reason)
    return error_page(
        request,
        403,
        title="This page was open too long",
        sentence="It could not be shown that the form came from you. Load the page again and send it once more.",
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400, title="This request could not be read", sentence="Go back and try again.")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(
        request, 403, title="You may not do this", sentence=str(exception or "Your roles do not include it.")
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(
        request, 404, title="Nothing is shown here", sentence="The address may be wrong, or it is not yours to see."
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(
        request,
        500,
        title="Something broke on our side",
        sentence="Nothing was saved. The fault has been written down.",
    )

"""Small middlewares: an id for each request, and exceptions of the house turned into pages."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from common import logs
from common.access import Conflict, Refused
from common.errors import conflict_page, not_found, refused_page
from common.once import one_request

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestId:
    """Gives each request an id that the error pages and the log share, and a memory of its own (`common.once`)."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}"  # type: ignore[attr-defined]
        token = logs.request_id.set(request.id)  # type: ignore[attr-defined]
        try:
            with one_request():
                response = self.get_response(request)
        finally:
            logs.request_id.reset(token)
        response.headers.setdefault(
            "Cache-Control", "no-store" if "text/html" in response.get("Content-Type", "") else ""
        )
        if not response.headers["Cache-Control"]:
            del response.headers["Cache-Control"]
        return response


class Answers:
    """Turns `Refused` into 403 and `Conflict` into 409, each with its sentence; keeps parts out of shared caches."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEMO and response.status_code == 404 and b"Nothing is shown here" not in response.content:
            response = not_found(
                request
            )  # DEBUG is on in the demo, and its own page tells more than people want to know
        response.headers.setdefault("Vary", "HX-Request")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return refused_page(request, exception.reason)
        if isinstance(exception, Conflict):
            return conflict_page(request, exception)
        return None

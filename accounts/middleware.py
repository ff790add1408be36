"""Puts the viewer on the request, and keeps everybody else out: each page asks for sign-in unless it says otherwise."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from accounts.viewer import Viewer, load_viewer

GetResponse = Callable[[HttpRequest], HttpResponse]
OPEN_ATTRIBUTE = "open_to_all"
OPEN_PREFIXES = ("/accounts/login/", "/accounts/password/reset/", "/static/")


class ViewerRequest(HttpRequest):
    """A request of somebody who has signed in."""

    viewer: Viewer


View = TypeVar("View", bound=Callable[..., HttpResponse])


def open_to_all(view: View) -> View:
    """Mark a view that answers without sign-in. Everything else is closed by default."""
    setattr(view, OPEN_ATTRIBUTE, True)
    return view


class SignedIn:
    """Closed by default: a view is reached only by somebody signed in, unless it is marked or is allauth's way in."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: list, kwargs: dict) -> HttpResponse | None:
        if getattr(view, OPEN_ATTRIBUTE, False) or request.path.startswith(OPEN_PREFIXES):
            return None
        if request.user.is_authenticated:
            request.viewer = load_viewer(request.user)  # type: ignore[attr-defined]
            return None
        sign_in = resolve_url(settings.LOGIN_URL)
        if getattr(request, "htmx", False):
            return HttpResponse(status=204, headers={"HX-Redirect": sign_in})
        return redirect_to_login(request.get_full_path(), sign_in)

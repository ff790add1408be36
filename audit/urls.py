"""Addresses of the history."""

from collections.abc import Callable

from django.urls import URLPattern, path, register_converter

from audit.views import history, history_of


class KindConverter:
    """A kind of thing in an address, as in accounts.user."""

    regex = r"[a-z]+\.[a-z]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "kind")


def patterns(*, departments: Callable[[], list[tuple[int, str]]]) -> list[URLPattern]:
    """The addresses, given the choices of departments, which this app cannot know."""
    return [
        path("audit/", history, {"departments": departments}, name="audit"),
        path("audit/object/<kind:kind>/<int:pk>/", history_of, name="audit_object"),
    ]

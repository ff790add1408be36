"""Addresses of the outbox."""

from collections.abc import Callable

from django.urls import URLPattern, path

from notifications.views import message, messages


def patterns(*, mint: Callable[[str, str], str]) -> list[URLPattern]:
    """The addresses, given what makes personal links, which this app cannot know."""
    return [
        path("messages/", messages, name="messages"),
        path("messages/<int:pk>/", message, {"mint": mint}, name="message"),
    ]

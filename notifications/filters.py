"""Filters of the outbox: words, state and kind."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from notifications.models import STATES, Message

KINDS = {
    "bundle_submitted": "Bundle to decide",
    "check_in": "Check-in",
    "check_in_entered": "Check-in entered for somebody",
    "digest": "Digest",
    "handed_over": "Work handed over",
    "invitation": "Invitation",
    "meeting": "Meeting",
    "minutes": "Minutes",
    "pack": "Briefing pack",
    "password_changed": "Password changed",
    "password_reset": "Password reset",
    "plan_changed": "Plan changed",
    "reminder": "Reminder",
    "roadblock": "Roadblock",
    "roadblock_answered": "Roadblock answered",
}


def kind_words(kind: str) -> str:
    """The kind as people read it; an unknown one is taken apart."""
    return KINDS.get(kind) or kind.replace("_", " ").replace(".", " ").capitalize()


class MessageFilter(django_filters.FilterSet):
    """Messages by words in subject, name or address, by state and by kind."""

    q = django_filters.CharFilter(
        method="by_text", label="Search", max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    status = django_filters.ChoiceFilter(field_name="state", choices=STATES, empty_label="Every state", label="State")
    kind = django_filters.ChoiceFilter(choices=sorted(KINDS.items()), empty_label="Every kind", label="Kind")

    sorts = {"created": "created_at", "name": "name"}

    class Meta:
        model = Message
        fields: list[str] = []

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split()[:8]:
            rows = rows.filter(Q(subject__icontains=word) | Q(name__icontains=word) | Q(email__icontains=word))
        return rows

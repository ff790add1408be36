"""Filters of the history: who or which thing, what, which kind, department and period."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from audit.models import Entry
from audit.words import KINDS, VERBS
from common.dates import organisation_zone

Choices = Callable[[], list[tuple[int, str]]]

VERB_CHOICES = sorted(
    ((verb, words.strip(":").capitalize()) for verb, words in VERBS.items()), key=lambda pair: pair[1]
)
KIND_CHOICES = sorted(KINDS.items(), key=lambda pair: pair[1])


def start_of(day: date) -> datetime:
    """The first instant of the organisation's day."""
    return datetime.combine(day, time.min, tzinfo=organisation_zone())


class EntryFilter(django_filters.FilterSet):
    """Entries by words, verb, kind, department and days."""

    q = django_filters.CharFilter(
        method="by_text", label="Who, or which thing", max_length=120, widget=forms.TextInput(attrs={"type": "search"})
    )
    verb = django_filters.ChoiceFilter(choices=VERB_CHOICES, empty_label="Everything", label="What")
    kind = django_filters.ChoiceFilter(
        field_name="object_kind", choices=KIND_CHOICES, empty_label="Every kind", label="Kind"
    )
    since = django_filters.DateFilter(method="from_day", label="From", widget=forms.DateInput(attrs={"type": "date"}))
    until = django_filters.DateFilter(method="to_day", label="To", widget=forms.DateInput(attrs={"type": "date"}))

    class Meta:
        model = Entry
        fields: list[str] = []

    def __init__(self, *args: Any, departments: Choices, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.form.fields["department"] = forms.ChoiceField(
            choices=[("", "Every department"), *departments()], required=False, label="Department"
        )

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        department = self.form.cleaned_data.pop("department", "")
        found = super().filter_queryset(queryset)
        return found.filter(department_id=department) if department else found

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split()[:8]:
            rows = rows.filter(Q(actor_label__icontains=word) | Q(object_label__icontains=word))
        return rows

    def from_day(self, rows: QuerySet, name: str, value: date) -> QuerySet:
        return rows.filter(recorded_at__gte=start_of(value))

    def to_day(self, rows: QuerySet, name: str, value: date) -> QuerySet:
        return rows.filter(recorded_at__lt=start_of(value + timedelta(days=1)))

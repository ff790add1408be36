"""Filters of to-dos: words, state, owner and date."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from actions.filters import by_words, owner_choices
from common.dates import today
from meetings.lifecycle import TASK
from meetings.models import Task

DUE = (("overdue", "Overdue"), ("week", "This week"), ("month", "This month"), ("none", "No date yet"))


class TaskFilter(django_filters.FilterSet):
    """To-dos by words, state, owner and due date."""

    q = django_filters.CharFilter(
        method="by_text", label="Search", max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    status = django_filters.ChoiceFilter(
        field_name="state", choices=TASK.choices, empty_label="Every state", label="State"
    )
    owner = django_filters.ChoiceFilter(
        method="by_owner", choices=owner_choices, empty_label="Every owner", label="Owner"
    )
    due = django_filters.ChoiceFilter(method="by_due", choices=DUE, empty_label="Any date", label="Due")

    sorts = {"due": "sort_due", "title": "title", "added": "created_at"}

    class Meta:
        model = Task
        fields: list[str] = []

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return by_words(rows, value, "title", "detail")

    def by_owner(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "me":
            return rows.filter(owner=self.request.viewer.user)
        return rows.filter(owner=None) if value == "nobody" else rows.filter(owner=value)

    def by_due(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        day = today(timezone.now())
        if value == "none":
            return rows.filter(due_on=None)
        if value == "overdue":
            return rows.filter(state="open", due_on__lt=day)
        days = 7 if value == "week" else 31
        return rows.filter(due_on__range=(day, day + timedelta(days=days)))

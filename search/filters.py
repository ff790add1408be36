"""The search page's address: `?q= &kind=`."""

import django_filters
from django import forms
from django.db.models import QuerySet

from search.kinds import CHOICES
from search.models import SearchDocument


class SearchFilter(django_filters.FilterSet):
    """Documents by words and kind. The words are asked for by the view, which ranks by them too."""

    q = django_filters.CharFilter(
        method="by_words", label="Search", max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = django_filters.ChoiceFilter(choices=CHOICES, empty_label="Everything", label="Kind")

    sorts = {"rank": "rank"}

    class Meta:
        model = SearchDocument
        fields: list[str] = []

    def by_words(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows

"""A list's filter, made only where it is needed: building its form takes longer than asking the database for the rows."""

from collections.abc import Hashable
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django_filters import FilterSet

from common.cache import kept_here

LONGEST = 300  # what somebody typed beyond this is not worth keeping


class Filtering:
    """What the address asks of a list.

    A filter class whose form depends only on the values and on choices that it can name, by `mark`, is checked and
    drawn once for each combination of both, and kept in this process.
    """

    def __init__(self, request: HttpRequest, filter_class: type[FilterSet], rows: QuerySet | None = None):
        self.request, self.filter_class, self.rows = request, filter_class, rows

    @cached_property
    def found(self) -> FilterSet:
        """The filter itself."""
        return self.filter_class(self.request.GET, queryset=self.rows, request=self.request)

    @cached_property
    def key(self) -> Hashable | None:
        """The same for two requests whose form is the same; None where that cannot be told."""
        mark = getattr(self.filter_class, "mark", None)
        if mark is None:
            return None
        given = self.request.GET
        values = tuple(tuple(given.getlist(name)) for name in self.filter_class.base_filters)
        if sum(len(value) for each in values for value in each) > LONGEST:
            return None
        return self.filter_class, values, mark()

    def is_valid(self) -> bool:
        if self.key is None:
            return bool(self.found.is_valid())
        return bool(kept_here(("valid", self.key), lambda: self.found.is_valid()))

    @property
    def form(self) -> BaseForm:
        return self.found.form

    @property
    def qs(self) -> QuerySet:
        return self.found.qs


def bar(request: HttpRequest, listing: Any, target: str, placeholder: str) -> SafeString:
    """The form of the filters above the list."""

    def draw() -> SafeString:
        context = {"list": listing, "target": target, "placeholder": placeholder, "request": request}
        return render_to_string(
            "components/filters.html", context
        )  # what stands around the page is not asked for again

    sort = listing.sort if request.GET.get("sort") else ""
    if listing.filter.key is None:
        return draw()
    return kept_here(("bar", listing.filter.key, request.path, sort, target, placeholder), draw)

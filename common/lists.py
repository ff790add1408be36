"""One way to list things: filters that refuse bad values, a closed list of sorts, numbered pages, then a cursor."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django_filters import FilterSet

from common.list_filters import Filtering
from common.list_sources import COUNT_UP_TO, PAGING, Lines, Order, Rows, Source

PER_PAGE = 25
NUMBERED = 20


@dataclass(frozen=True)
class Listing:
    """One page of rows with all that its page shows: the filter's form, the total, and the ways on.

    `source` holds all rows of the list in its order, for a file; None where the filter is wrong.
    """

    rows: list[Any]
    filter: Filtering
    total: int
    more_than: bool
    page: int
    pages: int
    next_address: str
    previous_address: str
    sort: str
    query: QueryDict
    status: int
    source: Source | None = None

    @property
    def first(self) -> int:
        return (self.page - 1) * PER_PAGE + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def is_filtered(self) -> bool:
        return any(value for key, value in self.query.items() if key not in PAGING)

    def every(self) -> QuerySet | None:
        """All rows in order; None where the filter is wrong."""
        return self.source.every() if self.source else None


def listing(
    request: HttpRequest,
    rows: QuerySet | Callable[[Any], QuerySet],
    filter_class: type[FilterSet],
    *,
    default_sort: str,
    line: type | None = None,
) -> Listing:
    """One page of the rows. A bad filter value gives an error at its field and no rows, never the whole list.

    `filter_class.sorts` maps the word in the address to a column that is never null; the id breaks ties. Beyond page
    20 the address carries where the page before ended, so that late pages cost no more than early ones.

    With a `line`, a named tuple, `rows` gives the queryset for a viewer, and its statements are kept (`Lines`).
    """
    sorts: dict[str, str] = filter_class.sorts
    sort = request.GET.get("sort", "")
    if sort.removeprefix("-") not in sorts:
        sort = default_sort
    order = Order(sorts[sort.removeprefix("-")], backwards=sort.startswith("-"))
    found = Filtering(request, filter_class, None if callable(rows) else rows)
    if not found.is_valid():
        return Listing([], found, 0, False, 1, 1, "", "", sort, request.GET, 422)
    source: Source = Rows(found.qs, order) if line is None else Lines.of(request, rows, filter_class, line, order)
    total = source.total()
    number = page_number(request.GET.get("page", ""))
    cursor = request.GET.get("after", "")
    if cursor:
        window = source.beyond(cursor, PER_PAGE + 1)
        number = max(number, NUMBERED + 1)
    else:
        number = min(number, NUMBERED, max(1, -(-total // PER_PAGE)))
        window = source.window((number - 1) * PER_PAGE, PER_PAGE + 1)
    page, has_more = window[:PER_PAGE], len(window) > PER_PAGE
    return Listing(
        rows=page,
        filter=found,
        total=min(total, COUNT_UP_TO),
        more_than=total > COUNT_UP_TO,
        page=number,
        pages=max(1, -(-min(total, COUNT_UP_TO) // PER_PAGE)),
        next_address=next_address(request.GET, page, order.column, number) if has_more else "",
        previous_address=address(request.GET, page=str(number - 1)) if number > 1 and not cursor else "",
        sort=sort,
        query=request.GET,
        status=200,
        source=source,
    )


def page_number(text: str) -> int:
    return int(text) if text.isdecimal() and 0 < int(text) < 1_000_000 else 1


def address(query: QueryDict, **values: str) -> str:
    """The address's query with some values set; empty ones are left out."""
    changed = query.copy()
    for key in ("page", "after", "export"):
        changed.pop(key, None)
    for key, value in values.items():
        changed[key] = value
    return "?" + changed.urlencode()


def next_address(query: QueryDict, page: list[Any], column: str, number: int) -> str:
    """The next page: by number at first, then by where this one ended."""
    if number < NUMBERED:
        return address(query, page=str(number + 1))
    last = page[-1]
    value = getattr(last, column)
    cursor = signing.dumps([value.isoformat() if hasattr(value, "isoformat") else value, last.pk], compress=True)
    return address(query, page=str(number + 1), after=cursor)

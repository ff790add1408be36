"""One way to list things: filters that refuse bad values, a closed list of sorts, numbered pages, then a cursor."""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django_filters import FilterSet

PER_PAGE = 25
NUMBERED = 20
COUNT_UP_TO = 10_000


@dataclass(frozen=True)
class Listing:
    """One page of rows with all that its page shows: the filter's form, the total, and the ways on.

    `every` holds all rows of the list in its order, for a file; None where the filter is wrong.
    """

    rows: list[Any]
    filter: FilterSet
    total: int
    more_than: bool
    page: int
    pages: int
    next_address: str
    previous_address: str
    sort: str
    query: QueryDict
    status: int
    every: QuerySet | None = None

    @property
    def first(self) -> int:
        return (self.page - 1) * PER_PAGE + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def is_filtered(self) -> bool:
        return any(value for key, value in self.query.items() if key not in ("page", "after", "sort", "export"))


def listing(request: HttpRequest, rows: QuerySet, filter_class: type[FilterSet], *, default_sort: str) -> Listing:
    """One page of the rows. A bad filter value gives an error at its field and no rows, never the whole list.

    `filter_class.sorts` maps the word in the address to a column that is never null; the id breaks ties. Beyond page
    20 the address carries where the page before ended, so that late pages cost no more than early ones.
    """
    found = filter_class(request.GET, queryset=rows, request=request)
    sorts: dict[str, str] = filter_class.sorts
    sort = request.GET.get("sort", "")
    word = sort.removeprefix("-")
    if word not in sorts:
        sort, word = default_sort, default_sort.removeprefix("-")
    backwards = sort.startswith("-")
    if not found.is_valid():
        return Listing([], found, 0, False, 1, 1, "", "", sort, request.GET, 422)
    kept = found.qs
    column = sorts[word]
    order = [f"-{column}", "-pk"] if backwards else [column, "pk"]
    total = kept.order_by().values("pk")[: COUNT_UP_TO + 1].count()
    number = page_number(request.GET.get("page", ""))
    after = request.GET.get("after", "")
    ordered = kept.order_by(*order)
    if after:
        ordered = beyond(ordered, column, after, backwards=backwards)
        window = list(ordered[: PER_PAGE + 1])
        number = max(number, NUMBERED + 1)
    else:
        number = min(number, NUMBERED, max(1, -(-total // PER_PAGE)))
        start = (number - 1) * PER_PAGE
        window = list(ordered[start : start + PER_PAGE + 1])
    page, has_more = window[:PER_PAGE], len(window) > PER_PAGE
    return Listing(
        rows=page,
        filter=found,
        total=min(total, COUNT_UP_TO),
        more_than=total > COUNT_UP_TO,
        page=number,
        pages=max(1, -(-min(total, COUNT_UP_TO) // PER_PAGE)),
        next_address=next_address(request.GET, page, column, number) if has_more else "",
        previous_address=address(request.GET, page=str(number - 1)) if number > 1 and not after else "",
        sort=sort,
        query=request.GET,
        status=200,
        every=kept.order_by(*order),
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


def beyond(rows: QuerySet, column: str, after: str, *, backwards: bool) -> QuerySet:
    """Rows after the cursor; a cursor that is not ours gives none. The bound said in front lets the index be used."""
    try:
        value, pk = signing.loads(after)
    except (signing.BadSignature, ValueError, TypeError):
        return rows.none()
    sign = "lt" if backwards else "gt"
    bound = Q(**{f"{column}__{sign}e": value})
    return rows.filter(bound & (Q(**{f"{column}__{sign}": value}) | Q(**{column: value, f"pk__{sign}": pk})))

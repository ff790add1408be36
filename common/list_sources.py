"""Where a list's rows come from: a queryset, or a statement that is written once for all whose roles and filters are alike."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import sha256
from types import SimpleNamespace
from typing import Any, Protocol

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django_filters import FilterSet

from common.cache import kept_if_many
from common.compiled import Compiled, Slot, compiled
from common.dates import today

COUNT_UP_TO = 10_000
KEPT_FROM = 250  # a total of more than ten pages is of the last half minute
PAGING = ("page", "after", "sort", "export")


class Source(Protocol):
    """What a page of a list asks for. `window` and `beyond` give as many rows as are asked for, if there are so many."""

    def total(self) -> int: ...
    def window(self, start: int, size: int) -> list[Any]: ...
    def beyond(self, cursor: str, size: int) -> list[Any]: ...
    def every(self) -> QuerySet: ...


def cursor_of(text: str) -> tuple[Any, int] | None:
    """The value and the id where the page before ended; None where the cursor is not ours."""
    try:
        value, pk = signing.loads(text)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return value, pk


def after(rows: QuerySet, column: str, value: Any, pk: Any, *, backwards: bool) -> QuerySet:
    """Rows after the cursor. The bound said in front lets the index be used."""
    sign = "lt" if backwards else "gt"
    bound = Q(**{f"{column}__{sign}e": value})
    return rows.filter(bound & (Q(**{f"{column}__{sign}": value}) | Q(**{column: value, f"pk__{sign}": pk})))


@dataclass(frozen=True)
class Order:
    """The column that is sorted by, and which way; the id breaks ties."""

    column: str
    backwards: bool

    def of(self, rows: QuerySet) -> QuerySet:
        return rows.order_by(*([f"-{self.column}", "-pk"] if self.backwards else [self.column, "pk"]))


@dataclass(frozen=True)
class Rows:
    """The rows of a queryset, as models."""

    found: QuerySet
    order: Order

    def total(self) -> int:
        return self.found.order_by().values("pk")[: COUNT_UP_TO + 1].count()

    def window(self, start: int, size: int) -> list[Any]:
        return list(self.every()[start : start + size])

    def beyond(self, cursor: str, size: int) -> list[Any]:
        place = cursor_of(cursor)
        if not place:
            return []
        return list(after(self.every(), self.order.column, *place, backwards=self.order.backwards)[:size])

    def every(self) -> QuerySet:
        return self.order.of(self.found)


@dataclass(frozen=True)
class Roles:
    """A viewer as far as statements depend on them; two with the same key share a statement."""

    key: Hashable
    somebody: Callable[[], Any] = field(compare=False, hash=False)


@dataclass(frozen=True)
class Asked:
    """What a statement depends on: the list, the roles of who asks, the filters, the order, and the day."""

    rows: Callable[[Any], QuerySet]
    filter_class: type[FilterSet]
    line: type
    roles: Roles
    filters: tuple[tuple[str, str], ...]
    order: Order
    day: date


@dataclass(frozen=True)
class Lines:
    """Rows as light lines, by statements that are kept.

    `rows` gives the queryset for a viewer, `line` is a named tuple of what one line shows, by the names of the columns.
    """

    request: HttpRequest
    asked: Asked

    @classmethod
    def of(
        cls,
        request: HttpRequest,
        rows: Any,
        filter_class: type[FilterSet],
        line: type,
        order: Order,
    ) -> "Lines":
        """`rows` is the function that gives the queryset for a viewer."""
        viewer = request.viewer  # type: ignore[attr-defined]
        roles = Roles(viewer.key, viewer.somebody)
        names = filter_class.base_filters
        filters = tuple(sorted((name, value) for name in names if (value := request.GET.get(name, "").strip())))
        return cls(request, Asked(rows, filter_class, line, roles, filters, order, today(timezone.now())))

    def statement(self, part: str, *numbers: int) -> Compiled:
        """Kept unless it holds words that somebody typed, or what changes from one moment to the next."""
        steady = self.asked.filter_class.steady
        if all(name in steady for name, _ in self.asked.filters):
            return kept_statement(self.asked, part, numbers)
        return statement(self.asked, part, numbers)

    def total(self) -> int:
        who = self.request.viewer.id  # type: ignore[attr-defined]

        def count() -> int:
            return int(self.statement("total").rows(who)[0][0])

        asked = self.asked
        name = f"{asked.rows.__module__}.{asked.rows.__qualname__}"
        said = f"{name} {asked.filter_class.__qualname__} {who} {asked.roles.key} {asked.filters} {asked.day}"
        return kept_if_many(f"total.{sha256(said.encode()).hexdigest()[:40]}", count, KEPT_FROM)

    def window(self, start: int, size: int) -> list[Any]:
        return self.lines(self.statement("window", start, size).found(self.request.viewer.id))  # type: ignore[attr-defined]

    def beyond(self, cursor: str, size: int) -> list[Any]:
        place = cursor_of(cursor)
        if not place:
            return []
        written = self.statement("beyond", size)
        try:
            return self.lines(written.found(self.request.viewer.id, value=place[0], pk=place[1]))  # type: ignore[attr-defined]
        except (ValidationError, ValueError, TypeError):  # a cursor of another order
            return []

    def lines(self, rows: list[Any]) -> list[Any]:
        return [self.asked.line._make(row) for row in rows]  # type: ignore[attr-defined]

    def every(self) -> QuerySet:
        return self.asked.order.of(chosen(self.asked, self.request.viewer))  # type: ignore[attr-defined]


def chosen(asked: Asked, viewer: Any) -> QuerySet:
    """The rows that the viewer may see and the filters leave."""
    data = QueryDict(mutable=True)
    data.update(dict(asked.filters))
    request: Any = SimpleNamespace(viewer=viewer, GET=data)
    return asked.filter_class(data, queryset=asked.rows(viewer), request=request).qs


def statement(asked: Asked, part: str, numbers: tuple[int, ...]) -> Compiled:
    """The total, a window, or what comes after a cursor, written down for somebody of these roles."""
    rows = chosen(asked, asked.roles.somebody())
    if part == "total":
        return compiled(rows.order_by().values("pk")[: COUNT_UP_TO + 1], count=True)
    rows = asked.order.of(rows)
    if part == "window":
        start, size = numbers
    else:
        start, size = 0, numbers[0]
        model: type[Model] = rows.model
        column, key = model._meta.get_field(asked.order.column), model._meta.pk
        place = Slot("value", column), Slot("pk", key)  # type: ignore[arg-type]
        rows = after(rows, asked.order.column, *place, backwards=asked.order.backwards)
    return compiled(rows.values_list(*asked.line._fields)[start : start + size])  # type: ignore[attr-defined]


kept_statement = lru_cache(maxsize=512)(statement)

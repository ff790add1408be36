"""Many rows at once, by the fastest way each database has: COPY on PostgreSQL, one prepared INSERT on SQLite."""

import io
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from operator import attrgetter
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

ROWS_AT_ONCE = 10_000
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copied(value: Any) -> str:
    """One value as a field of COPY's text format."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(ESCAPES)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value).translate(ESCAPES)
    return str(value)


def columns_of(model: type[models.Model]) -> list[str]:
    """The columns that a row is written with: all but those that the database works out."""
    return [field.attname for field in model._meta.concrete_fields if not field.generated]


class Loader:
    """Writes rows and counts them. Ids that are given come from `first_id`, and `finish` lets the database go on after them."""

    def __init__(self) -> None:
        self.counts: dict[type[models.Model], int] = {}

    def rows(self, model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Write rows given as values in the order of the columns (`attname`s)."""
        write = self.copy if connection.vendor == "postgresql" else self.insert
        every = iter(rows)
        while some := list(islice(every, ROWS_AT_ONCE)):
            write(model, columns, some)
            self.counts[model] = self.counts.get(model, 0) + len(some)

    def objects(self, things: Sequence[models.Model]) -> None:
        """Write instances of one model, each with its id."""
        if things:
            columns = columns_of(type(things[0]))
            values: Callable[[Any], Any] = attrgetter(*columns)
            self.rows(type(things[0]), columns, map(values, things))

    def copy(self, model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        names = ", ".join(self.quoted(model, columns))
        text = io.StringIO("".join("\t".join(map(copied, row)) + "\n" for row in rows))
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {connection.ops.quote_name(model._meta.db_table)} ({names}) FROM STDIN", text)

    def insert(self, model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        fields = [self.field(model, name) for name in columns]
        names, marks = ", ".join(self.quoted(model, columns)), ", ".join(["%s"] * len(columns))
        prepared = [
            [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]
            for row in rows
        ]
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as cursor:
            # Names of our own models; the values go as parameters.
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", prepared)  # noqa: S608

    def quoted(self, model: type[models.Model], columns: Sequence[str]) -> list[str]:
        return [connection.ops.quote_name(self.field(model, name).column) for name in columns]

    def field(self, model: type[models.Model], attname: str) -> Any:
        return next(field for field in model._meta.concrete_fields if field.attname == attname)

    def finish(self) -> None:
        """Let the sequences go on after the ids that were given (PostgreSQL; SQLite does it by itself)."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.counts)):
                cursor.execute(statement)


def first_id(model: type[models.Model], field: str = "pk") -> int:
    """The first id, or running number, that is free."""
    highest = model._default_manager.aggregate(highest=models.Max(field))["highest"]
    return (highest or 0) + 1


def decimal(value: float, places: int = 2) -> Decimal:
    """The figure with its places, as the database gives it back."""
    return Decimal(str(round(value, places)))

"""A statement that the ORM writes once and that is run for many people: only who asks differs from one time to the next.

Building a large statement out of querysets costs more than running it. Whatever else it depends on has to be part of
the key that the caller caches it under.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

SOMEBODY = -2_000_000_011  # stands for the person's id while the statement is written; no row has it


@dataclass(frozen=True)
class Compiled:
    """A statement that was built for the person of id `SOMEBODY`."""

    sql: str
    params: tuple[Any, ...]

    def rows(self, person_id: int) -> list[tuple[Any, ...]]:
        """The rows for the person, as the database gives them: JSON is text."""
        params = [person_id if each == SOMEBODY else each for each in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            return cursor.fetchall()


def compiled(rows: QuerySet) -> Compiled:
    """Write the statement of the rows down."""
    sql, params = rows.query.sql_with_params()
    return Compiled(sql, tuple(params))

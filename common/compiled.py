"""A statement that the ORM writes once and that is run for many people: only who asks differs from one time to the next.

Building a large statement out of querysets costs more than running it. Whatever else it depends on has to be part of
the key that the caller caches it under.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import get_related_populators

from common import prepared

SOMEBODY = -2_000_000_011  # stands for the person's id while the statement is written; no row has it


@dataclass(frozen=True)
class Named:
    """Where a value goes that is told by name when the statement is run."""

    name: str
    field: Field


class Slot(Expression):
    """Stands for such a value while the statement is written; compared with a field as a value would be."""

    def __init__(self, name: str, output_field: Field):
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [Named(self.name, self.output_field)]


@dataclass(frozen=True)
class Compiled:
    """A statement that was built for the person of id `SOMEBODY`.

    `converters` are those that the database's own values need, by the place of the column. A `constant` one is asked
    all day long, so the database keeps its plan as well.
    """

    sql: str
    params: tuple[Any, ...]
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...] = ()
    constant: bool = False

    def rows(self, person_id: int, **values: Any) -> list[tuple[Any, ...]]:
        """The rows for the person, as the database gives them: JSON is text."""
        with connection.cursor() as cursor:
            if self.constant and prepared.can_prepare():
                prepared.execute(cursor, self.sql, self.params, SOMEBODY, person_id)
            else:
                cursor.execute(self.sql, [self.filled(each, person_id, values) for each in self.params])
            return cursor.fetchall()

    def found(self, person_id: int, **values: Any) -> list[Any]:
        """The rows for the person with Python's values, as a queryset of `values_list` gives them."""
        rows = self.rows(person_id, **values)
        if not self.converters:
            return rows
        changed = [list(row) for row in rows]
        for place, functions, expression in self.converters:
            for row in changed:
                for function in functions:
                    row[place] = function(row[place], expression, connection)
        return changed

    def filled(self, param: Any, person_id: int, values: dict[str, Any]) -> Any:
        if isinstance(param, Named):
            return param.field.get_db_prep_value(values[param.name], connection)
        return person_id if param == SOMEBODY else param


def compiled(rows: QuerySet, *, constant: bool = False, count: bool = False) -> Compiled:
    """Write the statement of the rows down, or the one that counts them."""
    compiler = rows.query.get_compiler(rows.db)
    sql, params = compiler.as_sql()
    if count:
        counting = f"SELECT COUNT(*) FROM ({sql}) counted"  # noqa: S608 - what the ORM wrote
        return Compiled(counting, tuple(params), constant=constant)
    chosen = [each[0] for each in compiler.select[: compiler.col_count]] if compiler.select else []
    found = compiler.get_converters(chosen)
    converters = tuple((place, tuple(functions), each) for place, (functions, each) in found.items())
    return Compiled(sql, tuple(params), converters, constant)


@dataclass(frozen=True)
class CompiledModels:
    """A statement whose rows become objects, with what `select_related` and annotations add to them."""

    statement: Compiled
    model: type[Model]
    begin: int
    end: int
    names: list[str]
    populators: list[Any]
    annotations: tuple[tuple[str, int], ...]

    def found(self, person_id: int, **values: Any) -> list[Any]:
        """The objects for the person."""
        found = []
        for row in self.statement.found(person_id, **values):
            one = self.model.from_db(connection.alias, self.names, row[self.begin : self.end])
            for populator in self.populators:
                populator.populate(row, one)
            for name, place in self.annotations:
                setattr(one, name, row[place])
            found.append(one)
        return found

    def first(self, person_id: int, **values: Any) -> Any:
        """The first of them, or None."""
        return next(iter(self.found(person_id, **values)), None)


def compiled_models(rows: QuerySet) -> CompiledModels:
    """Write the statement of the rows down; what they prefetch is left to the caller. Made as the framework makes its own."""
    compiler = rows.query.get_compiler(rows.db)
    sql, params = compiler.as_sql()
    chosen = [each[0] for each in compiler.select[: compiler.col_count]]
    found = compiler.get_converters(chosen)
    converters = tuple((place, tuple(functions), each) for place, (functions, each) in found.items())
    info: Any = compiler.klass_info
    begin, end = info["select_fields"][0], info["select_fields"][-1] + 1
    return CompiledModels(
        Compiled(sql, tuple(params), converters),
        info["model"],
        begin,
        end,
        [each[0].target.attname for each in compiler.select[begin:end]],
        get_related_populators(info, compiler.select, rows.db),  # type: ignore[call-arg]
        tuple((compiler.annotation_col_map or {}).items()),
    )

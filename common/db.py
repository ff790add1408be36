"""Pieces that models of every app share: insert-only tables, and rules worth a name."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import connection, migrations, models, transaction
from django.db.models import Count, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce


def paired(name: str, fields: Sequence[str]) -> models.CheckConstraint:
    """The fields are all empty or all filled: who and when belong together."""
    none = Q(**{f"{field}__isnull": True for field in fields})
    every = Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(condition=none | every, name=name)


def one_of(name: str, field: str, values: Sequence[str]) -> models.CheckConstraint:
    """The field holds one of the values, whatever way the row is written."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": list(values)}), name=name)


def once_or_null(name: str, fields: Sequence[str], nullable: str, message: str = "") -> list[models.UniqueConstraint]:
    """The fields are unique together, where an empty `nullable` counts as one value (SQLite has no NULLS NOT DISTINCT)."""
    words: dict[str, Any] = {"violation_error_message": message} if message else {}
    return [
        models.UniqueConstraint(fields=[*fields, nullable], name=name, **words),
        models.UniqueConstraint(
            fields=list(fields), condition=Q(**{f"{nullable}__isnull": True}), name=f"{name}_null", **words
        ),
    ]


def how_many(rows: QuerySet) -> Any:
    """The number of rows as a scalar subquery; the rows may refer to the outer one."""
    counted = rows.order_by().values(one=Value(1)).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted[:1], output_field=IntegerField()), 0)


def fit(instance: models.Model) -> None:
    """Check the instance's own fields (length, choices, numbers) before it is written; raises ValidationError.

    Foreign keys and constraints are left to the database: a service checks in words what a person can get wrong,
    and a check by statement for each constraint would double the cost of a save.
    """
    instance.clean_fields(exclude=keys_of(type(instance)))
    instance.clean()


@lru_cache(maxsize=256)
def keys_of(model: type[models.Model]) -> frozenset[str]:
    return frozenset(each.name for each in model._meta.concrete_fields if each.is_relation)


def write_many(rows: Iterable[models.Model], *, batch_size: int = 500) -> None:
    """Check and add rows of one model, each batch in one statement; they have their keys afterwards."""
    rows = list(rows)
    for row in rows:
        fit(row)
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=batch_size)


@contextmanager
def many_rows() -> Iterator[None]:
    """Around the writing of thousands of rows: the search for cycles among objects is made seldom, a quarter of the time.

    What is not part of a cycle, and rows are not, is freed at once as ever.
    """
    before = gc.get_threshold()
    gc.set_threshold(200_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def hang(rows: Iterable[models.Model], name: str, children: Iterable[Any], owner: str) -> None:
    """Give each row those of the children whose `owner` is its key, so that `row.<name>.all()` finds them in a list.

    What prefetching does too, but that makes a query set for every row, which costs more than reading thousands of them.
    """
    found: dict[Any, list[Any]] = {}
    for child in children:
        found.setdefault(getattr(child, owner), []).append(child)
    for row in rows:
        cache = row.__dict__.setdefault("_prefetched_objects_cache", {})
        cache[name] = found.get(row.pk, [])


def insert_only(*tables: str) -> migrations.RunPython:
    """A migration step: triggers that refuse UPDATE and DELETE on the tables, on SQLite and on PostgreSQL."""

    def forward(apps, schema_editor):
        postgres = schema_editor.connection.vendor == "postgresql"
        if postgres:
            schema_editor.execute(
                "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$ BEGIN"
                " RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';"
                " END $$ LANGUAGE plpgsql",
                params=None,
            )
        for table in tables:
            if postgres:
                schema_editor.execute(
                    f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE ON {table}"
                    " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
                )
                continue
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                    f" BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
                )

    def backward(apps, schema_editor):
        for table in tables:
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_insert_only ON {table}")
            else:
                for verb in ("update", "delete"):
                    schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")

    return migrations.RunPython(forward, backward)


def frozen(
    table: str, states: Sequence[str], columns: Sequence[str], *, moves: Sequence[str] = ()
) -> migrations.RunPython:
    """A migration step: once a row of the table is in one of the states, these columns of it never change again.

    The row is not deleted either, and its state goes only to one of `moves` or stays. On SQLite and on PostgreSQL.
    """
    name = f"{table}_frozen"
    held = f"OLD.state IN ({', '.join(repr(each) for each in states)})"
    kept = ", ".join(repr(each) for each in moves)

    def rule(differs: str) -> str:
        changed = [f"OLD.{each} {differs} NEW.{each}" for each in columns]
        left = f"(OLD.state <> NEW.state AND NEW.state NOT IN ({kept}))" if kept else "OLD.state <> NEW.state"
        return " OR ".join([*changed, left])

    def forward(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN"
                f" IF TG_OP = 'DELETE' THEN IF {held} THEN"
                " RAISE EXCEPTION 'a frozen row of % stays', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';"
                " END IF; RETURN OLD; END IF;"
                f" IF {held} AND ({rule('IS DISTINCT FROM')}) THEN"
                " RAISE EXCEPTION 'a frozen row of % does not change', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';"
                " END IF; RETURN NEW; END $$ LANGUAGE plpgsql",
                params=None,
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
            return
        schema_editor.execute(
            f"CREATE TRIGGER {name}_update BEFORE UPDATE ON {table} WHEN {held} AND ({rule('IS NOT')})"
            f" BEGIN SELECT RAISE(ABORT, 'a frozen row of {table} does not change'); END"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {name}_delete BEFORE DELETE ON {table} WHEN {held}"
            f" BEGIN SELECT RAISE(ABORT, 'a frozen row of {table} stays'); END"
        )

    def backward(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
            return
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}_{verb}")

    return migrations.RunPython(forward, backward)


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read inside stood in the database at the same moment. Inside an open transaction it is as that one is."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield

"""Plans that PostgreSQL keeps: for the few large statements of every page, planning costs ten times what running does.

A plan belongs to one connection. Behind a pooler that hands connections on between transactions there is no such
thing: `?DISABLE_SERVER_SIDE_CURSORS=true` in DATABASE_URL says so, and nothing is prepared.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

KEPT: WeakKeyDictionary[Any, dict[tuple[Any, ...], str]] = WeakKeyDictionary()
MOST = 256
ONE_PLAN = "SET plan_cache_mode = force_generic_plan"  # left to itself it plans anew each time; only ours are prepared
BY_ITSELF = ""  # one that could not be prepared is run as it is


def can_prepare() -> bool:
    """Whether the database keeps plans for this connection."""
    return connection.vendor == "postgresql" and not connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")


def execute(cursor: Any, sql: str, params: tuple[Any, ...], mark: int, value: int) -> None:
    """Run the statement with the value wherever `mark` stands in its params. All others are part of the plan."""
    connection.ensure_connection()
    kept = KEPT.setdefault(connection.connection, {})
    name = kept.get((sql, params))
    if name:
        cursor.execute(f"EXECUTE {name}(%s)", [value])
    elif name == BY_ITSELF or len(kept) >= MOST:
        cursor.execute(sql, [value if each == mark else each for each in params])
    else:
        kept[sql, params] = BY_ITSELF
        text = written(sql, params, mark)
        name = f"kept_{sha256(text.encode()).hexdigest()[:24]}"
        plan = f"{ONE_PLAN}; PREPARE {name}(bigint) AS {text.replace('%', '%%')}"
        cursor.execute(f"{plan}; EXECUTE {name}(%s)", [value])
        kept[sql, params] = name


def written(sql: str, params: Sequence[Any], mark: int) -> str:
    """The statement with its params as literals, and $1 in the place of those that differ from person to person."""
    from psycopg2.extensions import AsIs  # noqa: PLC0415 - not there on SQLite

    with connection.connection.cursor() as raw:
        text = raw.mogrify(sql, [AsIs("$1") if each == mark else each for each in params])
    return str(text.decode())

"""The index that finds parts of words: a GIN index on PostgreSQL, an FTS5 table kept in step by triggers on SQLite.

A later migration that alters the table of documents makes SQLite copy it, and a copy has no triggers: let that
migration end with `make_index` too.
"""

import logging
from typing import Any

from django.db import DatabaseError, transaction

log = logging.getLogger("saypro.search")

TABLE = "search_searchdocument"
FTS_TABLE = "search_trigrams"
GIN_INDEX = "search_document_trigrams"

REMOVE_OLD = f"INSERT INTO {FTS_TABLE}({FTS_TABLE}, rowid, text) VALUES ('delete', old.id, old.text);"  # noqa: S608
ADD_NEW = f"INSERT INTO {FTS_TABLE}(rowid, text) VALUES (new.id, new.text);"  # noqa: S608
TRIGGERS = {
    f"{FTS_TABLE}_added": f"AFTER INSERT ON {TABLE} BEGIN {ADD_NEW} END",
    f"{FTS_TABLE}_removed": f"AFTER DELETE ON {TABLE} BEGIN {REMOVE_OLD} END",
    f"{FTS_TABLE}_changed": f"AFTER UPDATE OF text ON {TABLE} BEGIN {REMOVE_OLD} {ADD_NEW} END",
}


def make_index(apps: Any, schema_editor: Any) -> None:
    """Make the index of this database; one that is there is made anew."""
    drop_index(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        make_gin(schema_editor)
    else:
        make_fts(schema_editor)


def make_gin(schema_editor: Any) -> None:
    """A trigram index; without the extension, and the right to make it, searching goes on by reading the rows."""
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            schema_editor.execute(f"CREATE INDEX {GIN_INDEX} ON {TABLE} USING gin (text gin_trgm_ops)")
    except DatabaseError as error:
        log.warning("search: no trigram index, searching reads every row (%s)", str(error).strip())


def make_fts(schema_editor: Any) -> None:
    """An FTS5 table that holds trigrams only, the text stays where it is, and three triggers that follow it."""
    schema_editor.execute(
        f"CREATE VIRTUAL TABLE {FTS_TABLE} USING fts5"
        f"(text, content='{TABLE}', content_rowid='id', tokenize='trigram', detail='none', columnsize=0)"
    )
    for name, body in TRIGGERS.items():
        schema_editor.execute(f"CREATE TRIGGER {name} {body}")
    schema_editor.execute(f"INSERT INTO {FTS_TABLE}({FTS_TABLE}) VALUES ('rebuild')")  # noqa: S608


def drop_index(apps: Any, schema_editor: Any) -> None:
    """Take the index away, where there is one."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {GIN_INDEX}")
        return
    for name in TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
    schema_editor.execute(f"DROP TABLE IF EXISTS {FTS_TABLE}")

"""Copying a database out and back: SQLite by its own backup, PostgreSQL by pg_dump and psql."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from saypro.backing.archive import NotWhole

Ask = Callable[[str], list[tuple[Any, ...]]]

# Everything of ours goes before the copy comes in; what an extension owns stays.
EMPTY_SQL = """
DO $$ DECLARE each record; BEGIN
  FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE IF EXISTS public.%I CASCADE', each.tablename);
  END LOOP;
  FOR each IN SELECT p.oid::regprocedure AS called FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', each.called);
  END LOOP;
END $$;
"""


def engine() -> str:
    """How the manifest calls the database: "postgresql" or "sqlite"."""
    return connection.vendor


def tool(name: str) -> str:
    """The path of a PostgreSQL program. Raises `NotWhole` where it is not installed."""
    found = shutil.which(name)
    if found is None:
        raise NotWhole(f"{name} is not installed. On Debian and Ubuntu install the package postgresql-client.")
    return found


def reach() -> tuple[list[str], dict[str, str]]:
    """The arguments and the environment with which PostgreSQL's programs reach the database; the password not shown."""
    own = connection.settings_dict
    parts = (("--host", own["HOST"]), ("--port", own["PORT"]), ("--username", own["USER"]), ("--dbname", own["NAME"]))
    words = [f"{name}={value}" for name, value in parts if value]
    password = {"PGPASSWORD": str(own["PASSWORD"])} if own["PASSWORD"] else {}
    return [*words, "--no-password"], {**os.environ, **password}


def said(error: subprocess.CalledProcessError) -> str:
    """The last line that the program wrote."""
    lines = (error.stderr or b"").decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else f"it ended with {error.returncode}"


def describe(ask: Ask) -> dict[str, Any]:
    """Migrations, counts and the head of the history's chain, as they stand in the copy."""
    if not {"django_migrations", "audit_seal"} <= set(connection.introspection.table_names()):
        raise NotWhole("There is no data here yet: the database is empty. Run `manage.py migrate` first.")
    steps: dict[str, list[str]] = {}
    for app, name in ask("SELECT app, name FROM django_migrations ORDER BY app, name"):
        steps.setdefault(app, []).append(name)
    head = ask("SELECT hash FROM audit_seal ORDER BY position DESC LIMIT 1")
    return {"migrations": steps, "counts": counts(ask), "chain_head": head[0][0] if head else ""}


def counts(ask: Ask) -> dict[str, int]:
    """How many rows each of our tables holds."""
    tables = sorted(model._meta.db_table for model in apps.get_models() if model._meta.managed)
    own = set(connection.introspection.table_names())
    return {table: ask(f'SELECT COUNT(*) FROM "{table}"')[0][0] for table in tables if table in own}  # noqa: S608


def copy_out(target: Path) -> dict[str, Any]:
    """Write a copy as of one instant, while people work; returns what `describe` says of exactly this copy."""
    return copy_sqlite(target) if engine() == "sqlite" else copy_postgres(target)


def copy_sqlite(target: Path) -> dict[str, Any]:
    connection.ensure_connection()
    with sqlite3.connect(target) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        found = describe(lambda words: copy.execute(words).fetchall())
    copy.close()
    return found


def ask_here(words: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(words)
        return cursor.fetchall()


def copy_postgres(target: Path) -> dict[str, Any]:
    """pg_dump reads the snapshot that this transaction holds, so counts and head are those of the copy."""
    program = tool("pg_dump")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = ask_here("SELECT pg_export_snapshot()")[0][0]
        words, environment = reach()
        command = [program, "--format=custom", "--no-owner", "--no-acl", f"--snapshot={snapshot}", f"--file={target}"]
        try:
            subprocess.run([*command, *words], env=environment, check=True, capture_output=True)
        except subprocess.CalledProcessError as error:
            raise NotWhole(f"pg_dump could not copy the database: {said(error)}.") from None
        return describe(ask_here)


def is_empty() -> bool:
    """Whether nobody has used the database: no tables, or no account and no history."""
    known = set(connection.introspection.table_names())
    return not any(
        table in known and ask_here(f'SELECT 1 FROM "{table}" LIMIT 1')  # noqa: S608
        for table in ("accounts_user", "audit_entry", "gaps_gapanalysis")
    )


def bring_back(copy: Path) -> None:
    """Put the copy in place of the database. On PostgreSQL all of it or nothing; on SQLite in one rename."""
    if engine() == "sqlite":
        bring_sqlite(copy)
    else:
        bring_postgres(copy)


def bring_sqlite(copy: Path) -> None:
    with sqlite3.connect(copy) as found:
        verdict = found.execute("PRAGMA integrity_check").fetchone()[0]
    found.close()
    if verdict != "ok":
        raise NotWhole(f"The database in the backup is damaged: {verdict}")
    place = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.coming")
    shutil.copyfile(copy, draft)
    draft.chmod(0o600)
    for ending in ("-wal", "-shm"):
        place.with_name(place.name + ending).unlink(missing_ok=True)
    draft.replace(place)


def bring_postgres(copy: Path) -> None:
    """The copy as a script, in one transaction; a setting that only a newer server knows is left out."""
    unpacker, program = tool("pg_restore"), tool("psql")
    words, environment = reach()
    connection.close()
    with tempfile.TemporaryFile() as script:
        script.write(EMPTY_SQL.encode())
        options = ["--no-owner", "--no-acl", "--no-comments", "--file=-"]
        try:
            unpacked = subprocess.Popen([unpacker, *options, str(copy)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for line in unpacked.stdout or ():
                if not line.startswith((b"SET transaction_timeout", b"\\restrict", b"\\unrestrict")):
                    script.write(line)
            _, complaint = unpacked.communicate()
            if unpacked.returncode:
                raise NotWhole(
                    f"The database in the backup cannot be read: {complaint.decode('utf-8', 'replace')[-200:]}"
                )
            script.seek(0)
            command = [
                program,
                "--single-transaction",
                "--no-psqlrc",
                "--quiet",
                "--set=ON_ERROR_STOP=1",
                "--output=/dev/null",
            ]
            subprocess.run([*command, *words], stdin=script, env=environment, check=True, capture_output=True)
        except subprocess.CalledProcessError as error:
            raise NotWhole(f"PostgreSQL refused the copy, and nothing was changed: {said(error)}.") from None

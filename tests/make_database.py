"""Make the database of the address if it is not there yet: `python -m tests.make_database ADDRESS`."""

import contextlib
import sys
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql
from psycopg2.errors import DuplicateDatabase


def make(address: str, *, anew: bool = False) -> None:
    """Make the PostgreSQL database; `anew` removes it first."""
    parts = urlsplit(address)
    name = sql.Identifier(parts.path.lstrip("/"))
    connection = psycopg2.connect(
        host=parts.hostname, port=parts.port or 5432, user=parts.username, password=parts.password, dbname="postgres"
    )
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            if anew:
                cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            with contextlib.suppress(DuplicateDatabase):
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(name))
    finally:
        connection.close()


if __name__ == "__main__":
    make(sys.argv[1])

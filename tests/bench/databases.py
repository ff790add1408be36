"""Databases of the run's own: made, seeded, kept for the next run if one likes, and their sizes."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import redis

from tests.bench.serving import ROOT
from tests.make_database import make

DEFAULT = "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379/15"
PREFIX = "saypro_bench"


@dataclass(frozen=True)
class Database:
    """One seeded database: its address, how long the seeding took (None: it was there), and its size in bytes."""

    actions: int
    address: str
    seeded_in: float | None = None

    def environment(self, folder: Path, settings: str) -> dict[str, str]:
        """The environment of a process that works on it as in production."""
        return {
            **{key: value for key, value in os.environ.items() if key not in ("DEBUG", "DEMO", "EMAIL_URL")},
            "DATABASE_URL": self.address,
            "DJANGO_SETTINGS_MODULE": settings,
            "SECRET_KEY": "only-for-this-bench-" + "0" * 40,
            "DATA_DIR": str(folder),
            "BASE_URL": "http://localhost",
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "REDIS_URL": redis_address(),
            "BENCH_PREFIX": f"bench-{self.actions}",
            "LOG_LEVEL": "ERROR",
            "TIME_ZONE": os.environ.get("TIME_ZONE", "Africa/Johannesburg"),
        }


def redis_address() -> str:
    """Redis if it is there, else nothing."""
    address = os.environ.get("REDIS_URL") or REDIS
    try:
        redis.Redis.from_url(address, socket_connect_timeout=1).ping()
    except (redis.RedisError, OSError):
        return ""
    return address


def server() -> str:
    """The PostgreSQL server that answers, or nothing."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith(("postgres://", "postgresql://")):
        address = DEFAULT
    parts = urlsplit(address)
    try:
        psycopg2.connect(
            host=parts.hostname,
            port=parts.port or 5432,
            user=parts.username,
            password=parts.password,
            dbname="postgres",
            connect_timeout=3,
        ).close()
    except psycopg2.OperationalError:
        return ""
    return address


def prepare(actions: int, folder: Path, *, keep: bool) -> Database:
    """Make and seed the database for so many actions; with `keep`, one that is there already is used as it is."""
    found = server()
    if found:
        address = urlunsplit(urlsplit(found)._replace(path=f"/{PREFIX}_{actions}"))
        is_there = keep and is_filled(address, actions)
        if not is_there:
            make(address, anew=True)
    else:
        address, is_there = f"sqlite:///{folder / f'{PREFIX}_{actions}.sqlite3'}", False
    database = Database(actions, address)
    manage(database, folder, "tests.bench.settings_product", "migrate", "-v", "0")
    manage(database, folder, "tests.bench.settings_peers", "migrate", "admin", "-v", "0")
    manage(database, folder, "tests.bench.settings_product", "collectstatic", "--no-input", "-v", "0")
    if is_there:
        return database
    begun = time.monotonic()
    name = urlsplit(address).path.rsplit("/", 1)[-1]
    order = ("seed_scale", "--actions", str(actions), "--into-this-database", name)
    manage(database, folder, "tests.bench.settings_product", *order)
    return Database(actions, address, time.monotonic() - begun)


def is_filled(address: str, actions: int) -> bool:
    """Whether the database is there and holds so many actions."""
    try:
        connection = psycopg2.connect(address)
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM actions_correctiveaction")
            (found,) = cursor.fetchone() or (0,)
        connection.close()
    except psycopg2.Error:
        return False
    return bool(found == actions)


def manage(database: Database, folder: Path, settings: str, *words: str) -> None:
    """Run a management command; its words go to standard error, so that the table stays alone on standard output."""
    subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=database.environment(folder, settings),
        check=True,
        stdout=sys.stderr,
    )


def size_of(database: Database) -> int:
    """Bytes on disk."""
    if database.address.startswith("sqlite"):
        return Path(database.address.removeprefix("sqlite:///")).stat().st_size
    connection = psycopg2.connect(database.address)
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (found,) = cursor.fetchone() or (0,)
    connection.close()
    return int(found)


def remove(database: Database) -> None:
    """Take the database away."""
    if database.address.startswith("sqlite"):
        return
    parts = urlsplit(database.address)
    connection = psycopg2.connect(
        host=parts.hostname, port=parts.port or 5432, user=parts.username, password=parts.password, dbname="postgres"
    )
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{parts.path.lstrip("/")}" WITH (FORCE)')
    connection.close()

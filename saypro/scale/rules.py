"""Where made-up work may go: never by accident into a database that somebody works with."""

from pathlib import Path

from django.conf import settings
from django.db import connection

from accounts.models import User
from saypro.demo.cast import DOMAIN as DEMO_DOMAIN
from saypro.scale.people import DOMAIN

FLAG = "--into-this-database"


def database_name() -> str:
    """What the database is called: its name on PostgreSQL, the file's name on SQLite."""
    name = str(connection.settings_dict["NAME"])
    return name if connection.vendor == "postgresql" else Path(name).name


def why_not(named: str) -> str:
    """Why the database is not filled, in one line; empty where it may be.

    With DEBUG on a database may be filled that holds nobody, or demo people only. Any other one has to be named, as it
    is called, so that nothing is filled by a command repeated in the wrong terminal. None is filled twice.
    """
    own = database_name()
    if User.objects.filter(email__endswith=f"@{DOMAIN}").exists():
        return f"The database {own} holds made-up work already; begin with an empty one."
    if named:
        return "" if named == own else f"This is the database {own}, not {named}; nothing was written."
    if not settings.DEBUG:
        return f"DEBUG is off, so this may be somebody's work. To fill it all the same, say {FLAG} {own}."
    if User.objects.exclude(email__endswith=f"@{DEMO_DOMAIN}").exists():
        return f"The database {own} holds real people. To fill it all the same, say {FLAG} {own}."
    return ""

"""The database's own rules on trees of causes: no loop, no branch into another gap's tree, and an end to the depth.

SQLite takes no recursion in a trigger, so the way up is walked with so many joins as a tree may be deep. A way that is
longer is refused, and so no loop is long enough to escape.
"""

from django.db import migrations

TABLE = "gaps_rootcause"
DEEPEST = 9


def wrong(is_new: bool) -> str:
    """The condition, in SQL, that a cause may not hang where it is put."""
    joins = " ".join(
        f"LEFT JOIN {TABLE} a{step} ON a{step}.id = a{step - 1}.parent_id" for step in range(2, DEEPEST + 1)
    )
    ways = ", ".join(f"a{step}.id" for step in range(1, DEEPEST + 1))
    loop = "" if is_new else f" OR NEW.id IN ({ways})"
    found = f"SELECT 1 FROM {TABLE} a1 {joins} WHERE a1.id = NEW.parent_id"  # noqa: S608
    return (
        f"NEW.parent_id IS NOT NULL AND EXISTS ({found}"
        f" AND (a1.gap_id <> NEW.gap_id OR a{DEEPEST}.parent_id IS NOT NULL{loop}))"
    )


def keep_trees_whole() -> migrations.RunPython:
    """A migration step: triggers that refuse such a cause, on SQLite and on PostgreSQL.

    A later migration that changes the table ends with it again: SQLite makes the table anew, without its triggers.
    """
    words = "a cause hangs in its own gap''s tree, in no loop and not too deep"

    def forward(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                "CREATE OR REPLACE FUNCTION refuse_cause() RETURNS trigger AS $$ BEGIN"
                f" IF {wrong(False)} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'restrict_violation'; END IF;"
                " RETURN NEW; END $$ LANGUAGE plpgsql",
                params=None,
            )
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_tree ON {TABLE}")
            schema_editor.execute(
                f"CREATE TRIGGER {TABLE}_tree BEFORE INSERT OR UPDATE OF parent_id, gap_id ON {TABLE}"
                " FOR EACH ROW EXECUTE FUNCTION refuse_cause()"
            )
            return
        for moment, is_new in (("INSERT", True), ("UPDATE", False)):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_tree_{moment.lower()}")
            schema_editor.execute(
                f"CREATE TRIGGER {TABLE}_tree_{moment.lower()} BEFORE {moment} ON {TABLE} WHEN {wrong(is_new)}"
                f" BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )

    def backward(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_tree ON {TABLE}")
            schema_editor.execute("DROP FUNCTION IF EXISTS refuse_cause()")
            return
        for moment in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_tree_{moment}")

    return migrations.RunPython(forward, backward)

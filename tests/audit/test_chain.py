"""The history can be checked: any change, removal or swap is found, and the first broken link is named."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from audit.models import Entry, Seal
from audit.services import GENESIS, LATE, Actor, head, record, seal
from audit.verify import verify
from tests.factories import NOW, DepartmentFactory

pytestmark = pytest.mark.django_db

ACTOR = Actor(7, "Grace Okafor", "page", "Nomsa Dlamini")


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def open_tables() -> None:
    """What somebody with the database's password would do first."""
    for table in ("audit_entry", "audit_seal"):
        if connection.vendor == "postgresql":
            run(f"DROP TRIGGER {table}_insert_only ON {table}")
        else:
            run(f"DROP TRIGGER {table}_no_update")
            run(f"DROP TRIGGER {table}_no_delete")


@pytest.fixture
def chain(db) -> list[Entry]:
    department = DepartmentFactory(name="Sales")
    entries = [
        record(
            "department.edited",
            department,
            actor=ACTOR,
            at=NOW,
            department_id=department.pk,
            old={"name": f"Old {number}"},
            new={"name": f"New {number}", "people": number},
            reason="moved",
        )
        for number in range(5)
    ]
    assert seal() == 5
    return entries


def test_a_whole_chain_is_whole(chain):
    verdict = verify(expected_head=head())
    assert (verdict.broken, verdict.entries, verdict.sealed, verdict.unsealed) == ("", 5, 5, 0)
    assert verdict.head == head() != GENESIS


def test_sealing_twice_adds_nothing(chain):
    assert seal() == 0
    assert Seal.objects.count() == 5


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET reason = 'x'", "DELETE FROM audit_seal"])
def test_the_database_refuses_changes(chain, statement):
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        run(statement)


TAMPERINGS = {
    "actor_id": "8",
    "actor_label": "'Somebody else'",
    "channel": "'api'",
    "on_behalf_of": "''",
    "verb": "'department.closed'",
    "object_kind": "'accounts.team'",
    "object_id": "object_id + 1",
    "object_label": "'Marketing'",
    "department_id": "NULL",
    "happened_at": "'2025-04-10 12:00:01+00:00'",
    "recorded_at": "'2025-04-10 12:00:01+00:00'",
    "old": "'{}'",
    "new": """'{"name": "New 2", "people": 3}'""",
    "reason": "'moveD'",
    "digest": f"'{'a' * 64}'",
}


@pytest.mark.parametrize("column", TAMPERINGS)
def test_a_changed_column_is_found_and_its_entry_named(chain, column):
    open_tables()
    run(f"UPDATE audit_entry SET {column} = {TAMPERINGS[column]} WHERE id = {chain[2].pk}")
    broken = verify().broken
    assert f"Entry {chain[2].pk} " in broken
    assert "link 3" in broken


def test_every_column_is_tampered_with():
    assert set(TAMPERINGS) | {"id"} == {field.attname for field in Entry._meta.concrete_fields}


@pytest.mark.parametrize(
    ("column", "value", "link"),
    [
        ("hash", f"'{'b' * 64}'", "Link 3 does not match"),
        ("previous", f"'{'b' * 64}'", "Link 3 does not follow"),
        ("position", "99", "Link 3 is missing"),
        ("sealed_at", "'2025-04-10 12:00:01+00:00'", "Link 3 does not match"),
    ],
)
def test_a_changed_seal_is_found(chain, column, value, link):
    open_tables()
    run(f"UPDATE audit_seal SET {column} = {value} WHERE position = 3")
    assert verify().broken.startswith(link)


def test_a_removed_entry_in_the_middle_is_found(chain):
    open_tables()
    run("DELETE FROM audit_seal WHERE position = 3")
    run(f"DELETE FROM audit_entry WHERE id = {chain[2].pk}")
    assert verify().broken == "Link 3 is missing from the chain; the next one is 4."


def test_two_swapped_entries_are_found(chain):
    open_tables()
    first, second = chain[1].pk, chain[2].pk
    run("DELETE FROM audit_seal WHERE position IN (2, 3)")
    seals = list(Seal.objects.order_by("position"))
    for position, entry in ((2, second), (3, first)):
        run(
            "INSERT INTO audit_seal (position, entry_id, previous, hash, sealed_at)"
            f" VALUES ({position}, {entry}, '{seals[0].hash}', '{'c' * 64}', '2025-04-10 12:00:00+00:00')"
        )
    assert verify().broken == f"Link 2 does not match entry {second}."


def test_a_tail_that_was_cut_shows_by_the_hash_kept_elsewhere(chain):
    kept = head()
    open_tables()
    run("DELETE FROM audit_seal WHERE position > 3")
    run(f"DELETE FROM audit_entry WHERE id > {chain[2].pk}")
    assert verify().broken == ""
    assert "not in the chain" in verify(expected_head=kept).broken


def test_a_tail_written_anew_shows_too(chain):
    kept = head()
    open_tables()
    run("DELETE FROM audit_seal WHERE position > 3")
    run(f"UPDATE audit_entry SET reason = 'other' WHERE id = {chain[4].pk}")
    seal()
    assert f"Entry {chain[4].pk} " in verify(expected_head=kept).broken


def test_what_is_not_sealed_yet_is_checked_for_change(chain):
    entry = record("department.closed", DepartmentFactory(), actor=ACTOR, at=NOW)
    assert verify().unsealed == 1
    open_tables()
    run(f"UPDATE audit_entry SET reason = 'x' WHERE id = {entry.pk}")
    assert "not sealed yet" in verify().broken


def test_the_command_says_so_in_one_line(chain, capsys):
    call_command("verify_audit", head=head())
    assert capsys.readouterr().out == f"The chain is whole: 5 entries, 5 sealed, 0 not yet sealed, head {head()}\n"


def test_the_command_ends_with_the_first_broken_link(chain):
    with pytest.raises(CommandError, match="not in the chain"):
        call_command("verify_audit", head="f" * 64)


def test_more_checks_can_be_added(chain, monkeypatch):
    monkeypatch.setattr("saypro.management.commands.verify_audit.CHECKS", (lambda: ["Snapshot 4 was changed."],))
    with pytest.raises(CommandError, match="Snapshot 4 was changed"):
        call_command("verify_audit")


@pytest.mark.parametrize(("behind", "minute", "hour"), [(LATE // 2, 1, 0), (LATE * 5, 0, 1)])
def test_an_entry_that_came_late_is_sealed_in_a_minute_or_an_hour(chain, behind, minute, hour):
    """Its transaction took its id before others, and ended after they were sealed."""
    while seal():
        pass
    late = Entry.objects.order_by("-pk").first()
    late.pk -= behind
    late.save(force_insert=True)
    assert seal(thorough=False) == minute
    assert seal() == hour
    assert verify().unsealed == 0

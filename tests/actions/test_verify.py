"""What was signed cannot be changed unseen, not even behind the program's back."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from actions.models import ApprovalItem, Signature, Snapshot
from actions.verify import broken_signatures, broken_snapshots
from tests.story import begin, decide, sign_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast):
    story = begin(cast).ready()
    request = story.submit()
    for item in ApprovalItem.objects.filter(request=request):
        decide(item, "approve", story.by("leader"))
    sign_all(request, story.by("leader"))
    return story


def behind_its_back(table: str, statement: str, *values) -> None:
    """Run SQL with the table's triggers gone; the test's transaction puts them back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            cursor.execute(f"DROP TRIGGER {table}_no_update")
        cursor.execute(statement, values)


def test_nothing_is_found_where_nothing_was_done(story):
    assert not list(broken_snapshots())
    assert not list(broken_signatures())
    call_command("verify_audit")


@pytest.mark.parametrize("column", ["meaning", "reason", "signer_name", "signer_title", "circumstance"])
def test_a_changed_signature_is_named(story, column):
    signature = Signature.objects.first()
    behind_its_back(
        "actions_signature",
        f"UPDATE actions_signature SET {column} = 'approved_with_changes' WHERE id = %s",  # noqa: S608
        signature.pk,
    )
    assert f"Signature {signature.pk} of" in next(broken_signatures())
    with pytest.raises(CommandError, match="Signature"):
        call_command("verify_audit")


def test_a_signature_moved_to_another_item_is_named(story):
    first, second = Signature.objects.order_by("pk")[:2]
    behind_its_back(
        "actions_signature", "UPDATE actions_signature SET item_id = %s WHERE id = %s", second.item_id, first.pk
    )
    assert str(first.pk) in next(broken_signatures())


def test_a_changed_snapshot_is_named(story):
    snapshot = Snapshot.objects.first()
    behind_its_back(
        "actions_snapshot",
        'UPDATE actions_snapshot SET labels = \'{"owner": "Somebody"}\' WHERE id = %s',
        snapshot.pk,
    )
    assert f"Snapshot {snapshot.pk}" in next(broken_snapshots())

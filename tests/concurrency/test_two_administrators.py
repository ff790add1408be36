"""Two administrators hand over the same person's work at the same moment: it happens once, and the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine
from django.db import connection, connections
from django.urls import reverse

from accounts.models import Role, RoleGrant, User
from accounts.services.handing import Choice, preview
from accounts.services.people import edit_person
from accounts.viewer import load_viewer
from actions.models import CorrectiveAction
from audit.models import Entry
from common.access import Conflict
from notifications.models import Message
from saypro.work import SOURCES
from tests.concurrency.test_two_leaders import post
from tests.factories import NOW, UserFactory
from tests.story import begin

pytestmark = [
    pytest.mark.usefixtures("beginning_data"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


@pytest.fixture
def second(beginning_data, cast):
    """Another administrator."""
    person = UserFactory(name="Sipho Zulu")
    RoleGrant.objects.create(user=person, role=Role.objects.get(slug="administrator"))
    return person


def together(*acts):
    """Run each in a thread of its own, begun at the same moment; returns what they gave."""
    gate = Barrier(len(acts))

    def one(act):
        try:
            gate.wait(timeout=10)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_the_work_is_handed_over_once(cast, second, live_server):
    with time_machine.travel(NOW, tick=True):
        begin(cast).ready()
        address = reverse("person_hand_over", args=[cast.sales_owner.pk])

        def confirm(admin, receiver):
            choice = Choice(for_all=str(receiver.pk))
            token = preview(cast.sales_owner, choice, SOURCES, by=load_viewer(admin), at=NOW).token()
            data = {"for_all": str(receiver.pk), "reason": "leaves", "step": "confirm", "token": token}
            return lambda: post(live_server, address, admin, data)

        answers = together(confirm(cast.admin, cast.mande), confirm(second, cast.support_owner))
    assert sorted(answers) == [303, 409]
    assert Entry.objects.filter(verb="person.handed_over").count() == 1
    assert Message.objects.filter(kind="handed_over").count() == 1
    owners = set(CorrectiveAction.objects.filter(department=cast.sales).values_list("owner", flat=True))
    assert len(owners) == 1
    assert not User.objects.get(pk=cast.sales_owner.pk).is_active


def test_two_administrators_never_remove_each_other(cast, second):
    def remove(by, whom):
        def act():
            try:
                edit_person(
                    whom,
                    name=whom.name,
                    job_title="",
                    department=None,
                    grants=[],
                    reason="x",
                    by=load_viewer(by),
                    at=NOW,
                )
            except Conflict:
                return "refused"
            return "done"

        return act

    answers = together(remove(cast.admin, second), remove(second, cast.admin))
    assert "refused" in answers
    admins = RoleGrant.objects.filter(role__slug="administrator", user__is_active=True)
    assert admins.count() == 1

"""Two leaders sign the same plans at the same moment: both are counted, once each.

The control takes the lock away and expects the fault to happen; if it does not, the other tests prove nothing.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Barrier
from urllib.parse import urlencode

import pytest
import time_machine
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from actions.models import ApprovalItem, Signature
from actions.services import signing
from tests.factories import NOW, PASSWORD
from tests.story import begin, decide

pytestmark = [
    pytest.mark.usefixtures("beginning_data"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]
ROUNDS = int(os.environ.get("PAIRS", "8"))  # PAIRS=200 is the full measure


@pytest.fixture(autouse=True)
def _on_the_day():
    """Views read the clock; the story happens on its own day."""
    with time_machine.travel(NOW, tick=True):
        yield


def post(server, address: str, person, data: dict[str, str]) -> int:
    """Post a form over HTTP as the person, without following; returns the status code."""
    signed_in = Client()
    signed_in.force_login(person)
    token = "a" * 32
    cookies = (
        f"{settings.SESSION_COOKIE_NAME}={signed_in.cookies[settings.SESSION_COOKIE_NAME].value}; csrftoken={token}"
    )
    link = HTTPConnection(server.thread.host, server.thread.port, timeout=60)
    link.request(
        "POST",
        address,
        urlencode(data),
        {"Cookie": cookies, "X-CSRFToken": token, "Content-Type": "application/x-www-form-urlencoded"},
    )
    return link.getresponse().status


def sign_together(server, request, people) -> list[int]:
    """Both people post their signature at the same moment; returns the two status codes."""
    gate = Barrier(len(people))
    address = reverse("sign", args=[request.pk])
    data = {
        f"digest-{pk}": digest
        for pk, digest in ApprovalItem.objects.filter(request=request).values_list("pk", "snapshot__digest")
    }

    def one(person) -> int:
        try:
            gate.wait(timeout=10)
            return post(server, address, person, {**data, "password": PASSWORD})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(one, people))


def fresh_request(story):
    """A bundle of every plan, marked "approve" by both leaders."""
    request = story.submit(needed=2)
    for item in ApprovalItem.objects.filter(request=request):
        for name in ("leader", "leader2"):
            decide(item, "approve", story.by(name))
    return request


def test_both_are_counted_once_each(beginning_data, cast, live_server):
    for _ in range(ROUNDS):
        story = begin(cast).ready()
        request = fresh_request(story)
        assert sign_together(live_server, request, [story.cast.leader, story.cast.leader2]) == [303, 303]
        items = list(ApprovalItem.objects.filter(request=request))
        assert {item.state for item in items} == {"approved"}
        assert Signature.objects.filter(item__request=request).count() == 2 * len(items)
        request.refresh_from_db()
        assert request.state == "decided"


def test_a_double_click_signs_once(beginning_data, cast, live_server):
    story = begin(cast).ready()
    request = fresh_request(story)
    answers = sign_together(live_server, request, [story.cast.leader, story.cast.leader])
    assert sorted(answers)[0] in (302, 303)
    assert max(answers) < 500
    assert Signature.objects.filter(item__request=request).count() == 4


def test_the_control_without_the_lock_fails(beginning_data, cast, live_server, monkeypatch):
    """Without locks, and with both counting before either commits, plans are left undecided."""
    monkeypatch.setattr(signing, "lock_items", lambda request: None)
    monkeypatch.setattr(signing, "lock_request", lambda request: type(request).objects.get(pk=request.pk))
    gate = Barrier(2)
    plain = signing.write_signatures

    def together(*args, **kwargs):
        gate.wait(timeout=10)
        return plain(*args, **kwargs)

    monkeypatch.setattr(signing, "write_signatures", together)
    lost = 0
    for _ in range(ROUNDS):
        story = begin(cast).ready()
        request = fresh_request(story)
        sign_together(live_server, request, [story.cast.leader, story.cast.leader2])
        lost += ApprovalItem.objects.filter(request=request, state="pending").count()
        if lost:
            break
    assert lost, "the race did not happen, so the other tests prove nothing"

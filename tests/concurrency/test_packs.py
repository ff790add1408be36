"""Two people ask for the pack of one meeting at the same moment, and two workers run: one pack comes of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from reports.models import BriefingPack
from reports.services import ask_for_pack, build_waiting
from tests.conftest import make_cast
from tests.reports.packing import AT, told

pytestmark = [
    pytest.mark.usefixtures("beginning_data"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


def together(number, work):
    """Run it that many times at the same moment; returns what each gave."""
    gate = Barrier(number)

    def one(_):
        try:
            gate.wait(timeout=10)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def test_two_who_ask_and_two_workers_make_one_pack():
    story = told(make_cast())
    by = story.by("mande")
    for version in (1, 2, 3):
        asked = together(4, lambda: ask_for_pack(story.meeting, by=by, at=AT).pk)
        assert len(set(asked)) == 1
        assert sum(together(3, lambda: build_waiting(AT))) == 1
        assert BriefingPack.objects.get(state="issued").number == version
    assert sorted(BriefingPack.objects.values_list("number", flat=True)) == [1, 2, 3]

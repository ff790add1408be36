"""`manage.py list_meetings`, for people and for scripts."""

import json

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def test_json_is_all_that_is_printed(room, capsys):
    call_command("list_meetings", "--json")
    (found,) = json.loads(capsys.readouterr().out)
    assert found["id"] == room.meeting.pk
    assert (found["state"], found["starts_at"]) == ("scheduled", "2025-04-17T14:00:00+02:00")
    assert found["facilitator"] == "Grace Okafor"


def test_a_line_for_each_meeting(room, capsys):
    call_command("list_meetings")
    assert "Thu 17 Apr 2025, 14:00\tScheduled\tFollow-up meeting" in capsys.readouterr().out


def test_none_is_said_and_no_fault(db, capsys):
    call_command("list_meetings")
    assert capsys.readouterr().out == "There is no meeting yet.\n"
    call_command("list_meetings", "--json")
    assert json.loads(capsys.readouterr().out) == []

"""The commands with which an installation begins."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from saypro.demo.story import Demo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A DATA_DIR of one's own, since the code lies in it."""
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_the_first_administrators_code_is_printed_until_somebody_has_an_account(capsys, settings, client):
    call_command("first_admin")
    first = capsys.readouterr().out
    assert first.startswith(f"First administrator: {settings.BASE_URL}/setup/ with the code ")
    call_command("first_admin")
    assert capsys.readouterr().out == first


def test_afterwards_there_is_no_code(cast):
    with pytest.raises(CommandError, match="Ask them for an invitation"):
        call_command("first_admin")


def test_the_demo_is_loaded_whole_or_not_at_all(settings, monkeypatch):
    """A start that is broken off leaves nothing behind that the next one would take for the demo."""
    settings.DEBUG = True
    monkeypatch.setenv("DEMO_PASSWORD", "cedar-fjord-lemon-123")

    def breaks_off(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(Demo, "imported", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        call_command("load_demo")
    assert not User.objects.exists()


def test_the_demo_is_kept_out_of_real_use(settings, cast, monkeypatch):
    with pytest.raises(CommandError, match="for the demo only"):
        call_command("load_demo")
    settings.DEBUG = True
    with pytest.raises(CommandError, match="holds real people"):
        call_command("load_demo")


def test_the_demo_needs_a_password(settings, monkeypatch):
    settings.DEBUG = True
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="DEMO_PASSWORD is not set"):
        call_command("load_demo")

"""What a watcher from outside learns: alive, fit for work, and if not, why not."""

import http.server
import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db.utils import OperationalError
from django.utils import timezone

from saypro import health, probe
from saypro.due import LAST_RUN

pytestmark = pytest.mark.django_db


def noted(minutes: int) -> None:
    """Say that the schedule ran so many minutes ago."""
    cache.set(LAST_RUN, (timezone.now() - timedelta(minutes=minutes)).isoformat(), None)


@pytest.fixture
def long_running(monkeypatch):
    """As if this process had begun an hour ago."""
    monkeypatch.setattr(health, "STARTED", health.STARTED - 3600)


def test_it_is_alive_without_sign_in(client):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.content == b"ok"


def test_it_is_ready_part_by_part(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "checks": {"database": "ok", "migrations": "ok", "static files": "ok", "schedule": "ok"},
    }


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_only_reading_is_possible(client, address):
    assert client.post(address).status_code == 405


def test_a_schedule_that_stopped_is_named(client, long_running):
    noted(minutes=20)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["schedule"] == "The schedule has stopped; start worker and beat."
    assert response.json()["checks"]["database"] == "ok"
    noted(minutes=1)
    assert client.get("/readyz").status_code == 200


def test_a_database_that_is_away_is_named(client, monkeypatch):
    class Away:
        def cursor(self):
            raise OperationalError("away")

    def fails(connection):
        raise OperationalError("away")

    monkeypatch.setattr(health, "connection", Away())
    monkeypatch.setattr(health, "MigrationExecutor", fails)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["database"] == "The database does not answer."
    assert response.json()["checks"]["migrations"] == "The database does not answer."


def test_migrations_that_wait_are_counted(client, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: [1, 2, 3])
    assert "3 migrations are not applied" in client.get("/readyz").json()["checks"]["migrations"]
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: [1])
    assert "One migration is not applied" in client.get("/readyz").json()["checks"]["migrations"]


def test_static_files_that_are_not_collected_are_named(client, monkeypatch):
    def fails(name):
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr(health.staticfiles_storage, "url", fails)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "Static files are not collected" in response.json()["checks"]["static files"]


def test_a_cache_that_is_away_is_named(client, monkeypatch):
    def fails(name):
        raise ConnectionError("away")

    monkeypatch.setattr(health.cache, "get", fails)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["schedule"] == "The cache does not answer; look at REDIS_URL."


@pytest.mark.parametrize("part", ["worker", "beat"])
def test_worker_and_beat_are_alive_while_the_schedule_runs(part, capsys):
    noted(minutes=1)
    call_command("is_alive", part)
    assert capsys.readouterr().out == "ok\n"


def test_a_silent_schedule_fails_the_check_with_a_sentence():
    with pytest.raises(CommandError, match="The schedule has not run in 5 minutes; look at the worker"):
        call_command("is_alive", "worker")
    noted(minutes=10)
    with pytest.raises(CommandError, match="look at the beat"):
        call_command("is_alive", "beat")


class Answers(http.server.BaseHTTPRequestHandler):
    """200 for /yes, 503 for anything else."""

    def do_GET(self):
        self.send_response(200 if self.path == "/yes" else 503)
        self.end_headers()

    def log_message(self, *args):
        return


def test_the_probe_asks_an_address(free_port):
    with http.server.HTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        assert probe.answers(f"{address}/yes")
        assert not probe.answers(f"{address}/no")
        server.shutdown()
    assert not probe.answers(f"http://127.0.0.1:{free_port()}/yes")
    assert not probe.answers("file:///etc/hostname")


def test_administrators_are_told_on_each_page_that_the_schedule_stopped(cast, client_of, long_running, settings):
    settings.EMAIL_URL = "smtp://localhost"
    noted(minutes=20)
    words = "The schedule has stopped; start worker and beat. Until it runs again nobody is asked or reminded"
    assert words in client_of(cast.admin).get("/").content.decode()
    assert words not in client_of(cast.leader).get("/").content.decode()
    noted(minutes=1)
    assert words not in client_of(cast.admin).get("/").content.decode()

"""The compose file's own commands, run on this machine without an engine: they start, and their health checks answer."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ops.processes import ROOT, environment, none_left
from tests.ops.test_compose import SERVICES

BIN = Path(sys.executable).parent

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc")


def natively(words: list[str], port: int, data: Path) -> list[str]:
    """The command with this environment's programs, our port, and our folder."""
    program, *rest = (
        word.replace("0.0.0.0:8000", f"127.0.0.1:{port}").replace(":8000/", f":{port}/") for word in words
    )
    return [str(BIN / program), *(word.replace("/data/", f"{data}/") for word in rest)]


def soon(what: Callable[[], bool], seconds: float = 40) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if what():
            return True
        time.sleep(0.5)
    return False


class Here:
    """The services on this machine, with the compose file's own environment but for the two servers."""

    def __init__(self, data: Path, port: int):
        self.data, self.port = data, port
        self.running: dict[str, subprocess.Popen] = {}
        self.env = environment(
            DATA_DIR=str(data),
            SECRET_KEY="k" * 60,
            BASE_URL="https://saypro.example.org",
            ALLOWED_HOSTS="saypro.example.org",
            EMAIL_URL="",
            DEFAULT_FROM_EMAIL="",
            TIME_ZONE="UTC",
            TRUSTED_PROXIES="1",
        )

    def ends_well(self, words: list[str]) -> bool:
        done = subprocess.run(
            natively(words, self.port, self.data), cwd=ROOT, env=self.env, capture_output=True, check=False, timeout=60
        )
        return done.returncode == 0

    def start(self, name: str) -> None:
        with (self.data / f"{name}.log").open("w") as log:
            self.running[name] = subprocess.Popen(
                natively(SERVICES[name]["command"], self.port, self.data),
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def is_healthy(self, name: str) -> bool:
        return self.ends_well(SERVICES[name]["healthcheck"]["test"][1:])

    def log(self, name: str) -> str:
        return (self.data / f"{name}.log").read_text()

    def stop(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait(timeout=30)


@pytest.fixture
def here(tmp_path, free_port) -> Iterator[Here]:
    services = Here(tmp_path, free_port())
    yield services
    services.stop()
    assert none_left(f"DATA_DIR={tmp_path}", 10)


def test_each_command_starts_and_its_health_check_answers(here):
    """The web is asked by its own probe, under hosts and https as in production; the bell reaches the worker."""
    assert here.ends_well(SERVICES["migrate"]["command"])
    assert not here.is_healthy("web")
    assert not here.is_healthy("worker")
    for name in ("web", "worker", "beat"):
        here.start(name)
    assert soon(lambda: here.is_healthy("web")), here.log("web")
    assert here.ends_well(["celery", "-A", "saypro", "call", "saypro.run_due"])
    assert soon(lambda: here.is_healthy("worker")), here.log("worker")
    assert here.is_healthy("beat")
    assert (here.data / "schedule").exists() or list(here.data.glob("schedule*"))
    assert all(process.poll() is None for process in here.running.values())

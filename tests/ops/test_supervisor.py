"""The tree of processes: it begins together, ends together, and leaves none behind."""

import signal
import socket
import sqlite3
import sys
import urllib.request

import pytest

from saypro import supervisor
from saypro.supervisor import CannotStart, Part, refuse_busy
from tests.ops.processes import ROOT, Running, environment, none_left, run

ON_LINUX = sys.platform == "linux"


def answer_of(port: int) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
        return response.read()


def line_of(output: str, start: str) -> str:
    return next(line for line in output.splitlines() if line.startswith(start))


def history_of(folder) -> list[tuple]:
    """The history's oldest entries, which no later start may change."""
    with sqlite3.connect(folder / "saypro.sqlite3") as database:
        return database.execute("SELECT id, digest FROM audit_entry ORDER BY id LIMIT 50").fetchall()


@pytest.mark.skipif(not ON_LINUX, reason="processes are counted in /proc")
def test_the_life_of_the_demo(tmp_path, free_port):
    """Start, a busy port, Ctrl-C, a second start that keeps the data, and a supervisor that is killed."""
    port, data = free_port(), tmp_path / "data"
    env = environment(DEBUG="1", DEMO="1", DATA_DIR=str(data))
    mark = f"DATA_DIR={data}"

    first = Running("demo", "--port", str(port), env=env, log=tmp_path / "first.log")
    try:
        first.wait_for("Ctrl-C stops it.")
        assert answer_of(port) == b"ok"
        assert line_of(first.output(), "Address: ") == f"Address: http://localhost:{port}"
        password = line_of(first.output(), "Password: ")
        assert len(password.split()[1]) > 12
        assert "leader@" in first.output()

        elsewhere = tmp_path / "elsewhere"
        second = run("manage.py", "demo", "--port", str(port), env={**env, "DATA_DIR": str(elsewhere)})
        assert second.returncode != 0
        assert f"Port {port} is in use." in second.stderr
        assert len(second.stderr.strip().splitlines()) == 1
        assert not (elsewhere / "saypro.sqlite3").exists()

        assert first.end(signal.SIGINT) == 0, first.output()
        assert none_left(mark, 5)
        assert "Traceback" not in first.output()
    finally:
        first.process.kill()

    before = history_of(data)
    assert len(before) == 50
    again = Running("demo", "--port", str(port), env=env, log=tmp_path / "again.log")
    try:
        again.wait_for("Ctrl-C stops it.")
        assert "The demo is loaded already." in again.output()
        assert line_of(again.output(), "Password: ") == password
        assert history_of(data) == before
        again.end(signal.SIGKILL)
        assert none_left(mark, 20)
    finally:
        again.process.kill()


def supervise(parts: str, *, ready: str = "http://127.0.0.1:9/", seconds: int = 20):
    """Run a supervisor over small parts, in a process of its own, since it takes the signals."""
    program = (
        "import sys; from saypro import supervisor; from saypro.supervisor import Part, Supervisor\n"
        "supervisor.READY_SECONDS = 2\n"
        f"parts = {parts}\n"
        f"sys.exit(Supervisor(parts).run(ready={ready!r}, on_ready=lambda: print('ready', flush=True)))"
    )
    return run("-c", program, env=environment(), timeout=seconds)


SLEEPS = "Part('web', (sys.executable, '-c', 'import time; time.sleep(60)'))"
ENDS = "Part('worker', (sys.executable, '-c', 'import sys; sys.exit(3)'))"


def test_where_one_part_ends_everything_stops_and_says_which():
    done = supervise(f"({SLEEPS}, {ENDS})")
    assert done.returncode == 1
    assert done.stderr == "The worker process ended, so everything stops.\n"
    assert "ready" not in done.stdout


def test_what_never_answers_is_stopped_with_a_sentence():
    done = supervise(f"({SLEEPS},)")
    assert done.returncode == 1
    assert done.stderr == "http://127.0.0.1:9/ did not answer within 2 seconds, so everything stops.\n"


def test_a_command_that_is_not_there_leaves_none_of_the_others():
    done = supervise(f"({SLEEPS}, Part('worker', ('/nowhere/celery',)))")
    assert done.returncode == 1
    assert done.stderr == "The worker process could not begin: No such file or directory.\n"


def test_a_busy_port_is_said_in_one_sentence(free_port):
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"Port {port} is in use\. Choose another one: PORT=\d+\."):
            refuse_busy(port)
    refuse_busy(free_port())


@pytest.mark.parametrize("port", [0, -1, 65_536])
def test_a_port_that_cannot_be_is_said_in_one_sentence(port):
    with pytest.raises(CannotStart, match="is no port; choose one from 1024 to 65535"):
        refuse_busy(port)


def test_the_three_parts_are_run_by_this_python():
    parts = supervisor.parts(8123)
    assert [part.name for part in parts] == ["web", "worker", "schedule"]
    assert all(isinstance(part, Part) and part.command[0] == sys.executable for part in parts)
    assert "127.0.0.1:8123" in parts[0].command


def test_the_real_use_refuses_debug():
    done = run("manage.py", "start", env=environment(DEBUG="1", DATA_DIR=str(ROOT / ".data" / "never")))
    assert done.returncode != 0
    assert "Real use runs with DEBUG off" in done.stderr


def test_the_demo_refuses_real_use(tmp_path):
    done = run("manage.py", "demo", env=environment(SECRET_KEY="k" * 60, DATA_DIR=str(tmp_path / "data")))
    assert done.returncode != 0
    assert "Start it with `make demo`" in done.stderr

"""Web, worker and schedule begin together and end together, with none left over."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from saypro import keeping
from saypro.supervisor import CannotStart, refuse_busy

ROOT = Path(__file__).resolve().parent.parent.parent


def environment(folder: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
    return {
        **kept,
        "DEBUG": "1",
        "DEMO": "1",
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "saypro.settings.base",
        "LOG_LEVEL": "ERROR",
    }


def demo(folder: Path, port: int) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--port", str(port)],
        cwd=ROOT,
        env=environment(folder),
        stdout=(folder / "out").open("w"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def wait_for(folder: Path, words: str, process: subprocess.Popen) -> str:
    for _ in range(600):
        text = (folder / "out").read_text()
        if words in text:
            return text
        assert process.poll() is None, text
        time.sleep(0.1)
    raise AssertionError((folder / "out").read_text())


def family(process: subprocess.Popen) -> list[int]:
    """The supervisor's children."""
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False
    )
    return [int(pid) for pid in found.stdout.split()]


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z"


def all_gone(pids: list[int], seconds: float = 25) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if all(is_gone(pid) for pid in pids):
            return True
        time.sleep(0.2)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_demo_starts_stops_and_keeps_its_data(tmp_path, free_port):
    port = free_port()
    process = demo(tmp_path, port)
    told = wait_for(tmp_path, "Ctrl-C", process)
    assert f"Address: http://localhost:{port}" in told
    assert f"Password: {keeping.demo_password(tmp_path)}" in told
    assert "leader@demo.saypro.test" in told
    children = family(process)
    assert len(children) == 3
    busy = subprocess.run(
        [sys.executable, "manage.py", "demo", "--port", str(port)],
        cwd=ROOT,
        env=environment(tmp_path / "other"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert busy.returncode != 0
    assert busy.stderr.strip() == f"CommandError: Port {port} is in use. Choose another one: PORT={port + 1}."
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0
    assert all_gone(children)

    again = demo(tmp_path, free_port())
    assert "loaded already" in wait_for(tmp_path, "Ctrl-C", again)
    children = family(again)
    again.kill()
    again.wait(timeout=10)
    assert all_gone(children), "a killed supervisor leaves nothing running"


def test_a_busy_port_is_seen_before_anything_starts():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CannotStart, match="is in use"):
            refuse_busy(taken.getsockname()[1])

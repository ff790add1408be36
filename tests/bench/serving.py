"""Web servers as in production: gunicorn with two workers of four threads, ended with the run."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
READY_SECONDS = 60
WORKERS, THREADS = 2, 4
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(settings: str) -> Iterator[int]:
    """The application under these settings; gives its port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "saypro.wsgi", "--bind", f"127.0.0.1:{port}", "--keep-alive", "600"]
    command += ["-w", str(WORKERS), "--threads", str(THREADS), "--log-level", "error", "--no-control-socket"]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": settings}, start_new_session=True
    )
    try:
        wait(process, port)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait(process: subprocess.Popen, port: int) -> None:
    """Until it answers anything at all."""
    limit = time.monotonic() + READY_SECONDS
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise SystemExit("The web server ended at once; see its words above.")
        try:
            with DIRECT.open(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The web server did not answer in time.")

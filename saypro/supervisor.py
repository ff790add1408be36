"""Web, worker and schedule as one tree of processes: they begin together and end together, with none left over."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

GRACE_SECONDS = 15
READY_SECONDS = 60
PR_SET_PDEATHSIG = 1
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # our own address, whatever proxy is set


class CannotStart(Exception):
    """Why it does not start, in one sentence."""


@dataclass(frozen=True)
class Part:
    """One process: its name and its command."""

    name: str
    command: tuple[str, ...]


def parts(port: int, *, workers: int = 1, threads: int = 4, host: str = "127.0.0.1") -> tuple[Part, ...]:
    """The three processes, each run by this Python."""
    python = (sys.executable, "-m")
    celery = (*python, "celery", "-q", "-A", "saypro")
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "WARNING")
    return (
        Part(
            "web",
            (
                *python,
                "gunicorn",
                "saypro.wsgi",
                *("--bind", f"{host}:{port}", "--workers", str(workers), "--threads", str(threads)),
                *("--no-control-socket", "--log-level", "warning"),
            ),
        ),
        Part("worker", (*celery, "worker", "-P", "threads", "-c", "2", *quiet)),
        Part("schedule", (*celery, "beat", "--pidfile=", "-l", "WARNING")),
    )


def refuse_busy(port: int, host: str = "127.0.0.1") -> None:
    """Raise `CannotStart` when the port cannot be had: somebody listens there, or it is not ours to take."""
    if not 0 < port < 65_536:
        raise CannotStart(f"{port} is no port; choose one from 1024 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise CannotStart(f"Port {port} needs more rights. Choose one from 1024 on: PORT=8000.") from None
        except OSError:
            other = port + 1 if port < 65_535 else 8000
            raise CannotStart(f"Port {port} is in use. Choose another one: PORT={other}.") from None


def end_with_parent() -> None:
    """In the child, before it becomes its program: end when the supervisor dies, however it dies (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Supervisor:
    """Starts the parts, waits, and ends all of them when one ends or a signal comes."""

    parts: Sequence[Part]
    environment: dict[str, str] = field(default_factory=dict)
    running: dict[str, subprocess.Popen] = field(default_factory=dict)
    stopping: bool = False

    def run(self, *, ready: str, on_ready: Callable[[], None]) -> int:
        """Run until the end; `ready` is an address that answers once the web is up. Returns the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)
        failed = False
        try:
            failed = not (self.start_all() and self.tell_when_ready(ready, on_ready) and self.wait_for_the_end())
        finally:
            self.end_all()
        return 1 if failed else 0

    def start_all(self) -> bool:
        """Start every part; where one cannot begin, say so."""
        for part in self.parts:
            try:
                self.running[part.name] = self.start(part)
            except OSError as error:
                sys.stderr.write(f"The {part.name} process could not begin: {error.strerror}.\n")
                return False
        return True

    def tell_when_ready(self, address: str, on_ready: Callable[[], None]) -> bool:
        """Call `on_ready` once the address answers. False when it does not in time, though everything runs."""
        if self.wait_until(address):
            on_ready()
        elif not (self.stopping or self.ended()):
            sys.stderr.write(f"{address} did not answer within {READY_SECONDS} seconds, so everything stops.\n")
            return False
        return True

    def start(self, part: Part) -> subprocess.Popen:
        return subprocess.Popen(
            part.command,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509 - one thread, and the call is safe
        )

    def stop(self, *_: object) -> None:
        self.stopping = True

    def ended(self) -> list[str]:
        return [name for name, process in self.running.items() if process.poll() is not None]

    def wait_until(self, address: str) -> bool:
        """Whether the address answered before the time was up, nobody ended, and no signal came."""
        limit = time.monotonic() + READY_SECONDS
        while time.monotonic() < limit and not self.stopping and not self.ended():
            try:
                with DIRECT.open(address, timeout=2):
                    return True
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        return False

    def wait_for_the_end(self) -> bool:
        """Wait for a signal (true) or until one part ends by itself (false)."""
        while not self.stopping:
            for name in self.ended():
                sys.stderr.write(f"The {name} process ended, so everything stops.\n")
                return False
            time.sleep(0.2)
        return True

    def end_all(self) -> None:
        """Ask every group to end, wait, then end what is left by force."""
        self.signal_all(signal.SIGTERM)
        limit = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < limit and len(self.ended()) < len(self.running):
            time.sleep(0.1)
        self.signal_all(signal.SIGKILL)
        for process in self.running.values():
            process.wait()

    def signal_all(self, number: signal.Signals) -> None:
        for process in self.running.values():
            try:
                os.killpg(process.pid, number)
            except (ProcessLookupError, PermissionError):
                continue

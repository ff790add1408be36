"""Starting the product as a person would, and looking at what it leaves behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OF_THE_TESTS = (
    "DJANGO_SETTINGS_MODULE",
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "SECRET_KEY",
    "SECRET_KEY_FILE",
    "DATA_DIR",
    "BASE_URL",
    "ALLOWED_HOSTS",
    "DEBUG",
    "DEMO",
    "TIME_ZONE",
)


def environment(**values: str) -> dict[str, str]:
    """This environment without anything that the tests set for themselves, and with these values."""
    return {**{key: value for key, value in os.environ.items() if key not in OF_THE_TESTS}, **values}


def run(*words: str, env: dict[str, str], timeout: int = 120) -> subprocess.CompletedProcess:
    """Run this Python on the words and wait."""
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True, timeout=timeout, check=False
    )


def alive_with(mark: str) -> list[int]:
    """The processes that carry the mark in their environment, read from /proc. This one is not among them."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            carries = mark.encode() in (entry / "environ").read_bytes()
        except OSError:
            continue
        if carries and int(entry.name) != os.getpid():
            found.append(int(entry.name))
    return found


def none_left(mark: str, seconds: float) -> bool:
    """Whether all processes with the mark end within the time."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if not alive_with(mark):
            return True
        time.sleep(0.2)
    return False


class Running:
    """`manage.py` with these words, in a session of its own, its output in a file."""

    def __init__(self, *words: str, env: dict[str, str], log: Path):
        self.log = log
        with log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", *words],
                cwd=ROOT,
                env=env,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def output(self) -> str:
        return self.log.read_text()

    def wait_for(self, words: str, seconds: float = 90) -> None:
        """Wait until the words stand in the output; fail with the output if they do not come."""
        limit = time.monotonic() + seconds
        while words not in self.output():
            assert self.process.poll() is None, self.output()
            assert time.monotonic() < limit, self.output()
            time.sleep(0.1)

    def end(self, number: signal.Signals, seconds: float = 30) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=seconds)

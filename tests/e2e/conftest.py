"""The whole product as processes of its own, and browsers for its people.

Without DATABASE_URL and REDIS_URL it is the embedded stack; with them PostgreSQL, Redis and a real worker.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from saypro import keeping
from tests.make_database import make

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

expect.set_options(timeout=10_000)


def pytest_collection_modifyitems(items):
    """Browser tests are skipped, with the count printed, where there is no chromium; CI forbids that."""
    ours = [item for item in items if "e2e" in item.keywords]
    if CHROMIUM or not ours:
        return
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.exit("REQUIRE_BROWSER is set, and no chromium was found.", returncode=3)
    print(f"\n{len(ours)} browser tests are skipped: no chromium was found.")
    for item in ours:
        item.add_marker(pytest.mark.skip(reason="no chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    flags = ["--disable-gpu", "--disable-background-networking", "--disable-quic", "--no-first-run"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": flags}


@dataclass
class Stack:
    """One running product: where it is, and how to get in."""

    address: str
    password: str
    environment: dict[str, str]

    def manage(self, *words: str) -> subprocess.CompletedProcess:
        """Run a management command on this stack's data."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
        )


def start_stack(folder: Path, port: int, *, people_only: bool) -> tuple[Stack, subprocess.Popen]:
    """Load people (and the story, unless only people), then start web, worker and schedule."""
    keeping.mark_demo(folder)
    environment = {
        **os.environ,
        "DEBUG": "1",
        "DEMO": "1",
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "saypro.settings.base",
        "BASE_URL": f"http://localhost:{port}",
        "TIME_ZONE": "Africa/Johannesburg",
        "DEMO_PASSWORD": keeping.demo_password(folder),
        "LOG_LEVEL": "ERROR",
    }
    database = os.environ.get("DATABASE_URL", "")
    if database.startswith("postgres"):
        environment["DATABASE_URL"] = f"{database}_e2e_{port}"
        make(environment["DATABASE_URL"], anew=True)
    stack = Stack(environment["BASE_URL"], environment["DEMO_PASSWORD"], environment)
    for words in (["migrate", "-v0"], ["load_demo", *(["--people-only"] if people_only else [])]):
        done = stack.manage(*words)
        assert done.returncode == 0, done.stderr
    log = (folder / "log").open("w")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    for _ in range(300):
        if "Address:" in (folder / "log").read_text():
            break
        assert process.poll() is None, (folder / "log").read_text()
        time.sleep(0.1)
    with urllib.request.urlopen(f"{stack.address}/healthz", timeout=5) as answer:
        assert answer.read() == b"ok"
    return stack, process


def run_stack(tmp_path_factory, free_port, *, people_only: bool) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp("stack")
    stack, process = start_stack(folder, free_port(), people_only=people_only)
    yield stack
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0
    database = stack.environment.get("DATABASE_URL", "")
    if urlsplit(database).scheme.startswith("postgres"):
        make(database, anew=True)


@pytest.fixture(scope="module")
def empty_stack(tmp_path_factory, free_port) -> Iterator[Stack]:
    """People and units, nothing else."""
    yield from run_stack(tmp_path_factory, free_port, people_only=True)


@pytest.fixture(scope="module")
def demo_stack(tmp_path_factory, free_port) -> Iterator[Stack]:
    """The demo as `make demo` shows it."""
    yield from run_stack(tmp_path_factory, free_port, people_only=False)


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, stack: Stack, context: BrowserContext, key: str):
        self.stack = stack
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.is_examined = False
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda line: self.faults.append(line.text) if "Security Policy" in line.text else None)
        self.go("/accounts/login/")
        self.page.fill("[name=login]", f"{key}@demo.saypro.test")
        self.page.fill("[name=password]", stack.password)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", name="My work")).to_be_visible()

    def go(self, path: str) -> Page:
        answer = self.page.goto(self.stack.address + path)
        assert answer is not None
        assert answer.status < 500, path
        return self.page


@pytest.fixture
def as_person(browser: Browser):
    """Sign somebody in with a browser of their own: as_person(stack, "leader", phone=True)."""
    contexts: list[BrowserContext] = []
    people: list[Person] = []

    def sign_in(stack: Stack, key: str, *, phone: bool = False, script: bool = True, scheme: str = "light") -> Person:
        context = browser.new_context(
            viewport=PHONE if phone else DESK,
            has_touch=phone,
            java_script_enabled=script,
            color_scheme=scheme,
            accept_downloads=True,
            locale="en-ZA",
            timezone_id="Africa/Johannesburg",
        )
        contexts.append(context)
        people.append(Person(stack, context, key))
        return people[-1]

    yield sign_in
    for context in contexts:
        context.close()
    assert not [fault for person in people if not person.is_examined for fault in person.faults]

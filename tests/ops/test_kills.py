"""The worker killed in the middle, again and again: none lost, none under two numbers, copies few, nothing stuck.

`KILLS=50 MESSAGES=600` runs it in full; the suite does it in small.
"""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from tests.ops.mail_server import MailServer
from tests.ops.processes import ROOT, environment, run

KILLS, MESSAGES = int(os.environ.get("KILLS", "5")), int(os.environ.get("MESSAGES", "60"))
PUT = """
import django; django.setup()
from django.utils import timezone
from notifications.services import Recipient, put
for n in range({number}):
    put(key=f"k{{n}}", kind="reminder", to=Recipient("Somebody", f"k{{n}}@example.org", n), subject="News", text="News",
        at=timezone.now())
"""
COUNT = """
import django; django.setup()
from collections import Counter
from notifications.models import Message
print(dict(Counter(Message.objects.values_list("state", flat=True))))
"""

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kills processes as Linux does")


def worker(env: dict[str, str]) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ops.drain"], cwd=ROOT, env=env, stderr=subprocess.DEVNULL, start_new_session=True
    )


def wait_for(reached, seconds: float) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if reached():
            return True
        time.sleep(0.005)
    return False


def test_a_worker_killed_in_the_middle_loses_nothing(tmp_path):
    dice = random.Random(7)
    with MailServer("slow") as server:
        env = environment(
            DJANGO_SETTINGS_MODULE="saypro.settings.base",
            SECRET_KEY="k" * 60,
            DEBUG="1",
            DATA_DIR=str(tmp_path),
            EMAIL_URL=f"smtp://127.0.0.1:{server.port}",
            EMAIL_TIMEOUT="1",
        )
        assert run("manage.py", "migrate", "-v0", env=env).returncode == 0
        assert run("-c", PUT.format(number=MESSAGES), env=env).returncode == 0
        killed = 0
        for _ in range(KILLS):
            before = sum(server.taken.values())
            process = worker(env)
            share = max(1, MESSAGES // KILLS // 2)
            goal = before + dice.randint(1, share)
            wait_for(lambda goal=goal: sum(server.taken.values()) >= goal, 60)
            time.sleep(dice.random() * 0.06)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            killed += 1
        process = worker(env)
        finished = wait_for(lambda: len(server.taken) == MESSAGES, 120)
        wait_for(lambda: "sending" not in run("-c", COUNT, env=env).stdout, 60)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert finished, f"{len(server.taken)} of {MESSAGES} arrived"
        assert killed == KILLS
        assert run("-c", COUNT, env=env).stdout.strip() == str({"sent": MESSAGES})
        copies = sum(server.taken.values()) - MESSAGES
        print(f"{killed} kills, {MESSAGES} messages, {copies} copies")
        assert copies <= max(2, KILLS // 5)

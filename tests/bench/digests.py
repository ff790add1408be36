"""Digests to many readers at once, beside rendering the same mails and giving them to one connection, and nothing else.

The run calls `measure_digests`. In a process of its own it makes readers of leadership's role, writes and sends their
digests, then renders the same templates with what those digests say and sends them, with no database in between.
The mail server is a thread that takes everything.
"""

import json
import socketserver
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from tests.bench.databases import Database
from tests.bench.serving import ROOT

READERS = 500


@dataclass(frozen=True)
class DigestFigures:
    """Seconds of the product and of the bare work for so many readers, and the product's statements."""

    readers: int
    product_seconds: float
    bare_seconds: float
    writing_statements: int
    sending_statements: int

    @property
    def ratio(self) -> float:
        return self.product_seconds / self.bare_seconds


class TakesEverything(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs to be rid of its mail."""

    def handle(self) -> None:
        self.say("220 bench")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.say("354 go on")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
            self.say("221 bye" if word == b"QUIT" else "250 ok")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


def measure_digests(database: Database, folder: Path) -> DigestFigures:
    """The figures of one database."""
    command = [sys.executable, "-m", "tests.bench.digests"]
    environment = database.environment(folder, "tests.bench.settings_product")
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return DigestFigures(**json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    import django  # noqa: PLC0415 - settings come from the environment

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.mail import get_connection  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.template.loader import get_template  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from accounts.models import Role, RoleGrant, User  # noqa: PLC0415
    from notifications.models import Message  # noqa: PLC0415
    from notifications.sending import send_waiting  # noqa: PLC0415
    from reports.digest import send_digests  # noqa: PLC0415
    from reports.models import Digest  # noqa: PLC0415
    from saypro.links import mint  # noqa: PLC0415

    at = timezone.now()
    long_ago = at - timedelta(days=365)
    people = User.objects.bulk_create(
        User(name=f"Reader {number}", email=f"reader.{time.time_ns()}.{number}@bench.invalid", joined_at=long_ago)
        for number in range(READERS)
    )
    role = Role.objects.get(slug="leadership")
    RoleGrant.objects.bulk_create(RoleGrant(user=each, role=role) for each in people)
    Message.objects.filter(state="queued").delete()
    server = Server(("127.0.0.1", 0), TakesEverything)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.EMAIL_URL = "smtp://bench"
    host, port = server.server_address[:2]
    backend = "django.core.mail.backends.smtp.EmailBackend"
    mails = get_connection(backend, host=host, port=port, use_tls=False, username="", password="")
    reverse("scorecard")  # a worker has its addresses and templates since it began
    get_template("emails/digest/body.html")
    with CaptureQueriesContext(connection) as seen:
        begun = time.perf_counter()
        written = send_digests(at)
        writing = len(seen)
        sent = send_waiting(mint=mint, connection=mails, limit=10 * READERS).sent
        product = time.perf_counter() - begun
    if not written or sent < written:
        raise SystemExit(f"Of {READERS} readers {written} got a digest, and {sent} mails left.")
    made = list(Digest.objects.filter(made_at=at).select_related("person"))
    begun = time.perf_counter()
    bare(made, mails)
    found = DigestFigures(written, product, time.perf_counter() - begun, writing, len(seen) - writing)
    print(json.dumps(asdict(found)))


def bare(digests: list, mails) -> None:
    """Render each and send it, over one connection."""
    from django.core.mail import EmailMultiAlternatives  # noqa: PLC0415

    from notifications.mails import render_mail  # noqa: PLC0415
    from reports.digest import figures_of  # noqa: PLC0415

    mails.open()
    for each in digests:
        here = "http://localhost/"
        context = {"person": each.person, "digest": each, "data": each.data, "subject_words": each.subject}
        context["figures"] = figures_of(each.data)
        context |= {"organisation": "SayPro", "rhythm": "Every week", "base": here, "here": here}
        mail = render_mail("digest", {**context, "scorecard": here, "settings": here})
        message = EmailMultiAlternatives(mail.subject, mail.text, to=[each.person.email], connection=mails)
        message.attach_alternative(mail.html, "text/html")
        mails.send_messages([message])
    mails.close()


def shown(figures: DigestFigures) -> str:
    """One line for the table."""
    return (
        f"{figures.readers} digests: {figures.product_seconds:.2f} s, bare rendering and one connection "
        f"{figures.bare_seconds:.2f} s, ratio {figures.ratio:.2f} (goal ≤ 1.5), "
        f"{figures.writing_statements:,} statements to write them, {figures.sending_statements:,} to send them"
    )


if __name__ == "__main__":
    main()

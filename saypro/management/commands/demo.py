"""The whole product on this machine, with people and an analysis to try it on."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from saypro import keeping
from saypro.demo.cast import ADMIN, PEOPLE, SHOWN
from saypro.supervisor import CannotStart, Supervisor, parts, refuse_busy


class Command(BaseCommand):
    """Migrates, loads the demo once, and runs web, worker and schedule until Ctrl-C."""

    help = "Run the demo: SQLite, the embedded broker, demo people. Only on this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEBUG and settings.DEMO):
            raise CommandError("The demo runs with DEBUG and DEMO on. Start it with `make demo`.")
        port = options["port"]
        try:
            refuse_busy(port)
            keeping.mark_demo(settings.DATA_DIR)
        except (CannotStart, ValueError) as error:
            raise CommandError(str(error)) from None
        password = keeping.demo_password(settings.DATA_DIR)
        os.environ["DEMO_PASSWORD"] = password
        call_command("migrate", verbosity=0)
        call_command("load_demo")
        address = f"http://localhost:{port}"
        supervisor = Supervisor(parts(port), {"BASE_URL": address})
        sys.exit(
            supervisor.run(ready=f"http://127.0.0.1:{port}/healthz", on_ready=lambda: self.tell(address, password))
        )

    def tell(self, address: str, password: str) -> None:
        """Where it is, and who can sign in."""
        people = {person.key: person for person in (*PEOPLE, ADMIN)}
        lines = [f"Address: {address}", f"Password: {password}", ""]
        lines += [f"  {people[key].email:<36} {people[key].name}, {people[key].job_title}" for key in SHOWN]
        lines += ["", "Ctrl-C stops it. The data stay; RESET=1 begins anew."]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

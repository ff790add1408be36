"""The whole product on this machine, empty, for real use."""

import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.first_admin import mint_code
from saypro import keeping
from saypro.supervisor import CannotStart, Supervisor, parts, refuse_busy


class Command(BaseCommand):
    """Migrates, collects static files, and runs web, worker and schedule until Ctrl-C."""

    help = "Run the product for real use, with an empty database at the first start."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        if settings.DEBUG:
            raise CommandError("DEBUG is on. Real use runs with DEBUG off; start it with `make start`.")
        if keeping.is_demo(settings.DATA_DIR):
            raise CommandError(f"{settings.DATA_DIR} is a demo's folder. Choose another DATA_DIR for real use.")
        try:
            refuse_busy(port)
        except CannotStart as error:
            raise CommandError(str(error)) from None
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        supervisor = Supervisor(parts(port, workers=2))
        sys.exit(supervisor.run(ready=f"http://127.0.0.1:{port}/healthz", on_ready=self.tell))

    def tell(self) -> None:
        """Where it is, and how the first administrator gets in."""
        self.stdout.write(f"Address: {settings.BASE_URL}")
        code = mint_code()
        if code:
            self.stdout.write(f"First administrator: {settings.BASE_URL}/setup/ with the code {code}")
        if not settings.EMAIL_URL:
            self.stdout.write("EMAIL_URL is not set: messages are kept on the page Messages, and nothing is sent.")
        self.stdout.write("Ctrl-C stops it.")
        self.stdout.flush()

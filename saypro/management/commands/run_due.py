"""Do whatever is due, as the schedule does each minute."""

import getpass
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import Organisation
from audit.services import Actor, record
from common.dates import organisation_zone
from saypro.due import run_due


class Command(BaseCommand):
    """Runs the one entry point for time; `--at` gives another instant and is written down in the history."""

    help = "Do whatever is due now, or at the instant given by --at."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", help="An instant as ISO 8601, such as 2025-05-20T09:00+02:00")

    def handle(self, *args: Any, **options: Any) -> None:
        at = self.instant(options["at"])
        if options["at"]:
            actor = Actor(None, getpass.getuser(), "command")
            record(
                "schedule.run_by_hand", Organisation.objects.get(id=1), actor=actor, at=timezone.now(), new={"at": at}
            )
        done = run_due(at)
        self.stdout.write("; ".join(f"{name}: {number}" for name, number in done.items()))
        failed = [name for name, number in done.items() if number < 0]
        if failed:
            raise CommandError(f"These parts failed, see the log: {', '.join(failed)}.")

    def instant(self, text: str | None) -> datetime | None:
        """The instant in the text, in the organisation's time zone where it names none."""
        if not text:
            return None
        try:
            found = parse_datetime(text)
        except ValueError:
            found = None
        if found is None:
            raise CommandError(f"“{text}” is no instant. Write it like 2025-05-20T09:00+02:00.")
        return found if found.tzinfo else found.replace(tzinfo=organisation_zone())

"""For health checks of worker and beat: the schedule has run in the last minutes, which takes both of them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from saypro.health import QUIET, last_run


class Command(BaseCommand):
    """Ends with 0 while beat rings and a worker answers."""

    help = "Say whether worker and beat are alive."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("part", choices=["worker", "beat"])

    def handle(self, *args: Any, **options: Any) -> None:
        last = last_run()
        if last is None or timezone.now() - last > QUIET:
            raise CommandError(
                f"The schedule has not run in {QUIET.seconds // 60} minutes; look at the {options['part']}."
            )
        self.stdout.write("ok")

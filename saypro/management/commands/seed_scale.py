"""Fill a database with the work of a large organisation, made up, to see how the product behaves with it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from saypro.scale.rules import FLAG, why_not
from saypro.scale.seeding import Order, seed

LEAST_DEPARTMENTS, LEAST_USERS = 1, 10


class Command(BaseCommand):
    """One line for each part while it runs, and exit 0; or one line on standard error, nothing written, and not 0."""

    help = "Fills the database with made-up actions, milestones, check-ins, indicators and people. Never for real use."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--actions", type=int, required=True, help="how many; each with 4 milestones and 10 check-ins"
        )
        parser.add_argument("--departments", type=int, default=20, help="how many there are afterwards (20)")
        parser.add_argument("--users", type=int, default=200, help="how many people there are afterwards (200)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same work (1)")
        parser.add_argument(
            FLAG, default="", metavar="NAME", help="the database's name, where DEBUG is off or people work"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["actions"] < 1 or options["departments"] < LEAST_DEPARTMENTS or options["users"] < LEAST_USERS:
            raise CommandError("Ask for at least one action, one department and ten people.")
        if reason := why_not(options["into_this_database"]):
            raise CommandError(reason)
        order = Order(options["actions"], options["departments"], options["users"], options["seed"])
        counts = seed(order, at=timezone.now(), say=self.say)
        self.stdout.write(f"{sum(counts.values()):,} rows written, {counts['actions.CorrectiveAction']:,} actions.")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

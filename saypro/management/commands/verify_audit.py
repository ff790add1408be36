"""Check the history from its first entry to its last, and whatever else must not have been changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.verify import verify
from saypro.verifying import CHECKS


class Command(BaseCommand):
    """One line and exit 0 when all is whole; else the first broken link on standard error, and not 0."""

    help = "Checks the chain of the history, the snapshots and the signatures."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", default="", help="A hash kept elsewhere; it must still be in the chain.")

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify(expected_head=options["head"].strip().lower())
        if verdict.broken:
            raise CommandError(verdict.broken)
        for check in CHECKS:
            for sentence in check():
                raise CommandError(sentence)
        self.stdout.write(
            f"The chain is whole: {verdict.entries} entries, {verdict.sealed} sealed,"
            f" {verdict.unsealed} not yet sealed, head {verdict.head}"
        )

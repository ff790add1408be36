"""Fill the search anew from all rows."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from saypro.searching import rebuild


class Command(BaseCommand):
    """One line and exit 0. Safe to run twice, and while people work."""

    help = "Fills the search anew from all analyses, gaps, actions, meetings and to-dos."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild(at=timezone.now())} things can be found.")

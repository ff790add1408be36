"""How the first administrator gets in, where nobody reads the screen of `make start`: in a container, or later."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.first_admin import mint_code


class Command(BaseCommand):
    """Prints address and code while nobody has an account; the code is the same until it is used."""

    help = "Print the address and the code that make the first administrator."

    def handle(self, *args: Any, **options: Any) -> None:
        code = mint_code()
        if not code:
            raise CommandError("The first administrator has been made. Ask them for an invitation.")
        self.stdout.write(f"First administrator: {settings.BASE_URL}/setup/ with the code {code}")

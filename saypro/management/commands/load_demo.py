"""Load the demo: people, the sample analysis, and its way to two leaders who are signing."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.services import seal
from saypro.demo.cast import ADMIN
from saypro.demo.story import Demo


class Command(BaseCommand):
    """Loads once; a second run says that the demo is there and changes nothing."""

    help = "Load the demo people and the sample analysis through the real importer and services."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people-only", action="store_true", help="people and units, without an analysis")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo people are for the demo only. Set DEBUG=1, or run `make demo`.")
        if User.objects.filter(email=ADMIN.email).exists():
            self.stdout.write("The demo is loaded already.")
            return
        if User.objects.exists():
            raise CommandError("This database holds real people. The demo goes into a database of its own.")
        password = os.environ.get("DEMO_PASSWORD", "")
        if not password:
            raise CommandError("DEMO_PASSWORD is not set. `make demo` makes one and prints it.")
        demo = Demo(password, timezone.now())
        with transaction.atomic():  # all or nothing: a start that is broken off begins anew
            demo.people() if options["people_only"] else demo.tell()
        seal()
        self.stdout.write("The demo is loaded.")

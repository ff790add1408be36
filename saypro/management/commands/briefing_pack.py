"""Make the briefing pack of a meeting and write it into a file."""

import getpass
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from accounts.viewer import Viewer
from common.access import Conflict, Refused
from meetings.models import Meeting
from reports.permissions import PACK
from reports.services import ask_for_pack, build_one

FORMATS = ("pdf", "docx", "pptx")


class Command(BaseCommand):
    """Builds and issues the next version, as the page does, and copies its file to `--output`."""

    help = "Make the briefing pack of a meeting. `list_meetings` names the meetings by their number."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("meeting", help="The meeting's number, as list_meetings prints it.")
        parser.add_argument("--format", choices=FORMATS, default="pdf", help="What to write; only pdf is possible yet.")
        parser.add_argument("--output", required=True, help="The file to write.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["format"] != "pdf":
            raise CommandError(f"A pack as {options['format'].upper()} is not there yet. Use --format pdf.")
        output = Path(options["output"])
        if output.is_dir() or not output.parent.is_dir() or not os.access(output.parent, os.W_OK):
            raise CommandError(f"{output} cannot be written: its folder has to be there, and to be ours to write.")
        number = options["meeting"]
        meeting = Meeting.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
        if meeting is None:
            raise CommandError(f"There is no meeting {number}. `list_meetings` names them.")
        at = timezone.now()
        by = Viewer(user=User(name=getpass.getuser()), everywhere=frozenset({PACK}), channel="command")
        try:
            asked = ask_for_pack(meeting, by=by, at=at)
            made = build_one(asked, at=at)
        except (Conflict, Refused) as error:
            raise CommandError(str(error)) from error
        if made is None:
            raise CommandError("A worker builds the pack of this meeting at this moment. Try again in a minute.")
        if made.state != "issued":
            raise CommandError(made.error)
        try:
            with made.file.open("rb") as source, output.open("wb") as target:
                for chunk in iter(lambda: source.read(1 << 20), b""):
                    target.write(chunk)
        except OSError as error:
            raise CommandError(
                f"Version {made.number} is issued, but {output} could not be written: {error.strerror}."
            ) from error
        self.stdout.write(f"Version {made.number}, {made.pages} pages, digest {made.digest}: {output}")

"""Import a report from the command line: the same code as the page. `--dry-run` needs no database."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from accounts.models import Department, User
from accounts.people import people_with
from accounts.viewer import Viewer, load_viewer
from common.access import Conflict, Refused, Unfit
from common.dates import short_date, today
from common.text import counted
from gaps.models import GapAnalysis, SourceDocument
from gaps.permissions import PREPARE
from intake.interpret import Analysis, from_dict, to_json
from intake.services import Received, columns_words, read_report, save, suggested_choices, upload
from intake.services.saving import BATCH


class Command(BaseCommand):
    """Reads one report and saves it as a draft analysis, or shows what it would become."""

    help = (
        "Import a performance gap analysis from a document. With --dry-run nothing is saved and no database is needed."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the report: .txt, .md, .docx, .csv, .xlsx or .pdf")
        parser.add_argument("--dry-run", action="store_true", help="only show what was read; save nothing")
        parser.add_argument("--json", action="store_true", help="write JSON, and only JSON, to standard output")
        parser.add_argument("--as", dest="email", default="", help="the address of the person who imports")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            if options["dry_run"]:
                self.show(read_report(path, path.name)[1], as_json=options["json"])
            else:
                self.bring_in(path, options["email"], as_json=options["json"])
        except Unfit as unfit:
            raise CommandError(str(unfit)) from unfit
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        except (Refused, Conflict) as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"{path.name} cannot be opened: {error.strerror or error}.") from error
        except DatabaseError as error:
            raise CommandError(
                f"The database does not answer as it should; run “manage.py migrate” first. ({str(error).splitlines()[0]})"
            ) from error

    def show(self, analysis: Analysis, *, as_json: bool) -> None:
        """What the document would become."""
        if as_json:
            self.write_json(to_json(analysis))
            return
        self.stdout.write(f"{analysis.title or 'Without a title'}: {in_figures(analysis)}. Nothing is saved.")
        for role in analysis.left_over:
            self.stdout.write(f"Left over, line {role.line}: {role.text}")
        for warning in analysis.warnings:
            self.stdout.write(warning)

    def bring_in(self, path: Path, email: str, *, as_json: bool) -> None:
        """Save the document as a draft analysis; where it was imported before, say so and change nothing."""
        by, at = self.importer(email), timezone.now()
        if not path.exists():
            raise Unfit("The file is not there; check its path.")
        with path.open("rb") as opened:
            received = upload(File(opened, name=path.name), path.name, by=by, at=at)
        if received.analysis:
            self.say_before(received.analysis, as_json=as_json)
            return
        if words := columns_words(received.draft):  # type: ignore[arg-type]
            self.stderr.write(f"Columns {words}.")
        analysis = self.save(received, by, at)
        if as_json:
            self.write_json({"analysis": analysis.pk, "title": analysis.title, "imported_before": False})
            return
        reading = from_dict(received.draft.content)  # type: ignore[union-attr]
        self.stdout.write(
            f"Imported by {by.name}: {analysis.title} ({in_figures(reading)}). It is a draft; issue it on its page."
        )

    def save(self, received: Received, by: Viewer, at: Any) -> GapAnalysis:
        """Save without asking: departments by name, made where there is none."""
        draft = received.draft
        assert draft is not None
        if not draft.content["units"]:
            raise Unfit(
                "No gap was found by the headings. It waits on the import page; say there what its columns are."
            )
        departments = Department.objects.filter(is_active=True).values_list("pk", "name")
        chosen = suggested_choices(from_dict(draft.content), departments)
        return save(draft, chosen, by=by, at=at, tell=self.tell)

    def tell(self, written: int, total: int) -> None:
        """How far the saving is, for a person at a terminal; to standard error, so that the answer stays as it is."""
        if total <= BATCH or not self.stderr.isatty():
            return
        self.stderr.write(f"\rSaving: {written:,} of {total:,} gaps", ending="\n" if written == total else "")
        self.stderr.flush()

    def say_before(self, analysis: GapAnalysis, *, as_json: bool) -> None:
        read_at = SourceDocument.objects.filter(analysis=analysis).values_list("read_at", flat=True).latest("version")
        if as_json:
            self.write_json({"analysis": analysis.pk, "title": analysis.title, "imported_before": True})
            return
        self.stdout.write(f"Imported before: {analysis.title}, on {short_date(today(read_at))}. Nothing changed.")

    def importer(self, email: str) -> Viewer:
        """Who imports: the person named, else the first active one who prepares analyses."""
        able = people_with(PREPARE)
        if not email:
            if not able:
                raise Unfit("Nobody can import yet: give somebody the role “Monitoring and evaluation” first.")
            return load_viewer(able[0], channel="command")
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise Unfit(f"Nobody active has the address {email}.")
        if person not in able:
            raise Unfit(f"{person.name} may not import; the M&E team prepares analyses.")
        return load_viewer(person, channel="command")

    def write_json(self, value: dict[str, Any]) -> None:
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        plain = not encoding.lower().replace("-", "").startswith("utf")
        self.stdout.write(json.dumps(value, ensure_ascii=plain, indent=2))


def in_figures(analysis: Analysis) -> str:
    """As in "five gaps, ten causes, 15 actions, no line left over"."""
    gaps = analysis.gaps
    return ", ".join(
        (
            counted(len(gaps), "gap"),
            counted(sum(len(gap.causes) for gap in gaps), "cause"),
            counted(sum(len(gap.actions) for gap in gaps), "action"),
            f"{counted(len(analysis.left_over), 'line')} left over",
        )
    )

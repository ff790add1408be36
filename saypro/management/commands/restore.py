"""Bring a backup back: checked before anything is touched, then proved."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.migrations.loader import MigrationLoader

from common.text import counted
from notifications.services import hold_waiting, release_held
from saypro.backing import archive, database


class Command(BaseCommand):
    """Stop web, worker and schedule first. Mails that waited stay held until they are released or dropped."""

    help = "Restore a backup into an empty installation, or over this one with --replace."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--replace", action="store_true", help="Put it in place of what is there.")
        parser.add_argument("--release-mail", action="store_true", help="Let the mails leave that a restore holds.")
        parser.add_argument("--drop-mail", action="store_true", help="Drop the mails that a restore holds.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["release_mail"] and options["drop_mail"]:
            raise CommandError("Mails are released or dropped, not both.")
        if options["file"] is None and not (options["release_mail"] or options["drop_mail"]):
            raise CommandError("Say which file is restored.")
        if options["file"] is not None:
            self.bring_back(options["file"].absolute(), replace=options["replace"])
        if options["release_mail"] or options["drop_mail"]:
            done = release_held(drop=options["drop_mail"])
            self.stdout.write(
                f"{counted(done, 'mail').capitalize()} {'dropped' if options['drop_mail'] else 'released'}."
            )

    def bring_back(self, source: Path, *, replace: bool) -> None:
        Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.DATA_DIR) as folder:
                manifest = archive.read(source, Path(folder))
                self.refuse_unfit(manifest, replace=replace)
                database.bring_back(Path(folder) / archive.DATABASE)
                self.bring_files(Path(folder), manifest)
        except (archive.NotWhole, OSError) as error:
            raise CommandError(str(error)) from None
        found = database.counts(database.ask_here)
        if found != {table: number for table, number in manifest["counts"].items() if table in found}:
            raise CommandError("The database does not hold what was backed up.")
        call_command("migrate", verbosity=0)
        cache.clear()
        held = hold_waiting()
        people, actions = found.get("accounts_user", 0), found.get("actions_correctiveaction", 0)
        files = sum(name.startswith(f"{archive.MEDIA}/") for name in manifest["files"])
        self.stdout.write(
            f"Restored from {manifest['made_at'][:16].replace('T', ' ')} UTC, version {manifest['version']}:"
            f" {counted(people, 'person', 'people')}, {counted(actions, 'action')}, {counted(files, 'file')}."
        )
        call_command("verify_audit", head=manifest["chain_head"], stdout=self.stdout)
        if held:
            self.stdout.write(
                f"{counted(held, 'mail').capitalize()} that waited {'is' if held == 1 else 'are'} held, since"
                " they may have left after the backup. Look at them on Messages, then run"
                " `manage.py restore --release-mail` or `--drop-mail`."
            )

    def refuse_unfit(self, manifest: dict[str, Any], *, replace: bool) -> None:
        """Refuse another kind of database, a newer backup, and overwriting without being told to."""
        if manifest["engine"] != database.engine():
            raise archive.NotWhole(
                f"The backup is of {manifest['engine']}, and DATABASE_URL names {database.engine()}. Use the same kind."
            )
        known = set(MigrationLoader(None).disk_migrations)
        newer = sorted((app, name) for app, names in manifest["migrations"].items() for name in names)
        unknown = [f"{app}.{name}" for app, name in newer if (app, name) not in known]
        if unknown:
            raise archive.NotWhole(
                f"The backup was made by a newer version ({manifest['version']}); this one does not know {unknown[0]}."
                " Update first."
            )
        if not replace and not database.is_empty():
            raise archive.NotWhole(
                "There are people and data here already. Add --replace to put the backup in their place."
            )

    def bring_files(self, folder: Path, manifest: dict[str, Any]) -> None:
        """Each file to its place, in one rename; what was there under other names stays, and nothing points at it."""
        for name in manifest["files"]:
            if name.startswith(f"{archive.MEDIA}/"):
                place(folder / name, Path(settings.MEDIA_ROOT) / name.removeprefix(f"{archive.MEDIA}/"))
        key = folder / archive.SECRET
        target = Path(settings.DATA_DIR) / archive.SECRET
        if key.exists() and not target.exists():
            place(key, target)
            self.stdout.write(f"The secret key is in {target}; start with SECRET_KEY_FILE naming it.")
        elif key.exists() and key.read_text().strip() != target.read_text().strip():
            self.stdout.write("The backup holds another secret key; the one here is kept.")


def place(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f".{target.name}.coming")
    shutil.copyfile(source, draft)
    os.chmod(draft, 0o600)
    draft.replace(target)

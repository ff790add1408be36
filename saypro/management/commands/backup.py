"""One file with everything: the database as of one instant, the files people brought, and what is in it."""

import tempfile
import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from common.text import counted
from saypro.backing import archive, database


def version() -> str:
    """The version of this code."""
    with (Path(settings.BASE_DIR) / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


class Command(BaseCommand):
    """Can run while people work; nothing waits for it."""

    help = "Write a backup of database and files into one file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--with-secret", action="store_true", help="Put the secret key in too, so that open links go on working."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["file"].absolute()
        if target.exists():
            raise CommandError(f"{target} is there already. Choose another name.")
        if not target.parent.is_dir():
            raise CommandError(f"The folder {target.parent} is not there.")
        try:
            with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
                copy = Path(folder) / archive.DATABASE
                about = database.copy_out(copy)
                members = {archive.DATABASE: copy, **self.media()}
                if options["with_secret"]:
                    members[archive.SECRET] = self.secret(Path(folder))
                about |= {"engine": database.engine(), "version": version(), "made_at": timezone.now().isoformat()}
                manifest = archive.write(target, members, about)
        except (archive.NotWhole, OSError) as error:
            raise CommandError(str(error)) from None
        files = sum(name.startswith(f"{archive.MEDIA}/") for name in manifest["files"])
        rows = sum(manifest["counts"].values())
        self.stdout.write(
            f"{target}: {target.stat().st_size / 1024**2:.1f} MB, {rows} rows, {counted(files, 'file')},"
            f" head {manifest['chain_head'] or 'none yet'}."
        )
        if options["with_secret"]:
            self.stdout.write("The secret key is in it: whoever has the file can sign links. Keep it like a password.")
        else:
            self.stdout.write("The secret key is not in it. Keep that apart; without it, links in sent mails end.")

    def media(self) -> dict[str, Path]:
        """The files people brought, by their name in the backup."""
        root = Path(settings.MEDIA_ROOT)
        found = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
        return {f"{archive.MEDIA}/{path.relative_to(root).as_posix()}": path for path in found}

    def secret(self, folder: Path) -> Path:
        path = folder / archive.SECRET
        path.touch(mode=0o600)
        path.write_text(settings.SECRET_KEY + "\n")
        return path

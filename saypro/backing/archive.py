"""The one file: a gzipped tar with its manifest first. Knows no database.

The manifest names every member with its size and SHA-256, so that a truncated or altered file is known before
anything is touched.
"""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
MEDIA = "media"
SECRET = "secret-key"  # noqa: S105 - the name of a member, not a secret
CHUNK = 1024 * 1024


class NotWhole(Exception):
    """The file is no backup, or not as it was written; the text is a sentence."""


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def write(target: Path, members: Mapping[str, Path], about: dict[str, Any]) -> dict[str, Any]:
    """Write the file, readable by its owner only, whole or not at all; returns the manifest. Raises FileExistsError."""
    if target.exists():
        raise FileExistsError(target)
    files: dict[str, dict[str, Any]] = {
        name: {"size": path.stat().st_size, "sha256": digest_of(path)} for name, path in sorted(members.items())
    }
    manifest = {"format": FORMAT, "product": "saypro", **about, "files": files}
    draft = target.with_name(f".{target.name}.partial")
    draft.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as tar:
                text = json.dumps(manifest, indent=1, sort_keys=True).encode()
                tar.addfile(described(MANIFEST, len(text)), io.BytesIO(text))
                for name, each in files.items():
                    with members[name].open("rb") as file:
                        tar.addfile(described(name, each["size"]), file)
            raw.flush()
            os.fsync(raw.fileno())
        os.link(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def described(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


def read(source: Path, into: Path) -> dict[str, Any]:
    """Unpack the file into an empty folder and compare every member with the manifest; returns the manifest.

    Raises `NotWhole` with a sentence.
    """
    try:
        with tarfile.open(source, mode="r:gz") as tar:
            manifest = manifest_of(tar, source)
            left = dict(manifest["files"])
            while info := tar.next():
                expected = left.pop(info.name, None)
                if expected is None or not info.isreg() or not is_safe(info.name):
                    raise NotWhole(f"{source.name} holds {info.name!r}, which its manifest does not name.")
                unpack(tar, info, into / info.name, expected, source)
        drain(source)
    except FileNotFoundError:
        raise NotWhole(f"{source} is not there.") from None
    except (tarfile.TarError, EOFError, OSError, zlib.error, ValueError, KeyError, TypeError) as error:
        if isinstance(error, OSError) and not isinstance(error, gzip.BadGzipFile) and error.errno:
            raise
        raise NotWhole(f"{source.name} is not a whole backup; it may be cut short. Take another copy.") from None
    if left:
        raise NotWhole(f"{source.name} is cut short: {min(left)} is missing. Take another copy.")
    return manifest


def manifest_of(tar: tarfile.TarFile, source: Path) -> dict[str, Any]:
    """The first member, which says what is in the file."""
    first = tar.next()
    file = tar.extractfile(first) if first and first.name == MANIFEST and first.isreg() else None
    if file is None:
        raise NotWhole(f"{source.name} is not a backup of this application.")
    manifest = json.loads(file.read())
    if manifest["product"] != "saypro" or not isinstance(manifest["files"], dict):
        raise NotWhole(f"{source.name} is not a backup of this application.")
    if manifest["format"] > FORMAT:
        raise NotWhole(f"{source.name} was made by a newer version ({manifest['version']}). Update first.")
    return manifest


def is_safe(name: str) -> bool:
    """Whether the name stays inside the folder."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name


def unpack(tar: tarfile.TarFile, info: tarfile.TarInfo, path: Path, expected: dict[str, Any], source: Path) -> None:
    file = tar.extractfile(info)
    if file is None:
        raise NotWhole(f"{source.name} cannot be read at {info.name}.")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = hashlib.sha256()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while chunk := file.read(CHUNK):
            found.update(chunk)
            out.write(chunk)
    if found.hexdigest() != expected["sha256"]:
        raise NotWhole(f"{source.name} was altered: {info.name} is not what was backed up. Nothing was restored.")


def drain(source: Path) -> None:
    """Read to the end, so that the checksum of the packing itself is compared too."""
    with gzip.open(source) as file:
        while file.read(CHUNK):
            pass

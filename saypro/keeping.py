"""What a machine makes once and keeps in DATA_DIR: secrets readable by their owner only, and the demo's marker.

Knows no Django, so that it can run before the settings are read: `python saypro/keeping.py FOLDER` makes the secret key,
`python saypro/keeping.py --reset FOLDER` removes a demo.
"""

import os
import secrets
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

MARKER = "this-is-a-saypro-demo"
WORDS = (
    "amber basil cedar delta ember fjord grove hazel inlet jade karoo lemon maple nectar olive pearl quartz river sage"
    " tulip umber violet willow yarrow zinnia"
)


def kept_secret(folder: Path, name: str, make: Callable[[], str]) -> str:
    """The secret of that name, made at the first call and only then.

    It appears under its name only when it is whole, so neither two starts at once nor a kill leave half of one.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    if not path.exists():
        draft = folder / f".{name}-{secrets.token_hex(8)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make() + "\n")
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()


def secret_key(folder: Path) -> str:
    """The key that signs sessions and links."""
    return kept_secret(folder, "secret-key", lambda: secrets.token_urlsafe(50))


def demo_password(folder: Path) -> str:
    """One password for all demo people: three words and three digits, easy to read out."""
    words = WORDS.split()
    return kept_secret(
        folder,
        "demo-password",
        lambda: "-".join(secrets.choice(words) for _ in range(3)) + f"-{secrets.randbelow(900) + 100}",
    )


def is_demo(folder: Path) -> bool:
    """Whether the folder carries our marker."""
    return (folder / MARKER).exists()


def reset_demo(folder: Path) -> None:
    """Remove a demo's folder, only where it carries our marker. Raises ValueError with a sentence otherwise."""
    if not folder.exists():
        return
    if not is_demo(folder):
        raise ValueError(f"{folder} is not a demo's folder, so nothing in it is removed.")
    shutil.rmtree(folder)


def mark_demo(folder: Path) -> None:
    """Say that the folder belongs to a demo. Raises ValueError with a sentence where it holds real use."""
    if not is_demo(folder) and any((folder / name).exists() for name in ("secret-key", "saypro.sqlite3")):
        raise ValueError(f"{folder} holds data of real use. Choose another DATA_DIR for the demo.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / MARKER).touch(mode=0o600)


def main(words: list[str]) -> str:
    """Do what the words ask for; returns the reason where it is refused, else nothing."""
    try:
        if words[0] == "--reset":
            reset_demo(Path(words[1]))
        else:
            secret_key(Path(words[0]))
    except ValueError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) or 0)

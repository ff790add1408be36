"""Is the lock the one of what is asked for? `python -m saypro.locks` checks; `--write` notes it in the lock's first line.

The hash of the .in file stands in the lock, so that no index is needed to check it.
"""

import hashlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
PAIRS = (("requirements.in", "requirements.lock"), ("requirements-dev.in", "requirements-dev.lock"))


def first_line(asked: str, folder: Path) -> str:
    """The line that the lock of that file begins with."""
    text = (folder / asked).read_bytes()
    return f"# {asked} sha256: {hashlib.sha256(text).hexdigest()}"


def stale(folder: Path = HERE) -> list[str]:
    """A sentence for each lock that is not the one of its .in file."""
    found = []
    for asked, lock in PAIRS:
        if not (folder / lock).exists():
            found.append(f"{lock} is not there; run `make lock`.")
            continue
        with (folder / lock).open() as file:
            if file.readline().strip() != first_line(asked, folder):
                found.append(f"{lock} was not made from {asked} as it stands; run `make lock`.")
    return found


def write(folder: Path = HERE) -> None:
    """Note the hashes in the locks."""
    for asked, lock in PAIRS:
        path = folder / lock
        lines = [line for line in path.read_text().splitlines() if not line.startswith(f"# {asked} sha256:")]
        path.write_text("\n".join([first_line(asked, folder), *lines]) + "\n")


if __name__ == "__main__":
    if "--write" in sys.argv:
        write()
    problems = stale()
    print("\n".join(problems) or "The locks are fresh.", file=sys.stderr if problems else sys.stdout)
    sys.exit(bool(problems))

"""`python -m intake.readers FILE [NAME]`: the neutral form as JSON on standard output, under resource limits."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from . import read
from .base import UnreadableDocument
from .limits import limit_resources

TOO_LARGE = "This document needs more memory than a report may; split it and import the parts."
FAILED = "This file could not be read; open it in the program that made it, save it again and import the new copy."


def main(arguments: list[str]) -> int:
    """Read the file that was named; 0 when it went well, 1 with `{"error": …}` when it did not."""
    if not 1 <= len(arguments) <= 2:
        return _answer({"error": "Name one file to read."}, 2)
    path = Path(arguments[0])
    limit_resources()
    try:
        document = read(path, arguments[-1])
    except UnreadableDocument as error:
        return _answer({"error": str(error)}, 1)
    except FileNotFoundError:
        return _answer({"error": "The file is not there any more; choose it again."}, 1)
    except MemoryError:
        return _answer({"error": TOO_LARGE}, 1)
    except Exception:
        return _answer({"error": FAILED}, 1)
    return _answer(document.to_dict(), 0)


def _answer(content: dict[str, object], status: int) -> int:
    sys.stdout.buffer.write(json.dumps(content, ensure_ascii=False).encode("utf-8", "replace"))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""How fast the import is: `python -m tests.intake.speed`. Prints figures; decides nothing."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PAGES, ROWS = 60, 10_000
LIMIT = 20 * 1024 * 1024
SENTENCE = (
    "The district teams wrote down what they saw, how long it took and which of the means they had asked for arrived. "
)


def long_report(path: Path) -> Path:
    """A PDF of about sixty pages: prose, lists and tables."""
    import typst  # noqa: PLC0415 - only this function needs it

    parts = ['#set page(paper: "a4", header: [Yearly review])\n= Yearly review of the districts\nDate: 4 May 2026\n']
    for number in range(1, PAGES + 25):
        parts.append(f"== District {number}\n{SENTENCE * 9}\n\n{SENTENCE * 8}\n")
        parts.append(
            f"*Key gap:* Visits are {number} % below target.\n\n*Causes:*\n- Fuel came late\n- Two cars stood still\n"
        )
        rows = "".join(f"[Repair car {n} of district {number}], [Fleet office], [30 June 2026]," for n in range(6))
        parts.append(f"#table(columns: 3, [Action], [Owner], [Due], {rows})\n")
    source = path.with_suffix(".typ")
    source.write_text("\n".join(parts), encoding="utf-8")
    typst.compile(str(source), output=str(path))
    return path


def long_table(path: Path, rows: int = ROWS) -> Path:
    """A workbook with one finding a row."""
    import xlsxwriter  # noqa: PLC0415 - only this function needs it

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Findings")
        sheet.write_row(0, 0, ("ID", "Department", "Finding", "Root cause", "Action", "Owner", "Deadline"))
        for n in range(1, rows + 1):
            sheet.write_row(
                n,
                0,
                (
                    f"F-{n}",
                    f"Department {n % 40}",
                    f"Delivery {n} came {n % 30 + 1} days late",
                    f"Truck {n % 90} broke down",
                    f"Repair truck {n % 90} for delivery {n}",
                    "Fleet manager",
                    f"2026-{n % 12 + 1:02d}-15",
                ),
            )
    return path


def timed(what: str, work: Callable[[], Any]) -> Any:
    """Do the work and print how long it took."""
    begun = time.perf_counter()
    result = work()
    print(f"{what:<52}{time.perf_counter() - begun:>8.2f} s")
    return result


def main() -> None:
    """Read and interpret both; what the reading process used at most is printed last."""
    from intake.interpret import interpret  # noqa: PLC0415
    from intake.reading import read_file  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        report = long_report(Path(folder) / "report.pdf")
        table = long_table(Path(folder) / "table.xlsx")
        for name, path in ((f"report of {PAGES} pages or more", report), (f"table of {ROWS:,} rows", table)):
            document = timed(f"{name}: read", lambda path=path: read_file(path, path.name, max_bytes=LIMIT))
            analysis = timed(f"{name}: understood", lambda document=document: interpret(document))
            print(
                f"{'':<4}{len(document.lines):,} lines, {len(analysis.gaps):,} gaps, {len(analysis.left_over):,} left over"
            )
        print(f"{'most memory of a reading process':<52}{most_memory(table):>8.0f} MB")


def most_memory(path: Path) -> float:
    """The most memory that reading this file takes in a process of its own, in MB."""
    import subprocess  # noqa: PLC0415

    code = (
        "import resource, sys\nfrom intake.readers.__main__ import main\n"
        f"main([{str(path)!r}, {path.name!r}])\n"
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0], file=sys.stderr)"
    )
    if not os.path.exists("/proc/self/status"):
        return float("nan")
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(finished.stderr.split()[-1]) / 1024


if __name__ == "__main__":
    main()

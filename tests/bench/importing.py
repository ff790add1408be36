"""The import's time and memory: a report of sixty pages understood, a table of ten thousand rows read and saved.

The run calls `measure_import`. A process of its own does each of it once as the product does, the reading in its child, and
takes everything back that it wrote. Memory is the most that a process has taken.
"""

import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.databases import Database
from tests.bench.serving import ROOT
from tests.intake.speed import LIMIT, ROWS, long_report, long_table, most_memory


@dataclass(frozen=True)
class ImportFigures:
    """Seconds, statements and bytes. Reading a table is all that the upload does: read apart, understood, kept."""

    report_pages: int
    report_seconds: float
    rows: int
    read_seconds: float
    save_seconds: float
    save_processor_seconds: float
    statements: int
    reader_bytes: int
    process_bytes: int


def measure_import(database: Database, folder: Path) -> ImportFigures:
    """The figures, in a process that has the database as its own."""
    environment = database.environment(folder, "tests.bench.settings_product")
    report, table = long_report(folder / "report.pdf"), long_table(folder / "table.xlsx")
    command = [sys.executable, "-m", "tests.bench.importing", str(report), str(table)]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return ImportFigures(**json.loads(done.stdout.splitlines()[-1]))


def measured(report: Path, table: Path) -> ImportFigures:
    import django  # noqa: PLC0415 - settings come from the environment

    django.setup()
    import pypdfium2  # noqa: PLC0415
    from django.core.files.base import ContentFile  # noqa: PLC0415
    from django.db import connection, transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from accounts.models import Department  # noqa: PLC0415
    from accounts.viewer import Viewer  # noqa: PLC0415
    from gaps.permissions import PREPARE  # noqa: PLC0415
    from intake.interpret import interpret  # noqa: PLC0415
    from intake.reading import read_file  # noqa: PLC0415
    from intake.services import reading_of, save, suggested_choices, upload  # noqa: PLC0415
    from meetings.permissions import MANAGE  # noqa: PLC0415
    from tests.bench.people import leader  # noqa: PLC0415

    by, at = Viewer(user=leader(), everywhere=frozenset({PREPARE, MANAGE}), channel="command"), timezone.now()
    statements = 0

    def count(execute, *call):
        nonlocal statements
        statements += 1
        return execute(*call)

    pages = len(pypdfium2.PdfDocument(report))
    begun = time.perf_counter()
    interpret(read_file(report, report.name, max_bytes=LIMIT))
    report_seconds = time.perf_counter() - begun
    with transaction.atomic():
        begun = time.perf_counter()
        draft = upload(ContentFile(table.read_bytes()), table.name, by=by, at=at).draft
        read_seconds = time.perf_counter() - begun
        if draft is None:
            raise SystemExit("The table of the bench was imported into this database before.")
        chosen = suggested_choices(reading_of(draft), Department.objects.values_list("pk", "name"))
        begun, used = time.perf_counter(), time.process_time()
        with connection.execute_wrapper(count):
            save(draft, chosen, by=by, at=at)
        save_seconds, used = time.perf_counter() - begun, time.process_time() - used
        transaction.set_rollback(True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return ImportFigures(
        report_pages=pages,
        report_seconds=report_seconds,
        rows=ROWS,
        read_seconds=read_seconds,
        save_seconds=save_seconds,
        save_processor_seconds=used,
        statements=statements,
        reader_bytes=int(most_memory(table) * 1_048_576),
        process_bytes=peak,
    )


def shown(figures: ImportFigures) -> str:
    """Two lines for the table."""
    return (
        f"Report of {figures.report_pages} pages: read and understood in {figures.report_seconds:.1f} s\n"
        f"Table of {figures.rows:,} rows: read in {figures.read_seconds:.1f} s (goal ≤ 10), saved in "
        f"{figures.save_seconds:.1f} s (goal ≤ 20; {figures.save_processor_seconds:.1f} s of processor here, "
        f"{figures.statements:,} statements); at most {figures.reader_bytes >> 20} MB for reading (limit 512), "
        f"{figures.process_bytes >> 20} MB for understanding and saving"
    )


if __name__ == "__main__":
    print(json.dumps(asdict(measured(*map(Path, sys.argv[1:])))))

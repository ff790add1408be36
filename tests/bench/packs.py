"""The briefing pack's time and memory beside the bare typesetting engine, in the database of one size.

The run calls `measure_pack`. In a process of its own it asks for packs of one meeting, each with other words, and after each
gives the text of that pack, changed once more, to the engine alone; typst remembers what it has set before. Memory is the
most that a process which does only the one thing has taken.
"""

import json
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.databases import Database
from tests.bench.serving import ROOT

ROUNDS = 7
FINDINGS = 50  # with four actions each and their indicators they fill about sixty pages


@dataclass(frozen=True)
class PackFigures:
    """Seconds (medians) and bytes at most of one pack: of the product, SQL included, and of the engine on the same text.

    Processor time is that of this process, so without the database's.
    """

    pages: int
    product_seconds: float
    engine_seconds: float
    product_processor: float
    engine_processor: float
    product_bytes: int
    engine_bytes: int
    statements: int

    @property
    def ratio(self) -> float:
        return self.product_seconds / self.engine_seconds

    @property
    def processor_ratio(self) -> float:
        return self.product_processor / self.engine_processor


def measure_pack(database: Database, folder: Path) -> PackFigures:
    """The figures of one pack of the analysis with the most actions."""
    environment = database.environment(folder, "tests.bench.settings_product")
    text = folder / f"pack-{database.actions}.json"

    def run(*words: str) -> dict:
        command = [sys.executable, "-m", "tests.bench.packs", *words]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
        return json.loads(done.stdout.splitlines()[-1])

    product = run("product", str(text))
    return PackFigures(**{**product, "engine_bytes": run("engine", str(text))["bytes"]})


def taken() -> int:
    """The most memory that this process has taken, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def product(text_file: Path) -> None:
    """Build packs and set their text with the engine alone, in turn; print the figures, and keep one text."""
    import django  # noqa: PLC0415 - settings come from the environment

    django.setup()
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from accounts.viewer import Viewer  # noqa: PLC0415
    from meetings.models import Meeting  # noqa: PLC0415
    from meetings.permissions import MANAGE  # noqa: PLC0415
    from meetings.services import plan_meeting  # noqa: PLC0415
    from meetings.services.agenda import build_agenda  # noqa: PLC0415
    from reports.packs.setting import engine, printed  # noqa: PLC0415
    from reports.permissions import PACK  # noqa: PLC0415
    from reports.services import ask_for_pack, build_one  # noqa: PLC0415
    from reports.services.building import issue_of  # noqa: PLC0415
    from tests.bench.people import leader  # noqa: PLC0415

    by, at = Viewer(user=leader(), everywhere=frozenset({PACK, MANAGE}), channel="command"), timezone.now()
    analysis, others = analysis_of_sixty_pages()
    meeting = plan_meeting(analysis, title="Follow-up meeting", by=by, at=at)
    build_agenda(meeting, by=by, at=at)
    ours, theirs, statements, peak = [], [], 0, 0
    try:
        for number in range(ROUNDS):
            Meeting.objects.filter(pk=meeting.pk).update(title=f"Follow-up meeting {number}")
            asked = ask_for_pack(meeting, by=by, at=at)
            with CaptureQueriesContext(connection) as seen:
                begun = clocks()
                made = build_one(asked, at=at)
                ours.append(since(begun))
            if made is None or made.state != "issued":
                raise SystemExit(f"The pack was not built: {made.error if made else 'somebody else has it'}")
            statements = sum(not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for each in seen)
            peak = peak or taken()
            issue = issue_of(made, "", at)
            text = printed({**made.data, "organisation": f"Engine {number}"}, issue)
            begun = clocks()
            engine(text, at)
            theirs.append(since(begun))
            text_file.write_text(text)
    finally:
        put_back(others)
    medians = [statistics.median(each[i] for each in side) for i in (0, 1) for side in (ours, theirs)]
    print(json.dumps(asdict(PackFigures(made.pages, *medians, peak, 0, statements))))


def clocks() -> tuple[float, float]:
    """The clock on the wall and that of the processor."""
    return time.perf_counter(), time.process_time()


def since(begun: tuple[float, float]) -> tuple[float, float]:
    return time.perf_counter() - begun[0], time.process_time() - begun[1]


def analysis_of_sixty_pages() -> tuple:
    """The analysis with the most actions, with the findings of the next ones too; and where those came from."""
    from django.db.models import Count  # noqa: PLC0415

    from gaps.models import Gap, GapAnalysis  # noqa: PLC0415

    first, *others = GapAnalysis.objects.annotate(many=Count("gaps__actions")).order_by("-many", "pk")[:5]
    moved = {}
    for other in others:
        if Gap.objects.filter(analysis=first).count() >= FINDINGS:
            break
        pks = list(Gap.objects.filter(analysis=other).values_list("pk", flat=True))
        moved |= dict.fromkeys(pks, other.pk)
        Gap.objects.filter(pk__in=pks).update(analysis=first)
    return first, moved


def put_back(moved: dict[int, int]) -> None:
    """Each finding to its own analysis again: the database may be kept for the next run."""
    from gaps.models import Gap  # noqa: PLC0415

    for pk, analysis in moved.items():
        Gap.objects.filter(pk=pk).update(analysis=analysis)


def engine_alone(text_file: Path) -> None:
    """Set the text once, with nothing of the product but the template, and print what memory it took."""
    from datetime import UTC, datetime  # noqa: PLC0415

    import django  # noqa: PLC0415

    django.setup()
    from reports.packs.setting import engine  # noqa: PLC0415

    engine(text_file.read_text(), datetime.now(UTC))
    print(json.dumps({"bytes": taken()}))


def shown(figures: PackFigures) -> str:
    """One line for the table."""
    return (
        f"Briefing pack of {figures.pages} pages: {figures.product_seconds:.2f} s and {figures.product_bytes >> 20} MB, "
        f"bare engine {figures.engine_seconds:.2f} s and {figures.engine_bytes >> 20} MB, ratio {figures.ratio:.2f}, "
        f"of processor {figures.processor_ratio:.2f} (goal ≤ 1.25), {figures.statements} statements (goal ≤ 40)"
    )


if __name__ == "__main__":
    {"product": product, "engine": engine_alone}[sys.argv[1]](Path(sys.argv[2]))

"""The briefing pack's time and memory beside the bare typesetting engine, in the database of one size.

`measure_pack` is what the run calls for each size. It stays empty until there is a pack to build: whoever brings the
pack builds one for the newest meeting here, once through the product and once as the same source given to the bare
engine, and gives both back.
"""

from dataclasses import dataclass
from pathlib import Path

from tests.bench.databases import Database


@dataclass(frozen=True)
class PackFigures:
    """Seconds and bytes at most of one pack: of the product, SQL included, and of the engine alone on the same source."""

    pages: int
    product_seconds: float
    engine_seconds: float
    product_bytes: int
    engine_bytes: int
    statements: int

    @property
    def ratio(self) -> float:
        return self.product_seconds / self.engine_seconds


def measure_pack(database: Database, folder: Path) -> PackFigures | None:
    """The figures of one pack; None while the product builds none."""
    return None


def shown(figures: PackFigures | None) -> str:
    """One line for the table."""
    if figures is None:
        return ""
    return (
        f"Briefing pack of {figures.pages} pages: {figures.product_seconds:.1f} s and {figures.product_bytes >> 20} MB, "
        f"bare engine {figures.engine_seconds:.1f} s and {figures.engine_bytes >> 20} MB, ratio {figures.ratio:.2f} "
        f"(goal ≤ 1.25), {figures.statements} statements (goal ≤ 40)"
    )

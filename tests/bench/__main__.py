"""`python -m tests.bench [--sizes 10000,100000] [--rounds 40] [--keep]`: seeds, serves, times, prints. Decides nothing."""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import digests, importing, packs, printing
from tests.bench.databases import Database, prepare, remove, server, size_of
from tests.bench.operations import operations
from tests.bench.serving import ROOT

NOWHERE = ("after", "owner", "department", "late_page", "plain_after", "action", "own_action", "rare")


def measured(database: Database, folder: Path, rounds: int, seconds: float) -> dict:
    """What one database gives, measured in a process of its own that has it as its database."""
    found = subprocess.run(
        [sys.executable, "-m", "tests.bench.measure", str(rounds), str(seconds)],
        cwd=ROOT,
        env=database.environment(folder, "tests.bench.settings_product"),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(found.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Times the product beside Django's admin."
    )
    parser.add_argument("--sizes", default="10000,100000", help="numbers of actions, with commas between")
    parser.add_argument("--rounds", type=int, default=40, help="how often each page is asked")
    parser.add_argument("--seconds", type=float, default=12, help="how long eight users are at work at once, each side")
    parser.add_argument("--keep", action="store_true", help="use databases that are there, and leave them")
    given = parser.parse_args()
    if not server():
        print("No PostgreSQL answers, so this runs on SQLite; the goals are for PostgreSQL.")
    results = {}
    with tempfile.TemporaryDirectory(prefix="saypro-bench-") as folder_name:
        folder = Path(folder_name)
        for size in sorted(int(each) for each in given.sizes.split(",")):
            database = prepare(size, folder, keep=given.keep)
            try:
                if database.seeded_in:
                    print(f"\n{size:,} actions were seeded in {database.seeded_in:.0f} s.")
                print(f"The database of {size:,} actions takes {size_of(database) / 1e6:,.0f} MB.")
                results[size] = measured(database, folder, given.rounds, given.seconds)
                print(printing.times(size, results[size]))
                print(packs.shown(packs.measure_pack(database, folder)))
                print(digests.shown(digests.measure_digests(database, folder)))
                print(importing.shown(importing.measure_import(database, folder)))
                sys.stdout.flush()
            finally:
                if not given.keep:
                    remove(database)
    print(printing.goals(operations(dict.fromkeys(NOWHERE, "")), results))


if __name__ == "__main__":
    main()

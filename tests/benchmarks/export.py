"""items.csv of an export, beside the sqlite3 command writing its item table: `python -m tests.benchmarks.export [FILE]`.

FILE is a ledger from make_ledger; without one a ledger of 30,000 items is made. Memory is the most that the export of
everything took, beside that of the same export of one day.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from buyback.export import export_folder
from buyback.store.engine import open_store
from tests.benchmarks.large import large_ledger
from tests.benchmarks.measure import in_turns, report, seconds

BUDGET = 4
ROUNDS = 3


def ours_s(path: Path) -> float:
    """Seconds of a whole export that fall to items.csv by its part of the bytes."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out")
        started = time.perf_counter()
        export(path, out, None)
        taken_s = time.perf_counter() - started
        sizes = {file.name: file.stat().st_size for file in out.iterdir()}
    return taken_s * sizes["items.csv"] / sum(sizes.values())


def export(path: Path, out: Path, day: date | None) -> None:
    store = open_store(str(path))
    at = datetime.now(UTC)
    export_folder(store, out, first=day, last=day, site="", at=at, progress=lambda _done, _total: None)
    store.close()


def bare(path: Path) -> None:
    with tempfile.TemporaryFile() as file:
        subprocess.run(
            ["sqlite3", "-csv", "-header", str(path), "SELECT * FROM item"], stdout=file, check=True
        )


def memory_mb(path: Path, day: date | None) -> float:
    """The most memory that one export takes, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder, get_context("spawn").Pool(1) as pool:
        return pool.apply(_memory_mb, (path, Path(folder, "out"), day))


def _memory_mb(path: Path, out: Path, day: date | None) -> float:
    export(path, out, day)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    if shutil.which("sqlite3") is None:
        sys.exit("the sqlite3 command is not installed")
    with large_ledger() as path:
        few, many = memory_mb(path, date(2012, 1, 2)), memory_mb(path, None)
        print(f"memory: {many:.0f} MB for everything, {few:.0f} MB for a day")
        all_s, base_s = in_turns(ROUNDS, partial(ours_s, path), partial(seconds, partial(bare, path)))
    report("items.csv, by its share of the export", all_s, "sqlite3 -csv of its table", base_s, BUDGET)


if __name__ == "__main__":
    main()

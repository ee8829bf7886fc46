"""The audit pack, beside the CSV export that it holds: `python -m tests.benchmarks.audit_pack [FILE]`.

FILE is a ledger from make_ledger; without one a ledger of 30,000 items is made. Memory is the most that making the pack
took in a process of its own; it must stay under 300 MB however large the ledger is.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from buyback.export import export_folder
from buyback.export.pack import audit_pack
from buyback.store.engine import Store, open_store
from tests.benchmarks.large import large_ledger

MOST_MB = 300


def pack(store: Store, out: Path) -> None:
    audit_pack(store, out, at=datetime.now(UTC), progress=lambda _done, _total: None)


def export(store: Store, out: Path) -> None:
    at = datetime.now(UTC)
    export_folder(store, out, first=None, last=None, site="", at=at, progress=lambda _done, _total: None)


def measured(path: Path, write: Callable[[Store, Path], None]) -> tuple[float, float, dict[str, int]]:
    """Seconds, megabytes at the most, and the sizes of what was written, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder, get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (path, Path(folder, "out"), write))


def _measured(
    path: Path, out: Path, write: Callable[[Store, Path], None]
) -> tuple[float, float, dict[str, int]]:
    store = open_store(str(path))
    started = time.perf_counter()
    write(store, out)
    taken_s = time.perf_counter() - started
    store.close()
    sizes = {file.name: file.stat().st_size for file in out.iterdir()}
    return taken_s, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, sizes


def main() -> None:
    with large_ledger() as path:
        base_s, base_mb, _sizes = measured(path, export)
        print(f"export: {base_s:.1f} s, {base_mb:.0f} MB of memory")
        taken_s, most_mb, sizes = measured(path, pack)
        for name in ("buyback.xlsx", "cash.journal", "cash.beancount"):
            print(f"{name}: {sizes[name] / 2**20:.1f} MB")
        print(f"audit pack: {taken_s:.1f} s, {taken_s / base_s:.1f} x the export")
        print(f"memory: {most_mb:.0f} MB, budget {MOST_MB}: {'kept' if most_mb <= MOST_MB else 'MISSED'}")
    sys.exit(most_mb > MOST_MB)


if __name__ == "__main__":
    main()

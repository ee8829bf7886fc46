"""What publishing takes, beside the verification that comes before it: `python -m tests.benchmarks.publish [FILE]`.

FILE is a ledger from make_ledger, which gets a key if it has none; without one a ledger of 30,000 items is made. Memory is
the most that each took in a process of its own. A page and its parts must be small enough for a telephone, however large the
ledger is.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from buyback import desk
from buyback.desk import Approval
from buyback.export import public
from buyback.store import checks
from buyback.store.engine import Store, open_store
from buyback.store.views import keys, people
from tests.benchmarks.large import large_ledger

MOST_KB = 500
BY, SECOND = "elena", "raul"


def give_key(path: Path) -> None:
    """A key, which two supervisors have to agree on, for a ledger that has none."""
    with closing(open_store(str(path))) as store:
        with store.reading() as db:
            has_key = keys.current(db) is not None
            known = {person.alias for person in people.people(db).everyone}
        if not has_key:
            at = datetime.now(UTC)
            if SECOND not in known:
                desk.enrol(store, SECOND, by=BY, at=at, roles=("supervise",))
            desk.replace_key(store, reason="first", by=BY, at=at, approval=Approval(SECOND))


def verify(store: Store, _out: Path) -> None:
    assert list(checks.verify(store)) == []


def publish(store: Store, out: Path) -> None:
    note = desk.sign_public(store).note
    public.publish(store, out, note, name="the checkpoint", progress=lambda _done, _total: None)


def measured(path: Path, work: Callable[[Store, Path], None]) -> tuple[float, float, dict[str, int]]:
    """Seconds, megabytes at the most, and the sizes of what was written, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder, get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (path, Path(folder, "out"), work))


def _measured(
    path: Path, out: Path, work: Callable[[Store, Path], None]
) -> tuple[float, float, dict[str, int]]:
    with closing(open_store(str(path))) as store:
        started = time.perf_counter()
        work(store, out)
        taken_s = time.perf_counter() - started
    sizes = {
        file.relative_to(out).as_posix(): file.stat().st_size for file in out.rglob("*") if file.is_file()
    }
    return taken_s, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, sizes


def main() -> None:
    with large_ledger() as path:
        give_key(path)
        base_s, base_mb, _sizes = measured(path, verify)
        print(f"verify: {base_s:.1f} s, {base_mb:.0f} MB of memory")
        taken_s, most_mb, sizes = measured(path, publish)
        print(
            f"publish: {taken_s:.1f} s, {taken_s / base_s:.2f} x the verification, {most_mb:.0f} MB of memory"
        )
        parts = [size for name, size in sizes.items() if name.startswith("data/")]
        page_kb, part_kb = sizes["index.html"] / 1024, max(parts, default=0) / 1024
        fits = page_kb <= MOST_KB >= part_kb
        print(f"page {page_kb:.0f} kB; {len(parts)} parts, the largest {part_kb:.0f} kB")
        print(f"budget {MOST_KB} kB each: {'kept' if fits else 'MISSED'}")
    sys.exit(not fits)


if __name__ == "__main__":
    main()

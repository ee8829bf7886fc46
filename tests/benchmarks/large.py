"""The large ledger that a benchmark is given on its command line, or a smaller one of its own."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks import make_ledger

ITEMS = 30_000


@contextmanager
def large_ledger() -> Iterator[Path]:
    """A file from make_ledger; one that is made here is removed afterwards."""
    if len(sys.argv) > 1:
        yield Path(sys.argv[1])
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.db")
        make_ledger.make(path, ITEMS).close()
        print(f"a ledger of {ITEMS:,} items; give another as a file")
        yield path

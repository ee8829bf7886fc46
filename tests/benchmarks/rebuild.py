"""Every projection made anew from the log, in entries a second: `python -m tests.benchmarks.rebuild [FILE]`.

FILE is a ledger from make_ledger, for the budget one of a million items; without one a ledger of 30,000 is made. A copy
of it beside the file is rebuilt, and removed afterwards. The bare loop says how fast this machine reads the log at all.
"""

import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from functools import partial
from pathlib import Path

from buyback.store import checks, ledger
from buyback.store.engine import open_store
from tests.benchmarks.large import large_ledger
from tests.benchmarks.measure import seconds

BUDGET_PER_S = 20_000


def bare(path: Path) -> None:
    """Every body of the log, once, by sqlite3."""
    with closing(sqlite3.connect(path)) as connection:
        for _body in connection.execute("SELECT body FROM entry ORDER BY seq"):
            pass


def main() -> None:
    with large_ledger() as path, tempfile.TemporaryDirectory(dir=path.parent) as folder:
        copy = Path(shutil.copy(path, folder))
        store = open_store(str(copy))
        number = checks.head(store).seq
        taken_s = seconds(partial(ledger.rebuild, store))
        store.close()
        base_s = seconds(partial(bare, copy))
    per_s = number / taken_s
    is_kept = per_s >= BUDGET_PER_S
    print(f"{number:,} entries replayed in {taken_s:.1f} s; read by sqlite3 in {base_s:.1f} s")
    print(f"{per_s:,.0f} entries a second, budget {BUDGET_PER_S:,}: {'kept' if is_kept else 'MISSED'}")
    if not is_kept:
        sys.exit(1)


if __name__ == "__main__":
    main()

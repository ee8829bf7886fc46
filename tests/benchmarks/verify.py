"""The digests of every entry, beside a bare loop of sqlite3 and SHA-256: `python -m tests.benchmarks.verify [FILE]`.

FILE is a ledger from make_ledger; without one a ledger of 30,000 items is made.
"""

import hashlib
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from buyback.store import checks
from buyback.store.engine import Store, open_store
from tests.benchmarks.large import large_ledger
from tests.benchmarks.measure import in_turns, report, seconds

BUDGET = 3
ROUNDS = 5


def ours(store: Store) -> None:
    with store.reading() as db:
        assert list(checks.check_chain(db)) == []


def bare(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for previous, body, digest in connection.execute(
            "SELECT previous, body, digest FROM entry ORDER BY seq"
        ):
            assert hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest() == digest


def main() -> None:
    with large_ledger() as path:
        store = open_store(str(path))
        ours_s, base_s = in_turns(
            ROUNDS, partial(seconds, partial(ours, store)), partial(seconds, partial(bare, path))
        )
        store.close()
    report("every digest, order and column", ours_s, "a bare loop of sqlite3 and SHA-256", base_s, BUDGET)


if __name__ == "__main__":
    main()

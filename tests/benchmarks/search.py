"""A search by folio, number or serial, in the Ledger and in Custody: `python -m tests.benchmarks.search [FILE]`.

FILE is a ledger from make_ledger, for the budget one of a million items; without one a ledger of 30,000 is made. Words
are what a clerk types: half a receipt, the beginning of a folio, and of the serials that most items carry.
"""

import sys
from collections.abc import Iterator
from datetime import date
from functools import partial

from sqlalchemy import text

from buyback.store.engine import Db, open_store
from buyback.store.views import custody, lists, setup
from buyback.store.views.custody import Shelf
from buyback.store.views.lists import Filter
from tests.benchmarks.large import large_ledger
from tests.benchmarks.measure import in_turns, seconds

BUDGET_MS = 100
ROUNDS = 5
TODAY = date(2025, 2, 18)


def words(db: Db) -> Iterator[str]:
    """The words to look for, in a ledger of any size."""
    folio = setup.ledger_info(db).folios // 2
    found = lists.listed(db, Filter(words=str(folio)), limit=1)[0].folio
    yield from ("", str(folio), f"{folio}-{found[-1]}", found, found[:6], found[:4], db.ledger)
    common = "SELECT substr(serial_key, 1, 3) FROM item WHERE serial_key <> '' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
    yield str(db.connection.scalar(text(common)))


def main() -> None:
    worst_s = 0.0
    with large_ledger() as path:
        store = open_store(str(path))
        with store.reading() as db:
            for typed in words(db):
                searches = (
                    partial(lists.listed, db, Filter(words=typed), limit=100),
                    partial(custody.shelf, db, Shelf(TODAY, words=typed), limit=200),
                    partial(custody.shelf, db, Shelf(TODAY, "destroyed", words=typed), limit=200),
                )
                taken = in_turns(ROUNDS, *(partial(seconds, search) for search in searches))
                worst_s = max(worst_s, *taken)
                print(f"{typed or '(nothing)':<12}", " ".join(f"{1000 * each_s:8.1f} ms" for each_s in taken))
        store.close()
    is_kept = 1000 * worst_s <= BUDGET_MS
    print(f"the slowest: {1000 * worst_s:.1f} ms, budget {BUDGET_MS} ms: {'kept' if is_kept else 'MISSED'}")
    if not is_kept:
        sys.exit(1)


if __name__ == "__main__":
    main()

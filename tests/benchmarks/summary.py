"""A day's summary and its reconciliation in a large ledger: `python -m tests.benchmarks.summary [FILE]`.

FILE is a ledger from make_ledger, for the budget one of a million items; without one a ledger of 30,000 is made. The days
are the busiest, the first and the last on which somebody came.
"""

import sys
from datetime import UTC, date, datetime, time
from functools import partial

from sqlalchemy import text

from buyback import report
from buyback.store.engine import Db, open_store
from buyback.store.views import setup
from tests.benchmarks.large import large_ledger
from tests.benchmarks.measure import in_turns, seconds

BUDGET_MS = 100
ROUNDS = 5
DAYS = "SELECT business_on FROM drop_off GROUP BY business_on ORDER BY {} LIMIT 1"


def days(db: Db) -> dict[str, date]:
    """The days that are looked at, by what is special about them."""
    orders = {"busiest": "count(*) DESC", "first": "business_on", "last": "business_on DESC"}
    return {
        what: date.fromisoformat(str(db.connection.scalar(text(DAYS.format(order)))))
        for what, order in orders.items()
    }


def main() -> None:
    worst_s = 0.0
    with large_ledger() as path:
        store = open_store(str(path))
        with store.reading() as db:
            site = setup.sites(db)[0].code
            for what, day in days(db).items():
                evening = datetime.combine(day, time(23), UTC)
                taken = in_turns(
                    ROUNDS,
                    partial(seconds, partial(report.summarise, db, day, day, today=day)),
                    partial(seconds, partial(report.reconcile, db, site, day, now=evening)),
                )
                worst_s = max(worst_s, *taken)
                print(f"{what:<8} {day} ", " ".join(f"{1000 * each_s:8.1f} ms" for each_s in taken))
        store.close()
    is_kept = 1000 * worst_s <= BUDGET_MS
    print(f"the slowest: {1000 * worst_s:.1f} ms, budget {BUDGET_MS} ms: {'kept' if is_kept else 'MISSED'}")
    if not is_kept:
        sys.exit(1)


if __name__ == "__main__":
    main()

"""What the cash box costs: `python -m tests.benchmarks.cash [FILE]`, FILE from make_ledger, beside a ledger of 12,000 items.

What runs at every payment (what the box holds), what the desk shows beside it (which notes are in it, which of them
make the amount, for how long the cash lasts), and what a report reads (the days of a fortnight). None of it may grow
with the log: the box of the large ledger has had one float, and every payout since came out of it.
"""

import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from buyback import denominations
from buyback.money import Money
from buyback.store.engine import Db, open_store
from buyback.store.views import cash, totals
from buyback.store.views.totals import Span
from tests.benchmarks import make_ledger
from tests.benchmarks.large import large_ledger
from tests.benchmarks.measure import in_turns, report, seconds

BUDGET = 1.5
ROUNDS = 15
SITE = "basilica-guadalupe"
FEW = 12_000


def box(db: Db, _last: date) -> None:
    """What a payment is checked against."""
    found = cash.box(db, SITE)
    assert found is not None
    assert found.expected_minor >= 0


def beside(db: Db, last: date) -> None:
    """What the desk shows while it is paid; nothing is remembered from the time before."""
    found = cash.box(db, SITE)
    assert found is not None
    denominations.make.cache_clear()
    cash.notes_in(db, found).proposal(Money(8_700_00))
    assert cash.pace(db, found, last) is not None


def days(db: Db, last: date) -> None:
    """What a report of a fortnight reads of the boxes."""
    span = Span(last - timedelta(days=13), last)
    assert cash.days(db, span)
    assert cash.paid_without_float(db, span) == ()


def taken_s(path: Path, work: Callable[[Db, date], None]) -> float:
    with closing(open_store(str(path))) as store, store.reading() as db:
        known = totals.business_days(db)
        assert known is not None
        return seconds(partial(work, db, known[1]))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, large_ledger() as large:
        small = Path(folder, "small.db")
        make_ledger.make(small, FEW).close()
        for what, work in (
            ("what the box holds", box),
            ("its notes, a proposal and the pace", beside),
            ("a fortnight of boxes", days),
        ):
            ours_s, base_s = in_turns(ROUNDS, partial(taken_s, large, work), partial(taken_s, small, work))
            report(what, ours_s, f"the same in a ledger of {FEW:,} items", base_s, BUDGET)


if __name__ == "__main__":
    main()

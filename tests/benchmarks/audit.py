"""The whole audit, kind by kind: `python -m tests.benchmarks.audit [FILE]`.

FILE is a ledger from make_ledger, for the budget one of a million items; without one a ledger of 30,000 is made. Its site
is given opening hours, so that every kind of finding has to be looked for.
"""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from buyback import desk, rules
from buyback.report.audit import LOOKS_AT
from buyback.store.engine import Db, open_store
from buyback.store.views import setup
from buyback.store.views.totals import EVER, NEVER, Span
from tests.benchmarks.large import large_ledger
from tests.benchmarks.measure import report, seconds

BUDGET = 8
BARE = "SELECT i.folio, i.line, i.serial, i.status, d.seq, d.received_by FROM item i JOIN drop_off d ON d.folio = i.folio"


def look(db: Db, name: rules.LookName, at: datetime) -> int:
    """How many findings of a kind there are, in the whole ledger."""
    return sum(1 for _found in LOOKS_AT[name](db, Span(EVER, NEVER), at.date()))


def bare(path: Path) -> None:
    """Every item with its drop-off, once, by sqlite3."""
    with closing(sqlite3.connect(path)) as connection:
        for _row in connection.execute(BARE):
            pass


def main() -> None:
    at = datetime(2026, 1, 5, 18, tzinfo=UTC)
    whole_s = 0.0
    with large_ledger() as path:
        store = open_store(str(path))
        with store.reading() as db:
            site = setup.sites(db)[0].code
        desk.change_setting(store, rules.hours_setting(site), "10:00-15:50", by="elena", at=at)
        with store.reading() as db:
            for name in LOOKS_AT:
                taken_s = seconds(partial(look, db, name, at))
                whole_s += taken_s
                print(f"{name:<20} {taken_s:6.2f} s")
        store.close()
        report(
            "the whole audit",
            whole_s,
            "every item read once by sqlite3",
            seconds(partial(bare, path)),
            BUDGET,
        )


if __name__ == "__main__":
    main()

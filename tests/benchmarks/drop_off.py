"""One drop-off of three items, received and paid out of a cash box that is kept, on the disk; beside the very same rows
written by bare sqlite3.
"""

import sqlite3
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from buyback import desk, payout_table, rates
from buyback.desk import NewSite, Order, parse_item
from buyback.money import Money
from buyback.store.engine import Store
from buyback.store.views.setup import RecordedRate
from tests.benchmarks.measure import in_turns, report

BUDGET = 5
ROUNDS = 200
AT = datetime(2025, 2, 18, 16, 42, tzinfo=UTC)
ITEMS = ("revolver:serial=K{n}:make=Colt", "ak-47:serial=C{n}", "pistol-9mm:serial=P{n}:calibre=9 mm")
PRAGMAS = (
    "busy_timeout = 10000",
    "synchronous = FULL",
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "trusted_schema = OFF",
)


class Ours:
    """The desk on a ledger of its own."""

    def __init__(self, where: str) -> None:
        table = payout_table.load_seed("federal-2025")
        site = NewSite("basilica-guadalupe")
        self.store: Store = desk.open_ledger(where, code="A1", site=site, operator="ana", table=table, at=AT)
        quoted = rates.from_ecb(date(2025, 2, 18), AT)
        self.rate: RecordedRate = desk.record_rate(self.store, quoted, by="ana", at=AT)
        desk.give_float(self.store, "basilica-guadalupe", Money(90_000_000_00), by="ana", at=AT)
        self.number = 0

    def drop_off_s(self) -> float:
        self.number += 1
        items = tuple(parse_item(item.format(n=self.number)) for item in ITEMS)
        order = Order("basilica-guadalupe", items, "cash", f"draft-{self.number}", self.rate)
        at = AT + timedelta(seconds=self.number)
        started = time.perf_counter()
        received = desk.receive(self.store, order, by="ana", at=at)
        taken_s = time.perf_counter() - started
        assert received.status == "paid"
        return taken_s


class Bare:
    """A copy of the ledger, one connection kept open, and the rows that the desk has just written."""

    def __init__(self, where: str, source: str) -> None:
        self.source = sqlite3.connect(source, isolation_level=None)
        self.connection = sqlite3.connect(where, isolation_level=None)
        self.source.backup(self.connection)
        self.connection.execute("PRAGMA journal_mode = WAL")
        for pragma in PRAGMAS:
            self.connection.execute(f"PRAGMA {pragma}")
        self.columns = {
            name: len(self.connection.execute(f"SELECT * FROM {name}").description)
            for name in ("entry", "drop_off", "item", "payout")
        }

    def drop_off_s(self) -> float:
        ledger = self.source.execute("SELECT head_seq, head_digest, folios FROM ledger").fetchone()
        folio = self.source.execute("SELECT folio FROM drop_off ORDER BY number DESC LIMIT 1").fetchone()
        rows = {
            "entry": self.source.execute("SELECT * FROM entry WHERE seq > ? - 2 ORDER BY seq", ledger[:1]),
            "drop_off": self.source.execute("SELECT * FROM drop_off WHERE folio = ?", folio),
            "item": self.source.execute("SELECT * FROM item WHERE folio = ?", folio),
            "payout": self.source.execute("SELECT * FROM payout WHERE folio = ?", folio),
        }
        rows = {name: found.fetchall() for name, found in rows.items()}
        assert [len(found) for found in rows.values()] == [2, 1, 3, 1]
        box = self.source.execute("SELECT paid_minor FROM cash_box").fetchone()
        day = self.source.execute("SELECT paid_minor, expected_minor FROM cash_day").fetchone()
        started = time.perf_counter()
        self.connection.execute("BEGIN IMMEDIATE")
        for name, found in rows.items():
            marks = ", ".join("?" * self.columns[name])
            self.connection.executemany(f"INSERT INTO {name} VALUES ({marks})", found)
        self.connection.execute("UPDATE ledger SET head_seq = ?, head_digest = ?, folios = ?", ledger)
        self.connection.execute("UPDATE cash_box SET paid_minor = ?", box)
        self.connection.execute("UPDATE cash_day SET paid_minor = ?, expected_minor = ?", day)
        self.connection.execute("COMMIT")
        return time.perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        ours = Ours(f"{folder}/ours.db")
        bare = Bare(f"{folder}/bare.db", f"{folder}/ours.db")
        ours_s, base_s = in_turns(ROUNDS, ours.drop_off_s, bare.drop_off_s)
        ours.store.close()
    report("a drop-off of three items, received and paid", ours_s, "its rows by bare sqlite3", base_s, BUDGET)


if __name__ == "__main__":
    main()

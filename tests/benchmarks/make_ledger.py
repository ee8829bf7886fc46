"""A ledger of as many items as you like, made fast: `python -m tests.benchmarks.make_ledger FILE [ITEMS]`.

Who comes with what is drawn as for the demo, without its events: every drop-off is paid in cash or donated, and its
weapons are cut at the end of the day. The one cash box has one float, and every morning a top-up of what the day takes
and a count. The facts are sealed one after the other and written in large transactions without waiting for the disk;
the tables are then made by replaying the log, as `buyback rebuild` does. The same number of items gives the same ledger.
"""

import argparse
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from buyback import chain, denominations, desk, folios, payout_table, rates
from buyback.chain import utc_text
from buyback.demo.play import set_up
from buyback.demo.script import Script, load
from buyback.demo.visits import SiteDay, Visit, Visits, site_days
from buyback.desk import pricing
from buyback.facts import (
    CashCounted,
    CashMoved,
    Denomination,
    Destroyed,
    DisposedItem,
    DroppedOff,
    Fact,
    PaidOut,
    RateRecorded,
)
from buyback.money import Rate
from buyback.payout_table import PayoutTable
from buyback.store import ledger
from buyback.store.engine import Store

PER_DAY = 400
BATCH = 20_000
SEED = "a large ledger"
PLENTY = tuple(Denomination(piece.value_minor, 9_999, piece.form) for piece in denominations.MXN[1:])


class Maker:
    """Turns drawn visits into facts; `seq` and `folios` follow the ledger that was set up."""

    def __init__(self, script: Script, table: PayoutTable, seq: int, table_seq: int) -> None:
        self.script, self.table, self.table_seq = script, table, table_seq
        self.seq, self.folios, self.items = seq, 0, 0
        self.rate, self.rate_as_of, self.rate_seq = "", "", 0
        self.is_kept = False

    def day(self, site_day: SiteDay, visits: list[Visit], most: int) -> Iterator[tuple[datetime, str, Fact]]:
        """The facts of one day, up to so many items in all."""
        opened = site_day.moment(9, 40)
        quoted = rates.from_ecb(site_day.on, opened)
        self.rate, self.rate_as_of, self.rate_seq = str(quoted.rate), quoted.as_of.isoformat(), self.seq + 1
        fact = RateRecorded(self.rate, self.rate_as_of, quoted.source, utc_text(opened))
        yield opened, "elena", fact
        taken = [(visit, self.dropped_off(visit, most)) for visit in visits if self.items < most]
        day_minor = sum(line.amount_minor for _visit, dropped in taken for line in dropped.lines)
        yield from self.cash(site_day, day_minor)
        cut: list[DisposedItem] = []
        for visit, dropped in taken:
            yield visit.at, "ana", dropped
            total_minor = sum(line.amount_minor for line in dropped.lines)
            if total_minor:
                usd_cents = sum(line.usd_cents for line in dropped.lines)
                sums = (total_minor, usd_cents, dropped.business_on)
                yield visit.at, "ana", PaidOut(dropped.folio, *sums, "cash", site=dropped.site)
            for line in dropped.lines:
                of = self.table.class_of(self.table.row(line.type_code))
                if of.cuts:
                    cut.append(DisposedItem(folios.item_id(dropped.folio, line.number), of.cuts))
        if cut:
            number, place = f"BG-{site_day.on:%Y%m%d}-D", "Basílica de Guadalupe"
            act = Destroyed(
                number,
                site_day.on.isoformat(),
                "cortadora de disco",
                place,
                site_day.stay.witnesses[0],
                tuple(cut),
            )
            yield site_day.moment(17), "beto", act

    def cash(self, site_day: SiteDay, day_minor: int) -> Iterator[tuple[datetime, str, Fact]]:
        """One float for all time; every morning what the day will take, and a count."""
        site, on, opened = site_day.stay.site, site_day.on.isoformat(), site_day.moment(9, 45)
        if not self.is_kept:
            self.is_kept = True
            yield opened, "elena", CashMoved(site, on, "float", 0)
        if day_minor:
            notes = denominations.make(day_minor, PLENTY)
            assert notes is not None
            yield opened, "elena", CashMoved(site, on, "top_up", day_minor)
            yield opened, "carmen", CashCounted(site, on, notes, day_minor)

    def dropped_off(self, visit: Visit, most: int) -> DroppedOff:
        items = visit.items[: most - self.items]
        quote = pricing.price(items, self.table, Rate.parse(self.rate), reason=visit.reason or "-")
        self.folios += 1
        self.items += len(quote.lines)
        on = visit.site_day.on.isoformat()
        return DroppedOff(
            folio=folios.make(self.script.ledger_code, self.folios),
            draft_id=f"large-{self.folios}",
            site=visit.site_day.stay.site,
            business_on=on,
            settlement="cash",
            table=self.table.code,
            table_seq=self.table_seq,
            rate_seq=self.rate_seq,
            mxn_per_usd=self.rate,
            rate_as_of=self.rate_as_of,
            rate_source="ECB",
            lines=quote.lines,
            reason=visit.reason,
        )


def facts(maker: Maker, items: int) -> Iterator[tuple[datetime, str, Fact]]:
    """The facts of as many days as it takes."""
    script = maker.script
    stay = replace(script.stays[0], days=(1, script.cycle_days), visits=(PER_DAY, PER_DAY), on_paper=False)
    script = replace(script, stays=(stay,), seed=SEED)
    visits = Visits(script, maker.table)
    zones = {site.code: ZoneInfo(site.timezone) for site in desk.known_sites()}
    days = site_days(script, sys.maxsize, zones)
    while maker.items < items:
        site_day = next(days)
        yield from maker.day(site_day, visits.of(site_day), items)


def sealed(maker: Maker, items: int, previous: str) -> Iterator[chain.Sealed]:
    """The facts as rows of the log."""
    for at, by, fact in facts(maker, items):
        row = chain.seal(
            fact,
            ledger=maker.script.ledger_code,
            seq=maker.seq + 1,
            at=utc_text(at),
            by=by,
            previous=previous,
        )
        maker.seq, previous = row.seq, row.digest
        yield row


def make(path: Path, items: int) -> Store:
    """The finished ledger, open."""
    script = load()
    script = replace(script, starts_on=script.starts_on - timedelta(days=5000))
    table = payout_table.load_seed(script.table)
    store = set_up(str(path), script, table)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        [seq, digest] = connection.execute("SELECT head_seq, head_digest FROM ledger").fetchone()
        [table_seq] = connection.execute("SELECT seq FROM payout_table").fetchone()
        maker = Maker(script, table, seq, table_seq)
        rows = sealed(maker, items, digest)
        while batch := list(islice(rows, BATCH)):
            connection.execute("BEGIN")
            connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", batch)
            connection.execute("COMMIT")
            _tell(f"{maker.items:,} items sealed")
    ledger.rebuild(store, lambda done: _tell(f"{done:,} entries replayed"))
    _tell("")
    return store


def _tell(words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{words:<40}", end="\r", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("items", type=int, nargs="?", default=1_000_000)
    chosen = parser.parse_args()
    started = time.monotonic()
    make(chosen.file, chosen.items).close()
    size_mb = chosen.file.stat().st_size / 1e6
    print(f"{chosen.file}: {chosen.items:,} items, {size_mb:.0f} MB, {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()

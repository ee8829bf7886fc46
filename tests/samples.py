"""A small ledger for tests: one site in an atrium, a clerk and a colleague, the table of 2025, one fixed rate."""

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeAlias

import pytest

from buyback import __version__, desk
from buyback.desk import Act, Approval, NewSite, Order, Received, parse_item
from buyback.facts import LedgerOpened, OperatorEnrolled, Settlement, SiteAdded
from buyback.money import MXN, Rate
from buyback.payout_table import PayoutTable, load_seed
from buyback.rates import Quoted
from buyback.store import engine, ledger, schema
from buyback.store.engine import Store
from buyback.store.views import setup
from buyback.store.views.setup import RecordedRate

AT = datetime(2025, 2, 18, 16, 42, 5, 123000, tzinfo=UTC)
"""A Tuesday, 10:42 in Mexico City; the clock of every test stands there unless the test moves it."""

CODE = "A1"
BY = "ana"
COLLEAGUE = "luis"
SITE = "basilica-guadalupe"
OTHER_SITE = "catedral-morelia"
TABLE = "federal-2025"
ECB_RATE = Quoted(Rate.parse("20.2852"), date(2025, 2, 18), "ECB", AT)
WITNESSES = ("rosa", "tomas")

on_a_file = pytest.mark.parametrize("ledger_url", ["sqlite"], indirect=True)
"""For tests of what is refused or told, which is the same on either engine: a database of its own for each costs a second."""

Life: TypeAlias = Callable[[Store], object]
"""What happens in a ledger; a function of a module, so that two tests can mean the same one."""

_drafts = itertools.count(1)


def open_sample(where: str, *, code: str = CODE, signs: bool = False) -> Store:
    """A new ledger at `where`: operators ana and luis, two sites, federal-2025, and the ECB's rate of the day.

    It has no key unless it `signs`, so that its digests are the same in every run.
    """
    table = load_seed(TABLE)
    if signs:
        store = desk.open_ledger(where, code=code, site=NewSite(SITE), operator=BY, table=table, at=AT)
    else:
        store = _without_key(where, code, table)
    desk.enrol(store, COLLEAGUE, by=BY, at=AT)
    desk.add_site(store, NewSite(OTHER_SITE), by=BY, at=AT)
    desk.record_rate(store, ECB_RATE, by=BY, at=AT)
    return store


def _without_key(where: str, code: str, table: PayoutTable) -> Store:
    """A new ledger whose first entry names no key, and that is otherwise as the desk opens it."""
    site = next(known for known in desk.known_sites() if known.code == SITE)
    store = engine.create_store(where, code)
    with ledger.opening(store, by=BY, at=AT) as writer:
        writer.append(LedgerOpened(table.adopted.campaign, MXN, __version__))
        writer.append(OperatorEnrolled(BY))
        writer.append(SiteAdded(SITE, site.name, site.timezone, site.venue, site.municipality, site.state))
        writer.append(table.adopted)
    return store


def rate_of(store: Store) -> RecordedRate:
    """The newest rate in the ledger."""
    with store.reading() as db:
        return setup.rates(db, limit=1)[0]


def order(
    store: Store,
    *items: str,
    settlement: Settlement = "cash",
    site: str = SITE,
    draft_id: str = "",
    reason: str = "",
    approved_by: str = "",
    written_at: datetime | None = None,
    folio: str = "",
) -> Order:
    """A drop-off of items as the command line writes them (`ak-47:u:serial=A1`), its draft id new unless given."""
    draft_id = draft_id or f"draft-{next(_drafts)}"
    parsed = tuple(parse_item(item) for item in items)
    approval = Approval(approved_by) if approved_by else None
    return Order(
        site, parsed, settlement, draft_id, rate_of(store), reason, approval, written_at, folio=folio
    )


def take_in(
    store: Store,
    *items: str,
    settlement: Settlement = "cash",
    site: str = SITE,
    draft_id: str = "",
    reason: str = "",
    approved_by: str = "",
    written_at: datetime | None = None,
    folio: str = "",
    by: str = BY,
    at: datetime = AT,
) -> Received:
    """Receive items through the desk; with none named, one serviceable revolver, paid in cash."""
    asked = order(
        store,
        *(items or ("revolver",)),
        settlement=settlement,
        site=site,
        draft_id=draft_id,
        reason=reason,
        approved_by=approved_by,
        written_at=written_at,
        folio=folio,
    )
    return desk.receive(store, asked, by=by, at=at)


def act(number: str = "ACTA-1", place: str = "", witnesses: tuple[str, ...] = WITNESSES) -> Act:
    """An act before two witnesses who are not the clerk."""
    return Act(number, place, witnesses)


def dump(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, in the order of its key."""
    with store.reading() as db:
        return {
            table.name: [
                tuple(row) for row in db.connection.execute(table.select().order_by(*table.primary_key))
            ]
            for table in schema.tables()
        }

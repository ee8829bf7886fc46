"""The ledger's own data: its head, sites, operators, payout tables and rates."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import Row, text

from buyback import errors
from buyback.chain import Checkpoint, open_body, parse_utc
from buyback.facts import PayoutTableAdopted
from buyback.money import Rate
from buyback.store.engine import Db


@dataclass(frozen=True, slots=True)
class LedgerInfo:
    """A ledger's opening and the head of its chain; `folios` is how many were given out."""

    code: str
    programme: str
    currency: str
    opened_at: datetime
    head: Checkpoint
    folios: int


@dataclass(frozen=True, slots=True)
class Site:
    code: str
    name: str
    venue: str
    municipality: str
    state: str
    timezone: str

    def business_date(self, moment: datetime) -> date:
        """The site's local day at that moment."""
        return moment.astimezone(ZoneInfo(self.timezone)).date()


@dataclass(frozen=True, slots=True)
class AdoptedTable:
    """A payout table that the ledger adopted, by the entry `seq`."""

    seq: int
    table: PayoutTableAdopted
    adopted_at: datetime
    adopted_by: str


@dataclass(frozen=True, slots=True)
class RecordedRate:
    """Pesos per dollar as the entry `seq` recorded it."""

    seq: int
    rate: Rate
    as_of: date
    source: str
    learned_at: datetime
    reason: str
    recorded_by: str


def ledger_info(db: Db) -> LedgerInfo:
    """The ledger's opening and head."""
    row = db.connection.execute(
        text(
            "SELECT programme, currency, opened_at, head_seq, head_digest, folios FROM ledger WHERE code = :ledger"
        ),
        {"ledger": db.ledger},
    ).one()
    head = Checkpoint(db.ledger, row.head_seq, row.head_digest)
    return LedgerInfo(db.ledger, row.programme, row.currency, parse_utc(row.opened_at), head, row.folios)


def sites(db: Db) -> tuple[Site, ...]:
    """Every site, in the order in which they were added."""
    found = db.connection.execute(
        text(
            "SELECT code, name, venue, municipality, state, timezone FROM site WHERE ledger = :ledger ORDER BY seq"
        ),
        {"ledger": db.ledger},
    )
    return tuple(Site(*row) for row in found)


def site(db: Db, code: str) -> Site:
    """The site with this code, UnknownSite where there is none; for an empty code the only one, else SiteNotNamed."""
    known = sites(db)
    listed = ", ".join(found.code for found in known) or "-"
    if not code and len(known) == 1:
        return known[0]
    if not code:
        raise errors.SiteNotNamed(known=listed)
    for found in known:
        if found.code == code:
            return found
    raise errors.UnknownSite(code=code, known=listed)


def operators(db: Db) -> tuple[str, ...]:
    """The aliases of every operator, in the order in which they were enrolled."""
    found = db.connection.scalars(
        text("SELECT alias FROM operator WHERE ledger = :ledger ORDER BY seq"), {"ledger": db.ledger}
    )
    return tuple(found)


def operator(db: Db, alias: str) -> str:
    """The operator's alias as it was enrolled; for an empty one the only operator, else OperatorNotNamed."""
    known = operators(db)
    listed = ", ".join(known) or "-"
    if not alias and len(known) == 1:
        return known[0]
    if not alias:
        raise errors.OperatorNotNamed(known=listed)
    if alias not in known:
        raise errors.UnknownOperator(alias=alias, known=listed)
    return alias


_TABLE = (
    "SELECT p.seq, p.adopted_at, p.adopted_by, e.body FROM payout_table p"
    " JOIN entry e ON e.ledger = p.ledger AND e.seq = p.seq WHERE p.ledger = :ledger"
)


def adopted_tables(db: Db) -> tuple[AdoptedTable, ...]:
    """Every table that the ledger adopted, the newest first."""
    found = db.connection.execute(text(f"{_TABLE} ORDER BY p.seq DESC"), {"ledger": db.ledger}).all()
    return tuple(_adopted(row) for row in found)


def current_table(db: Db) -> AdoptedTable:
    """The table that pays now."""
    found = db.connection.execute(text(f"{_TABLE} ORDER BY p.seq DESC LIMIT 1"), {"ledger": db.ledger})
    return _adopted(found.one())


def table_at(db: Db, seq: int) -> AdoptedTable:
    """The table that the entry `seq` adopted."""
    found = db.connection.execute(text(f"{_TABLE} AND p.seq = :seq"), {"ledger": db.ledger, "seq": seq})
    return _adopted(found.one())


def _adopted(row: Row[tuple[object, ...]]) -> AdoptedTable:
    return AdoptedTable(row.seq, _table(row.body), parse_utc(row.adopted_at), row.adopted_by)


@lru_cache(maxsize=8)
def _table(body: str) -> PayoutTableAdopted:
    """The table out of the entry that adopted it: it never changes, and every drop-off needs it whole."""
    fact = open_body(body).fact
    assert isinstance(fact, PayoutTableAdopted)
    return fact


_RATE = (
    "SELECT seq, mxn_per_usd, as_of, source, learned_at, reason, recorded_by FROM rate WHERE ledger = :ledger"
)


def rates(db: Db, *, limit: int = 200) -> tuple[RecordedRate, ...]:
    """Recorded rates, the newest entry first."""
    found = db.connection.execute(
        text(f"{_RATE} ORDER BY seq DESC LIMIT :limit"), {"ledger": db.ledger, "limit": limit}
    )
    return tuple(_rate(row) for row in found)


def rates_until(db: Db, day: date, *, limit: int = 20) -> tuple[RecordedRate, ...]:
    """Recorded rates of this day or earlier, the latest day first, and of one day the newest entry first."""
    found = db.connection.execute(
        text(f"{_RATE} AND as_of <= :day ORDER BY as_of DESC, seq DESC LIMIT :limit"),
        {"ledger": db.ledger, "day": day.isoformat(), "limit": limit},
    )
    return tuple(_rate(row) for row in found)


def _rate(row: Row[tuple[object, ...]]) -> RecordedRate:
    return RecordedRate(
        row.seq,
        Rate.parse(row.mxn_per_usd),
        date.fromisoformat(row.as_of),
        row.source,
        parse_utc(row.learned_at),
        row.reason,
        row.recorded_by,
    )

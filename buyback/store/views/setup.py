"""The ledger's own data: its head, sites, operators, payout tables and rates."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Row, text

from buyback import errors
from buyback.chain import Checkpoint, parse_utc
from buyback.facts import PayoutTableAdopted, TableClass, TableRow
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
    "SELECT seq, code, campaign, issuer, effective_on, currency, source, complete, adopted_at, adopted_by"
    " FROM payout_table WHERE ledger = :ledger"
)


def adopted_tables(db: Db) -> tuple[AdoptedTable, ...]:
    """Every table that the ledger adopted, the newest first."""
    found = db.connection.execute(text(f"{_TABLE} ORDER BY seq DESC"), {"ledger": db.ledger}).all()
    return tuple(_adopted(db, row) for row in found)


def current_table(db: Db) -> AdoptedTable:
    """The table that pays now."""
    found = db.connection.execute(text(f"{_TABLE} ORDER BY seq DESC LIMIT 1"), {"ledger": db.ledger})
    return _adopted(db, found.one())


def table_at(db: Db, seq: int) -> AdoptedTable:
    """The table that the entry `seq` adopted."""
    found = db.connection.execute(text(f"{_TABLE} AND seq = :seq"), {"ledger": db.ledger, "seq": seq})
    return _adopted(db, found.one())


def _adopted(db: Db, row: Row[tuple[object, ...]]) -> AdoptedTable:
    key = {"ledger": db.ledger, "seq": row.seq}
    classes = db.connection.execute(
        text(
            "SELECT code, name_es, name_en, traced, custody, cuts FROM payout_class"
            " WHERE ledger = :ledger AND table_seq = :seq ORDER BY position"
        ),
        key,
    )
    rows = db.connection.execute(
        text(
            "SELECT code, class_code, counts_as, name_es, name_en, calibre, aliases, unit, source,"
            " serviceable_minor, unserviceable_minor FROM payout_row"
            " WHERE ledger = :ledger AND table_seq = :seq ORDER BY position"
        ),
        key,
    )
    table = PayoutTableAdopted(
        code=row.code,
        campaign=row.campaign,
        issuer=row.issuer,
        effective_on=row.effective_on,
        currency=row.currency,
        source=row.source,
        complete=bool(row.complete),
        classes=tuple(
            TableClass(c.code, c.name_es, c.name_en, bool(c.traced), c.custody, c.cuts) for c in classes
        ),
        rows=tuple(TableRow(**(dict(r._mapping) | {"aliases": _split(r.aliases)})) for r in rows),
    )
    return AdoptedTable(row.seq, table, parse_utc(row.adopted_at), row.adopted_by)


def _split(aliases: str) -> tuple[str, ...]:
    return tuple(aliases.split("|")) if aliases else ()


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

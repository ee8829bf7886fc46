"""The ledger's own data: its head, sites, payout tables and rates."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from buyback import errors
from buyback.chain import Checkpoint, open_body, parse_utc
from buyback.facts import PayoutTableAdopted, RateRecorded, SiteAdded
from buyback.money import Rate
from buyback.rules import HOURS, Hours, Place, check_hours, hours_site
from buyback.store.engine import Db
from buyback.store.fitting import OfRow, Unfit, none_in
from buyback.store.statements import text
from buyback.store.views import added


@dataclass(frozen=True, slots=True)
class LedgerInfo(OfRow):
    """A ledger's opening and the head of its chain; `folios` is how many were given out."""

    code: str
    programme: str
    currency: str
    opened_at: datetime
    head: Checkpoint
    folios: int


@dataclass(frozen=True, slots=True)
class Site(OfRow):
    code: str
    name: str
    venue: str
    municipality: str
    state: str
    timezone: str

    @property
    def place(self) -> Place:
        """The site as the rules speak of it."""
        return Place(self.name, self.timezone)

    def business_date(self, moment: datetime) -> date:
        """The site's local day at that moment."""
        return moment.astimezone(ZoneInfo(self.timezone)).date()


@dataclass(frozen=True, slots=True)
class AdoptedTable(OfRow):
    """A payout table that the ledger adopted, by the entry `seq`."""

    seq: int
    table: PayoutTableAdopted
    adopted_at: datetime
    adopted_by: str


@dataclass(frozen=True, slots=True)
class RecordedRate(OfRow):
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
    return tuple(Site(*row) for row in found) or none_in("site")


def site_names(db: Db) -> dict[str, str]:
    """What every site is called, by its code."""
    return {known.code: known.name for known in sites(db)}


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
    added.refuse_lost(db, SiteAdded, code)
    raise errors.UnknownSite(code=code, known=listed)


def hours(db: Db) -> dict[str, Hours]:
    """The opening hours of the sites whose hours the ledger has, by their codes."""
    last = {site: told.newest for site, told in hours_told(db).items()}
    return {site: known for site, known in last.items() if known is not None}


@dataclass(frozen=True, slots=True)
class HoursTold:
    """What the ledger said of a site's hours: since when, ascending, and which; None where it has none since."""

    since: tuple[str, ...]
    hours: tuple[Hours | None, ...]

    @property
    def newest(self) -> Hours | None:
        """What holds now."""
        return self.hours[-1]

    def at(self, moment: str) -> Hours | None:
        """What held at a moment, as UTC in the ledger's text; before the first was told, that one."""
        return self.hours[max(bisect_right(self.since, moment) - 1, 0)]


def hours_told(db: Db) -> dict[str, HoursTold]:
    """All that the ledger ever said of the hours of sites, by their codes. Where a clock went back, what was told later holds
    from when the one before it did."""
    rows = db.connection.execute(
        text(
            "SELECT name, value, changed_at FROM setting WHERE ledger = :ledger AND name LIKE :named ORDER BY seq"
        ),
        {"ledger": db.ledger, "named": f"{HOURS}:%"},
    )
    found: dict[str, list[tuple[str, Hours | None]]] = {}
    for row in rows:
        found.setdefault(hours_site(row.name), []).append((row.changed_at, check_hours(row.value)))
    return {
        site: HoursTold(
            tuple(accumulate((since for since, _known in told), max)), tuple(known for _since, known in told)
        )
        for site, told in found.items()
    }


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
    if not isinstance(fact, PayoutTableAdopted):
        raise Unfit(f"seq = {fact!r:.40}")
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


def rate(db: Db, seq: int) -> RecordedRate | None:
    """The rate that the entry `seq` recorded, as it is sealed; None where it recorded none. Unfit where the row says more."""
    named = {"ledger": db.ledger, "seq": seq}
    row = db.connection.execute(
        text(
            "SELECT r.seq, r.mxn_per_usd, r.as_of, r.source, r.learned_at, r.reason, r.recorded_by, e.body FROM entry e"
            " LEFT JOIN rate r ON r.ledger = e.ledger AND r.seq = e.seq"
            " WHERE e.ledger = :ledger AND e.seq = :seq AND e.kind = 'RateRecorded'"
        ),
        named,
    ).one_or_none()
    sealed = _sealed_rate(row.body) if row else None
    said = row if row and row.seq else None
    if row is None:
        said = db.connection.execute(text(f"{_RATE} AND seq = :seq"), named).one_or_none()
    if (_rate(said) if said else None) != sealed:
        raise Unfit(f"rate {seq}")
    return sealed


@lru_cache(maxsize=8)
def _sealed_rate(body: str) -> RecordedRate:
    """The rate out of the entry that recorded it: it never changes, and every drop-off of a day is valued by it."""
    entry = open_body(body)
    fact = entry.fact
    if not isinstance(fact, RateRecorded):
        raise Unfit(f"seq = {entry.seq}")
    return RecordedRate(
        entry.seq,
        Rate.parse(fact.mxn_per_usd),
        date.fromisoformat(fact.as_of),
        fact.source,
        parse_utc(fact.learned_at),
        fact.reason,
        entry.by,
    )


def rates_until(db: Db, day: date, *, limit: int = 20) -> tuple[RecordedRate, ...]:
    """Recorded rates of this day or earlier, the latest day first, and of one day the newest entry first."""
    found = db.connection.execute(
        text(f"{_RATE} AND as_of <= :day ORDER BY as_of DESC, seq DESC LIMIT :limit"),
        {"ledger": db.ledger, "day": day.isoformat(), "limit": limit},
    )
    return tuple(_rate(row) for row in found)


def has_rate(db: Db, rate: Rate, as_of: date, source: str) -> bool:
    """Whether this source's rate of this day is recorded, whenever it was learned and whoever recorded it."""
    found = db.connection.execute(
        text(
            "SELECT 1 FROM rate WHERE ledger = :ledger AND as_of = :day AND source = :source"
            " AND mxn_per_usd = :rate LIMIT 1"
        ),
        {"ledger": db.ledger, "day": as_of.isoformat(), "source": source, "rate": str(rate)},
    )
    return found.first() is not None


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

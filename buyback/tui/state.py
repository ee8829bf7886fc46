"""What the app knows, as frozen snapshots; each function reads one, in a thread."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from buyback.payout_table import PayoutTable
from buyback.store.engine import Store, open_store
from buyback.store.views import setup
from buyback.store.views.setup import AdoptedTable, LedgerInfo, RecordedRate, Site


@dataclass(frozen=True, slots=True)
class Opened:
    """An open ledger, before it is known who works where."""

    store: Store
    info: LedgerInfo
    sites: tuple[Site, ...]
    operators: tuple[str, ...]
    adopted: AdoptedTable
    rates: tuple[RecordedRate, ...]


@dataclass(frozen=True, slots=True)
class Session:
    """Who works where on which ledger, and the table that pays. The app has none until a ledger is open."""

    store: Store
    info: LedgerInfo
    sites: tuple[Site, ...]
    operators: tuple[str, ...]
    site: Site
    operator: str
    adopted: AdoptedTable
    table: PayoutTable
    rates: tuple[RecordedRate, ...]
    """The last few that were recorded."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.site.timezone)

    def today(self, now: datetime) -> date:
        """The site's business date."""
        return self.site.business_date(now)

    def rate_of(self, today: date, max_age_days: int) -> RecordedRate | None:
        """The rate of the latest day, of one day the one learned last; None if it is too old to be used unasked."""
        usable = [rate for rate in self.rates if rate.as_of <= today]
        newest = max(usable, key=lambda rate: (rate.as_of, rate.learned_at), default=None)
        return newest if newest and (today - newest.as_of).days <= max_age_days else None


@dataclass(frozen=True, slots=True)
class Chain:
    """How far the log goes, and what the check of it said: None while it runs, else the first finding or ""."""

    entries: int = 0
    checked: int = 0
    finding: str | None = None

    @property
    def is_broken(self) -> bool:
        return bool(self.finding)


def open_ledger(where: str) -> Opened:
    """Open the ledger and read what the start needs; its refusals say why it cannot be used."""
    return opened(open_store(where))


def opened(store: Store) -> Opened:
    """What an open ledger says of itself."""
    with store.reading() as db:
        return Opened(
            store,
            setup.ledger_info(db),
            setup.sites(db),
            setup.operators(db),
            setup.current_table(db),
            setup.rates(db, limit=20),
        )


def session(found: Opened, site: Site, operator: str) -> Session:
    """The session of this operator at this site."""
    return Session(
        found.store,
        found.info,
        found.sites,
        found.operators,
        site,
        operator,
        found.adopted,
        PayoutTable(found.adopted.table),
        found.rates,
    )


def reread(before: Session) -> Session:
    """The same session after something was recorded: new head, perhaps new sites, operators or table."""
    found = opened(before.store)
    same_table = found.adopted.seq == before.adopted.seq
    return replace(
        before,
        info=found.info,
        sites=found.sites,
        operators=found.operators,
        adopted=found.adopted,
        table=before.table if same_table else PayoutTable(found.adopted.table),
        rates=found.rates,
    )


class CheckStopped(Exception):
    """The app is closing, so the check of the chain ends early."""


def first_finding(store: Store, progress: Callable[[int], None]) -> str:
    """The first thing that a check of the whole chain finds, in words; "" if nothing."""
    from buyback.store import checks

    with store.reading() as db:
        finding = next(iter(checks.check_chain(db, progress)), None)
    return str(finding) if finding else ""


def newness(rate: RecordedRate) -> tuple[date, datetime]:
    """Which of two rates is the newer: of a later day, or of the same day and learned later."""
    return rate.as_of, rate.learned_at

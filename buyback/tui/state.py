"""What the app knows, as frozen snapshots; each function reads one, in a thread."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from buyback import rules
from buyback.payout_table import PayoutTable
from buyback.rules import Approval
from buyback.store.engine import Store, open_store
from buyback.store.views import people, setup
from buyback.store.views.people import Operator, People
from buyback.store.views.setup import AdoptedTable, LedgerInfo, RecordedRate, Site


@dataclass(frozen=True, slots=True)
class Approvers:
    """Who can approve what an operator does: the aliases, the likeliest first; none where nobody can.

    `has_pins`: by a PIN. `is_own`: whoever does it answers for it too, and nobody has to be asked.
    """

    asker: str
    aliases: tuple[str, ...]
    has_pins: bool
    is_own: bool

    @property
    def others_first(self) -> "Approvers":
        """The same, whoever asks as the last of them."""
        return replace(self, aliases=tuple(sorted(self.aliases, key=lambda alias: alias == self.asker)))


@dataclass(frozen=True, slots=True)
class Opened:
    """An open ledger, before it is known who works where."""

    store: Store
    info: LedgerInfo
    sites: tuple[Site, ...]
    people: People
    step_minor: int
    """The amount above which a supervisor approves a payment."""
    adopted: AdoptedTable
    rates: tuple[RecordedRate, ...]
    """The last few that were recorded."""

    @property
    def operators(self) -> tuple[str, ...]:
        """The aliases of those who work here."""
        return tuple(one.alias for one in self.people.active)


@dataclass(frozen=True, slots=True)
class Session(Opened):
    """Who works where on an open ledger, and the table that pays. The app has none until a ledger is open."""

    site: Site
    operator: str
    table: PayoutTable

    @property
    def who(self) -> Operator | None:
        """The operator with roles and PIN; None for one who was revoked meanwhile."""
        return next((one for one in self.people.active if one.alias == self.operator), None)

    @property
    def approvers(self) -> Approvers:
        """Who can approve what the operator does, as the desk will have it."""
        people, who = self.people, self.who
        found = () if who is None else people.approvers(who)
        is_own = who is not None and people.approves_own(who)
        return Approvers(self.operator, tuple(one.alias for one in found), people.have_pins, is_own)

    def stands(self, approval: Approval | None) -> bool:
        """Whether the desk would still take it from this operator."""
        if approval is None or approval.alias not in self.approvers.aliases:
            return False
        return not self.people.have_pins or approval in self.store.approvals

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
            people.people(db),
            people.setting(db, rules.APPROVAL_STEP),
            setup.current_table(db),
            setup.rates(db, limit=20),
        )


def session(found: Opened, site: Site, operator: str, table: PayoutTable | None = None) -> Session:
    """The session of this operator at this site; `table` is the adopted one, where it has been read before."""
    known = {field.name: getattr(found, field.name) for field in fields(Opened)}
    return Session(**known, site=site, operator=operator, table=table or PayoutTable(found.adopted.table))


def renewed(before: Session, found: Opened) -> Session:
    """The same session after something was recorded: new head, perhaps new sites, people or table."""
    same_table = found.adopted.seq == before.adopted.seq
    return session(found, before.site, before.operator, before.table if same_table else None)


class CheckStopped(Exception):
    """The app is closing, so the check of the chain ends early."""


def first_finding(store: Store, progress: Callable[[int], None], note_folder: str) -> str:
    """The first thing that a check of the whole chain, and of the notes that its key signed, finds; "" if nothing."""
    from itertools import chain

    from buyback.store import checks

    with store.reading() as db:
        notes = checks.check_notes(db, checks.Tally(), note_folder)
        finding = next(chain(checks.check_chain(db, progress), notes), None)
    return str(finding) if finding else ""


def newness(rate: RecordedRate) -> tuple[date, datetime]:
    """Which of two rates is the newer: of a later day, or of the same day and learned later."""
    return rate.as_of, rate.learned_at

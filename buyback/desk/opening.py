"""Setting up and keeping a ledger: open it, add sites, adopt tables, record rates."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from buyback import __version__, config, errors, rates, rules
from buyback.chain import Sealed, utc_text
from buyback.config import Settings
from buyback.desk.people import check_alias, keep_pin
from buyback.desk.signing import new_key
from buyback.desk.turn import turn
from buyback.facts import LedgerOpened, OperatorEnrolled, RateRecorded, SiteAdded
from buyback.free_text import REASON, SHORT_LONGEST, clean, required
from buyback.i18n import N_
from buyback.money import MXN
from buyback.payout_table import PayoutTable
from buyback.rules import Approval, Pin
from buyback.store import engine, ledger
from buyback.store.engine import Store
from buyback.store.ledger import Writer
from buyback.store.views import added, people, setup
from buyback.store.views.setup import RecordedRate

DEFAULT_TIMEZONE = "America/Mexico_City"

LEDGER_CODE = N_("the ledger")
SITE_CODE = N_("the site")
SITE_NAME = N_("site name")
VENUE = N_("venue")
MUNICIPALITY = N_("municipality")
STATE = N_("state")
"""What refusals call the texts of a ledger and a site."""

_DEFAULT_OPERATOR = "clerk"
_LEDGER_CODE = re.compile(r"[A-Z0-9]{2,8}")
_SITE_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class NewSite:
    """A site to add. An empty name is looked up among the known sites."""

    code: str
    name: str = ""
    venue: str = ""
    municipality: str = ""
    state: str = ""
    timezone: str = DEFAULT_TIMEZONE


def known_sites() -> tuple[NewSite, ...]:
    """The sites that come with the program: places where modules really stood."""
    path = config.data_path("seeds", "sites.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            NewSite(
                row["code"], row["name"], row["venue"], row["municipality"], row["state"], row["timezone"]
            )
            for row in csv.DictReader(file)
        )


def open_ledger(
    where: str,
    *,
    code: str,
    site: NewSite,
    operator: str,
    table: PayoutTable,
    at: datetime,
    pin: Pin | None = None,
) -> Store:
    """A new ledger with its first site, its first operator and the table that pays; LedgerExists if there is one.

    The first operator has every role. With a PIN they are signed in, and every verb needs a sign-in from then on.
    Its key is a new one, in a file of its own beside the ledger.
    """
    code = code.strip().upper()
    if not _LEDGER_CODE.fullmatch(code):
        raise errors.BadCode(text=code[:40], field=LEDGER_CODE, allowed=N_("2 to 8 letters and digits"))
    if table.adopted.currency != MXN:
        raise errors.OtherCurrency(code=table.code, currency=table.adopted.currency, own=MXN)
    alias = check_alias(operator or _DEFAULT_OPERATOR)
    first_site = _site_fact(site)
    if pin is not None:
        rules.check_pin(pin)
    store = engine.create_store(where, code)
    with ledger.opening(store, by=alias, at=at) as writer, new_key(store) as key:
        writer.append(LedgerOpened(table.adopted.campaign, MXN, __version__, str(key)))
        writer.append(OperatorEnrolled(alias))
        writer.append(first_site)
        writer.append(table.adopted)
        pin_seq = keep_pin(writer, alias, pin).seq if pin is not None else 0
    if pin_seq:
        store.signed_in[alias] = pin_seq
    return store


def _site_fact(site: NewSite) -> SiteAdded:
    if not _SITE_CODE.fullmatch(site.code):
        raise errors.BadCode(
            text=site.code[:40], field=SITE_CODE, allowed=N_("up to 40 letters, digits and dashes")
        )
    known = next((found for found in known_sites() if found.code == site.code), site)
    try:
        ZoneInfo(site.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise errors.BadTimezone(text=site.timezone[:60]) from problem
    if site.timezone not in available_timezones() or site.timezone == "localtime":
        raise errors.BadTimezone(text=site.timezone[:60])  # it would be another one on another computer
    return SiteAdded(
        code=clean(site.code, SITE_CODE, note=False),
        name=required(site.name or known.name, SITE_NAME),
        timezone=site.timezone,
        venue=clean(site.venue or known.venue, VENUE, longest=SHORT_LONGEST),
        municipality=clean(site.municipality or known.municipality, MUNICIPALITY, longest=SHORT_LONGEST),
        state=clean(site.state or known.state, STATE, longest=SHORT_LONGEST),
    )


def add_site(store: Store, site: NewSite, *, by: str, at: datetime) -> Sealed:
    """Add a site; AlreadyThere for a code that is used."""
    fact = _site_fact(site)
    with turn(store, "sites-add", by=by, at=at) as this:
        db = this.writer.db
        if any(found.code.casefold() == fact.code.casefold() for found in setup.sites(db)):
            raise errors.AlreadyThere(what=N_("The site"), code=fact.code)
        added.refuse_lost(db, SiteAdded, fact.code)
        return this.writer.append(fact)


def adopt_table(store: Store, table: PayoutTable, *, by: str, at: datetime) -> Sealed:
    """Make this table the one that pays from now on; drop-offs keep the table that they were paid by.

    AlreadyAdopted for the one in use, OtherCurrency for one that the ledger's cash box cannot pay.
    """
    with turn(store, "tables-adopt", by=by, at=at) as this:
        writer = this.writer
        own = setup.ledger_info(writer.db).currency
        if table.adopted.currency != own:
            raise errors.OtherCurrency(code=table.code, currency=table.adopted.currency, own=own)
        if setup.current_table(writer.db).table == table.adopted:
            raise errors.AlreadyAdopted(code=table.code)
        return writer.append(table.adopted)


# --- rates --------------------------------------------------------------------------------------------------------------


def ensure_rate(
    store: Store, settings: Settings, *, by: str, at: datetime, on: date | None = None, site: str = ""
) -> RecordedRate:
    """The rate of the day `on` (default: today at the site) as the ledger has it, recorded first where it is new.

    Sources may be asked, `rate_deadline_s` at most, while no transaction is open. NoRate where none has one.
    """
    with store.reading() as db:
        people.named(db, people.people(db), by)
    quoted, recorded = find_rate(store, settings, at=at, on=on, site=site)
    return recorded or record_rate(store, quoted, by=by, at=at)


def find_rate(
    store: Store, settings: Settings, *, at: datetime, on: date | None = None, site: str = ""
) -> tuple[rates.Quoted, RecordedRate | None]:
    """As `ensure_rate`, without writing: the rate, and the ledger's record of it or None."""
    with store.reading() as db:
        where = setup.site(db, site) if site else setup.sites(db)[0]
        today = where.business_date(at)
        known = {_as_quoted(found): found for found in setup.rates_until(db, on or today)}
        known |= {_as_quoted(found): found for found in setup.rates(db, limit=20)}
    quoted = rates.find(on or today, known=known, settings=settings, now=at, today=today)
    return quoted, known.get(quoted)


def _as_quoted(recorded: RecordedRate) -> rates.Quoted:
    """The recorded rate as its source gave it."""
    return rates.Quoted(recorded.rate, recorded.as_of, recorded.source, recorded.learned_at, recorded.reason)


def record_rate(
    store: Store, quoted: rates.Quoted, *, by: str, at: datetime, approval: Approval | None = None
) -> RecordedRate:
    """Write a rate into the ledger as an entry of its own; one that a person set needs a supervisor's approval.

    What a person set for a day and is the newest of that day is not written again.
    """
    is_manual = quoted.source == rates.MANUAL
    with turn(store, "rates-set" if is_manual else "rates-fetch", by=by, at=at, approval=approval) as this:
        writer = this.writer
        said = _cleaned(quoted)
        newest = next(iter(setup.rates_until(writer.db, said.as_of, limit=1)), None)
        if newest is not None and said.reason and _same(said, newest) and newest.reason == said.reason:
            return newest
        _record(writer, said, this.approved("manual-rate") if is_manual else "")
        recorded = setup.rate(writer.db, writer.head_seq)
        assert recorded is not None
        return recorded


def import_rates(store: Store, found: Sequence[rates.Quoted], *, by: str, at: datetime) -> int:
    """Write, in one transaction, those rates that the ledger does not have of their day and source; how many it wrote.

    A file that is imported again thus adds nothing, and does not cover what a person has set for a day since. Who
    imports them answers for them.
    """
    with turn(store, "rates-import", by=by, at=at) as this:
        writer = this.writer
        cleaned = [_cleaned(quoted) for quoted in found]
        new = [one for one in cleaned if not setup.has_rate(writer.db, one.rate, one.as_of, one.source)]
        for quoted in new:
            _record(writer, quoted)
        return len(new)


def _cleaned(quoted: rates.Quoted) -> rates.Quoted:
    source, reason = clean(quoted.source, N_("source"), note=False), clean(quoted.reason, REASON)
    return replace(quoted, source=source, reason=reason)


def _same(quoted: rates.Quoted, recorded: RecordedRate) -> bool:
    """Whether both are the same rate of the same day and source."""
    said = (quoted.rate, quoted.as_of, quoted.source)
    return said == (recorded.rate, recorded.as_of, recorded.source)


def _record(writer: Writer, quoted: rates.Quoted, approved_by: str = "") -> None:
    writer.append(
        RateRecorded(
            mxn_per_usd=str(quoted.rate),
            as_of=quoted.as_of.isoformat(),
            source=quoted.source,
            learned_at=utc_text(quoted.learned_at),
            reason=quoted.reason,
            approved_by=approved_by,
        )
    )

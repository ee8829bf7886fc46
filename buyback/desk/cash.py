"""The cash box of a site: float, top-up, return, count, difference. One verb, one transaction.

A count is blind: it is sealed before anyone is told what the box should hold, and what it found more or less becomes an
entry of its own, with a reason and a supervisor's approval.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from buyback import denominations, rules
from buyback.desk.turn import Turn, turn
from buyback.facts import CashCounted, CashDiffered, CashMoved, Denomination, Movement
from buyback.free_text import REASON, clean, required
from buyback.money import Money
from buyback.rules import Approval, Box
from buyback.store.engine import Store
from buyback.store.views import cash, setup
from buyback.store.views.cash import CashKind
from buyback.store.views.setup import Site


@dataclass(frozen=True, slots=True)
class CashDone:
    """A movement, count or difference that is in the ledger as the entry `seq`, and the box after it.

    `amount` is what moved, what was counted, or the difference (negative where money was missing).
    """

    kind: CashKind
    seq: int
    site: Site
    business_on: date
    amount: Money
    notes: tuple[Denomination, ...]
    box: Box


def give_float(
    store: Store,
    site: str,
    amount: Money,
    *,
    by: str,
    at: datetime,
    notes: Sequence[Denomination] = (),
    reason: str = "",
) -> CashDone:
    """Record the cash that a site starts with; 0 is a float too. FloatTwice or CountOpen while the box is not empty."""
    with turn(store, "cash-float", by=by, at=at) as this:
        where = setup.site(this.writer.db, site)
        _check(this, amount, notes, least_minor=0)
        rules.check_float(this.writer.box(where.code), where.place)
        return _move(this, "float", where, amount, notes=notes, at=at, reason=reason)


def top_up(
    store: Store,
    site: str,
    amount: Money,
    *,
    by: str,
    at: datetime,
    notes: Sequence[Denomination] = (),
    reason: str = "",
) -> CashDone:
    """Record cash that the organiser adds; NoFloat before the first float."""
    with turn(store, "cash-top-up", by=by, at=at) as this:
        where = setup.site(this.writer.db, site)
        _check(this, amount, notes, least_minor=denominations.SMALLEST_MINOR)
        rules.kept(this.writer.box(where.code), where.place)
        return _move(this, "top_up", where, amount, notes=notes, at=at, reason=reason)


def return_cash(
    store: Store,
    site: str,
    amount: Money,
    *,
    by: str,
    at: datetime,
    notes: Sequence[Denomination] = (),
    reason: str = "",
) -> CashDone:
    """Record cash that goes back to the organiser; ReturnTooMuch for more than the box holds."""
    with turn(store, "cash-return", by=by, at=at) as this:
        where = setup.site(this.writer.db, site)
        _check(this, amount, notes, least_minor=denominations.SMALLEST_MINOR)
        box = rules.kept(this.writer.box(where.code), where.place)
        rules.check_cash_return(box, amount.amount_minor, where.place)
        return _move(this, "return", where, amount, notes=notes, at=at, reason=reason)


def _check(this: Turn, amount: Money, notes: Sequence[Denomination], *, least_minor: int) -> None:
    """What moves is cash of the ledger's currency, in an amount that there is."""
    rules.check_currency(amount, setup.ledger_info(this.writer.db).currency)
    rules.check_cash_amount(amount.amount_minor, notes, least_minor=least_minor)


def _move(
    this: Turn,
    kind: Movement,
    site: Site,
    amount: Money,
    *,
    notes: Sequence[Denomination],
    at: datetime,
    reason: str,
) -> CashDone:
    day, pieces = site.business_date(at), denominations.ordered(notes)
    said = clean(reason, REASON)
    sealed = this.writer.append(
        CashMoved(site.code, day.isoformat(), kind, amount.amount_minor, pieces, reason=said)
    )
    return _done(this, kind, site, seq=sealed.seq, day=day, amount=amount, notes=pieces)


def count_cash(store: Store, site: str, notes: Sequence[Denomination], *, by: str, at: datetime) -> CashDone:
    """Seal what lies in the box, by notes and coins; only the answer tells what it should hold.

    Counting again is another count, which replaces the one before as long as nobody recorded its difference.
    """
    with turn(store, "cash-count", by=by, at=at) as this:
        where = setup.site(this.writer.db, site)
        rules.kept(this.writer.box(where.code), where.place)
        rules.check_notes(notes)
        day, pieces = where.business_date(at), denominations.ordered(notes)
        counted = Money(denominations.worth_minor(pieces))
        sealed = this.writer.append(CashCounted(where.code, day.isoformat(), pieces, counted.amount_minor))
        return _done(this, "count", where, seq=sealed.seq, day=day, amount=counted, notes=pieces)


def record_difference(
    store: Store, site: str, *, reason: str, by: str, at: datetime, approval: Approval | None = None
) -> CashDone:
    """Record the difference of the newest count, once, with its reason; a supervisor approves it.

    NothingCounted, NothingDiffers or DifferenceTwice where there is none to record.
    """
    reason = required(reason, REASON)
    with turn(store, "cash-difference", by=by, at=at, approval=approval) as this:
        where = setup.site(this.writer.db, site)
        box = rules.kept(this.writer.box(where.code), where.place)
        rules.check_difference(box, where.place)
        day = where.business_date(at)
        sealed = this.writer.append(
            CashDiffered(
                site=where.code,
                business_on=day.isoformat(),
                count_seq=box.count_seq,
                expected_minor=box.count_expected_minor,
                counted_minor=box.counted_minor,
                reason=reason,
                approved_by=this.approved("cash-difference"),
            )
        )
        amount = Money(box.difference_minor)
        return _done(this, "difference", where, seq=sealed.seq, day=day, amount=amount, notes=())


def _done(
    this: Turn,
    kind: CashKind,
    site: Site,
    *,
    seq: int,
    day: date,
    amount: Money,
    notes: tuple[Denomination, ...],
) -> CashDone:
    box = rules.kept(cash.box(this.writer.db, site.code), site.place)
    return CashDone(kind, seq, site, day, amount, notes, box)

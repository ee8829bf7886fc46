"""What becomes of a drop-off's payment: paid, returned, voided. One verb, one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from buyback import folios, rules
from buyback.chain import parse_utc
from buyback.desk import sealed, vouchers
from buyback.desk.turn import Turn, turn
from buyback.facts import PaidOut, Returned, Voided
from buyback.free_text import REASON, clean, required
from buyback.money import Money
from buyback.rules import Approval, DropOffState, DropOffStatus, Pin
from buyback.store.engine import Store
from buyback.store.views import cash, setup


@dataclass(frozen=True, slots=True)
class Settled:
    """A drop-off whose payment was made, declined or undone; `amount` is what moved."""

    folio: str
    status: DropOffStatus
    amount: Money
    usd: Money
    items: tuple[str, ...]


def pay(
    store: Store,
    folio: str,
    *,
    by: str,
    at: datetime,
    site: str = "",
    code: Pin | None = None,
    approval: Approval | None = None,
) -> Settled:
    """Pay the whole amount of a drop-off that is owed, or redeem its voucher; once, out of the box of any site.

    `site` is the one that pays, the drop-off's own where it is empty; NotEnoughCash where its box does not hold the
    amount. A voucher is paid against its code; a wrong one is recorded. An amount above the step needs a supervisor's
    approval, a voucher's had it when it was given out.
    """
    with turn(store, "pay", by=by, at=at, approval=approval) as this:
        writer = this.writer
        state = sealed.state(writer.db, folios.parse(folio, store.ledger))
        rules.check_payment(state)
        pays = setup.site(writer.db, site or state.site)
        means: Literal["cash", "voucher"] = "voucher" if state.status == "voucher" else "cash"
        voucher, refusal, approved_by = sealed.voucher(writer.db, state.folio), None, ""
        if means == "cash":
            approved_by = this.all_approved(
                rules.payment_approvals(state.total.amount_minor, this.step_minor)
            )
        elif voucher is not None:
            now = max(at, parse_utc(writer.last_at))  # a clock set back makes none good again
            today = pays.business_date(now)
            approved_by, refusal = vouchers.settle(this, voucher, code, today=today, at=at)
        if refusal is None:
            pay_out(
                this,
                state.folio,
                mxn=state.total,
                usd=state.usd,
                site=pays,
                at=at,
                means=means,
                approved_by=approved_by,
                is_owed=True,
            )
            _forget_voucher(this, state)
    if refusal is not None:
        raise refusal
    return Settled(state.folio, "paid", state.total, state.usd, _names(state))


def pay_out(
    this: Turn,
    folio: str,
    *,
    mxn: Money,
    usd: Money,
    site: setup.Site,
    at: datetime,
    means: Literal["cash", "voucher"],
    approved_by: str = "",
    is_owed: bool = False,
) -> None:
    """Cash leaves the box of the site; NotEnoughCash where it does not hold so much. `is_owed`: it was promised before."""
    box = this.writer.box(site.code)
    rules.check_payout(box, mxn.amount_minor, site.place, is_owed=is_owed)
    this.writer.append(
        PaidOut(
            folio,
            mxn.amount_minor,
            usd.amount_minor,
            site.business_date(at).isoformat(),
            means,
            approved_by=approved_by,
            site=site.code,
        )
    )


def give_back(store: Store, folio: str, *, by: str, at: datetime, reason: str = "") -> Settled:
    """Return every item of a drop-off to the giver who declined; only until it is paid."""
    reason = clean(reason, REASON)
    with turn(store, "return", by=by, at=at) as this:
        writer = this.writer
        state = sealed.state(writer.db, folios.parse(folio, store.ledger))
        rules.check_return(state)
        day = setup.site(writer.db, state.site).business_date(at).isoformat()
        writer.append(Returned(state.folio, day, _names(state), reason))
        _forget_voucher(this, state)
        return Settled(state.folio, "returned", Money(0), Money(0, "USD"), _names(state))


def void(
    store: Store,
    folio: str,
    *,
    reason: str,
    recovered: Money | None,
    by: str,
    at: datetime,
    site: str = "",
    approval: Approval | None = None,
) -> Settled:
    """Undo an entry error while all its items are held; a supervisor approves it.

    `recovered` is the cash that came back, None if unsaid; `site` is whose box it came back to, the one that paid where
    it is empty.
    """
    reason = required(reason, REASON)
    with turn(store, "void", by=by, at=at, approval=approval) as this:
        writer = this.writer
        state = sealed.state(writer.db, folios.parse(folio, store.ledger))
        if recovered is not None:
            rules.check_currency(recovered, setup.ledger_info(writer.db).currency)
        back_minor = rules.check_void(state, None if recovered is None else recovered.amount_minor)
        paid_at = cash.paid_at(writer.db, state.folio) or state.site
        where = setup.site(writer.db, site or paid_at)
        if back_minor and writer.box(paid_at) is not None:  # else it would be in no box at all
            rules.kept(writer.box(where.code), where.place)
        writer.append(
            Voided(
                folio=state.folio,
                business_on=where.business_date(at).isoformat(),
                reason=reason,
                paid_minor=state.paid.amount_minor,
                recovered_minor=back_minor,
                items=_names(state),
                approved_by=this.approved("void"),
                site=where.code,
            )
        )
        _forget_voucher(this, state)
        return Settled(state.folio, "voided", Money(back_minor), Money(0, "USD"), _names(state))


def _forget_voucher(this: Turn, state: DropOffState) -> None:
    """Where an open voucher has just ended, its code is kept no longer."""
    if state.status == "voucher":
        vouchers.forget(this, state.folio)


def _names(state: DropOffState) -> tuple[str, ...]:
    return tuple(item.id for item in state.items)

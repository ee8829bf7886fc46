"""A drop-off is taken in, and paid where it is paid on the spot."""

from dataclasses import dataclass
from datetime import date, datetime

from buyback import errors, folios, rules
from buyback.chain import utc_text
from buyback.desk import pricing, settling, vouchers
from buyback.desk.forms import form_of
from buyback.desk.turn import Turn, turn
from buyback.facts import DroppedOff, Line, Settlement
from buyback.free_text import REASON, SHORT_LONGEST, clean, required
from buyback.i18n import N_
from buyback.money import Money, Rate
from buyback.payout_table import PayoutTable
from buyback.rules import Approval, DropOffStatus, Item, Pin
from buyback.store.engine import Store
from buyback.store.ledger import Writer
from buyback.store.views import drop_offs, setup

DRAFT = N_("draft id")


@dataclass(frozen=True, slots=True)
class Order:
    """A drop-off as its form asks for it. `rate` is the recorded rate that the giver was shown.

    `draft_id` was made when the form opened. `written_at` says when it happened, if it was first on paper. `approval`
    is for items valued as another row and for an amount above the step. `code` is what the giver chose for a voucher.
    `folio` is that of the blank form on which it was first written, empty where it was on none.
    """

    site: str
    items: tuple[Item, ...]
    settlement: Settlement
    draft_id: str
    rate: setup.RecordedRate
    reason: str = ""
    approval: Approval | None = None
    written_at: datetime | None = None
    code: Pin | None = None
    folio: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A drop-off that is in the ledger. `repeated`: this form had been received before, and nothing was added.

    `serials_seen`: (line number, items that carry the same serial already).
    """

    folio: str
    site: str
    business_on: date
    lines: tuple[Line, ...]
    mxn: Money
    usd: Money
    rate: Rate
    rate_as_of: date
    rate_source: str
    status: DropOffStatus
    table: str
    repeated: bool
    serials_seen: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def item_ids(self) -> tuple[str, ...]:
        return tuple(folios.item_id(self.folio, line.number) for line in self.lines)


def receive(store: Store, order: Order, *, by: str, at: datetime) -> Received:
    """Take a drop-off in, and pay it where the settlement is cash.

    The same form again answers with the first result. Refuses unknown types, amounts that are not published,
    personal data, a time in the future, a rate that the ledger did not record. What was first on paper is booked to the
    day on which it happened, or to today where that one is closed; `form_of` refuses a folio that is not that of a
    form on which it can have been written.
    """
    reason = clean(order.reason, REASON)
    named = folios.parse(order.folio, store.ledger) if order.folio.strip() else ""
    draft_id = required(order.draft_id, DRAFT, longest=SHORT_LONGEST, note=False)
    if order.written_at is not None and order.written_at > at:
        raise errors.InTheFuture(when=utc_text(order.written_at), now=utc_text(at))
    if order.code is not None:
        rules.check_code(order.code)
    with turn(store, "receive", by=by, at=at, approval=order.approval) as this:
        writer = this.writer
        site = setup.site(writer.db, order.site)
        adopted = setup.current_table(writer.db)
        folio = drop_offs.by_draft(writer.db, draft_id)
        if folio is not None:
            return _again(writer, order, folio, named)
        if setup.rate(writer.db, order.rate.seq) != order.rate:
            shown = order.rate
            raise errors.RateNotRecorded(rate=str(shown.rate), as_of=shown.as_of.isoformat())
        form = form_of(writer.db, named, site, order.written_at)
        quote = pricing.price(order.items, PayoutTable(adopted.table), order.rate.rate, reason=reason)
        seen = drop_offs.serials_seen(writer.db, (line.serial for line in quote.lines))
        fact = DroppedOff(
            folio=form.folio if form else writer.next_folio(),
            draft_id=draft_id,
            site=site.code,
            business_on=_booked_on(writer, site, order.written_at, at).isoformat(),
            settlement=order.settlement,
            table=adopted.table.code,
            table_seq=adopted.seq,
            rate_seq=order.rate.seq,
            mxn_per_usd=str(order.rate.rate),
            rate_as_of=order.rate.as_of.isoformat(),
            rate_source=order.rate.source,
            lines=quote.lines,
            written_at=utc_text(order.written_at) if order.written_at else "",
            reason=reason,
            approved_by=_approver(this, order, quote),
            form_seq=form.seq if form else None,
        )
        writer.append(fact)
        status = rules.status_after(order.settlement, quote.mxn)
        if order.settlement == "cash" and status == "owed":
            settling.pay_out(this, fact.folio, mxn=quote.mxn, usd=quote.usd, site=site, at=at, means="cash")
            status = "paid"
        if status == "voucher":
            vouchers.issue(this, fact.folio, quote.mxn, site, order.code, at=at)
        return _received(
            fact,
            status,
            serials_seen=tuple(
                (line.number, seen[line.serial]) for line in quote.lines if line.serial in seen
            ),
        )


def _booked_on(writer: Writer, site: setup.Site, written_at: datetime | None, at: datetime) -> date:
    """The day on which it happened; today where that day is closed, as a closed day takes no more entries."""
    if written_at is None:
        return site.business_date(at)
    happened_on, closed = site.business_date(written_at), writer.closed_day(site.code)
    return site.business_date(at) if closed and happened_on <= closed.day else happened_on


def _approver(this: Turn, order: Order, quote: pricing.Quote) -> str:
    """Who approved it that a line is valued as another row, or that so much is paid or promised; "" if nothing needs it.

    NotAllowed where cash is to be paid by somebody who may not pay.
    """
    status = rules.status_after(order.settlement, quote.mxn)
    if order.settlement == "cash" and status == "owed":
        this.allow("pay")
    has_valued = any(line.valued_as for line in quote.lines)
    amount_minor = quote.mxn.amount_minor
    return this.all_approved(
        rules.drop_off_approvals(order.settlement, amount_minor, this.step_minor, has_valued=has_valued)
    )


def _again(writer: Writer, order: Order, folio: str, named: str) -> Received:
    """The answer that this form got before; DraftReused where it now asks for something else."""
    before = drop_offs.sealed(writer.db, folio)
    table = PayoutTable(setup.table_at(writer.db, before.table_seq).table)
    same = pricing.price(
        order.items, table, Rate.parse(before.mxn_per_usd), reason=before.reason or order.reason
    )
    site = setup.site(writer.db, order.site).code
    written_at = utc_text(order.written_at) if order.written_at else ""
    asked = (same.lines, order.settlement, site, written_at, named)
    form = before.folio if before.form_seq else ""
    if asked != (before.lines, before.settlement, before.site, before.written_at, form):
        raise errors.DraftReused(folio=folio)
    return _received(before, drop_offs.state(writer.db, folio).status, repeated=True)


def _received(
    fact: DroppedOff,
    status: DropOffStatus,
    *,
    repeated: bool = False,
    serials_seen: tuple[tuple[int, tuple[str, ...]], ...] = (),
) -> Received:
    quote = pricing.Quote(fact.table, fact.lines)
    return Received(
        folio=fact.folio,
        site=fact.site,
        business_on=date.fromisoformat(fact.business_on),
        lines=fact.lines,
        mxn=quote.mxn,
        usd=quote.usd,
        rate=Rate.parse(fact.mxn_per_usd),
        rate_as_of=date.fromisoformat(fact.rate_as_of),
        rate_source=fact.rate_source,
        status=status,
        table=fact.table,
        repeated=repeated,
        serials_seen=serials_seen,
    )

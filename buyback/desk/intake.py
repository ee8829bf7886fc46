"""Drop-offs and what becomes of their payment: receive, pay, return, void. One verb, one transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from buyback import errors, folios, rules
from buyback.chain import utc_text
from buyback.desk import pricing, sealed
from buyback.facts import DroppedOff, Line, PaidOut, Returned, Settlement, Voided
from buyback.free_text import REASON, SHORT_LONGEST, clean, required
from buyback.i18n import N_
from buyback.money import Money, Rate
from buyback.payout_table import PayoutTable
from buyback.rules import DropOffState, DropOffStatus, Item
from buyback.store import ledger
from buyback.store.engine import Store
from buyback.store.ledger import Writer
from buyback.store.views import drop_offs, setup

DRAFT = N_("draft id")


@dataclass(frozen=True, slots=True)
class Order:
    """A drop-off as its form asks for it. `rate` is the recorded rate that the giver was shown.

    `draft_id` was made when the form opened. `written_at` says when it happened, if it was first on paper.
    """

    site: str
    items: tuple[Item, ...]
    settlement: Settlement
    draft_id: str
    rate: setup.RecordedRate
    reason: str = ""
    approved_by: str = ""
    written_at: datetime | None = None


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


@dataclass(frozen=True, slots=True)
class Settled:
    """A drop-off whose payment was made, declined or undone; `amount` is what moved."""

    folio: str
    status: DropOffStatus
    amount: Money
    usd: Money
    items: tuple[str, ...]


def receive(store: Store, order: Order, *, by: str, at: datetime) -> Received:
    """Take a drop-off in, and pay it where the settlement is cash.

    The same form again answers with the first result. Refuses unknown types, amounts that are not published,
    personal data, a time in the future, a rate that the ledger did not record.
    """
    reason = clean(order.reason, REASON)
    draft_id = required(order.draft_id, DRAFT, longest=SHORT_LONGEST, note=False)
    if order.written_at is not None and order.written_at > at:
        raise errors.InTheFuture(when=utc_text(order.written_at), now=utc_text(at))
    with ledger.writing(store, by=by, at=at) as writer:
        writer.by = setup.operator(writer.db, by)
        site = setup.site(writer.db, order.site)
        adopted = setup.current_table(writer.db)
        folio = drop_offs.by_draft(writer.db, draft_id)
        if folio is not None:
            return _again(writer, order, folio)
        if setup.rate(writer.db, order.rate.seq) != order.rate:
            shown = order.rate
            raise errors.RateNotRecorded(rate=str(shown.rate), as_of=shown.as_of.isoformat())
        quote = pricing.price(order.items, PayoutTable(adopted.table), order.rate.rate, reason=reason)
        seen = drop_offs.serials_seen(writer.db, (line.serial for line in quote.lines))
        fact = DroppedOff(
            folio=writer.next_folio(),
            draft_id=draft_id,
            site=site.code,
            business_on=site.business_date(order.written_at or at).isoformat(),
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
            approved_by=_approver(writer, order, quote),
        )
        writer.append(fact)
        status = rules.status_after(order.settlement, quote.mxn)
        if order.settlement == "cash" and status == "owed":
            _pay(writer, fact.folio, mxn=quote.mxn, usd=quote.usd, day=site.business_date(at), means="cash")
            status = "paid"
        return _received(
            fact,
            status,
            serials_seen=tuple(
                (line.number, seen[line.serial]) for line in quote.lines if line.serial in seen
            ),
        )


def _approver(writer: Writer, order: Order, quote: pricing.Quote) -> str:
    """Who approved that a line is valued as another row: the operator named for it, else the one who receives."""
    if not any(line.valued_as for line in quote.lines):
        return ""
    return setup.operator(writer.db, order.approved_by or writer.by)


def _again(writer: Writer, order: Order, folio: str) -> Received:
    """The answer that this form got before; DraftReused where it now asks for something else."""
    before = drop_offs.sealed(writer.db, folio)
    table = PayoutTable(setup.table_at(writer.db, before.table_seq).table)
    same = pricing.price(
        order.items, table, Rate.parse(before.mxn_per_usd), reason=before.reason or order.reason
    )
    site = setup.site(writer.db, order.site).code
    written_at = utc_text(order.written_at) if order.written_at else ""
    asked = (same.lines, order.settlement, site, written_at)
    if asked != (before.lines, before.settlement, before.site, before.written_at):
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


def pay(store: Store, folio: str, *, by: str, at: datetime) -> Settled:
    """Pay the whole amount of a drop-off that is owed, or redeem its voucher; once."""
    with ledger.writing(store, by=by, at=at) as writer:
        writer.by = setup.operator(writer.db, by)
        state = sealed.state(writer.db, folios.parse(folio, store.ledger))
        rules.check_payment(state)
        day = setup.site(writer.db, state.site).business_date(at)
        means: Literal["cash", "voucher"] = "voucher" if state.status == "voucher" else "cash"
        _pay(writer, state.folio, mxn=state.total, usd=state.usd, day=day, means=means)
        return Settled(state.folio, "paid", state.total, state.usd, _names(state))


def _pay(
    writer: Writer, folio: str, *, mxn: Money, usd: Money, day: date, means: Literal["cash", "voucher"]
) -> None:
    writer.append(PaidOut(folio, mxn.amount_minor, usd.amount_minor, day.isoformat(), means))


def give_back(store: Store, folio: str, *, by: str, at: datetime, reason: str = "") -> Settled:
    """Return every item of a drop-off to the giver who declined; only until it is paid."""
    reason = clean(reason, REASON)
    with ledger.writing(store, by=by, at=at) as writer:
        writer.by = setup.operator(writer.db, by)
        state = sealed.state(writer.db, folios.parse(folio, store.ledger))
        rules.check_return(state)
        day = setup.site(writer.db, state.site).business_date(at).isoformat()
        writer.append(Returned(state.folio, day, _names(state), reason))
        return Settled(state.folio, "returned", Money(0), Money(0, "USD"), _names(state))


def void(store: Store, folio: str, *, reason: str, recovered: Money | None, by: str, at: datetime) -> Settled:
    """Undo an entry error while all its items are held; `recovered` is the cash that came back, None if unsaid."""
    reason = required(reason, REASON)
    with ledger.writing(store, by=by, at=at) as writer:
        writer.by = setup.operator(writer.db, by)
        state = sealed.state(writer.db, folios.parse(folio, store.ledger))
        back_minor = rules.check_void(state, None if recovered is None else recovered.amount_minor)
        day = setup.site(writer.db, state.site).business_date(at).isoformat()
        writer.append(Voided(state.folio, day, reason, state.paid.amount_minor, back_minor, _names(state)))
        return Settled(state.folio, "voided", Money(back_minor), Money(0, "USD"), _names(state))


def _names(state: DropOffState) -> tuple[str, ...]:
    return tuple(item.id for item in state.items)

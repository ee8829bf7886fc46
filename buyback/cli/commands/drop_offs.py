"""receive, pay, return, void, show."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Annotated, Any

import typer

from buyback.cli.commands.words import Folio, Items, RateNumber, Reason, Site, ValuedReason
from buyback.cli.grammar import verb
from buyback.cli.session import Session, talk
from buyback.i18n import N_, _

if TYPE_CHECKING:
    from buyback import desk
    from buyback.payout_table import PayoutTable
    from buyback.rules import Item
    from buyback.store.engine import Store
    from buyback.store.views.setup import RecordedRate

Pay = Annotated[
    str,
    typer.Option("--pay", metavar="HOW", help=N_("cash (now), voucher, later, or none; cash unless given.")),
]
RateReason = Annotated[
    str | None,
    typer.Option("--rate-reason", metavar="TEXT", help=N_("Where the rate of --rate was read.")),
]
ApprovedBy = Annotated[
    str | None,
    typer.Option(
        "--approved-by", metavar="ALIAS", help=N_("The operator who approved it; else the one who receives.")
    ),
]
WrittenAt = Annotated[
    str | None,
    typer.Option(
        "--written-at",
        metavar="TIME",
        help=N_("When it happened, if it was first written on paper: 2025-02-18T10:42, the site's time."),
    ),
]
DraftId = Annotated[
    str | None,
    typer.Option(
        "--draft-id",
        metavar="ID",
        help=N_("Your own name for this form; the same command again then gives the first answer."),
    ),
]
Recovered = Annotated[
    str | None,
    typer.Option("--recovered", metavar="PESOS", help=N_("How much of the cash came back; 0 if none.")),
]
VoidReason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("What was wrong."))]


def register(app: typer.Typer) -> None:
    verb(
        app,
        "receive",
        receive,
        N_("Take a drop-off in: record its items, and pay for it unless --pay says otherwise."),
    )
    verb(app, "pay", pay, N_("Pay a drop-off that is owed, or redeem its voucher."))
    verb(
        app, "return", give_back, N_("Give every item of an unpaid drop-off back to the person who declined.")
    )
    verb(app, "void", void, N_("Undo a drop-off that was an entry error, while all its items are held."))
    verb(app, "show", show, N_("Show one drop-off whole: its items, money and history."))


# --- receive ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Asked:
    """What was typed for a drop-off, read."""

    items: tuple["Item", ...]
    rate: str | None
    rate_reason: str
    reason: str
    approved_by: str
    draft_id: str
    written_at: str | None


def receive(
    session: Session,
    *,
    items: Items,
    site: Site = None,
    pay: Pay = "cash",
    reason: ValuedReason = None,
    approved_by: ApprovedBy = None,
    rate: RateNumber = None,
    rate_reason: RateReason = None,
    written_at: WrittenAt = None,
    draft_id: DraftId = None,
) -> None:
    import uuid

    from buyback import desk
    from buyback.cli import typed
    from buyback.facts import SETTLEMENTS
    from buyback.payout_table import PayoutTable
    from buyback.store.views import setup

    settlement = typed.choice(pay, SETTLEMENTS)
    asked = _Asked(
        tuple(desk.parse_item(item) for item in items),
        rate,
        rate_reason or reason or "",
        reason or "",
        approved_by or "",
        typed.draft_id(draft_id) if draft_id else str(uuid.uuid4()),
        written_at,
    )
    with session.store() as store:
        order = _order(session, store, asked, settlement, site or session.settings.site)
        with session.recording():
            received = desk.receive(store, order, by=session.operator, at=session.clock())
        with store.reading() as db:
            tables = {found.table.code: found.table for found in reversed(setup.adopted_tables(db))}
            where = setup.site(db, received.site)
    _answer_received(session, received, order, PayoutTable(tables[received.table]), where.name)


def _order(session: Session, store: "Store", asked: _Asked, settlement: Any, site_code: str) -> "desk.Order":
    """The drop-off to record, checked against the table before a rate is asked for or recorded."""
    from zoneinfo import ZoneInfo

    from buyback import desk, errors
    from buyback.cli import typed
    from buyback.money import Rate
    from buyback.payout_table import PayoutTable
    from buyback.store.views import drop_offs, setup

    now = session.clock()
    with store.reading() as db:
        setup.operator(db, session.operator)
        site = setup.site(db, site_code)
        table = PayoutTable(setup.current_table(db).table)
        known = drop_offs.by_draft(db, asked.draft_id)
        first = setup.rate(db, drop_offs.sealed(db, known).rate_seq) if known else None
    written = typed.moment(asked.written_at, site.timezone) if asked.written_at else None
    if written is not None and written > now:
        zone = ZoneInfo(site.timezone)
        raise errors.InTheFuture(when=_local(written, zone), now=_local(now, zone))
    if first is not None:
        recorded = first  # the drop-off keeps the rate that it was first received with
    else:
        any_rate = Rate(Rate.LOWEST_E4)  # refusals come before the network; the dollars are not looked at
        desk.price(asked.items, table, any_rate, reason=asked.reason)
        recorded = _recorded_rate(session, store, asked, site.business_date(written or now), site)
    return desk.Order(
        site.code,
        asked.items,
        settlement,
        asked.draft_id,
        recorded,
        reason=asked.reason,
        approved_by=asked.approved_by,
        written_at=written,
    )


def _local(moment: datetime, zone: tzinfo) -> str:
    """The time as the site's clock shows it, "2025-02-18 10:42"."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def _recorded_rate(session: Session, store: "Store", asked: _Asked, day: date, site: Any) -> "RecordedRate":
    """The rate as the ledger has it: a person's with its reason, else of a source."""
    from buyback import desk, rates

    now = session.clock()
    with session.recording():
        if asked.rate is None:
            return desk.ensure_rate(
                store, session.settings, by=session.operator, at=now, on=day, site=site.code
            )
        quoted = rates.manual(asked.rate, day, asked.rate_reason, now, today=site.business_date(now))
        return desk.record_rate(store, quoted, by=session.operator, at=now)


def _answer_received(
    session: Session, received: "desk.Received", order: "desk.Order", table: "PayoutTable", site_name: str
) -> None:
    from buyback import l10n
    from buyback.cli import shapes

    if received.repeated:
        talk(_("This form was already received as {folio}; nothing was added.").format(folio=received.folio))
    for number, seen in received.serials_seen:
        words = _("The serial of {item} was seen before, on {seen}; serials repeat, so look at both.")
        talk(words.format(item=f"{received.folio}/{number}", seen=", ".join(seen)))
    session.warn_of_rate(received.rate_as_of, received.rate_source, received.business_on)
    session.warn_of_table(table.code, table.adopted.complete)
    lines = [
        {"item": tag} | shapes.line_json(line, table)
        for tag, line in zip(received.item_ids, received.lines, strict=True)
    ]
    rate = shapes.rate_text(received.rate, received.rate_as_of, received.rate_source, on=received.business_on)
    session.answer(
        {
            "folio": received.folio,
            "status": received.status,
            "site": received.site,
            "business_date": received.business_on.isoformat(),
            "draft_id": order.draft_id,
            "repeated": received.repeated,
            "items": list(received.item_ids),
            "lines": lines,
            "total": shapes.total_json(received.mxn, received.usd),
            "rate": shapes.rate_json(received.rate, received.rate_as_of, received.rate_source),
            "table": received.table,
        },
        _("Folio {folio}").format(folio=received.folio)
        + f"\n{site_name}, {l10n.day_weekday(received.business_on)}",
        shapes.lines_table(received.lines, table, received.item_ids),
        f"{_to_hand_out(received)}\n{rate}",
    )


def _to_hand_out(received: "desk.Received") -> str:
    from buyback.cli import shapes

    words = {
        "paid": N_("Hand out {amount}."),
        "voucher": N_("Hand out a voucher for {amount}."),
        "owed": N_("To be paid later: {amount}."),
        "returned": N_("The items went back; nothing to hand out."),
        "voided": N_("This drop-off was voided; nothing to hand out."),
        "none": N_("Nothing to hand out."),
    }[received.status]
    return _(words).format(amount=shapes.both(received.mxn, received.usd))


# --- pay, return, void ------------------------------------------------------------------------------------------------


def pay(session: Session, *, folio: Folio) -> None:
    from buyback import desk
    from buyback.cli import shapes

    with session.store() as store, session.recording():
        settled = desk.pay(store, folio, by=session.operator, at=session.clock())
    amount = shapes.both(settled.amount, settled.usd)
    _answer_settled(session, settled, _("{folio} is paid: hand out {amount}."), amount)


def give_back(session: Session, *, folio: Folio, reason: Reason = None) -> None:
    from buyback import desk

    with session.store() as store, session.recording():
        settled = desk.give_back(store, folio, by=session.operator, at=session.clock(), reason=reason or "")
    _answer_settled(session, settled, _("{folio} is returned: give back {items}."), "")


def void(session: Session, *, folio: Folio, reason: VoidReason, recovered: Recovered = None) -> None:
    from buyback import desk, l10n

    came_back = l10n.parse_amount(recovered) if recovered else None
    with session.store() as store, session.recording():
        settled = desk.void(
            store, folio, reason=reason, recovered=came_back, by=session.operator, at=session.clock()
        )
    _answer_settled(session, settled, _("{folio} is voided; {amount} came back."), l10n.money(settled.amount))


def _answer_settled(session: Session, settled: "desk.Settled", words: str, amount: str) -> None:
    session.answer(
        {
            "folio": settled.folio,
            "status": settled.status,
            "mxn": str(settled.amount),
            "usd": str(settled.usd),
            "items": list(settled.items),
        },
        words.format(folio=settled.folio, amount=amount, items=", ".join(settled.items)),
    )


def show(session: Session, *, folio: Folio) -> None:
    from buyback.cli import whole
    from buyback.folios import parse
    from buyback.store.views import drop_offs, setup

    with session.reading() as db:
        found = drop_offs.whole(db, parse(folio, db.ledger, needs_check=False))
        site = setup.site(db, found.site)
        history = whole.history(db, found)
    session.answer(whole.as_json(found, history), *whole.as_text(found, site, history))

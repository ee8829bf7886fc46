"""receive: take a drop-off in."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from buyback.cli.commands.words import (
    ApprovedBy,
    CodeFile,
    Items,
    RateNumber,
    Site,
    SupervisorPinFile,
    ValuedReason,
)
from buyback.cli.grammar import verb
from buyback.cli.session import Session, talk
from buyback.i18n import N_, _

if TYPE_CHECKING:
    from buyback import desk
    from buyback.payout_table import PayoutTable
    from buyback.rules import Item, Voucher
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
WrittenAt = Annotated[
    str | None,
    typer.Option(
        "--written-at",
        metavar="TIME",
        help=N_("When it happened, if it was first written on paper: 2025-02-18T10:42, the site's time."),
    ),
]
FormFolio = Annotated[
    str | None,
    typer.Option(
        "--folio",
        metavar="FOLIO",
        help=N_("The folio of the blank form on which it was written; needs --written-at."),
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
NoCode = Annotated[
    bool,
    typer.Option(
        "--no-code",
        help=N_("The giver wants no code on the voucher; a supervisor then approves its payment."),
    ),
]


def register(app: typer.Typer) -> None:
    verb(
        app,
        "receive",
        receive,
        N_("Take a drop-off in: record its items, and pay for it unless --pay says otherwise."),
    )


# --- receive ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Asked:
    """What was typed for a drop-off, read."""

    items: tuple["Item", ...]
    rate: str | None
    rate_reason: str
    reason: str
    approved_by: str | None
    supervisor_pin_file: str | None
    draft_id: str
    written_at: str | None
    folio: str | None
    code_file: str | None
    no_code: bool


def receive(
    session: Session,
    *,
    items: Items,
    site: Site = None,
    pay: Pay = "cash",
    reason: ValuedReason = None,
    approved_by: ApprovedBy = None,
    supervisor_pin_file: SupervisorPinFile = None,
    rate: RateNumber = None,
    rate_reason: RateReason = None,
    written_at: WrittenAt = None,
    folio: FormFolio = None,
    draft_id: DraftId = None,
    code_file: CodeFile = None,
    no_code: NoCode = False,
) -> None:
    import uuid

    from buyback import desk
    from buyback.cli import boxes, codes, typed
    from buyback.facts import SETTLEMENTS
    from buyback.payout_table import PayoutTable
    from buyback.store.views import receipts, setup, vouchers

    settlement = typed.choice(pay, SETTLEMENTS)
    codes.check_options(settlement, code_file, no_code)
    asked = _Asked(
        tuple(desk.parse_item(item) for item in items),
        rate,
        rate_reason or reason or "",
        reason or "",
        approved_by,
        supervisor_pin_file,
        typed.draft_id(draft_id) if draft_id else str(uuid.uuid4()),
        written_at,
        folio,
        code_file,
        no_code,
    )
    with session.store() as store:
        session.sign_in(store)
        order = _order(session, store, asked, settlement, site or session.settings.site)
        with session.recording():
            received = desk.receive(store, order, by=session.operator, at=session.clock())
        with store.reading() as db:
            tables = {found.table.code: found.table for found in reversed(setup.adopted_tables(db))}
            where = setup.site(db, received.site)
            code = receipts.code_of(db, received.folio)
            voucher = vouchers.voucher(db, received.folio)
            unaccounted = boxes.without_float(db, received.folio) if received.status == "paid" else ""
    if unaccounted:
        talk(unaccounted)
    prices = PayoutTable(tables[received.table])
    _answer_received(session, received, order, prices, where.name, check_code=code, voucher=voucher)


def _order(session: Session, store: "Store", asked: _Asked, settlement: Any, site_code: str) -> "desk.Order":
    """The drop-off to record, checked against the table before a rate is asked for or recorded."""
    from buyback import desk, errors
    from buyback.cli import codes, typed
    from buyback.money import Rate
    from buyback.payout_table import PayoutTable
    from buyback.store.views import drop_offs, setup

    now = session.clock()
    with store.reading() as db:
        site = setup.site(db, site_code)
        table = PayoutTable(setup.current_table(db).table)
        known = drop_offs.by_draft(db, asked.draft_id)
        first = setup.rate(db, drop_offs.sealed(db, known).rate_seq) if known else None
    written = typed.moment(asked.written_at, site.timezone) if asked.written_at else None
    if written is not None and written > now:
        clock = site.place.clock
        raise errors.InTheFuture(when=clock(written), now=clock(now))
    if first is None:
        with store.reading() as db:
            desk.form_of(db, asked.folio or "", site, written)
    code = None
    if first is not None:
        recorded = first  # the drop-off keeps the rate that it was first received with
    else:
        any_rate = Rate(Rate.LOWEST_E4)  # refusals come before the network; the dollars are not looked at
        quote = desk.price(asked.items, table, any_rate, reason=asked.reason)
        if settlement == "voucher" and quote.mxn.amount_minor:
            code = codes.chosen(asked.code_file, asked.no_code)
        recorded = _recorded_rate(session, store, asked, site.business_date(written or now), site)
    return desk.Order(
        site.code,
        asked.items,
        settlement,
        asked.draft_id,
        recorded,
        reason=asked.reason,
        approval=_approval(session, store, "receive", asked),
        written_at=written,
        folio=asked.folio or "",
        code=code,
    )


def _approval(session: Session, store: "Store", verb: str, asked: _Asked) -> "desk.Approval | None":
    return session.approval(store, verb, asked.approved_by, asked.supervisor_pin_file)


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
        approval = _approval(session, store, "rates-set", asked)
        return desk.record_rate(store, quoted, by=session.operator, at=now, approval=approval)


def _answer_received(
    session: Session,
    received: "desk.Received",
    order: "desk.Order",
    table: "PayoutTable",
    site_name: str,
    *,
    check_code: str,
    voucher: "Voucher | None",
) -> None:
    from buyback import l10n
    from buyback.cli import shapes

    if received.repeated:
        talk(_("This form was already received as {folio}; nothing was added.").format(folio=received.folio))
    for number, seen in received.serials_seen:
        words = _("The serial of {item} was seen before, on {seen}; serials repeat, so look at both.")
        talk(words.format(item=f"{received.folio}/{number}", seen=", ".join(seen)))
    if received.status == "voucher" and voucher is not None and not voucher.coded:
        talk(_("The voucher has no code, so it is paid only with a supervisor's approval."))
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
            "check_code": check_code,
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
            "voucher": shapes.promise_json(voucher) if voucher else None,
        },
        _("Folio {folio}").format(folio=received.folio)
        + f"\n{site_name}, {l10n.day_weekday(received.business_on)}\n"
        + _("Check code {code}").format(code=check_code),
        shapes.lines_table(received.lines, table, received.item_ids),
        f"{_to_hand_out(received, voucher)}\n{rate}",
    )


def _to_hand_out(received: "desk.Received", voucher: "Voucher | None") -> str:
    from buyback import l10n
    from buyback.cli import shapes

    words = {
        "paid": N_("Hand out {amount}."),
        "voucher": N_("Hand out a voucher for {amount}."),
        "owed": N_("To be paid later: {amount}."),
        "returned": N_("The items went back; nothing to hand out."),
        "voided": N_("This drop-off was voided; nothing to hand out."),
        "none": N_("Nothing to hand out."),
    }[received.status]
    said = _(words).format(amount=shapes.both(received.mxn, received.usd))
    if voucher is None or not voucher.is_open:
        return said
    return f"{said} " + _("It is good until {day}.").format(day=l10n.day_weekday(voucher.expires_on))

"""The desk's jobs with dialogs: each asks, then changes the form or does a verb. One runs at a time.

A dialog is loaded when it is first asked for, so that the desk itself is there sooner.
"""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from buyback import errors, rules
from buyback.i18n import N_, _
from buyback.rules import row_name
from buyback.store.views import close, drop_offs, people, receipts, vouchers
from buyback.store.views.setup import RecordedRate
from buyback.tui import exchange
from buyback.tui.draft import DraftLine, amount_minor, with_quantity
from buyback.tui.state import Session

if TYPE_CHECKING:
    from buyback.desk import Received
    from buyback.tui.dialogs.payment import Offer, PaymentAnswer
    from buyback.tui.dialogs.value import ValueAnswer
    from buyback.tui.screens.desk import DeskScreen


async def ask_quantity(screen: "DeskScreen") -> None:
    """Ask how many; then what they pay, if the table does not say."""
    from buyback.tui.dialogs.quantity import Quantity

    session, line = _working_on(screen)
    row = session.table.row(line.item.type_code)
    quantity = await screen.app.ask(partial(Quantity, row, line.item.quantity))
    if quantity is not None:
        screen.change_line(with_quantity(line.item, quantity))
    await ask_values(screen)


async def ask_marks(screen: "DeskScreen") -> None:
    """Ask for the line's marks; a serial that was met before is a warning."""
    from buyback.tui.dialogs.marks import Marks

    session, line = _working_on(screen)
    name = partial(row_name, session.table.row(line.item.type_code))
    if line.item.quantity > 1:
        screen.app.show_refusal(errors.SerialNeedsOnePiece(quantity=line.item.quantity, name=name()))
        return
    item = await screen.app.ask(partial(Marks, name, line.item, _subject(screen)))
    if item is None:
        return
    screen.change_line(item)
    if item.serial:
        seen = await screen.app.read(lambda db: drop_offs.serials_seen(db, [item.serial]))
        _warn_of_serial(screen, item.serial, seen.get(item.serial, ()))


def _warn_of_serial(screen: "DeskScreen", serial: str, seen: tuple[str, ...]) -> None:
    here = [
        _("line {n}").format(n=number)
        for number, item in enumerate(screen.draft.items, start=1)
        if item.serial == serial and number != screen.draft.current + 1
    ]
    if seen or here:
        words = _("The serial {serial} was seen before, on {items}. Look at both; nothing is blocked.")
        text = words.format(serial=serial, items=", ".join([*here, *seen]))
        screen.notify(text, severity="warning", timeout=20, markup=False)


async def ask_value(screen: "DeskScreen") -> bool:
    """Ask what the current line pays, and for the approval of that; False if the person went back.

    The approval is kept with the line and is used up when the drop-off is received.
    """
    from buyback.tui.dialogs.value import Value

    await screen.app.refresh_session()
    session, line = _working_on(screen)

    async def do(answer: "ValueAnswer") -> DraftLine:
        nonlocal line
        line = answer.line  # after a wrong PIN the row that was chosen is still chosen
        return replace(line, approval=await screen.app.approval(answer.approval))

    def make() -> Value:
        return Value(session.table, line, session.approvers, _subject(screen))

    valued = await screen.app.ask_and_do(make, do)
    if valued is None:
        return False
    screen.revalue(valued)
    return True


async def ask_values(screen: "DeskScreen") -> bool:
    """Ask about every line that has no amount, one after the other; False if one still has none.

    An approval that the desk would not take any more is forgotten: whoever receives is asked for another.
    """
    session, _line = _working_on(screen)
    screen.draft = screen.draft.keeping(session.stands)
    for index, item in enumerate(screen.draft.items):
        if amount_minor(item, session.table) is None:
            screen.go_to_line(index)
            if not await ask_value(screen):
                return False
    return True


async def ask_new(screen: "DeskScreen") -> None:
    """Throw the form away, if the person says so."""
    from buyback.tui.dialogs.confirm import Confirm

    if await screen.app.ask(partial(Confirm, N_("New drop-off?"), screen.unsaved, N_("Throw it away"))):
        screen.begin_again()


async def receive(screen: "DeskScreen") -> None:
    """Show the amount, receive and pay, then show the folio. The form stays as it is until it is received."""
    from buyback import desk
    from buyback.tui.dialogs.payment import Payment

    app = screen.app
    if not await ask_values(screen):
        return
    draft = screen.draft
    await app.refresh_session()
    session, _line = _working_on(screen)
    rate = await exchange.needed(app)
    if rate is None:
        return
    offer = await _offer(screen, rate)

    async def do(answer: "PaymentAnswer") -> "Received":
        nonlocal offer
        order = desk.Order(
            site=session.site.code,
            items=draft.items,
            settlement=answer.settlement,
            draft_id=draft.draft_id,
            rate=rate,
            reason=draft.reason,
            written_at=answer.written_at,
            approval=await app.approval(answer.approval) or draft.approval,
            code=answer.code,
            folio=answer.folio,
        )
        try:
            return await app.write(desk.receive, order)
        except errors.NotEnoughCash:
            offer = await _offer(screen, rate)  # somebody else paid out of the box meanwhile
            raise

    received = await app.ask_and_do(lambda: Payment(offer, session.approvers, draft.draft_id), do)
    if received is not None:
        screen.begin_again(received)
        await _show_receipt(screen, received, offer)


async def _offer(screen: "DeskScreen", rate: RecordedRate) -> "Offer":
    """What is to be settled, and what the box and a voucher could do about it."""
    from buyback import desk
    from buyback.tui import cash_at_hand
    from buyback.tui.dialogs.payment import Offer

    session, _line = _working_on(screen)
    draft, today = screen.draft, session.today(screen.app.clock())
    quote = desk.price(draft.items, session.table, rate.rate, reason=draft.reason)
    cash, days, closed = await screen.app.read(
        lambda db: (
            cash_at_hand.read(db, session.site),
            people.setting(db, rules.VOUCHER_DAYS),
            close.closed_until(db, session.site.code),
        )
    )
    if closed is not None:
        rules.check_booking(today.isoformat(), closed)  # before anybody is told what to hand out
    return Offer(
        quote=quote,
        rate=rate,
        today=today,
        zone=session.zone,
        cash=cash,
        voucher_until=rules.expires_on(today, days),
        may_pay=session.who is None or rules.may("pay", session.who.roles),
        step_minor=session.step_minor,
        is_valued_unapproved=draft.has_valued and draft.approval is None,
    )


async def _show_receipt(screen: "DeskScreen", received: "Received", offer: "Offer") -> None:
    """Show the folio, what to hand out and the tags, until the person goes on."""
    from buyback.tui.dialogs.receipt import Receipt
    from buyback.tui.printing import print_drop_off

    app = screen.app
    session = app.at_work
    rows = tuple(session.table.row(line.type_code) for line in received.lines)
    code, voucher = await app.read(
        lambda db: (receipts.code_of(db, received.folio), vouchers.voucher(db, received.folio))
    )
    pieces = "" if received.repeated else offer.cash.pieces(received.mxn)
    is_copy = False
    while await app.push_screen_wait(Receipt(received, rows, code, pieces, voucher)):
        is_copy |= await print_drop_off(app, received.folio, is_copy=is_copy)


def _working_on(screen: "DeskScreen") -> tuple[Session, DraftLine]:
    line = screen.draft.line
    assert line is not None
    return screen.app.at_work, line


def _subject(screen: "DeskScreen") -> str:
    return f"{screen.draft.draft_id} {screen.draft.current}"

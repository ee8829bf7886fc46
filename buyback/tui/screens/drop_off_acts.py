"""What can be done with a drop-off that is in the ledger: pay, return, void, correct the marks of its items.

Any screen that lists drop-offs offers it.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from buyback import l10n, rules
from buyback.errors import Refusal
from buyback.i18n import _
from buyback.rules import DropOffState
from buyback.store.views import vouchers
from buyback.store.views.drop_offs import Whole
from buyback.tui.screens import corrections
from buyback.tui.screens.mode import ModeScreen

if TYPE_CHECKING:
    from buyback.desk import Settled
    from buyback.tui.dialogs.drop_off_detail import Act
    from buyback.tui.dialogs.pay import Due, PayAnswer
    from buyback.tui.dialogs.void import VoidAnswer


async def do(screen: ModeScreen, state: DropOffState, whole: Whole, act: "Act") -> None:
    """Ask what this act needs, do it, and say what came of it."""
    if act == "correct":
        await corrections.correct(screen, whole)
    else:
        await _settle(screen, state, act)


async def _settle(screen: ModeScreen, state: DropOffState, act: "Act") -> None:
    settled: Settled | None = None
    if act == "pay":
        settled = await _pay(screen, state)
    elif act == "return":
        settled = await _give_back(screen, state)
    else:
        settled = await _void(screen, state)
    if settled is not None:
        words = _("{folio}: {status}").format(
            folio=settled.folio, status=_(rules.STATUS_NAMES[settled.status])
        )
        amount = l10n.money(settled.amount)
        if act == "void" and state.paid.amount_minor:
            came_back = _("{amount} of {paid} came back")
            words += ", " + came_back.format(amount=amount, paid=l10n.money(state.paid))
        elif settled.amount.amount_minor:
            words += f", {amount}"
        screen.notify(words, timeout=8, markup=False)


async def _pay(screen: ModeScreen, state: DropOffState) -> "Settled | None":
    """Pay it out of the box of this site; after a wrong code, as the voucher then stands."""
    from buyback import desk
    from buyback.tui.dialogs.pay import Pay

    app = screen.app
    session = await app.refresh_session()
    due = await _due(screen, state)

    async def do(answer: "PayAnswer") -> "Settled":
        nonlocal due
        approval = await app.approval(answer.approval)
        try:
            return await app.write(
                desk.pay, state.folio, site=session.site.code, code=answer.code, approval=approval
            )
        except Refusal:
            await app.refresh_session()
            due = await _due(screen, state)
            raise

    return await app.ask_and_do(lambda: Pay(due, session.approvers), do)


async def _due(screen: ModeScreen, state: DropOffState) -> "Due":
    """What is to be paid, and out of what."""
    from buyback.tui import cash_at_hand
    from buyback.tui.dialogs.pay import Due

    session = screen.app.at_work
    cash, voucher = await screen.app.read(
        lambda db: (cash_at_hand.read(db, session.site), vouchers.voucher(db, state.folio))
    )
    return Due(state, voucher, session.today(screen.app.clock()), cash, session.step_minor)


async def _give_back(screen: ModeScreen, state: DropOffState) -> "Settled | None":
    from buyback import desk
    from buyback.tui.dialogs.give_back import GiveBack

    async def do(reason: str) -> "Settled":
        return await screen.app.write(desk.give_back, state.folio, reason=reason)

    return await screen.app.ask_and_do(partial(GiveBack, state), do)


async def _void(screen: ModeScreen, state: DropOffState) -> "Settled | None":
    from buyback import desk
    from buyback.tui.dialogs.void import Void

    session = await screen.app.refresh_session()

    async def do(answer: "VoidAnswer") -> "Settled":
        return await screen.app.write(
            desk.void,
            state.folio,
            reason=answer.reason,
            recovered=answer.recovered,
            approval=await screen.app.approval(answer.approval),
        )

    return await screen.app.ask_and_do(partial(Void, state, session.approvers), do)


def hindered(state: DropOffState, whole: Whole) -> "dict[Act, Refusal]":
    """What the rules do not allow now, and why; a void's cash is asked for later."""
    checks: dict[Act, Callable[[], object]] = {
        "pay": partial(rules.check_payment, state),
        "return": partial(rules.check_return, state),
        "void": partial(rules.check_void, state, 0),
        "correct": partial(corrections.check_any, whole),
    }
    found: dict[Act, Refusal] = {}
    for act, check in checks.items():
        try:
            check()
        except Refusal as refusal:
            found[act] = refusal
    return found

"""What can be done with a drop-off that is in the ledger: pay, return, void. Any screen that lists them offers it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from buyback import l10n, rules
from buyback.errors import Refusal
from buyback.i18n import _
from buyback.rules import DropOffState
from buyback.store.views import drop_offs
from buyback.tui.screens.mode import ModeScreen

if TYPE_CHECKING:
    from buyback.desk import Settled
    from buyback.tui.dialogs.drop_off import Act
    from buyback.tui.dialogs.void import VoidAnswer


async def act_on(screen: ModeScreen, folio: str) -> None:
    """Show the drop-off and do what is chosen; a worker's job."""
    from buyback.tui.dialogs.drop_off import DropOff

    app = screen.app
    assert app.session is not None
    whole, state = await app.read(lambda db: (drop_offs.whole(db, folio), drop_offs.state(db, folio)))
    act = await app.ask(partial(DropOff, whole, app.session.zone, allowed(state)))
    if act is not None:
        await settle(screen, state, act)


async def settle(screen: ModeScreen, state: DropOffState, act: "Act") -> None:
    """Ask what this act needs, do it, and say what came of it."""
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
        amount = f", {l10n.money(settled.amount)}" if settled.amount.amount_minor else ""
        screen.notify(words + amount, timeout=8, markup=False)


async def _pay(screen: ModeScreen, state: DropOffState) -> "Settled | None":
    from buyback import desk
    from buyback.tui.dialogs.pay import Pay

    async def do(_answer: bool) -> "Settled":
        return await screen.app.write(desk.pay, state.folio)

    return await screen.app.ask_and_do(partial(Pay, state), do)


async def _give_back(screen: ModeScreen, state: DropOffState) -> "Settled | None":
    from buyback import desk
    from buyback.tui.dialogs.give_back import GiveBack

    async def do(reason: str) -> "Settled":
        return await screen.app.write(desk.give_back, state.folio, reason=reason)

    return await screen.app.ask_and_do(partial(GiveBack, state), do)


async def _void(screen: ModeScreen, state: DropOffState) -> "Settled | None":
    from buyback import desk
    from buyback.tui.dialogs.void import Void

    async def do(answer: "VoidAnswer") -> "Settled":
        return await screen.app.write(
            desk.void, state.folio, reason=answer.reason, recovered=answer.recovered
        )

    return await screen.app.ask_and_do(partial(Void, state), do)


def allowed(state: DropOffState) -> "frozenset[Act]":
    """What the rules allow now; a void's cash is asked for later."""
    checks: dict[Act, Callable[[], object]] = {
        "pay": partial(rules.check_payment, state),
        "return": partial(rules.check_return, state),
        "void": partial(rules.check_void, state, 0),
    }
    return frozenset(act for act, check in checks.items() if _passes(check))


def _passes(check: Callable[[], object]) -> bool:
    try:
        check()
    except Refusal:
        return False
    return True

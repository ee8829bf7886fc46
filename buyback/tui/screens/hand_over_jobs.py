"""The jobs around hand-overs: both sides of each, the check of a list that came back, what became of the missing."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from buyback import desk
from buyback.desk import Checked, Resolved
from buyback.i18n import N_, _
from buyback.report import Unaccounted
from buyback.rules import RESOLUTION_NAMES, counted
from buyback.store.engine import Db
from buyback.store.views import acts, hand_overs
from buyback.store.views.acts import ActView
from buyback.store.views.arrivals import Told
from buyback.store.views.hand_overs import HandOver, Missing
from buyback.tui.dialogs.check_done import CheckDone
from buyback.tui.dialogs.check_list import CheckAnswer, CheckList
from buyback.tui.dialogs.hand_overs import HandOvers, chosen_act, chosen_item
from buyback.tui.dialogs.resolve import Resolve, ResolveAnswer

if TYPE_CHECKING:
    from buyback.tui.app import BuybackApp
    from buyback.tui.screens.custody import CustodyScreen


async def show(screen: "CustodyScreen", site: str) -> None:
    """List the hand-overs of a site, or (empty) of all, and open what is chosen, until nothing is."""
    app, session = screen.app, screen.app.at_work
    chosen: str | None = ""
    while chosen is not None:
        today = session.today(app.clock())
        found, missing = await app.read(partial(_read, site=site, today=today))
        if not found:
            screen.hint(
                N_("Nothing was handed over from this site yet. Ctrl+S lists the items of all sites.")
                if site and len(session.sites) > 1
                else N_("Nothing was handed over yet.")
            )
            return
        chosen = await app.ask(partial(HandOvers, found, missing, chosen))
        item, act = chosen_item(chosen or ""), chosen_act(chosen or "")
        if item:
            await _resolve(app, next(one for one in missing.not_received if one.item.id == item), today)
        elif act:
            await _open(app, next(one for one in found if one.act == act))


def _read(db: Db, *, site: str, today: date) -> tuple[tuple[HandOver, ...], Unaccounted]:
    return hand_overs.hand_overs(db, site=site), Unaccounted(
        today, hand_overs.not_received(db, site=site), (), ()
    )


async def _open(app: "BuybackApp", one: HandOver) -> None:
    """Check the list of an act that waits for it; show any other."""
    if one.checked_on is not None or not one.not_confirmed:
        await _show_act(app, one.act)
        return
    act = await app.read(lambda db: acts.act(db, one.act))

    async def do(answer: CheckAnswer) -> Checked:
        return await app.write(
            desk.check_hand_over,
            act.number,
            answer.seen,
            list_hash=answer.list_hash,
            witnesses=answer.witnesses,
        )

    done = await app.ask_and_do(partial(CheckList, act), do)
    if done is not None:
        parts = (counted("confirmed", len(done.confirmed)), counted("not_received", len(done.not_received)))
        app.notify(_("{act} is checked: {parts}.").format(act=act.number, parts=", ".join(parts)))
        await _show_act(app, act.number)


async def _show_act(app: "BuybackApp", number: str) -> None:
    def read(db: Db) -> tuple[ActView, HandOver, tuple[Told, ...]]:
        stands = hand_overs.hand_over(db, number)
        assert stands is not None
        return acts.act(db, number), stands, hand_overs.differing_of(db, number)

    await app.push_screen_wait(CheckDone(*await app.read(read)))


async def _resolve(app: "BuybackApp", missing: Missing, today: date) -> None:
    """Record what became of an item that was not received."""
    approvers = (await app.refresh_session()).approvers

    async def do(answer: ResolveAnswer) -> Resolved:
        approval = await app.approval(answer.approval)
        return await app.write(
            desk.resolve_not_received,
            missing.item.id,
            answer.outcome,
            reason=answer.reason,
            approval=approval,
        )

    done = await app.ask_and_do(partial(Resolve, missing, today, approvers), do)
    if done is not None:
        words = _("{item}: {outcome}.").format(item=done.item.id, outcome=_(RESOLUTION_NAMES[done.outcome]))
        app.notify(words)

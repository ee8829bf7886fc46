"""The till's jobs with dialogs: float, top-up, return, count, difference. Each asks, records it, and says what came of it.

Who may not do it, and what the box does not allow now, is told before anything is typed.
"""

from collections.abc import Awaitable, Callable
from functools import partial

from buyback import desk, l10n, rules
from buyback.desk import CashDone
from buyback.facts import Denomination
from buyback.i18n import N_, _
from buyback.money import Money
from buyback.rules import Box
from buyback.store.engine import Db
from buyback.store.views import cash, close, log
from buyback.tui import verbs
from buyback.tui.dialogs.cash_move import CashMove, GiveFloat, MoveAnswer, ReturnCash, TopUp
from buyback.tui.dialogs.count import Count
from buyback.tui.dialogs.counted import Counted
from buyback.tui.dialogs.difference import Difference, DifferenceAnswer
from buyback.tui.dialogs.entry_detail import EntryDetail
from buyback.tui.screens.mode import ModeScreen
from buyback.tui.state import Session


async def give_float(screen: ModeScreen) -> None:
    """Record the float of a box that is new or empty."""
    session, box = await _begin(screen, "cash-float")
    rules.check_float(box, session.site.place)
    words = N_("The float is {amount}; the cash box should hold {expected}.")
    await _move(screen, desk.give_float, GiveFloat, words)


async def top_up(screen: ModeScreen) -> None:
    """Record what the organiser adds."""
    session, box = await _begin(screen, "cash-top-up")
    rules.kept(box, session.site.place)
    words = N_("{amount} were added; the cash box should hold {expected}.")
    await _move(screen, desk.top_up, TopUp, words)


async def return_cash(screen: ModeScreen) -> None:
    """Record what goes back to the organiser."""
    session, box = await _begin(screen, "cash-return")
    rules.kept(box, session.site.place)
    words = N_("{amount} went back; the cash box should hold {expected}.")
    await _move(screen, desk.return_cash, ReturnCash, words)


async def _begin(screen: ModeScreen, verb: str) -> tuple[Session, Box | None]:
    """The session and the box of its site; NotAllowed where the operator may not do this, DayIsClosed after the close."""
    session = screen.app.at_work

    def read(db: Db) -> Box | None:
        verbs.check_right(db, session, verb)
        closed = close.closed_until(db, session.site.code)
        if closed is not None:
            rules.check_booking(session.today(screen.app.clock()).isoformat(), closed)
        return cash.box(db, session.site.code)

    return session, await screen.app.read(read)


async def _move(
    screen: ModeScreen, verb: Callable[..., CashDone], dialog: type[CashMove], words: str
) -> None:
    app, session = screen.app, screen.app.at_work

    async def do(answer: MoveAnswer) -> CashDone:
        return await app.write(
            verb, session.site.code, answer.amount, notes=answer.notes, reason=answer.reason
        )

    done = await app.ask_and_do(partial(dialog, session.site), do)
    if done is not None:
        expected = l10n.money(Money(done.box.expected_minor))
        said = _(words).format(amount=l10n.money(done.amount), expected=expected)
        screen.notify(said, timeout=8, markup=False)


# --- counts -------------------------------------------------------------------------------------------------------------


async def count(screen: ModeScreen) -> None:
    """Count, seal, and only then compare; as often as it takes."""
    app = screen.app
    again = True
    while again:
        session, box = await _begin(screen, "cash-count")
        kept = rules.kept(box, session.site.place)

        async def do(notes: tuple[Denomination, ...], at: str = session.site.code) -> CashDone:
            return await app.write(desk.count_cash, at, notes)

        done = await app.ask_and_do(partial(Count, session.site, kept, session.operator), do)
        if done is None:
            return
        answer = await app.ask(partial(Counted, done))
        again = answer == "again"
        if answer == "difference":
            await difference(screen)


async def difference(screen: ModeScreen) -> None:
    """Record the difference of the newest count."""
    app = screen.app
    session, box = await _begin(screen, "cash-difference")
    kept = rules.kept(box, session.site.place)
    rules.check_difference(kept, session.site.place)

    async def do(answer: DifferenceAnswer) -> CashDone:
        approval = await app.approval(answer.approval)
        return await app.write(
            desk.record_difference, session.site.code, reason=answer.reason, approval=approval
        )

    approvers = (await app.refresh_session()).approvers
    done = await app.ask_and_do(partial(Difference, session.site, kept, approvers), do)
    if done is not None:
        words = _("The difference of {amount} is recorded; the cash box should hold {expected}.")
        expected = l10n.money(Money(done.box.expected_minor))
        said = words.format(amount=l10n.money(done.amount), expected=expected)
        screen.notify(said, timeout=8, markup=False)


# --- what is behind a line ------------------------------------------------------------------------------------------------


async def show_entry(screen: ModeScreen, seq: int) -> None:
    """Show an entry of the log whole."""
    sealed = await screen.app.read(lambda db: log.sealed(db, seq))
    if sealed is not None:
        await screen.app.ask(partial(EntryDetail, sealed, screen.app.at_work.zone))


JOBS: dict[str, Callable[[ModeScreen], Awaitable[None]]] = {
    "give_float": give_float,
    "top_up": top_up,
    "return_cash": return_cash,
    "count": count,
    "difference": difference,
}

"""The jobs of the close: close and sign, print the act, compare the signed paper, show what is behind a line."""

from functools import partial
from typing import TYPE_CHECKING

from buyback import desk, errors, folios, l10n, report
from buyback.desk import ClosedDay, Compared
from buyback.i18n import _
from buyback.report import Line, Reconciliation
from buyback.store.engine import Db
from buyback.store.views import close as view
from buyback.store.views import custody, lists, log
from buyback.store.views.close import Close
from buyback.store.views.lists import Filter
from buyback.tui import close_text, verbs
from buyback.tui.dialogs.close_behind import CloseBehind, Told
from buyback.tui.dialogs.close_compare import ComparePaper
from buyback.tui.dialogs.close_compared import PaperCompared
from buyback.tui.dialogs.close_day import CloseAnswer, CloseDay
from buyback.tui.dialogs.close_done import CloseDone
from buyback.tui.printing import print_day
from buyback.tui.screens import till_jobs
from buyback.tui.screens.drop_off_story import show_drop_off
from buyback.tui.screens.mode import ModeScreen

if TYPE_CHECKING:
    from datetime import date

    from buyback.tui.app import BuybackApp
    from buyback.tui.screens.close import CloseScreen

_STAYS_S = 120
_MOST_TOLD = 200


async def go_to(app: "BuybackApp", day: "date | None") -> None:
    """Show the close of this day, of the oldest open one for None; Escape leads from there to the Day screen."""
    from buyback.tui.screens.close import CloseScreen

    if app.current_mode != "day":
        await app.switch_mode("day")
    if isinstance(app.screen, CloseScreen):
        app.screen.day = day
    else:
        await app.push_screen(CloseScreen(day))


# --- close, print, sign -----------------------------------------------------------------------------------------------


async def close(screen: "CloseScreen", shown: Reconciliation) -> None:
    """Close the day with a supervisor, and lead to the print and the signature; what hinders it is told first."""
    app, session = screen.app, await screen.app.refresh_session()
    site, day = shown.site.code, shown.day

    def look(db: Db) -> Reconciliation:
        verbs.check_right(db, session, "close-day")
        return report.reconcile(db, site, day, now=app.clock())

    found = await app.read(look)
    if found.hindrance is not None:
        app.show_refusal(close_text.hindrance(found.hindrance))
        return
    signs = session.who is not None and session.who.supervises

    async def do(answer: CloseAnswer) -> ClosedDay:
        approval = await app.approval(answer.approval)
        folder = app.settings.checkpoint_folder
        return await app.write(desk.close_day, site, day, approval=approval, note_folder=folder)

    done = await app.ask_and_do(partial(CloseDay, found, session.approvers, signs=signs), do)
    if done is not None:
        if done.unsigned is not None:
            app.notify(str(done.unsigned), severity="warning", timeout=8, markup=False)
        await _print_and_sign(screen, done)


async def _print_and_sign(screen: ModeScreen, done: ClosedDay) -> None:
    """Show the checkpoint until the act is printed and signed, or that is put off."""
    is_printed = False
    while await screen.app.ask(partial(CloseDone, done, is_printed=is_printed)) == "print":
        is_printed = await print_day(screen.app, done.close.day, done.close.site) or is_printed
    if not is_printed:
        words = _("The act of {day} is not printed yet. I prints it from the close of day.")
        screen.notify(
            words.format(day=l10n.day_weekday(done.close.day)), severity="warning", timeout=8, markup=False
        )


async def print_it(screen: "CloseScreen", shown: Reconciliation) -> None:
    """Print the act of the day that is shown; of an open day, a sheet that nobody signs."""
    await print_day(screen.app, shown.day, shown.site.code)


# --- the signed paper -------------------------------------------------------------------------------------------------


async def compare(screen: ModeScreen) -> None:
    """Ask for the checkpoint on the signed paper of the site's last closed day, and say whether it agrees."""
    app, site = screen.app, screen.app.at_work.site

    def look(db: Db) -> Close:
        close = view.last_close(db, site.code)
        if close is None:
            raise errors.NothingClosed(site=site.name)
        return close

    async def do(paper: str) -> Compared:
        return await app.write(desk.compare_close, site.code, paper)

    done: Compared | None = None
    again = True
    while again:
        close = await app.read(look)
        asked = await app.ask_and_do(partial(ComparePaper, close, site), do)
        done = asked or done
        again = asked is not None and await app.ask(partial(PaperCompared, asked)) == "again"
    if done is not None and not done.agrees:
        tell_difference(screen, done.closed_on)


def tell_difference(screen: ModeScreen, day: "date") -> None:
    """Say for long that a signed paper and the ledger do not agree."""
    words = _(
        "The paper of {day} does NOT agree with the ledger. Call a supervisor; on the Day screen M compares it again."
    )
    said = words.format(day=l10n.day_weekday(day))
    screen.app.notify(said, title=_("The signed paper does not agree"), severity="error", timeout=_STAYS_S)


# --- what is behind a line ----------------------------------------------------------------------------------------------


async def behind(screen: ModeScreen, line: Line) -> None:
    """List what makes up the figure or its difference; one of them is shown whole, and then the list again."""
    if not line.behind:
        words = _("{line}: nothing stands behind it that could be looked at one by one.")
        screen.notify(words.format(line=_(line.label)), timeout=6, markup=False)
        return
    told = await screen.app.read(partial(_told, line=line))
    name = ""
    while True:
        answer = await screen.app.ask(partial(CloseBehind, line, told, screen.app.at_work.zone, name))
        if answer is None:
            return
        name = answer
        try:
            await _story(screen, line, name)
        except errors.NotFoundRefusal as refusal:  # a blank form that is out, a number that is missing
            screen.app.show_refusal(refusal)


def _told(db: Db, line: Line) -> dict[str, Told]:
    """What is known of the first of them; nothing of a number with which nothing was recorded."""
    found: dict[str, Told | None] = {}
    for name in line.behind[:_MOST_TOLD]:
        if line.of == "entries":
            found[name] = log.sealed(db, int(name))
        elif line.of == "items":
            folio, number = folios.parse_item(name, db.ledger)
            found[name] = custody.item(db, folio, number)
        else:
            found[name] = next(iter(lists.listed(db, Filter(words=name), limit=1)), None)
    return {name: one for name, one in found.items() if one is not None}


async def _story(screen: ModeScreen, line: Line, name: str) -> None:
    if line.of != "entries":
        await show_drop_off(screen, name.partition("/")[0])
        return
    await till_jobs.show_entry(screen, int(name))

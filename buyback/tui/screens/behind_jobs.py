"""The entries behind a figure, from any screen: listed by one key or two, and each shown by another."""

from collections.abc import Callable, Iterable
from functools import partial

from buyback.chain import Sealed
from buyback.i18n import _
from buyback.store.engine import Db
from buyback.store.views import behind, log
from buyback.store.views.behind import Figure
from buyback.store.views.totals import Span
from buyback.tui.dialogs.entries_behind import EntriesBehind
from buyback.tui.dialogs.entry_detail import EntryDetail
from buyback.tui.dialogs.figures import Figures
from buyback.tui.figures import Shown
from buyback.tui.screens.mode import ModeScreen

_PAGE = 100


async def choose(screen: ModeScreen, shown: Callable[[], Iterable[Shown]], none: str) -> None:
    """List the figures of a screen, and the entries of those that are chosen; `none` is said where there is no figure."""
    if not list(shown()):
        screen.notify(_(none), markup=False)
        return
    current = 0
    while (chosen := await screen.app.ask(partial(Figures, shown, current))) is not None:
        current, one = chosen, list(shown())[chosen]
        await show(screen, one.figure, one.span, partial(_named, shown, chosen))


def _named(shown: Callable[[], Iterable[Shown]], place: int) -> str:
    one = list(shown())[place]
    return f"{one.name} {one.amount}"


async def show(screen: ModeScreen, figure: Figure, span: Span, words: Callable[[], str]) -> None:
    """List what a figure of these days is made of, and show entries, until the list is closed.

    `words` gives what the figure is called, in the current language.
    """
    app, zone, current = screen.app, screen.app.at_work.zone, 0
    told = await app.read(partial(_read, figure=figure, span=span))

    async def more(before: int) -> tuple[Sealed, ...]:
        return await app.read(partial(_read, figure=figure, span=span, before=before))

    while True:
        chosen = await app.ask(partial(EntriesBehind, words, told, more, zone, page=_PAGE, current=current))
        if not chosen:
            return
        current = chosen
        sealed = await app.read(partial(log.sealed, seq=chosen))
        if sealed is not None:
            await app.ask(partial(EntryDetail, sealed, zone))


def _read(db: Db, *, figure: Figure, span: Span, before: int | None = None) -> tuple[Sealed, ...]:
    seqs = behind.entries(db, figure, span, limit=_PAGE, before=before)
    return log.listed(db, log.Entries(seqs=seqs), limit=_PAGE)

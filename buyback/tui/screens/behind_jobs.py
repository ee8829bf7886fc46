"""The entries behind a figure, from any screen: listed by one key, and each shown by a second."""

from functools import partial

from buyback.chain import Sealed
from buyback.store.engine import Db
from buyback.store.views import behind, log
from buyback.store.views.behind import Figure
from buyback.store.views.totals import Span
from buyback.tui.dialogs.entries_behind import EntriesBehind
from buyback.tui.dialogs.entry_detail import EntryDetail
from buyback.tui.screens.mode import ModeScreen

_PAGE = 100


async def show(screen: ModeScreen, figure: Figure, span: Span, words: str) -> None:
    """List what a figure of these days is made of, and show entries, until the list is closed."""
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

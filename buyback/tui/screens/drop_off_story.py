"""One drop-off shown whole, from any screen: what can be done with it is done, and its entries can be read."""

from functools import partial

from buyback.chain import Sealed
from buyback.rules import DropOffState
from buyback.store.engine import Db
from buyback.store.views import drop_offs, log
from buyback.store.views.drop_offs import Whole
from buyback.tui.screens import drop_off_acts
from buyback.tui.screens.mode import ModeScreen


async def show_drop_off(screen: ModeScreen, folio: str) -> None:
    """Show it until it is closed; after each thing that is done, as it then stands."""
    from buyback.tui.dialogs.drop_off_detail import DropOffDetail
    from buyback.tui.dialogs.entry_detail import EntryDetail
    from buyback.tui.printing import print_drop_off

    while True:
        session = screen.app.at_work
        whole, state, told = await screen.app.read(partial(_read, folio=folio))
        site = next(found for found in session.sites if found.code == whole.site)
        hindered = drop_off_acts.hindered(state, whole)
        answer = await screen.app.ask(partial(DropOffDetail, whole, site, told, hindered))
        if answer is None:
            return
        if answer == "print":
            await print_drop_off(screen.app, folio, whole, is_copy=True)
        elif isinstance(answer, int):
            sealed = next(entry for entry in told if entry.seq == answer)
            await screen.app.ask(partial(EntryDetail, sealed, session.zone))
        else:
            await drop_off_acts.do(screen, state, whole, answer)


def _read(db: Db, *, folio: str) -> tuple[Whole, DropOffState, tuple[Sealed, ...]]:
    whole = drop_offs.whole(db, folio)
    told = (log.sealed(db, seq) for seq in whole.entries)
    return whole, drop_offs.state(db, folio), tuple(entry for entry in told if entry is not None)

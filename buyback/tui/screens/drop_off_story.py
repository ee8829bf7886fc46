"""One drop-off or one item shown whole, from any screen: what can be done is done, and each entry of its life can be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from buyback.chain import Sealed, parse_utc
from buyback.rules import DropOffState
from buyback.store.engine import Db
from buyback.store.views import drop_offs, life, log
from buyback.store.views.drop_offs import Whole
from buyback.store.views.setup import Site
from buyback.tui.screens import drop_off_acts
from buyback.tui.screens.mode import ModeScreen

if TYPE_CHECKING:
    from buyback.report.audit import Finding
    from buyback.tui.dialogs.life import LifeAnswer
    from buyback.tui.widgets.life_list import Look


@dataclass(frozen=True, slots=True)
class _Told:
    """A drop-off as it stands, its site, and its entries in the log or those of one item of it."""

    whole: Whole
    state: DropOffState
    site: Site
    told: tuple[Sealed, ...]
    look: "Look"


async def show_drop_off(screen: ModeScreen, folio: str) -> None:
    """Show it until it is closed; after each thing that is done, as it then stands."""
    from buyback.tui.dialogs.drop_off_detail import DropOffDetail
    from buyback.tui.dialogs.life import FindingKey
    from buyback.tui.printing import print_drop_off

    while True:
        found = await _told(screen, folio)
        hindered = drop_off_acts.hindered(found.state, found.whole)
        answer = await screen.app.ask(
            partial(DropOffDetail, found.whole, found.site, found.told, found.look, hindered)
        )
        if answer is None:
            return
        if answer == "print":
            await print_drop_off(screen.app, folio, found.whole, is_copy=True)
        elif isinstance(answer, int | FindingKey):
            await _show(screen, answer, found.told)
        else:
            await drop_off_acts.do(screen, found.state, found.whole, answer)


async def show_item(screen: ModeScreen, folio: str, line: int) -> None:
    """Show one item until it is closed or its drop-off was shown; for a line that the drop-off has not, the drop-off."""
    from buyback.tui.dialogs.item_detail import ItemDetail

    while True:
        found = await _told(screen, folio, line)
        item = next((one for one in found.whole.items if one.line == line), None)
        if item is None:
            await show_drop_off(screen, folio)
            return
        answer = await screen.app.ask(
            partial(ItemDetail, item, found.whole, found.site, found.told, found.look)
        )
        if answer is True:
            await show_drop_off(screen, folio)
        elif answer is not None:
            await _show(screen, answer, found.told)
        if answer is None or answer is True:
            return


async def _show(screen: ModeScreen, answer: "LifeAnswer", told: Sequence[Sealed]) -> None:
    from buyback.tui.dialogs.entry_detail import EntryDetail
    from buyback.tui.dialogs.life import FindingKey
    from buyback.tui.screens import finding_jobs

    if isinstance(answer, FindingKey):
        await finding_jobs.show(screen, answer.key)
        return
    sealed = next(entry for entry in told if entry.seq == answer)
    await screen.app.ask(partial(EntryDetail, sealed, screen.app.at_work.zone))


async def _told(screen: ModeScreen, folio: str, line: int = 0) -> _Told:
    def read(db: Db) -> tuple[Whole, DropOffState, tuple[Sealed, ...]]:
        whole = drop_offs.whole(db, folio)
        told = (log.sealed(db, seq) for seq in life.life(db, folio, line))
        return whole, drop_offs.state(db, folio), tuple(entry for entry in told if entry is not None)

    whole, state, told = await screen.app.read(read)
    site = next(found for found in screen.app.at_work.sites if found.code == whole.site)
    today = site.business_date(screen.app.clock())
    item = f"{folio}/{line}" if line else ""
    days = _days(whole) | {site.business_date(parse_utc(entry.at)) for entry in told}

    async def look() -> "tuple[Finding, ...]":
        from buyback.report import audit

        return await screen.app.read(lambda db: audit.of_drop_off(db, folio, item, days, today))

    return _Told(whole, state, site, told, look)


def _days(whole: Whole) -> set[date]:
    """The days on which anything happened to it."""
    moved = {move.business_on for move in whole.disposals} | {one.business_on for one in whole.arrivals}
    settled = {whole.settled_on} if whole.settled_on else set()
    return {whole.business_on} | settled | moved | {one.business_on for one in whole.corrections}

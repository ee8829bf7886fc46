"""What the screen of tables and rates does with dialogs: each asks, then does one verb of the desk."""

import asyncio
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from buyback import desk, errors, l10n, payout_table, rates
from buyback.chain import Sealed
from buyback.desk import NewSite
from buyback.errors import Refusal
from buyback.i18n import N_, _
from buyback.payout_table import PayoutTable
from buyback.rates import Quoted, source_name
from buyback.tui.dialogs.adopt import Adopt
from buyback.tui.dialogs.choose import Choose
from buyback.tui.dialogs.import_table import SINCE, ImportAnswer, ImportTable
from buyback.tui.dialogs.new_site import NewSiteDialog

if TYPE_CHECKING:
    from buyback.tui.screens.tables import TablesScreen


# --- payout tables ------------------------------------------------------------------------------------------------------


async def adopt_another(screen: "TablesScreen") -> None:
    """Choose one of the tables at hand or adopted before, see what it changes, adopt it."""
    session = screen.app.at_work
    tables: dict[str, PayoutTable | Refusal] = {
        found.table.code: PayoutTable(found.table) for found in reversed(screen.adopted)
    }
    tables |= await asyncio.to_thread(_at_hand)
    others = {code: found for code, found in tables.items() if found != session.table}
    if not others:
        screen.notify(_("No other payout table is at hand. I imports one from a CSV file."), markup=False)
        return
    make = partial(Choose, N_("Which payout table?"), list(others), lambda code: _named(code, others[code]))
    code = await screen.app.ask(make)
    if code is None:
        return
    chosen = others[code]
    if isinstance(chosen, Refusal):
        raise chosen
    await _adopt(screen, chosen)


def _at_hand() -> dict[str, PayoutTable | Refusal]:
    """Every table at hand, or why it cannot be used."""
    found: dict[str, PayoutTable | Refusal] = {}
    for code in payout_table.available():
        try:
            found[code] = payout_table.load(code)
        except Refusal as refusal:
            found[code] = refusal
    return found


def _named(code: str, found: PayoutTable | Refusal) -> str:
    if isinstance(found, Refusal):
        return _("{code}   cannot be used").format(code=code)
    words = _("{code}   in force from {day}, {issuer}")
    return words.format(
        code=code, day=l10n.day(date.fromisoformat(found.adopted.effective_on)), issuer=found.adopted.issuer
    )


async def _adopt(screen: "TablesScreen", table: PayoutTable) -> None:
    async def do(_answer: bool) -> Sealed:
        return await screen.app.write(desk.adopt_table, table)

    session = screen.app.at_work
    today = session.today(screen.app.clock())
    sealed = await screen.app.ask_and_do(partial(Adopt, session.table, table, today), do)
    if sealed is not None:
        _tell(screen, _("{code} pays from now on.").format(code=table.code))


async def import_file(screen: "TablesScreen") -> None:
    """Ask for a file until it can be read or the person goes back; then offer it for adoption."""

    async def do(answer: ImportAnswer) -> PayoutTable:
        try:
            return await asyncio.to_thread(payout_table.import_table, answer.path, answer.meta)
        except errors.BadDate as problem:
            if answer.meta.effective_on:
                raise
            raise errors.TextMissing(field=SINCE) from problem

    table = await screen.app.ask_and_do(ImportTable, do)
    if table is None:
        return
    _tell(screen, _("The payout table {code} is at hand.").format(code=table.code))
    if table != screen.app.at_work.table:
        await _adopt(screen, table)


# --- rates --------------------------------------------------------------------------------------------------------------


async def record(screen: "TablesScreen", quoted: Quoted) -> str:
    """Record what a source answered and use it, unless a rate of a later day is in use; in words, what was done.

    The bundled history never changes, so the ledger's own copy of one of its rates is not recorded again.
    """
    app = screen.app
    said = (quoted.rate, quoted.as_of, quoted.source)
    held = [found for found in screen.rates if (found.rate, found.as_of, found.source) == said]
    if held and quoted.source == rates.ECB:
        rate = held[0]
        words = _("{rate} of {day}, {source}, was recorded before; nothing was added.")
    else:
        rate = await app.write(desk.record_rate, quoted)
        words = _("{rate} of {day}, {source}, is recorded.")
    if app.rate is None or rate.as_of >= app.rate.as_of:
        app.rate = rate
    else:
        words += " " + _("The rate in use is of a later day and stays.")
    return words.format(
        rate=l10n.rate(quoted.rate), day=l10n.day(quoted.as_of), source=source_name(quoted.source)
    )


# --- sites ----------------------------------------------------------------------------------------------------------------


async def add_site(screen: "TablesScreen") -> None:
    """Add one of the known sites, or another."""
    here = {site.code for site in screen.app.at_work.sites}
    known = [site for site in desk.known_sites() if site.code not in here]

    async def do(site: NewSite) -> NewSite:
        await screen.app.write(desk.add_site, site)
        return site

    site = await screen.app.ask_and_do(partial(NewSiteDialog, known), do)
    if site is not None:
        _tell(screen, _("The site {code} is added.").format(code=site.code))


def _tell(screen: "TablesScreen", words: str) -> None:
    screen.notify(words, timeout=8, markup=False)

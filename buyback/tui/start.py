"""How the app comes to a session: open the ledger or set one up, then who works where."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from buyback import desk, errors, payout_table
from buyback.errors import Refusal
from buyback.i18n import N_, _
from buyback.store.views.setup import Site
from buyback.tui import state
from buyback.tui.dialogs.choose import Choose
from buyback.tui.dialogs.set_up import SetUp, SetUpAnswer
from buyback.tui.dialogs.unusable import Unusable
from buyback.tui.state import Opened, Session

if TYPE_CHECKING:
    from buyback.tui.app import BuybackApp


async def session(app: "BuybackApp") -> Session | None:
    """The session to work in; None if the person leaves instead."""
    found = await _opened(app)
    if found is None:
        return None
    operator = await _operator(app, found)
    if operator is None:
        return None
    site = await _site(app, found)
    return None if site is None else state.session(found, site, operator)


async def _opened(app: "BuybackApp") -> Opened | None:
    while True:
        try:
            return await asyncio.to_thread(state.open_ledger, app.where)
        except errors.NoLedger:
            return await _set_up(app)
        except Refusal as refusal:
            answer = await app.push_screen_wait(Unusable(str(refusal)))
            if answer == "demo":
                return await _demo(app)
            if answer != "again":
                return None


async def _set_up(app: "BuybackApp") -> Opened | None:
    def make() -> SetUp:
        return SetUp(app.where, desk.known_sites(), payout_table.available(), app.language)

    async def open_it(answer: SetUpAnswer) -> Opened:
        if answer.demo:
            return await _demo(app)
        table = await asyncio.to_thread(payout_table.load, answer.table)
        store = await asyncio.to_thread(
            partial(
                desk.open_ledger,
                app.where,
                code=answer.ledger,
                site=answer.site,
                operator=answer.operator,
                table=table,
                at=app.clock(),
            )
        )
        return await asyncio.to_thread(state.opened, store)

    return await app.ask_and_do(make, open_it)


async def _demo(app: "BuybackApp") -> Opened:
    """The demo ledger beside the real one, made first if it is not there; the real one is not touched."""
    from buyback.demo import make_demo

    where = state.demo_path()
    if not where.exists():
        app.notify(_("Making a demo ledger of two weeks …"), timeout=10)
        await asyncio.to_thread(make_demo, str(where))
    return await asyncio.to_thread(state.open_ledger, str(where))


async def _operator(app: "BuybackApp", found: Opened) -> str | None:
    if app.wanted_operator in found.operators:
        return app.wanted_operator
    if app.wanted_operator:
        known = ", ".join(found.operators)
        app.show_refusal(errors.UnknownOperator(alias=app.wanted_operator, known=known))
    return await choose_operator(app, found.operators)


async def _site(app: "BuybackApp", found: Opened) -> Site | None:
    for site in found.sites:
        if site.code == app.wanted_site:
            return site
    if app.wanted_site:
        known = ", ".join(site.code for site in found.sites)
        app.show_refusal(errors.UnknownSite(code=app.wanted_site, known=known))
    return await choose_site(app, found.sites)


async def choose_operator(app: "BuybackApp", operators: Sequence[str], current: str = "") -> str | None:
    """Who works; asked only if there is a choice."""
    if len(operators) == 1 and not current:
        return operators[0]
    return await app.ask(
        partial(Choose, N_("Who is working?"), [(alias, alias) for alias in operators], current)
    )


async def choose_site(app: "BuybackApp", sites: Sequence[Site], current: str = "") -> Site | None:
    """Where; asked only if there is a choice."""
    if len(sites) == 1 and not current:
        return sites[0]
    options = [(site.code, site.name) for site in sites]
    code = await app.ask(partial(Choose, N_("Which site?"), options, current))
    return next((site for site in sites if site.code == code), None)

"""How the app comes to a session: open the ledger or set one up, then who works where."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from buyback import config, errors, l10n
from buyback.errors import Refusal
from buyback.i18n import N_, _
from buyback.rules import Pin
from buyback.store.views.setup import Site
from buyback.tui import demo_clock, sign_in, state
from buyback.tui.demo_clock import DemoClock
from buyback.tui.state import Opened, Session

if TYPE_CHECKING:
    from buyback.tui.app import BuybackApp
    from buyback.tui.dialogs.set_up import SetUp, SetUpAnswer


def unasked(app: "BuybackApp") -> Session | None:
    """The session, if the ledger is open by now and nobody has to be asked."""
    if not app.opening.done() or app.opening.exception():
        return None
    found = app.opening.result()
    operator, site = _known_operator(app, found), _known_site(app, found)
    if found.people.have_pins or not operator or not site:
        return None
    return _begun(app, found, site, operator)


async def session(app: "BuybackApp") -> Session | None:
    """The session to work in; None if the person leaves instead."""
    found = await _opened(app)
    if found is None:
        return None
    operator = await _operator(app, found)
    if operator is None:
        return None
    site = await _site(app, found)
    return None if site is None else _begun(app, found, site, operator)


def _begun(app: "BuybackApp", found: Opened, site: Site, operator: str) -> Session:
    """The session; of a demo it is said which day it shows."""
    if isinstance(app.clock, DemoClock):
        words = _("This is the demo: its clock stands on its last day, {day}, and goes on from there.")
        app.notify(words.format(day=l10n.day_weekday(site.business_date(app.clock()))), timeout=15)
    return state.session(found, site, operator)


async def _opened(app: "BuybackApp") -> Opened | None:
    from buyback.tui.dialogs.unusable import Unusable

    while True:
        try:
            return await app.opening
        except errors.NoLedger:
            return await _set_up(app)
        except Refusal as refusal:
            answer = await app.push_screen_wait(Unusable(refusal))
            if answer is None:
                return None
            if answer == "demo":
                app.opening = asyncio.create_task(_demo(app))
            else:
                app.begin_opening()


async def _set_up(app: "BuybackApp") -> Opened | None:
    from buyback import desk, payout_table
    from buyback.tui.dialogs.set_up import SetUp

    pin: Pin | None = None

    def make() -> "SetUp":
        sites, tables = desk.known_sites(), payout_table.available()
        return SetUp(app.where, sites, tables, app.language, app.wanted_operator, pin=pin)

    async def open_it(answer: "SetUpAnswer") -> Opened:
        nonlocal pin
        if answer.demo:
            return await _demo(app)
        pin = answer.pin
        table = await asyncio.to_thread(payout_table.load, answer.table)
        store = await asyncio.to_thread(
            partial(
                desk.open_ledger,
                app.where,
                code=answer.ledger,
                site=answer.site,
                operator=answer.operator,
                table=table,
                pin=answer.pin,
                at=app.clock(),
            )
        )
        return await asyncio.to_thread(state.opened, store)

    return await app.ask_and_do(make, open_it)


async def _demo(app: "BuybackApp") -> Opened:
    """The demo ledger beside the real one, made first if it is not there; the real one is not touched."""
    from buyback.demo import make_demo

    where = config.demo_ledger()
    if not os.path.exists(where):  # nor where nobody may look: making it says why
        app.notify(_("Making a demo ledger of two weeks …"), timeout=10)
        await asyncio.to_thread(make_demo, str(where))
    opened = await asyncio.to_thread(state.open_ledger, str(where))
    app.clock, app.wanted_site = demo_clock.of(opened.store, app.clock)
    return opened


def stand_in_demo(app: "BuybackApp") -> None:
    """Let the app, which does not run yet, show the demo at its place as on its last day."""
    from buyback.store.engine import open_store

    store = open_store(app.where)
    try:
        app.clock, app.wanted_site = demo_clock.of(store, app.clock)
    finally:
        store.close()


def _known_operator(app: "BuybackApp", found: Opened) -> str | None:
    """The operator that was named, or the only one."""
    if app.wanted_operator in found.operators:
        return app.wanted_operator
    return found.operators[0] if len(found.operators) == 1 and not app.wanted_operator else None


def _known_site(app: "BuybackApp", found: Opened) -> Site | None:
    """The site that was named, or the only one."""
    named = next((site for site in found.sites if site.code == app.wanted_site), None)
    return found.sites[0] if len(found.sites) == 1 and not app.wanted_site else named


async def _operator(app: "BuybackApp", found: Opened) -> str | None:
    if app.wanted_operator:
        try:
            found.people.named(app.wanted_operator)
        except Refusal as refusal:  # nobody is called so, or they were revoked
            app.show_refusal(refusal)
    return await sign_in.who_works(app, found.store, found.people, _known_operator(app, found) or "")


async def _site(app: "BuybackApp", found: Opened) -> Site | None:
    if app.wanted_site and _known_site(app, found) is None:
        known = ", ".join(site.code for site in found.sites)
        app.show_refusal(errors.UnknownSite(code=app.wanted_site, known=known))
    return _known_site(app, found) or await choose_site(app, found.sites)


async def change_site(app: "BuybackApp") -> None:
    """Work for another site."""
    if app.session is not None:
        site = await choose_site(app, app.session.sites, app.session.site.code)
        if site is not None:
            app.session = replace(app.session, site=site)


async def choose_site(app: "BuybackApp", sites: Sequence[Site], current: str = "") -> Site | None:
    """Where; asked only if there is a choice."""
    from buyback.tui.dialogs.choose import Choose

    if len(sites) == 1 and not current:
        return sites[0]
    names = {site.code: site.name for site in sites}
    code = await app.ask(partial(Choose, N_("Which site?"), list(names), names.__getitem__, current))
    return next((site for site in sites if site.code == code), None)

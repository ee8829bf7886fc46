"""Who works, proven by a PIN where the ledger has PINs. Call these in a worker: they ask with dialogs."""

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from buyback.errors import Refusal
from buyback.i18n import N_, _
from buyback.store.engine import Store
from buyback.store.views import people
from buyback.store.views.people import People

if TYPE_CHECKING:
    from buyback.rules import Pin
    from buyback.tui.app import BuybackApp
    from buyback.tui.dialogs.choose import Choose
    from buyback.tui.state import Session


async def who_works(
    app: "BuybackApp", store: Store, known: People, first: str = "", *, is_locked: bool = False
) -> str | None:
    """The alias of who works from now on, signed in where there are PINs; None if nobody is chosen.

    `first` is asked without a choice. Whoever goes back from the PIN is asked again who works. `is_locked`: the PIN is
    asked for even if it was given before.
    """
    current, alias = "", first
    while True:
        found = await _people(store, known)
        if alias not in (one.alias for one in found.active):  # revoked meanwhile, or nobody
            chosen = await choose(app, found, current)
            if chosen is None:
                return None
            alias = chosen
        if await proven(app, store, found, alias, is_locked=is_locked):
            return alias
        current, alias = alias, ""


async def choose(app: "BuybackApp", found: People, current: str = "") -> str | None:
    """One of those who work here; asked only if there is a choice, or if somebody is to be changed."""
    from buyback.tui.dialogs.choose import Choose

    operators = {one.alias: one for one in found.active}
    if len(operators) == 1 and not current:
        return next(iter(operators))

    def named(alias: str) -> str:
        lacks = found.have_pins and not operators[alias].has_pin
        return _("{alias}   no PIN yet").format(alias=alias) if lacks else alias

    def make() -> "Choose":
        dialog = Choose(N_("Who is working?"), list(operators), named, current)
        dialog.is_over_lock = True
        return dialog

    return await app.ask(make)


async def proven(
    app: "BuybackApp", store: Store, found: People, alias: str, *, is_locked: bool = False
) -> bool:
    """Whether the operator gave their PIN, or none is needed. A refusal is shown in the dialog that asks.

    A PIN that this process knows is not asked for again, unless the terminal is locked.
    """
    from buyback import desk
    from buyback.tui.dialogs.sign_in import SignIn

    if not found.have_pins:
        return True
    operator = next((one for one in found.active if one.alias == alias), None)
    if operator is not None and not is_locked and desk.is_signed_in(store, operator):
        return True
    has_pin = operator is None or operator.has_pin

    async def do(pin: "Pin") -> str:
        return await asyncio.to_thread(desk.sign_in, store, alias, pin, at=app.clock())

    make = partial(SignIn, alias, has_pin=has_pin, is_locked=is_locked)
    signed_in = await app.ask_and_do(make, do)
    return signed_in is not None


async def change(app: "BuybackApp") -> None:
    """Let another operator take over, one too whom another terminal enrolled a moment ago."""
    session = await app.refresh_session()
    store, before = session.store, session.operator
    found = await _people(store, session.people)
    while (chosen := await choose(app, found, before)) and chosen != before:
        if await proven(app, store, found, chosen):
            take_over(app, chosen)
            return


async def again(app: "BuybackApp", session: "Session") -> bool:
    """Whether the operator has signed in again, after the desk knew them no more: the PIN was changed elsewhere."""
    found = await _people(session.store, session.people)
    return await proven(app, session.store, found, session.operator)


def take_over(app: "BuybackApp", operator: str) -> None:
    """This operator works from now on; whoever did so before has to sign in again."""
    from buyback import desk

    if app.session is not None and operator != app.session.operator:
        desk.sign_out(app.session.store, app.session.operator)
        app.session = replace(app.session, operator=operator)


async def _people(store: Store, known: People) -> People:
    """Who works here by now; those who are known where the ledger cannot be read at the moment."""

    def read() -> People:
        with store.reading() as db:
            return people.people(db)

    try:
        return await asyncio.to_thread(read)
    except Refusal:
        return known

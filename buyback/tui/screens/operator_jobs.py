"""The jobs about the people who work here: each asks with a dialog, then does one verb of the desk."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from buyback import desk
from buyback.i18n import _
from buyback.rules import role_names
from buyback.store.views import people
from buyback.store.views.people import Operator, People
from buyback.tui import sign_in
from buyback.tui.dialogs.new_operator import NewOperator, NewOperatorAnswer
from buyback.tui.dialogs.operators import Operators
from buyback.tui.dialogs.revoke import Revoke
from buyback.tui.dialogs.roles import ChangeRoles, RolesAnswer
from buyback.tui.dialogs.set_pin import SetPin, SetPinAnswer

if TYPE_CHECKING:
    from buyback.tui.app import BuybackApp


async def show(app: "BuybackApp") -> None:
    """List the operators and do what is chosen, until nothing is."""
    current = ""
    while True:
        found = await app.read(people.people)
        chosen = await app.ask(partial(Operators, found, app.at_work.operator, current))
        if chosen is None:
            return
        current = chosen.alias
        if chosen.about == "enrol":
            current = await enrol(app) or ""
            continue
        operator = next(one for one in found.everyone if one.alias == chosen.alias)
        if not operator.is_active:
            app.notify(_("{alias} works here no more.").format(alias=operator.alias))
        elif chosen.about == "roles":
            await _change_roles(app, operator)
        elif chosen.about == "pin":
            await _set_pin(app, found, operator)
        elif await _revoke(app, operator):
            return


async def enrol(app: "BuybackApp") -> str | None:
    """Enrol an operator, with a first PIN where one was typed; the alias."""

    async def do(answer: NewOperatorAnswer) -> NewOperatorAnswer:
        await app.write(desk.enrol, answer.alias, roles=answer.roles)
        if answer.pin is not None:
            await app.write(desk.set_pin, answer.alias, answer.pin)
        return answer

    have_pins = app.at_work.people.have_pins
    done = await app.ask_and_do(partial(NewOperator, have_pins=have_pins), do)
    if done is None:
        return None
    words = _("{alias} is enrolled: {roles}.").format(alias=done.alias, roles=role_names(done.roles))
    if have_pins and done.pin is None:
        words += " " + _("{alias} has no PIN yet: P sets one.").format(alias=done.alias)
    app.notify(words)
    return done.alias


async def _change_roles(app: "BuybackApp", operator: Operator) -> None:
    async def do(answer: RolesAnswer) -> RolesAnswer:
        await app.write(desk.change_roles, operator.alias, answer.roles, reason=answer.reason)
        return answer

    done = await app.ask_and_do(partial(ChangeRoles, operator), do)
    if done is not None:
        words = _("{alias} may do this from now on: {roles}.")
        app.notify(words.format(alias=operator.alias, roles=role_names(done.roles)))


async def _set_pin(app: "BuybackApp", found: People, operator: Operator) -> None:
    """Whoever sets a PIN proves with their own that they still stand there."""
    who = app.at_work.who
    asks_own = found.have_pins and who is not None and who.has_pin

    async def do(answer: SetPinAnswer) -> bool:
        session = app.at_work  # another may have taken over while the dialog was open
        if answer.own is not None:
            await asyncio.to_thread(desk.sign_in, session.store, session.operator, answer.own, at=app.clock())
        await app.write(desk.set_pin, operator.alias, answer.new)
        return True

    make = partial(
        SetPin, operator.alias, app.at_work.operator, asks_own=asks_own, is_first=not found.have_pins
    )
    if await app.ask_and_do(make, do):
        app.notify(_("The PIN of {alias} is set.").format(alias=operator.alias))


async def _revoke(app: "BuybackApp", operator: Operator) -> bool:
    """Whether whoever works was revoked, and somebody else has to take over."""

    async def do(reason: str) -> bool:
        await app.write(desk.revoke, operator.alias, reason=reason)
        return True

    if not await app.ask_and_do(partial(Revoke, operator.alias), do):
        return False
    app.notify(_("{alias} works here no more.").format(alias=operator.alias))
    is_me = operator.alias == app.at_work.operator
    if is_me and not app.lock.now():
        await sign_in.change(app)
    return is_me

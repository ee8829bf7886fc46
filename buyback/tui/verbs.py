"""Doing the desk's verbs from the app: in a thread, as who is signed in, with a supervisor's approval; then looking again."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from buyback import l10n, rules
from buyback.chain import parse_utc
from buyback.errors import NotSignedIn, Refusal
from buyback.i18n import _
from buyback.rules import Approval
from buyback.store.engine import Db, Store
from buyback.store.views import people
from buyback.tui import sign_in, state
from buyback.tui.state import Session

if TYPE_CHECKING:
    from buyback.tui.app import BuybackApp
    from buyback.tui.widgets.approval import ApprovalAnswer

R = TypeVar("R")

_LONG_S = timedelta(minutes=2).total_seconds()


async def do(app: "BuybackApp", verb: Callable[..., R], *args: object, **named: object) -> R:
    """Do the verb as the operator, now; if their PIN was changed elsewhere, once they have signed in again."""
    store, operator = app.at_work.store, app.at_work.operator
    work = partial(verb, store, *args, by=operator, **named)
    try:
        result = await asyncio.to_thread(work, at=app.clock())
    except NotSignedIn:
        if not await sign_in.again(app, app.at_work):
            raise
        result = await asyncio.to_thread(work, at=app.clock())
    await look_again(app)
    return result


async def approve(app: "BuybackApp", given: "ApprovalAnswer") -> Approval:
    """The supervisor's approval, which one verb uses up; a wrong PIN is refused, and is an entry of the log."""
    from buyback import desk

    try:
        return await asyncio.to_thread(
            desk.approve, app.at_work.store, given.alias, given.pin, given.occasion, at=app.clock()
        )
    except Refusal:
        await look_again(app)
        raise


async def look_again(app: "BuybackApp") -> None:
    """Read what the ledger says of itself; the screens follow. Who works where stays as it is by then."""
    store = app.at_work.store
    tell_clock_steps(app, store)
    try:
        found = await asyncio.to_thread(state.opened, store)
    except Refusal as refusal:
        app.show_refusal(refusal)
    else:
        app.session = state.renewed(app.at_work, found)


def check_right(db: Db, session: Session, verb: str) -> None:
    """NotAllowed unless the ledger says that the operator may do this."""
    operator = people.named(db, people.people(db), session.operator)
    rules.check_right(verb, operator.alias, operator.roles)


def tell_clock_steps(app: "BuybackApp", store: Store) -> None:
    """Say, once each, what was recorded about a clock that went back."""
    while store.clock_steps:
        step = store.clock_steps.pop(0)
        zone = app.session.zone if app.session else ZoneInfo("UTC")
        words = _(
            "It showed {before} and then {now}. That is recorded. Look at the date and time of this computer: "
            "every entry has them."
        )
        said = words.format(
            before=l10n.moment(parse_utc(step.last_at), zone), now=l10n.moment(parse_utc(step.now), zone)
        )
        app.notify(said, title=_("The clock went back"), severity="warning", timeout=_LONG_S)

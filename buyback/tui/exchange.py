"""The exchange rate that the desk works with: found meanwhile, waited for, or set by hand."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from buyback.i18n import _
from buyback.store.views import setup
from buyback.store.views.setup import RecordedRate
from buyback.tui.state import newness

if TYPE_CHECKING:
    from buyback.tui.app import BuybackApp
    from buyback.tui.dialogs.rate import RateAnswer


async def needed(app: "BuybackApp") -> RecordedRate | None:
    """The rate of the day, once whoever is being asked for it has answered; if nobody knows one, a person sets it.

    None if the person went back. Call it in a worker: it waits `rate_deadline_s` at most, and then for the person.
    """
    if app.rate is None and not app.rate_settled.is_set():
        app.notify(_("Asking for today's exchange rate …"), timeout=app.settings.rate_deadline_s)
        await app.rate_settled.wait()
    await _newest(app)
    return app.rate or await set_by_hand(app)


async def _newest(app: "BuybackApp") -> None:
    """Take up a newer rate that another terminal recorded a moment ago."""
    session = app.at_work
    today, oldest = session.today(app.clock()), app.settings.rate_max_age_days
    rates = await app.read(setup.rates)
    take_up(app, replace(session, rates=rates).rate_of(today, oldest))


def take_up(app: "BuybackApp", found: RecordedRate | None) -> None:
    """Work with this rate from now on, unless the one in use is as new."""
    if found is not None and (app.rate is None or newness(found) > newness(app.rate)):
        app.rate = found


def found(app: "BuybackApp", rate: RecordedRate) -> None:
    """A rate service answered; a person may have set a newer rate meanwhile."""
    if app.rate is None or newness(rate) >= newness(app.rate):
        app.rate = rate
    app.rate_settled.set()


def missing(app: "BuybackApp", why: str) -> None:
    """No rate service answered, and there is no rate to go on with."""
    app.rate_settled.set()
    hint = _("Nothing can be received without a rate; F10 sets one by hand.")
    app.notify(f"{why}\n{hint}", severity="warning", timeout=15)


async def set_by_hand(app: "BuybackApp") -> RecordedRate | None:
    """Ask for a rate and record it; None if the person went back. Call it in a worker."""
    from buyback import desk
    from buyback.tui.dialogs.rate import RateDialog

    if app.session is None:
        return None
    session, now = await app.refresh_session(), app.clock()

    async def record(answer: "RateAnswer") -> RecordedRate:
        return await app.write(desk.record_rate, answer.quoted, approval=await app.approval(answer.approval))

    rate = await app.ask_and_do(partial(RateDialog, session.today(now), now, session.approvers), record)
    if rate is not None:
        app.rate = rate
    return rate

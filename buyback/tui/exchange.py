"""The exchange rate that the desk works with: found meanwhile, waited for, or set by hand."""

from functools import partial
from typing import TYPE_CHECKING

from buyback.i18n import _
from buyback.store.views.setup import RecordedRate

if TYPE_CHECKING:
    from buyback.rates import Quoted
    from buyback.tui.app import BuybackApp


async def needed(app: "BuybackApp") -> RecordedRate | None:
    """The rate of the day, once whoever is being asked for it has answered; if nobody knows one, a person sets it.

    None if the person went back. Call it in a worker: it waits `rate_deadline_s` at most, and then for the person.
    """
    if app.rate is None and not app.rate_settled.is_set():
        app.notify(_("Asking for today's exchange rate …"), timeout=app.settings.rate_deadline_s)
        await app.rate_settled.wait()
    return app.rate or await set_by_hand(app)


async def set_by_hand(app: "BuybackApp") -> RecordedRate | None:
    """Ask for a rate and record it; None if the person went back. Call it in a worker."""
    from buyback import desk
    from buyback.tui.dialogs.rate import RateDialog

    session, now = app.session, app.clock()
    if session is None:
        return None

    async def record(quoted: "Quoted") -> RecordedRate:
        return await app.write(desk.record_rate, quoted)

    rate = await app.ask_and_do(partial(RateDialog, session.today(now), now), record)
    if rate is not None:
        app.rate = rate
    return rate

"""What the app does meanwhile, in threads of its own that never keep it from closing: the rate, the check of the chain."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

from buyback import rules
from buyback.config import Settings
from buyback.errors import Refusal
from buyback.i18n import _
from buyback.tui import messages, modes, morning, state
from buyback.tui.state import Session

_DIALOGS = ("value", "marks", "quantity", "payment", "receipt", "drop_off_detail", "entry_detail")

if TYPE_CHECKING:
    from buyback.tui.app import BuybackApp


def start(app: "BuybackApp", job: Callable[[], None]) -> Thread:
    """Run the job in a daemon thread of the app, which is returned; what it did not expect ends the app loudly."""

    def run() -> None:
        try:
            job()
        except Exception as problem:  # noqa: BLE001 - of a thread it would only be printed; the app raises it on its own
            app.post_message(messages.Crashed(problem))

    thread = Thread(target=run, daemon=True)
    app.jobs = [*filter(Thread.is_alive, app.jobs), thread]
    thread.start()
    return thread


def resolve_rate(app: "BuybackApp", session: Session, settings: Settings, at: datetime) -> None:
    """Have today's rate in the ledger, asking its sources if need be; the app hears RateFound or RateMissing.

    Nothing is asked for an operator who may not record one.
    """
    if session.who is None or not rules.may("rates-fetch", session.who.roles):
        app.rate_settled.set()
        return

    def job() -> None:
        from buyback import desk

        try:
            rate = desk.ensure_rate(
                session.store, settings, by=session.operator, at=at, site=session.site.code
            )
        except Refusal as refusal:
            app.post_message(messages.RateMissing(str(refusal)))
        else:
            app.post_message(messages.RateFound(rate))

    start(app, job)


def meanwhile(app: "BuybackApp") -> None:
    """What can wait until the desk is there: what the other modes need, and what nobody may forget."""
    prepare(app)
    morning.begin(app)
    if app.session is not None:
        tell_missing(app, app.session, app.clock())


def prepare(app: "BuybackApp") -> None:
    """Load what the first drop-off and the other modes need, so that they are answered as fast as the second time."""
    dialogs = (f"buyback.tui.dialogs.{name}" for name in _DIALOGS)
    screens = (mode.screen.partition(":")[0] for mode in modes.MODES)

    def job() -> None:
        for name in ("buyback.store.projections", *dialogs, *screens):
            if app.is_running:
                import_module(name)

    start(app, job)


def tell_missing(app: "BuybackApp", session: Session, at: datetime) -> None:
    """Say what was handed over anywhere in the ledger and not received; nothing where all of it arrived."""

    def job() -> None:
        from buyback.report import alarm
        from buyback.store.views import hand_overs

        try:
            with session.store.reading() as db:
                said = alarm(hand_overs.not_received(db), session.today(at))
        except Refusal as refusal:
            app.call_later(app.show_refusal, refusal)
            return
        if said:
            app.call_later(partial(app.notify, said, title=_("Not received"), severity="warning", timeout=20))

    start(app, job)


def check_chain(app: "BuybackApp", session: Session) -> None:
    """Check every entry of the log, and the notes that its key signed; the app hears ChainProgress, then ChainChecked."""

    def progress(checked: int) -> None:
        if not app.is_running:
            raise state.CheckStopped
        app.post_message(messages.ChainProgress(checked))

    def job() -> None:
        try:
            finding = state.first_finding(session.store, progress, app.settings.checkpoint_folder)
        except state.CheckStopped:
            return
        except Refusal as refusal:
            finding = str(refusal)
        app.post_message(messages.ChainChecked(finding))

    start(app, job)

"""The app, run until it is left."""

from contextlib import suppress

from buyback import config
from buyback.config import Settings
from buyback.errors import Refusal
from buyback.tui import leaving, start
from buyback.tui.app import BuybackApp


def run(where: str, *, settings: Settings, operator: str = "", site: str = "", is_demo: bool = False) -> int:
    """Run the app until it is left; the exit code. A demo is shown as on its last day."""
    app = BuybackApp(where, settings=settings, operator=operator, site=site, remember=config.remember)
    if is_demo:
        with suppress(Refusal):  # the app says what is the matter with the file
            start.stand_in_demo(app)
    with leaving.on_signals(app):
        app.run()
        leaving.finish(app)
    if app.session is not None:
        app.session.store.close()
    return app.return_code or 0

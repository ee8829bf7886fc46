"""The app, run until it is left."""

from buyback import config
from buyback.config import Settings
from buyback.tui import leaving
from buyback.tui.app import BuybackApp


def run(where: str, *, settings: Settings, operator: str = "", site: str = "") -> int:
    """Run the app until it is left; the exit code."""
    app = BuybackApp(where, settings=settings, operator=operator, site=site, remember=config.remember)
    with leaving.on_signals(app):
        app.run()
        leaving.finish(app)
    if app.session is not None:
        app.session.store.close()
    return app.return_code or 0

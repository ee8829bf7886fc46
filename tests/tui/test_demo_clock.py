"""The demo in the app: it opens on its last day, where something is to be seen, and what is recorded there fits the log."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import SETTINGS, Clerk
from tui_story import facts

from buyback import i18n
from buyback.demo import make_demo
from buyback.facts import ClockWentBack, DroppedOff
from buyback.store import checks
from buyback.store.engine import open_store
from buyback.tui import start
from buyback.tui.app import BuybackApp


@pytest.fixture(scope="session")
def short_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo of two days."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    make_demo(str(path), days=2)
    return path


async def test_the_demo_opens_on_its_last_day(short_demo: Path) -> None:
    """The desk lists that day's drop-offs, the Day screen its figures, and it is said; a drop-off is taken in on that day."""
    where = str(short_demo)
    app = BuybackApp(
        where, settings=SETTINGS, operator="ana", clock=lambda: datetime(2026, 11, 23, 18, tzinfo=UTC)
    )
    start.stand_in_demo(app)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        clerk = Clerk(pilot)
        await clerk.idle()
        assert "its clock stands on its last day, Tue 11 Feb 2025" in clerk.said()
        assert "11 Feb" in clerk.seen().splitlines()[0]
        await clerk.until(lambda: "drop-offs, " in clerk.seen() and " paid of " in clerk.seen())
        await clerk.press("f4")
        await clerk.until(lambda: "Tue 11 Feb 2025" in clerk.seen() and "drop-offs" in clerk.seen())
        await clerk.press("f2", "a", "k", "enter", "f8")
        await clerk.until_shown("Payment")
        await clerk.press("right", "down", "right", "enter")
        await clerk.until_shown("Receipt")
    assert app.session is not None
    app.session.store.close()
    i18n.set_language("en")
    found = facts(where)
    taken = [fact for fact in found if isinstance(fact, DroppedOff)]
    assert taken[-1].business_on == "2025-02-11"
    assert not any(isinstance(fact, ClockWentBack) for fact in found)
    store = open_store(where)
    assert list(checks.verify(store)) == []
    store.close()

"""The app on a real ledger, with a frozen clock, a fixed rate, and no network."""

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
from samples import AT, BY, COLLEAGUE, SITE, take_in
from screens_once import paint, painted_at_each_pause, style_sheets_once
from textual import events
from textual.pilot import Pilot

from buyback import desk, i18n
from buyback.config import Settings
from buyback.desk import Pin, Received
from buyback.store.engine import open_store
from buyback.tui.app import BuybackApp

SETTINGS = Settings(language="en", rate_url="", operator="", site="")
PINS = {BY: "739104826153", COLLEAGUE: "582047913664", "eva": "264890175338"}
"""As long as a PIN may be, so that no digest or time holds one by chance."""

Run = Callable[..., AbstractAsyncContextManager["Clerk"]]
Take = Callable[..., Received]


class Clerk:
    """Someone at the keyboard: presses keys and waits until the app has done what they ask for."""

    def __init__(self, pilot: Pilot[object]) -> None:
        self.pilot = pilot
        assert isinstance(pilot.app, BuybackApp)
        self.app = pilot.app
        self.pressed: list[str] = []

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each when the screen has answered the last."""
        for key in keys:
            self.pressed.append(key)
            await self.app._press_keys(
                [key]
            )  # as the pilot does, whose wait for the screen is in its pause too
            await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type a text as fast as a scanner does; blanks and signs by the names that Textual gives them."""
        keys = [_NAMES.get(character, character) for character in text]
        self.pressed += keys
        for key, character in zip(keys[:-1], text, strict=False):
            self.app.post_message(events.Key(key, character))
        await self.pilot.press(*keys[-1:])

    async def until(self, is_so: Callable[[], object], *, tries: int = 400) -> None:
        """Wait for threads; fails if it does not come. Who asks less and less often leaves them the time to come."""
        for number in range(tries):
            if is_so():
                return
            await self.pilot.pause(min(0.01 * (number + 1), 0.05))
        raise AssertionError(f"it did not come about: {self.seen()}")

    async def until_shown(self, name: str) -> None:
        """Wait until the top screen is of the class with this name."""
        await self.until(lambda: type(self.app.screen).__name__ == name)
        await self.pilot.pause()

    @property
    def at_field(self) -> str:
        """The id of the field that has the cursor."""
        return (self.app.focused.id or "") if self.app.focused else ""

    async def click(self, words: str) -> None:
        """Click the middle of these words, where they stand on the top screen."""
        for y, line in enumerate(self.seen().splitlines()):
            if words in line:
                await self.pilot.click(offset=(line.index(words) + len(words) // 2, y))
                await self.pilot.pause()
                return
        raise AssertionError(f"{words} is not there: {self.seen()}")

    async def idle(self, *, morning: bool = False) -> None:
        """Wait until the app has done what it does when it opens; what it then asks is put off, unless `morning`."""
        app = self.app
        await self.until(lambda: app.rate is not None and app.chain.finding is not None)
        await self.until(
            lambda: not any(worker.group == "morning" and worker.is_running for worker in app.workers)
        )
        await self.pilot.pause()
        base = app.screen_stack[0]

        def asked() -> bool:
            return len(app.screen_stack) > 1 and getattr(app.screen, "is_ready", False)

        while not morning and getattr(base, "is_asking", False):
            await self.until(lambda: asked() or not getattr(base, "is_asking", False))
            if asked():
                await self.pilot.press("escape")
            await self.pilot.pause()

    def seen(self) -> str:
        """What the top screen shows, line by line, then its text with the line breaks taken out."""
        lines = [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()]
        inside = " ".join(map(_inside_a_dialog, lines))
        return "\n".join([*lines, " ".join(inside.split())])

    async def sign_in(self, alias: str = BY) -> None:
        """Give the PIN that is asked for, and wait until the desk can be used."""
        await self.until_shown("SignIn")
        await self.type(PINS[alias])
        await self.press("enter")
        await self.until(lambda: self.app.session is not None and not self.app.lock.is_on)
        await self.until(lambda: self.app.rate is not None and self.app.chain.finding is not None)
        await self.pilot.pause()

    def said(self) -> str:
        """Every message that popped up."""
        return " ".join(notification.message for notification in self.app._notifications)


def _inside_a_dialog(line: str) -> str:
    """What stands between the sides of a dialog, without what is still seen of the screen behind it."""
    _left, *middle, _right = ["", *line.split("│"), ""] if line.count("│") < 2 else line.split("│")
    return "│".join(middle).strip(" │┃")


_NAMES = {
    " ": "space",
    ".": "full_stop",
    "-": "minus",
    "*": "asterisk",
    "+": "plus",
    ":": "colon",
    ",": "comma",
}


@pytest.fixture(scope="session", autouse=True)
def once() -> Iterator[None]:
    """See `screens_once`."""
    with style_sheets_once(), painted_at_each_pause():
        yield


@pytest.fixture(autouse=True)
def no_tables_of_yours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have imported payout tables; the set-up would offer them."""
    monkeypatch.setenv("BUYBACK_TABLES", str(tmp_path / "tables"))


both_engines = pytest.mark.parametrize("ledger_url", ["sqlite", "postgres"], indirect=True)
"""For a test that tries a screen's reading or writing on PostgreSQL too; what only concerns keys and words needs a file."""


@pytest.fixture
def ledger_url(request: pytest.FixtureRequest) -> str:
    """Where a fresh copy of the sample ledger is: a file, or what `both_engines` says."""
    engine = getattr(request, "param", "sqlite")
    return str(request.getfixturevalue(f"{engine}_url"))


@pytest.fixture
def where(sample_file: Path, tmp_path: Path) -> str:
    """A ledger file of its own."""
    return str(shutil.copy(sample_file, tmp_path / "ledger.db"))


@pytest.fixture
def pinned(ledger_url: str) -> str:
    """A ledger on either engine in which ana and luis supervise, eva receives, and tom has no PIN yet: see `PINS`."""
    with_pins(ledger_url)
    return ledger_url


@pytest.fixture
def pinned_file(where: str) -> str:
    """The same as a file."""
    with_pins(where)
    return where


def with_pins(where: str) -> None:
    """Give the sample ledger its PINs, and two more operators."""
    store = open_store(where)
    desk.set_pin(store, BY, Pin(PINS[BY]), by=BY, at=AT)
    desk.set_pin(store, COLLEAGUE, Pin(PINS[COLLEAGUE]), by=BY, at=AT)
    desk.enrol(store, "eva", by=BY, at=AT, roles=["receive", "pay"])
    desk.set_pin(store, "eva", Pin(PINS["eva"]), by=BY, at=AT)
    desk.enrol(store, "tom", by=BY, at=AT, roles=["custody"])
    store.close()


@pytest.fixture
def take(where: str) -> Take:
    """`take("revolver", settlement="later")` behind the app's back: see `samples.take_in`."""

    def taken(*items: str, **more: object) -> Received:
        store = open_store(where)
        found = take_in(store, *items, **more)  # type: ignore[arg-type]
        store.close()
        return found

    return taken


@pytest.fixture
def run(where: str) -> Run:
    """`async with run(size=(80, 24)) as clerk:` the app, open and idle at the desk."""

    @asynccontextmanager
    async def running(
        size: tuple[int, int] = (80, 24),
        *,
        at: str = where,
        settings: Settings = SETTINGS,
        operator: str = BY,
        site: str = SITE,
        clock: datetime = AT,
        idle: bool = True,
        notifications: bool = False,
        morning: bool = False,
    ) -> AsyncIterator[Clerk]:
        app = BuybackApp(at, settings=settings, operator=operator, site=site, clock=lambda: clock)
        async with app.run_test(size=size, notifications=notifications) as pilot:
            clerk = Clerk(pilot)
            if idle:
                await clerk.idle(morning=morning)
            yield clerk
            paint(app)
        if app.session is not None:
            app.session.store.close()
        i18n.set_language("en")

    return running

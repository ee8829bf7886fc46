"""No PIN and no hash of one is ever shown, said, remembered, logged, or left in what a crash shows."""

import logging
import traceback
from functools import partial
from io import StringIO

import pytest
from conftest import PINS, Clerk, Run
from rich.console import Console
from rich.traceback import Traceback
from samples import AT, BY, COLLEAGUE, take_in
from textual.worker import WorkerFailed

from buyback import desk
from buyback.desk import Pin
from buyback.store.engine import open_store
from buyback.store.views import drop_offs
from buyback.tui.dialogs.void import Void, VoidAnswer

WRONG, NEW, WEAK = "604829175538", "918273640519", "123456789012"
SECRETS = ("$argon2", WRONG, NEW, WEAK, *PINS.values())


def leaks(text: str) -> list[str]:
    """Which of them the text has, also with blanks between the digits."""
    return [secret for secret in SECRETS if secret in text or " ".join(secret) in text]


class Watched:
    """A clerk whose every key is followed by a look at all that the app shows and keeps."""

    def __init__(self, clerk: Clerk) -> None:
        self.clerk = clerk

    def look(self) -> None:
        app = self.clerk.app
        widgets = [f"{widget!r} {getattr(widget, 'value', '')!r}" for widget in app.screen.walk_children()]
        shown = [self.clerk.seen(), self.clerk.said(), repr(app.unfinished), app.clipboard, *widgets]
        assert leaks("\n".join(shown)) == []

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.clerk.press(key)
            self.look()

    async def type(self, text: str) -> None:
        await self.clerk.type(text)
        await self.clerk.pilot.pause()
        self.look()

    async def until_shown(self, name: str) -> None:
        await self.clerk.until_shown(name)
        self.look()

    async def until(self, words: str) -> None:
        await self.clerk.until(lambda: words in self.clerk.seen())
        self.look()


def whole(problem: BaseException) -> str:
    """The traceback with every variable of every frame, in plain and as Textual shows it."""
    plain = traceback.TracebackException.from_exception(problem, capture_locals=True)
    console = Console(file=StringIO(), width=400)
    shown = Traceback.from_exception(type(problem), problem, problem.__traceback__, show_locals=True)
    with console.capture() as captured:
        console.print(shown)
    return "".join(plain.format()) + captured.get()


async def test_no_screen_and_no_memory_has_one(
    run: Run, pinned: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Through signing in, approving, locking, enrolling and changing PINs, with wrong ones, on every screen between."""
    caplog.set_level(logging.DEBUG)
    store = open_store(pinned)
    desk.sign_in(store, BY, Pin(PINS[BY]), at=AT)
    take_in(store, "revolver", settlement="later")
    store.close()
    async with run(at=pinned, idle=False, notifications=True) as clerk:
        see = Watched(clerk)
        await see.until_shown("SignIn")
        await see.type(WRONG)
        await see.press("enter")
        await see.until("The PIN is not that of ana")
        await clerk.sign_in()
        see.look()
        await see.press("shift+tab", "enter")
        await see.until_shown("DropOffDetail")
        await see.press("v")
        await see.until_shown("Void")
        await see.type("typed twice")
        await see.press("down")
        await see.type(WRONG)
        await see.press("enter")
        await see.until("The PIN is not that of luis")
        await see.type(PINS[COLLEAGUE])
        await see.press("ctrl+k")
        await see.until_shown("SignIn")
        await see.type(WRONG)
        await see.press("enter")
        await see.until("The PIN is not that of ana")
        await clerk.sign_in()
        await see.until_shown("Void")
        await see.press("escape")
        await see.until_shown("DropOffDetail")
        await see.press("escape")
        await clerk.app.switch_mode("tables")
        await clerk.until(lambda: getattr(clerk.app.screen, "adopted", None))
        await see.press("o")
        await see.until_shown("Operators")
        await see.press("p")
        await see.until_shown("SetPin")
        for digits in (PINS[BY], WEAK, WEAK):
            await see.type(digits)
            await see.press("down")
        await see.press("enter")
        await see.until("That PIN is guessed at once")
        for _field in ("new", "again"):
            await see.press("ctrl+u")
            await see.type(NEW)
            await see.press("down")
        await see.press("ctrl+l", "ctrl+l", "f1", "escape", "enter")
        await see.until_shown("Operators")
        assert leaks(repr(clerk.app.session)) == []
    assert leaks(caplog.text) == []


async def test_what_a_crash_shows_has_none(run: Run, pinned_file: str) -> None:
    """A bug in what follows an approval ends the app loudly; its traceback with all variables shows no digit of it."""
    store = open_store(pinned_file)
    desk.sign_in(store, BY, Pin(PINS[BY]), at=AT)
    folio = take_in(store, "revolver", settlement="later").folio
    with store.reading() as db:
        state = drop_offs.state(db, folio)
    store.close()
    async with run(at=pinned_file, idle=False) as clerk:
        await clerk.sign_in()
        app = clerk.app
        assert app.session is not None
        approvers = app.session.approvers

        async def do(answer: VoidAnswer) -> None:
            typed = answer.approval
            given = await app.approval(typed)
            raise RuntimeError(f"a bug, with {given} and {typed} at hand")

        worker = app.run_worker(app.ask_and_do(partial(Void, state, approvers), do), exit_on_error=False)
        await clerk.until_shown("Void")
        await clerk.type("typed twice")
        await clerk.press("down")
        await clerk.type(PINS[COLLEAGUE])
        await clerk.press("enter")
        with pytest.raises(WorkerFailed) as failed:
            await worker.wait()
    said = whole(failed.value) + whole(failed.value.error)
    assert "a bug, with Approval(alias='luis', occasions=('void',))" in said
    assert "Pin(***)" in said
    assert leaks(said) == []

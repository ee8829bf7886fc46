"""Leaving the app: by a key, after asking about what would be lost; by a signal, at once."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Thread
from time import monotonic, sleep
from types import FrameType
from typing import TYPE_CHECKING

from buyback.i18n import N_

if TYPE_CHECKING:
    from buyback.tui.app import BuybackApp

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_BY_SIGNAL = 128
"""What a shell adds to the number of the signal that ended a program."""
_MOMENT_S = 1.0
_LONGEST_S = 5.0
"""Whoever ends the app by a signal does not wait longer for it."""


async def ask(app: "BuybackApp") -> None:
    """Leave, unless something would be lost and the person goes back to it."""
    from buyback.tui.dialogs.confirm import Confirm

    def lost() -> str:
        return " ".join(filter(None, (screen.unsaved() for screen in app.mode_screens)))

    if isinstance(app.screen, Confirm):
        return
    question = Confirm(N_("Quit?"), lost, N_("Quit"))
    question.is_over_lock = True
    if not lost() or await app.push_screen_wait(question):
        app.exit()


def finish(app: "BuybackApp") -> None:
    """After the app has ended: wait for its jobs, for those that have files half-done as long as it takes.

    The others notice soon, or hang in a network; a thread that runs on while Python ends can crash it.
    """
    until = monotonic() + _MOMENT_S
    for thread in app.jobs:
        thread.join(None if thread in app.awaited else max(0.0, until - monotonic()))


@contextmanager
def on_signals(app: "BuybackApp") -> Iterator[None]:
    """A shutdown, or a window that is closed, ends the app as a key does, but asks nothing.

    The terminal is as it was before, nothing is left half-written, and the exit code is 128 and the signal's number.
    """

    def leave(number: int, _frame: FrameType | None) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # the app has not begun, or it has ended
            raise KeyboardInterrupt from None
        if number != signal.SIGTERM:
            signal.signal(signal.SIGCONT, _ignored)  # it follows, and Textual would begin anew on no terminal
        Thread(target=_end, args=(app, _BY_SIGNAL + number), daemon=True).start()
        loop.call_soon_threadsafe(partial(app.exit, return_code=_BY_SIGNAL + number))

    before = {number: signal.signal(number, leave) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ignored(_number: int, _frame: FrameType | None) -> None:
    """Do nothing."""


def _end(app: "BuybackApp", code: int) -> None:
    """End the app that has not ended by itself in time.

    A window that is gone takes no more words, and Textual can wait for ever to say its last. What is recorded is safe
    whenever a program ends; a job that has files half-done is waited for.
    """
    sleep(_LONGEST_S)
    for thread in app.awaited:
        thread.join()
    os._exit(code)

"""The lock: after some minutes without a key, or at once by a key, everything is covered until a PIN is given.

What was typed, every open dialog and every job stay as they are beneath; only PINs that were typed and not given yet
are forgotten. A dialog that a job wants to open, and every message, waits until the terminal is unlocked.
"""

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.events import Event, Key, MouseEvent, Paste
from textual.notifications import Notification

from buyback.tui import sign_in

if TYPE_CHECKING:
    from buyback.tui.app import BuybackApp
    from buyback.tui.dialogs.cover import Cover

_LOOK_S = 1.0
_MINUTE_S = 60


def _awake_or_asleep_s() -> float:
    """Seconds that pass while the computer sleeps too, where the system counts them."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)


class Lock:
    """Whether the terminal is locked, and since when nobody touched it. A ledger without PINs is never locked."""

    def __init__(self, app: "BuybackApp") -> None:
        self.app = app
        self.is_on = False
        self._open = asyncio.Event()
        self._open.set()
        self._touched_s = _awake_or_asleep_s()
        self._held: list[Notification] = []

    def begin(self) -> None:
        """Look from now on whether somebody is there; a setting of 0 minutes never locks."""
        if self.app.settings.lock_minutes > 0:
            self.app.set_interval(_LOOK_S, self._look)

    def touched(self, event: Event) -> None:
        """A key was pressed or the mouse was used: somebody is there."""
        if isinstance(event, Key | Paste | MouseEvent):
            self._touched_s = _awake_or_asleep_s()

    def _look(self) -> None:
        if _awake_or_asleep_s() - self._touched_s >= self.app.settings.lock_minutes * _MINUTE_S:
            self.now()

    async def until_open(self) -> None:
        """Wait while the terminal is locked."""
        while self.is_on:
            await self._open.wait()

    def now(self) -> bool:
        """Lock, if there is something to lock with; False if not."""
        from buyback.tui.dialogs.cover import Cover

        session = self.app.session
        if session is None or not session.people.have_pins:
            return False
        if not self.is_on:
            self.is_on = True
            self._open.clear()
            self._hold_messages()
            self._forget_pins()
            cover = Cover()
            self.app.push_screen(cover)
            self.app.run_worker(self._until_unlocked(cover), group="lock")
        return True

    async def _until_unlocked(self, cover: "Cover") -> None:
        app = self.app
        alias: str | None = None
        while alias is None:
            session = app.at_work
            alias = await sign_in.who_works(
                app, session.store, session.people, session.operator, is_locked=True
            )
        sign_in.take_over(app, alias)
        self.is_on = False
        cover.lift()
        self._open.set()
        for held in self._held:
            app.notify(held.message, title=held.title, severity=held.severity, timeout=held.timeout)
        self._held = []
        await app.refresh_session()

    def _forget_pins(self) -> None:
        """A PIN that somebody typed and did not yet give is not left for whoever takes over."""
        from buyback.tui.widgets.pin_field import PinField

        for screen in self.app.screen_stack:
            for field in screen.query(PinField):
                field.clear()

    def hold(self, message: Notification) -> None:
        """Say this when the terminal is unlocked."""
        self._held.append(message)

    def _hold_messages(self) -> None:
        """What popped up a moment ago is not left standing upon the cover."""
        for shown in self.app.take_back(lambda _shown: True):
            self.hold(replace(shown, timeout=max(shown.time_left, _LOOK_S)))

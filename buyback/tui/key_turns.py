"""Keys in their turn: each waits until the one before has done what it asks for, and for a dialog that is opening.

A clerk who types ahead, and a scanner or a pasted text, press keys faster than a screen answers them.
"""

from collections import deque
from time import monotonic
from typing import TYPE_CHECKING

from textual.events import Key, Paste
from textual.message import Message
from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from buyback.tui.app import BuybackApp

_LONGEST_S = 1.5
"""Keys do not wait longer for a dialog; what was pressed before that is forgotten, for its moment has passed."""
_LOST_S = 0.3
"""A key whose widget went away with it is not waited for."""
_AT_ONCE = frozenset({"ctrl+c", "ctrl+q"})

Pressed = Key | Paste


class Answered(Message):
    """Follows a key through the same queues: when it arrives, the key has been dealt with."""

    def __init__(self, key: Pressed) -> None:
        super().__init__()
        self.key = key


class KeyTurns:
    """The keys that wait. The app asks it before it deals with a key."""

    def __init__(self, app: "BuybackApp") -> None:
        self.app = app
        self._waiting: deque[Pressed] = deque()
        self._let_in: Pressed | None = None
        self._under_way: Pressed | None = None
        self._since = 0.0
        self._opening_until = 0.0
        self._begun_by = ""
        self._last = ""

    def takes(self, pressed: Pressed) -> bool:
        """Whether the key is dealt with now; else it is given to the app again when it is its turn."""
        if isinstance(pressed, Key) and pressed.key in _AT_ONCE:
            return True
        is_next = pressed is self._let_in or not (self._let_in or self._waiting)
        if pressed is self._let_in:
            self._let_in = None
        if is_next and self._is_free():
            self._last = pressed.key if isinstance(pressed, Key) else ""
            return True
        if is_next:
            self._waiting.appendleft(pressed)
        else:
            self._waiting.append(pressed)
        if self._under_way:
            self.app.set_timer(_LOST_S, self.go_on)
        return False

    def passed_on(self, pressed: Pressed, target: MessagePump) -> None:
        """The key is on its way through the widgets, or it was dealt with at once."""
        if pressed.is_forwarded and target.post_message(Answered(pressed)):
            self._under_way, self._since = pressed, monotonic()
        else:
            self.go_on()

    def done(self, pressed: Pressed) -> None:
        """The key was dealt with."""
        if self._under_way is pressed:
            self._under_way = None
            self.go_on()

    def opening(self, *, after: bool) -> None:
        """A job will open a dialog; `after`: another one of it was just answered, and no Enter is kept for the next."""
        self._opening_until = monotonic() + _LONGEST_S
        self._begun_by = "dialog" if after else self._last
        self.app.set_timer(_LONGEST_S, self.go_on)

    def ready(self) -> None:
        """A dialog can be filled in now, or a job has ended: what is waiting is for it."""
        keys: deque[Pressed] = deque()
        if not self._opening_until or monotonic() < self._opening_until:
            for pressed in self._waiting:
                is_enter = isinstance(pressed, Key) and pressed.key == "enter"
                if is_enter and (self._begun_by == "dialog" or (self._begun_by == "enter" and not keys)):
                    continue
                keys.append(pressed)
        self._waiting = keys
        self._opening_until = 0.0
        self.go_on()

    def begun(self) -> None:
        """Somebody works here now: what was pressed meanwhile is for the desk."""
        self._opening_until = 0.0
        self.go_on()

    def ended(self) -> None:
        """A job has ended; no Enter that was meant for its dialogs is taken by the screen."""
        self._begun_by = "dialog"
        self.ready()

    def go_on(self) -> None:
        """Let the next key in, if it is its turn."""
        if self._let_in or not self._is_free():
            return
        if self._opening_until and monotonic() >= self._opening_until:
            self._opening_until = 0.0
            self._waiting.clear()
        if self._waiting:
            self._let_in = self._waiting.popleft()
            self.app.post_message(self._let_in)

    def _is_free(self) -> bool:
        if self._under_way is not None and monotonic() - self._since < _LOST_S:
            return False
        if not self.app.screen_stack:
            return True
        screen = self.app.screen_stack[-1]
        if self.app.session is None and not screen.is_modal:
            return False  # a dialog will ask who works: a PIN typed ahead must not stand in the desk's search
        if not getattr(screen, "is_ready", True):
            return False
        return not (getattr(screen, "is_asking", False) and monotonic() < self._opening_until)

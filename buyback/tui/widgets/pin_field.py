"""A PIN to type: dots are all that is seen of it, and it cannot be copied, remembered or found in a traceback."""

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from buyback import errors, rules
from buyback.i18n import N_, _
from buyback.rules import MOST_DIGITS, Pin

PIN = N_("The PIN")
"""What refusals call it where it is empty."""

_DOT = "●"


class PinField(Widget, can_focus=True):
    """Takes digits and Backspace; Ctrl+U empties it. It is never `-remembered`, and no message of it holds the digits."""

    length: reactive[int] = reactive(0, init=False)

    class Changed(Message):
        """Another digit was typed, or taken away; which one is not said."""

    def __init__(self, *, id: str, hint: str = "", again: str = "") -> None:
        """`again` is the field for the same digits: Enter leads there while that one is empty."""
        super().__init__(id=id)
        self.hint = hint
        self.again = again
        self._pin = Pin("")

    def on_mount(self) -> None:
        self.watch(self.app, "language", self.reword, init=False)

    def reword(self) -> None:
        """Show the hint in the current language."""
        self.refresh()

    def watch_length(self) -> None:
        self.post_message(self.Changed())

    def typed(self) -> Pin | None:
        """What was typed; None if nothing was."""
        return self._pin if self.length else None

    def needed(self) -> Pin:
        """What was typed; TextMissing if nothing was."""
        if not self.length:
            raise errors.TextMissing(field=PIN)
        return self._pin

    def take(self, pin: Pin) -> None:
        """Stand as if it had been typed: after a refusal that was not about it."""
        self._pin, self.length = pin, len(pin.reveal())

    def goes_on(self) -> bool:
        """Go to the field for the same digits, if they are still to be typed there; whether it did."""
        if not self.again or not self.length:
            return False
        field = self.screen.query_one(f"#{self.again}", PinField)
        if field.length:
            return False
        field.focus()
        return True

    def clear(self) -> None:
        """Forget what was typed."""
        self._pin, self.length = Pin(""), 0

    def render(self) -> Content:
        if not self.length and not self.has_focus:
            return Content.styled(_(self.hint), "$text-muted")
        place = ("█", "") if self.has_focus else ""
        return Content.assemble(_DOT * self.length, place)

    def on_key(self, event: events.Key) -> None:
        if event.is_printable:
            event.stop()
            event.prevent_default()
            self._add(event.character or "")
        elif event.key in ("backspace", "ctrl+h"):
            event.stop()
            self._pin, self.length = Pin(self._pin.reveal()[:-1]), max(0, self.length - 1)
        elif event.key == "ctrl+u":
            event.stop()
            self.clear()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        for character in event.text.strip():
            self._add(character)

    def _add(self, character: str) -> None:
        """Take a digit; the bell rings for anything else, and for more than a PIN can have."""
        if character.isascii() and character.isdecimal() and self.length < MOST_DIGITS:
            self._pin, self.length = Pin(self._pin.reveal() + character), self.length + 1
        else:
            self.app.bell()


def new_pin(first: PinField, again: PinField) -> Pin | None:
    """The new PIN that was typed twice, None if none was; BadPin and WeakPin for one that cannot be, PinsDiffer.

    With a refusal both are forgotten: they have to be typed anew, and nobody can see which of them is the wrong one.
    """
    pin, same = first.typed(), again.typed()
    if pin is None and same is None:
        return None
    try:
        if pin is not None:
            rules.check_pin(pin)
        if pin is None or same is None or same.reveal() != pin.reveal():
            raise errors.PinsDiffer()
    except errors.Refusal:
        first.clear()
        again.clear()
        raise
    return pin

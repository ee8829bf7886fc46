"""One line to type into, with its name before it."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from buyback.i18n import _
from buyback.tui.widgets.words import Words


class Field(Input):
    """A line to type into; its placeholder is a message of the catalogue."""

    def __init__(self, value: str = "", *, hint: str = "", id: str, longest: int = 0) -> None:
        super().__init__(value, id=id, classes="-remembered", max_length=longest, compact=True)
        self.hint = hint

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted in several lines is one line here; without this only the first would be taken."""
        if len(event.text.splitlines()) > 1:
            event.prevent_default()
            event.stop()
            self.replace(" ".join(event.text.split()), *self.selection)

    def on_blur(self) -> None:
        """Only what was proposed is selected at first; nobody's typing is, when the cursor comes back."""
        self.select_on_focus = False

    def unselect(self) -> None:
        """Let the next letter be added to what stands there, not take its place."""
        self.select_on_focus = False
        self.cursor_position = self.selection.end

    def on_mount(self) -> None:
        self.watch(self.app, "language", self.reword)

    def ask(self, hint: str) -> None:
        """Show another hint from now on: a message of the catalogue."""
        self.hint = hint
        self.reword()

    def reword(self) -> None:
        """Show the hint in the current language."""
        self.placeholder = _(self.hint)


class Labelled(Horizontal):
    """A name and what is filled in beside it."""

    def __init__(self, label: str, widget: Widget, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.label = label
        self.widget = widget

    def compose(self) -> ComposeResult:
        yield Words(self.label, classes="label")
        yield self.widget

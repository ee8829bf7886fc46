"""One of a few: all are shown in a line, left and right choose; where they do not fit, only the chosen one is.

The chosen one has a bullet, so that whoever sees no colours sees it too.
"""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from buyback.i18n import N_
from buyback.tui import cells
from buyback.tui.widgets.words import Wording, in_words

_CHOSEN, _OTHER = "• ", "  "


class Choice(Widget, can_focus=True):
    """Choose one of `(value, label)`; labels are messages of the catalogue, names, or what gives the words.

    Where there is only one, the cursor passes by: nothing is to be chosen, and what is typed is meant for the next field.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", N_("Previous"), show=False),
        Binding("right,space", "step(1)", N_("Next"), show=False),
    ]

    value: reactive[str] = reactive("", init=False)

    class Changed(Message):
        """Another value was chosen."""

        def __init__(self, choice: "Choice", value: str) -> None:
            super().__init__()
            self.choice = choice
            self.value = value

        @property
        def control(self) -> "Choice":
            return self.choice

    def __init__(self, options: Sequence[tuple[str, Wording]], value: str = "", *, id: str) -> None:
        super().__init__(id=id, classes="-remembered")
        self.options = tuple(options)
        self.set_reactive(Choice.value, value or self.options[0][0])

    def on_mount(self) -> None:
        self.watch(self.app, "language", self.reword, init=False)

    def reword(self) -> None:
        """Show the labels in the current language."""
        self.refresh()

    def validate_value(self, value: str) -> str:
        known = [found for found, _label in self.options]
        return value if value in known else self.value

    def watch_value(self, value: str) -> None:
        self.post_message(self.Changed(self, value))

    def allow_focus(self) -> bool:
        return super().allow_focus() and len(self.options) > 1

    @property
    def index(self) -> int:
        return [value for value, _label in self.options].index(self.value)

    def render(self) -> Content:
        labels = [
            f"{_CHOSEN if value == self.value else _OTHER}{in_words(label)}" for value, label in self.options
        ]
        if sum(map(cell_len, labels)) + len(labels) - 1 > self.size.width:
            return self._only_the_chosen()
        parts: list[str | tuple[str, str]] = []
        for index, label in enumerate(labels):
            chosen = index == self.index
            parts += [(label, self._chosen_style), " "] if chosen else [label, " "]
        return Content.assemble(*parts[:-1])

    @property
    def _chosen_style(self) -> str:
        where = "block-cursor" if self.has_focus else "block-cursor-blurred"
        return f"bold ${where}-foreground on ${where}-background"

    def _only_the_chosen(self) -> Content:
        """The chosen label between arrows; which of how many it is stands beside it where that does not cut it."""
        label, place = f" {in_words(self.options[self.index][1])} ", f" {self.index + 1}/{len(self.options)}"
        room = self.size.width - 4
        if cell_len(label) + cell_len(place) > room:
            place = ""
        text = cells.left(label, min(room - cell_len(place), cell_len(label)))
        return Content.assemble("‹ ", (text, self._chosen_style), " ›", place)

    def on_click(self, event: events.Click) -> None:
        start = 0
        for value, label in self.options:
            end = start + cell_len(in_words(label)) + 2
            if start <= event.x < end:
                self.value = value
                return
            start = end + 1
        self.action_step(1)

    def action_step(self, by: int) -> None:
        """Choose the one that many places on, round the end."""
        self.value = self.options[(self.index + by) % len(self.options)][0]

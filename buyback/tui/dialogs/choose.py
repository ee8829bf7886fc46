"""One of a list."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from buyback.i18n import N_, _
from buyback.tui.dialogs.dialog import Dialog


class Choose(Dialog[str]):
    """Choose one of `(value, name)`."""

    ACCEPT = N_("Choose")

    def __init__(self, question: str, options: Sequence[tuple[str, str]], current: str = "") -> None:
        super().__init__(question)
        self.question = question
        self.options = tuple(options)
        self.current = current

    def compose_content(self) -> ComposeResult:
        yield OptionList(*(Option(Content(name), id=value) for value, name in self.options), compact=True)

    def on_mount(self) -> None:
        values = [value for value, _name in self.options]
        if self.current in values:
            self.query_one(OptionList).highlighted = values.index(self.current)

    def heading(self) -> str:
        return _(self.question)

    def answer(self) -> str:
        return self.options[self.query_one(OptionList).highlighted or 0][0]

    def on_option_list_option_selected(self) -> None:
        self.action_accept()

"""A list to choose one line of."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from buyback.tui.dialogs.dialog import Dialog, T


class ListDialog(Dialog[T]):
    """Shows the rows of a subclass, with the cursor on `current` at first, else on the first of them."""

    def __init__(self, subject: str = "", current: str = "") -> None:
        super().__init__(subject)
        self.current = current

    def rows(self) -> Iterable[tuple[str, Content]]:
        """The value of each row, and its text in the current language."""
        raise NotImplementedError

    def compose_content(self) -> ComposeResult:
        yield OptionList(*(Option(text, id=value) for value, text in self.rows()), compact=True)

    def on_mount(self) -> None:
        listed = self.query_one(OptionList)
        values = [option.id for option in listed.options]
        if self.current in values:
            listed.highlighted = values.index(self.current)

    def reword(self) -> None:
        super().reword()
        listed = self.query_one(OptionList)
        for index, (_value, text) in enumerate(self.rows()):
            listed.replace_option_prompt_at_index(index, text)

    def chosen(self) -> str:
        """The value of the row under the cursor; "" where there is none."""
        chosen = self.query_one(OptionList).highlighted_option
        return (chosen.id or "") if chosen else ""

    def on_option_list_option_selected(self) -> None:
        self.action_accept()

"""One of a list."""

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from buyback.i18n import N_, _
from buyback.tui.dialogs.dialog import Dialog


class Choose(Dialog[str]):
    """Choose one of `values`; `named` gives the name of each in the current language."""

    ACCEPT = N_("Choose")
    HELP = N_("One of these, and the work goes on with it.")
    HELP_KEYS = N_("Up and down move, **Enter** chooses, **Escape** goes back.")

    def __init__(
        self, question: str, values: Sequence[str], named: Callable[[str], str], current: str = ""
    ) -> None:
        super().__init__(question)
        self.question = question
        self.values = tuple(values)
        self.named = named
        self.current = current

    def compose_content(self) -> ComposeResult:
        yield OptionList(*(Option("", id=value) for value in self.values), compact=True)

    def on_mount(self) -> None:
        if self.current in self.values:
            self.query_one(OptionList).highlighted = self.values.index(self.current)

    def reword(self) -> None:
        super().reword()
        options = self.query_one(OptionList)
        for index, value in enumerate(self.values):
            mark = "• " if index == options.highlighted else "  "
            options.replace_option_prompt_at_index(index, Content(f"{mark}{self.named(value)}"))

    def heading(self) -> str:
        return _(self.question)

    def answer(self) -> str:
        return self.values[self.query_one(OptionList).highlighted or 0]

    def on_option_list_option_highlighted(self) -> None:
        self.reword()

    def on_option_list_option_selected(self) -> None:
        self.action_accept()

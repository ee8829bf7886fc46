"""One of a list."""

from collections.abc import Callable, Iterator, Sequence

from textual.content import Content

from buyback.i18n import N_, _
from buyback.tui.dialogs.list_dialog import ListDialog


class Choose(ListDialog[str]):
    """Choose one of `values`; `named` gives the name of each in the current language."""

    ACCEPT = N_("Choose")
    HELP = N_("One of these, and the work goes on with it.")
    HELP_KEYS = N_("Up and down move, **Enter** chooses, **Escape** goes back.")

    def __init__(
        self, question: str, values: Sequence[str], named: Callable[[str], str], current: str = ""
    ) -> None:
        super().__init__(question, current if current in values else values[0])
        self.question = question
        self.values = tuple(values)
        self.named = named

    def rows(self) -> Iterator[tuple[str, Content]]:
        for value in self.values:
            mark = "• " if value == self.current else "  "
            yield value, Content(f"{mark}{self.named(value)}")

    def heading(self) -> str:
        return _(self.question)

    def answer(self) -> str:
        return self.chosen()

    def on_option_list_option_highlighted(self) -> None:
        self.current = self.chosen()
        self.reword()

"""The figures of a screen, to choose the one whose entries are to be listed."""

from collections.abc import Callable, Iterable, Iterator

from textual.content import Content

from buyback.i18n import N_
from buyback.tui import cells
from buyback.tui.dialogs.list_dialog import ListDialog
from buyback.tui.figures import Shown

_WIDTH = 70
"""Cells that a row of the list has on the narrowest screen."""


class Figures(ListDialog[int]):
    """Lists what `shown` gives in the current language; answers with the place of the figure that is chosen."""

    HEADING = N_("Figures")
    ACCEPT = N_("Its entries")
    BACK = N_("Close")
    HELP = N_(
        "The figures that stand on the screen. **Enter** lists the entries of the log that the one under the cursor is made "
        "of, and **Enter** there shows an entry as it was sealed."
    )
    HELP_KEYS = N_("Up and down move, **Enter** lists the entries, **Esc** closes.")

    def __init__(self, shown: Callable[[], Iterable[Shown]], current: int) -> None:
        super().__init__(current=str(current))
        self.shown = shown

    def rows(self) -> Iterator[tuple[str, Content]]:
        for place, one in enumerate(self.shown()):
            yield str(place), Content(cells.spread(one.name, one.amount, _WIDTH))

    def answer(self) -> int:
        return int(self.chosen())

"""Names and values in two columns; a long value is wrapped in its own column."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text
from textual.widgets import Static

_MOST = 22


class FactSheet(Static):
    """Shows pairs of name and value; a value without a name goes on with the one above."""

    def __init__(self, *, id: str) -> None:
        super().__init__("", id=id, markup=False, classes="fact-sheet")

    def show(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show these pairs."""
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(no_wrap=True, max_width=_MOST)
        grid.add_column(overflow="fold")
        for name, value in pairs:
            grid.add_row(Text(name), Text(value, style="bold" if name else ""))
        self.update(grid)

"""The items of an act, one by one: tag, what it is, and a word at the end."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text
from textual.widgets import Static


class ItemRows(Static):
    """Shows rows of three; the middle one is wrapped."""

    def __init__(self, *, id: str) -> None:
        super().__init__("", id=id, markup=False)

    def show(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Show these rows."""
        grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold", ratio=1)
        grid.add_column(justify="right", no_wrap=True)
        for tag, words, end in rows:
            grid.add_row(Text(tag, style="bold"), Text(words), Text(end))
        self.update(grid)

"""Names and values in two columns; a long value is wrapped in its own column."""

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text
from textual.widgets import Static

from buyback.tui import cells

_MOST = 22


class _Value:
    """A value in as many lines as it needs; what no-break spaces hold together stays in one."""

    def __init__(self, text: str, style: str) -> None:
        self.text, self.style = text, style

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, Text(self.text))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = cells.wrapped(self.text, options.max_width)
        yield Text("\n".join(lines), style=self.style, overflow="fold")


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
            grid.add_row(Text(name), _Value(value, "bold" if name else ""))
        self.update(grid)

"""A list that arrives a page at a time, in columns that fit the width; the cursor stays where it was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rich.text import Text
from textual.events import Resize
from textual.message import Message
from textual.widgets import DataTable

from buyback.i18n import _
from buyback.tui import cells

_AHEAD = 30
"""More rows are asked for when so few are left below the cursor."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `width` in cells, 0 for what the others leave; it is there where the table is `from_width` wide."""

    key: str
    label: str
    width: int = 0
    is_right: bool = False
    from_width: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its key, its text by column, and whether it stands out."""

    key: str
    texts: Mapping[str, str]
    is_bold: bool = False


class PageTable(DataTable[Text]):
    """Shows lines; posts `Wanted` when the cursor comes near the end and there may be more."""

    class Wanted(Message):
        """The next page is wanted."""

    def __init__(self, columns: Iterable[Column], *, id: str) -> None:
        super().__init__(id=id, cursor_type="row", cell_padding=0)
        self.all_columns = tuple(columns)
        self.lines: list[Line] = []
        self.has_more = False
        self._widths: tuple[tuple[Column, int], ...] = ()

    def on_resize(self, event: Resize) -> None:
        if self._fitting(event.size.width) != self._widths:
            self._show_again()

    def show(self, lines: Iterable[Line], *, has_more: bool) -> None:
        """Show these lines; the cursor stays on its line, or at its place if that is gone."""
        kept, row = self.current, self.cursor_row
        self.lines, self.has_more = list(lines), has_more
        self._draw()
        keys = [line.key for line in self.lines]
        if keys:
            self.go_to(keys.index(kept) if kept in keys else min(row, len(keys) - 1))

    def extend(self, lines: Iterable[Line], *, has_more: bool) -> None:
        """Add the next page."""
        added = list(lines)
        self.lines += added
        self.has_more = has_more
        for line in added:
            self._add(line)

    def replace(self, line: Line) -> None:
        """Show this line in the place of the one with its key."""
        if line.key not in self.rows:
            return
        self.lines[self.get_row_index(line.key)] = line
        for column, width in self._widths:
            self.update_cell(line.key, column.key, self._text(line, column, width))

    @property
    def current(self) -> str | None:
        """The key of the line under the cursor."""
        return self.lines[self.cursor_row].key if 0 <= self.cursor_row < len(self.lines) else None

    def go_to(self, row: int) -> None:
        """Put the cursor on a row and show it."""
        self.move_cursor(row=max(0, min(row, len(self.lines) - 1)), animate=False)

    def move(self, by: int) -> None:
        """Move the cursor, stopping at the ends."""
        self.go_to(self.cursor_row + by)

    @property
    def page_rows(self) -> int:
        """How many lines are seen at once."""
        return max(1, self.size.height - self.header_height)

    def on_data_table_row_highlighted(self) -> None:
        if self.has_more and self.cursor_row >= len(self.lines) - _AHEAD:
            self.has_more = False
            self.post_message(self.Wanted())

    # --- drawing --------------------------------------------------------------------------------------------------

    def _show_again(self) -> None:
        row = self.cursor_row
        self._draw()
        self.go_to(row)

    def _draw(self) -> None:
        self._widths = self._fitting(self.size.width)
        with self.prevent(DataTable.RowHighlighted):
            self.clear(columns=True)
            for column, width in self._widths:
                label = _(column.label)
                placed = cells.right(label, width) if column.is_right else cells.left(label, width)
                self.add_column(Text(placed, no_wrap=True), width=width + 1, key=column.key)
            for line in self.lines:
                self._add(line)

    def _add(self, line: Line) -> None:
        self.add_row(*(self._text(line, column, width) for column, width in self._widths), key=line.key)

    def _text(self, line: Line, column: Column, width: int) -> Text:
        text = line.texts.get(column.key, "")
        placed = cells.right(text, width) if column.is_right else cells.left(text, width)
        return Text(placed, style="bold" if line.is_bold else "", no_wrap=True)

    def _fitting(self, width: int) -> tuple[tuple[Column, int], ...]:
        """The columns that are there at this width, each with its own; a scrollbar has its place beside them."""
        there = [column for column in self.all_columns if width >= column.from_width]
        taken = sum(column.width + 1 for column in there) + 1
        room = max(8, width - taken - sum(column.width == 0 for column in there) + 1)
        return tuple((column, column.width or room) for column in there)

"""A payout table to read: a line to search it, its rows, and the highlighted row whole."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from buyback.facts import TableRow
from buyback.i18n import N_, _, language
from buyback.payout_table import ANY_CALIBRE, PayoutTable, source_text
from buyback.rules import CONDITION_NAMES, row_name
from buyback.tui.shell import Shelled
from buyback.tui.widgets.type_list import TypeList, amount_text, heads

_SCROLLBAR = 1


class RowList(TypeList, can_focus=True):
    """Rows of a payout table that the keyboard walks through; one is always highlighted."""

    def show(self, table: PayoutTable, words: str, rows: tuple[TableRow, ...] | None = None) -> None:
        super().show(table, words, rows)
        if self.rows and self.highlighted is None:
            self.highlighted = 0


class RowHeads(Shelled, Static):
    """The heads of the columns, over a list whose scrollbar has its place beside them."""

    def __init__(self) -> None:
        super().__init__("", id="row-heads", markup=False)

    def on_mount(self) -> None:
        self.watch(self.app, "language", self.reword)

    def on_resize(self) -> None:
        self.reword()

    def reword(self) -> None:
        """Show them in the current language and width."""
        width = self.size.width - _SCROLLBAR
        self.update(heads(width) if width > 0 else "")


class RowSearch(Shelled, Input):
    """Finds rows by any part of a name, alias or code; the arrow keys move the highlight meanwhile."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "screen.move_row(-1)", N_("Previous"), show=False),
        Binding("down", "screen.move_row(1)", N_("Next"), show=False),
        Binding("enter", "screen.to_rows", N_("To the rows"), show=False),
        Binding("escape", "screen.clear_search", N_("Clear what is typed"), show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="row-search", compact=True)

    def on_mount(self) -> None:
        self.watch(self.app, "language", self.reword)

    def reword(self) -> None:
        """Show the hint in the current language."""
        self.placeholder = _("/ searches by name, alias, code or calibre; Esc clears")


def row_text(table: PayoutTable, row: TableRow) -> Content:
    """Everything that the table says of one type."""
    of = table.class_of(row)
    calibre = _("any calibre") if row.calibre == ANY_CALIBRE else row.calibre
    about = (
        row.code,
        of.name_es if language() == "es" else of.name_en,
        _("calibre {calibre}").format(calibre=calibre)
        if row.calibre and row.calibre != ANY_CALIBRE
        else calibre,
        _("per {unit}").format(unit=_(row.unit)),
    )
    amounts = (
        f"{_(CONDITION_NAMES['serviceable'])} {amount_text(row.serviceable_minor)}",
        f"{_(CONDITION_NAMES['unserviceable'])} {amount_text(row.unserviceable_minor)}",
    )
    lines = [
        Content.assemble((row_name(row), "bold"), "   ", ", ".join(filter(None, about))),
        Content("   ".join(amounts)),
    ]
    if row.aliases:
        lines.append(Content(_("Also called: {aliases}").format(aliases=", ".join(row.aliases))))
    lines.append(Content(_("Source: {source}").format(source=source_text(row.source) or "–")))
    return Content("\n").join(lines)

"""The types that fit what is typed, the likeliest first, with what each pays."""

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from buyback import l10n
from buyback.facts import TableRow
from buyback.i18n import N_, _
from buyback.payout_table import PayoutTable
from buyback.rules import row_name
from buyback.tui import cells
from buyback.tui.shell import Shelled

AMOUNT_WIDTH = 13
_CLASS_WIDTH = 16


class TypeList(Shelled, OptionList, can_focus=False):
    """Rows of a payout table; `highlighted` moves by the search line's keys and the mouse."""

    class Chosen(Message):
        """A type was clicked."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def __init__(self, id: str = "type-list") -> None:
        super().__init__(id=id, compact=True)
        self.table: PayoutTable | None = None
        self.words = ""
        self.rows: tuple[TableRow, ...] = ()

    def on_resize(self) -> None:
        self.reprompt()

    def show(self, table: PayoutTable, words: str, rows: tuple[TableRow, ...] | None = None) -> None:
        """Show what the words find; `rows` are shown instead where nothing is typed."""
        found = table.find(words)
        if rows is not None:
            found = tuple(row for row in found if row in rows) if words.strip() else rows
        is_same = self.table is table and found == self.rows
        self.table, self.words, self.rows = table, words, found
        if is_same:
            self.reprompt()
            return
        self.set_options(Option(self._prompt(row), id=row.code) for row in found)
        self.highlighted = 0 if found and words.strip() else None
        self.scroll_home(animate=False)

    def reprompt(self) -> None:
        """Show the same rows again: for another width or language."""
        for index, row in enumerate(self.rows):
            self.replace_option_prompt_at_index(index, self._prompt(row))

    def move(self, by: int) -> None:
        """Move the highlight, stopping at the ends."""
        if self.rows:
            start = -1 if self.highlighted is None and by > 0 else self.highlighted or 0
            self.highlighted = max(0, min(start + by, len(self.rows) - 1))

    @property
    def chosen(self) -> TableRow | None:
        """The highlighted row."""
        return None if self.highlighted is None or not self.rows else self.rows[self.highlighted]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(event.option_id or ""))

    @property
    def width(self) -> int:
        """The cells that a row has, beside the scrollbar."""
        return self.scrollable_content_region.width

    # --- rows -----------------------------------------------------------------------------------------------------

    def _prompt(self, row: TableRow) -> Content:
        assert self.table is not None
        room = self.width - 2 * (AMOUNT_WIDTH + 1)
        of = self.table.class_of(row)
        class_name = of.name_es if self.app.language == "es" else of.name_en
        class_width = _CLASS_WIDTH if room > 40 else 0
        name, alias = name_with_calibre(row), self.table.alias_found(row, self.words)
        name_width = room - class_width - 1
        called = f"{name}  {alias}" if alias else name
        text = cells.left(called, name_width)
        parts: list[str | tuple[str, str]] = [text[: len(name)], (text[len(name) :], "italic"), " "]
        if class_width:
            parts.append(cells.left(class_name, class_width))
        for amount_minor in (row.serviceable_minor, row.unserviceable_minor):
            parts += [" ", cells.right(amount_text(amount_minor), AMOUNT_WIDTH)]
        return Content.assemble(*parts)


def name_with_calibre(row: TableRow) -> str:
    """The type's name; with its calibres where the table pays for several and not for others (".22, .25, .32")."""
    name, calibres = row_name(row), [part.strip() for part in row.calibre.split(",")]
    says_so = len(calibres) == 1 or any(calibre in name for calibre in calibres)
    return name if says_so else f"{name} {', '.join(calibres)}"


def amount_text(amount_minor: int | None) -> str:
    """The amount, or that none is published."""
    return _("not published") if amount_minor is None else l10n.amount(amount_minor)


def heads(width: int) -> str:
    """The heads of the columns, for a list of this width."""
    room = width - 2 * (AMOUNT_WIDTH + 1)
    names = _("Type") if room <= 40 else cells.left(_("Type"), room - _CLASS_WIDTH) + _("Class")
    columns = (cells.right(_(head), AMOUNT_WIDTH) for head in (N_("serviceable"), N_("unserviceable")))
    return cells.left(names, room) + "".join(f" {column}" for column in columns)

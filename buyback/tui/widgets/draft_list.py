"""The lines of the drop-off that is being typed."""

from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from buyback import l10n
from buyback.i18n import N_, _
from buyback.money import Money, Rate
from buyback.payout_table import PayoutTable
from buyback.rules import CONDITION_NAMES, SERIAL_STATUS_NAMES, Item, row_name
from buyback.tui import cells
from buyback.tui.draft import Draft, DraftLine, amount_minor
from buyback.tui.item_words import numbered

PESOS, DOLLARS = 16, 14
"""Widths of the columns; the figures end where those of the total do, before its currency."""
_CONDITION, _NUMBER = 14, 3
_ONE_LINE = 74
_INDENT = cells.BLANK * _NUMBER


class DraftList(OptionList):
    """One row per line, in one or two rows of the screen as the width allows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u,f7", "screen.condition", N_("Condition"), id="draft.condition",
                tooltip=N_("Serviceable or unserviceable")),
        Binding("s,f9", "screen.marks", N_("Serial"), id="draft.marks", tooltip=N_("Serial, make, model and marks")),
        Binding("plus", "screen.more", N_("More"), key_display="+", id="draft.more",
                tooltip=N_("One more piece; a weapon gets a line of its own")),
        Binding("minus", "screen.less", N_("Less"), key_display="-", id="draft.less",
                tooltip=N_("One piece less")),
        Binding("asterisk", "screen.quantity", N_("Quantity"), key_display="*", show=False, id="draft.quantity",
                tooltip=N_("Type the quantity")),
        Binding("delete,backspace", "screen.remove", N_("Remove"), id="draft.remove",
                tooltip=N_("Take the line off; ctrl+z brings it back")),
        Binding("v,f12", "screen.value", N_("Value as"), id="draft.value",
                tooltip=N_("Value as another row of the table, or take as donated")),
        Binding("enter", "screen.marks", N_("Serial"), show=False),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__(id="draft-list", compact=True)
        self.shown: tuple[Draft, PayoutTable, Rate | None] | None = None

    def on_resize(self) -> None:
        if self.shown:
            self.show(*self.shown)

    def show(self, draft: Draft, table: PayoutTable, rate: Rate | None) -> None:
        """Show the draft's lines as this table and rate price them."""
        self.shown = (draft, table, rate)
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(
                Option(self._prompt(number, line, table, rate))
                for number, line in enumerate(draft.lines, start=1)
            )
            self.highlighted = draft.current if draft.lines else None

    def _prompt(self, number: int, line: DraftLine, table: PayoutTable, rate: Rate | None) -> Content:
        item, width = line.item, self.scrollable_content_region.width
        amount = amount_minor(item, table)
        name = f"{cells.right(str(number), _NUMBER - 1)} {_name(item, table)}"
        details = ", ".join(_details(line, table))
        pesos = cells.right(_("no amount") if amount is None else f"{l10n.amount(amount)}    ", PESOS)
        dollars = cells.right(_dollars(amount, rate), DOLLARS)
        style = "bold $text-error" if amount is None else "bold"
        condition = _(CONDITION_NAMES[item.condition])
        if width >= _ONE_LINE:
            room = width - _CONDITION - PESOS - DOLLARS - 1
            text = f"{name}  {details}" if details else name
            below = "" if cell_len(text) <= room else f"\n{cells.left(f'{_INDENT}{details}', width)}"
            shown = cells.left(name if below else text, room)
            return Content.assemble(
                shown,
                " ",
                cells.left(condition, _CONDITION),
                (pesos, style),
                dollars,
                below if details else "",
            )
        below = ", ".join(filter(None, (condition, details)))
        if cell_len(below) > width - _NUMBER - DOLLARS - 1:
            below = condition
        rows = [cells.spread(f"{_INDENT}{below}", dollars, width)]
        if details and below == condition:
            rows.append(cells.left(f"{_INDENT}{details}", width))
        return Content.assemble(cells.left(name, width - PESOS), (pesos, style), "\n", "\n".join(rows))


def _name(item: Item, table: PayoutTable) -> str:
    return numbered(item.quantity, row_name(table.row(item.type_code)))


def _details(line: DraftLine, table: PayoutTable) -> list[str]:
    item = line.item
    found: list[str] = []
    if item.donated:
        found.append(_("donated"))
    if item.valued_as:
        found.append(_("valued as {name}").format(name=row_name(table.row(item.valued_as))))
    if item.serial:
        found.append(_("serial {serial}").format(serial=item.serial))
    elif item.serial_status not in ("not_asked", "read"):
        found.append(_("serial: {status}").format(status=_(SERIAL_STATUS_NAMES[item.serial_status])))
    return [*found, *filter(None, (item.make, item.model, item.calibre, item.country, item.marks, item.note))]


def _dollars(amount: int | None, rate: Rate | None) -> str:
    if amount is None or rate is None:
        return ""
    return f"{l10n.amount(rate.dollars(Money(amount)).amount_minor)} USD"

"""An act that is in the ledger, with its list."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from buyback import l10n
from buyback.desk import Disposed
from buyback.i18n import N_, _, ngettext
from buyback.rules import ItemState, counted
from buyback.store.views.acts import ActView
from buyback.tui.dialogs.reading import Reading
from buyback.tui.widgets.fact_sheet import FactSheet
from buyback.tui.widgets.item_rows import ItemRows


class ActDone(Reading[bool]):
    """Shows what was recorded, to be copied onto the paper act; answers whether that is to be printed."""

    CSS_PATH = "act.tcss"
    HELP = N_(
        "The act is in the ledger. Copy its number and its items onto the paper that is signed; the "
        "drop-off of each item shows it too."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("i", "print", N_("Print"), id="act.print")]
    MORE = (("I", N_("Print"), "screen.print"),)

    def __init__(self, done: Disposed, listed: ActView) -> None:
        super().__init__()
        self.done = done
        self.listed = listed

    def compose_content(self) -> ComposeResult:
        yield FactSheet(id="done-facts")
        yield ItemRows(id="done-items")

    def heading(self) -> str:
        n = len(self.done.items)
        return ngettext("Recorded: {n} item", "Recorded: {n} items", n).format(n=n)

    def reword(self) -> None:
        super().reword()
        facts = [
            (_("Act"), self.done.act),
            (_("Now"), counted(self.done.kind, len(self.done.items))),
            (_("Day"), l10n.day_long(self.done.business_on)),
            (_("Place"), self.done.place),
            (_("Witnesses"), "; ".join(self.done.witnesses) or _("none named")),
            (_("Hash of the list"), self._hash()),
        ]
        self.query_one(FactSheet).show(facts)
        self.query_one(ItemRows).show(map(self._row, self.done.items))

    def _hash(self) -> str:
        """Of the whole act, which may have begun before."""
        n = len(self.listed.items)
        items = ngettext("{n} item", "{n} items", n).format(n=l10n.number(n))
        return f"{self.listed.list_hash}   {items}"

    def action_print(self) -> None:
        """Print the act."""
        self.dismiss(True)

    def _row(self, item: ItemState) -> tuple[str, str, str]:
        pieces = "" if item.quantity == 1 else f"{l10n.number(item.quantity)} × "
        is_cut = self.done.kind == "destroyed" and item.cuts
        cuts = ngettext("{n} cut", "{n} cuts", item.cuts).format(n=item.cuts) if is_cut else ""
        return item.id, f"{pieces}{item.name}", cuts

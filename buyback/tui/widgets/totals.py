"""What the drop-off comes to so far."""

from textual.content import Content
from textual.widgets import Static

from buyback import l10n
from buyback.i18n import _, ngettext
from buyback.money import USD
from buyback.tui import cells
from buyback.tui.draft import Totals
from buyback.tui.widgets.draft_list import DOLLARS, PESOS


class TotalsLine(Static):
    """Pesos, dollars, and how many lines have no amount yet."""

    def __init__(self) -> None:
        super().__init__("", id="totals", markup=False)
        self.totals: Totals | None = None

    def on_mount(self) -> None:
        self.watch(self.app, "language", self.reword)

    def on_resize(self) -> None:
        self.reword()

    def show(self, totals: Totals) -> None:
        """Show these totals."""
        self.totals = totals
        self.reword()

    def reword(self) -> None:
        """Show them in the current language and width."""
        if self.totals is None:
            return
        pesos = l10n.money(self.totals.pesos)
        dollars = l10n.money(self.totals.dollars) if self.totals.dollars else f"– {USD}"
        end = f"{cells.right(pesos, PESOS)}{cells.right(dollars, DOLLARS)}"
        room = self.size.width - len(end)
        self.update(Content.assemble(self._start(room), (end[:PESOS], "bold"), end[PESOS:]))

    def _start(self, room: int) -> Content:
        assert self.totals is not None
        if not self.totals.unpriced:
            return Content(cells.left(_("Total"), room))
        n = self.totals.unpriced
        words = ngettext("{n} line has no amount", "{n} lines have no amount", n).format(n=n)
        return Content.styled(cells.left(words, room), "bold $text-error")

"""Received = destroyed + kept + handed over + held + returned; the chosen status is the one that is listed."""

from collections.abc import Iterable

from rich.cells import cell_len
from textual import events
from textual.content import Content

from buyback import l10n
from buyback.i18n import N_, _
from buyback.rules import ITEM_STATUSES, ItemStatus
from buyback.store.views.custody import StatusCount
from buyback.tui import cells
from buyback.tui.widgets.choice import Choice

_RECEIVED = N_("received")
_LABELS = (
    ("destroyed", N_("destroyed")),
    ("kept", N_("kept")),
    ("handed_over", N_("handed over")),
    ("held", N_("held")),
    ("returned", N_("returned")),
)
_GAP = 3


class Balance(Choice):
    """Choose a status of items; above each how many there are, and that nothing is missing."""

    def __init__(self, *, id: str) -> None:
        super().__init__(_LABELS, "held", id=id)
        self.numbers: dict[str, int] = {}

    def show(self, counts: Iterable[StatusCount]) -> None:
        """Show these counts."""
        self.numbers = {count.status: count.items for count in counts}
        self.refresh()

    @property
    def status(self) -> ItemStatus:
        """The chosen status."""
        return next(status for status in ITEM_STATUSES if status == self.value)

    @property
    def received(self) -> int:
        """Every item but those of voided entries."""
        return sum(number for status, number in self.numbers.items() if status != "voided")

    def render(self) -> Content:
        heads: list[str | tuple[str, str]] = [self._left(_(_RECEIVED), self.received)]
        figures: list[str | tuple[str, str]] = [cells.right(l10n.number(self.received), cell_len(str(heads[0])))]
        for place, (status, label) in enumerate(self.options):
            name, figure = _(label), l10n.number(self.numbers.get(status, 0))
            width = max(cell_len(name), cell_len(figure)) + 2
            style = self._chosen_style if status == self.value else ""
            heads += [" " * _GAP, (cells.right(f"{name} ", width), style)]
            figures += [" = " if place == 0 else " + ", (cells.right(f"{figure} ", width), style)]
        return Content.assemble(*heads, "\n", *figures)

    def _left(self, label: str, number: int) -> str:
        return cells.right(label, max(cell_len(label), cell_len(l10n.number(number))))

    def on_click(self, event: events.Click) -> None:
        event.prevent_default()
        start = len(self._left(_(_RECEIVED), self.received))
        for status, label in self.options:
            width = max(cell_len(_(label)), cell_len(l10n.number(self.numbers.get(status, 0)))) + 2
            if start <= event.x < start + _GAP + width:
                self.value = status
                return
            start += _GAP + width

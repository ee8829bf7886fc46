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
_LEAST = 40
"""Below this width nothing is made narrower."""


class Balance(Choice):
    """Choose a status of items; below each how many there are, and that nothing is missing."""

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
        widths, gap = self._widths()
        heads: list[str | tuple[str, str]] = [cells.right(_(_RECEIVED), widths[0])]
        figures: list[str | tuple[str, str]] = [cells.right(l10n.number(self.received), widths[0])]
        for (status, label), width, sign in zip(self.options, widths[1:], "=++++", strict=True):
            style = self._chosen_style if status == self.value else ""
            figure = l10n.number(self.numbers.get(status, 0))
            heads += [" " * gap, (f" {cells.right(_(label), width - 2)} ", style)]
            figures += [sign.center(gap), (f" {cells.right(figure, width - 2)} ", style)]
        return Content.assemble(*heads, "\n", *figures)

    def _widths(self) -> tuple[list[int], int]:
        """The width of each column, the first being what was received, and of the gaps; less where there is less room."""
        found = [max(cell_len(_(_RECEIVED)), cell_len(l10n.number(self.received)))]
        for status, label in self.options:
            figure = l10n.number(self.numbers.get(status, 0))
            found.append(max(cell_len(_(label)), cell_len(figure)) + 2)
        gaps = len(self.options)
        gap = 3 if sum(found) + 3 * gaps <= self.size.width else 1
        while sum(found) + gap * gaps > self.size.width > _LEAST:
            found[found.index(max(found))] -= 1
        return found, gap

    def on_click(self, event: events.Click) -> None:
        event.prevent_default()
        widths, gap = self._widths()
        start = widths[0]
        for (status, _label), width in zip(self.options, widths[1:], strict=True):
            if start <= event.x < start + gap + width:
                self.value = status
                return
            start += gap + width

"""Received = destroyed + kept + handed over + held + returned, and what is lost if anything is; the chosen status is the one that is listed."""

from collections.abc import Iterable
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content

from buyback import l10n
from buyback.i18n import N_, _
from buyback.rules import ITEM_STATUSES, ItemStatus, counted
from buyback.store.views.custody import StatusCount
from buyback.tui import cells
from buyback.tui.widgets.choice import Choice

_RECEIVED = N_("received")
_STATUSES: tuple[ItemStatus, ...] = ("destroyed", "kept", "handed_over", "held", "returned")
_LEAST = 40
"""Below this width nothing is made narrower."""


class _Column(NamedTuple):
    """A word over a figure."""

    label: str
    figure: str
    width: int

    @classmethod
    def of(cls, label: str, figure: str, padding: int) -> "_Column":
        """As wide as both need, with so many blanks beside them."""
        return cls(label, figure, max(cell_len(label), cell_len(figure)) + padding)


class Balance(Choice):
    """Choose a status of items; below each how many there are, and that nothing is missing."""

    def __init__(self, *, id: str) -> None:
        super().__init__([(status, "") for status in _STATUSES], "held", id=id)
        self.numbers: dict[str, int] = {}

    def show(self, counts: Iterable[StatusCount]) -> None:
        """Show these counts."""
        self.numbers = {count.status: count.items for count in counts}
        is_lost_shown = self.numbers.get("lost") or self.value == "lost"
        self.options = tuple((status, "") for status in (*_STATUSES, *(["lost"] if is_lost_shown else [])))
        self.refresh()

    @property
    def status(self) -> ItemStatus:
        """The chosen status."""
        return next(status for status in ITEM_STATUSES if status == self.value)

    @property
    def _statuses(self) -> list[str]:
        """Those that have a column."""
        return [status for status, _label in self.options]

    @property
    def received(self) -> int:
        """Every item but those of voided entries."""
        return sum(number for status, number in self.numbers.items() if status != "voided")

    def render(self) -> Content:
        (first, *columns), gap = self._columns()
        heads: list[str | tuple[str, str]] = [cells.right(first.label, first.width)]
        figures: list[str | tuple[str, str]] = [cells.right(first.figure, first.width)]
        signs = "=" + "+" * (len(columns) - 1)
        for status, column, sign in zip(self._statuses, columns, signs, strict=True):
            style = self._chosen_style if status == self.value else ""
            heads += [" " * gap, (f" {cells.right(column.label, column.width - 2)} ", style)]
            figures += [sign.center(gap), (f" {cells.right(column.figure, column.width - 2)} ", style)]
        return Content.assemble(*heads, "\n", *figures)

    def _columns(self) -> tuple[list[_Column], int]:
        """What was received, then each status, with the width of each; and the gaps, less where there is less room."""
        found = [_Column.of(_(_RECEIVED), l10n.number(self.received), 0)]
        for status in self._statuses:
            n = self.numbers.get(status, 0)
            found.append(_Column.of(label(status, n), l10n.number(n), 2))
        gaps = len(self._statuses)
        gap = 3 if sum(column.width for column in found) + 3 * gaps <= self.size.width else 1
        if gap == 1:
            found[0] = _Column.of(f"{found[0].label} ", f"{found[0].figure} ", 0)
        while sum(column.width for column in found) + gap * gaps > self.size.width > _LEAST:
            place = max(range(len(found)), key=lambda index: found[index].width)
            found[place] = found[place]._replace(width=found[place].width - 1)
        return found, gap

    def on_click(self, event: events.Click) -> None:
        event.prevent_default()
        (first, *columns), gap = self._columns()
        start = first.width
        for status, column in zip(self._statuses, columns, strict=True):
            if start <= event.x < start + gap + column.width:
                self.value = status
                return
            start += gap + column.width


def label(status: str, n: int) -> str:
    """The status in words that agree with how many there are."""
    return counted(status, n).removeprefix(f"{n:,} ")

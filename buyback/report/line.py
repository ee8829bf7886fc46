"""One line of a reconciliation: a figure, what it should be, and what is behind it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from buyback.money import Money

Figure: TypeAlias = int | Money
Behind: TypeAlias = Literal["", "items", "folios", "entries"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reconciliation: a figure with its words, and what is wrong about it.

    `name` is the line in files, `label` a message for `_()`. `sign` is "+" or "-" for what is added or taken away, "=" for
    what the lines above it come to, "" for what only tells. `expected` is what the figure should be, None where nothing
    says so. `difference` is what is not as it should be: zero, or to be shown in red; None where it cannot be told yet
    (nothing was counted). `behind` are the tags, folios or entry numbers that make up the figure or its difference, as
    `of` says; empty where the figure needs no list. `detail` stands beside it: the first and last folio ("A1-000001-B - A1-000031-Z"), what open vouchers
    are worth, what each count was off.
    """

    name: str
    label: str
    figure: Figure | None
    sign: Literal["", "+", "-", "="] = ""
    expected: Figure | None = None
    difference: Figure | None = 0
    of: Behind = ""
    behind: tuple[str, ...] = ()
    detail: str | Money | tuple[Money, ...] = ""

    @property
    def is_even(self) -> bool:
        """Whether nothing is wrong about it."""
        return self.difference is not None and not _minor(self.difference)


def _minor(figure: Figure) -> int:
    return figure.amount_minor if isinstance(figure, Money) else figure

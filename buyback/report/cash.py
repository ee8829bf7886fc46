"""The cash boxes of some days: what the organiser advanced, what was paid of it, what should be there, what was counted.

Money advanced to a site and money paid out are two figures and never one (ANAO 1997 found them reported as the same).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from buyback.i18n import N_
from buyback.money import Money, total
from buyback.store.engine import Db
from buyback.store.views import cash
from buyback.store.views.cash import CashDay, CountState, ReplacedCount
from buyback.store.views.totals import Span

BOX_NAMES = {
    "carried": N_("Carried over"),
    "floated": N_("Float"),
    "topped_up": N_("Top-ups"),
    "paid": N_("Paid out"),
    "returned": N_("Returned to the organiser"),
    "recovered": N_("Came back through voids"),
    "differences": N_("Differences"),
    "expected": N_("Should hold"),
}
"""The parts of a CashDay in words: what the box began with, what came and went, and what that makes."""
TAKEN = ("paid", "returned")
"""The parts that are taken away from the others."""
COUNT_STATES: dict[CountState, str] = {
    "none": N_("not counted"),
    "fits": N_("fits"),
    "recorded": N_("difference recorded"),
    "open": N_("difference open"),
    "counted_again": N_("counted again since"),
}
"""How the last count of a day stands, in words."""


@dataclass(frozen=True, slots=True)
class CashReport:
    """The boxes of the span's sites by day; `without_float` is what was paid where no float had been recorded.

    `replaced` are the counts that did not fit and were made again, their difference never recorded.
    """

    boxes: tuple[CashDay, ...]
    without_float: tuple[tuple[str, Money], ...]
    replaced: tuple[ReplacedCount, ...]

    @property
    def advanced(self) -> Money:
        """What the organiser brought to the sites: floats and top-ups."""
        return total(box.advanced for box in self.boxes)

    @property
    def paid(self) -> Money:
        """What was paid out of the boxes."""
        return total(box.paid for box in self.boxes)

    @property
    def returned(self) -> Money:
        """What went back to the organiser."""
        return total(box.returned for box in self.boxes)


def cash_report(db: Db, span: Span) -> CashReport:
    """The boxes on the span's days."""
    return CashReport(cash.days(db, span), cash.paid_without_float(db, span), cash.replaced_counts(db, span))


def plain_parts(box: CashDay) -> Iterator[tuple[str, Money]]:
    """The figures of a box's day under the names that files and JSON have for them."""
    plain = {"floated": "float", "topped_up": "top_ups"}
    for name in BOX_NAMES:
        yield plain.get(name, name), getattr(box, name)
    if box.counted is not None:
        yield "counted", box.counted
        yield "count_expected", box.count_expected
        yield "difference", box.difference

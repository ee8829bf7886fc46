"""Days as the bars of a chart: how many fit, what each holds, and round numbers beside them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from buyback.money import Money, total
from buyback.store.views.totals import DayTotal

FEWEST = 14
"""A chart of one day alone says nothing; it shows at least the two weeks that end with it."""
_LENGTHS = (1, 7, 28, 91, 364)


@dataclass(frozen=True, slots=True)
class Bar:
    """`length` days beginning with `first`, as one bar."""

    first: date
    length: int
    valued: Money
    pieces: int

    def overlaps(self, first: date, last: date) -> bool:
        """One of these days is one of the bar's."""
        return (first - self.first).days < self.length and self.first <= last


def window(first: date, last: date) -> date:
    """The first day that a chart of these days reads."""
    return min(first, date.fromordinal(max(1, last.toordinal() - FEWEST + 1)))


def bars(days: Sequence[DayTotal], last: date, most: int) -> tuple[Bar, ...]:
    """At most `most` bars of equal length that end with the last day on which there is anything, or with `last`.

    Days without anything are bars of nothing. There are FEWEST at least, if so many fit.
    """
    ends = max((day.day for day in days), default=last)
    ends = last if (last - ends).days < FEWEST else ends
    begins = window(min((day.day for day in days), default=ends), ends)
    number = (ends - begins).days + 1
    length = next((found for found in _LENGTHS if number <= found * most), _LENGTHS[-1])
    count = max(1, min(most, -(-number // length)))
    starts = [ends - timedelta(days=length * back - 1) for back in range(count, 0, -1)]
    return tuple(_bar(first, length, days) for first in starts)


def _bar(first: date, length: int, days: Sequence[DayTotal]) -> Bar:
    held = [day for day in days if 0 <= (day.day - first).days < length]
    return Bar(first, length, total(day.valued for day in held), sum(day.pieces for day in held))


def ticks(highest: int, most: int) -> tuple[int, ...]:
    """At most `most` (two at least) round whole numbers from 0 to one that is not below `highest`."""
    steps = (factor * 10**power for power in range(20) for factor in (1, 2, 5))
    step = next(step for step in steps if -(-highest // step) <= max(1, most - 1))
    return tuple(range(0, (max(1, -(-highest // step)) + 1) * step, step))

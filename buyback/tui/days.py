"""Which business days are looked at: a day, some days, or the whole campaign. Pure."""

from dataclasses import dataclass
from datetime import date

DAY, WEEK = 1, 7


@dataclass(frozen=True, slots=True)
class Days:
    """`length` days that end with `last`; without a `last` they end today, also tomorrow. A length of 0 is every day."""

    length: int = DAY
    last: date | None = None

    @property
    def is_campaign(self) -> bool:
        return self.length == 0

    def ends_on(self, today: date) -> date:
        """The last of the days; the campaign ends today."""
        return today if self.is_campaign else self.last or today

    def span(self, today: date, begun: date | None) -> tuple[date, date]:
        """The first and the last day; `begun` is the day of the campaign's first drop-off, if there was one."""
        last = self.ends_on(today)
        if self.is_campaign:
            return min(begun or today, today), last
        return _before(last, self.length - 1), last

    def stepped(self, by: int, today: date) -> "Days":
        """As many days, so many times their length later; never past today. The campaign has no other days."""
        if self.is_campaign:
            return self
        ordinal = self.ends_on(today).toordinal() + by * self.length
        return Days(self.length, None if ordinal >= today.toordinal() else date.fromordinal(max(1, ordinal)))

    def of(self, length: int) -> "Days":
        """Another number of days with the same last day."""
        return Days(length, self.last)


def until(first: date, last: date, today: date) -> Days:
    """The days from first to last; those that end today go on with it."""
    return Days((last - first).days + 1, None if last == today else last)


def _before(last: date, number: int) -> date:
    """So many days before; no earlier than there are days."""
    return date.fromordinal(max(1, last.toordinal() - number))

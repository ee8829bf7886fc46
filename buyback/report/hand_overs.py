"""What left with a hand-over and is not accounted for: not received, lost, or with another serial than the ledger's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from buyback.i18n import ngettext
from buyback.rules import named_items
from buyback.store.engine import Db
from buyback.store.views import hand_overs as view
from buyback.store.views.arrivals import Told
from buyback.store.views.hand_overs import Missing
from buyback.store.views.totals import Span


@dataclass(frozen=True, slots=True)
class Unaccounted:
    """What a supervisor has to know of until it is resolved, whenever it was taken in; what is lost, for ever.

    `differing` are the serials that a receiver read otherwise on the span's days. `today` is when this was put together.
    """

    today: date
    not_received: tuple[Missing, ...]
    lost: tuple[Missing, ...]
    differing: tuple[Told, ...]

    def __bool__(self) -> bool:
        return bool(self.not_received or self.lost or self.differing)

    def days(self, missing: Missing) -> int:
        """For how many days it has been missing, or lost."""
        return max(0, (self.today - missing.since).days)


def unaccounted(db: Db, span: Span, today: date) -> Unaccounted:
    """What is not accounted for at the span's site, or at all."""
    return Unaccounted(
        today,
        view.not_received(db, site=span.site),
        view.lost(db, site=span.site),
        view.differing(db, first=span.first, last=span.last, site=span.site),
    )


def alarm(missing: tuple[Missing, ...], today: date) -> str:
    """One line for a board: how many items are missing, for how long, and which; "" where none is."""
    if not missing:
        return ""
    days = max(0, (today - missing[0].since).days)
    words = ngettext("{n} item not received: {items}", "{n} items not received: {items}", len(missing))
    long = ngettext("for {days} day", "for {days} days", days).format(days=days)
    return f"{words.format(n=len(missing), items=named_items([one.item.id for one in missing]))} ({long})"


def rows_of(found: Unaccounted) -> Iterator[tuple[str, str, int, str]]:
    """Section, item, days and remark of everything that is not accounted for, in English, for files."""
    for section, group in (("not_received", found.not_received), ("lost", found.lost)):
        for one in group:
            remark = f"act {one.act}, {one.receiver}, since {one.since.isoformat()}"
            yield section, one.item.id, found.days(one), remark
    for told in found.differing:
        read = told.serial or told.serial_status
        others = f", which belongs to {', '.join(told.belongs_to)}" if told.belongs_to else ""
        yield "serial_differs", told.item, 1, f"act {told.act}: read {read}{others}"

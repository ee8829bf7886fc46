"""The clock of a demo: it stands at the end of what the sample ledger holds, so that every screen has something to show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from buyback.chain import parse_utc
from buyback.store.views import lists, log

if TYPE_CHECKING:
    from buyback.store.engine import Store

_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DemoClock:
    """Begins right after the last entry, where that is past, and goes on from there as time does."""

    now: Callable[[], datetime]
    behind: timedelta

    def __call__(self) -> datetime:
        return self.now() - self.behind


def of(store: "Store", now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> tuple[DemoClock, str]:
    """The clock for a demo's ledger, and the site of its last drop-off ("" without one)."""
    with store.reading() as db:
        (last,) = log.page(db, limit=1)
        latest = lists.listed(db, limit=1)
    behind = max(timedelta(0), now() - parse_utc(last.at) - _AFTER)
    return DemoClock(now, behind), latest[0].site if latest else ""

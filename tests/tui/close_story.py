"""A site that keeps its cash, for the tests of the close: days of it, and what its box holds."""

from datetime import date, datetime, timedelta

from samples import AT, BY, SITE, take_in

from buyback import desk
from buyback.desk import ClosedDay
from buyback.facts import Denomination
from buyback.money import Money
from buyback.store.engine import Store
from buyback.store.views import cash

TODAY = date(2025, 2, 18)
YESTERDAY = TODAY - timedelta(days=1)
DAY_BEFORE = TODAY - timedelta(days=2)
FLOAT = Money(100_000_00)


def at_on(day: date, hours: int = 0) -> datetime:
    """The clock of the tests on another day, so many hours later."""
    return AT + timedelta(days=(day - TODAY).days, hours=hours)


def work(store: Store, day: date, *, opens: bool = False, site: str = SITE) -> None:
    """A day's work: perhaps the float, then two drop-offs, one paid and one by a voucher."""
    at = at_on(day)
    if opens:
        desk.give_float(store, site, FLOAT, by=BY, at=at)
    take_in(store, "revolver", site=site, at=at, draft_id=f"{day} {site} 1")
    take_in(store, "pistol-9mm", site=site, settlement="voucher", at=at, draft_id=f"{day} {site} 2")


def held(store: Store, site: str = SITE) -> Money:
    """What the box should hold."""
    with store.reading() as db:
        box = cash.box(db, site)
    assert box is not None
    return Money(box.expected_minor)


def notes_of(amount: Money) -> tuple[Denomination, ...]:
    """The amount in notes of 100 pesos."""
    number, rest = divmod(amount.amount_minor, 100_00)
    assert not rest
    return (Denomination(100_00, number),)


def count(store: Store, at: datetime, *, less: int = 0, site: str = SITE) -> None:
    """Count the box; `less` notes of 100 are missing, and that is recorded."""
    found = Money(held(store, site).amount_minor - less * 100_00)
    desk.count_cash(store, site, notes_of(found), by=BY, at=at)
    if less:
        desk.record_difference(store, site, reason="a note too many", by=BY, at=at)


def close(store: Store, day: date, *, site: str = SITE, at: datetime | None = None) -> ClosedDay:
    """Count in the evening, and close."""
    evening = at or at_on(day, 6)
    count(store, evening, site=site)
    return desk.close_day(store, site, day, by=BY, at=evening)

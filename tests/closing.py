"""A till to close: its count, its difference, its close, and what its three sums come to."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from samples import AT, BY, SITE, act, take_in

from buyback import desk, report
from buyback.denominations import parse
from buyback.desk import ClosedDay, Seen
from buyback.errors import Refusal
from buyback.fingerprints import list_hash
from buyback.money import Money
from buyback.report import Line, Reconciliation
from buyback.store import checks
from buyback.store.engine import Store
from buyback.store.views import close as view
from buyback.store.views import log

DAY = date(2025, 2, 18)
NEXT = AT + timedelta(days=1)
HOUR = timedelta(hours=1)
FLOAT = Money(50_000_00)
CLERK = "marta"


def with_float(ledger: Store) -> Store:
    """The ledger, with the site's float of 50,000 pesos in its box."""
    desk.give_float(ledger, SITE, FLOAT, by=BY, at=AT, notes=parse("500x100"))
    return ledger


def count(store: Store, notes: str = "500x100", **more: Any) -> desk.CashDone:
    return desk.count_cash(store, more.pop("site", SITE), parse(notes), **{"by": BY, "at": AT} | more)


def differ(store: Store, **more: Any) -> desk.CashDone:
    return desk.record_difference(store, SITE, **{"reason": "se contó dos veces", "by": BY, "at": AT} | more)


def close(store: Store, day: date | None = None, **more: Any) -> ClosedDay:
    return desk.close_day(store, more.pop("site", SITE), day, **{"by": BY, "at": AT} | more)


def closed(store: Store, at: datetime = AT, notes: str = "500x100") -> ClosedDay:
    """The day counted to the centavo and closed."""
    count(store, notes, at=at)
    return close(store, at=at)


def reconciled(store: Store, day: date = DAY, *, site: str = SITE, now: datetime = AT) -> Reconciliation:
    with store.reading() as db:
        return report.reconcile(db, site, day, now=now)


def line(found: Reconciliation, name: str) -> Line:
    return next(one for one in found.lines if one.name == name)


def figures(found: Reconciliation) -> dict[str, object]:
    """The figures that are not nothing, by name."""
    zeros = (0, Money(0))
    return {one.name: one.figure for one in found.lines if one.figure not in zeros}


def open_days(store: Store, site: str = SITE) -> tuple[date, ...]:
    with store.reading() as db:
        return view.open_days(db, site)


def refused(store: Store, verb: Callable[[], object], refusal: type[Refusal], said: str = "") -> None:
    """The verb is refused with this sentence, and the log has at most a clock that went back more."""
    before = checks.head(store).seq
    with pytest.raises(Refusal) as caught:
        verb()
    assert type(caught.value) is refusal, caught.value
    assert said in str(caught.value), str(caught.value)
    with store.reading() as db:
        more = [log.entry(db, seq).fact for seq in range(before + 1, checks.head(store).seq + 1)]
    assert more == [step for step in store.clock_steps if step in more]


def sent(store: Store) -> tuple[str, str]:
    """A hand-over that nobody checked yet: its act's number and its only tag."""
    (tag,) = take_in(store, "revolver").item_ids
    desk.hand_over(store, [tag], act("H-1"), by=BY, at=AT)
    return "H-1", tag


def missing(store: Store) -> str:
    """A tag that its receiver did not get."""
    number, tag = sent(store)
    desk.check_hand_over(store, number, [Seen(tag, found=False)], list_hash=list_hash([tag]), by=BY, at=AT)
    return tag

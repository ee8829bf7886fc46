"""A cash box to test with: its float, its counts, and what is in it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from samples import AT, BY, SITE

from buyback import desk
from buyback.denominations import parse, written
from buyback.desk import CashDone
from buyback.errors import Refusal
from buyback.money import Money
from buyback.rules import Box
from buyback.store import checks
from buyback.store.engine import Store
from buyback.store.views import cash
from buyback.store.views.cash import CashDay
from buyback.store.views.totals import Span

DAY = date(2025, 2, 18)
NEXT_DAY = AT + timedelta(days=1)
FLOAT = "500x80,200x40,100x20"
"""50,000 pesos."""


def give_float(store: Store, notes: str = FLOAT, *, site: str = SITE, **more: Any) -> CashDone:
    pieces = parse(notes)
    amount = Money(sum(each.value_minor * each.number for each in pieces))
    return desk.give_float(store, site, amount, **{"by": BY, "at": AT, "notes": pieces} | more)


def count(store: Store, notes: str, **more: Any) -> CashDone:
    return desk.count_cash(store, SITE, parse(notes), **{"by": BY, "at": AT} | more)


def differ(store: Store, reason: str = "dos billetes pegados", **more: Any) -> CashDone:
    return desk.record_difference(store, SITE, reason=reason, **{"by": BY, "at": AT} | more)


def box(store: Store, site: str = SITE) -> Box:
    with store.reading() as db:
        found = cash.box(db, site)
    assert found is not None
    return found


def notes(store: Store, site: str = SITE) -> str | None:
    """What is likely in the box, as it is typed; None where nobody knows."""
    with store.reading() as db:
        found = cash.box(db, site)
        assert found is not None
        likely = cash.notes_in(db, found).notes
    return None if likely is None else written(likely)


def day(store: Store, on: date = DAY, site: str = SITE) -> CashDay:
    with store.reading() as db:
        (found,) = cash.days(db, Span(on, on, site))
    return found


def refused(store: Store, verb: Callable[[], object], refusal: type[Refusal], said: str) -> None:
    """The verb is refused with this sentence, and the log is as it was."""
    before = checks.head(store)
    with pytest.raises(refusal) as found:
        verb()
    assert said in str(found.value), str(found.value)
    assert type(found.value) is refusal
    assert checks.head(store) == before

"""What a verb costs does not grow with the ledger: SQLite's own steps are counted, which no busy machine changes."""

import sqlite3
from collections.abc import Callable
from functools import partial
from itertools import count

import pytest
from samples import AT, BY, COLLEAGUE, SITE, WITNESSES, act, order
from sqlalchemy import event

from buyback import desk
from buyback.desk import NewMarks, Received, Seen
from buyback.facts import Settlement
from buyback.money import Money
from buyback.store.engine import Store
from buyback.store.views import acts

STEPS = 20
"""SQLite is asked after so many of its instructions."""
VISITS = 300
"""Drop-offs of two items that come between the first count and the second."""
MOST = 1.3
"""Times as many steps at most: the handler is asked now and then, not after each."""

_serials = count(1)


def visit(store: Store, settlement: Settlement = "cash") -> Received:
    """A drop-off of two items with serials that nobody has seen."""
    items = (f"revolver:serial=R{next(_serials)}", f"ak-47:serial=C{next(_serials)}")
    return desk.receive(store, order(store, *items, settlement=settlement), by=BY, at=AT)


class Steps:
    """Counts what SQLite does for a store, by its progress handler."""

    def __init__(self, store: Store) -> None:
        self.taken = 0
        event.listen(store.engine, "checkout", self._watch)

    def of(self, deed: Callable[[], object]) -> int:
        """About how many steps the deed takes."""
        before = self.taken
        deed()
        return self.taken - before

    def _watch(self, connection: sqlite3.Connection, *_more: object) -> None:
        connection.set_progress_handler(self._count, STEPS)

    def _count(self) -> int:
        self.taken += STEPS
        return 0


def pay_later(store: Store) -> None:
    desk.pay(store, visit(store, "later").folio, by=BY, at=AT)


def void(store: Store) -> None:
    received = visit(store)
    desk.void(store, received.folio, reason="typed twice", recovered=received.mxn, by=BY, at=AT)


def give_back(store: Store) -> None:
    desk.give_back(store, visit(store, "later").folio, by=BY, at=AT)


def correct(store: Store) -> None:
    item = visit(store).item_ids[0]
    desk.correct(store, item, NewMarks(serial=f"Q{next(_serials)}"), reason="read again", by=BY, at=AT)


def destroy(store: Store) -> None:
    desk.destroy(store, visit(store).item_ids, act(f"D-{next(_serials)}"), by=BY, at=AT)


def keep(store: Store) -> None:
    desk.keep(store, visit(store).item_ids, act(f"K-{next(_serials)}"), value="historic", by=BY, at=AT)


def hand_over_and_check(store: Store) -> None:
    """As the receiver does it: every serial is read again, one of them as another."""
    items, number = visit(store).item_ids, f"H-{next(_serials)}"
    desk.hand_over(store, items, act(number), by=BY, at=AT)
    with store.reading() as db:
        paper = acts.act(db, number)
    seen = [Seen(item, serial=f"X{next(_serials)}", serial_status="read") for item in items]
    desk.check_hand_over(
        store, number, seen, list_hash=paper.list_hash, by=COLLEAGUE, at=AT, witnesses=WITNESSES
    )


def reserve_forms(store: Store) -> None:
    desk.reserve(store, SITE, 2, by=BY, at=AT)


def top_up(store: Store) -> None:
    desk.top_up(store, SITE, Money(1_000_00), by=BY, at=AT)


VERBS: tuple[Callable[[Store], object], ...] = (
    visit,
    pay_later,
    void,
    give_back,
    correct,
    destroy,
    keep,
    hand_over_and_check,
    top_up,
    reserve_forms,
)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_a_verb_costs_the_same_in_a_larger_ledger(store: Store, verb: Callable[[Store], object]) -> None:
    desk.give_float(store, SITE, Money(90_000_000_00), by=BY, at=AT)
    steps = Steps(store)
    few = steps.of(partial(verb, store))
    for _ in range(VISITS):
        visit(store)
    many = steps.of(partial(verb, store))
    assert few > 0
    assert many <= MOST * few

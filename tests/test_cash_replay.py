"""Whatever a site does with its cash, in whatever order: the box should hold what the log adds up to, and never less than 0.

The sum is computed from the entries alone, by a few lines that know nothing of the program's own.
"""

import json
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, dump, take_in
from sqlalchemy import text

from buyback import denominations, desk
from buyback.denominations import make
from buyback.errors import Refusal
from buyback.facts import Denomination
from buyback.money import Money
from buyback.rules import Box
from buyback.store import checks
from buyback.store import ledger as log_writer
from buyback.store.engine import Store, open_store
from buyback.store.views import cash
from buyback.store.views.totals import Span

SITES = (SITE, OTHER_SITE)
PRICES = {"revolver": 8700_00, "ak-47": 25_000_00, "ghost-gun": 1045_00}
some_site = st.sampled_from((SITE, SITE, SITE, OTHER_SITE))
PLENTY = tuple(Denomination(piece.value_minor, 1000, piece.form) for piece in denominations.MXN)


def held(store: Store) -> dict[str, int]:
    """What every box should hold by the entries alone; a site without a float has none."""
    with store.reading() as db:
        bodies = db.connection.scalars(text("SELECT body FROM entry ORDER BY seq")).all()
    boxes: dict[str, int] = {}
    for body in map(json.loads, bodies):
        fact, kind = body["fact"], body["kind"]
        site = fact.get("site", "")
        if kind == "CashMoved":
            if fact["kind"] == "float":
                boxes.setdefault(site, 0)
            boxes[site] += -fact["amount_minor"] if fact["kind"] == "return" else fact["amount_minor"]
        elif kind == "CashDiffered":
            boxes[site] += fact["counted_minor"] - fact["expected_minor"]
        elif kind == "PaidOut" and site in boxes:
            boxes[site] -= fact["amount_minor"]
        elif kind == "Voided" and site in boxes:
            boxes[site] += fact["recovered_minor"]
    return boxes


class Tills(RuleBasedStateMachine):
    """Two sites with their cash; the model knows what is held, which count is open, and what every drop-off is."""

    def __init__(self, new_ledger: Callable[[], str]) -> None:
        super().__init__()
        self.where = new_ledger()
        self.store: Store = open_store(self.where)
        self.at: datetime = AT
        self.owed: dict[str, int] = {}
        self.paid: dict[str, tuple[str, int]] = {}
        self.counts: dict[str, tuple[int, bool]] = {}
        """By site: what the newest count found more or less, and whether that was recorded."""

    def teardown(self) -> None:
        try:
            self.everything_adds_up()
        finally:
            self.store.close()

    @initialize(pesos=st.sampled_from((40_000, 0, 90_000, None)))
    def begin(self, pesos: int | None) -> None:
        """Two people wait for money before there is any; some days begin with a float."""
        for item in ("ak-47", "ghost-gun"):
            taken = take_in(self.store, item, settlement="later", at=self.at)
            self.owed[taken.folio] = taken.mxn.amount_minor
        if pesos is not None:
            desk.give_float(self.store, SITE, Money(pesos * 100), by=BY, at=self.at)

    def at_hand(self, site: str) -> int | None:
        """What may be taken out of the box; None where it is not kept and nothing is checked."""
        if site not in held(self.store):
            return None
        more, recorded = self.counts.get(site, (0, True))
        return held(self.store)[site] + (0 if recorded else min(0, more))

    def does(self, allowed: bool, verb: Callable[[], Any]) -> Any:
        """The verb's answer where it is allowed; where it is not, a refusal that writes nothing."""
        if allowed:
            return verb()
        before = checks.head(self.store)
        with pytest.raises(Refusal):
            verb()
        assert checks.head(self.store) == before
        return None

    # --- what happens ---------------------------------------------------------------------------------------------

    @rule(site=some_site, halves=st.one_of(st.just(0), st.integers(-1, 200_000)), odd=st.booleans())
    def give_float(self, site: str, halves: int, odd: bool) -> None:
        amount = halves * 50 + (1 if odd and halves % 7 == 0 else 0)
        more, recorded = self.counts.get(site, (0, True))
        is_empty = not held(self.store).get(site) and (recorded or not more)
        allowed = is_empty and amount >= 0 and amount % 50 == 0
        verb = lambda: desk.give_float(self.store, site, Money(amount), by=BY, at=self.at)  # noqa: E731
        if self.does(allowed, verb):
            self.counts.pop(site, None)

    @rule(site=some_site, halves=st.integers(0, 100_000), with_notes=st.booleans())
    def top_up(self, site: str, halves: int, with_notes: bool) -> None:
        notes = (make(halves * 50, PLENTY) or ()) if with_notes else ()
        allowed = site in held(self.store) and halves > 0
        verb = lambda: desk.top_up(self.store, site, Money(halves * 50), by=BY, at=self.at, notes=notes)  # noqa: E731
        self.does(allowed, verb)

    @rule(site=some_site, part=st.sampled_from((0, 10, 50, 100, 101)))
    def return_cash(self, site: str, part: int) -> None:
        at_hand = self.at_hand(site)
        amount = (at_hand or 0) * part // 100 // 50 * 50 + (50 if part > 100 else 0)
        allowed = at_hand is not None and 0 < amount <= at_hand
        self.does(allowed, lambda: desk.return_cash(self.store, site, Money(amount), by=BY, at=self.at))

    @rule(site=some_site, halves=st.one_of(st.just(0), st.integers(-2000, 2000)), settled=st.booleans())
    def count(self, site: str, halves: int, settled: bool) -> None:
        expected = held(self.store).get(site)
        counted = max(0, ((expected or 0) // 50 + halves) * 50)
        notes = make(counted, PLENTY)
        assert notes is not None
        verb = lambda: desk.count_cash(self.store, site, notes, by=BY, at=self.at)  # noqa: E731
        if self.does(expected is not None, verb):
            assert expected is not None
            self.counts[site] = (counted - expected, False)
            if settled:
                self.record_difference_at(site, BY)

    @rule(site=some_site, by=st.sampled_from((BY, COLLEAGUE)))
    def record_difference(self, site: str, by: str) -> None:
        self.record_difference_at(site, by)

    def record_difference_at(self, site: str, by: str) -> None:
        more, recorded = self.counts.get(site, (0, True))
        allowed = bool(more) and not recorded
        verb = lambda: desk.record_difference(  # noqa: E731
            self.store, site, reason="se contó mal", by=by, at=self.at
        )
        done = self.does(allowed, verb)
        if done:
            assert done.amount == Money(more)
            self.counts[site] = (more, True)

    @rule(item=st.sampled_from(sorted(PRICES)), site=some_site, cash_now=st.booleans())
    def receive(self, item: str, site: str, cash_now: bool) -> None:
        at_hand = self.at_hand(site)
        allowed = not cash_now or at_hand is None or PRICES[item] <= at_hand
        settlement = "cash" if cash_now else "later"
        verb = lambda: take_in(self.store, item, settlement=settlement, site=site, at=self.at)  # type: ignore[arg-type]  # noqa: E731
        taken = self.does(allowed, verb)
        assert taken is None or taken.mxn == Money(PRICES[item])
        if taken and cash_now:
            self.paid[taken.folio] = (site, PRICES[item])
        elif taken:
            self.owed[taken.folio] = PRICES[item]

    @precondition(lambda self: self.owed)
    @rule(data=st.data(), site=some_site)
    def pay(self, data: st.DataObject, site: str) -> None:
        folio = data.draw(st.sampled_from(sorted(self.owed)))
        amount, at_hand = self.owed[folio], self.at_hand(site)
        allowed = at_hand is None or amount <= at_hand
        if self.does(allowed, lambda: desk.pay(self.store, folio, by=BY, at=self.at, site=site)):
            del self.owed[folio]
            self.paid[folio] = (site, amount)

    @precondition(lambda self: self.paid)
    @rule(data=st.data(), part=st.sampled_from((0, 50, 100)), elsewhere=st.booleans())
    def void(self, data: st.DataObject, part: int, elsewhere: bool) -> None:
        folio = data.draw(st.sampled_from(sorted(self.paid)))
        site, amount = self.paid[folio]
        where = next(other for other in SITES if other != site) if elsewhere else ""
        before, back, got = held(self.store), amount * part // 100, where or site
        verb = lambda: desk.void(  # noqa: E731
            self.store, folio, reason="error", recovered=Money(back), by=BY, at=self.at, site=where
        )
        allowed = not back or site not in before or got in before  # else it would be in no box at all
        if self.does(allowed, verb):
            del self.paid[folio]
            assert held(self.store).get(got, 0) == before.get(got, 0) + (back if got in before else 0)

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.at += timedelta(hours=hours)

    @rule()
    def the_program_starts_again(self) -> None:
        self.store.close()
        self.store = open_store(self.where)

    # --- what must be true ------------------------------------------------------------------------------------------

    def boxes(self) -> dict[str, Box]:
        with self.store.reading() as db:
            return {box.site: box for box in cash.boxes(db)}

    @invariant()
    def the_box_holds_what_the_log_adds_up_to(self) -> None:
        found = self.boxes()
        assert {site: box.expected_minor for site, box in found.items()} == held(self.store)
        assert all(box.at_hand_minor == self.at_hand(site) for site, box in found.items())
        assert all(0 <= box.at_hand_minor <= box.expected_minor for box in found.values())

    def everything_adds_up(self) -> None:
        """Days end with what the box holds, each day goes on from the one before, and a replay gives the same rows."""
        with self.store.reading() as db:
            found = self.boxes()
            days = cash.days(db, Span(AT.date(), self.at.date()))
            for site, box in found.items():
                mine = [day for day in days if day.site == site]
                for before, after in pairwise(mine):
                    assert after.carried == before.expected
                for day in mine:
                    came = day.carried + day.advanced + day.recovered + day.differences
                    assert day.expected == came - day.paid - day.returned
                assert mine[-1].expected.amount_minor == box.expected_minor
                likely = cash.notes_in(db, box).notes
                assert likely is None or all(each.number > 0 for each in likely)
        assert list(checks.verify(self.store)) == []
        before = dump(self.store)
        log_writer.rebuild(self.store)
        assert dump(self.store) == before


def _run(new_ledger: Callable[[], str], *, examples: int, steps: int) -> None:
    run_state_machine_as_test(
        lambda: Tills(new_ledger),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )


def test_the_boxes_hold_what_the_log_adds_up_to_on_sqlite(sample_file: Path, tmp_path: Path) -> None:
    """Random days at two tills on SQLite: the sum of the log, never negative, and the same rows from a replay."""
    names = count()
    _run(lambda: str(shutil.copy(sample_file, tmp_path / f"{next(names)}.db")), examples=25, steps=40)


def test_the_boxes_hold_what_the_log_adds_up_to_on_postgresql(postgres: Any) -> None:
    """The same on PostgreSQL, fewer times."""
    _run(lambda: postgres.url(postgres.copy()), examples=6, steps=25)

"""Whatever a site does, in whatever order and with whatever clock: after a close nothing is booked to the closed day."""

import json
import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from samples import AT, BY, OTHER_SITE, SITE, act, dump, take_in
from sqlalchemy import text

from buyback import denominations, desk, report
from buyback.denominations import make
from buyback.desk import Approval, NewMarks, Seen
from buyback.errors import DayIsClosed, Refusal
from buyback.facts import Denomination
from buyback.fingerprints import list_hash
from buyback.money import Money
from buyback.store import checks
from buyback.store import ledger as log_writer
from buyback.store.engine import Store, open_store
from buyback.store.views import cash
from buyback.store.views import close as view

SITES = (SITE, OTHER_SITE)
PLENTY = tuple(Denomination(piece.value_minor, 1000, piece.form) for piece in denominations.MXN)
some_site = st.sampled_from((SITE, SITE, OTHER_SITE))
which = st.integers(0, 30)


def entries(store: Store) -> list[dict[str, Any]]:
    with store.reading() as db:
        return [
            json.loads(body) for body in db.connection.scalars(text("SELECT body FROM entry ORDER BY seq"))
        ]


def sites_of(fact: dict[str, Any], came: dict[str, str]) -> set[str]:
    """The sites whose day the fact is an entry of, by the entries alone."""
    names = [
        fact.get("item", ""),
        *(one["item"] if isinstance(one, dict) else one for one in fact.get("items", ())),
    ]
    folios = {name.rpartition("/")[0] for name in names if name}
    return {fact.get("site", "")} | {came[folio] for folio in folios} - {""}


class Days(RuleBasedStateMachine):
    """Two sites over some days; the clock goes on, and now and then back."""

    def __init__(self, new_ledger: Callable[[], str]) -> None:
        super().__init__()
        self.store: Store = open_store(new_ledger())
        self.at: datetime = AT
        self.folios: list[str] = []
        self.tags: list[str] = []
        self.sent: list[tuple[str, list[str]]] = []
        self.numbers = count(1)
        self.told = 0

    def teardown(self) -> None:
        try:
            self.the_days_come_out()
            assert [str(one) for one in checks.verify(self.store)] == []
            before = dump(self.store)
            log_writer.rebuild(self.store)
            assert dump(self.store) == before
        finally:
            self.store.close()

    def closed(self, site: str) -> date | None:
        with self.store.reading() as db:
            last = view.last_close(db, site)
        return last.day if last else None

    def does(self, verb: Callable[[], Any]) -> Any:
        """The verb's answer, None for a refusal, which writes nothing but that the clock went back into a closed day."""
        before, steps = checks.head(self.store).seq, len(self.store.clock_steps)
        try:
            return verb()
        except DayIsClosed:
            assert checks.head(self.store).seq == before + len(self.store.clock_steps) - steps
        except Refusal:
            assert checks.head(self.store).seq == before
        return None

    # --- time -------------------------------------------------------------------------------------------------------

    @rule(hours=st.sampled_from((1, 3, 24, 24, 49)))
    def time_goes_on(self, hours: int) -> None:
        self.at += timedelta(hours=hours)

    @rule(hours=st.sampled_from((1, 30)))
    def the_clock_goes_back(self, hours: int) -> None:
        self.at -= timedelta(hours=hours)

    # --- what happens -----------------------------------------------------------------------------------------------

    @initialize(pesos=st.sampled_from((90_000, 30_000)))
    def begin(self, pesos: int) -> None:
        for site in SITES:
            desk.give_float(self.store, site, Money(pesos * 100), by=BY, at=self.at)

    @rule(
        site=some_site,
        item=st.sampled_from(("revolver", "ghost-gun", "ghost-gun")),
        settlement=st.sampled_from(("cash", "later", "voucher")),
        late_h=st.sampled_from((0, 0, 1, 25, 60)),
    )
    def receive(self, site: str, item: str, settlement: Any, late_h: int) -> None:
        written = self.at - timedelta(hours=late_h) if late_h else None
        closed_on = self.closed(site)
        done = self.does(
            lambda: take_in(
                self.store, item, settlement=settlement, site=site, written_at=written, at=self.at
            )
        )
        if done is None:
            return
        assert closed_on is None or done.business_on > closed_on
        self.folios.append(done.folio)
        self.tags += done.item_ids

    def one_of(self, found: list[Any], number: int) -> Any:
        return found[number % len(found)] if found else None

    @rule(number=which, site=st.sampled_from(("", SITE, OTHER_SITE)))
    def pay(self, number: int, site: str) -> None:
        folio = self.one_of(self.folios, number)
        if folio:
            self.does(
                lambda: desk.pay(self.store, folio, by=BY, at=self.at, site=site, approval=Approval(BY))
            )

    @rule(number=which, site=st.sampled_from(("", SITE, OTHER_SITE)), back=st.sampled_from((0, 100_00)))
    def void(self, number: int, site: str, back: int) -> None:
        folio = self.one_of(self.folios, number)
        if folio:
            self.does(
                lambda: desk.void(
                    self.store, folio, reason="error", recovered=Money(back), by=BY, at=self.at, site=site
                )
            )

    @rule(number=which)
    def give_back(self, number: int) -> None:
        folio = self.one_of(self.folios, number)
        if folio:
            self.does(lambda: desk.give_back(self.store, folio, by=BY, at=self.at))

    @rule(first=which, second=which, how=st.sampled_from((desk.destroy, desk.hand_over)))
    def dispose(self, first: int, second: int, how: Any) -> None:
        tags = list(dict.fromkeys(filter(None, (self.one_of(self.tags, each) for each in (first, second)))))
        number = f"N-{next(self.numbers)}"
        done = (
            self.does(lambda: how(self.store, tags, act(number, place="aquí"), by=BY, at=self.at))
            if tags
            else None
        )
        if done and how is desk.hand_over:
            self.sent.append((number, tags))

    @rule(number=which, got=st.booleans(), outcome=st.sampled_from(("arrived", "still_here", "lost")))
    def check(self, number: int, got: bool, outcome: Any) -> None:
        sent = self.one_of(self.sent, number)
        if not sent:
            return
        seen = [Seen(tag, found=got) for tag in sent[1]]
        self.does(
            lambda: desk.check_hand_over(
                self.store, sent[0], seen, list_hash=list_hash(sent[1]), by=BY, at=self.at
            )
        )
        told = {"reason": "se buscó", "by": BY, "at": self.at, "approval": Approval(BY)}
        self.does(lambda: desk.resolve_not_received(self.store, sent[1][0], outcome, **told))

    @rule(number=which, make_of=st.sampled_from(("Colt", "Ruger")))
    def correct(self, number: int, make_of: str) -> None:
        tag = self.one_of(self.tags, number)
        if tag:
            self.does(
                lambda: desk.correct(
                    self.store, tag, NewMarks(make=make_of), reason="mal leída", by=BY, at=self.at
                )
            )

    @rule(site=some_site, how=st.sampled_from((desk.top_up, desk.return_cash, desk.give_float)))
    def move_cash(self, site: str, how: Any) -> None:
        self.does(lambda: how(self.store, site, Money(500_00), by=BY, at=self.at))

    @rule(site=some_site, more=st.sampled_from((0, 0, 0, 50, -50)), records=st.booleans())
    def count(self, site: str, more: int, records: bool) -> None:
        with self.store.reading() as db:
            box = cash.box(db, site)
        assert box is not None
        notes = make(max(0, box.expected_minor + more), PLENTY)
        assert notes is not None
        self.does(lambda: desk.count_cash(self.store, site, notes, by=BY, at=self.at))
        if records:
            self.does(
                lambda: desk.record_difference(self.store, site, reason="se contó mal", by=BY, at=self.at)
            )

    @rule(
        site=some_site,
        back_d=st.sampled_from((None, None, None, 0, 1, 2)),
        counts=st.sampled_from((True, True, False)),
    )
    def close(self, site: str, back_d: int | None, counts: bool) -> None:
        """A day that is closed was the oldest open one, and what it says is what the paper says ever after.

        Nobody counts on a day that is closed already, and without a count of the day or later none is.
        """
        if counts:
            self.count(site, 0, records=True)
        with self.store.reading() as db:
            where, last = view.open_days(db, site), self.last_count(site)
        day = None if back_d is None else (self.at - timedelta(days=back_d)).date()
        done = self.does(lambda: desk.close_day(self.store, site, day, by=BY, at=self.at))
        if done:
            assert not [one for one in where if one < done.close.day]
            assert done.reconciliation.count.standing == "settled"
            assert last >= done.close.day.isoformat()

    def last_count(self, site: str) -> str:
        """The latest day on which the site was counted, by the entries alone; "" where it never was."""
        days = (
            body["fact"]["business_on"]
            for body in entries(self.store)
            if body["kind"] == "CashCounted" and body["fact"]["site"] == site
        )
        return max(days, default="")

    # --- what must hold ---------------------------------------------------------------------------------------------

    @invariant()
    def nothing_is_booked_to_a_closed_day(self) -> None:
        """By the entries alone: after a close none bears its day, or an earlier one, for its site."""
        until: dict[str, str] = {}
        came: dict[str, str] = {}
        for body in entries(self.store):
            fact, kind = body["fact"], body["kind"]
            if kind == "DroppedOff":
                came[fact["folio"]] = fact["site"]
            if kind == "DayClosed":
                assert fact["business_on"] > until.get(fact["site"], "")
                until[fact["site"]] = fact["business_on"]
            elif kind != "CloseCompared" and "business_on" in fact:
                for site in sites_of(fact, came):
                    assert fact["business_on"] > until.get(site, ""), (kind, fact)

    @invariant()
    def every_close_rests_on_a_count_and_a_sum(self) -> None:
        """By the entries alone: counted at the site on that day or later; and the days of a box follow each other."""
        counts: dict[int, dict[str, Any]] = {}
        ended: dict[str, int] = {}
        for body in entries(self.store):
            fact = body["fact"]
            if body["kind"] == "CashCounted":
                counts[body["seq"]] = fact
            if body["kind"] != "DayClosed":
                continue
            site, counted = fact["site"], counts[fact["count_seq"]]
            assert (counted["site"], counted["counted_minor"]) == (site, fact["counted_minor"])
            assert counted["business_on"] >= fact["business_on"]
            came = sum(fact[f"{name}_minor"] for name in ("float", "topped_up", "recovered", "differences"))
            assert fact["carried_minor"] == ended.get(site, 0)
            ended[site] = fact["carried_minor"] + came - fact["paid_minor"] - fact["returned_minor"]
            assert fact["expected_minor"] == ended[site]

    def the_days_come_out(self) -> None:
        """Every closed day, looked at again, says what was sealed; each begins as the one before it ended."""
        with self.store.reading() as db:
            for site in SITES:
                held, vouchers = 0, 0
                found = [
                    view.close_of(db, site, one.day) for one in view.closes(db, SPAN) if one.site == site
                ]
                for close in filter(None, found):
                    again = report.reconcile(db, site, close.day, now=self.at)
                    figures = {line.name: line.figure for line in again.lines}
                    assert (figures["held_before"], figures["vouchers_before"]) == (held, vouchers)
                    wrong = [
                        line.name
                        for line in (*again.items, *again.papers)
                        if line.sign == "=" and not line.is_even
                    ]
                    assert wrong == []
                    assert (again.totals.paid, again.totals.vouchers) == (close.paid, close.vouchers)
                    assert (again.box.carried, again.box.expected) == (close.carried, close.expected)
                    held, vouchers = close.held, close.open_vouchers


SPAN = view.Span(date.min, date.max)
STEPS = settings(
    max_examples=25,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much),
)


def test_no_sequence_books_into_a_closed_day(sample_file: Path, tmp_path: Path) -> None:
    """On SQLite, where a ledger is a file to copy; the writer that refuses is the same on both engines."""
    numbers = count(1)

    def new_ledger() -> str:
        return str(shutil.copy(sample_file, tmp_path / f"{next(numbers)}.db"))

    run_state_machine_as_test(lambda: Days(new_ledger), settings=STEPS)


def test_the_refusal_is_the_writers(ledger: Store) -> None:
    """Not a verb refuses but whatever writes: a fact that is appended past every rule of the desk is refused too."""
    from buyback.facts import CashMoved

    desk.give_float(ledger, SITE, Money(0), by=BY, at=AT)
    desk.count_cash(ledger, SITE, (), by=BY, at=AT)
    desk.close_day(ledger, SITE, by=BY, at=AT)
    before = checks.head(ledger)
    with pytest.raises(DayIsClosed), log_writer.writing(ledger, by=BY, at=AT) as writer:
        writer.append(CashMoved(SITE, AT.date().isoformat(), "top_up", 1_00))
    assert checks.head(ledger) == before

"""Whatever a site does, in whatever order: the desk allows what the rules allow, and the log alone gives everything back.

A second, much simpler model of the rules runs beside the desk. After each run the ledger must verify, a rebuild must
give the very same rows, the custody equation must hold, the money must add up and the folios must have no gap.
"""

import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
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
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, act, dump, rate_of, take_in
from sqlalchemy import text

from buyback import desk
from buyback.desk import NewMarks, Order
from buyback.errors import Refusal
from buyback.facts import CONDITIONS, SETTLEMENTS, VALUES, Marks
from buyback.folios import make
from buyback.money import Money, Rate
from buyback.payout_table import PayoutTable, load_seed
from buyback.rates import Quoted
from buyback.rules import Item
from buyback.store import checks
from buyback.store import ledger as log_writer
from buyback.store.engine import Store, open_store

TABLES = {code: load_seed(code) for code in ("federal-2025", "federal-2026")}
CODES = tuple(row.code for row in TABLES["federal-2025"].rows)
DECIDED = {"destroyed", "kept", "handed_over"}


@dataclass
class Known:
    """What the model believes of one drop-off."""

    status: str
    settlement: str
    total_minor: int
    items: list[str]
    handed_over_only: list[bool]
    traced: list[bool]
    site: str
    paid_minor: int = 0
    recovered_minor: int = 0
    corrected: dict[int, list[Marks]] = field(default_factory=dict)

    @property
    def all_held(self) -> bool:
        return all(status == "held" for status in self.items)


IN_BULK = ("cartridge", "magazine", "dynamite", "primer", "detonating-cap", "war-toy")
"""What is counted and not tagged piece by piece, so that no weapon's amount fits it."""


def _expected(table: PayoutTable, item: Item) -> int | None:
    """The centavos that an item pays, None where nothing is published for it."""
    if item.donated:
        return 0
    codes = {row.code for row in table.rows}
    if item.type_code not in codes or (item.valued_as and item.valued_as not in codes):
        return None
    own = table.row(item.type_code)
    if not item.valued_as:
        unit = table.amount_minor(own, item.condition)
        return None if unit is None else unit * item.quantity
    if table.amount_minor(own, item.condition) is not None or item.type_code in IN_BULK:
        return None
    unit = table.amount_minor(table.row(item.valued_as), item.condition)
    return None if unit is None else unit * item.quantity


notes = st.sampled_from(("", "", "cacha rota", "señal «87»", "oxidada; “vieja”"))
donated = st.builds(
    Item, st.sampled_from(CODES), st.integers(1, 4), st.sampled_from(CONDITIONS), donated=st.just(True)
)
one_item = st.one_of(
    st.builds(
        Item,
        st.sampled_from(("revolver", "ak-47", "pistol-9mm", "machine-gun", "ghost-gun", "war-toy")),
        st.integers(1, 4),
        note=notes,
    ),
    donated,
    st.builds(
        Item,
        st.sampled_from(("shotgun", "rifle", "grenade", "cartridge", "air-gun")),
        st.integers(1, 4),
        valued_as=st.sampled_from(("revolver", "ghost-gun", "ak-47")),
        note=notes,
    ),
    st.builds(
        Item,
        st.sampled_from(CODES),
        st.integers(1, 4),
        st.sampled_from(CONDITIONS),
        valued_as=st.sampled_from(("", "revolver", "rifle")),
    ),
)
some_items = st.lists(one_item, min_size=1, max_size=3)


new_marks = st.builds(
    NewMarks,
    make=st.sampled_from((None, None, "", "Colt", "Llama")),
    serial=st.sampled_from((None, None, "", "A 1", "a-2")),
    serial_status=st.sampled_from((None, None, None, "none", "filed_off")),
)


def _corrected(stood: Marks, new: NewMarks) -> Marks | None:
    """What the marks become; None where a serial is given and denied at once."""
    if new.serial and new.serial_status:
        return None
    make = stood.make if new.make is None else new.make
    if new.serial_status:
        return Marks(make=make, serial_status=new.serial_status)
    serial = stood.serial if new.serial is None else new.serial
    was_taken_away = bool(stood.serial) and not serial
    status = "read" if serial else "not_asked" if was_taken_away else stood.serial_status
    return Marks(make=make, serial=serial, serial_status=status)


class Site(RuleBasedStateMachine):
    """A site at work, and the model of it."""

    def __init__(self, new_ledger: Callable[[], str]) -> None:
        super().__init__()
        self.where = new_ledger()
        self.store: Store = open_store(self.where)
        self.known: dict[str, Known] = {}
        self.at: datetime = AT
        self.table = TABLES["federal-2025"]
        self.acts = count(1)

    def teardown(self) -> None:
        try:
            self.everything_adds_up()
        finally:
            self.store.close()

    @initialize(items=st.lists(donated, min_size=2, max_size=2))
    def begin(self, items: list[Item]) -> None:
        """Two drop-offs stand in every ledger before anything else happens."""
        self.receive_items([Item("revolver", 3), Item("ak-47")], "later", SITE, BY, on_paper=False)
        self.receive_items([Item("grenade", 2, donated=True), *items], "none", OTHER_SITE, BY, on_paper=False)

    # --- what happens ---------------------------------------------------------------------------------------------

    def _does(self, allowed: bool, verb: Callable[[], Any]) -> Any:
        """The verb's answer where it is allowed; where it is not, a refusal that writes nothing."""
        if allowed:
            return verb()
        before = self._head()
        with pytest.raises(Refusal):
            verb()
        assert self._head() == before
        return None

    def _head(self) -> Any:
        with self.store.reading() as db:
            return db.connection.execute(text("SELECT head_seq, head_digest, folios FROM ledger")).one()

    @rule(items=some_items, settlement=st.sampled_from(SETTLEMENTS), site=st.sampled_from((SITE, OTHER_SITE)),
          by=st.sampled_from((BY, COLLEAGUE)), on_paper=st.booleans())  # fmt: skip
    def receive(self, items: list[Item], settlement: Any, site: str, by: str, on_paper: bool) -> None:
        self.receive_items(items, settlement, site, by, on_paper=on_paper)

    def receive_items(
        self, items: list[Item], settlement: Any, site: str, by: str, *, on_paper: bool
    ) -> None:
        amounts = [_expected(self.table, item) for item in items]
        types = {row.code: row for row in self.table.rows}
        allowed = None not in amounts and all(item.type_code in types for item in items)
        order = Order(
            site,
            tuple(items),
            settlement,
            f"form-{next(self.acts)}",
            rate_of(self.store),
            reason="no está en la tabla",
            written_at=self.at - timedelta(hours=3) if on_paper else None,
        )
        taken = self._does(allowed, lambda: desk.receive(self.store, order, by=by, at=self.at))
        if taken is None:
            return
        total_minor = sum(amount or 0 for amount in amounts)
        assert taken.folio == make("A1", len(self.known) + 1)
        assert taken.mxn == Money(total_minor)
        assert taken.usd == sum(
            (taken.rate.dollars(Money(line.amount_minor)) for line in taken.lines), Money(0, "USD")
        )
        status = {"cash": "paid", "voucher": "voucher", "later": "owed", "none": "none"}[settlement]
        status = "none" if total_minor == 0 else status
        classes = [self.table.class_of(types[line.type_code]) for line in taken.lines]
        only, traced = [of.custody == "hand_over" for of in classes], [of.traced for of in classes]
        paid_minor = total_minor if status == "paid" else 0
        self.known[taken.folio] = Known(
            status, settlement, total_minor, ["held"] * len(taken.lines), only, traced, site, paid_minor
        )
        assert taken.status == status
        again = desk.receive(self.store, order, by=by, at=self.at)
        assert (again.repeated, again.folio, again.lines) == (True, taken.folio, taken.lines)

    def _some_folio(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.known)))

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def pay(self, data: st.DataObject) -> None:
        folio = self._some_folio(data)
        known = self.known[folio]
        allowed = known.status in ("owed", "voucher")
        paid = self._does(allowed, lambda: desk.pay(self.store, folio, by=BY, at=self.at))
        if paid is not None:
            assert paid.amount == Money(known.total_minor)
            known.status, known.paid_minor = "paid", known.total_minor

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        folio = self._some_folio(data)
        known = self.known[folio]
        allowed = known.status in ("owed", "voucher", "none") and known.all_held
        if self._does(allowed, lambda: desk.give_back(self.store, folio, by=BY, at=self.at)):
            known.status, known.items = "returned", ["returned"] * len(known.items)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), part=st.sampled_from((None, 0, 1, 100, 101)))
    def void(self, data: st.DataObject, part: int | None) -> None:
        folio = self._some_folio(data)
        known = self.known[folio]
        paid_minor = known.total_minor if known.status == "paid" else 0
        back = None if part is None else Money(paid_minor * part // 100 + (part == 101))
        fits = paid_minor == 0 if back is None else 0 <= back.amount_minor <= paid_minor
        has_cash = known.settlement == "voucher" and known.status == "paid"  # whoever brought the voucher
        allowed = known.status != "voided" and not has_cash and known.all_held and fits
        void = lambda: desk.void(self.store, folio, reason="error", recovered=back, by=BY, at=self.at)  # noqa: E731
        if self._does(allowed, void):
            known.status, known.items = "voided", ["voided"] * len(known.items)
            known.recovered_minor = back.amount_minor if back else 0

    @precondition(lambda self: self.known)
    @rule(
        data=st.data(), kind=st.sampled_from(sorted(DECIDED)), place=st.sampled_from(("", "Campo Militar 1"))
    )
    def dispose(self, data: st.DataObject, kind: str, place: str) -> None:
        every = [(folio, n) for folio, known in sorted(self.known.items()) for n in range(len(known.items))]
        chosen = data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=3, unique=True))
        sites = {self.known[folio].site for folio, _n in chosen}
        allowed = all(self._may(kind, self.known[folio], n) for folio, n in chosen) and (
            place or len(sites) == 1
        )
        names = [f"{folio}/{n + 1}" for folio, n in chosen]
        paper = act(f"ACTA-{next(self.acts)}", place)
        verbs: dict[str, Callable[[], object]] = {
            "destroyed": lambda: desk.destroy(self.store, names, paper, by=BY, at=self.at),
            "kept": lambda: desk.keep(self.store, names, paper, value=VALUES[0], by=BY, at=self.at),
            "handed_over": lambda: desk.hand_over(self.store, names, paper, by=BY, at=self.at),
        }
        if self._does(bool(allowed), verbs[kind]):
            for folio, n in chosen:
                self.known[folio].items[n] = kind

    @precondition(lambda self: self.known)
    @rule(data=st.data(), new=new_marks, by=st.sampled_from((BY, COLLEAGUE)))
    def correct(self, data: st.DataObject, new: NewMarks, by: str) -> None:
        folio = self._some_folio(data)
        known = self.known[folio]
        n = data.draw(st.integers(0, len(known.items) - 1))
        stood = known.corrected.get(n, [Marks()])[-1]
        stands = _corrected(stood, new)
        allowed = (
            known.traced[n] and known.items[n] not in ("returned", "voided") and stands not in (None, stood)
        )
        name = f"{folio}/{n + 1}"
        done = self._does(
            allowed, lambda: desk.correct(self.store, name, new, reason="mal leída", by=by, at=self.at)
        )
        if done is not None and stands is not None:
            assert (done.was, done.now, done.status) == (stood, stands, known.items[n])
            known.corrected.setdefault(n, [Marks()]).append(stands)

    @staticmethod
    def _may(kind: str, known: Known, n: int) -> bool:
        held = known.items[n] == "held"
        if known.status == "owed" or not (
            held or (known.items[n] == "handed_over" and kind != "handed_over")
        ):
            return False
        return not (kind == "destroyed" and held and known.handed_over_only[n])

    @rule(days=st.integers(0, 3), hours=st.integers(1, 30))
    def time_passes(self, days: int, hours: int) -> None:
        self.at += timedelta(days=days, hours=hours)

    @rule(e4=st.integers(15_0000, 25_0000))
    def a_new_rate(self, e4: int) -> None:
        quoted = Quoted(Rate(e4), date(2025, 2, 18), "ECB", self.at)
        desk.record_rate(self.store, quoted, by=BY, at=self.at)

    @rule(code=st.sampled_from(("federal-2025",) * 4 + ("federal-2026",)))
    def another_table(self, code: str) -> None:
        allowed = self.table is not TABLES[code]
        if self._does(allowed, lambda: desk.adopt_table(self.store, TABLES[code], by=BY, at=self.at)):
            self.table = TABLES[code]

    @rule()
    def the_program_starts_again(self) -> None:
        self.store.close()
        self.store = open_store(self.where)

    # --- what must be true ------------------------------------------------------------------------------------------

    @invariant()
    def statuses_are_as_the_model_has_them(self) -> None:
        with self.store.reading() as db:
            rows = db.connection.execute(text("SELECT folio, status FROM drop_off")).all()
        assert {row.folio: row.status for row in rows} == {
            folio: known.status for folio, known in self.known.items()
        }

    def everything_adds_up(self) -> None:
        assert list(checks.verify(self.store)) == []
        before = dump(self.store)
        log_writer.rebuild(self.store)
        assert dump(self.store) == before
        with self.store.reading() as db:
            run = db.connection.exec_driver_sql
            numbers = [row.number for row in run("SELECT number FROM drop_off ORDER BY number")]
            item_rows = run(
                "SELECT folio, line, status, amount_minor, usd_cents, make, serial, serial_status FROM item"
                " ORDER BY folio, line"
            ).all()
            corrections = run(
                "SELECT folio, line, was_make, now_make, now_serial FROM correction ORDER BY seq"
            ).all()
            totals = {row.folio: row for row in run("SELECT folio, total_minor, total_cents FROM drop_off")}
            paid = {row.folio: row.amount_minor for row in run("SELECT folio, amount_minor FROM payout")}
            voids = {row.folio: row.recovered_minor for row in run("SELECT folio, recovered_minor FROM void")}
        assert numbers == list(range(1, len(self.known) + 1))
        by_status = Counter(row.status for row in item_rows)
        model = Counter(status for known in self.known.values() for status in known.items)
        assert by_status == model
        parts = ("held", "destroyed", "kept", "handed_over", "returned", "voided")
        assert len(item_rows) == sum(by_status[status] for status in parts)
        for folio, known in self.known.items():
            mine = [row for row in item_rows if row.folio == folio]
            assert [row.status for row in mine] == known.items
            assert sum(row.amount_minor for row in mine) == totals[folio].total_minor == known.total_minor
            assert sum(row.usd_cents for row in mine) == totals[folio].total_cents
            assert paid.get(folio, 0) == known.paid_minor
            for n, row in enumerate(mine):
                history = known.corrected.get(n, [Marks()])
                assert (row.make, row.serial, row.serial_status) == (
                    history[-1].make, history[-1].serial, history[-1].serial_status,
                )  # fmt: skip
                told = [one for one in corrections if (one.folio, one.line) == (folio, n + 1)]
                assert [(one.was_make, one.now_make, one.now_serial) for one in told] == [
                    (was.make, now.make, now.serial) for was, now in pairwise(history)
                ]
            assert voids.get(folio) == (known.recovered_minor if known.status == "voided" else None)


def _run(new_ledger: Callable[[], str], *, examples: int, steps: int) -> None:
    run_state_machine_as_test(
        lambda: Site(new_ledger),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )


def test_the_log_gives_everything_back_on_sqlite(sample_file: Path, tmp_path: Path) -> None:
    """Random days at a site on SQLite: allowed is what the model allows, and a replay gives the same rows."""
    names = count()
    _run(lambda: str(shutil.copy(sample_file, tmp_path / f"{next(names)}.db")), examples=30, steps=40)


def test_the_log_gives_everything_back_on_postgresql(postgres: Any) -> None:
    """The same on PostgreSQL, fewer times."""
    _run(lambda: postgres.url(postgres.copy()), examples=6, steps=20)


def test_both_engines_make_the_same_rows(sqlite_url: str, postgres_url: str) -> None:
    """The same day on SQLite and on PostgreSQL gives the same log and the same tables, byte for byte."""
    rows = []
    for where in (sqlite_url, postgres_url):
        with closing(open_store(where)) as store:
            first = take_in(store, "revolver:serial=ñ-1", "ak-47", "cartridge:9:donated", draft_id="d-1")
            take_in(
                store, "pistol-9mm", settlement="later", draft_id="d-2", written_at=AT - timedelta(days=1)
            )
            desk.destroy(store, first.item_ids[:2], act(), by=BY, at=AT)
            rows.append(dump(store))
    assert rows[0] == rows[1]

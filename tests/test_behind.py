"""The entries behind figures: what they say, added up again from the sealed log, is the figure."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, act, order, take_in
from sqlalchemy import text

from buyback import denominations, desk, errors, facts, report
from buyback.desk import Approval, NewMarks, Pin
from buyback.money import Money
from buyback.report import Summary, box_words
from buyback.store.engine import Db, Store
from buyback.store.views import behind, cash, life, log, till
from buyback.store.views.behind import FIGURES, Figure
from buyback.store.views.totals import EVER, NEVER, Span

TODAY = date(2025, 2, 18)
YESTERDAY = TODAY - timedelta(days=1)
DAYS = Span(YESTERDAY, TODAY, SITE)
HERE = Span(EVER, NEVER, SITE)


@pytest.fixture
def busy(ledger: Store) -> Store:
    """Two days at two sites: cash in and out, vouchers, a void, a return, corrections, acts, and what is outside the table."""
    store = ledger
    before = AT - timedelta(days=1)
    notes = denominations.parse("500x90,200x20,100x10")
    desk.give_float(store, SITE, Money(50_000_00), by=BY, at=before, notes=notes)
    first = take_in(store, "ak-47", "revolver", at=before)
    take_in(store, "pistol-9mm", settlement="voucher", at=before)
    later = take_in(store, "revolver", settlement="later", at=before)
    desk.top_up(store, SITE, Money(60_000_00), by=COLLEAGUE, at=AT)
    desk.pay(store, later.folio, by=COLLEAGUE, at=AT)
    mixed = take_in(store, "revolver", "cartridge:250:donated", "machine-gun:u", "ghost-gun:u")
    take_in(store, "shotgun:as=revolver", reason="nearest row", by=COLLEAGUE)
    take_in(store, "grenade:donated", settlement="later", site=OTHER_SITE)
    back = take_in(store, "pen-gun", settlement="later")
    desk.give_back(store, back.folio, by=BY, at=AT)
    wrong = take_in(store, "p90", settlement="cash")
    desk.void(store, wrong.folio, reason="twice", recovered=Money(24_000_00), by=COLLEAGUE, at=AT)
    desk.correct(store, mixed.item_ids[0], NewMarks(make="Colt"), reason="read again", by=BY, at=AT)
    desk.destroy(store, first.item_ids, act(), by=BY, at=AT)
    desk.hand_over(store, mixed.item_ids[1:2], act("E-1"), by=COLLEAGUE, at=AT)
    desk.return_cash(store, SITE, Money(1_000_00), by=BY, at=AT)
    return store


def said(db: Db, figure: Figure, span: Span = DAYS) -> list[facts.Fact]:
    """What the entries of a figure say."""
    return [log.entry(db, seq).fact for seq in behind.entries(db, figure, span, limit=1000)]


def summarised(db: Db) -> Summary:
    return report.summarise(db, YESTERDAY, TODAY, site=SITE, today=TODAY)


def test_what_was_taken_in_is_the_sum_of_its_entries(busy: Store) -> None:
    """By type and by figure: the pieces and pesos of the lines of those entries that stayed."""
    with busy.reading() as db:
        found = summarised(db)
        assert found.types
        for one in found.types:
            entries = said(db, Figure("type", one.code))
            lines = [
                line
                for fact in entries
                if isinstance(fact, facts.DroppedOff)
                for line in fact.lines
                if line.type_code == one.code
            ]
            assert sum(line.quantity for line in lines) == one.pieces, one.code
            assert sum(line.amount_minor for line in lines) == one.mxn.amount_minor, one.code
        assert len(said(db, Figure("drop_offs"))) == found.drop_offs
        firearms = said(db, Figure("count", *found.definition.counts))
        assert {fact.folio for fact in firearms if isinstance(fact, facts.DroppedOff)} >= {
            fact.folio
            for one in found.types
            if one.code in ("ak-47", "revolver")
            for fact in said(db, Figure("type", one.code))
            if isinstance(fact, facts.DroppedOff)
        }


def test_value_and_cash_are_the_sums_of_their_entries(busy: Store) -> None:
    """Drop-offs by how they stand, and payouts by their means: their number and their pesos."""
    with busy.reading() as db:
        found = summarised(db)
        for name, status in (
            ("paid", "paid"),
            ("voucher", "voucher"),
            ("owed", "owed"),
            ("no_payment", "none"),
        ):
            entries = said(db, Figure("settled", status))
            amounts = getattr(found.money, name)
            assert len(entries) == amounts.number, name
            minor = sum(
                line.amount_minor
                for fact in entries
                if isinstance(fact, facts.DroppedOff)
                for line in fact.lines
            )
            assert minor == amounts.mxn.amount_minor, name
        payouts = said(db, Figure("cash", "cash", "voucher"))
        assert len(payouts) == found.cash.paid_out.number
        paid = sum(fact.amount_minor for fact in payouts if isinstance(fact, facts.PaidOut))
        assert paid == found.cash.paid_out.mxn.amount_minor
        voided = [fact for fact in said(db, Figure("voids")) if isinstance(fact, facts.Voided)]
        assert [fact.recovered_minor for fact in voided] == [found.cash.recovered.amount_minor]


def test_who_did_what_is_the_number_of_their_entries(busy: Store) -> None:
    """For each deed of each person as many entries, or items in them, as the report counts; all theirs or approved by them."""
    with busy.reading() as db:
        did = summarised(db).people.did
        assert {one.deed for one in did} >= {
            "received",
            "paid",
            "voided",
            "destroyed",
            "corrected",
            "moved_cash",
        }
        for one in did:
            seqs = behind.entries(db, Figure(f"did_{one.deed}", one.alias), DAYS, limit=1000)
            entries = [log.entry(db, seq) for seq in seqs]
            assert seqs, one
            if one.deed != "approved":
                assert {entry.by for entry in entries} == {one.alias}, one
            counted = sum(len(getattr(entry.fact, "items", (0,))) for entry in entries)
            assert counted == one.number, one


def test_a_cash_box_holds_what_its_entries_come_to(busy: Store) -> None:
    """Every part of the formula, and the whole of it."""
    with busy.reading() as db:
        box = cash.box(db, SITE)
        assert box is not None
        parts = {
            name: minor
            for name, (_sign, _words, minor) in zip(box_words.BOX_PARTS, box_words.formula(box), strict=True)
        }
        for name, minor in parts.items():
            entries = said(db, Figure(f"box_{name}", str(box.float_seq)), HERE)
            assert sum(map(_moved, entries)) == (minor if name == "expected" else _signed(name, minor)), name
        moves = till.moves(db, SITE, TODAY, box)
        assert {move.seq for move in moves if move.kind != "count"} <= set(
            behind.entries(db, Figure("box_expected", str(box.float_seq)), HERE, limit=1000)
        )


def _signed(name: str, minor: int) -> int:
    return -minor if name in ("paid", "returned") else minor


def _moved(fact: facts.Fact) -> int:
    """What an entry changes about what the box should hold."""
    match fact:
        case facts.CashMoved():
            return -fact.amount_minor if fact.kind == "return" else fact.amount_minor
        case facts.PaidOut():
            return -fact.amount_minor
        case facts.Voided():
            return fact.recovered_minor or 0
    raise AssertionError(fact)


def test_custody_is_the_entries_that_made_it_so(busy: Store) -> None:
    """Each status: as many items stand in those entries as the report counts, of these days."""
    with busy.reading() as db:
        custody = summarised(db).custody
        for status, number in custody.parts:
            rows = db.connection.execute(
                text(
                    "SELECT status_seq FROM item WHERE ledger = :ledger AND site = :site AND status = :status"
                    " AND business_on BETWEEN :first AND :last"
                ),
                DAYS.values(db) | {"status": status},
            ).scalars()
            counted = Counter(rows)
            assert counted.total() == number
            assert set(behind.entries(db, Figure("custody", status), DAYS, limit=1000)) == set(counted)
        assert len(said(db, Figure("moved", "destroyed"))) == 1
        assert len(said(db, Figure("moved", "handed_over"))) == 1


def test_every_figure_can_be_read_and_leafed_through(busy: Store) -> None:
    """On either engine each has its statement; two pages of one entry are the first two of a page of two."""
    of = {"rate": ("20.2852", "2025-02-18", "ECB"), "entry": ("8",), "day": ("2025-02-18",)}
    with busy.reading() as db:
        for name in FIGURES:
            figure = Figure(name, *of.get(name, ("1" if name.startswith("box_") else BY,)))
            listed = behind.entries(db, figure, DAYS, limit=2)
            assert list(listed) == sorted(listed, reverse=True)
            if len(listed) == 2:
                first = behind.entries(db, figure, DAYS, limit=1)
                assert behind.entries(db, figure, DAYS, limit=1, before=first[0]) == listed[1:]
        assert list(behind.entries(db, Figure("entry", "8"), DAYS, limit=9)) == [8]
        assert behind.entries(db, Figure("rate", *of["rate"]), DAYS, limit=100)


def test_a_life_is_every_entry_that_names_it(busy: Store) -> None:
    """Of a drop-off and of each of its items: no entry of the log that names it is left out, and no other is in it."""
    with busy.reading() as db:
        bodies = {row.seq: row.body for row in log.page(db, limit=1000)}
        folios = sorted(db.connection.scalars(text("SELECT folio FROM drop_off")))
        assert folios
        for folio in folios:
            named = {seq for seq, body in bodies.items() if f'"{folio}"' in body or f'"{folio}/' in body}
            assert set(life.life(db, folio)) == named, folio
            of_first = {seq for seq in named if f'"{folio}"' in bodies[seq] or f'"{folio}/1"' in bodies[seq]}
            assert set(life.life(db, folio, 1)) == of_first, folio


def test_wrong_codes_are_part_of_a_vouchers_life(ledger: Store) -> None:
    """Each stands in the log only, and is told with what it was given for, and with no other voucher."""
    folio, other = (
        desk.receive(
            ledger, replace(order(ledger, "revolver", settlement="voucher"), code=Pin("4071")), by=BY, at=AT
        ).folio
        for _number in range(2)
    )
    for _try in range(2):
        with pytest.raises(errors.WrongCode):
            desk.pay(ledger, folio, code=Pin("1111"), by=BY, at=AT)
    desk.pay(ledger, folio, code=Pin("4071"), by=BY, at=AT)
    with ledger.reading() as db:
        refused = {row.seq for row in log.page(db, limit=99, kind="VoucherCodeRefused")}
        assert len(refused) == 2
        assert refused < set(life.life(db, folio))
        assert not refused & set(life.life(db, other))


def test_approvals_lead_to_what_was_approved(busy: Store) -> None:
    """A void that a supervisor approved is behind their approvals."""
    folio = take_in(busy, "revolver").folio
    desk.void(
        busy, folio, reason="twice", recovered=Money(8_700_00), by=BY, at=AT, approval=Approval(COLLEAGUE)
    )
    with busy.reading() as db:
        (void,) = [
            fact
            for fact in said(db, Figure("did_approved", COLLEAGUE), replace(DAYS))
            if isinstance(fact, facts.Voided) and fact.folio == folio
        ]
        assert void.approved_by == COLLEAGUE

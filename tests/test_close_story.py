"""Closes that contradict the log, sealed as the program seals them, with tables that fit: verification tells."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from samples import AT, BY, OTHER_SITE, SITE, act, on_a_file, take_in
from tampering import found, seal_on, told

from buyback import desk, facts, report
from buyback.denominations import parse
from buyback.describe import describe
from buyback.facts import CashMoved, CloseCompared, DayClosed, Destroyed, DisposedItem, Returned, Voided
from buyback.money import Money
from buyback.report.closing_words import closed_text
from buyback.store import checks
from buyback.store.engine import Store
from buyback.store.story import CHECKS
from buyback.store.views.close import closed_until

pytestmark = on_a_file

DAY = date(2025, 2, 18)
ON = DAY.isoformat()
NEXT = AT + timedelta(days=1)


@pytest.fixture
def till(ledger: Store) -> Store:
    """A day with all that moves cash, a voucher and something owed, counted and not closed; 1,000 pesos were carried over."""
    desk.give_float(ledger, SITE, Money(1_000_00), by=BY, at=AT - timedelta(days=1))
    desk.count_cash(ledger, SITE, parse("500x2"), by=BY, at=AT - timedelta(days=1))
    desk.close_day(ledger, SITE, by=BY, at=AT - timedelta(days=1))
    desk.return_cash(ledger, SITE, Money(1_000_00), by=BY, at=AT)
    desk.give_float(ledger, SITE, Money(50_000_00), by=BY, at=AT)
    desk.top_up(ledger, SITE, Money(200_00), by=BY, at=AT)
    take_in(ledger)
    take_in(ledger, "ghost-gun", settlement="voucher")
    take_in(ledger, "ghost-gun", settlement="later")
    wrong = take_in(ledger, "ghost-gun")
    desk.void(ledger, wrong.folio, reason="otro tipo", recovered=Money(1_000_00), by=BY, at=AT)
    for notes in ("500x82,100x4", "500x82,100x5"):
        desk.count_cash(ledger, SITE, parse(notes), by=BY, at=AT)
        desk.record_difference(ledger, SITE, reason="se contó mal", by=BY, at=AT)
    return ledger


def true_close(store: Store, day: date = DAY) -> DayClosed:
    """The close that the desk would seal next."""
    with store.reading() as db:
        now = report.reconcile(db, SITE, day, now=AT)
    head, of, count, box = checks.head(store), now.totals, now.count, now.box
    return DayClosed(
        SITE, day.isoformat(), count.seq, count.expected_minor, count.counted_minor, box.carried.amount_minor,
        box.floated.amount_minor, box.topped_up.amount_minor, box.paid.amount_minor, box.returned.amount_minor,
        box.recovered.amount_minor, box.differences.amount_minor, box.expected.amount_minor,
        now.paid_without_float.amount_minor, of.drop_offs, of.items, of.valued.amount_minor, of.usd.amount_minor,
        of.vouchers.amount_minor, now.held, now.open_vouchers, now.open_forms, head.seq, head.digest, BY,
    )  # fmt: skip


def test_what_the_desk_seals_contradicts_nothing(till: Store) -> None:
    """The close as this test makes it is the one that the desk makes."""
    made = true_close(till)
    assert told(till, made) == []


FIGURES = {
    "drop_offs": ("3", "4"), "items": ("3", "4"), "valued_minor": ("10790.00", "10790.01"), "usd_cents": ("531.92", "531.93"),
    "vouchers_minor": ("1045.00", "1045.01"), "held": ("3", "4"), "open_vouchers": ("1", "2"), "open_forms": ("0", "1"),
    "carried_minor": ("1000.00", "1000.01"), "float_minor": ("50000.00", "50000.01"),
    "topped_up_minor": ("200.00", "200.01"), "paid_minor": ("9745.00", "9745.01"),
    "returned_minor": ("1000.00", "1000.01"), "recovered_minor": ("1000.00", "1000.01"),
    "differences_minor": ("45.00", "45.01"), "expected_minor": ("41500.00", "41500.01"),
    "paid_without_float_minor": ("0.00", "0.01"), "count_expected_minor": ("41400.00", "41400.01"),
    "counted_minor": ("41500.00", "41500.01"),
}  # fmt: skip


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_that_is_not_that_of_the_entries(till: Store, figure: str) -> None:
    """Each of them, by a centavo or by one, with what it should be."""
    made = true_close(till)
    seq, (should, said) = checks.head(till).seq + 1, FIGURES[figure]
    assert told(till, replace(made, **{figure: getattr(made, figure) + 1})) == [
        f"Entry {seq} closes {ON} at {SITE} and says {figure} = {said}; by the entries it is {should}."
    ]


def test_a_close_that_nobody_signed(till: Store) -> None:
    """It is told, and neither the words nor a refusal name whoever closed it as the one who signed."""
    made, seq = true_close(till), checks.head(till).seq + 1
    assert told(till, replace(made, approved_by="")) == [
        f"Entry {seq} closes {ON} at {SITE}, and no supervisor signed it."
    ]
    with till.reading() as db:
        known = report.reconcile(db, SITE, DAY, now=AT).close
        last = closed_until(db, SITE)
    assert known is not None
    assert last is not None
    assert closed_text(known).endswith("; nobody signs as supervisor.")
    assert (known.signed_by, last.words["by"]) == ("nobody", "nobody")
    assert describe(replace(made, approved_by="")).endswith("; nobody signs")


def test_a_close_that_skips_the_entry_before_it(till: Store) -> None:
    """What it names is where the log stood."""
    made, seq = true_close(till), checks.head(till).seq + 1
    assert told(till, replace(made, checkpoint_seq=seq - 2)) == [
        f"Entry {seq} closes {ON} at {SITE} and does not name entry {seq - 1} as the one before it."
    ]


def test_a_close_that_names_another_digest(till: Store) -> None:
    """The number is right and the digest is not that of the entry: the paper would say what never was."""
    made, seq = true_close(till), checks.head(till).seq + 1
    assert told(till, replace(made, checkpoint_digest="0" * 64)) == [
        f"Entry {seq} closes {ON} at {SITE} and does not name entry {seq - 1} as the one before it."
    ]


def no_count(seq: int, count_seq: int) -> str:
    return (
        f"Entry {seq} closes {ON} at {SITE} by entry {count_seq}, which is no count of its box on that day or later, "
        "after its last movement."
    )


def test_a_close_without_a_count(till: Store) -> None:
    """An entry that is no count."""
    made, seq = true_close(till), checks.head(till).seq + 1
    assert told(till, replace(made, count_seq=seq - 1)) == [no_count(seq, seq - 1)]


def test_a_close_by_the_count_of_an_earlier_day(ledger: Store) -> None:
    """Nothing moved since; what lay in the box on the day nobody looked."""
    desk.give_float(ledger, SITE, Money(500_00), by=BY, at=AT - timedelta(days=1))
    counted = desk.count_cash(ledger, SITE, parse("500x1"), by=BY, at=AT - timedelta(days=1))
    desk.close_day(ledger, SITE, by=BY, at=AT - timedelta(days=1))
    take_in(ledger, settlement="later")
    made, seq = true_close(ledger), checks.head(ledger).seq + 1
    assert made.count_seq == counted.seq
    assert told(ledger, made) == [no_count(seq, counted.seq)]


def test_what_was_paid_without_a_float_stands_apart(ledger: Store) -> None:
    """It left no box, so it is in no sum of one; it is sealed beside that, and told where it is another."""
    take_in(ledger)
    desk.give_float(ledger, SITE, Money(500_00), by=BY, at=AT)
    desk.count_cash(ledger, SITE, parse("500x1"), by=BY, at=AT)
    made, seq = true_close(ledger), checks.head(ledger).seq + 1
    assert (made.paid_minor, made.paid_without_float_minor, made.expected_minor) == (0, 8_700_00, 500_00)
    assert told(ledger, replace(made, paid_minor=8_700_00, paid_without_float_minor=0)) == [
        f"Entry {seq} closes {ON} at {SITE} and says {figure} = {said}; by the entries it is {should}."
        for figure, said, should in (
            ("paid_minor", "8700.00", "0.00"),
            ("paid_without_float_minor", "0.00", "8700.00"),
        )
    ]


def test_a_close_by_a_count_of_before_the_last_payment(till: Store) -> None:
    """Cash left the box after it: nobody looked what was in it at the end."""
    made = true_close(till)
    take_in(till)
    seq = checks.head(till).seq + 1
    late = replace(true_close(till), count_seq=made.count_seq, expected_minor=made.expected_minor)
    assert no_count(seq, made.count_seq) in told(till, late)


def test_a_close_whose_difference_is_open(till: Store) -> None:
    """The count fits the day; what it found missing is recorded nowhere."""
    counted = desk.count_cash(till, SITE, parse("500x80"), by=BY, at=AT)
    made, seq = true_close(till), checks.head(till).seq + 1
    assert told(till, made) == [
        f"Entry {seq} closes {ON} at {SITE}, and nobody recorded the difference of the count of entry {counted.seq}."
    ]


def test_a_day_that_is_closed_twice(till: Store) -> None:
    """The second close, of an earlier day, names the entry that closed it already."""
    made = true_close(till)
    first = checks.head(till).seq + 1
    again = replace(made, checkpoint_seq=first)
    seal_on(till, made, replace(again, business_on="2025-02-17"))
    said = [str(finding) for finding in found(till) if finding.check in CHECKS]
    assert f"Entry {first + 1} closes 2025-02-17 at {SITE}, which entry {first} closed already." in said


def test_a_close_before_an_earlier_day(till: Store) -> None:
    """A day with entries that was left out is named."""
    desk.count_cash(till, SITE, parse("500x83"), by=BY, at=NEXT)
    made = true_close(till, NEXT.date())
    seq = checks.head(till).seq + 1
    assert f"Entry {seq} closes 2025-02-19 at {SITE}, and {ON} was still open." in told(till, made)


INTO: dict[str, Callable[[Store], facts.Fact]] = {
    "cash": lambda _store: CashMoved(SITE, ON, "top_up", 1_00),
    "a return": lambda _store: Returned("A1-000003-7", ON, ("A1-000003-7/1",)),
    "an act": lambda _store: Destroyed("N", ON, "m", "p", ("a", "b"), (DisposedItem("A1-000001-B/1"),)),
    "a void elsewhere": lambda _store: Voided(
        "A1-000001-B", ON, "r", 8_700_00, 0, ("A1-000001-B/1",), BY, OTHER_SITE
    ),
    "an earlier day": lambda _store: CashMoved(SITE, "2025-02-01", "top_up", 1_00),
}


@pytest.mark.parametrize("what", INTO)
def test_an_entry_into_a_closed_day(till: Store, what: str) -> None:
    """Cash, and what becomes of the items and drop-offs of the site, wherever it happens."""
    closed = desk.close_day(till, SITE, by=BY, at=AT).checkpoint.seq
    fact = INTO[what](till)
    on = getattr(fact, "business_on", "")
    assert f"Entry {closed + 1} is booked to {on} at {SITE}, which entry {closed} closed." in told(till, fact)


def test_a_paper_of_a_day_that_was_not_closed(till: Store) -> None:
    """The entry that it names closed another day."""
    desk.close_day(till, SITE, by=BY, at=AT)
    seq = checks.head(till).seq
    assert told(till, CloseCompared(SITE, "2025-02-19", seq, agrees=True)) == [
        f"Entry {seq + 1} compares the paper of 2025-02-19 at {SITE}, which entry {seq} did not close."
    ]


def test_weeks_of_closes_contradict_nothing(till: Store) -> None:
    """Items, vouchers and forms go from day to day, over hand-overs, returns, late paper and days without work."""
    desk.close_day(till, SITE, by=BY, at=AT)
    for number in range(1, 5):
        at = AT + timedelta(days=number)
        tag = take_in(till, "revolver", at=at, written_at=at - timedelta(days=number)).item_ids[0]
        other = take_in(till, "ghost-gun", settlement="later", at=at)
        desk.give_back(till, other.folio, by=BY, at=at)
        (desk.destroy if number % 2 else desk.hand_over)(till, [tag], act(f"N-{number}"), by=BY, at=at)
        if number == 2:
            desk.pay(till, "A1-000003-7", by=BY, at=at)
        with till.reading() as db:
            held = report.reconcile(db, SITE, at.date(), now=at).money
        (amount,) = (line.figure for line in held if line.name == "expected")
        assert isinstance(amount, Money)
        from buyback.denominations import MXN, make
        from buyback.facts import Denomination

        notes = make(amount.amount_minor, tuple(Denomination(one.value_minor, 500, one.form) for one in MXN))
        assert notes is not None
        desk.count_cash(till, SITE, notes, by=BY, at=at)
        desk.close_day(till, SITE, by=BY, at=at)
    assert found(till) == []

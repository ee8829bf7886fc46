"""Cash entries that contradict each other, sealed as the program seals them, with tables that fit: verification tells."""

import pytest
from samples import AT, BY, OTHER_SITE, SITE, take_in
from tampering import found, told

from buyback import desk
from buyback.denominations import parse
from buyback.facts import CashCounted, CashDiffered, CashMoved, Denomination, PaidOut
from buyback.money import Money
from buyback.store import checks
from buyback.store.engine import Store
from buyback.store.views import cash

DAY = "2025-02-18"


@pytest.fixture
def till(ledger: Store) -> Store:
    """A box with a float of 10,000 pesos, counted with 100 missing; the difference is not recorded."""
    desk.give_float(ledger, SITE, Money(10_000_00), by=BY, at=AT, notes=parse("1000x10"))
    desk.count_cash(ledger, SITE, parse("1000x9,500x1,200x2"), by=BY, at=AT)
    return ledger


def paid(store: Store, item: str, site: str = SITE) -> PaidOut:
    """The payment of a drop-off that is owed, not sealed yet."""
    owed = take_in(store, item, settlement="later")
    return PaidOut(owed.folio, owed.mxn.amount_minor, owed.usd.amount_minor, DAY, "cash", site=site)


def moved(kind: str, minor: int, notes: str = "", site: str = SITE) -> CashMoved:
    return CashMoved(site, DAY, kind, minor, parse(notes) if notes else ())  # type: ignore[arg-type]


def differed(
    till: Store, *, count: int = 0, expected: int = 10_000_00, counted: int = 9_900_00
) -> CashDiffered:
    return CashDiffered(SITE, DAY, count or checks.head(till).seq, expected, counted, "sin motivo", BY)


def test_what_the_desk_records_contradicts_nothing(till: Store) -> None:
    """Paid, recorded, counted again, topped up and returned to the last coin."""
    desk.record_difference(till, SITE, reason="un billete de 100", by=BY, at=AT)
    take_in(till, "revolver")
    desk.top_up(till, SITE, Money(300_00), by=BY, at=AT, notes=parse("100x3"))
    desk.count_cash(till, SITE, parse("500x3"), by=BY, at=AT)
    desk.return_cash(till, SITE, Money(1_500_00), by=BY, at=AT, notes=parse("500x3"))
    desk.give_float(till, SITE, Money(0), by=BY, at=AT)
    assert found(till) == []


def test_a_payout_that_exceeded_the_box(till: Store) -> None:
    """More than the entries and the open count leave is named, with what there was."""
    payment = paid(till, "ak-47")
    seq = checks.head(till).seq + 1
    assert told(till, payment) == [
        f"Entry {seq} pays 25000.00 out of the cash box of {SITE}, which held 9900.00."
    ]


def test_a_payout_of_what_the_count_did_not_find(till: Store) -> None:
    """The float of 10,000 would pay it; the open count of 9,900 would not."""
    desk.top_up(till, SITE, Money(350_00), by=BY, at=AT)
    payment = paid(till, "pistol-9mm")
    assert told(till, payment)[0].endswith(
        f"pays 10350.00 out of the cash box of {SITE}, which held 10250.00."
    )


def test_a_payout_out_of_no_box(till: Store) -> None:
    """A payment that names no site, though the box of its drop-off's site is kept, hides cash."""
    payment = paid(till, "revolver", site="")
    float_seq = checks.head(till).seq - 2
    assert told(till, payment) == [
        f"Entry {float_seq + 3} pays and names no cash box, and that of {SITE} has its float since entry {float_seq}."
    ]


def test_an_older_payout_names_no_box(ledger: Store) -> None:
    """Before the first float an entry need not say which box paid, and the report still finds the site."""
    assert told(ledger, paid(ledger, "revolver", site="")) == []


def test_a_float_twice(till: Store) -> None:
    """A second float beside the first one."""
    seq = checks.head(till).seq + 1
    assert told(till, moved("float", 5_000_00)) == [
        f"Entry {seq} gives {SITE} a float, and 10000.00 should still have been there since the one of entry {seq - 2}."
    ]
    with till.reading() as db:
        (box,) = cash.boxes(db)
    assert box.expected_minor == 15_000_00  # the log is believed, and adds up


@pytest.mark.parametrize("kind", ["top_up", "return"])
def test_cash_before_the_float(ledger: Store, kind: str) -> None:
    """Nothing is added, taken or counted at a site that has had no float."""
    seq = checks.head(ledger).seq + 1
    said = f"Entry {seq} moves or counts the cash of {OTHER_SITE}, which had no float yet."
    assert told(ledger, moved(kind, 100_00, site=OTHER_SITE)) == [said]
    counted = CashCounted(OTHER_SITE, DAY, (), 0)
    assert told(ledger, counted)[-1] == said.replace(str(seq), str(seq + 1))


def test_a_return_of_more_than_there_is(till: Store) -> None:
    """The box held less than went back."""
    assert told(till, moved("return", 9_950_00))[0].endswith(
        f"returns 9950.00 out of the cash box of {SITE}, which held 9900.00."
    )


@pytest.mark.parametrize(
    ("kind", "minor"), [("float", -1), ("top_up", 0), ("top_up", -100_00), ("return", -1)]
)
def test_an_amount_that_is_none(till: Store, kind: str, minor: int) -> None:
    """Less than nothing moves the other way; a top-up of nothing is none."""
    assert any("which is no amount of cash" in said for said in told(till, moved(kind, minor)))


def test_notes_that_do_not_fit(till: Store) -> None:
    """A count and a movement come to their notes and coins, and of each there is at least one piece."""
    assert told(till, CashCounted(SITE, DAY, parse("1000x9"), 9_900_00))[0].endswith(
        f"says 9900.00 of the cash box of {SITE}, and its notes and coins come to 9000.00."
    )
    assert len(told(till, moved("top_up", 600_00, "500x1"))) == 2
    negative = (Denomination(500_00, 3), Denomination(200_00, -1))
    assert len(told(till, CashCounted(SITE, DAY, negative, 1_300_00))) == 3


def test_a_difference_that_does_not_fit_its_count(till: Store) -> None:
    """Other figures than the count and the entries before it give are named, both of them."""
    count = checks.head(till).seq
    (said,) = told(till, differed(till, expected=9_950_00))
    assert said == (
        f"Entry {count + 1} records that 9900.00 were counted and 9950.00 expected at {SITE}; "
        f"by the count of entry {count} it is 9900.00 and 10000.00."
    )


def test_a_difference_without_its_count(till: Store) -> None:
    """It belongs to the newest count of its own box."""
    seq = checks.head(till).seq
    assert told(till, differed(till, count=seq - 1)) == [
        f"Entry {seq + 1} records a difference of the cash box of {SITE}, and no count before it is the newest one."
    ]


def test_a_difference_twice(till: Store) -> None:
    """One count, one difference."""
    count = checks.head(till).seq
    assert told(till, differed(till), differed(till, count=count)) == [
        f"Entry {count + 2} records the difference at {SITE} that entry {count + 1} recorded already."
    ]


def test_a_changed_box_is_found(till: Store) -> None:
    """Somebody who changes what the box should hold changes a table, and the log knows better."""
    from tampering import force

    force(till, "UPDATE cash_box SET paid_minor = 5000", "UPDATE cash_day SET expected_minor = 1")
    said = [str(finding) for finding in found(till)]
    assert any("cash_box" in one and "paid_minor" in one for one in said)
    assert any("cash_day" in one and "expected_minor" in one for one in said)

"""What a close reconciles: the items, the money and the papers of a day; and the files that say what was sealed."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import frictionless
import pytest
from closing import (
    FLOAT,
    HOUR,
    NEXT,
    close,
    closed,
    count,
    differ,
    figures,
    line,
    missing,
    open_days,
    reconciled,
    with_float,
)
from export_story import export, rows, total
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, act, order, take_in
from tampering import force, found

from buyback import desk
from buyback.desk import Approval, Seen, forms
from buyback.fingerprints import list_hash
from buyback.money import Money
from buyback.store.engine import Store


@pytest.fixture
def till(ledger: Store) -> Store:
    return with_float(ledger)


# --- the three sums -------------------------------------------------------------------------------------------------------


def test_the_items_come_out(till: Store) -> None:
    """Held before + received + came back - all that left = held at the end, day by day, as the act before ended."""
    tags = [take_in(till, "ghost-gun").item_ids[0] for _number in range(6)]
    desk.destroy(till, tags[:1], act("D-1"), by=BY, at=AT)
    desk.hand_over(till, tags[1:4], act("H-1"), by=BY, at=AT)
    done = closed(till, notes="1000x43,50x14,20cx1,10x1")
    assert {name: figures(done.reconciliation)[name] for name in ("received", "left_destroyed", "left_handed_over", "held")} == {
        "received": 6, "left_destroyed": 1, "left_handed_over": 3, "held": 2,
    }  # fmt: skip
    seen = [Seen(tags[1]), Seen(tags[2], found=False), Seen(tags[3], found=False)]
    desk.check_hand_over(till, "H-1", seen, list_hash=list_hash(tags[1:4]), by=BY, at=NEXT)
    desk.resolve_not_received(till, tags[2], "still_here", reason="seguía en la caja", by=BY, at=NEXT)
    desk.destroy(till, tags[1:2], act("D-2"), by=BY, at=NEXT)  # it had left before, so nothing leaves again
    desk.keep(till, tags[4:5], act("K-1"), value="historic", by=BY, at=NEXT)
    found_next = reconciled(till, NEXT.date(), now=NEXT)
    assert {name: figure for name, figure in figures(found_next).items() if isinstance(figure, int)} == {
        "held_before": 2, "came_back": 1, "left_kept": 1, "held": 2, "not_received": 1,
    }  # fmt: skip
    assert line(found_next, "came_back").behind == (tags[2],)
    assert (line(found_next, "not_received").behind, line(found_next, "not_received").is_even) == (
        (tags[3],),
        False,
    )
    assert line(found_next, "held").is_even
    desk.resolve_not_received(
        till, tags[3], "lost", reason="nadie la vio", by=BY, at=NEXT, approval=Approval(BY)
    )
    after = reconciled(till, NEXT.date(), now=NEXT)
    assert [one.name for one in after.items if not one.is_even] == ["lost"]
    assert [
        one.name for one in reconciled(till).items if not one.is_even
    ] == []  # the first day's act is as it was


def test_what_was_missing_stays_on_the_act_of_its_day(till: Store) -> None:
    """It was missing when the day was signed, whatever became of it since."""
    tag = missing(till)
    done = closed(till, notes="500x82,100x3")
    desk.resolve_not_received(till, tag, "arrived", reason="llegó con la siguiente", by=BY, at=NEXT)
    assert line(reconciled(till, now=NEXT), "not_received").behind == (tag,)
    assert reconciled(till, now=NEXT).items == done.reconciliation.items
    assert reconciled(till, NEXT.date(), now=NEXT).items[-1].name == "held"


def test_returns_and_voids_are_named(till: Store) -> None:
    """What is rare is looked at one by one."""
    back = take_in(till, "revolver", settlement="later")
    desk.give_back(till, back.folio, by=BY, at=AT)
    wrong = take_in(till, "ghost-gun")
    desk.void(till, wrong.folio, reason="error", recovered=Money(1_000_00), by=BY, at=AT)
    got = reconciled(till)
    assert line(got, "returned").behind == back.item_ids
    assert line(got, "voided").behind == wrong.item_ids
    assert line(got, "recovered").behind == (wrong.folio,)
    lost = line(got, "not_recovered")
    assert (lost.figure, lost.behind, lost.is_even) == (Money(45_00), (wrong.folio,), False)


def test_an_item_whose_row_was_changed_is_found(till: Store) -> None:
    """Somebody who makes a destroyed revolver a held one again makes one too much, and its tag is named."""
    (tag,) = take_in(till).item_ids
    take_in(till)
    desk.destroy(till, [tag], act(), by=BY, at=AT)
    assert reconciled(till).items[-1].is_even
    force(till, f"UPDATE item SET status = 'held' WHERE folio = '{tag[:-2]}'")
    held = line(reconciled(till), "held")
    assert (held.figure, held.expected, held.difference, held.behind) == (2, 1, 1, (tag,))


def test_the_money_comes_out(till: Store) -> None:
    """Every part of the formula, what was counted, and the entry behind the difference."""
    desk.top_up(till, SITE, Money(1_000_00), by=BY, at=AT)
    wrong = take_in(till)
    desk.void(till, wrong.folio, reason="error", recovered=Money(8_700_00), by=BY, at=AT)
    take_in(till)
    desk.return_cash(till, SITE, Money(300_00), by=BY, at=AT)
    counting = count(till, "1000x42,100x1")
    opened = reconciled(till)
    assert [one.name for one in opened.uneven] == ["counted"]
    assert (line(opened, "counted").expected, line(opened, "counted").difference) == (
        Money(42_000_00),
        Money(100_00),
    )
    recorded = differ(till)
    found_now = reconciled(till)
    money = {one.name: (one.sign, one.figure) for one in found_now.money}
    assert money == {
        "carried": ("+", Money(0)),
        "float": ("+", FLOAT),
        "top_ups": ("+", Money(1_000_00)),
        "paid": ("-", Money(17_400_00)),
        "returned": ("-", Money(300_00)),
        "recovered": ("+", Money(8_700_00)),
        "differences": ("+", Money(100_00)),
        "expected": ("=", Money(42_100_00)),
        "counted": ("", Money(42_100_00)),
    }
    signed = {"+": 1, "-": -1}
    parts = sum(signed[sign] * figure.amount_minor for sign, figure in money.values() if sign in signed)  # type: ignore[union-attr]
    assert Money(parts) == money["expected"][1]
    assert line(found_now, "counted").behind == (str(counting.seq),)
    assert [one.name for one in found_now.uneven] == ["differences"]
    assert line(found_now, "differences").behind == (str(recorded.seq),)


def test_a_count_that_was_made_again_is_told(till: Store) -> None:
    """A recount is no fault and hides nothing: what did not fit is told with its amount, also once the day is closed."""
    first = count(till, "500x95,100x4,50x1")
    assert "replaced_counts" not in figures(reconciled(till))
    second = count(till, "500x100,50x1")
    count(till)
    told = line(reconciled(till), "replaced_counts")
    assert (told.figure, told.of, told.is_even) == (2, "entries", True)
    assert told.behind == (str(first.seq), str(second.seq))
    assert told.detail == (Money(-2_050_00), Money(50_00))
    assert reconciled(till).is_even
    close(till)
    count(till, "500x1", at=NEXT)
    count(till, at=NEXT)
    assert line(reconciled(till, now=NEXT), "replaced_counts") == told
    next_day = line(reconciled(till, NEXT.date(), now=NEXT), "replaced_counts")
    assert (next_day.figure, next_day.detail) == (1, (Money(-49_500_00),))


def test_a_difference_that_was_recorded_is_told_once(till: Store) -> None:
    """What has an entry of its own, or still stands open, is no count that was made again; nor is one that fitted."""
    count(till)
    count(till, "500x99")
    differ(till)
    count(till, "500x99")
    count(till, "500x98")
    assert "replaced_counts" not in figures(reconciled(till))


def test_a_count_on_a_day_without_work_is_told_with_the_next_day(till: Store) -> None:
    """A count alone makes no day that is closed, so what it found must not fall between two closes."""
    closed(till)
    count(till, "500x97", at=NEXT)
    later = NEXT + timedelta(days=1)
    count(till, at=later)
    told = line(reconciled(till, later.date(), now=later), "replaced_counts")
    assert told.detail == (Money(-1_500_00),)


def test_a_payment_of_another_amount_is_named(till: Store) -> None:
    """What left the box for a folio is what its items come to, or the folio stands behind the difference."""
    folio = take_in(till).folio
    force(till, f"UPDATE drop_off SET total_minor = 870000 - 50 WHERE folio = '{folio}'")
    paid = line(reconciled(till), "paid")
    assert (paid.difference, paid.behind) == (Money(50), (folio,))


def test_what_was_paid_before_the_float_is_said(ledger: Store) -> None:
    take_in(ledger)
    desk.give_float(ledger, SITE, FLOAT, by=BY, at=AT)
    early = line(reconciled(ledger), "paid_without_float")
    assert (early.figure, early.is_even) == (Money(8_700_00), False)


def test_the_papers_come_out(till: Store) -> None:
    """Folios without a gap, other sites' between them; vouchers and forms out before + given - come back = out."""
    first = take_in(till, settlement="later")
    take_in(till, site=OTHER_SITE)
    promised = take_in(till, settlement="voucher")
    blank = forms.reserve(till, SITE, 3, by=BY, at=AT).folios
    last = take_in(till)
    forms.return_forms(till, blank[:1], "mojada", by=BY, at=AT)
    done = closed(till, notes="500x82,100x3")
    papers = {one.name: one.figure for one in done.reconciliation.papers if one.figure}
    assert papers == {
        "folios": 3, "unpaid": 1, "vouchers_given": 1, "vouchers_open": 1,
        "forms_reserved": 3, "forms_returned": 1, "forms_out": 2,
    }  # fmt: skip
    assert line(done.reconciliation, "folios").detail == f"{first.folio} - {last.folio}"
    assert line(done.reconciliation, "unpaid").behind == (first.folio,)
    assert line(done.reconciliation, "vouchers_open").behind == (promised.folio,)
    assert line(done.reconciliation, "vouchers_open").detail == Money(8_700_00)
    assert line(done.reconciliation, "forms_out").behind == blank[1:]
    assert (done.close.open_vouchers, done.close.open_forms) == (1, 2)
    desk.receive(
        till, replace(order(till, "revolver", written_at=NEXT), folio=blank[1]), by=BY, at=NEXT + HOUR
    )
    desk.pay(till, promised.folio, by=BY, at=NEXT, approval=Approval(BY))
    second = reconciled(till, NEXT.date(), now=NEXT + HOUR)
    assert {one.name: one.figure for one in second.papers if one.figure} == {
        "vouchers_before": 1, "vouchers_paid": 1, "forms_before": 2, "forms_typed_in": 1, "forms_out": 1,
    }  # fmt: skip
    assert reconciled(till, now=NEXT).papers == done.reconciliation.papers


def test_a_folio_that_is_gone_is_named(till: Store) -> None:
    """The numbers between the day's first and last are all somebody's."""
    folios = [take_in(till, "ghost-gun", settlement="later").folio for _number in range(3)]
    assert line(reconciled(till), "folios").is_even
    force(
        till,
        f"DELETE FROM item WHERE folio = '{folios[1]}'",
        f"DELETE FROM drop_off WHERE folio = '{folios[1]}'",
    )
    gap = line(reconciled(till), "folios")
    assert (gap.figure, gap.difference, gap.behind) == (2, 1, (folios[1],))


def test_a_voucher_that_another_site_pays_after_the_close(till: Store) -> None:
    """The promise was open when its site was signed; that it was kept belongs to the site's next day."""
    promised = take_in(till, "ghost-gun", settlement="voucher")
    done = closed(till)
    desk.pay(till, promised.folio, by=BY, at=AT, site=OTHER_SITE, approval=Approval(BY))
    assert reconciled(till).papers == done.reconciliation.papers
    after = reconciled(till, NEXT.date(), now=NEXT)
    assert [line(after, f"vouchers_{name}").figure for name in ("before", "paid", "open")] == [1, 1, 0]
    assert after.papers[2].is_even
    assert all(one.is_even for one in after.papers)


def test_a_voucher_whose_drop_off_was_undone(till: Store) -> None:
    """Voided, or given back to somebody who thought better of it: the promise is withdrawn, on the day when that happened."""
    first, second = (take_in(till, "ghost-gun", settlement="voucher").folio for _number in range(2))
    desk.void(till, first, reason="error", recovered=Money(0), by=BY, at=AT)
    done = closed(till)
    assert line(done.reconciliation, "vouchers_withdrawn").behind == (first,)
    assert (line(done.reconciliation, "vouchers_open").behind, done.close.open_vouchers) == ((second,), 1)
    desk.give_back(till, second, by=BY, at=NEXT)
    after = reconciled(till, NEXT.date(), now=NEXT)
    assert line(after, "vouchers_withdrawn").behind == (second,)
    assert line(after, "vouchers_open").figure == 0
    assert all(one.is_even for one in after.papers)
    closed(till, at=NEXT)
    assert found(till) == []


def test_a_clock_that_was_a_day_ahead(till: Store) -> None:
    """What it dated later than its end comes out all the same, over both days."""
    promised = take_in(till, "ghost-gun", settlement="voucher", at=NEXT)
    desk.void(till, promised.folio, reason="error", recovered=Money(0), by=BY, at=AT)
    blank = forms.reserve(till, SITE, 1, by=BY, at=NEXT).folios
    forms.return_forms(till, blank, "mojada", by=BY, at=AT)
    first = closed(till)
    second = closed(till, at=NEXT)
    assert {done.close.open_forms for done in (first, second)} == {0}
    assert (first.close.held, first.close.open_vouchers) == (-1, 0)
    assert (second.close.held, second.close.open_vouchers) == (0, 0)
    assert line(second.reconciliation, "vouchers_withdrawn").behind == (promised.folio,)
    sums = (one for done in (first, second) for one in done.reconciliation.lines if one.name != "forms_out")
    assert all(one.is_even for one in sums)
    assert found(till) == []


def test_an_expired_voucher_is_named(till: Store) -> None:
    promised = take_in(till, "ghost-gun", settlement="voucher")
    closed(till)
    late = AT + timedelta(days=400)
    found_late = reconciled(till, late.date(), now=late)
    assert line(found_late, "vouchers_expired").behind == (promised.folio,)


def test_acts_on_a_day_without_work_are_in_the_next_one(till: Store) -> None:
    """Items wait in custody on Sundays too: what happens to them is in the act of the next day, and opens none itself."""
    (tag,) = take_in(till).item_ids
    take_in(till)
    closed(till, notes="500x65,100x1")
    desk.destroy(till, [tag], act(), by=BY, at=NEXT)
    assert open_days(till) == ()
    second = reconciled(till, (NEXT + timedelta(days=2)).date(), now=NEXT + timedelta(days=2))
    assert {one.name: one.figure for one in second.items if one.figure} == {
        "held_before": 2, "left_destroyed": 1, "held": 1,
    }  # fmt: skip


# --- the files --------------------------------------------------------------------------------------------------------


def test_the_files_say_what_was_sealed(till: Store, tmp_path: Path) -> None:
    """closes.csv has the checkpoint and the sealed totals, comparisons.csv the mornings; the description fits both."""
    gun = take_in(till)
    counting = count(till, "500x82,200x1")
    differ(till)
    done = close(till)
    desk.compare_close(till, SITE, str(done.checkpoint), by=COLLEAGUE, at=NEXT)
    export(till, tmp_path / "out")
    (sealed,) = rows(tmp_path / "out", "closes")
    assert f"{sealed['ledger']}:{sealed['entry']}:{sealed['digest']}" == str(done.checkpoint)
    assert f"A1:{sealed['checkpoint_entry']}:{sealed['checkpoint_digest']}" == str(done.close.before)
    assert {name: sealed[name] for name in ("site", "business_on", "closed_by", "approved_by", "count_entry")} == {
        "site": SITE, "business_on": "2025-02-18", "closed_by": BY, "approved_by": BY, "count_entry": str(counting.seq),
    }  # fmt: skip
    amounts = {
        "carried": "0.00", "float": "50000.00", "top_ups": "0.00", "paid": "8700.00", "returned": "0.00",
        "recovered": "0.00", "differences": "-100.00", "expected": "41200.00", "count_expected": "41300.00",
        "counted": "41200.00", "paid_without_float": "0.00", "valued": "8700.00", "vouchers": "0.00",
    }  # fmt: skip
    assert {name: sealed[f"{name}_mxn"] for name in amounts} == amounts
    assert sealed["valued_usd"] == "428.88"
    (box,) = rows(tmp_path / "out", "cash_days")
    assert {name: sealed[name] for name in box if name in sealed} == {
        name: value for name, value in box.items() if name in sealed
    }
    numbers = ("drop_offs", "items", "held", "open_vouchers", "open_forms")
    assert [sealed[name] for name in numbers] == ["1", "1", "1", "0", "0"]
    paid = [row for row in rows(tmp_path / "out", "payouts") if row["business_on"] == sealed["business_on"]]
    assert ([row["folio"] for row in paid], total(paid, "amount_mxn")) == ([gun.folio], done.close.paid)
    (compared,) = rows(tmp_path / "out", "comparisons")
    assert (compared["agrees"], compared["compared_by"], compared["close_entry"]) == (
        "true",
        COLLEAGUE,
        sealed["entry"],
    )
    checked = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert checked.valid, checked.flatten(["type", "note"])

"""Vouchers: given out with a drop-off, paid once, at any site, against folio and code."""

from dataclasses import replace
from datetime import timedelta

import pytest
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, order, take_in

from buyback import desk, errors
from buyback.chain import open_body
from buyback.desk import Approval, Pin
from buyback.money import Money
from buyback.store.engine import Store
from buyback.store.views import log, vouchers

CODE = "4711"


def voucher(store: Store, code: str | None = CODE) -> str:
    """A folio whose revolver is promised on a voucher."""
    asked = order(store, "revolver", settlement="voucher")
    given = replace(asked, code=None if code is None else Pin(code))
    return desk.receive(store, given, by=BY, at=AT).folio


def kinds(store: Store) -> list[str]:
    with store.reading() as db:
        return [entry.kind for entry in log.page(db, limit=100)]


def test_a_voucher_is_paid_against_its_code_at_any_site(ledger: Store) -> None:
    """The bearer is paid at another site than the one that gave it out, and the entry says which site paid."""
    folio = voucher(ledger)
    settled = desk.pay(ledger, folio, by=BY, at=AT, site=OTHER_SITE, code=Pin(CODE))
    assert (settled.status, str(settled.amount)) == ("paid", "8700.00")
    with ledger.reading() as db:
        paid = log.page(db, limit=1)[0]
    fact = open_body(paid.body).fact
    assert (fact.means, fact.site) == ("voucher", OTHER_SITE)  # type: ignore[union-attr]
    with pytest.raises(errors.PaidTwice):
        desk.pay(ledger, folio, by=BY, at=AT, code=Pin(CODE))


def test_the_voucher_says_how_much_until_when_and_is_open_until_it_is_paid(ledger: Store) -> None:
    """Thirty days from the day it was given out, unless the ledger's setting says otherwise."""
    folio = voucher(ledger)
    with ledger.reading() as db:
        (found,) = vouchers.open_vouchers(db)
    assert (found.folio, str(found.amount), found.expires_on.isoformat(), found.coded) == (
        folio,
        "8700.00",
        "2025-03-20",
        True,
    )
    desk.pay(ledger, folio, by=BY, at=AT, code=Pin(CODE))
    desk.change_setting(ledger, "voucher_days", "7", by=BY, at=AT)
    second = voucher(ledger)
    with ledger.reading() as db:
        assert [(one.folio, one.expires_on.isoformat()) for one in vouchers.open_vouchers(db)] == [
            (second, "2025-02-25")
        ]


def test_a_wrong_code_is_recorded_and_after_five_it_takes_a_supervisor(ledger: Store) -> None:
    """Nobody guesses a code: the sixth try is not looked at, even if it is right; the supervisor's yes pays it."""
    folio = voucher(ledger)
    for tries in range(1, 5):
        with pytest.raises(errors.WrongCode) as wrong:
            desk.pay(ledger, folio, by=BY, at=AT, code=Pin("0000"))
        assert wrong.value.values["tries"] == tries
    with pytest.raises(errors.VoucherLocked):
        desk.pay(ledger, folio, by=BY, at=AT, code=Pin("0000"))
    assert kinds(ledger)[:5] == ["VoucherCodeRefused"] * 5
    with pytest.raises(errors.VoucherLocked):
        desk.pay(ledger, folio, by=BY, at=AT, code=Pin(CODE))
    assert kinds(ledger).count("VoucherCodeRefused") == 5
    desk.pay(ledger, folio, by=BY, at=AT, approval=Approval(COLLEAGUE))
    with ledger.reading() as db:
        fact = open_body(log.page(db, limit=1)[0].body).fact
    assert fact.approved_by == COLLEAGUE  # type: ignore[union-attr]


def test_without_its_code_a_voucher_is_not_paid(ledger: Store) -> None:
    """A folio alone, found on the street, is worth nothing."""
    folio = voucher(ledger)
    before = kinds(ledger)
    with pytest.raises(errors.CodeMissing):
        desk.pay(ledger, folio, by=BY, at=AT)
    assert kinds(ledger) == before


@pytest.mark.parametrize("code", ["", "123", "12345", "12a4", "１２３４", "+123", " 123"])
def test_a_code_is_four_digits(ledger: Store, code: str) -> None:
    """Anything else is refused before anything is recorded, on giving out and on paying."""
    with pytest.raises(errors.BadCodeDigits):
        voucher(ledger, code)
    folio = voucher(ledger)
    before = kinds(ledger)
    with pytest.raises(errors.BadCodeDigits):
        desk.pay(ledger, folio, by=BY, at=AT, code=Pin(code))
    assert kinds(ledger) == before


def test_after_its_last_day_a_supervisor_decides(ledger: Store) -> None:
    """On the last day it is paid as ever; a day later somebody without that role needs a supervisor's approval."""
    desk.change_roles(ledger, COLLEAGUE, ["receive", "pay"], reason="paymaster", by=BY, at=AT)
    folio, late = voucher(ledger), AT + timedelta(days=31)
    with pytest.raises(errors.ApprovalNeeded):
        desk.pay(ledger, folio, by=COLLEAGUE, at=late, code=Pin(CODE))
    desk.pay(ledger, folio, by=COLLEAGUE, at=late, code=Pin(CODE), approval=Approval(BY))
    other = voucher(ledger)
    assert desk.pay(ledger, other, by=COLLEAGUE, at=AT + timedelta(days=30), code=Pin(CODE)).status == "paid"


def test_an_expired_voucher_still_takes_its_code(ledger: Store) -> None:
    """A supervisor who approves an expired voucher approves that, and not whoever brings it."""
    folio, late = voucher(ledger), AT + timedelta(days=31)
    with pytest.raises(errors.WrongCode):
        desk.pay(ledger, folio, by=BY, at=late, code=Pin("0000"), approval=Approval(COLLEAGUE))


def test_a_voucher_without_a_code_takes_a_supervisor(ledger: Store) -> None:
    """A giver who chose none is paid, and the entry says who approved it."""
    desk.change_roles(ledger, COLLEAGUE, ["receive", "pay"], reason="paymaster", by=BY, at=AT)
    folio = voucher(ledger, None)
    with pytest.raises(errors.ApprovalNeeded):
        desk.pay(ledger, folio, by=COLLEAGUE, at=AT)
    assert desk.pay(ledger, folio, by=COLLEAGUE, at=AT, approval=Approval(BY)).status == "paid"


def test_a_paid_voucher_is_not_voided_and_an_open_one_is_no_longer_open(ledger: Store) -> None:
    """Its bearer has the cash; one that is still open goes away with its drop-off."""
    paid, still_open = voucher(ledger), voucher(ledger)
    desk.pay(ledger, paid, by=BY, at=AT, code=Pin(CODE))
    with pytest.raises(errors.VoidOfPaidVoucher):
        desk.void(ledger, paid, reason="mistyped", recovered=None, by=BY, at=AT)
    desk.void(ledger, still_open, reason="mistyped", recovered=None, by=BY, at=AT)
    with ledger.reading() as db:
        assert vouchers.open_vouchers(db) == ()
    with pytest.raises(errors.NotPaidOut):
        desk.pay(ledger, still_open, by=BY, at=AT, code=Pin(CODE))


def test_a_code_is_in_no_entry(ledger: Store) -> None:
    """Neither the code nor its hash stands in the log."""
    voucher(ledger, "9173")
    with ledger.reading() as db:
        bodies = "\n".join(entry.body for entry in log.page(db, limit=100))
    assert "argon2" not in bodies
    assert "9173" not in bodies


def test_cash_now_gives_no_voucher(ledger: Store) -> None:
    """Only a settlement by voucher with something to pay makes one."""
    take_in(ledger, "revolver")
    take_in(ledger, "war-toy", settlement="voucher")
    with ledger.reading() as db:
        assert vouchers.open_vouchers(db) == ()


def test_a_locked_voucher_is_paid_by_a_supervisor_whatever_is_typed(ledger: Store) -> None:
    """After five wrong codes the supervisor's yes is what counts; a code that is typed beside it is not looked at."""
    folio = voucher(ledger)
    for _try in range(5):
        with pytest.raises(errors.RuleRefusal):
            desk.pay(ledger, folio, by=BY, at=AT, code=Pin("0000"))
    paid = desk.pay(ledger, folio, by=BY, at=AT, code=Pin("1111"), approval=Approval(COLLEAGUE))
    assert paid.status == "paid"
    assert kinds(ledger).count("VoucherCodeRefused") == 5


def test_a_right_code_is_worth_nothing_where_the_box_is_empty(ledger: Store) -> None:
    """The payment is refused whole: the voucher stays open with its code, and no wrong try is counted."""
    desk.give_float(ledger, SITE, Money(100_00), by=BY, at=AT)
    folio = voucher(ledger)
    with pytest.raises(errors.NotEnoughCash):
        desk.pay(ledger, folio, by=BY, at=AT, code=Pin(CODE))
    with ledger.reading() as db:
        (found,) = vouchers.open_vouchers(db)
    assert (found.folio, found.wrong) == (folio, 0)
    desk.top_up(ledger, SITE, Money(10_000_00), by=BY, at=AT)
    assert desk.pay(ledger, folio, by=BY, at=AT, code=Pin(CODE)).status == "paid"


@pytest.mark.parametrize("days", ["0", "367", "-1", "1.5", "", "ten", "9" * 20])
def test_days_that_no_voucher_is_good_for(ledger: Store, days: str) -> None:
    """From one day to a year; anything else is refused and changes nothing."""
    before = kinds(ledger)
    with pytest.raises(errors.BadVoucherDays):
        desk.change_setting(ledger, "voucher_days", days, by=BY, at=AT)
    assert kinds(ledger) == before


def test_a_clock_that_was_set_back_makes_no_voucher_good_again(ledger: Store) -> None:
    """The log knows a later day than the clock: by that one the voucher has expired."""
    folio = voucher(ledger)
    desk.enrol(ledger, "caja", by=BY, at=AT, roles=("pay",))
    late = AT + timedelta(days=100)
    desk.change_setting(ledger, "voucher_days", "7", by=BY, at=late)
    back = AT + timedelta(days=1)
    with pytest.raises(errors.ApprovalNeeded):
        desk.pay(ledger, folio, by="caja", at=back, code=Pin(CODE))
    approved = Approval(BY)
    assert desk.pay(ledger, folio, by="caja", at=back, code=Pin(CODE), approval=approved).status == "paid"

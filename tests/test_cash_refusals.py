"""What the cash box refuses; counts, and what differs from them."""

from collections.abc import Callable

import pytest
from boxes import NEXT_DAY, box, count, day, differ, give_float, refused
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, on_a_file, take_in

from buyback import desk, errors
from buyback.denominations import parse
from buyback.desk import Approval, Pin
from buyback.errors import Refusal
from buyback.facts import CashCounted, Denomination
from buyback.money import Money
from buyback.store import checks
from buyback.store.engine import Store
from buyback.store.views import cash, log

pytestmark = on_a_file

# --- bad input -------------------------------------------------------------------------------------------------------


def test_a_float_is_not_given_twice(ledger: Store) -> None:
    """While the box holds anything there is no second float: the first is named, and what to do instead."""
    give_float(ledger)
    said = "its float since 18 February 2025 10:42 (50,000.00 pesos) and should still hold 50,000.00"
    refused(ledger, lambda: give_float(ledger), errors.FloatTwice, said)
    desk.return_cash(ledger, SITE, Money(49_999_50), by=BY, at=AT)
    refused(ledger, lambda: give_float(ledger, "0"), errors.FloatTwice, "should still hold 0.50")
    desk.return_cash(ledger, SITE, Money(50), by=BY, at=AT)
    assert give_float(ledger, "1000x3").box.expected_minor == 3_000_00


def test_a_float_of_nothing_is_a_float(ledger: Store) -> None:
    """From then on the box is kept, and holds nothing that could be paid."""
    give_float(ledger, "0")
    refused(
        ledger, lambda: take_in(ledger, "revolver"), errors.NotEnoughCash, "holds 0.00 pesos, and 8,700.00"
    )
    desk.top_up(ledger, SITE, Money(8_700_00), by=BY, at=AT)
    take_in(ledger, "revolver")
    assert box(ledger).expected_minor == 0


@pytest.mark.parametrize("currency", ["USD", "mxn", ""])
def test_money_of_another_currency_does_not_go_into_the_box(ledger: Store, currency: str) -> None:
    """As a float, a top-up, a return, or as what came back of a payment: 100 dollars are not 100 pesos."""
    other = Money(100_00, currency)
    more = {"by": BY, "at": AT}
    said = f"100.00 {currency} do not go into a cash box of MXN; change them first."
    refuse = lambda verb: refused(ledger, verb, errors.CashInOtherCurrency, said)  # noqa: E731
    assert issubclass(errors.CashInOtherCurrency, errors.OtherCurrency)
    refuse(lambda: desk.give_float(ledger, SITE, other, **more))  # type: ignore[arg-type]
    give_float(ledger)
    folio = take_in(ledger, "revolver").folio
    refuse(lambda: desk.top_up(ledger, SITE, other, **more))  # type: ignore[arg-type]
    refuse(lambda: desk.return_cash(ledger, SITE, other, **more))  # type: ignore[arg-type]
    refuse(lambda: desk.void(ledger, folio, reason="error", recovered=other, **more))  # type: ignore[arg-type]


def test_more_than_the_box_holds_is_not_paid(ledger: Store) -> None:
    """On the spot or later, neither is paid, and nothing of a drop-off is recorded; a voucher goes through."""
    give_float(ledger, "1000x10")
    owed = take_in(ledger, "ak-47", settlement="later")
    said = "holds 10,000.00 pesos, and 25,000.00 are to be paid; "
    refused(
        ledger,
        lambda: take_in(ledger, "ak-47"),
        errors.NotEnoughCash,
        f"{said}give a voucher, pay later, or top",
    )
    pay = lambda: desk.pay(ledger, owed.folio, by=BY, at=AT)  # noqa: E731
    refused(
        ledger,
        pay,
        errors.NotEnoughToSettle,
        f"{said}top the box up first, or let the box of another site pay",
    )
    assert take_in(ledger, "ak-47", settlement="voucher").status == "voucher"
    desk.top_up(ledger, SITE, Money(15_000_00), by=BY, at=AT)
    desk.pay(ledger, owed.folio, by=BY, at=AT)
    assert box(ledger).expected_minor == 0


def test_a_voucher_is_paid_out_of_a_box_too(ledger: Store) -> None:
    """A voucher that is redeemed is cash that leaves: the box has to hold it."""
    give_float(ledger, "1000x1")
    voucher = take_in(ledger, "revolver", settlement="voucher")
    refused(
        ledger, lambda: desk.pay(ledger, voucher.folio, by=BY, at=AT), errors.NotEnoughToSettle, "8,700.00"
    )
    give_float(ledger, "1000x9", site=OTHER_SITE)
    desk.pay(ledger, voucher.folio, by=BY, at=AT, site=OTHER_SITE)
    assert box(ledger, OTHER_SITE).expected_minor == 300_00


def test_a_form_that_was_paid_is_not_checked_again(ledger: Store) -> None:
    """The same form again gets its first answer, though the box would not hold the amount any more."""
    give_float(ledger, "1000x9")
    first = take_in(ledger, "revolver", draft_id="form-1")
    again = take_in(ledger, "revolver", draft_id="form-1")
    assert (again.folio, again.repeated) == (first.folio, True)


def test_more_than_is_there_does_not_go_back(ledger: Store) -> None:
    """A return is at most what the box holds, by the entries or by a count that found less."""
    give_float(ledger, "1000x10")
    back = lambda pesos: desk.return_cash(ledger, SITE, Money(pesos * 100), by=BY, at=AT)  # noqa: E731
    refused(ledger, lambda: back(10_001), errors.ReturnTooMuch, "10,001.00 pesos cannot go back")
    count(ledger, "1000x9")
    refused(ledger, lambda: back(9_500), errors.ReturnOverCount, "by the count of 18 February 2025 10:42")
    back(9_000)
    assert (box(ledger).expected_minor, box(ledger).at_hand_minor) == (1_000_00, 0)


def test_what_a_count_did_not_find_is_not_paid(ledger: Store) -> None:
    """Until the difference is recorded the lower of the two figures counts, so that no box goes below zero."""
    give_float(ledger, "1000x10")
    count(ledger, "1000x8")
    said = "By the count of 18 February 2025 10:42 the cash box of Basílica de Guadalupe holds 8,000.00 pesos"
    refused(ledger, lambda: take_in(ledger, "revolver"), errors.NotEnoughCounted, said)
    owed = take_in(ledger, "revolver", settlement="later")
    refused(ledger, lambda: desk.pay(ledger, owed.folio, by=BY, at=AT), errors.NotEnoughCountedToSettle, said)
    count(ledger, "1000x12")
    take_in(ledger, "revolver")
    refused(ledger, lambda: take_in(ledger, "revolver"), errors.NotEnoughCash, "holds 1,300.00 pesos")


@pytest.mark.parametrize("verb", ["top_up", "return_cash", "count_cash", "record_difference"])
def test_the_float_comes_first(ledger: Store, verb: str) -> None:
    """Before the first float there is nothing to add to, take from, count or compare."""
    give_float(ledger, site=OTHER_SITE)
    verbs: dict[str, Callable[[], object]] = {
        "top_up": lambda: desk.top_up(ledger, SITE, Money(100_00), by=BY, at=AT),
        "return_cash": lambda: desk.return_cash(ledger, SITE, Money(100_00), by=BY, at=AT),
        "count_cash": lambda: count(ledger, "0"),
        "record_difference": lambda: differ(ledger),
    }
    refused(ledger, verbs[verb], errors.NoFloat, "no float yet")


@pytest.mark.parametrize(
    ("minor", "refusal", "said"),
    [
        (0, errors.CashOutOfRange, "from 0.50 to 100,000,000.00"),
        (-100, errors.CashOutOfRange, "-1.00 pesos"),
        (100_000_000_50, errors.CashOutOfRange, "100,000,000.50"),
        (25, errors.CashOutOfRange, "0.25"),
        (10_25, errors.NotInCoins, "the smallest coin is 0.50"),
    ],
)
def test_an_amount_that_cannot_be_is_refused(
    ledger: Store, minor: int, refusal: type[Refusal], said: str
) -> None:
    """Nothing, less than nothing, a hundred million, or what no coins make: neither in nor out."""
    give_float(ledger)
    for verb in (desk.top_up, desk.return_cash):
        refused(ledger, lambda verb=verb: verb(ledger, SITE, Money(minor), by=BY, at=AT), refusal, said)  # type: ignore[misc]


def test_notes_that_come_to_another_amount_are_refused(ledger: Store) -> None:
    """The notes and coins of a movement are its amount; which of the two is wrong nobody can tell."""
    verb = lambda: desk.give_float(ledger, SITE, Money(500_00), by=BY, at=AT, notes=parse("500x2"))  # noqa: E731
    refused(ledger, verb, errors.NotesDiffer, "come to 1,000.00 pesos and the amount is 500.00")


def test_an_open_count_keeps_the_next_float_away(ledger: Store) -> None:
    """Counted more than nothing in a box that should be empty: that is settled before new money comes."""
    give_float(ledger, "0")
    count(ledger, "200x1")
    refused(ledger, lambda: give_float(ledger), errors.CountOpen, "differs by 200.00 pesos")
    count(ledger, "0")
    give_float(ledger)


@pytest.mark.parametrize("site", ["nowhere", ""])
def test_the_site_is_one_of_the_ledger_s(ledger: Store, site: str) -> None:
    """A site that is not there, or not named where there are two, is refused by every verb."""
    refusal = errors.UnknownSite if site else errors.SiteNotNamed
    for verb in (desk.give_float, desk.top_up, desk.return_cash):
        with pytest.raises(refusal):
            verb(ledger, site, Money(100_00), by=BY, at=AT)
    with pytest.raises(refusal):
        desk.count_cash(ledger, site, (), by=BY, at=AT)


def test_reasons_say_nothing_about_people(ledger: Store) -> None:
    """A telephone number in a reason is refused; a difference needs a reason at all."""
    verb = lambda: desk.give_float(ledger, SITE, Money(0), by=BY, at=AT, reason="llamar al 55 1234 5678")  # noqa: E731
    refused(ledger, verb, errors.PersonalData, "telephone")
    give_float(ledger)
    count(ledger, "0")
    refused(ledger, lambda: differ(ledger, " "), errors.TextMissing, "Reason")


# --- counts and differences ------------------------------------------------------------------------------------------


def test_a_count_is_sealed_without_the_expected_figure(ledger: Store) -> None:
    """What is sealed is what was counted, by notes and coins, and nothing that the program knew."""
    give_float(ledger)
    take_in(ledger, "revolver")
    done = count(ledger, "500x70,20cx15,20x2")
    with ledger.reading() as db:
        row = log.sealed(db, done.seq)
        fact = log.entry(db, done.seq).fact
    assert row is not None
    assert "4130000" not in row.body
    assert fact == CashCounted(SITE, "2025-02-18", parse("500x70,20x2,20cx15"), 35_340_00)
    assert done.box.difference_minor == 35_340_00 - 41_300_00
    assert day(ledger).count == "open"


def test_counting_again_replaces_the_count_before(ledger: Store) -> None:
    """The missing note was found: the first count stays in the log, and its difference is no longer open."""
    give_float(ledger, "1000x10", at=AT)
    count(ledger, "1000x9")
    assert day(ledger).count == "open"
    count(ledger, "1000x10", at=NEXT_DAY)
    assert (box(ledger).open_minor, day(ledger).count, day(ledger, NEXT_DAY.date()).count) == (
        0, "counted_again", "fits",
    )  # fmt: skip
    with ledger.reading() as db:
        kinds = [(each.kind, each.amount) for each in cash.entries(db, SITE)]
    assert kinds == [("float", Money(10_000_00)), ("count", Money(9_000_00)), ("count", Money(10_000_00))]


def test_a_difference_needs_a_count(ledger: Store) -> None:
    """Nothing was counted since this float, though something was before."""
    give_float(ledger, "1000x1")
    refused(ledger, lambda: differ(ledger), errors.NothingCounted, "count the box first")
    count(ledger, "1000x1")
    refused(ledger, lambda: differ(ledger), errors.NothingDiffers, "fits to the centavo")
    desk.return_cash(ledger, SITE, Money(1_000_00), by=BY, at=AT)
    give_float(ledger, "1000x2")
    refused(ledger, lambda: differ(ledger), errors.NothingCounted, "since its float")


def test_a_difference_is_recorded_once(ledger: Store) -> None:
    """The second time is refused, with what was recorded; a new count has a difference of its own."""
    give_float(ledger, "1000x10")
    count(ledger, "500x18")
    assert differ(ledger).amount == Money(-1_000_00)
    refused(ledger, lambda: differ(ledger), errors.DifferenceTwice, "-1,000.00 pesos")
    assert (day(ledger).count, day(ledger).difference, day(ledger).differences) == (
        "recorded", Money(-1_000_00), Money(-1_000_00),
    )  # fmt: skip
    count(ledger, "500x20")
    assert differ(ledger).amount == Money(1_000_00)
    assert (box(ledger).expected_minor, box(ledger).differences_minor) == (10_000_00, 0)


def test_a_difference_belongs_to_its_count_whatever_came_after(ledger: Store) -> None:
    """Payouts between the count and its record do not change the difference."""
    give_float(ledger, "1000x20")
    count(ledger, "1000x19")
    take_in(ledger, "revolver")
    done = differ(ledger)
    assert (done.amount, done.box.expected_minor) == (Money(-1_000_00), 10_300_00)
    assert list(checks.verify(ledger)) == []


def test_a_difference_says_who_approved_it(ledger: Store) -> None:
    """The supervisor who was named stands in the entry and in the list; one who is none is refused."""
    give_float(ledger, "1000x10")
    count(ledger, "1000x9")
    desk.change_roles(ledger, COLLEAGUE, ("pay",), reason="solo paga", by=BY, at=AT)
    alone = lambda: differ(ledger, by=COLLEAGUE)  # noqa: E731
    refused(ledger, alone, errors.ApprovalNeeded, "a difference in the cash box")
    wrong = lambda: differ(ledger, approval=Approval(COLLEAGUE))  # noqa: E731
    refused(ledger, wrong, errors.ApproverNoSupervisor, COLLEAGUE)
    differ(ledger, by=COLLEAGUE, approval=Approval(BY))
    with ledger.reading() as db:
        last = cash.entries(db, SITE)[-1]
    assert (last.kind, last.recorded_by, last.approved_by, last.amount) == (
        "difference", COLLEAGUE, BY, Money(-1_000_00),
    )  # fmt: skip


def test_with_pins_another_supervisor_approves_a_difference(ledger: Store) -> None:
    """Whoever records it cannot approve it, and an alias alone is no approval; another's PIN is, once."""
    ana, luis = Pin("8215"), Pin("4096")
    desk.set_pin(ledger, BY, ana, by=BY, at=AT)
    desk.set_pin(ledger, COLLEAGUE, luis, by=BY, at=AT)
    give_float(ledger, "1000x10")
    count(ledger, "1000x9")
    own = desk.approve(ledger, BY, ana, "cash-difference", at=AT)
    refused(ledger, lambda: differ(ledger, approval=own), errors.ApprovedByOneself, BY)
    said = Approval(COLLEAGUE)
    refused(ledger, lambda: differ(ledger, approval=said), errors.ApprovalNotGiven, COLLEAGUE)
    differ(ledger, approval=desk.approve(ledger, COLLEAGUE, luis, "cash-difference", at=AT))
    assert box(ledger).open_minor == 0


def test_who_only_receives_touches_no_cash(ledger: Store) -> None:
    """Every cash verb needs the role pay or supervise."""
    give_float(ledger)
    desk.change_roles(ledger, COLLEAGUE, ("receive", "custody", "audit"), reason="sin caja", by=BY, at=AT)
    for verb in (
        lambda: give_float(ledger, by=COLLEAGUE),
        lambda: desk.top_up(ledger, SITE, Money(1_00), by=COLLEAGUE, at=AT),
        lambda: desk.return_cash(ledger, SITE, Money(1_00), by=COLLEAGUE, at=AT),
        lambda: count(ledger, "0", by=COLLEAGUE),
        lambda: differ(ledger, by=COLLEAGUE),
        lambda: take_in(ledger, "revolver", by=COLLEAGUE),
    ):
        refused(ledger, verb, errors.NotAllowed, COLLEAGUE)


@pytest.mark.parametrize(
    ("notes", "kind"),
    [
        ([Denomination(500_00, -100)], errors.BadPieces),
        ([Denomination(500_00, True)], errors.BadPieces),
        ([Denomination(500_00, 0)], errors.BadPieces),
        ([Denomination(500_00, 20_001)], errors.BadPieces),
        ([Denomination(7770_00, 1)], errors.BadPieces),
        ([Denomination(500_00, 1, "coin")], errors.BadPieces),
        ([Denomination(500_00, 1), Denomination(500_00, 2)], errors.NotesTwice),
    ],
)
def test_notes_that_do_not_exist_are_not_sealed(
    ledger: Store, notes: list[Denomination], kind: type[Refusal]
) -> None:
    """Whatever they come from: a count or a movement in the log cannot be taken back."""
    give_float(ledger)
    worth = Money(sum(each.value_minor * each.number for each in notes))
    refused(ledger, lambda: desk.count_cash(ledger, SITE, notes, by=BY, at=AT), kind, "")
    if worth.amount_minor > 0:
        refused(ledger, lambda: desk.top_up(ledger, SITE, worth, by=BY, at=AT, notes=notes), kind, "")


def test_cash_that_came_back_goes_into_a_box_that_is_kept(ledger: Store) -> None:
    """Else it would have left one box and be in none."""
    give_float(ledger)
    folio = take_in(ledger).folio

    def void() -> object:
        back = Money(8_700_00)
        return desk.void(ledger, folio, reason="twice", recovered=back, by=BY, at=AT, site=OTHER_SITE)

    refused(ledger, void, errors.NoFloat, "Catedral de Morelia has no float yet")
    desk.give_float(ledger, OTHER_SITE, Money(0), by=BY, at=AT)
    void()
    assert box(ledger, OTHER_SITE).expected_minor == 8_700_00

"""Summaries: what they count, what they leave out, and that every sum balances, on both engines."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from export_story import DAY_1, DAY_2, DAY_3, live
from samples import AT, BY, ECB_RATE, OTHER_SITE, SITE, act

from buyback import desk, errors, i18n, report
from buyback.desk import Received
from buyback.errors import Exit
from buyback.facts import COUNTS
from buyback.money import USD, Money, total
from buyback.report import NOTHING, Summary
from buyback.store.engine import Store

Receive = Callable[..., Received]
NEXT_DAY = AT + timedelta(days=1)


def summarise(
    store: Store, first: date = DAY_1, last: date | None = None, *, site: str = "", counting: str = "national"
) -> Summary:
    with store.reading() as db:
        return report.summarise(db, first, last or first, site=site, counting=counting)


def pieces(summary: Summary) -> dict[str, int]:
    return {counted.code: counted.pieces for counted in summary.counts}


# --- sums that balance ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("site", ["", SITE, OTHER_SITE])
@pytest.mark.parametrize(("first", "last"), [(DAY_1, DAY_1), (DAY_2, DAY_2), (DAY_3, DAY_3), (DAY_1, DAY_3)])
def test_every_sum_balances(ledger: Store, first: date, last: date, site: str) -> None:
    """By type, class and figure it is the same pieces and money; money is paid, promised, owed or waived; custody adds up."""
    live(ledger)
    told = summarise(ledger, first, last, site=site)
    for groups in (told.types, told.classes, told.counts):
        assert sum(counted.pieces for counted in groups) == told.pieces
        assert total(counted.mxn for counted in groups) == told.money.valued.mxn
        assert total((counted.usd for counted in groups), USD) == told.money.valued.usd
    money, cash = told.money, told.cash
    assert money.valued == money.paid + money.voucher + money.owed + money.no_payment
    assert cash.paid_out == cash.cash + cash.vouchers
    assert (told.vouchers.paid.number, told.vouchers.paid.mxn) == (cash.vouchers.number, cash.vouchers.mxn)
    assert cash.net == cash.paid_out.mxn - cash.recovered
    assert cash.recovered + cash.not_recovered == total(void.paid for void in told.voids)
    assert told.custody.difference == 0
    assert sum(day.drop_offs for day in told.days) == told.drop_offs
    assert total(day.paid for day in told.days) == cash.paid_out.mxn


def test_days_and_sites_add_up(ledger: Store) -> None:
    """Three days at two sites, one by one, come to the summary of all of them."""
    live(ledger)
    parts = [
        summarise(ledger, day, site=site) for day in (DAY_1, DAY_2, DAY_3) for site in (SITE, OTHER_SITE)
    ]
    whole = summarise(ledger, DAY_1, DAY_3)
    for name in ("drop_offs", "firearms", "pieces"):
        assert sum(getattr(part, name) for part in parts) == getattr(whole, name)
    assert total(part.money.valued.mxn for part in parts) == whole.money.valued.mxn
    assert total(part.cash.paid_out.mxn for part in parts) == whole.cash.paid_out.mxn
    assert sum(part.custody.held for part in parts) == whole.custody.held


def test_an_empty_ledger(ledger: Store) -> None:
    """Nothing taken in is zeros, not an error."""
    told = summarise(ledger, DAY_1, DAY_3)
    assert (told.drop_offs, told.firearms, told.pieces) == (0, 0, 0)
    assert (told.money.valued, told.cash.paid_out) == (NOTHING, NOTHING)
    assert (told.custody.received, told.custody.difference) == (0, 0)
    assert (told.types, told.counts, told.voids, told.days, told.rates) == ((), (), (), (), ())


# --- definitions ------------------------------------------------------------------------------------------------------


def test_definitions_differ_by_the_grenades(ledger: Store, receive: Receive) -> None:
    """The national total counts grenades and the other does not; neither counts ammunition and toys."""
    receive("revolver", "ak-47", "ghost-gun", "grenade:2:donated", "cartridge:250:donated", "war-toy:5")
    national, without = summarise(ledger), summarise(ledger, counting="without-grenades")
    assert (national.firearms, without.firearms) == (5, 3)
    assert national.pieces == without.pieces == 260
    assert (national.definition.code, without.definition.code) == ("national", "without-grenades")
    assert "grenades" in national.definition.sentence
    assert pieces(national) == {
        "short": 1, "long": 1, "home-made": 1, "grenade": 2, "cartridge": 250, "toy": 5,
    }  # fmt: skip


def test_an_unknown_definition(ledger: Store) -> None:
    """Another definition is refused with those that there are."""
    with pytest.raises(errors.BadChoice, match="national, without-grenades"):
        summarise(ledger, counting="everything")


def test_every_figure_has_a_name() -> None:
    """Whatever a table counts its types as has a name and a place."""
    assert set(report.COUNT_NAMES) == set(COUNTS)
    for by in report.definitions():
        assert set(by.counts) <= set(COUNTS)


def test_conditions_are_counted_apart(ledger: Store, receive: Receive) -> None:
    """Serviceable and unserviceable pieces of a type are two numbers."""
    receive("revolver:2", "revolver:3:u:donated")
    (revolver,) = summarise(ledger).types
    assert (revolver.serviceable, revolver.unserviceable, revolver.items) == (2, 3, 5)
    assert revolver.mxn == Money(2 * 8700_00)


# --- voids and returns ------------------------------------------------------------------------------------------------


def test_a_voided_drop_off_counts_nowhere_and_is_listed(ledger: Store, receive: Receive) -> None:
    """Its items and value are in no total; what was paid stays in the cash, less what came back."""
    wrong = receive("ak-47")
    receive("revolver")
    desk.void(ledger, wrong.folio, reason="typed twice", recovered=Money(20_000_00), by=BY, at=AT)
    told = summarise(ledger)
    assert (told.drop_offs, told.pieces, told.money.valued.mxn) == (1, 1, Money(8700_00))
    assert told.custody.received == 1
    (void,) = told.voids
    assert (void.folio, void.reason, void.paid, void.recovered) == (
        wrong.folio, "typed twice", Money(25_000_00), Money(20_000_00),
    )  # fmt: skip
    assert (told.cash.paid_out.number, told.cash.paid_out.mxn) == (2, Money(33_700_00))
    assert (told.cash.recovered, told.cash.not_recovered, told.cash.net) == (
        Money(20_000_00), Money(5_000_00), Money(13_700_00),
    )  # fmt: skip


def test_a_void_belongs_to_its_own_day(ledger: Store, receive: Receive) -> None:
    """Voided a day later, the cash that came back is that day's; the first day no longer counts the items."""
    wrong = receive("ak-47")
    desk.void(ledger, wrong.folio, reason="typed twice", recovered=Money(25_000_00), by=BY, at=NEXT_DAY)
    first, second = summarise(ledger, DAY_1), summarise(ledger, DAY_2)
    assert (first.drop_offs, first.cash.paid_out.mxn, first.cash.recovered) == (0, Money(25_000_00), Money(0))
    assert (second.voids[0].folio, second.cash.recovered) == (wrong.folio, Money(25_000_00))


def test_what_was_returned_is_received_and_not_taken_in(ledger: Store, receive: Receive) -> None:
    """A giver who declines leaves nothing behind but the record: neither drop-off nor items nor value count."""
    declined = receive("machine-gun", settlement="later")
    desk.give_back(ledger, declined.folio, by=BY, at=AT)
    told = summarise(ledger)
    assert (told.drop_offs, told.pieces, told.firearms, told.money.valued) == (0, 0, 0, NOTHING)
    assert (told.custody.received, told.custody.returned, told.custody.held) == (1, 1, 0)


# --- payments ---------------------------------------------------------------------------------------------------------


def test_a_voucher_is_a_promise_until_it_is_redeemed(ledger: Store, receive: Receive) -> None:
    """Until then it is no cash; then it is paid, and the cash of the day on which it was redeemed."""
    promised = receive("revolver", settlement="voucher")
    before = summarise(ledger)
    assert (before.money.voucher.mxn, before.money.paid, before.cash.paid_out) == (
        Money(8700_00),
        NOTHING,
        NOTHING,
    )
    desk.pay(ledger, promised.folio, by=BY, at=NEXT_DAY)
    first, second = summarise(ledger, DAY_1), summarise(ledger, DAY_2)
    assert (first.money.voucher, first.money.paid.mxn) == (NOTHING, Money(8700_00))
    assert first.cash.paid_out == NOTHING
    assert (second.cash.vouchers.mxn, second.cash.cash) == (Money(8700_00), NOTHING)


def test_who_is_owed_what(ledger: Store, receive: Receive) -> None:
    """Each open voucher stands in every later summary of its site, past its last day too; a sum says how much that is.

    What is given out counts on its day and site, what is paid on the day and at the site where it was paid.
    """
    paid, open_one = (receive("revolver", settlement="voucher").folio for _number in range(2))
    there = receive("ak-47", settlement="voucher", site=OTHER_SITE).folio
    voided = receive("revolver", settlement="voucher").folio
    desk.void(ledger, voided, reason="mistyped", recovered=None, by=BY, at=AT)
    desk.pay(ledger, paid, by=BY, at=NEXT_DAY, site=OTHER_SITE)
    first, second = summarise(ledger).vouchers, summarise(ledger, DAY_2).vouchers
    assert (first.given.number, first.given.mxn, first.paid.number) == (4, Money(51_100_00), 0)
    assert [one.folio for one in first.open] == [one.folio for one in second.open] == [open_one, there]
    assert (second.given.number, second.paid.number, second.paid.mxn) == (0, 1, Money(8700_00))
    assert second.still_open.mxn == Money(33_700_00)
    assert [one.folio for one in summarise(ledger, DAY_2, site=SITE).vouchers.open] == [open_one]
    assert summarise(ledger, DAY_2, site=SITE).vouchers.paid.number == 0
    assert summarise(ledger, DAY_2, site=OTHER_SITE).vouchers.paid.number == 1
    assert not summarise(ledger, date(2025, 2, 17)).vouchers
    with ledger.reading() as db:
        last, over = (
            report.summarise(db, DAY_2, DAY_2, today=date(2025, 3, day)).vouchers for day in (20, 21)
        )
    assert (last.expired.number, over.expired.number, over.expired.mxn) == (0, 2, Money(33_700_00))
    told = [row for row in report.as_rows(summarise(ledger, DAY_2)) if "voucher" in str(row["section"])]
    assert [(row["section"], row["code"], row["number"], row["mxn"]) for row in told] == [
        ("voucher", "given", 0, "0.00"),
        ("voucher", "paid", 1, "8700.00"),
        ("voucher", "open", 2, "33700.00"),
        ("voucher", "expired", 0, "0.00"),
        ("open_voucher", open_one, 1, "8700.00"),
        ("open_voucher", there, 1, "25000.00"),
    ]


def test_a_payment_on_a_later_day(ledger: Store, receive: Receive) -> None:
    """The item is the first day's and the cash is the second's."""
    owed = receive("ak-47", settlement="later")
    assert summarise(ledger).money.owed.mxn == Money(25_000_00)
    desk.pay(ledger, owed.folio, by=BY, at=NEXT_DAY)
    first, second = summarise(ledger, DAY_1), summarise(ledger, DAY_2)
    assert (first.pieces, first.money.paid.mxn, first.cash.paid_out) == (1, Money(25_000_00), NOTHING)
    assert (second.pieces, second.money.valued, second.cash.cash.mxn) == (0, NOTHING, Money(25_000_00))
    assert [(day.day, day.valued, day.paid) for day in summarise(ledger, DAY_1, DAY_2).days] == [
        (DAY_1, Money(25_000_00), Money(0)),
        (DAY_2, Money(0), Money(25_000_00)),
    ]


def test_what_is_received_without_payment_is_waived(ledger: Store, receive: Receive) -> None:
    """A priced item for which nothing is paid is valued and waived, never owed."""
    receive("revolver", settlement="none")
    money = summarise(ledger).money
    assert (money.valued.mxn, money.no_payment.mxn, money.owed) == (Money(8700_00), Money(8700_00), NOTHING)


def test_dollars_are_the_lines_dollars(ledger: Store, receive: Receive) -> None:
    """The announced example: dollars add up line by line, at the rate that the drop-off pinned."""
    receive("revolver", "ak-47", "machine-gun")
    told = summarise(ledger)
    assert (str(told.money.valued.mxn), str(told.money.valued.usd)) == ("60150.00", "2965.22")
    (rate,) = told.rates
    assert (rate.rate, rate.source, rate.drop_offs) == (ECB_RATE.rate, "ECB", 1)


# --- custody, lists ---------------------------------------------------------------------------------------------------


def test_custody_is_as_it_stands_now_and_moves_are_of_the_day(ledger: Store, receive: Receive) -> None:
    """An item destroyed the next day is among the first day's destroyed, and the next day's moves."""
    received = receive("ak-47", "revolver", "cartridge:250:donated")
    gun, _other, rounds = received.item_ids
    desk.destroy(ledger, [gun], act("ACTA-1"), by=BY, at=NEXT_DAY)
    desk.hand_over(ledger, [rounds], act("DEF-1"), by=BY, at=NEXT_DAY)
    first, second = summarise(ledger, DAY_1), summarise(ledger, DAY_2)
    custody = first.custody
    assert (custody.received, custody.destroyed, custody.handed_over, custody.held) == (3, 1, 1, 1)
    assert first.moved == ()
    assert [(moved.kind, moved.items, moved.pieces) for moved in second.moved] == [
        ("destroyed", 1, 1),
        ("handed_over", 1, 250),
    ]


def test_what_the_table_does_not_price_is_listed(ledger: Store, receive: Receive) -> None:
    """Donated items and those valued as another row are named, with who took them and why."""
    receive(
        "cartridge:250:donated", "grenade:as=grenade-launcher", "revolver", reason="no amount for grenades"
    )
    donated, valued = summarise(ledger).not_in_table
    assert (donated.type_code, donated.quantity, donated.donated, donated.mxn) == (
        "cartridge",
        250,
        True,
        Money(0),
    )
    assert (valued.valued_as, valued.reason, valued.received_by) == (
        "grenade-launcher", "no amount for grenades", BY,
    )  # fmt: skip
    assert donated.reason == ""


def test_what_was_written_of_a_donation_is_its_reason(ledger: Store, receive: Receive) -> None:
    """Where nothing else of the drop-off is valued as another row, the reason can only be that of the donation."""
    receive("cartridge:250:donated", "revolver", reason="found in the attic")
    (donated,) = summarise(ledger).not_in_table
    assert (donated.donated, donated.reason) == (True, "found in the attic")


def test_an_incomplete_table_is_named(ledger: Store, receive: Receive) -> None:
    """The reader learns that the table which priced the day does not hold every row of its annex."""
    receive("revolver")
    assert summarise(ledger).tables_incomplete == ("federal-2025",)


# --- spans and sites --------------------------------------------------------------------------------------------------


def test_a_span_that_ends_before_it_begins(ledger: Store) -> None:
    """It is refused with both days, as bad usage."""
    with pytest.raises(errors.BadSpan, match=r"2025-02-19 to 2025-02-18") as refused:
        summarise(ledger, DAY_2, DAY_1)
    assert refused.value.exit_code is Exit.USAGE


def test_an_unknown_site(ledger: Store) -> None:
    """It is refused with the sites that there are."""
    with pytest.raises(errors.UnknownSite, match=SITE) as refused:
        summarise(ledger, site="atlantis")
    assert refused.value.exit_code is Exit.NOT_FOUND


def test_a_site_counts_its_own(ledger: Store, receive: Receive) -> None:
    """Two sites on one day are two summaries and one total."""
    receive("revolver")
    receive("ak-47", site=OTHER_SITE)
    assert summarise(ledger, site=SITE).money.valued.mxn == Money(8700_00)
    assert summarise(ledger, site=OTHER_SITE).cash.paid_out.mxn == Money(25_000_00)
    assert summarise(ledger).pieces == 2


def test_a_span_includes_its_first_and_its_last_day(ledger: Store, receive: Receive) -> None:
    """Both ends count, and a day beside them does not."""
    for days in range(4):
        receive("revolver", at=AT + timedelta(days=days))
    assert summarise(ledger, DAY_2, DAY_3).drop_offs == 2


def test_a_day_is_the_site_s_own(ledger: Store, receive: Receive) -> None:
    """Shortly before midnight in Mexico City it is the next day already in UTC, and the drop-off is of today."""
    receive("revolver", at=AT.replace(hour=5) + timedelta(days=1))
    assert summarise(ledger, DAY_1).drop_offs == 1
    assert summarise(ledger, DAY_2).drop_offs == 0


# --- rows for files, names --------------------------------------------------------------------------------------------


@pytest.fixture
def spanish() -> Iterator[None]:
    i18n.set_language("es")
    yield
    i18n.set_language("en")


@pytest.mark.usefixtures("spanish")
def test_names_are_in_the_reader_s_language_and_rows_are_not(ledger: Store, receive: Receive) -> None:
    """A screen shows the current language; the rows for files are the same in every language."""
    receive("revolver")
    told = summarise(ledger)
    assert (told.types[0].name, told.classes[0].name_en) == ("Revólver", "Handgun")
    assert told.counts[0].name == report.count_name("short")
    names = {(row["section"], row["code"]): row["name"] for row in report.as_rows(told)}
    assert (names["type", "revolver"], names["figure", "short"]) == ("Revolver", "Short arms")


def test_rows_hold_the_whole_summary(ledger: Store, receive: Receive) -> None:
    """Every figure is a row with plain decimals; amounts that a row has not are empty."""
    receive("revolver:2", "cartridge:250:donated")
    found = {(row["section"], row["code"]): row for row in report.as_rows(summarise(ledger))}
    assert found["type", "revolver"] | {"name": ""} == {
        "section": "type", "code": "revolver", "name": "", "number": 2, "serviceable": 2, "unserviceable": 0,
        "mxn": "17400.00", "usd": "857.76",
    }  # fmt: skip
    assert (found["cash", "paid_out"]["number"], found["cash", "paid_out"]["mxn"]) == (1, "17400.00")
    assert (found["custody", "held"]["number"], found["custody", "held"]["mxn"]) == (3, "")
    assert found["firearms", "national"]["number"] == 2

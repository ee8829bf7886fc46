"""Paying by the keyboard: out of which notes, with a voucher where the cash ran out, and a voucher that is brought back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import PINS, Clerk, Run, both_engines
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, open_sample, order, take_in
from test_refused import fill, go_to, refused
from tui_story import facts

from buyback import denominations, desk, errors
from buyback.facts import DroppedOff, Fact, PaidOut, VoucherCodeRefused, VoucherIssued
from buyback.money import Money
from buyback.rules import Approval, Pin
from buyback.store.engine import Store, open_store
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.page_table import PageTable
from buyback.tui.widgets.unbroken import Unbroken

CODE = "4071"
PAYS = ("receive", "pay")
"""The roles of `eva`, who supervises nobody."""


@pytest.fixture
def prepared(ledger_url: str) -> Callable[[Callable[[Store], object]], str]:
    """`prepared(lambda store: ...)`: the test's ledger, after this was done behind the app's back, with `eva` in it."""

    def made(work: Callable[[Store], object]) -> str:
        store = open_store(ledger_url)
        desk.enrol(store, "eva", by=BY, at=AT, roles=PAYS)
        work(store)
        store.close()
        return ledger_url

    return made


def floated(amount: str, notes: str = "") -> Callable[[Store], object]:
    """A float of so many pesos."""

    def give(store: Store) -> None:
        pieces = denominations.parse(notes) if notes else ()
        desk.give_float(store, SITE, Money.parse(amount), by=BY, at=AT, notes=pieces)

    return give


def voucher(*items: str, code: str = CODE, site: str = SITE) -> Callable[[Store], object]:
    """A voucher for these items; with an empty code the giver chose none."""

    def give(store: Store) -> None:
        asked = order(store, *items, settlement="voucher", site=site)
        chosen = replace(asked, code=Pin(code) if code else None)
        desk.receive(store, chosen, by=BY, at=AT)

    return give


def both(*works: Callable[[Store], object]) -> Callable[[Store], object]:
    """One after the other."""

    def all_of_them(store: Store) -> None:
        for work in works:
            work(store)

    return all_of_them


async def to_payment(clerk: Clerk, *pieces: str) -> None:
    """Type what is brought and open the payment."""
    for piece in pieces:
        await clerk.type(piece)
        await clerk.press("enter")
    await clerk.press("f8")
    await clerk.until_shown("Payment")


async def to_pay(clerk: Clerk) -> None:
    """From the till to the payment of its first open voucher."""
    await clerk.press("f6")
    await clerk.until(lambda: "Open vouchers: 1" in clerk.seen())
    await clerk.press("v", "enter")
    await clerk.until_shown("DropOffDetail")
    await clerk.press("p")
    await clerk.until_shown("Pay")


def last(where: str, count: int) -> list[Fact]:
    """The last facts, without the draft's id, which is another one each time."""
    found = facts(where)[-count:]
    return [replace(fact, draft_id="") if isinstance(fact, DroppedOff) else fact for fact in found]


def kept_nowhere(clerk: Clerk, secret: str) -> bool:
    """The code is in nothing that the app remembers, and not on the screen."""
    return secret not in str(clerk.app.unfinished) and secret not in clerk.seen()


async def test_a_paid_voucher_says_why_it_cannot_be_voided(run: Run, prepared: Callable[..., str]) -> None:
    """Its void has no button any more, and pressing the key says the rule in place of nothing."""

    def paid(store: Store) -> None:
        folio = take_in(store, "revolver", settlement="voucher").folio
        desk.pay(store, folio, site=SITE, approval=Approval(COLLEAGUE), by=BY, at=AT)

    async with run(at=prepared(paid)) as clerk:
        await clerk.press("shift+tab", "enter")
        await clerk.until_shown("DropOffDetail")
        assert "Void" not in clerk.seen().splitlines()[-3]
        await clerk.press("v")
        assert type(clerk.app.screen).__name__ == "DropOffDetail"
        refusal = clerk.app.screen.refusal  # type: ignore[attr-defined]
        assert isinstance(refusal, errors.VoidOfPaidVoucher)
        assert str(refusal)[:40] in " ".join(clerk.seen().split())


# --- the notes ------------------------------------------------------------------------------------------------------------


async def test_the_payment_says_which_notes_make_it(run: Run, prepared: Callable[..., str]) -> None:
    """Out of those that the box holds, on the last look and on the receipt; where they cannot, that is said."""
    where = prepared(floated("17800", "500x34,200x4"))
    async with run(at=where) as clerk:
        await to_payment(clerk, "revolver")
        assert "Hand out: 17 × 500, 1 × 200" in clerk.seen()
        await clerk.press("right")
        assert "Hand out: 17" not in clerk.seen()
        await clerk.press("left", "enter")
        await clerk.until_shown("Receipt")
        assert "17 × 500, 1 × 200" in clerk.seen()
        await clerk.pilot.pause(0.5)
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
        await to_payment(clerk, "revolver .22")
        assert "cannot make this amount" in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("Receipt")
    assert isinstance(facts(where)[-1], PaidOut)


async def test_without_a_float_nothing_is_said_about_notes(run: Run) -> None:
    """Nobody knows what is in such a box."""
    async with run() as clerk:
        await to_payment(clerk, "revolver")
        for words in ("Hand out", "Not enough", "Which notes"):
            assert words not in clerk.seen()


async def test_nothing_to_pay_offers_no_way_of_paying(run: Run, where: str) -> None:
    """Toys are exchanged: no cash, no voucher, no dollars on the receipt."""
    async with run() as clerk:
        await clerk.type("3*war toy")
        await clerk.press("enter", "f8")
        await clerk.until_shown("Payment")
        assert "Nothing is paid: every item is donated or exchanged." in clerk.seen()
        assert not clerk.app.screen.query("#settlement")
        await clerk.press("f7", "enter")
        await clerk.until_shown("Receipt")
        assert "Nothing to hand out" in clerk.seen()
        assert "USD" not in clerk.seen().splitlines()[-1].split("Nothing to hand out")[1][:40]
    (fact,) = [fact for fact in facts(where) if isinstance(fact, DroppedOff)]
    assert fact.settlement == "none"


# --- a voucher instead of cash ----------------------------------------------------------------------------------------------


@both_engines
async def test_where_the_cash_has_run_out_one_key_gives_a_voucher(
    run: Run, prepared: Callable[..., str], tmp_path: Path
) -> None:
    """It is said before, refused if it is tried, and F7 then asks for the code that the giver chooses."""
    where = prepared(floated("20000"))
    async with run(at=where) as clerk:
        await to_payment(clerk, "ak-47")
        assert "Not enough cash: the box holds $20,000.00 MXN." in clerk.seen()
        await clerk.press("enter")
        await refused(clerk, "Payment", "give a voucher, pay later, or top the box up", "settlement")
        await clerk.press("f7")
        assert "Good until Thu 20 Mar 2025" in clerk.seen()
        assert "The receipt is the voucher: print it when it is received, and hand it over." in clerk.seen()
        assert "give a voucher, pay later, or top the box up" not in clerk.seen()
        await clerk.type(CODE)
        await clerk.press("down")
        await clerk.type(CODE)
        assert kept_nowhere(clerk, CODE)
        await clerk.press("enter")
        await clerk.until_shown("Receipt")
        assert "Received, voucher given" in clerk.seen()
        assert "Good until Thu 20 Mar 2025, with the code that the giver chose" in clerk.seen()
        assert "Print the receipt (I), or write it out, and hand it over" in clerk.seen()
        assert kept_nowhere(clerk, CODE)
    other = str(tmp_path / "twin.db")
    store = open_sample(other)
    desk.enrol(store, "eva", by=BY, at=AT, roles=PAYS)
    both(floated("20000"), voucher("ak-47"))(store)
    store.close()
    assert last(where, 3) == last(other, 3)
    issued = facts(where)[-1]
    assert isinstance(issued, VoucherIssued)
    assert issued.coded


@both_engines
async def test_a_payment_that_no_box_accounts_for_is_told_where_it_is_made(
    run: Run, prepared: Callable[[Callable[[Store], object]], str]
) -> None:
    """Without a float paying stays possible, at the desk and later; both dialogs say that no cash box accounts for it."""
    words = "No float is recorded at Basílica de Guadalupe, so no cash box accounts for this payment;"
    where = prepared(voucher("revolver"))
    async with run(at=where) as clerk:
        await to_payment(clerk, "ak-47")
        assert words in " ".join(said_of_cash(clerk).split())
        await clerk.press("f7")
        assert not clerk.app.screen.query_one("#cash-out").display
        await clerk.press("escape")
        await clerk.until_shown("DeskScreen")
        await to_pay(clerk)
        assert words in " ".join(said_of_cash(clerk).split())
        await clerk.type(CODE)
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(facts(where)[-1], PaidOut))
        assert clerk.app.is_running


def said_of_cash(clerk: Clerk) -> str:
    """What stands where the notes would, if the dialog shows it."""
    line = clerk.app.screen.query_one("#cash-out", Unbroken)
    assert line.display
    return str(line.render())


@pytest.mark.parametrize(
    ("first", "second", "words", "field"),
    [
        ("", "", "has not chosen a code yet", "code"),
        ("407", "407", "it is 4 digits", "code"),
        ("40711", "40711", "it is 4 digits", "code"),
        ("4071", "", "are not the same", "code-again"),
        ("4071", "4072", "are not the same", "code-again"),
    ],
)
async def test_a_code_is_four_digits_typed_twice(
    run: Run, where: str, *, first: str, second: str, words: str, field: str
) -> None:
    """Anything else stays in the dialog; an Enter that bounces gives no voucher that anybody could cash."""
    before = facts(where)
    async with run() as clerk:
        await to_payment(clerk, "revolver")
        await clerk.press("f7")
        await clerk.type(first)
        await clerk.press("down")
        await clerk.type(second)
        await clerk.press("enter", "enter")
        await clerk.until(lambda: words in clerk.seen())
        assert clerk.app.focused is not None
        assert clerk.app.focused.id == field
    assert facts(where) == before


async def test_a_voucher_without_a_code_is_given_knowingly(run: Run, where: str) -> None:
    """It takes a choice, and what that means is said."""
    async with run() as clerk:
        await to_payment(clerk, "revolver")
        await clerk.press("right", "down", "right")
        assert "Without a code it is paid only with a supervisor's approval." in clerk.seen()
        assert not clerk.app.screen.query_one("#code-line").display
        await clerk.press("enter")
        await clerk.until_shown("Receipt")
        assert "it has no code" in clerk.seen()
    issued = facts(where)[-1]
    assert isinstance(issued, VoucherIssued)
    assert not issued.coded


async def test_the_code_is_forgotten_when_the_dialog_is_left(run: Run) -> None:
    """What else was chosen comes back; the digits do not."""
    async with run() as clerk:
        await to_payment(clerk, "revolver")
        await clerk.press("f7")
        await clerk.type(CODE)
        await clerk.press("escape")
        await clerk.until_shown("DeskScreen")
        assert kept_nowhere(clerk, CODE)
        await clerk.press("f8")
        await clerk.until_shown("Payment")
        assert clerk.app.screen.query_one("#settlement", Choice).value == "voucher"
        await clerk.press("enter")
        await clerk.until(lambda: "has not chosen a code yet" in clerk.seen())


async def test_a_large_amount_needs_a_supervisor(run: Run, prepared: Callable[..., str]) -> None:
    """Above the step, in cash or by voucher, in the same dialog; not where it is to be paid later."""
    where = prepared(lambda _store: None)
    async with run((120, 40), at=where, operator="eva") as clerk:
        await to_payment(clerk, "3*ak-47")
        assert "an amount above 50,000.00 pesos" in clerk.seen()
        await clerk.press("right", "right")
        assert "an amount above" not in clerk.seen()
        await clerk.press("left", "left")
        await go_to(clerk, "approver-alias")
        await clerk.press("right", "enter")
        await clerk.until_shown("Receipt")
    (fact,) = [fact for fact in facts(where) if isinstance(fact, DroppedOff)]
    assert fact.approved_by == "luis"


async def test_who_may_not_pay_leaves_it_open(run: Run, ledger_url: str) -> None:
    """Receiving and paying are two people's work: Enter alone takes it in, and the paymaster pays it."""
    store = open_store(ledger_url)
    desk.enrol(store, "eva", by=BY, at=AT, roles=("receive",))
    store.close()
    async with run(at=ledger_url, operator="eva") as clerk:
        await to_payment(clerk, "revolver")
        assert clerk.app.screen.query_one("#settlement", Choice).value == "later"
        await clerk.press("enter")
        await clerk.until_shown("Receipt")
        assert "Received, to be paid later" in clerk.seen()
    (fact,) = [fact for fact in facts(ledger_url) if isinstance(fact, DroppedOff)]
    assert fact.settlement == "later"


# --- a voucher that is brought back -----------------------------------------------------------------------------------------


@both_engines
async def test_a_voucher_is_paid_against_its_code(run: Run, prepared: Callable[..., str]) -> None:
    """At any site of the ledger; a wrong code is refused in place with the number of tries, and recorded."""
    where = prepared(voucher("revolver", site=OTHER_SITE))
    async with run(at=where) as clerk:
        await to_pay(clerk)
        assert "Good until Thu 20 Mar 2025." in clerk.seen()
        await clerk.press("enter")
        await clerk.until(lambda: "is paid against the code" in clerk.seen())
        await clerk.type("1111")
        await clerk.press("enter")
        await clerk.until(lambda: "(1 of 5 tries)" in clerk.seen())
        assert "1 of 5 wrong codes so far." in clerk.seen()
        assert clerk.app.focused is not None
        assert clerk.app.focused.id == "code"
        await clerk.type(CODE)
        assert kept_nowhere(clerk, CODE)
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(facts(where)[-1], PaidOut))
        assert kept_nowhere(clerk, CODE)
    refused_code, paid = facts(where)[-2:]
    assert refused_code == VoucherCodeRefused("A1-000001-B", 1)
    assert isinstance(paid, PaidOut)
    assert (paid.means, paid.site, paid.approved_by) == ("voucher", SITE, "")


async def test_after_five_wrong_codes_a_supervisor_approves(run: Run, prepared: Callable[..., str]) -> None:
    """The dialog then asks for no code any more, but for the supervisor."""
    where = prepared(voucher("revolver"))
    async with run((120, 40), at=where, operator="eva") as clerk:
        await to_pay(clerk)
        for tries in range(1, 6):
            await clerk.type("1111")
            await clerk.press("enter")
            words = f"({tries} of 5 tries)" if tries < 5 else "was wrong 5 times"
            await clerk.until(lambda words=words: words in clerk.seen() and clerk.app.screen.is_ready)  # type: ignore[misc, attr-defined]
        assert not clerk.app.screen.query("#code")
        await go_to(clerk, "approver-alias")
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(facts(where)[-1], PaidOut))
    paid = facts(where)[-1]
    assert isinstance(paid, PaidOut)
    assert (paid.means, paid.approved_by) == ("voucher", BY)


@pytest.mark.parametrize(("code", "steps"), [("", ()), (CODE, ("up", "right"))])
async def test_without_its_code_a_supervisor_pays_a_voucher(
    run: Run, prepared: Callable[..., str], code: str, steps: tuple[str, ...]
) -> None:
    """One that has none, and one whose code is forgotten; a supervisor who pays it says so too."""
    where = prepared(voucher("revolver", code=code))
    async with run((120, 40), at=where) as clerk:
        await to_pay(clerk)
        await clerk.press(*steps)
        await clerk.until(lambda: "A supervisor approves it" in clerk.seen())
        await go_to(clerk, "approver-alias")
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(facts(where)[-1], PaidOut))
    paid = facts(where)[-1]
    assert isinstance(paid, PaidOut)
    assert paid.approved_by == BY


async def test_a_voucher_is_not_paid_out_of_a_box_that_is_too_empty(
    run: Run, prepared: Callable[..., str]
) -> None:
    """It is said before, and refused; the voucher stays open."""
    where = prepared(both(floated("1000"), voucher("revolver")))
    async with run(at=where) as clerk:
        await to_pay(clerk)
        assert "Not enough cash: the box holds $1,000.00 MXN." in clerk.seen()
        await clerk.type(CODE)
        await clerk.press("enter")
        await refused(clerk, "Pay", "top the box up first", "code")
        await clerk.press("escape", "escape")
        await clerk.until(lambda: "Open vouchers: 1" in clerk.seen())
    assert not any(isinstance(fact, PaidOut) for fact in facts(where))


@both_engines
async def test_open_vouchers_stand_in_the_till(run: Run, prepared: Callable[..., str]) -> None:
    """Of every site, with how each can be paid; a paid one is gone."""

    def work(store: Store) -> None:
        both(voucher("revolver"), voucher("pistol-9mm", code="", site=OTHER_SITE))(store)
        desk.pay(store, take_in(store, "ak-47", settlement="voucher").folio, by=BY, at=AT)

    where = prepared(work)
    async with run((120, 40), at=where) as clerk:
        await clerk.press("f6")
        await clerk.until(lambda: "Open vouchers: 2, $19,050.00 MXN" in clerk.seen())
        lines = clerk.app.screen.query_one("#vouchers", PageTable).lines
        assert [(line.key, line.texts["state"]) for line in lines] == [
            ("A1-000001-B", "with code"),
            ("A1-000002-9", "no code"),
        ]


# --- what was on paper --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "words", "field"),
    [
        ({"form-folio": "A1-000009-9"}, "is mistyped", "form-folio"),
        ({"form-folio": "x"}, "is not a folio", "form-folio"),
        ({"written-at": "25:00"}, "is not a date and time", "written-at"),
    ],
)
async def test_the_folio_of_a_form_is_refused_in_its_field(
    run: Run, where: str, texts: dict[str, str], words: str, field: str
) -> None:
    """One that is no folio, one that is mistyped or was never reserved, and a time that is none."""
    before = facts(where)
    async with run() as clerk:
        await to_payment(clerk, "revolver")
        await fill(clerk, texts)
        await go_to(clerk, "settlement")
        await clerk.press("enter")
        await refused(clerk, "Payment", words, field)
    assert facts(where) == before


# --- with PINs ------------------------------------------------------------------------------------------------------------------


async def test_supervisors_pins_for_a_large_amount_and_a_locked_voucher(run: Run, pinned: str) -> None:
    """Each approval is for one payment: the next one asks again."""
    async with run((120, 40), at=pinned, operator="eva", idle=False) as clerk:
        await clerk.sign_in("eva")
        await to_payment(clerk, "3*ak-47")
        await clerk.press("f7")
        await clerk.type(CODE)
        await clerk.press("down")
        await clerk.type(CODE)
        await clerk.press("enter")
        await clerk.until(lambda: "PIN is empty" in clerk.seen())
        assert clerk.app.focused is not None
        assert clerk.app.focused.id == "approver-pin"
        await clerk.type(PINS[BY])
        await clerk.press("enter")
        await clerk.until_shown("Receipt")
        await clerk.pilot.pause(0.5)
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
        await to_pay(clerk)
        for tries in range(1, 6):
            await clerk.type("1111")
            await clerk.press("enter")
            words = f"({tries} of 5 tries)" if tries < 5 else "was wrong 5 times"
            await clerk.until(lambda words=words: words in clerk.seen() and clerk.app.screen.is_ready)  # type: ignore[misc, attr-defined]
        assert clerk.app.focused is not None
        assert clerk.app.focused.id == "approver-pin"
        await clerk.press("up", "right", "down")
        await clerk.type(PINS[COLLEAGUE])
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(facts(pinned)[-1], PaidOut))
    found = facts(pinned)
    paid = found[-1]
    assert isinstance(paid, PaidOut)
    assert (paid.amount_minor, paid.approved_by) == (75_000_00, COLLEAGUE)
    assert [fact.approved_by for fact in found if isinstance(fact, DroppedOff)] == [BY]

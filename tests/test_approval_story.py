"""Entries that name no supervisor although one had to approve them, sealed as the program seals them: verification tells."""

from dataclasses import replace
from datetime import date

from pin_story import LUIS
from samples import AT, BY, COLLEAGUE, SITE, act, order, take_in
from tampering import found, seal_on

from buyback import desk, facts, folios, rates
from buyback.desk import Approval
from buyback.facts import (
    CashDiffered,
    CheckedItem,
    DroppedOff,
    HandOverChecked,
    NotReceivedResolved,
    PaidOut,
    PinSet,
    SettingChanged,
    Voided,
)
from buyback.fingerprints import list_hash
from buyback.money import Money
from buyback.store import checks
from buyback.store import ledger as log_writer
from buyback.store.engine import Store
from buyback.store.story import CHECKS
from buyback.store.views import log

DAY = "2025-02-18"
NOBODY = "and no supervisor approved it."


def told(store: Store, *more: facts.Fact) -> list[str]:
    """What the story of the log contradicts after these entries; the rebuilt tables follow the log all the same."""
    seal_on(store, *more)
    said = [str(finding) for finding in found(store) if finding.check in CHECKS]
    log_writer.rebuild(store)
    return said


def head(store: Store) -> int:
    return checks.head(store).seq


def received(store: Store, folio: str) -> DroppedOff:
    """The entry that received a drop-off."""
    with store.reading() as db:
        rows = log.page(db, kind="DroppedOff", limit=9)
        told = [log.entry(db, row.seq).fact for row in rows]
    (fact,) = (one for one in told if isinstance(one, DroppedOff) and one.folio == folio)
    return fact


def voided(drop_off: desk.Received, *, site: str = "", approved_by: str = "") -> Voided:
    return Voided(drop_off.folio, DAY, "mal tecleado", 0, 0, drop_off.item_ids, approved_by, site)


def paid(drop_off: desk.Received, approved_by: str = "") -> PaidOut:
    sums = (drop_off.mxn.amount_minor, drop_off.usd.amount_minor)
    return PaidOut(drop_off.folio, *sums, DAY, "cash", approved_by=approved_by, site=SITE)


def next_folio(store: Store, before: desk.Received, **changed: object) -> DroppedOff:
    """The entry of another drop-off like the one before, not sealed yet."""
    number = int(before.folio.split("-")[1]) + 1
    again = replace(
        received(store, before.folio), folio=folios.make("A1", number), draft_id=f"by-hand-{number}"
    )
    return replace(again, **changed)  # type: ignore[arg-type]


def test_a_void_that_nobody_approved(ledger: Store) -> None:
    """With PINs every void names its supervisor; without, one of before there were rights may name none, and no site."""
    older, newer, with_pins = (take_in(ledger, settlement="later") for _number in range(3))
    assert told(ledger, voided(older)) == []
    first = told(ledger, voided(newer, site=SITE))
    assert first == [f"Entry {head(ledger)} voids {newer.folio}, {NOBODY}"]
    said = told(ledger, PinSet(BY), voided(with_pins))
    assert said == [*first, f"Entry {head(ledger)} voids {with_pins.folio}, {NOBODY}"]


def test_a_difference_that_nobody_approved(ledger: Store) -> None:
    """There was never a difference without an approval, with PINs or without."""
    desk.give_float(ledger, SITE, Money(100_00), by=BY, at=AT)
    count = desk.count_cash(ledger, SITE, (), by=BY, at=AT)
    differed = CashDiffered(SITE, DAY, count.seq, 100_00, 0, "nadie sabe", "")
    assert told(ledger, differed) == [
        f"Entry {count.seq + 1} records a difference of the cash box of {SITE}, {NOBODY}"
    ]


def test_a_loss_that_nobody_approved(ledger: Store) -> None:
    """What did not arrive is lost only if a supervisor says so; that it is back needs nobody's approval."""
    one, two = take_in(ledger, "revolver", "revolver").item_ids
    desk.hand_over(ledger, [one, two], act("E-1"), by=BY, at=AT)
    items = tuple(CheckedItem(item, found=False) for item in (one, two))
    seal_on(ledger, HandOverChecked("E-1", DAY, list_hash([one, two]), (), items))
    lost = NotReceivedResolved("E-1", one, DAY, "lost", "nadie lo vio")
    here = NotReceivedResolved("E-1", two, DAY, "still_here", "estaba en la caja")
    assert told(ledger, lost, here) == [f"Entry {head(ledger) - 1} says that {one} is lost, {NOBODY}"]


def test_a_value_that_nobody_approved(pins: Store) -> None:
    """An item that is valued as another row names who approved that."""
    approval = desk.approve(pins, COLLEAGUE, LUIS, "valued-as", at=AT)
    valued = order(pins, "shotgun:as=revolver", settlement="later", reason="como revólver")
    right = desk.receive(pins, replace(valued, approval=approval), by=BY, at=AT)
    forged = next_folio(pins, right, approved_by="")
    assert told(pins, forged) == [
        f"Entry {head(pins)} values an item of {forged.folio} as another row, {NOBODY}"
    ]


def test_an_amount_above_the_step_that_nobody_approved(pins: Store) -> None:
    """Paid on the spot, promised on a voucher, paid later; the step in force counts, and each is named once."""
    later = take_in(pins, settlement="later")
    assert told(pins, SettingChanged("approval_step_minor", "870000"), paid(later)) == []
    desk.change_setting(pins, "approval_step_minor", "869999", by=BY, at=AT)
    owed = take_in(pins, settlement="later")
    on_the_spot = next_folio(pins, owed, settlement="cash")
    cash = replace(paid(owed), folio=on_the_spot.folio)
    more = f"for 8700.00, more than 8699.99, {NOBODY}"
    assert told(pins, paid(owed)) == [
        f"Entry {head(pins)} pays 8700.00 for {owed.folio}, more than 8699.99, {NOBODY}"
    ]
    assert told(pins, on_the_spot, cash)[1:] == [
        f"Entry {head(pins) - 1} receives {on_the_spot.folio} {more}"
    ]


def test_what_the_desk_records_contradicts_nothing(pins: Store) -> None:
    """Each with its approval; rates of a file that a supervisor imports; an amount approved when it was received."""
    desk.change_setting(pins, "approval_step_minor", "869999", by=BY, at=AT)

    def approval(occasion: str) -> Approval:
        return desk.approve(pins, COLLEAGUE, LUIS, occasion, at=AT)  # type: ignore[arg-type]

    desk.give_float(pins, SITE, Money(90_000_00), by=BY, at=AT)
    at_once = order(pins, "revolver")
    desk.receive(pins, replace(at_once, approval=approval("amount")), by=BY, at=AT)
    later, void = (take_in(pins, settlement="later").folio for _number in range(2))
    desk.pay(pins, later, by=BY, at=AT, approval=approval("amount"))
    desk.void(pins, void, reason="error", recovered=None, by=BY, at=AT, approval=approval("void"))
    desk.count_cash(pins, SITE, (), by=BY, at=AT)
    desk.record_difference(
        pins, SITE, reason="no se sabe", by=BY, at=AT, approval=approval("cash-difference")
    )
    desk.import_rates(pins, [rates.manual("20.1", date(2025, 2, 17), "archivo", AT)], by=BY, at=AT)
    assert found(pins) == []

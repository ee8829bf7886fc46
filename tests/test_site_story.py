"""Entries that name a site that is none, or are booked to another day than it was there: verification tells."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from samples import AT, BY, OTHER_SITE, SITE, WITNESSES, act, take_in
from tampering import found, seal_on, told

from buyback import desk, facts, folios
from buyback.denominations import parse
from buyback.desk import NewSite, Received
from buyback.facts import CashMoved, DroppedOff, PaidOut, SiteAdded, VoucherIssued
from buyback.money import Money
from buyback.store import checks
from buyback.store.engine import Store
from buyback.store.story import CHECKS
from buyback.store.views import log

DAY, BEFORE, AFTER = "2025-02-18", "2025-02-17", "2025-02-19"
NEXT = AT + timedelta(days=1)
NIGHT = datetime.fromisoformat("2025-02-19T05:30:00.000Z")
"""Half past eleven at night on the 18th in Mexico City, the 19th in UTC."""


def head(store: Store) -> int:
    return checks.head(store).seq


def paid(drop_off: Received, *, on: str = DAY, site: str = SITE, means: str = "cash") -> PaidOut:
    sums = (drop_off.mxn.amount_minor, drop_off.usd.amount_minor)
    return PaidOut(drop_off.folio, *sums, on, means, approved_by=BY, site=site)  # type: ignore[arg-type]


def next_drop_off(store: Store, **changed: object) -> DroppedOff:
    """The entry of another drop-off like the newest one, not sealed yet."""
    with store.reading() as db:
        fact = log.entry(db, log.page(db, kind="DroppedOff", limit=1)[0].seq).fact
    assert isinstance(fact, DroppedOff)
    number = int(fact.folio.split("-")[1]) + 1
    again = replace(fact, folio=folios.make("A1", number), draft_id=f"by-hand-{number}")
    return replace(again, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize("settlement", ["later", "voucher"])
def test_a_payment_by_a_site_that_is_none(ledger: Store, settlement: facts.Settlement) -> None:
    """Cash, and a voucher: whose box paid must be a box that there is."""
    drop_off = take_in(ledger, settlement=settlement)
    means = "voucher" if settlement == "voucher" else "cash"
    assert told(ledger, paid(drop_off, site="nowhere", means=means)) == [
        f"Entry {head(ledger)} names the site nowhere, which no entry before it added."
    ]


def test_everything_else_of_a_site_that_is_none(ledger: Store) -> None:
    """A float, a drop-off and its voucher; and a site counts from the entry that adds it."""
    take_in(ledger)
    drop_off = next_drop_off(ledger, site="nowhere", settlement="voucher")
    amount_minor = sum(line.amount_minor for line in drop_off.lines)
    voucher = VoucherIssued(drop_off.folio, "nowhere", DAY, amount_minor, "2025-03-20", coded=False)
    more = (CashMoved("nowhere", DAY, "float", 100_00), drop_off, voucher)
    seq = head(ledger)
    first = [
        f"Entry {seq + number} names the site nowhere, which no entry before it added."
        for number in (1, 2, 3)
    ]
    assert told(ledger, *more) == first
    added = SiteAdded("nowhere", "Nowhere", "America/Mexico_City")
    assert told(ledger, added, CashMoved("nowhere", DAY, "top_up", 100_00)) == first


def test_a_site_in_no_time_zone(ledger: Store) -> None:
    """What day it is there nobody can say."""
    moved = CashMoved("mars", "2025-02-01", "float", 100_00)
    for number, zone in enumerate(("Mars/Olympus", "/etc/passwd", "", "../x"), start=1):
        seal_on(ledger, SiteAdded(f"mars{number}", "Mars", zone), replace(moved, site=f"mars{number}"))
        said = [str(finding) for finding in found(ledger) if finding.check in CHECKS]
        assert len(said) == number
        assert f"adds the site mars{number} in {zone}, which is no time zone." in said[-1]


def test_a_payment_dated_before_its_drop_off(ledger: Store) -> None:
    """Nobody is paid for what was not there yet; that it was another day at that time is said too."""
    drop_off = take_in(ledger, settlement="later")
    received = head(ledger)
    assert told(ledger, paid(drop_off, on=BEFORE)) == [
        f"Entry {received + 1} pays {drop_off.folio} on {BEFORE}, and entry {received} received it on {DAY}.",
        f"Entry {received + 1} is booked to {BEFORE} at {SITE}, and at that time it was {DAY} there.",
    ]


def test_a_payment_of_an_older_entry_dated_before_its_drop_off(ledger: Store) -> None:
    """Where the entry names no site it was that of the drop-off."""
    drop_off = take_in(ledger, settlement="later")
    said = told(ledger, paid(drop_off, on=BEFORE, site=""))
    assert [sentence.partition(" ")[2].partition(" ")[2].split(" ")[0] for sentence in said] == ["pays", "is"]


def test_a_payment_on_a_day_that_it_was_not(ledger: Store) -> None:
    """Tomorrow's, and no day at all."""
    one, two = (take_in(ledger, settlement="later") for _number in range(2))
    seq = head(ledger)
    assert told(ledger, paid(one, on=AFTER), paid(two, on="2025-99-99")) == [
        f"Entry {seq + 1} is booked to {AFTER} at {SITE}, and at that time it was {DAY} there.",
        f"Entry {seq + 2} is booked to 2025-99-99 at {SITE}, and at that time it was {DAY} there.",
    ]


def test_the_day_is_that_of_the_site(ledger: Store) -> None:
    """An hour before midnight in Mexico City it is tomorrow in UTC, and today in Tijuana too."""
    desk.add_site(ledger, NewSite("tijuana", "Tijuana", timezone="America/Tijuana"), by=BY, at=AT)
    one, two = (take_in(ledger, settlement="later") for _number in range(2))
    seq = head(ledger)
    assert told(ledger, paid(one, on=DAY), paid(two, on=AFTER, site="tijuana"), at=NIGHT) == [
        f"Entry {seq + 2} is booked to {AFTER} at tijuana, and at that time it was {DAY} there."
    ]


def test_other_entries_on_a_day_that_it_was_not(ledger: Store) -> None:
    """A drop-off, a void, a return, cash, a voucher, an act: none is booked to another day than it was."""
    one, two, three = (take_in(ledger, settlement="later") for _number in range(3))
    held = take_in(ledger)
    items = (facts.DisposedItem(held.item_ids[0], 2),)
    last = next_drop_off(ledger, business_on=BEFORE, settlement="voucher")
    amount_minor = sum(line.amount_minor for line in last.lines)
    more: tuple[facts.Fact, ...] = (
        facts.Voided(one.folio, BEFORE, "error", 0, 0, one.item_ids, BY, SITE),
        facts.Voided(two.folio, BEFORE, "error", 0, 0, two.item_ids),
        facts.Returned(three.folio, BEFORE, three.item_ids),
        CashMoved(SITE, BEFORE, "float", 100_00),
        facts.Destroyed("D", BEFORE, "fire", "X", WITNESSES, items),
        last,
        VoucherIssued(last.folio, SITE, BEFORE, amount_minor, "2025-03-19", coded=False),
    )
    seq = head(ledger)
    assert told(ledger, *more) == [
        f"Entry {seq + number} is booked to {BEFORE} at {SITE}, and at that time it was {DAY} there."
        for number in range(1, len(more) + 1)
    ]


def test_what_was_on_paper_is_booked_to_its_own_day(ledger: Store) -> None:
    """The day on which it was written, or that on which it is typed; no third one."""
    take_in(ledger, settlement="later", written_at=AT - timedelta(days=1))
    typed = next_drop_off(ledger)
    assert (typed.business_on, typed.written_at[:10]) == (BEFORE, BEFORE)
    assert told(ledger, typed) == []
    assert told(ledger, next_drop_off(ledger, business_on=DAY)) == []
    assert told(ledger, next_drop_off(ledger, business_on="2025-02-16")) == [
        f"Entry {head(ledger)} is booked to 2025-02-16 at {SITE}, and at that time it was {DAY} there."
    ]


def test_what_the_desk_records_contradicts_nothing(ledger: Store) -> None:
    """On both sides of midnight, in two time zones, on paper, after the clock was set back and recorded."""
    desk.add_site(ledger, NewSite("tijuana", "Tijuana", timezone="America/Tijuana"), by=BY, at=AT)
    desk.give_float(ledger, "tijuana", Money(90_000_00), by=BY, at=AT)
    for at in (NIGHT, NIGHT + timedelta(hours=1), NIGHT + timedelta(hours=3)):
        later, promised = (take_in(ledger, settlement=how, at=at).folio for how in ("later", "voucher"))
        take_in(ledger, site="tijuana", at=at, written_at=at - timedelta(days=2))
        desk.pay(ledger, later, by=BY, at=at, site="tijuana")
        desk.pay(ledger, promised, by=BY, at=at, site=OTHER_SITE)
        desk.count_cash(ledger, "tijuana", parse("1000x1"), by=BY, at=at)
        desk.record_difference(ledger, "tijuana", reason="falta", by=BY, at=at)
        desk.top_up(ledger, "tijuana", Money(90_000_00), by=BY, at=at)
    items = [take_in(ledger, site=site, at=NIGHT).item_ids[0] for site in ("tijuana", SITE)]
    desk.destroy(ledger, items, act("D-1", place="patio"), by=BY, at=NIGHT)
    folio = take_in(ledger, settlement="later", at=NEXT).folio
    desk.pay(ledger, folio, by=BY, at=AT)
    assert found(ledger) == []
    with ledger.reading() as db:
        assert log.page(db, kind="ClockWentBack", limit=1)

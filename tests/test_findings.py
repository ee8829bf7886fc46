"""What auditors of such programmes found, one test each: here it cannot happen, or it is seen the same day.

The numbers are those of the findings, with who found them:
ANAO (Australia 1997) 1-4, PAC (United Kingdom 1999) 5-6, OIG (Chicago 2013) 7, Buffalo 2008 and 2009 8-9, Chicago 2023 10,
New York City 2008 11, New York State 2015 12, Argentina 2016 13-14, New Zealand 2019 15, San Francisco, Oakland and Marin 16,
New York 2022 17, the United States 2023 18, Mexico 2025 19.
"""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from paper_story import codes, pdf_of, pictures, text_of
from recorded import RECORDED, recorded
from samples import AT, BY, COLLEAGUE, SITE, act, take_in
from tampering import force, found, seal_on

from buyback import desk, errors, folios, report
from buyback.denominations import parse
from buyback.desk import Approval, NewMarks, Pin, Seen, forms
from buyback.errors import Refusal
from buyback.export.paper import making
from buyback.facts import CashMoved, Destroyed, DisposedItem
from buyback.fingerprints import list_hash
from buyback.money import Money
from buyback.report import Line, Summary
from buyback.report.audit import audited, of_day
from buyback.store import checks, schema
from buyback.store.engine import Store
from buyback.store.story import CHECKS
from buyback.store.views import acts, custody, drop_offs
from buyback.store.views.custody import Shelf
from buyback.store.views.totals import Span

DAY = date(2025, 2, 18)
NEXT = AT + timedelta(days=1)
TELLING = ("CURP GOMC800101HDFMRR05", "tel 55 1234 5678", "ana@example.org", "placa ABC-12-34")
"""What tells of a person."""


@pytest.fixture
def till(store: Store) -> Store:
    """A site with 50,000 pesos in its box."""
    desk.give_float(store, SITE, Money(50_000_00), by=BY, at=AT, notes=parse("500x100"))
    return store


def summary(store: Store, **more: str) -> Summary:
    with store.reading() as db:
        return report.summarise(db, DAY, DAY, today=DAY, **more)


def line(store: Store, name: str, *, now: datetime = AT) -> Line:
    """One line of the day's three reconciliations."""
    with store.reading() as db:
        day = report.reconcile(db, SITE, now.date(), now=now)
    return next(one for one in day.lines if one.name == name)


def refused(store: Store, refusal: type[Refusal], verb: Callable[[], object]) -> str:
    """The verb is refused so, nothing is sealed, and this is what it says."""
    before = checks.head(store)
    with pytest.raises(refusal) as caught:
        verb()
    assert checks.head(store) == before
    return str(caught.value)


def test_finding_01_acquired_paid_and_destroyed_are_reconciled(till: Store) -> None:
    """Every weapon that came in is paid for and somewhere, each day; one that somebody hides is named by its tag."""
    (destroyed,), (hidden,) = take_in(till).item_ids, take_in(till, "ak-47").item_ids
    desk.destroy(till, [destroyed], act(), by=BY, at=AT)
    told = summary(till)
    assert (told.custody.received, told.custody.destroyed, told.custody.held) == (2, 1, 1)
    assert told.money.valued.mxn == told.cash.paid_out.mxn == Money(33_700_00)
    assert line(till, "held").is_even
    force(till, f"UPDATE item SET status = 'destroyed' WHERE folio = '{hidden[:-2]}'")
    held = line(till, "held")
    assert (held.difference, held.behind, held.is_even) == (-1, (hidden,), False)
    with till.reading() as db:
        day = report.reconcile(db, SITE, DAY, now=AT)
    assert held in day.uneven
    assert not day.is_even


def test_finding_02_a_transfer_is_proven_by_its_receiver(till: Store) -> None:
    """What left is not confirmed until its receiver says so, item by item; what did not arrive stays missing by name,
    and no act can say that it was destroyed or kept there.
    """
    tags = take_in(till, "revolver:serial=K1", "revolver:serial=K2").item_ids
    desk.hand_over(till, tags, act("H-1"), by=BY, at=AT)
    assert summary(till).custody.not_confirmed == 2
    seen = [Seen(tags[0]), Seen(tags[1], found=False)]
    desk.check_hand_over(till, "H-1", seen, list_hash=list_hash(tags), by=COLLEAGUE, at=NEXT)
    now = summary(till)
    assert (now.custody.not_confirmed, now.custody.not_received) == (0, 1)
    assert [missing.item.id for missing in now.unaccounted.not_received] == [tags[1]]
    for gone in (desk.destroy, partial(desk.keep, value="historic")):
        said = refused(
            till, errors.NotReceivedYet, lambda gone=gone: gone(till, [tags[1]], act("D-1"), by=BY, at=NEXT)
        )
        assert tags[1] in said
    desk.destroy(till, [tags[0]], act("D-1"), by=BY, at=NEXT)


def test_finding_03_money_advanced_is_not_money_paid(till: Store) -> None:
    """What a site was given, what it paid, what is left and what went back are figures of their own."""
    take_in(till)
    desk.return_cash(till, SITE, Money(1_000_00), by=BY, at=AT)
    boxes = summary(till).boxes
    (box,) = boxes.boxes
    assert (boxes.advanced, boxes.paid, boxes.returned, box.expected) == (
        Money(50_000_00),
        Money(8_700_00),
        Money(1_000_00),
        Money(40_300_00),
    )


def test_finding_04_only_what_the_table_names_is_paid_for(till: Store) -> None:
    """A type that is not in the table, or has no published amount, is refused with what can be done; what the table prices
    is paid so and not as something dearer, and what is counted in bulk is never paid by the weapon.
    """
    said = refused(till, errors.UnknownTypeIsOther, lambda: take_in(till, "replica"))
    assert "replica" in said
    refused(till, errors.AmountNotPublished, lambda: take_in(till, "air-gun"))
    refused(till, errors.ValuedAsNeedsReason, lambda: take_in(till, "air-gun:as=revolver"))
    for dearer, refusal in (
        ("revolver:as=machine-gun", errors.AlreadyPriced),
        ("cartridge:100:as=ak-47", errors.ValuedAsOtherKind),
    ):
        refused(
            till, refusal, lambda dearer=dearer: take_in(till, dearer, reason="es más grande", approved_by=BY)
        )
    assert summary(till).drop_offs == 0


def test_finding_05_what_the_table_lacks_is_counted(till: Store) -> None:
    """Items that were valued as another row or given for nothing stand in the day's list, with who approved them and why."""
    why = "sin precio en el tabulador"
    take_in(till, "air-gun:as=revolver", reason=why, by=COLLEAGUE, approved_by=BY)
    take_in(till, "grenade:3:donated", reason="")
    listed = summary(till).not_in_table
    assert {(one.type_code, one.valued_as, one.donated, one.approved_by, one.reason) for one in listed} == {
        ("air-gun", "revolver", False, BY, why),
        ("grenade", "", True, "", ""),
    }
    assert [one.quantity for one in listed] == [1] * 4


def test_finding_06_every_item_has_a_label(till: Store) -> None:
    """The tag's number and its square code lead to the one item; no two items share a tag."""
    received = take_in(till, "revolver:serial=K1", "ak-47:serial=C1")
    with till.reading() as db:
        paper = making.tags_of(db, [received.folio])
        items = {tag: custody.item(db, received.folio, int(tag[-1])).serial for tag in received.item_ids}
    assert items == {received.item_ids[0]: "K1", received.item_ids[1]: "C1"}
    drawn = pdf_of(paper, "80mm")
    assert all(tag in text_of(drawn) for tag in received.item_ids)
    with till.reading() as db:
        data = making.as_pdf(paper, "80mm").data
    assert {code for picture in pictures(data) for code in codes(picture)} >= set(received.item_ids)


def test_finding_07_a_toy_is_no_firearm(till: Store) -> None:
    """Toys and air guns are counted apart and pay nothing; a toy is never valued as a firearm, and to value an air gun so
    takes a supervisor and a reason.
    """
    take_in(till, "revolver", "war-toy:5")
    told = summary(till)
    assert (told.firearms, told.money.valued.mxn) == (1, Money(8_700_00))
    toy = partial(take_in, till, "war-toy:as=revolver", reason="parece revólver", approved_by=BY)
    refused(till, errors.ValuedAsOtherKind, toy)
    desk.set_pin(till, BY, Pin("739104"), by=BY, at=AT)
    refused(
        till, errors.ApprovalNeeded, lambda: take_in(till, "air-gun:as=revolver", reason="parece revólver")
    )


def test_finding_08_the_table_says_the_class_and_the_amount(till: Store) -> None:
    """A clerk chooses a type and never a class or an amount; an entry sealed by hand with another one is found."""
    received = take_in(till, "pistol-9mm")
    with till.reading() as db:
        sealed = drop_offs.sealed(db, received.folio)
    (pistol,) = sealed.lines
    assert (pistol.class_code, pistol.unit_amount_minor) == ("handgun", 10_350_00)
    dear = replace(pistol, class_code="military", unit_amount_minor=25_000_00, amount_minor=25_000_00)
    forged = replace(
        sealed, folio=folios.make("A1", 2), draft_id="by hand", settlement="later", lines=(dear,)
    )
    seal_on(till, forged)
    said = [str(one) for one in found(till) if one.check in CHECKS]
    assert [one for one in said if "25000.00 MXN" in one and "10350.00 MXN" in one]
    assert [one for one in said if "as another class" in one]


def test_finding_08_pistols_valued_as_machine_guns_are_named(till: Store) -> None:
    """Six pistols that the table does not price, paid as machine guns and approved by who took them in, are named the same day
    with who, which items, as what, and how much more it is; six are as few as one."""
    desk.top_up(till, SITE, Money(200_000_00), by=BY, at=AT)
    done = take_in(till, *["other-handgun:as=machine-gun"] * 6, reason="parecen de guerra", approved_by=BY)
    assert done.mxn == Money(158_700_00)
    with till.reading() as db:
        (named,) = (one for one in audited(db, Span(DAY, DAY), DAY).findings if one.look == "valued-as")
        told = of_day(db, SITE, DAY)
    assert named.key == f"valued-as:{BY}:other-handgun:machine-gun"
    first = ", ".join(done.item_ids[:5])
    assert named.sentence == (
        "ana took in 6 items of the type Other handgun valued as Machine gun, light or heavy, $158,700.00 MXN: "
        f"{first} and 1 more. That is another class, Artillery and not Handgun. It is $60,840.00 MXN more than by the "
        "dearest row of its own class. Nobody but ana approved it."
    )
    assert ("valued-as", 1) in told.kinds


def test_finding_09_unused_forms_and_unused_cash_are_accounted_for(till: Store) -> None:
    """Blank forms that never came back are listed by folio; cash is counted before the figure is seen, and a difference posted.
    No day is closed without a count.
    """
    refused(till, errors.CloseUncounted, lambda: desk.close_day(till, SITE, by=BY, at=AT))
    out = forms.reserve(till, SITE, 2, by=BY, at=AT).folios
    assert line(till, "forms_out").behind == out
    counted = desk.count_cash(till, SITE, parse("500x99"), by=BY, at=AT)
    assert line(till, "counted").difference == Money(-500_00)
    refused(till, errors.CloseCountOpen, lambda: desk.close_day(till, SITE, by=BY, at=AT))
    desk.record_difference(till, SITE, reason="falta un billete", by=BY, at=AT)
    done = desk.close_day(till, SITE, by=BY, at=AT)
    assert done.reconciliation.count.seq == counted.seq
    assert next(one for one in done.reconciliation.money if one.name == "differences").figure == Money(
        -500_00
    )


def test_finding_10_a_tag_on_another_gun_is_named(till: Store) -> None:
    """Who checks a hand-over reads the serials again: one that belongs to another tag is named with that tag, also where
    nobody had looked for the serial of the gun that it is on now.
    """
    tags = take_in(till, "revolver:serial=K1", "revolver:serial=K2", "revolver").item_ids
    desk.hand_over(till, tags, act("H-1"), by=BY, at=AT)
    swapped = [Seen(tags[0], serial="K2", serial_status="read"), Seen(tags[1]), Seen(tags[2], serial="K1")]
    checked = desk.check_hand_over(till, "H-1", swapped, list_hash=list_hash(tags), by=COLLEAGUE, at=NEXT)
    assert [(one.item, one.belongs_to) for one in checked.differing] == [
        (tags[0], (tags[1],)),
        (tags[2], (tags[0],)),
    ]


def test_finding_11_what_a_sample_does_not_find_is_named_and_nothing_is_crossed_out(till: Store) -> None:
    """A sample that anybody can draw again names each item that is not on the shelf, in every report until it is found, and
    says how many of all may be missing; a correction leaves what was written before to be read.
    """
    tags = take_in(till, *(f"revolver:serial=K{n}" for n in range(1, 6)), settlement="none").item_ids
    drawn = desk.draw_sample(till, 5, 4711, by=COLLEAGUE, at=AT)
    assert [one.item.id for one in drawn.items] == list(tags)
    told = desk.check_sample(till, drawn.seq, (), tags[:1], rest_found=True, by=COLLEAGUE, at=AT)
    assert report.most_missing(told) == 1
    (missing,) = summary(till).not_on_shelf
    assert (missing.item.id, missing.told_by) == (tags[0], COLLEAGUE)
    desk.destroy(till, tags[:1], act(), by=BY, at=AT)
    assert [one.item.id for one in summary(till).not_on_shelf] == [tags[0]]
    desk.correct(till, tags[1], NewMarks(serial="K7"), reason="se leyó mal", by=COLLEAGUE, at=AT)
    (kept,) = summary(till).corrections
    assert (kept.item, kept.was.serial, kept.now.serial, kept.corrected_by) == (
        tags[1],
        "K2",
        "K7",
        COLLEAGUE,
    )
    assert [one.kind for one in summary(till).moved] == ["destroyed"]


def test_finding_12_disposal_takes_an_act_two_witnesses_and_the_right(till: Store) -> None:
    """Nothing is destroyed without its act and two others who saw it, nor by somebody without that role."""
    tags = take_in(till).item_ids
    refused(
        till, errors.TooFewWitnesses, lambda: desk.destroy(till, tags, act(witnesses=("rosa",)), by=BY, at=AT)
    )
    refused(
        till,
        errors.ClerkAsWitness,
        lambda: desk.destroy(till, tags, act(witnesses=(BY, "rosa")), by=BY, at=AT),
    )
    refused(
        till,
        errors.SameWitness,
        lambda: desk.destroy(till, tags, act(witnesses=("rosa", "ROSA")), by=BY, at=AT),
    )
    refused(till, errors.TextMissing, lambda: desk.destroy(till, tags, act(""), by=BY, at=AT))
    desk.enrol(till, "eva", by=BY, at=AT, roles=("receive",))
    refused(till, errors.NotAllowed, lambda: desk.destroy(till, tags, act(), by="eva", at=AT))


def test_finding_13_what_was_destroyed_cannot_leave_again(till: Store) -> None:
    """How many are held is known at any moment, and a destroyed weapon is neither handed over, kept nor destroyed again."""
    tags = (*take_in(till).item_ids, *take_in(till).item_ids)
    desk.destroy(till, tags[:1], act(), by=BY, at=AT)
    with till.reading() as db:
        assert [one.id for one in custody.shelf(db, Shelf(DAY))] == [tags[1]]
    for verb in (desk.destroy, desk.hand_over):
        refused(till, errors.NotHeld, lambda verb=verb: verb(till, tags[:1], act("2"), by=BY, at=AT))  # type: ignore[misc]
    refused(till, errors.NotHeld, lambda: desk.keep(till, tags[:1], act("3"), value="historic", by=BY, at=AT))


def test_finding_14_the_list_sent_and_the_list_received_are_one(till: Store) -> None:
    """A receiver who holds another list, leaves an item of it out or adds one that was never sent is refused: each item is
    answered for, and nothing else.
    """
    kept_here, tags = (
        take_in(till).item_ids,
        take_in(till, "revolver:serial=K1", "revolver:serial=K2").item_ids,
    )
    desk.hand_over(till, tags, act("H-1"), by=BY, at=AT)

    def check(seen: list[Seen], listed: tuple[str, ...]) -> None:
        desk.check_hand_over(till, "H-1", seen, list_hash=list_hash(listed), by=COLLEAGUE, at=NEXT)

    everything = [Seen(tag) for tag in tags]
    refused(till, errors.ListDiffers, lambda: check(everything, tags[:1]))
    refused(till, errors.NotChecked, lambda: check(everything[:1], tags))
    refused(till, errors.NotInHandOver, lambda: check([*everything, Seen(kept_here[0])], tags))
    check(everything, tags)


def test_finding_15_there_is_nothing_about_a_person_to_expose(till: Store) -> None:
    """What is recorded is written down field by field, nothing of it is for a person, and what looks like one's data is
    refused wherever a text can be typed and found wherever it was sealed by hand.
    """
    assert recorded() == RECORDED
    named = {column.name for table in schema.tables() for column in table.columns}
    named |= {word for names in RECORDED.values() for word in names.split()}
    parts = {part for name in named for part in name.split("_")}
    assert not parts & {
        "giver",
        "person",
        "address",
        "phone",
        "telephone",
        "email",
        "curp",
        "rfc",
        "document",
    }
    papers = ("GOMC800101HDFMRR05", "GMZCRL80010109H700", "GOMC800101AB1", "ana@example.org")
    fields = ("serial", "make", "model", "calibre", "country", "marks")
    for told, field in itertools.product(papers, fields):
        refused(till, errors.PersonalData, lambda item=f"revolver:{field}={told}": take_in(till, item))  # type: ignore[misc]
    tags = take_in(till).item_ids
    for told in papers:
        numbered = partial(desk.destroy, till, tags, act(told), by=BY, at=AT)
        refused(till, errors.PersonalData, numbered)
    for told in TELLING:
        refused(till, errors.PersonalData, lambda told=told: take_in(till, f"revolver:note={told}"))  # type: ignore[misc]
        refused(
            till,
            errors.PersonalData,
            lambda told=told: take_in(till, "air-gun:as=revolver", reason=told, approved_by=BY),  # type: ignore[misc]
        )
    for told in TELLING:
        seal_on(till, CashMoved(SITE, DAY.isoformat(), "top_up", 100_00, reason=told))
    assert [one.check for one in found(till) if one.check in CHECKS] == ["texts"] * 4


def test_finding_16_cash_that_runs_out_gives_a_voucher_and_no_slip_of_paper(till: Store) -> None:
    """More than the box holds is not promised by word: a voucher with a code is, and it is listed until it is paid."""
    take_in(till, "ak-47")
    said = refused(till, errors.NotEnoughCash, lambda: take_in(till, "machine-gun"))
    assert "voucher" in said
    promised = take_in(till, "machine-gun", settlement="voucher")
    (open_one,) = summary(till).vouchers.open
    assert (open_one.folio, open_one.amount) == (promised.folio, Money(26_450_00))
    desk.top_up(till, SITE, Money(30_000_00), by=BY, at=AT)
    desk.pay(till, promised.folio, by=BY, at=AT, approval=Approval(BY))
    refused(till, errors.PaidTwice, lambda: desk.pay(till, promised.folio, by=BY, at=AT))


def test_finding_17_the_same_part_sixty_times_is_named(till: Store) -> None:
    """Many equal items in a short time are named the same day, with the first of them and how many there are, on the
    summary, at the close and on the paper of the day."""
    first, _second = (
        take_in(till, *["ghost-gun:serial-status=none"] * 10, settlement="later", at=AT + after)
        for after in (timedelta(), timedelta(minutes=20))
    )
    with till.reading() as db:
        named = [one for one in audited(db, Span(DAY, DAY), DAY).findings if one.look == "many-equal"]
        paper = text_of(pdf_of(making.day_of(db, DAY, SITE), "letter"))
        told = of_day(db, SITE, DAY)
    assert [one.key for one in named] == [f"many-equal:{first.folio}:1"]
    assert "20 equal items" in named[0].sentence
    assert told.kinds == (("many-equal", 1),)
    said = "1 finding of the audit is not answered: many equal items in a short time (1)."
    assert said in " ".join(paper.split())


def test_finding_17_made_up_makes_do_not_hide_it(till: Store) -> None:
    """Ten ghost guns in as many drop-offs, each with a make, model, calibre and condition that somebody made up, are ten of
    the same thing: type, place and time are enough."""
    marks = [
        f":make=Taller {n}:model=M{n}:calibre=.{n}2:serial=T{n * 3}{':u' * (n % 2)}" for n in range(1, 11)
    ]
    for number, mark in enumerate(marks):
        take_in(till, f"ghost-gun{mark}", settlement="later", at=AT + timedelta(minutes=number))
    with till.reading() as db:
        (named,) = (one for one in audited(db, Span(DAY, DAY), DAY).findings if one.look == "many-equal")
    assert named.number == 10


def test_finding_18_the_whole_weapon_is_cut(till: Store) -> None:
    """The act says for each weapon how many cuts destroy it, three for a long gun and two for a short one; what is no gun is
    not cut on the spot; and an act sealed by hand with fewer cuts is found.
    """
    tags = take_in(till, "revolver:serial=K1", "ak-47:serial=C1").item_ids
    (grenade,) = take_in(till, "grenade:donated").item_ids
    refused(till, errors.MustBeHandedOver, lambda: desk.destroy(till, [grenade], act("D-0"), by=BY, at=AT))
    desk.destroy(till, tags, act("D-1"), by=BY, at=AT)
    with till.reading() as db:
        cuts = {one.item.id: one.cuts for one in acts.act(db, "D-1").items}
        paper = text_of(pdf_of(making.act_of(db, "D-1"), "letter"))
    assert cuts == {tags[0]: 2, tags[1]: 3}
    assert "Cuts" in paper
    (whole,) = take_in(till, "ak-47:serial=C2", settlement="none").item_ids
    seal_on(
        till, Destroyed("D-2", str(DAY), "disc cutter", "atrio", ("rosa", "tomas"), (DisposedItem(whole, 1),))
    )
    assert [one.check for one in found(till) if one.check in CHECKS] == ["acts"]


def test_finding_19_a_total_says_what_it_counts(till: Store) -> None:
    """Under a total of firearms stands its definition, and the other definition gives another total."""
    take_in(till, "revolver", "grenade:2:donated")
    national, without = summary(till), summary(till, counting="without-grenades")
    assert (national.firearms, without.firearms) == (3, 1)
    assert "grenades" in national.definition.sentence
    assert national.definition.sentence != without.definition.sentence

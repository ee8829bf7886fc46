"""The audit: each situation is made at the desk and is named with its entries, and its neighbour is not."""

import re
from contextlib import closing
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, act, on_a_file, open_sample, take_in
from sqlalchemy import Connection, event
from tampering import force

from buyback import desk, i18n, rates, report, rules
from buyback.chain import open_body
from buyback.denominations import parse
from buyback.desk import Approval, NewMarks, Seen
from buyback.fingerprints import list_hash
from buyback.money import Money, Rate
from buyback.rates import Quoted
from buyback.report.audit import LOOKS_AT, Audited, Finding, audited
from buyback.rules import LOOKS, LookName
from buyback.store import checks
from buyback.store.engine import Store, open_store
from buyback.store.views import log
from buyback.store.views.totals import EVER, NEVER, Span

TODAY = AT.date()
EVERY_DAY = Span(EVER, NEVER)
SITE_NAME = next(site.name for site in desk.known_sites() if site.code == SITE)
_acts = count(1)


def audit(store: Store, *, today: date = TODAY, span: Span = EVERY_DAY) -> Audited:
    with store.reading() as db:
        return audited(db, span, today)


def named(store: Store, look: LookName, *, today: date = TODAY, span: Span = EVERY_DAY) -> dict[str, Finding]:
    """The findings of one kind, by what they are about."""
    found = audit(store, today=today, span=span).findings
    return {one.key.removeprefix(f"{look}:"): one for one in found if one.look == look}


def only(found: dict[str, Finding]) -> Finding:
    (one,) = found.values()
    return one


def kinds(store: Store, finding: Finding) -> list[str]:
    """The kinds of the entries that a finding names."""
    with store.reading() as db:
        return [open_body(log.sealed(db, link.seq).body).kind for link in finding.links]  # type: ignore[union-attr]


def head(store: Store) -> int:
    return checks.head(store).seq


def setting(store: Store, name: str, value: object) -> None:
    desk.change_setting(store, name, str(value), by=BY, at=AT)


def items(finding: Finding) -> list[str]:
    return [link.item for link in finding.links]


# --- weapons ------------------------------------------------------------------------------------------------------------


def test_the_same_serial_twice(ledger: Store) -> None:
    """Written any way; both items are named by the entries that received them. One serial, and one that was voided, are not."""
    first = take_in(ledger, "revolver:serial=K 44-71")
    second = take_in(ledger, "ak-47:serial=k4471", at=AT + timedelta(days=1))
    take_in(ledger, "revolver:serial=K4472")
    for serial in ("V1", "V1"):
        wrong = take_in(ledger, f"revolver:serial={serial}")
    desk.void(ledger, wrong.folio, reason="error", recovered=Money(8700_00), by=BY, at=AT)
    one = only(named(ledger, "serial-twice"))
    assert one.key == "serial-twice:K4471"
    assert items(one) == [*first.item_ids, *second.item_ids]
    assert kinds(ledger, one) == ["DroppedOff", "DroppedOff"]
    assert (one.since, one.number, one.last_seq) == (TODAY, 2, one.links[1].seq)
    assert (
        one.sentence == f"The serial K 44-71 is on 2 items: {', '.join((*first.item_ids, *second.item_ids))}."
    )


def test_a_correction_makes_and_mends_a_serial_that_is_there_twice(ledger: Store) -> None:
    """What counts is the serial as it stands now; the correction is the entry that made it so."""
    first, second = (take_in(ledger, f"revolver:serial={serial}").item_ids[0] for serial in ("A1", "B2"))
    assert not named(ledger, "serial-twice")
    desk.correct(ledger, first, NewMarks(serial="b-2"), reason="misread", by=BY, at=AT)
    one = only(named(ledger, "serial-twice"))
    assert (one.key, one.last_seq, set(items(one))) == ("serial-twice:B2", head(ledger), {first, second})
    desk.correct(ledger, second, NewMarks(serial="C3"), reason="misread", by=BY, at=AT)
    assert not named(ledger, "serial-twice")


def test_the_same_serial_in_another_ledger_of_the_database(postgres_url: str) -> None:
    """Each ledger that head office keeps in one database names its own item and the other's tag, and rests on its own entries;
    another item there is another finding, and what was voided there, or what only others carry, is none.
    """
    later = AT + timedelta(days=1)
    with (
        closing(open_store(postgres_url + "#A1")) as first,
        closing(open_sample(postgres_url + "#B2", code="B2")) as second,
    ):
        here = take_in(first, "revolver:serial=K 44-71").item_ids[0]
        there = take_in(second, "ak-47:serial=k4471", at=later).item_ids[0]
        assert set(named(first, "serial-twice")) == {f"K4471:{there}"}
        one = only(named(first, "serial-twice"))
        assert (one.number, items(one), kinds(first, one), one.since) == (1, [here], ["DroppedOff"], TODAY)
        assert (
            one.sentence
            == f"The serial K 44-71 is on {here}, and on {there} of another ledger in this database."
        )
        mirrored = only(named(second, "serial-twice"))
        assert (mirrored.key, items(mirrored)) == (f"serial-twice:K4471:{here}", [there])
        for span in (Span(later.date(), NEVER), Span(EVER, NEVER, OTHER_SITE)):
            assert not named(first, "serial-twice", span=span)
        assert set(named(second, "serial-twice", span=Span(later.date(), NEVER))) == {f"K4471:{here}"}
        desk.answer_finding(first, one.key, note="two makers", by=BY, at=AT)
        wrong, more = (take_in(second, "revolver:serial=K4471", at=later) for _each in range(2))
        desk.void(second, wrong.folio, reason="error", recovered=Money(8700_00), by=BY, at=later)
        for _each in range(2):
            take_in(second, "revolver:serial=ONLY-THERE", at=later)
        found = named(first, "serial-twice")
        assert {key: known.is_answered for key, known in found.items()} == {
            f"K4471:{there}": True,
            f"K4471:{more.item_ids[0]}": False,
        }
        assert len(named(second, "serial-twice")["K4471"].listed) == 2
        assert not list(checks.verify(first))


def test_the_same_printed_part_sixty_times(ledger: Store) -> None:
    """New York 2022: one visit with sixty equal parts and no serial is named by its first item, with how many there are."""
    received = take_in(ledger, *["ghost-gun:serial-status=none"] * 60, approved_by=BY)
    one = only(named(ledger, "many-equal"))
    assert one.key == f"many-equal:{received.folio}:1"
    assert (one.number, items(one)) == (60, list(received.item_ids[:20]))
    assert {link.seq for link in one.links} == {one.last_seq}
    assert "60 equal items" in one.sentence
    assert "and 55 more" in one.sentence


@pytest.mark.parametrize(
    ("minutes", "marks", "is_named"),
    [
        ((0, 15, 30), ("", "", ""), True),
        ((0, 15, 31), ("", "", ""), False),
        ((0, 15), ("", ""), False),
        ((0, 15, 30), (":calibre=.22", ":model=Luty", ":make=Colt"), True),
        ((0, 15, 30), ("", "", ":serial=A1"), True),
        ((0, 15, 30), ("", "", ":u"), True),
        ((0, 15, 30), ("", "", ":donated"), False),
    ],
)
def test_equal_items_within_some_minutes(
    ledger: Store, minutes: tuple[int, ...], marks: tuple[str, ...], is_named: bool
) -> None:
    """As many as the setting says, as close as it says, and alike; by when it was written where it was on paper."""
    setting(ledger, rules.EQUAL_ITEMS, 3)
    setting(ledger, rules.EQUAL_MINUTES, 30)
    taken = [
        take_in(
            ledger,
            f"ghost-gun{mark}",
            at=AT + timedelta(hours=3),
            written_at=AT + timedelta(minutes=after),
        )
        for after, mark in zip(minutes, marks, strict=True)
    ]
    take_in(ledger, "ghost-gun", site=OTHER_SITE)
    found = named(ledger, "many-equal")
    assert bool(found) == is_named
    if is_named:
        assert items(only(found)) == [one.item_ids[0] for one in taken]
        assert kinds(ledger, only(found)) == ["DroppedOff"] * 3
        assert f"were taken in at {SITE_NAME} within 30 minutes" in only(found).sentence


@pytest.mark.parametrize(
    "told_apart", [":make=Colt", ":model=10", ":calibre=.38", ":serial=A1", ":u:as=ghost-gun"]
)
def test_what_a_factory_made_is_told_apart_by_what_stands_on_it(ledger: Store, told_apart: str) -> None:
    """Three revolvers without a serial are alike, unless one has another make, model, calibre or condition, or a serial."""
    setting(ledger, rules.EQUAL_ITEMS, 3)
    for mark in ("", "", told_apart):
        take_in(ledger, f"revolver{mark}", reason="no amount")
        take_in(ledger, "revolver", site=OTHER_SITE)
    found = only(named(ledger, "many-equal"))
    assert found.number == 3
    assert "Morelia" in found.sentence


def test_what_was_given_for_nothing_was_not_made_for_the_money(ledger: Store) -> None:
    """Ten pipe guns that somebody leaves and takes no money for are no finding; ten that are still owed are one."""
    pipes = ["home-made-handgun"] * 10
    take_in(ledger, *pipes, settlement="none")
    assert not named(ledger, "many-equal")
    owed = take_in(ledger, *pipes, settlement="later")
    assert items(only(named(ledger, "many-equal"))) == list(owed.item_ids)


def test_equal_items_at_one_moment(ledger: Store) -> None:
    """What several people bring in one minute came within a minute, what one brings in one drop-off; never within none."""
    setting(ledger, rules.EQUAL_ITEMS, 2)
    for _each in range(2):
        take_in(ledger, "ghost-gun")
    take_in(ledger, "ghost-gun", "ghost-gun", site=OTHER_SITE)
    said = [one.sentence for one in named(ledger, "many-equal").values()]
    assert f"2 equal items without a serial were taken in at {SITE_NAME} within a minute" in said[0]
    assert "2 equal items without a serial were taken in at" in said[1]
    assert "in one drop-off: " in said[1]


def test_invented_serials_do_not_make_home_made_guns_different(ledger: Store) -> None:
    """Twelve ghost guns with serials that run on are named, and the words say that they run on;
    serials that do not are no reason to leave them out."""
    take_in(ledger, *(f"ghost-gun:serial=PRT{number}" for number in range(1001, 1013)), approved_by=BY)
    assert (
        f"12 equal items with serials that run on were taken in at {SITE_NAME} in one drop-off"
        in only(named(ledger, "many-equal")).sentence
    )
    others = (f"ghost-gun:serial=X{number}Q" for number in range(0, 120, 10))
    take_in(ledger, *others, site=OTHER_SITE, approved_by=BY)
    assert [one.sentence.split(" were")[0] for one in named(ledger, "many-equal").values()] == [
        "12 equal items with serials that run on",
        "12 equal items",
    ]


def test_a_box_of_pistols_is_named_and_pistols_of_many_people_are_not(ledger: Store) -> None:
    """Factory weapons with serials of their own are named where as many as the setting says came in one drop-off."""
    setting(ledger, rules.EQUAL_ITEMS, 3)
    for number in range(5):
        take_in(ledger, f"pistol-9mm:serial=K{number * 7}")
    assert not named(ledger, "many-equal")
    box = take_in(ledger, *(f"pistol-9mm:serial=Z{number * 7}" for number in range(3)))
    assert items(only(named(ledger, "many-equal"))) == list(box.item_ids)


def test_equal_items_that_come_in_two_waves(ledger: Store) -> None:
    """Each wave is a finding of its own; what goes on without a pause is one."""
    setting(ledger, rules.EQUAL_ITEMS, 3)
    setting(ledger, rules.EQUAL_MINUTES, 10)
    for after in (0, 4, 8, 12, 100, 101, 102):
        take_in(ledger, "ghost-gun", at=AT + timedelta(minutes=after))
    assert [one.number for one in named(ledger, "many-equal").values()] == [4, 3]


def test_many_items_outside_the_table(ledger: Store) -> None:
    """Who took in as many as the setting says, donated and valued together; who took in one less is not named."""
    setting(ledger, rules.MANY_OFF_TABLE, 3)
    take_in(ledger, "cartridge:50:donated", "cartridge:9:donated", by=COLLEAGUE)
    take_in(ledger, "shotgun:as=revolver", reason="same size", by=COLLEAGUE)
    take_in(ledger, "cartridge:50:donated", "cartridge:9:donated", "revolver")
    one = only(named(ledger, "off-table"))
    assert (one.key, one.number, one.last_seq) == ("off-table:luis", 3, one.links[-1].seq)
    assert one.sentence == ("luis took in 3 items outside the table: 1 valued as another row, 2 donated.")
    assert set(kinds(ledger, one)) == {"DroppedOff"}


def test_valued_as_a_row_of_another_class(ledger: Store) -> None:
    """Each by who took it in, its type and the row, with the entries; a row of its own class that a colleague approved is not
    named, nor what was voided or taken back, and the words say what is known of the amounts.
    """

    def value(item: str, *, by: str = COLLEAGUE, approved_by: str = BY, at: datetime = AT) -> str:
        taken = take_in(
            ledger, item, reason="no amount", approved_by=approved_by, by=by, at=at, settlement="later"
        )
        return taken.item_ids[0]

    value("other-handgun:as=revolver")
    value("rifle:as=submachine-gun-22")
    desk.void(
        ledger,
        value("shotgun:as=p90", approved_by=COLLEAGUE)[:-2],
        reason="error",
        recovered=None,
        by=BY,
        at=AT,
    )
    back = value("shotgun:as=ak-47")
    desk.give_back(ledger, back[:-2], by=BY, at=AT)
    assert not named(ledger, "valued-as")
    gun = value("other-handgun:as=ghost-gun")
    other = [value("other-weapon:as=p90", at=AT + timedelta(days=day)) for day in range(2)]
    own = value("rifle:as=submachine-gun-22", approved_by=COLLEAGUE)
    found = named(ledger, "valued-as")
    assert {key: items(one) for key, one in found.items()} == {
        "luis:other-handgun:ghost-gun": [gun],
        "luis:other-weapon:p90": other,
        "luis:rifle:submachine-gun-22": [own],
    }
    cheap, unpriced, alone = found.values()
    assert cheap.sentence.endswith("not Handgun. It is no more than by the dearest row of its own class.")
    assert unpriced.sentence.endswith("No row of its own class has an amount.")
    assert alone.sentence == (
        "luis took in 1 item of the type Rifle valued as .22 submachine gun, $7,215.00 MXN: "
        f"{own}. Nobody but luis approved it."
    )
    assert (unpriced.number, unpriced.since, kinds(ledger, unpriced)) == (2, TODAY, ["DroppedOff"] * 2)
    assert unpriced.links[0].seq < unpriced.links[1].seq == unpriced.last_seq
    mixed = value("other-weapon:as=p90", approved_by=COLLEAGUE)
    again = named(ledger, "valued-as")["luis:other-weapon:p90"]
    assert items(again) == [*other, mixed]
    assert again.sentence.endswith("Nobody but luis approved 1 of them.")
    assert not named(ledger, "valued-as", span=Span(EVER, NEVER, OTHER_SITE))
    tomorrow = named(ledger, "valued-as", span=Span(TODAY + timedelta(days=1), NEVER))
    assert [items(one) for one in tomorrow.values()] == [[other[1]]]


def test_held_for_long(ledger: Store) -> None:
    """From the day after the setting's last one on, by the site and the day on which it came; what was destroyed is not."""
    setting(ledger, rules.HELD_DAYS, 5)
    held, gone = take_in(ledger, "revolver", "ghost-gun"), take_in(ledger)
    desk.destroy(ledger, [gone.item_ids[0], held.item_ids[1]], act(), by=BY, at=AT)
    assert not named(ledger, "held-long", today=TODAY + timedelta(days=5))
    one = only(named(ledger, "held-long", today=TODAY + timedelta(days=6)))
    assert (one.key, items(one)) == (f"held-long:{SITE}:{TODAY}", [held.item_ids[0]])
    assert kinds(ledger, one) == ["DroppedOff"]
    assert f"taken in at {SITE_NAME} is still held after 6 days" in one.sentence


def test_what_never_left_is_held_since_it_came(ledger: Store) -> None:
    """An item that was handed over, missed and found still here is named by the entry that received it, in its place."""
    first, second = take_in(ledger), take_in(ledger, "ak-47", "revolver")
    tag = second.item_ids[0]
    desk.hand_over(ledger, [tag], act("E-0"), by=BY, at=AT)
    seen = [Seen(tag, found=False)]
    desk.check_hand_over(ledger, "E-0", seen, list_hash=list_hash([tag]), by=BY, at=AT)
    desk.resolve_not_received(ledger, tag, "still_here", reason="en el estante", by=BY, at=AT)
    one = only(named(ledger, "held-long", today=TODAY + timedelta(days=31)))
    assert items(one) == [*first.item_ids, *second.item_ids]
    assert kinds(ledger, one) == ["DroppedOff"] * 3
    assert one.last_seq == one.links[1].seq == one.links[2].seq < head(ledger)


def hand_over(store: Store, *, found: bool | None = None) -> tuple[str, str]:
    """An item that left with a hand-over of its own, and whether it arrived, where that is told; its tag and the act."""
    tag, number = take_in(store).item_ids[0], f"E-{next(_acts)}"
    desk.hand_over(store, [tag], act(number), by=BY, at=AT)
    if found is not None:
        seen = [Seen(tag, found=found)]
        desk.check_hand_over(store, number, seen, list_hash=list_hash([tag]), by=BY, at=AT)
    return tag, number


def test_handed_over_and_not_received(ledger: Store) -> None:
    """What did not arrive, by the entry that says so, until it did; what is lost for ever; what arrived is not named."""
    hand_over(ledger, found=True)
    hand_over(ledger)
    gone, _act = hand_over(ledger, found=False)
    told = head(ledger)
    later, _act = hand_over(ledger, found=False)
    said = {"reason": "lo vio Defensa", "by": BY, "at": AT}
    desk.resolve_not_received(ledger, later, "arrived", **said)  # type: ignore[arg-type]
    one = only(named(ledger, "not-received"))
    assert (one.key, items(one), one.last_seq) == (f"not-received:{gone}", [gone], told)
    assert one.sentence.endswith("and did not arrive.")
    desk.resolve_not_received(ledger, gone, "lost", approval=Approval(BY), **said)  # type: ignore[arg-type]
    one = only(named(ledger, "not-received"))
    assert (one.key, one.last_seq) == (f"not-received:{gone}", head(ledger))
    assert one.sentence.endswith("and is lost.")
    assert kinds(ledger, one) == ["NotReceivedResolved"]


def test_handed_over_and_not_confirmed(ledger: Store) -> None:
    """A list of which nobody said for longer than the setting that it arrived; one day less is not named."""
    hand_over(ledger, found=True)
    hand_over(ledger, found=False)
    tag, number = hand_over(ledger)
    setting(ledger, rules.HELD_DAYS, 7)
    assert not named(ledger, "not-confirmed", today=TODAY + timedelta(days=7))
    one = only(named(ledger, "not-confirmed", today=TODAY + timedelta(days=8)))
    assert (one.key, items(one)) == (f"not-confirmed:{number}", [tag])
    assert kinds(ledger, one) == ["HandedOver"]


def test_not_found_on_the_shelf(ledger: Store) -> None:
    """What a sample did not find is named, whatever becomes of it on paper, until one finds it; a second miss opens it again."""
    lost = take_in(ledger).item_ids[0]

    def look(*, found: bool, note: str = "") -> None:
        drawn = desk.draw_sample(ledger, 1, 4711, by=BY, at=AT)
        seen = ((lost,), ()) if found else ((), (lost,))
        desk.check_sample(ledger, drawn.seq, *seen, by=BY, at=AT, note=note)

    desk.draw_sample(ledger, 1, 4711, by=BY, at=AT)
    assert not named(ledger, "not-found")
    look(found=False, note="the tag only")
    first = only(named(ledger, "not-found"))
    assert (first.key, items(first), first.number) == (f"not-found:{lost}", [lost], 1)
    assert (first.kind.certainty, first.last_seq, kinds(ledger, first)) == (
        "certain",
        head(ledger),
        ["SampleChecked"],
    )
    assert (
        first.sentence
        == f"{lost} was looked for and not found ({BY}, sample {head(ledger) - 1}): the tag only"
    )
    desk.answer_finding(ledger, first.key, note="asked at the museum", by=BY, at=AT)
    assert only(named(ledger, "not-found")).is_answered
    look(found=False)
    again = only(named(ledger, "not-found"))
    assert (again.key, again.number, again.is_answered) == (first.key, 2, False)
    assert kinds(ledger, again) == ["SampleChecked", "SampleChecked"]
    yesterday, elsewhere = Span(EVER, TODAY - timedelta(days=1)), Span(EVER, NEVER, OTHER_SITE)
    assert not named(ledger, "not-found", span=yesterday)
    assert not named(ledger, "not-found", span=elsewhere)
    look(found=True)
    assert not named(ledger, "not-found")


# --- money --------------------------------------------------------------------------------------------------------------


def void(store: Store, *, by: str = BY, is_paid: bool = True) -> str:
    folio = take_in(store, settlement="cash" if is_paid else "later").folio
    recovered = Money(8000_00) if is_paid else None
    desk.void(store, folio, reason="error", recovered=recovered, by=by, at=AT)
    return folio


def test_voided_after_payment(ledger: Store) -> None:
    """By folio, with what was paid and what came back; a void of what nobody had paid is not named."""
    void(ledger, is_paid=False)
    folio = void(ledger)
    one = only(named(ledger, "void-after-payment"))
    assert (one.key, one.last_seq) == (f"void-after-payment:{folio}", head(ledger))
    assert (kinds(ledger, one), one.links[0].folio) == (["Voided"], folio)
    assert "$8,700.00 MXN had been paid; $8,000.00 MXN came back" in one.sentence


def test_many_voids_by_one_person(ledger: Store) -> None:
    """Who voided as many as the setting says; a colleague with one less is not named."""
    setting(ledger, rules.MANY_VOIDS, 3)
    folios = [void(ledger, by=COLLEAGUE, is_paid=number > 0) for number in range(3)]
    void(ledger)
    void(ledger)
    one = only(named(ledger, "voids-by-person"))
    assert (one.key, [link.folio for link in one.links]) == ("voids-by-person:luis", folios)
    assert kinds(ledger, one) == ["Voided"] * 3
    assert one.sentence == "luis voided 3 drop-offs, 2 of them after payment."


def by_hand(store: Store, rate: str, on: date = TODAY, at: datetime = AT) -> None:
    quoted = rates.manual(rate, on, f"boletín {rate}", at)
    desk.record_rate(store, quoted, by=COLLEAGUE, at=at, approval=Approval(BY))


@pytest.mark.parametrize("rate", ["20.6910", "19.8794"])
def test_a_rate_by_hand_far_from_the_banks(ledger: Store, rate: str) -> None:
    """More than two per cent above or below 20.2852; the neighbours, at most two per cent off, are not named."""
    for near in ("20.6909", "19.8795"):
        by_hand(ledger, near)
    assert not named(ledger, "manual-rate")
    by_hand(ledger, rate)
    one = only(named(ledger, "manual-rate"))
    assert (one.key, one.last_seq) == (f"manual-rate:{head(ledger)}", head(ledger))
    assert kinds(ledger, one) == ["RateRecorded"]
    assert f"luis set {rate} for 18 Feb 2025" in one.sentence
    setting(ledger, rules.RATE_PERCENT, 3)
    assert not named(ledger, "manual-rate")


@on_a_file
def test_a_rate_that_no_bank_can_be_held_against(ledger: Store) -> None:
    """More than ten days after the last rate of the bank, or before its first, a rate by hand is named, and the words say
    that nothing could be compared; once the bank's rate is recorded it is compared."""
    late = AT.replace(year=2040)
    by_hand(ledger, "35.0000", late.date(), late)
    one = only(named(ledger, "manual-rate", today=late.date()))
    assert (one.key, kinds(ledger, one)) == (f"manual-rate:{head(ledger)}", ["RateRecorded"])
    assert re.fullmatch(
        r"luis set 35\.0000 for 18 Feb 2040\. It could not be compared: the newest rate of the European Central Bank that is "
        r"known is [\d,]+ days older, \d\d\.\d{4} of \d+ \w+ 20\d\d, [\d.]+% from it\.",
        one.sentence,
    )
    for days_before, is_named in ((11, True), (10, False)):
        of = late.date() - timedelta(days=days_before)
        desk.record_rate(ledger, Quoted(Rate.parse("35.1000"), of, "ECB", late), by=BY, at=late)
        found = named(ledger, "manual-rate", today=late.date())
        assert bool(found) == is_named
        if is_named:
            assert "is 11 days older, 35.1000 of 7 Feb 2040, 0.3% from it." in only(found).sentence


@on_a_file
def test_a_rate_of_before_the_banks_first(ledger: Store) -> None:
    """Of a day before any rate of the bank is known that is said."""
    by_hand(ledger, "11.3000", date(2005, 1, 5))
    assert only(named(ledger, "manual-rate")).sentence.endswith(
        "no rate of the European Central Bank of that day or before is known."
    )


def test_amounts_just_under_the_step(ledger: Store) -> None:
    """By the step of that day: the amount at it and those less than five per cent under it; above it a supervisor looked."""
    for step, near in ((8699_99, False), (8700_00, True), (9157_89, True), (9157_90, False)):
        setting(ledger, rules.APPROVAL_STEP, step)
        by = COLLEAGUE if near else BY
        take_in(ledger, by=by, approved_by=BY)
    take_in(ledger, "revolver", settlement="later", by=COLLEAGUE)
    one = only(named(ledger, "under-step"))
    assert (one.key, one.number) == ("under-step:luis", 2)
    assert kinds(ledger, one) == ["PaidOut", "PaidOut"]
    assert one.last_seq == one.links[-1].seq


def test_a_cash_box_that_did_not_fit(ledger: Store) -> None:
    """A count that is off, with the reason of its difference, also when the next one fits; a count that fits is not named."""
    desk.give_float(ledger, SITE, Money(1000_00), by=BY, at=AT)
    desk.count_cash(ledger, SITE, parse("500x2"), by=BY, at=AT)
    assert not named(ledger, "cash-difference")
    desk.count_cash(ledger, SITE, parse("500x1,200x2"), by=COLLEAGUE, at=AT)
    seq = head(ledger)
    one = only(named(ledger, "cash-difference"))
    assert (one.key, one.last_seq, kinds(ledger, one)) == (f"cash-difference:{seq}", seq, ["CashCounted"])
    assert one.sentence == f"luis counted the cash box of {SITE_NAME}, and it was off by -$100.00 MXN."
    desk.record_difference(ledger, SITE, reason="falta un billete", by=BY, at=AT)
    desk.count_cash(ledger, SITE, parse("500x1,200x2"), by=BY, at=AT)
    one = only(named(ledger, "cash-difference"))
    assert one.sentence.endswith("Reason: falta un billete.")


# --- days and people ----------------------------------------------------------------------------------------------------


def test_one_person_received_paid_and_destroyed(ledger: Store) -> None:
    """The items that went through one pair of hands, by the act; where a colleague cut, nobody is named."""
    mine, other = take_in(ledger), take_in(ledger)
    desk.destroy(ledger, other.item_ids, act("N-1"), by=COLLEAGUE, at=AT)
    assert not named(ledger, "one-hand")
    desk.destroy(ledger, mine.item_ids, act("N-2"), by=BY, at=AT)
    one = only(named(ledger, "one-hand"))
    assert (one.key, items(one), one.last_seq) == ("one-hand:ana", [*mine.item_ids], head(ledger))
    assert kinds(ledger, one) == ["Destroyed"]
    for span, is_named in (
        (Span(TODAY, TODAY), True),
        (Span(EVER, NEVER, SITE), True),
        (Span(EVER, NEVER, OTHER_SITE), False),
    ):
        assert named(ledger, "one-hand", span=span) == ({"ana": one} if is_named else {}), span
    with ledger.reading() as db:
        assert one.sentence in report.concerns(report.who_did_what(db, Span(TODAY, TODAY)))


def test_paper_that_was_typed_in_late(ledger: Store) -> None:
    """A day or more after it was written, by the site's own calendar; what is typed in that evening is not named."""
    take_in(ledger, written_at=AT, at=AT + timedelta(hours=12))  # 22:42 there, and past midnight by UTC
    late = take_in(ledger, written_at=AT, at=AT + timedelta(hours=14))
    one = only(named(ledger, "late-paper", today=TODAY + timedelta(days=1)))
    assert one.key == f"late-paper:{SITE}:{TODAY}"
    assert [link.folio for link in one.links] == [late.folio]
    assert kinds(ledger, one) == ["DroppedOff"]
    assert (
        f"at {SITE_NAME} on 18 Feb 2025 was typed in on a later day, the last on 19 Feb 2025" in one.sentence
    )


def test_a_day_left_open(ledger: Store) -> None:
    """From the next day on, by its last entry; today is not, a closed day is not, and nor is a site without work."""
    desk.give_float(ledger, SITE, Money(9000_00), by=BY, at=AT)
    take_in(ledger)
    last = head(ledger)
    assert not named(ledger, "day-open")
    one = only(named(ledger, "day-open", today=TODAY + timedelta(days=1)))
    assert (one.key, one.last_seq, one.number) == (f"day-open:{SITE}", last, 1)
    assert kinds(ledger, one) == ["PaidOut"]
    assert one.sentence == f"1 day of {SITE_NAME} is not closed: 18 Feb 2025."
    desk.count_cash(ledger, SITE, parse("200x1,100x1"), by=BY, at=AT)
    desk.close_day(ledger, SITE, by=BY, at=AT)
    assert not named(ledger, "day-open", today=TODAY + timedelta(days=1))


def test_work_outside_the_hours(ledger: Store) -> None:
    """Before it opens and after it closes, both ends belonging to it; nothing where no hours are set, or no more."""
    ten = datetime(2025, 2, 18, 16, 0, tzinfo=AT.tzinfo)
    for at in (ten, ten + timedelta(hours=6)):
        take_in(ledger, at=at)
    early = take_in(ledger, at=ten - timedelta(milliseconds=1))
    late = take_in(ledger, settlement="later", at=ten + timedelta(hours=6, minutes=1))
    take_in(ledger, written_at=ten, at=ten + timedelta(hours=9))
    take_in(ledger, at=ten - timedelta(hours=1), site=OTHER_SITE)
    assert not named(ledger, "out-of-hours")
    desk.change_setting(ledger, rules.hours_setting(SITE), "10:00-16:00", by=BY, at=AT)
    one = only(named(ledger, "out-of-hours"))
    assert one.key == f"out-of-hours:{SITE}:{TODAY}"
    assert [link.folio for link in one.links] == [early.folio, early.folio, late.folio]
    assert kinds(ledger, one) == ["DroppedOff", "PaidOut", "DroppedOff"]
    assert f"of {SITE_NAME} on 18 Feb 2025 are outside" in one.sentence


def test_hours_are_those_that_a_site_had_at_that_moment(ledger: Store) -> None:
    """Wider hours, and none, hold from when they were told; what was outside before stays a finding, also where paper of then
    is typed in afterwards. What happened before any were told is held against the first."""
    ten, hour = datetime(2025, 2, 18, 16, 0, tzinfo=AT.tzinfo), timedelta(hours=1)

    def hours(value: str, at: datetime) -> None:
        desk.change_setting(ledger, rules.hours_setting(SITE), value, by=BY, at=at)

    def outside() -> dict[str, list[str]]:
        found = named(ledger, "out-of-hours", today=TODAY + timedelta(days=5))
        return {key: [link.folio for link in one.links] for key, one in found.items()}

    def owed(at: datetime, written_at: datetime | None = None) -> str:
        return take_in(ledger, settlement="later", at=at, written_at=written_at).folio

    early = owed(ten - hour)
    hours("10:00-16:00", ten)
    late = owed(ten + 7 * hour)
    before = outside()
    assert before == {f"{SITE}:{TODAY}": [early, late]}
    hours("09:00-18:00", ten + 7 * hour + hour / 2)
    owed(ten + 7.6 * hour)
    later = owed(ten + 8.1 * hour)
    assert outside() == {f"{SITE}:{TODAY}": [early, late, later]}
    said = only(named(ledger, "out-of-hours")).sentence
    assert said.endswith("are outside its hours, 10:00-16:00, 09:00-18:00.")
    hours("none", ten + 9 * hour)
    owed(ten + 10 * hour)
    paper = owed(ten + 11 * hour, written_at=ten + 8.5 * hour)
    assert outside() == {f"{SITE}:{TODAY}": [early, late, later, paper]}
    hours("10:00-16:00", ten + 24 * hour)
    owed(ten + 25 * hour)
    assert outside() == {f"{SITE}:{TODAY}": [early, late, later, paper]}


def test_payments_elsewhere_count_where_the_cash_was(ledger: Store) -> None:
    """A payment outside the hours is named at the site whose box paid; one that names no site is its drop-off's."""
    late = datetime(2025, 2, 18, 23, 0, tzinfo=AT.tzinfo)
    for site in (SITE, OTHER_SITE):
        desk.change_setting(ledger, rules.hours_setting(site), "10:00-16:00", by=BY, at=AT)
    here, there = (take_in(ledger, settlement="later").folio for _each in range(2))
    desk.pay(ledger, here, site=SITE, by=BY, at=late)
    desk.pay(ledger, there, site=OTHER_SITE, by=BY, at=late)
    with_site = named(ledger, "out-of-hours")
    assert {key: [link.folio for link in one.links] for key, one in with_site.items()} == {
        f"{SITE}:{TODAY}": [here],
        f"{OTHER_SITE}:{TODAY}": [there],
    }
    force(ledger, "UPDATE payout SET site = ''")
    one = only(named(ledger, "out-of-hours"))
    assert (one.key, [link.folio for link in one.links]) == (f"out-of-hours:{SITE}:{TODAY}", [here, there])
    left = only(named(ledger, "day-open", today=TODAY + timedelta(days=1)))
    assert (left.key, left.last_seq) == (f"day-open:{SITE}", one.last_seq)


# --- the whole ----------------------------------------------------------------------------------------------------------


def test_every_kind_is_looked_for() -> None:
    """Each kind of finding has one function, and each its own words."""
    assert list(LOOKS_AT) == list(LOOKS)
    assert len(
        {look.title for look in LOOKS.values()} | {look.meaning for look in LOOKS.values()}
    ) == 2 * len(LOOKS)


def test_a_sound_day_has_no_finding(ledger: Store) -> None:
    """Work by three people, counted and closed, gives nothing to look at."""
    desk.enrol(ledger, "eva", by=BY, at=AT, roles=("custody",))
    desk.give_float(ledger, SITE, Money(9000_00), by=BY, at=AT)
    received = take_in(ledger, "revolver:serial=K1")
    desk.destroy(ledger, received.item_ids, act(), by="eva", at=AT)
    desk.count_cash(ledger, SITE, parse("200x1,100x1"), by=BY, at=AT)
    desk.close_day(ledger, SITE, by=BY, at=AT)
    found = audit(ledger, today=TODAY + timedelta(days=90))
    assert (found.findings, found.open, found.answered) == ((), 0, 0)


def test_a_span_and_a_site(ledger: Store) -> None:
    """What happened on other days or at another site is not named; a serial is, where one of its items belongs."""
    tomorrow = AT + timedelta(days=1)
    take_in(ledger, "revolver:serial=K1")
    take_in(ledger, "revolver:serial=K1", site=OTHER_SITE, at=tomorrow)
    void(ledger)
    for span, voids, serials in (
        (Span(TODAY, TODAY), 1, 1),
        (Span(tomorrow.date(), NEVER), 0, 1),
        (Span(EVER, TODAY, OTHER_SITE), 0, 0),
        (Span(EVER, NEVER, OTHER_SITE), 0, 1),
        (Span(EVER, TODAY - timedelta(days=1)), 0, 0),
    ):
        assert len(named(ledger, "void-after-payment", span=span)) == voids, span
        assert len(named(ledger, "serial-twice", span=span)) == serials, span


@on_a_file
def test_findings_in_spanish(ledger: Store) -> None:
    """The key is the same in every language; the sentence is the language's."""
    void(ledger)
    key = only(named(ledger, "void-after-payment")).key
    i18n.set_language("es")
    try:
        assert only(named(ledger, "void-after-payment")).key == key
    finally:
        i18n.set_language("en")


def test_an_index_serves_what_can_be_served(sqlite_url: str) -> None:
    """SQLite walks through no table for a look; only what an inner select gave is read whole."""
    store = open_store(sqlite_url)
    desk.change_setting(store, rules.hours_setting(SITE), "10:00-16:00", by=BY, at=AT)
    take_in(store, at=AT - timedelta(hours=3))
    hand_over(store, found=False)
    hand_over(store)
    plans: list[tuple[str, str]] = []

    def explain(
        connection: Connection, _cursor: object, statement: str, values: object, *_more: object
    ) -> None:
        rows = connection.connection.cursor()
        rows.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        plans.extend((row[3], statement) for row in rows.fetchall())

    with store.reading() as db:
        event.listen(db.connection, "before_cursor_execute", explain)
        audited(db, EVERY_DAY, TODAY + timedelta(days=90))
    store.close()
    whole = ("(subquery", "done", "e", "found", "paid", "taken", "valued", "w")
    assert plans
    for step, sql in plans:
        assert not step.endswith("drop_off_site (ledger=? AND site=?)"), sql
        assert not step.startswith("SCAN") or step.removeprefix("SCAN ").startswith(whole), (step, sql)

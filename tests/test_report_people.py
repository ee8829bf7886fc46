"""Who did what, and the warnings where one person did what should take several."""

from datetime import date, timedelta

import pytest
from export_story import DAY_1, DAY_2, DAY_3, live
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, act, take_in

from buyback import desk, i18n, rates, report
from buyback.denominations import parse
from buyback.desk import Approval, NewMarks, Pin, Seen
from buyback.fingerprints import list_hash
from buyback.money import Money
from buyback.report import WhoDidWhat
from buyback.store.engine import Store
from buyback.store.views.duties import Alone, OneHand, SelfApproved
from buyback.store.views.totals import Span


def work(store: Store, first: date = DAY_1, last: date | None = None, site: str = "") -> WhoDidWhat:
    with store.reading() as db:
        return report.who_did_what(db, Span(first, last or first, site))


def told(people: WhoDidWhat) -> list[tuple[str, str, int, str]]:
    return [(one.alias, one.deed, one.number, str(one.mxn)) for one in people.did]


def test_who_did_what(ledger: Store) -> None:
    """Each alias with what they did, in the order of a visit; payments with their sum, acts by items."""
    desk.enrol(ledger, "eva", by=BY, at=AT, roles=("custody",))
    first = take_in(ledger, "revolver", "ak-47")
    later = take_in(ledger, "revolver", settlement="later", by=COLLEAGUE)
    back = take_in(ledger, "pistol-9mm", settlement="later")
    wrong = take_in(ledger, "revolver")
    desk.pay(ledger, later.folio, by=COLLEAGUE, at=AT)
    desk.give_back(ledger, back.folio, by=COLLEAGUE, at=AT)
    recovered = {"recovered": Money(8700_00), "by": BY, "at": AT, "approval": Approval(COLLEAGUE)}
    desk.void(ledger, wrong.folio, reason="error", **recovered)  # type: ignore[arg-type]
    desk.destroy(ledger, first.item_ids, act(), by="eva", at=AT)
    for serial in ("A21", "A12"):
        desk.correct(
            ledger, first.item_ids[0], NewMarks(serial=serial), reason="misread", by=COLLEAGUE, at=AT
        )
    found = work(ledger)
    assert told(found) == [
        ("ana", "received", 3, "0.00"),
        ("ana", "paid", 2, "42400.00"),
        ("ana", "voided", 1, "0.00"),
        ("eva", "destroyed", 2, "0.00"),
        ("luis", "received", 1, "0.00"),
        ("luis", "paid", 1, "8700.00"),
        ("luis", "returned", 1, "0.00"),
        ("luis", "corrected", 2, "0.00"),
        ("luis", "approved", 1, "0.00"),
    ]
    assert (found.one_hand, found.self_approved, found.pins) == ((), (), "none")
    assert report.concerns(found) == ("No PINs: anyone can write here under any alias.",)


def test_each_day_and_site_has_its_own(ledger: Store) -> None:
    """What is done counts on its own day and at its own site; the days add up to the whole."""
    live(ledger)
    days = [work(ledger, day) for day in (DAY_1, DAY_2, DAY_3)]
    both = [work(ledger, DAY_1, DAY_3, site) for site in (SITE, OTHER_SITE)]
    whole = work(ledger, DAY_1, DAY_3)

    def added(parts: list[WhoDidWhat]) -> dict[tuple[str, str], tuple[int, int]]:
        sums: dict[tuple[str, str], tuple[int, int]] = {}
        for part in parts:
            for one in part.did:
                number, minor = sums.get((one.alias, one.deed), (0, 0))
                sums[one.alias, one.deed] = (number + one.number, minor + one.mxn.amount_minor)
        return sums

    assert added(days) == added(both) == added([whole])
    assert added([whole])[BY, "voided"] == (2, 0)


def test_one_hand_is_named(ledger: Store) -> None:
    """Where the same person received, paid and destroyed an item it is said, with the items; another's share is not."""
    mine = take_in(ledger, "revolver", "ak-47")
    desk.destroy(ledger, mine.item_ids, act("1"), by=BY, at=AT)
    shared = take_in(ledger)
    desk.destroy(ledger, shared.item_ids, act("2"), by=COLLEAGUE, at=AT)
    paid_by_another = take_in(ledger, settlement="later")
    desk.pay(ledger, paid_by_another.folio, by=COLLEAGUE, at=AT)
    desk.destroy(ledger, paid_by_another.item_ids, act("3"), by=BY, at=AT)
    kept = take_in(ledger)
    desk.keep(ledger, kept.item_ids, act("4"), value="historic", by=BY, at=AT)
    donated = take_in(ledger, "revolver:donated")
    desk.destroy(ledger, donated.item_ids, act("5"), by=BY, at=AT)
    found = work(ledger)
    assert found.one_hand == (OneHand(BY, 2, mine.item_ids),)
    assert report.concerns(found)[1] == (
        f"ana received, paid and destroyed the same 2 items ({', '.join(mine.item_ids)}); that takes three people."
    )
    later = AT + timedelta(days=1)
    again = take_in(ledger)
    desk.destroy(ledger, again.item_ids, act("6"), by=BY, at=later)
    assert [one.items for one in work(ledger).one_hand] == [3]


def test_one_hand_is_named_on_the_day_of_the_last_deed(ledger: Store) -> None:
    """Destroyed or paid on a later day: that day's report has it, so that a signed paper does; so has the first day's."""
    second, third = AT + timedelta(days=1), AT + timedelta(days=2)
    cut_later = take_in(ledger)
    desk.destroy(ledger, cut_later.item_ids, act("1"), by=BY, at=second)
    paid_later = take_in(ledger, settlement="voucher")
    desk.destroy(ledger, paid_later.item_ids, act("2"), by=BY, at=AT)
    desk.pay(ledger, paid_later.folio, by=BY, at=third)
    by_another = take_in(ledger)
    desk.destroy(ledger, by_another.item_ids, act("3"), by=COLLEAGUE, at=second)
    assert work(ledger, DAY_2).one_hand == (OneHand(BY, 1, cut_later.item_ids),)
    assert work(ledger, DAY_3).one_hand == (OneHand(BY, 1, paid_later.item_ids),)
    both = (OneHand(BY, 2, cut_later.item_ids + paid_later.item_ids),)
    assert work(ledger).one_hand == work(ledger, DAY_1, DAY_3).one_hand == both
    assert work(ledger, DAY_2, site=SITE).one_hand != ()
    assert work(ledger, DAY_1, DAY_3, OTHER_SITE).one_hand == ()


def test_many_items_are_counted_and_the_first_named(ledger: Store) -> None:
    """The sentence stays one that can be read."""
    taken = take_in(ledger, "revolver:12")
    desk.destroy(ledger, taken.item_ids, act(), by=BY, at=AT)
    [one] = work(ledger).one_hand
    assert (one.items, one.first) == (12, taken.item_ids[:5])
    assert "…" in report.concerns(work(ledger))[1]


def test_what_somebody_approved_for_themselves(ledger: Store) -> None:
    """A value, a large amount and a void whose approver is the one who did it."""
    valued = take_in(ledger, "shotgun:as=revolver", reason="como revólver")
    take_in(ledger, "shotgun:as=revolver", reason="como revólver", approved_by=COLLEAGUE)
    owed = take_in(ledger, "machine-gun:2", settlement="later")
    desk.pay(ledger, owed.folio, by=BY, at=AT)
    wrong = take_in(ledger, settlement="later")
    desk.void(ledger, wrong.folio, reason="error", recovered=None, by=COLLEAGUE, at=AT)
    found = work(ledger)
    assert found.self_approved == (
        SelfApproved(BY, "received", valued.folio),
        SelfApproved(BY, "paid", owed.folio),
        SelfApproved(COLLEAGUE, "voided", wrong.folio),
    )
    assert report.concerns(found)[1:] == (
        f"Approved by ana, who did it: {valued.folio}, {owed.folio}.",
        f"Approved by luis, who did it: {wrong.folio}.",
    )


def test_a_manual_rate_is_approved_like_the_rest(ledger: Store) -> None:
    """It counts on the day it was set, at every site, by the site's clock; whoever approved their own is named."""
    read = rates.manual("20.5", DAY_1, "boletín del banco", AT)
    desk.record_rate(ledger, read, by=BY, at=AT)
    evening = AT.replace(hour=23) + timedelta(days=1, hours=3)  # in UTC it is DAY_3 already
    newer = rates.manual("20.6", DAY_2, "boletín del banco", evening)
    desk.record_rate(ledger, newer, by=BY, at=evening, approval=Approval(COLLEAGUE))
    for site in ("", SITE, OTHER_SITE):
        own, other = work(ledger, DAY_1, site=site), work(ledger, DAY_2, site=site)
        assert told(own) == [("ana", "approved", 1, "0.00")]
        assert own.self_approved == (SelfApproved(BY, "rate", "2025-02-18"),)
        assert report.concerns(own)[1:] == ("Approved by ana, who did it: the rate of 18 Feb 2025.",)
        assert told(other) == [("luis", "approved", 1, "0.00")]
        assert (other.self_approved, work(ledger, DAY_3, site=site).did) == ((), ())
    dear = take_in(ledger, "machine-gun:2")
    both = work(ledger)
    assert ("ana", "approved", 2, "0.00") in told(both)
    assert f"the rate of 18 Feb 2025, {dear.folio}." in report.concerns(both)[1]


def counted(store: Store, *, by: str, site: str = SITE) -> None:
    desk.give_float(store, site, Money(1000_00), by=BY, at=AT, notes=parse("500x2"))
    desk.count_cash(store, site, parse("500x2"), by=by, at=AT)


def test_a_day_that_one_person_counted_closed_and_signed(ledger: Store) -> None:
    """It is said of that day and site; not where another counted or signed."""
    desk.enrol(ledger, "eva", by=BY, at=AT, roles=("pay",))
    counted(ledger, by=BY)
    desk.close_day(ledger, SITE, DAY_1, by=BY, at=AT)
    counted(ledger, by=COLLEAGUE, site=OTHER_SITE)
    desk.close_day(ledger, OTHER_SITE, DAY_1, by=BY, at=AT)
    found = work(ledger)
    assert found.alone == work(ledger, site=SITE).alone == (Alone(BY, "close", DAY_1, SITE),)
    said = "Counted, closed and signed by ana: 18 Feb 2025 at basilica-guadalupe."
    assert report.concerns(found)[1:] == (said,)
    assert work(ledger, site=OTHER_SITE).alone == work(ledger, DAY_2).alone == ()
    rows = [row for row in report.as_rows(summary_of(ledger)) if row["section"] == "alone"]
    assert [(row["code"], row["name"]) for row in rows] == [
        (SITE, "counted, closed and signed by ana, 2025-02-18")
    ]
    next_day = AT + timedelta(days=1)
    desk.count_cash(ledger, SITE, parse("500x2"), by="eva", at=next_day)
    desk.close_day(ledger, SITE, DAY_2, by="eva", at=next_day, approval=Approval(BY))
    assert work(ledger, DAY_2).alone == ()


def test_a_hand_over_that_one_person_sent_and_checked(ledger: Store) -> None:
    """It is said on the day of the check, at the sites of its items; not where another checked."""
    first, second = take_in(ledger, "revolver", "grenade:2:donated"), take_in(ledger)
    desk.hand_over(ledger, first.item_ids, act("E-1"), by=BY, at=AT)
    desk.hand_over(ledger, second.item_ids, act("E-2"), by=BY, at=AT)
    later = AT + timedelta(days=1)
    for number, tags, by in (("E-1", first.item_ids, BY), ("E-2", second.item_ids, COLLEAGUE)):
        seen = [Seen(tags[0], found=False), *map(Seen, tags[1:])]
        desk.check_hand_over(ledger, number, seen, list_hash=list_hash(tags), by=by, at=later)
    found = work(ledger, DAY_2)
    assert found.alone == work(ledger, DAY_2, site=SITE).alone == (Alone(BY, "hand_over", DAY_2, "E-1"),)
    assert report.concerns(found)[1:] == ("Handed over, and checked on arrival, by ana: E-1.",)
    assert work(ledger).alone == work(ledger, DAY_2, site=OTHER_SITE).alone == ()


def summary_of(store: Store) -> report.Summary:
    with store.reading() as db:
        return report.summarise(db, DAY_1, DAY_1)


def test_with_pins_and_three_people_nothing_is_said(ledger: Store) -> None:
    """A day as it should be has no warning."""
    ana, luis, eva = Pin("739104"), Pin("582047"), Pin("905172")
    desk.enrol(ledger, "eva", by=BY, at=AT, roles=("custody",))
    desk.set_pin(ledger, BY, ana, by=BY, at=AT)
    for alias, pin in ((COLLEAGUE, luis), ("eva", eva)):
        desk.set_pin(ledger, alias, pin, by=BY, at=AT)
        desk.sign_in(ledger, alias, pin, at=AT)
    owed = take_in(ledger, settlement="later")
    desk.pay(ledger, owed.folio, by=COLLEAGUE, at=AT)
    desk.destroy(ledger, owed.item_ids, act(), by="eva", at=AT)
    found = work(ledger)
    assert found.pins == "set"
    assert report.concerns(found) == ()


def test_it_is_part_of_the_summary_and_its_rows(ledger: Store) -> None:
    """The summary has it, and so have the long rows that files and spreadsheets read."""
    taken = take_in(ledger)
    desk.destroy(ledger, taken.item_ids, act(), by=BY, at=AT)
    summary = summary_of(ledger)
    assert summary.people == work(ledger)
    rows = {(row["section"], row["code"], row["name"]): row for row in report.as_rows(summary)}
    assert rows["did", "ana", "paid"]["mxn"] == "8700.00"
    assert rows["did", "ana", "destroyed"]["number"] == 1
    assert rows["one_hand", "ana", "received, paid and destroyed"]["number"] == 1
    assert ("pins", "none", "") in rows


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_warnings_speak_both_languages(ledger: Store, language: str) -> None:
    """In each there is a sentence for each, with nothing left unfilled."""
    taken = take_in(ledger, "shotgun:as=revolver", reason="como revólver")
    desk.destroy(ledger, taken.item_ids, act(), by=BY, at=AT)
    sent = take_in(ledger).item_ids
    desk.hand_over(ledger, sent, act("E-1"), by=BY, at=AT)
    desk.check_hand_over(ledger, "E-1", [Seen(sent[0])], list_hash=list_hash(sent), by=BY, at=AT)
    desk.record_rate(ledger, rates.manual("20.5", DAY_1, "boletín", AT), by=BY, at=AT)
    counted(ledger, by=BY)
    desk.close_day(ledger, SITE, DAY_1, by=BY, at=AT)
    before = i18n.language()
    i18n.set_language(language)
    try:
        said = report.concerns(work(ledger))
    finally:
        i18n.set_language(before)
    assert len(said) == 5
    assert all("{" not in sentence and len(sentence) > 20 for sentence in said)
    starts = (
        "Sin NIP",
        "ana recibió",
        "Aprobado por ana",
        "Contado, cerrado y firmado por ana",
        "Entregado y revisado",
    )
    assert [text.startswith(start) for text, start in zip(said, starts, strict=True)] == [
        language == "es"
    ] * 5

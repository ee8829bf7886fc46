"""Who did what, and the warnings where one person did what should take several."""

from datetime import date, timedelta

import pytest
from export_story import DAY_1, DAY_2, DAY_3, live
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, act, take_in

from buyback import desk, i18n, report
from buyback.desk import Approval, NewMarks, Pin
from buyback.money import Money
from buyback.report import WhoDidWhat
from buyback.store.engine import Store
from buyback.store.views.duties import OneHand, SelfApproved
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
    with ledger.reading() as db:
        summary = report.summarise(db, DAY_1, DAY_1)
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
    before = i18n.language()
    i18n.set_language(language)
    try:
        said = report.concerns(work(ledger))
    finally:
        i18n.set_language(before)
    assert len(said) == 3
    assert all("{" not in sentence and len(sentence) > 20 for sentence in said)
    assert ("Sin NIP" in said[0]) == (language == "es")

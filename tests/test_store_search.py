"""The searches of the lists: half a receipt is enough, and an index serves whatever is typed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from samples import AT, BY, OTHER_SITE, act
from sqlalchemy import Connection, event

from buyback import desk
from buyback.desk import NewMarks, Received
from buyback.money import Money
from buyback.rules import ItemStatus
from buyback.store.engine import Store, open_store
from buyback.store.views import corrections, custody, lists
from buyback.store.views.custody import Shelf
from buyback.store.views.lists import Filter

Receive = Callable[..., Received]

TODAY = AT.date()


def found(ledger: Store, words: str, **more: object) -> list[str]:
    """The folios that the Ledger's search lists."""
    with ledger.reading() as db:
        return [brief.folio for brief in lists.listed(db, Filter(words=words, **more))]  # type: ignore[arg-type]


def on_shelf(ledger: Store, words: str, status: ItemStatus = "held", **more: object) -> list[str]:
    """The items that Custody's search lists."""
    with ledger.reading() as db:
        return [item.id for item in custody.shelf(db, Shelf(TODAY, status, words=words, **more))]  # type: ignore[arg-type]


def away(ledger: Store, words: str) -> list[tuple[str, str, str, str]]:
    """The serials that were corrected, of those that begin with the words."""
    with ledger.reading() as db:
        return [
            (one.item, one.was, one.now, one.status) for one in corrections.serials_away(db, words, limit=9)
        ]


def halves(folio: str) -> list[str]:
    """What a clerk may read on a torn receipt."""
    ledger, number, check = folio.split("-")
    short = str(int(number))
    return [
        folio,
        folio.lower(),
        f"{short}-{check}",
        f"{number}-{check}",
        short,
        number,
        f"{short}-",
        f"{ledger}-{short}",
    ]


def test_half_a_receipt_finds_its_drop_off(ledger: Store, receive: Receive) -> None:
    """The number with or without its zeros, with or without its check character, in either list."""
    taken = [receive("revolver", "cartridge:2:donated") for _number in range(12)]
    for received in (taken[0], taken[6], taken[11]):
        for words in halves(received.folio):
            assert found(ledger, words)[0] == received.folio
            assert on_shelf(ledger, words)[:2] == list(received.item_ids)
    assert found(ledger, "7") == found(ledger, "0000007") == [taken[6].folio]
    for words in ("13", "0", "70", "7-?", "B2-7"):
        assert not found(ledger, words)
        assert not on_shelf(ledger, words)


def test_a_wrong_check_character_finds_nothing(ledger: Store, receive: Receive) -> None:
    """A slip shows an empty list rather than another drop-off."""
    folio = receive("revolver").folio
    wrong = next(letter for letter in "ABC" if letter != folio[-1])
    assert not found(ledger, f"1-{wrong}")
    assert not on_shelf(ledger, f"1-{wrong}")


def test_what_was_found_before_is_still_found(ledger: Store, receive: Receive) -> None:
    """A folio's beginning of any length, the newest first; a serial's of three letters, or a short serial whole."""
    first, second = receive("revolver:serial=MX-12-34"), receive("ak-47:serial=7")
    for end in range(1, 9):
        assert found(ledger, first.folio[:end]) == [second.folio, first.folio]
        assert on_shelf(ledger, first.folio[:end]) == [*first.item_ids, *second.item_ids]
    assert found(ledger, first.folio[:9]) == [first.folio]
    assert found(ledger, "mx1") == found(ledger, "MX-12 34") == [first.folio]
    assert on_shelf(ledger, "mx1") == list(first.item_ids)
    assert found(ledger, "7") == [second.folio]
    assert not found(ledger, "mx")
    assert not on_shelf(ledger, "mx")


def test_a_serial_that_was_corrected_is_found_and_said(ledger: Store, receive: Receive) -> None:
    """What the slip of the day says still leads to the weapon, with what it was corrected to; each drop-off once."""
    first, second = receive("revolver:serial=MX-12-34", "ak-47"), receive("ak-47:serial=MX99")

    def correct(item: str, **new: str) -> None:
        desk.correct(ledger, item, NewMarks(**new), reason="misread", by=BY, at=AT)  # type: ignore[arg-type]

    correct(first.item_ids[0], serial="MX-12-43")
    correct(first.item_ids[1], make="Norinco")
    correct(second.item_ids[0], serial_status="filed_off")
    for words in ("mx1234", "MX-12 34", "mx123"):
        assert found(ledger, words) == [first.folio]
        assert on_shelf(ledger, words) == [first.item_ids[0]]
        assert away(ledger, words) == [(first.item_ids[0], "MX-12-34", "MX-12-43", "read")]
    assert found(ledger, "mx") == []
    assert found(ledger, "mx99") == [second.folio]
    assert on_shelf(ledger, "mx99", "destroyed") == []
    assert away(ledger, "mx99") == [(second.item_ids[0], "MX99", "", "filed_off")]
    assert found(ledger, "mx1243") == [first.folio]
    assert away(ledger, "mx1243") == away(ledger, "") == away(ledger, "1") == []
    correct(first.item_ids[0], serial="mx 1243")
    correct(first.item_ids[0], serial="MX-12-34")
    assert found(ledger, "MX12") == [first.folio]
    assert on_shelf(ledger, "MX12") == [first.item_ids[0]]
    assert [one[1:3] for one in away(ledger, "MX12")] == [("mx 1243", "MX-12-34"), ("MX-12-34", "MX-12-43")]
    desk.destroy(ledger, [second.item_ids[0]], act(), by=BY, at=AT)
    assert on_shelf(ledger, "mx99", "destroyed") == [second.item_ids[0]]
    assert found(ledger, "mx99", site=OTHER_SITE) == []


def test_the_number_comes_before_serials_that_begin_alike(ledger: Store, receive: Receive) -> None:
    """Of two drop-offs the older is first if the words are its number; every page goes on where the last one ended."""
    taken = [receive("ak-47:serial=0031", "revolver:serial=003-2") for _number in range(5)]
    third, others = taken[2], [*reversed(taken[3:]), *reversed(taken[:2])]
    assert found(ledger, "003") == [third.folio, *(one.folio for one in others)]
    with ledger.reading() as db:
        paged, before = list[str](), ""
        while page := lists.listed(db, Filter(words="003"), limit=2, before=before):
            paged += [brief.folio for brief in page]
            before = paged[-1]
        assert paged == found(ledger, "003")
        chosen = Shelf(TODAY, words="003")
        items = list(custody.shelf(db, chosen, limit=3))
        while more := custody.shelf(db, chosen, limit=3, after=items[-1]):
            items += more
    assert [item.id for item in items] == on_shelf(ledger, "003")
    assert on_shelf(ledger, "003")[:2] == list(third.item_ids)
    assert len(items) == 10


def test_the_filters_hold_for_a_search_too(ledger: Store, receive: Receive) -> None:
    """A number of another status, site, day or age is not listed among those that were asked for."""
    old = receive("revolver:serial=001", settlement="later", at=AT - timedelta(days=3))
    there = receive("revolver:serial=001", site=OTHER_SITE)
    for words in ("1", "001", old.folio):
        assert found(ledger, words, status="owed") == [old.folio]
        assert old.folio not in found(ledger, words, status="paid")
        assert old.folio not in found(ledger, words, site=OTHER_SITE)
        assert old.folio not in found(ledger, words, first=TODAY)
        assert on_shelf(ledger, words, older_than_days=3) == list(old.item_ids)
        assert old.item_ids[0] not in on_shelf(ledger, words, older_than_days=4)
        assert old.item_ids[0] not in on_shelf(ledger, words, site=OTHER_SITE)
    desk.destroy(ledger, there.item_ids, act(), by=BY, at=AT)
    assert on_shelf(ledger, "2") == []
    assert on_shelf(ledger, "2", "destroyed") == list(there.item_ids)


def test_the_short_folio_serves_every_verb(ledger: Store, receive: Receive) -> None:
    """Pay, return, void, destroy, keep and hand over take `1-B` for A1-000001-B, and items `1-B/1`."""
    taken = [receive("revolver", settlement="later" if number < 2 else "cash") for number in range(6)]
    short = [f"{number}-{received.folio[-1]}" for number, received in enumerate(taken, start=1)]
    assert desk.pay(ledger, short[0], by=BY, at=AT).folio == taken[0].folio
    assert desk.give_back(ledger, short[1], by=BY, at=AT).folio == taken[1].folio
    voided = desk.void(ledger, short[2], reason="twice", recovered=Money(0), by=BY, at=AT)
    assert voided.folio == taken[2].folio
    assert desk.destroy(ledger, [f"{short[3]}/1"], act(), by=BY, at=AT).items[0].id == taken[3].item_ids[0]
    kept = desk.keep(ledger, [f" {short[4].lower()} /1"], act("M-1"), value="historic", by=BY, at=AT)
    assert kept.items[0].id == taken[4].item_ids[0]
    assert (
        desk.hand_over(ledger, [f"{short[5]}/1"], act("D-1"), by=BY, at=AT).items[0].id
        == taken[5].item_ids[0]
    )


@pytest.mark.parametrize("words", ["7", "000007", "A1-7", "A1-0000", "A1", "38S", "100", "nothing"])
@pytest.mark.parametrize("more", [{}, {"site": OTHER_SITE}])
def test_an_index_serves_every_search(sqlite_url: str, words: str, more: dict[str, str]) -> None:
    """SQLite, which keeps no figures of its tables here, reads no table and no whole ledger or status for it."""
    store = open_store(sqlite_url)
    plans: list[str] = []

    def explain(
        connection: Connection, _cursor: object, statement: str, values: object, *_more: object
    ) -> None:
        rows = connection.connection.cursor()
        rows.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        plans.extend(row[3] for row in rows.fetchall())

    with store.reading() as db:
        event.listen(db.connection, "before_cursor_execute", explain)
        lists.listed(db, Filter(words=words, **more))
        custody.shelf(db, Shelf(TODAY, words=words, **more))
        custody.shelf(db, Shelf(TODAY, "destroyed", words=words, **more))
        corrections.serials_away(db, words, limit=2)
    store.close()
    whole = ("(ledger=?)", "(ledger=? AND status=?)", "(ledger=? AND site=?)", "(folio>? AND folio<?)")
    assert plans
    for step in plans:
        assert not step.startswith("SCAN"), plans
        assert not step.endswith(whole), plans

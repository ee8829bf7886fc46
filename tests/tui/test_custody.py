"""Custody by the keyboard: what is pressed, and what the ledger says afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import Clerk, Run, Take
from samples import AT, BY, OTHER_SITE, act
from tui_story import facts

from buyback import desk
from buyback.desk import Act
from buyback.facts import Destroyed, DisposedItem, Fact, HandedOver, Kept, Returned
from buyback.store.engine import Store, open_store
from buyback.tui.screens.custody import CustodyScreen
from buyback.tui.widgets.field import Field
from buyback.tui.widgets.page_table import PageTable

PLACE = "Basílica de Guadalupe"


@dataclass
class Twin:
    """A copy of the ledger as it stood before the keys, for the desk's own verb."""

    store: Store

    def facts(self) -> list[Fact]:
        where = self.store.where
        self.store.close()
        return facts(where)


@pytest.fixture
def twin(where: str, tmp_path: Path) -> Callable[[], Twin]:
    """Copy the ledger as it stands."""

    def copied() -> Twin:
        path = tmp_path / "twin.db"
        path.write_bytes(Path(where).read_bytes())
        return Twin(open_store(str(path)))

    return copied


def screen(clerk: Clerk) -> CustodyScreen:
    found = clerk.app.screen
    assert isinstance(found, CustodyScreen)
    return found


async def look(clerk: Clerk, items: int) -> None:
    """Go to custody and wait until so many items are listed."""
    await clerk.press("f3")
    await clerk.until(
        lambda: isinstance(clerk.app.screen, CustodyScreen) and len(screen(clerk).items) == items
    )
    await clerk.pilot.pause()


async def sign(clerk: Clerk, *witnesses: str) -> None:
    """Fill in the witnesses of an act and record it."""
    await clerk.until_shown("ActDialog")
    for name in witnesses:
        await clerk.type(name)
        await clerk.press("tab")
    await clerk.press("enter")


async def test_destroy_by_keys_makes_the_same_entry_as_the_desk(
    run: Run, where: str, take: Take, twin: Callable[[], Twin]
) -> None:
    """Two marked weapons, the act's number and the place as proposed, two witnesses: the facts are the desk's."""
    received = take("revolver", "ak-47:serial=MX 12")
    other = twin()
    async with run() as clerk:
        await look(clerk, 2)
        await clerk.press("space", "space", "f7")
        await sign(clerk, "rosa", "tomas")
        await clerk.until_shown("ActDone")
        assert "A1-20250218-D" in clerk.seen()
        assert received.item_ids[1] in clerk.seen()
        assert "2 destroyed" in clerk.seen()
        await clerk.press("ctrl+l")
        await clerk.until(lambda: "2 destruidos" in clerk.seen())
        await clerk.press("enter")
        await clerk.until_shown("CustodyScreen")
        await clerk.until(lambda: not screen(clerk).items)
        assert not screen(clerk).marked
    asked = Act("A1-20250218-D", PLACE, ("rosa", "tomas"))
    desk.destroy(other.store, received.item_ids, asked, by=BY, at=AT)
    assert facts(where) == other.facts()


async def test_hand_over_by_keys_makes_the_same_entry_as_the_desk(
    run: Run, where: str, take: Take, twin: Callable[[], Twin]
) -> None:
    """Cartridges leave with Defensa; no witness need be named."""
    received = take("cartridge:250:donated")
    other = twin()
    async with run() as clerk:
        await look(clerk, 1)
        await clerk.press("f8")
        await clerk.until_shown("ActDialog")
        await clerk.press("enter")
        await clerk.until_shown("ActDone")
    desk.hand_over(other.store, received.item_ids, Act("A1-20250218-E", PLACE), by=BY, at=AT)
    assert facts(where) == other.facts()


async def test_keep_by_keys_makes_the_same_entry_as_the_desk(
    run: Run, where: str, take: Take, twin: Callable[[], Twin]
) -> None:
    """The value is chosen with the arrow keys, and another number is typed over the proposed one."""
    received = take("revolver")
    other = twin()
    async with run() as clerk:
        await look(clerk, 1)
        await clerk.press("f9")
        await clerk.until_shown("ActDialog")
        await clerk.press("right", "right", "up", "end", "ctrl+u")
        await clerk.type("MUSEO-7")
        await clerk.press("enter")
        await clerk.until_shown("ActDone")
    asked = Act("MUSEO-7", PLACE)
    desk.keep(other.store, received.item_ids, asked, value="scientific", by=BY, at=AT)
    assert facts(where) == other.facts()


async def test_a_refusal_keeps_what_was_typed(run: Run, where: str, take: Take) -> None:
    """One witness is too few, and the clerk is none: both are said in the dialog, and nothing is typed again."""
    take("revolver")
    async with run() as clerk:
        await look(clerk, 1)
        await clerk.press("f7")
        await sign(clerk, "rosa")
        await clerk.until(lambda: "at least 2 witnesses" in clerk.seen())
        await clerk.until_shown("ActDialog")
        assert clerk.app.screen.query_one("#witness-1", Field).value == "rosa"
        await clerk.type(BY)
        await clerk.press("enter")
        await clerk.until(lambda: "cannot be its witness" in clerk.seen())
        await clerk.until_shown("ActDialog")
        assert [clerk.app.screen.query_one(f"#witness-{n}", Field).value for n in (1, 2)] == ["rosa", BY]
        await clerk.press("end", "ctrl+u")
        await clerk.type("tomas")
        await clerk.press("enter")
        await clerk.until_shown("ActDone")
    last = facts(where)[-1]
    assert isinstance(last, Destroyed)
    assert last.witnesses == ("rosa", "tomas")


async def test_going_back_keeps_what_was_typed(run: Run, take: Take) -> None:
    """Escape to mark another item, then F7 again: the witnesses are still there."""
    take("revolver", "revolver")
    async with run() as clerk:
        await look(clerk, 2)
        await clerk.press("f7")
        await clerk.until_shown("ActDialog")
        await clerk.type("rosa")
        await clerk.press("escape")
        await clerk.until_shown("CustodyScreen")
        await clerk.press("space", "space", "f7")
        await clerk.until_shown("ActDialog")
        assert "Destroy 2 items" in clerk.seen()
        assert clerk.app.screen.query_one("#witness-1", Field).value == "rosa"


async def test_the_act_leaves_out_what_the_rules_do_not_allow(run: Run, where: str, take: Take) -> None:
    """Of a marked folio the revolver is destroyed; its cartridges go to Defensa, stay marked, and the reason is said."""
    received = take("revolver", "cartridge:50:donated")
    async with run() as clerk:
        await look(clerk, 2)
        await clerk.press("ctrl+f")
        await clerk.until(lambda: len(screen(clerk).marked) == 2)
        await clerk.press("f7")
        await clerk.until_shown("ActDialog")
        assert "Left out: not destroyed here: it is handed over to Defensa (1)" in clerk.seen()
        await sign(clerk, "rosa", "tomas")
        await clerk.until_shown("ActDone")
        await clerk.press("enter")
        await clerk.until(lambda: len(screen(clerk).items) == 1)
        assert list(screen(clerk).marked) == [received.item_ids[1]]
        await clerk.press("f8")
        await clerk.until_shown("ActDialog")
        await clerk.press("enter")
        await clerk.until_shown("ActDone")
    destroyed, handed_over = facts(where)[-2:]
    assert isinstance(destroyed, Destroyed)
    assert destroyed.items == (DisposedItem(received.item_ids[0], 2),)
    assert isinstance(handed_over, HandedOver)
    assert handed_over.items == (DisposedItem(received.item_ids[1]),)


async def test_what_is_not_paid_stays_and_can_be_taken_back(run: Run, where: str, take: Take) -> None:
    """F7 on an unpaid item opens no form and says why; from its drop-off it is returned."""
    received = take("revolver", settlement="later")
    async with run() as clerk:
        await look(clerk, 1)
        assert "its giver may still take it back" in clerk.seen()
        await clerk.press("f7")
        await clerk.until(lambda: "is not paid yet" in clerk.said())
        assert isinstance(clerk.app.screen, CustodyScreen)
        await clerk.press("enter")
        await clerk.until_shown("ItemDetail")
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
        await clerk.press("r")
        await clerk.until_shown("GiveBack")
        await clerk.press("enter")
        await clerk.until(
            lambda: "returned" in clerk.seen() and type(clerk.app.screen).__name__ == "DropOffDetail"
        )
    assert facts(where)[-1] == Returned(received.folio, "2025-02-18", received.item_ids)


async def test_marks_survive_a_search_a_refresh_and_another_language(run: Run, take: Take) -> None:
    """What was marked stays marked while other items are looked for, other clerks record, and the language changes."""
    first, second = take("revolver:serial=AAA1"), take("revolver:serial=BBB2")
    async with run() as clerk:
        await look(clerk, 2)
        await clerk.press("space")
        await clerk.type("bbb")
        await clerk.until(lambda: [item.id for item in screen(clerk).items] == list(second.item_ids))
        await clerk.press("space", "escape")
        await clerk.until(lambda: len(screen(clerk).items) == 2)
        take("ak-47")
        await clerk.app.refresh_session()
        await clerk.until(lambda: len(screen(clerk).items) == 3)
        await clerk.press("ctrl+l")
        await clerk.until(lambda: clerk.app.language == "es")
        await clerk.pilot.pause()
        assert list(screen(clerk).marked) == [*first.item_ids, *second.item_ids]
        assert clerk.seen().count("● A1-") == 2 * 2
        await clerk.press("ctrl+u")
        assert not screen(clerk).marked


async def test_a_mark_falls_off_when_somebody_else_destroys_the_item(
    run: Run, where: str, take: Take
) -> None:
    """An item that left custody meanwhile is not offered to another act."""
    received = take("revolver", "revolver")
    async with run() as clerk:
        await look(clerk, 2)
        await clerk.press("space", "space")
        store = open_store(where)
        desk.destroy(store, received.item_ids[:1], act(), by="luis", at=AT)
        store.close()
        await clerk.app.refresh_session()
        await clerk.until(lambda: len(screen(clerk).items) == 1)
        assert list(screen(clerk).marked) == [received.item_ids[1]]


async def test_mark_all_takes_what_the_filter_lists(run: Run, take: Take) -> None:
    """Ctrl+A marks every listed item, also those beyond the first page; again, and none is marked."""
    for _folio in range(3):
        take(*["revolver"] * 90)
    take("ak-47", site=OTHER_SITE)
    async with run() as clerk:
        await look(clerk, 200)
        await clerk.press("ctrl+a")
        await clerk.until(lambda: len(screen(clerk).marked) == 270)
        await clerk.press("ctrl+a")
        await clerk.until(lambda: not screen(clerk).marked)
        await clerk.press("ctrl+s")
        await clerk.press(*["pagedown"] * 30)
        await clerk.until(lambda: len(screen(clerk).items) == 271)


async def test_a_scanned_tag_is_found_wherever_it_is(run: Run, where: str, take: Take) -> None:
    """Enter on a typed tag shows the item under its own status and site; the next scan overwrites the first."""
    here, there = take("revolver", "ak-47"), take("shotgun:as=revolver", site=OTHER_SITE, reason="supervisor")
    store = open_store(where)
    desk.destroy(store, here.item_ids[1:], act(), by="luis", at=AT)
    store.close()
    async with run() as clerk:
        await look(clerk, 1)
        await clerk.type(here.item_ids[1].lower())
        await clerk.press("enter")
        await clerk.until(
            lambda: screen(clerk).current is not None and screen(clerk).current.status == "destroyed"
        )
        assert screen(clerk).current.id == here.item_ids[1]
        await clerk.type(there.folio)
        await clerk.press("enter")
        await clerk.until(
            lambda: screen(clerk).current is not None and screen(clerk).current.id == there.item_ids[0]
        )
        await clerk.press("enter")
        await clerk.until_shown("ItemDetail")
        assert "Morelia" in clerk.seen()


async def test_a_mistyped_folio_is_caught_by_its_check_character(run: Run, take: Take) -> None:
    """A wrong check character is said before anything is looked up; an unknown folio is said too."""
    folio = take("revolver").folio
    wrong = folio[:-1] + ("A" if folio[-1] != "A" else "B")
    async with run() as clerk:
        await look(clerk, 1)
        await clerk.type(wrong)
        await clerk.press("enter")
        await clerk.until(lambda: "is mistyped" in clerk.said())


async def test_half_a_receipt_leads_to_its_item(run: Run, where: str, take: Take) -> None:
    """Number and check character jump to the item wherever it is; a number alone lists it first, and Enter shows it."""
    first, second = take("revolver"), take("ak-47", "revolver:serial=1-Z")
    store = open_store(where)
    desk.destroy(store, first.item_ids, act(), by="luis", at=AT)
    store.close()
    async with run() as clerk:
        await look(clerk, 2)
        await clerk.type(f"1-{first.folio[-1].lower()}")
        await clerk.press("enter")
        await clerk.until(lambda: screen(clerk).current and screen(clerk).current.id == first.item_ids[0])
        assert screen(clerk).current.status == "destroyed"
        await clerk.type(f"2-{second.folio[-1]}/2")
        await clerk.press("enter")
        await clerk.until(lambda: screen(clerk).current and screen(clerk).current.id == second.item_ids[1])
        await clerk.press("escape")
        await clerk.type("000002")
        await clerk.press("enter")
        await clerk.until_shown("ItemDetail")
        assert clerk.app.screen.item.id == second.item_ids[0]  # type: ignore[attr-defined]
        await clerk.press("escape", "escape", "1")
        await clerk.until(lambda: not screen(clerk).items)
        await clerk.press("enter")
        await clerk.until(lambda: screen(clerk).current and screen(clerk).current.id == first.item_ids[0])
        await clerk.press("escape")
        await clerk.type("33")
        await clerk.press("enter")
        await clerk.until(lambda: "No drop-off has the folio A1-000033-" in clerk.said())


async def test_a_serial_that_looks_like_a_number_is_shown(run: Run, take: Take) -> None:
    """What the list found is shown although it would be a mistyped folio; where nothing was found, that is said."""
    received = take("ak-47", "revolver:serial=1-Z")
    async with run() as clerk:
        await look(clerk, 2)
        await clerk.type("1-z")
        await clerk.press("enter")
        await clerk.until_shown("ItemDetail")
        assert clerk.app.screen.item.id == received.item_ids[1]  # type: ignore[attr-defined]
        await clerk.press("escape", "escape")
        await clerk.type("1-y")
        await clerk.press("enter")
        await clerk.until(lambda: "is mistyped" in clerk.said())


async def test_an_act_goes_on_through_its_day(run: Run, where: str, take: Take) -> None:
    """The second act of the day is the first one's continuation: number, place and witnesses stand there already."""
    take("revolver", "ak-47")
    async with run() as clerk:
        await look(clerk, 2)
        await clerk.press("f7")
        await sign(clerk, "rosa", "tomas")
        await clerk.until_shown("ActDone")
        await clerk.press("enter")
        await clerk.until(
            lambda: isinstance(clerk.app.screen, CustodyScreen) and len(screen(clerk).items) == 1
        )
        await clerk.press("f7")
        await clerk.until_shown("ActDialog")
        assert "Goes on with today's act A1-20250218-D" in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("ActDone")
    first, second = facts(where)[-2:]
    assert isinstance(first, Destroyed)
    assert isinstance(second, Destroyed)
    assert (first.act, first.witnesses) == (second.act, second.witnesses)


async def test_the_balance_chooses_the_status(run: Run, where: str, take: Take) -> None:
    """Received equals what became of it; right lists what was returned, left what was handed over."""
    received = take("revolver", "ak-47", "cartridge:5:donated")
    store = open_store(where)
    desk.destroy(store, received.item_ids[:1], act(), by="luis", at=AT)
    desk.hand_over(store, received.item_ids[2:], act("E-1"), by="luis", at=AT)
    store.close()
    async with run() as clerk:
        await look(clerk, 1)
        figures = " ".join(clerk.seen().splitlines()[3].split())
        assert figures == "3 = 1 + 0 + 1 + 1 + 0"
        await clerk.press("left")
        await clerk.until(lambda: [item.status for item in screen(clerk).items] == ["handed_over"])
        await clerk.press("space", "f7")
        await clerk.until_shown("ActDialog")
        await sign(clerk, "rosa", "tomas")
        await clerk.until_shown("ActDone")
    assert isinstance(facts(where)[-1], Destroyed)


async def test_what_is_old_stands_out(run: Run, take: Take) -> None:
    """An item of ten days carries a sign before its days; one of today does not, and the filter of age finds it."""
    take("revolver", at=AT - timedelta(days=10))
    take("ak-47")
    async with run() as clerk:
        await look(clerk, 2)
        assert "!10" in clerk.seen()
        await clerk.press("tab", "tab", "right")
        await clerk.until(lambda: len(screen(clerk).items) == 1)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_an_empty_custody_says_where_items_come_from(run: Run, size: tuple[int, int]) -> None:
    """No item yet: the screen says so, and no key does harm."""
    async with run(size) as clerk:
        await clerk.press("f3")
        await clerk.until(lambda: "Nothing was taken in here yet" in clerk.seen())
        await clerk.press("space", "f7", "f8", "f9", "ctrl+a", "ctrl+f", "enter", "left", "right")
        assert isinstance(clerk.app.screen, CustodyScreen)


async def test_kept_pieces_say_their_value(run: Run, where: str, take: Take) -> None:
    """The item whole tells by which act it left, before whom, and for what value."""
    received = take("revolver")
    store = open_store(where)
    desk.keep(store, received.item_ids, act("M-1"), value="artistic", by="luis", at=AT)
    store.close()
    assert isinstance(facts(where)[-1], Kept)
    async with run(size=(120, 40)) as clerk:
        await clerk.press("f3")
        await clerk.type(received.item_ids[0])
        await clerk.press("enter")
        await clerk.until(lambda: len(screen(clerk).items) == 1)
        await clerk.press("enter")
        await clerk.until_shown("ItemDetail")
        assert "act M-1" in clerk.seen()
        assert "artistic" in clerk.seen()
        assert "2 witnesses: rosa; tomas" in clerk.seen()


async def test_the_columns_fit_every_width(run: Run, take: Take) -> None:
    """No column is wider than the table, at 80 and at 160 cells."""
    take("revolver:serial=A123456789012345:make=Smith & Wesson")
    for width in (80, 100, 120, 160):
        async with run((width, 24)) as clerk:
            await look(clerk, 1)
            table = clerk.app.screen.query_one("#shelf", PageTable)
            assert table.virtual_size.width <= table.size.width


async def test_after_an_act_the_rest_is_listed_and_the_next_act_works(run: Run, take: Take) -> None:
    """The search that found the item is gone, the cursor is on what follows it, and the act is said."""
    take("revolver:serial=AAA1")
    second, third = take("ak-47:serial=BBB2"), take("revolver:serial=CCC3")
    async with run() as clerk:
        await look(clerk, 3)
        await clerk.type("bbb")
        await clerk.until(lambda: [item.id for item in screen(clerk).items] == list(second.item_ids))
        await clerk.press("f9")
        await clerk.until_shown("ActDialog")
        await clerk.press("enter")
        await clerk.until_shown("ActDone")
        await clerk.press("enter")
        await clerk.until(lambda: "Act A1-20250218-M: 1 kept." in clerk.said())
        assert len(screen(clerk).items) == 2
        assert screen(clerk).query_one("#search", Field).value == ""
        assert screen(clerk).current is not None
        assert screen(clerk).current.id == third.item_ids[0]
        assert third.item_ids[0] in clerk.seen().splitlines()[20]
        await clerk.press("f9")
        await clerk.until_shown("ActDialog")
        assert third.item_ids[0] in clerk.seen()


async def test_after_an_act_the_cursor_is_on_what_it_left_out(run: Run, take: Take) -> None:
    """Of a folio that was found by its number the cartridges stay marked, and the cursor is on them."""
    take("ak-47", at=AT - timedelta(days=1))
    received = take("revolver", "cartridge:50:donated")
    take("revolver")
    async with run() as clerk:
        await look(clerk, 4)
        await clerk.type(received.folio)
        await clerk.press("enter")
        await clerk.until(lambda: len(screen(clerk).items) == 2)
        await clerk.press("ctrl+f")
        await clerk.until(lambda: len(screen(clerk).marked) == 2)
        await clerk.press("f7")
        await sign(clerk, "rosa", "tomas")
        await clerk.until_shown("ActDone")
        await clerk.press("enter")
        await clerk.until(lambda: "1 destroyed" in clerk.said())
        assert len(screen(clerk).items) == 3
        assert screen(clerk).current is not None
        assert screen(clerk).current.id == received.item_ids[1]
        assert list(screen(clerk).marked) == [received.item_ids[1]]


async def test_after_the_last_old_item_every_age_is_listed(run: Run, take: Take) -> None:
    """An act over all that is old leaves no empty list while something is held."""
    take("revolver", at=AT - timedelta(days=10))
    take("ak-47")
    async with run() as clerk:
        await look(clerk, 2)
        await clerk.press("tab", "tab", "right", "escape")
        await clerk.until(lambda: len(screen(clerk).items) == 1)
        await clerk.press("f9")
        await clerk.until_shown("ActDialog")
        await clerk.press("enter")
        await clerk.until_shown("ActDone")
        await clerk.press("enter")
        await clerk.until(lambda: "AK-47" in clerk.seen() and isinstance(clerk.app.screen, CustodyScreen))
        assert screen(clerk).current is not None


async def test_after_an_act_nothing_stays_marked_that_no_act_may_take(run: Run, take: Take) -> None:
    """An unpaid item that was marked with others is left out and unmarked: the next act is about the cursor's item."""
    owed, paid = take("revolver", settlement="later"), take("ak-47")
    last = take("revolver")
    async with run() as clerk:
        await look(clerk, 3)
        await clerk.press("space", "space", "f7")
        await sign(clerk, "rosa", "tomas")
        await clerk.until_shown("ActDone")
        assert paid.item_ids[0] in clerk.seen()
        await clerk.press("enter")
        await clerk.until(lambda: "1 destroyed" in clerk.said())
        assert not screen(clerk).marked
        assert [item.id for item in screen(clerk).items] == [*owed.item_ids, *last.item_ids]
        assert screen(clerk).current is not None
        assert screen(clerk).current.id == last.item_ids[0]
        await clerk.press("f7")
        await clerk.until_shown("ActDialog")
        assert last.item_ids[0] in clerk.seen()

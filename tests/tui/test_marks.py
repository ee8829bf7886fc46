"""A wrong serial, corrected by the keyboard: from the ledger, from custody, from the desk; and the day that tells it."""

from datetime import timedelta
from pathlib import Path

import pytest
from conftest import Clerk, Run, Take
from samples import AT, BY, act
from tui_story import facts

from buyback import desk
from buyback.desk import NewMarks
from buyback.facts import Marks, MarksCorrected
from buyback.store.engine import open_store
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field
from buyback.tui.widgets.page_table import PageTable


def field(clerk: Clerk, name: str) -> Field:
    return clerk.app.screen.query_one(f"#{name}", Field)


async def clear(clerk: Clerk) -> None:
    await clerk.press("end", "ctrl+u")


async def story(clerk: Clerk) -> None:
    """From the desk to the newest drop-off, whole, on the ledger."""
    await clerk.press("f5")
    await clerk.until_shown("LedgerScreen")
    await clerk.until(lambda: clerk.app.screen.briefs)  # type: ignore[attr-defined]
    await clerk.press("enter")
    await clerk.until_shown("DropOffDetail")


async def correct_serial(clerk: Clerk, serial: str, reason: str) -> None:
    """Type over the serial and give the reason."""
    await clerk.until_shown("CorrectMarks")
    await clear(clerk)
    await clerk.type(serial)
    await clerk.press("up")
    await clerk.type(reason)
    await clerk.press("enter")


async def test_correcting_makes_the_same_entry_as_the_desk(
    run: Run, where: str, tmp_path: Path, take: Take
) -> None:
    """C opens the form with the marks as they stand; the fact is the desk's, and the story then tells old and new."""
    (item,) = take("revolver:serial=A12:make=Colt:note=cacha rota").item_ids
    twin = tmp_path / "twin.db"
    twin.write_bytes(Path(where).read_bytes())
    async with run(size=(120, 40)) as clerk:
        await story(clerk)
        await clerk.press("c")
        await clerk.until_shown("CorrectMarks")
        assert [field(clerk, name).value for name in ("serial", "make", "reason")] == ["A12", "Colt", ""]
        assert not clerk.app.screen.query("#note")
        await correct_serial(clerk, "A21", "digits swapped")
        await clerk.until_shown("DropOffDetail")
        assert f"{item} corrected: serial A12 → A21" in clerk.said()
        shown = " ".join(clerk.seen().split())
        assert "serial A21" in shown
        assert "corrected on 18 Feb 2025 by ana: serial A12 → A21; digits swapped" in shown
        assert "ana marks corrected: A1-000001-B/1: serial A12 → A21; digits swapped" in shown
    store = open_store(str(twin))
    desk.correct(store, item, NewMarks(serial="A21"), reason="digits swapped", by=BY, at=AT)
    store.close()
    assert facts(where) == facts(str(twin))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_refusal_keeps_what_was_typed(
    run: Run, where: str, take: Take, size: tuple[int, int]
) -> None:
    """No reason, a formula, a telephone, nothing changed: each is said in the form with the cursor where it belongs."""
    take("revolver:serial=A12")
    before = facts(where)
    async with run(size=size) as clerk:
        await story(clerk)
        await clerk.press("c")
        await clerk.until_shown("CorrectMarks")
        await clerk.press("enter")
        await clerk.until(lambda: "Reason is empty" in clerk.seen())
        assert clerk.app.screen.focused is field(clerk, "reason")
        await clerk.type("misread")
        await clerk.press("enter")
        await clerk.until(lambda: "is recorded already" in " ".join(clerk.seen().split()))
        await clerk.until_shown("CorrectMarks")
        field(clerk, "make").focus()
        await clerk.type("55 1234 5678")
        await clerk.press("enter")
        await clerk.until(lambda: "looks like a telephone number" in " ".join(clerk.seen().split()))
        await clerk.until_shown("CorrectMarks")
        await clerk.pilot.pause()
        assert clerk.app.screen.focused is field(clerk, "make")
        await clear(clerk)
        await clerk.type("=1")
        await clerk.press("enter")
        await clerk.until(lambda: "would run as a formula" in " ".join(clerk.seen().split()))
        assert [field(clerk, name).value for name in ("serial", "make", "reason")] == ["A12", "=1", "misread"]
        assert facts(where) == before
        await clear(clerk)
        await clerk.type("Colt")
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
    last = facts(where)[-1]
    assert isinstance(last, MarksCorrected)
    assert (last.now.make, last.reason) == ("Colt", "misread")


async def test_which_item_is_asked_where_there_are_several(run: Run, where: str, take: Take) -> None:
    """Only those that have marks are offered; the second is chosen with the arrow key and corrected."""
    received = take("revolver:serial=A12", "cartridge:50:donated", "ak-47:serial=B9")
    async with run() as clerk:
        await story(clerk)
        await clerk.press("c")
        await clerk.until_shown("Choose")
        assert "/2" not in clerk.seen()
        await clerk.press("down", "enter")
        await clerk.until_shown("CorrectMarks")
        assert field(clerk, "serial").value == "B9"
        await correct_serial(clerk, "B8", "misread")
        await clerk.until_shown("DropOffDetail")
    last = facts(where)[-1]
    assert isinstance(last, MarksCorrected)
    assert (last.item, last.was.serial, last.now.serial) == (received.item_ids[2], "B9", "B8")


async def test_a_serial_that_was_not_there_is_said_so(run: Run, where: str, take: Take) -> None:
    """The serial is emptied and the choice says that it was filed off; it is no longer one that was read."""
    take("revolver:serial=A12")
    async with run() as clerk:
        await story(clerk)
        await clerk.press("c")
        await clerk.until_shown("CorrectMarks")
        await clear(clerk)
        choice = clerk.app.screen.query_one("#status", Choice)
        await clerk.until(lambda: choice.value == "not_asked")
        await clerk.press("down", *["right"] * 3)
        assert choice.value == "filed_off"
        await clerk.press("up", "up")
        await clerk.type("it was a part number")
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
        assert "serial A12 → filed off" in " ".join(clerk.seen().split())
    last = facts(where)[-1]
    assert isinstance(last, MarksCorrected)
    assert last.now == Marks(serial_status="filed_off")


async def test_a_destroyed_weapon_is_corrected_from_custody_with_a_warning(
    run: Run, where: str, take: Take
) -> None:
    """Its record says that it was destroyed by then; a serial met before is a warning, and the list marks the item."""
    (other,), (item,) = take("ak-47:serial=X9").item_ids, take("revolver:serial=X8").item_ids
    store = open_store(where)
    desk.destroy(store, [item], act(), by="luis", at=AT)
    store.close()
    async with run(size=(120, 40)) as clerk:
        await clerk.press("f3")
        await clerk.type(item)
        await clerk.press("enter")
        await clerk.until(lambda: clerk.app.screen.current and clerk.app.screen.current.id == item)  # type: ignore[attr-defined]
        await clerk.press("enter")
        await clerk.until_shown("ItemDetail")
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
        await clerk.press("c")
        await correct_serial(clerk, "x-9", "read on the photograph")
        await clerk.until_shown("DropOffDetail")
        assert f"The serial x-9 was seen before, on {other}" in clerk.said()
        await clerk.press("escape")
        await clerk.until_shown("CustodyScreen")
        await clerk.until(lambda: "* x-9" in clerk.seen())
        await clerk.press("enter")
        await clerk.until_shown("ItemDetail")
        assert "Marks corrected 1 time" in " ".join(clerk.seen().split())
    last = facts(where)[-1]
    assert isinstance(last, MarksCorrected)
    assert last.status == "destroyed"


@pytest.mark.parametrize("key", ["f3", "f5"])
async def test_a_search_for_the_serial_that_was_corrected(run: Run, where: str, take: Take, key: str) -> None:
    """Custody and Ledger list the weapon by what the slip still says, and say in words, in both languages, what it is now."""
    (item,) = take("revolver:serial=A12").item_ids
    store = open_store(where)
    desk.correct(store, item, NewMarks(serial="A21"), reason="digits swapped", by=BY, at=AT)
    store.close()
    english, spanish = (
        f"serial A12 was corrected to A21: {item}",
        f"la matrícula A12 se corrigió a A21: {item}",
    )
    async with run() as clerk:
        await clerk.press(key)
        await clerk.until(lambda: "Revolver" in clerk.seen())
        assert "was corrected to" not in clerk.seen()
        await clerk.type("a12")
        await clerk.until(lambda: english in clerk.seen())
        assert clerk.app.screen.query_one(PageTable).lines
        await clerk.press("ctrl+l")
        await clerk.until(lambda: spanish in clerk.seen())
        await clerk.press("escape")
        await clerk.until(lambda: "se corrigió a" not in clerk.seen())


async def test_from_the_drop_offs_of_today(run: Run, where: str, take: Take) -> None:
    """Tab to today's list on the desk, Enter, C: the same form, and the same entry."""
    take("revolver:serial=A12")
    async with run() as clerk:
        await clerk.press("tab", "enter")
        await clerk.until_shown("DropOffDetail")
        await clerk.press("c")
        await correct_serial(clerk, "A21", "misread")
        await clerk.until_shown("DropOffDetail")
        assert "corrected: serial A12 → A21" in clerk.said()
        await clerk.press("escape")
        await clerk.until_shown("DeskScreen")
    assert isinstance(facts(where)[-1], MarksCorrected)


async def test_what_has_no_marks_or_is_gone_offers_no_correction(run: Run, where: str, take: Take) -> None:
    """Cartridges alone, and what was voided: the key is not shown, and pressed it does nothing."""
    take("cartridge:5:donated")
    gone = take("revolver:serial=A1", settlement="later")
    store = open_store(where)
    desk.void(store, gone.folio, reason="twice", recovered=None, by=BY, at=AT)
    store.close()
    async with run() as clerk:
        await story(clerk)
        for _drop_off in range(2):
            assert "Correct" not in clerk.seen()
            await clerk.press("c")
            await clerk.until_shown("DropOffDetail")
            await clerk.press("escape", "down", "enter")
            await clerk.until_shown("DropOffDetail")


async def test_going_back_keeps_what_was_typed_until_it_is_corrected(run: Run, take: Take) -> None:
    """Escape and C again: the serial and the reason are still there; after the correction the form begins anew."""
    take("revolver:serial=A12")
    async with run() as clerk:
        await story(clerk)
        await clerk.press("c")
        await clerk.until_shown("CorrectMarks")
        await clear(clerk)
        await clerk.type("A21")
        await clerk.press("escape")
        await clerk.until_shown("DropOffDetail")
        await clerk.press("c")
        await clerk.until_shown("CorrectMarks")
        assert field(clerk, "serial").value == "A21"
        await clerk.press("up")
        await clerk.type("misread")
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
        await clerk.press("c")
        await clerk.until_shown("CorrectMarks")
        assert [field(clerk, name).value for name in ("serial", "reason")] == ["A21", ""]


@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_keys_of_a_drop_off_fit_the_smallest_window(run: Run, take: Take, language: str) -> None:
    """Pay, return, void and correct are all to be seen in 80 columns, in either language."""
    take("revolver:serial=A12", settlement="later")
    keys = {
        "en": ("Close", "P  Pay", "R  Return", "V  Void", "C  Correct"),
        "es": ("Cerrar", "P  Pagar", "R  Devolver", "V  Anular", "C  Corregir"),
    }[language]
    async with run() as clerk:
        if language == "es":
            await clerk.press("ctrl+l")
        await story(clerk)
        assert [key for key in keys if key not in clerk.seen()] == []


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_day_tells_its_corrections_on_top(
    run: Run, where: str, take: Take, size: tuple[int, int]
) -> None:
    """The number stands under the headline without scrolling, the list below it; on the day of the correction."""
    (item,) = take("revolver:serial=A12", at=AT - timedelta(days=3)).item_ids
    store = open_store(where)
    desk.correct(store, item, NewMarks(serial="A21"), reason="digits swapped", by="luis", at=AT)
    store.close()
    async with run(size=size) as clerk:
        await clerk.press("f4")
        await clerk.until(lambda: "Marks corrected: 1 time" in " ".join(clerk.seen().split()))
        await clerk.press(*["pagedown"] * 6)
        await clerk.until(lambda: "serial A12 → A21; digits swapped" in " ".join(clerk.seen().split()))
        assert f"{item} luis held" in " ".join(clerk.seen().split())
        await clerk.press("left")
        await clerk.until(lambda: "Nothing was taken in" in clerk.seen())

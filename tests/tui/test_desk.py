"""The desk by the keyboard: what is pressed, and what the ledger says afterwards."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import SETTINGS, Clerk, Run
from rate_server import RateServer, Reply
from samples import AT, BY, SITE, order
from table_files import META, ROW, table_of
from textual.widgets import Input
from tui_story import facts

from buyback import desk
from buyback.cli.main import main
from buyback.desk import NewSite
from buyback.facts import DroppedOff, Fact, PaidOut, RateRecorded, Returned, Voided
from buyback.payout_table import load_seed, read_table_file
from buyback.store.engine import open_store
from buyback.tui.dialogs.drop_off_detail import DropOffDetail
from buyback.tui.widgets.today_list import TodayList
from buyback.tui.widgets.type_list import TypeList
from buyback.tui.widgets.type_search import TypeSearch

COMMON = ("a", "k", "enter", "f8", "enter")
"""The keys of a common drop-off: one known firearm, serviceable, paid in cash."""


def received(found: list[Fact]) -> list[DroppedOff]:
    return [fact for fact in found if isinstance(fact, DroppedOff)]


def shown_status(clerk: Clerk) -> str:
    """What the drop-off that is shown whole has become."""
    screen = clerk.app.screen
    return screen.whole.status if isinstance(screen, DropOffDetail) and screen.is_ready else ""


async def test_a_common_drop_off_takes_at_most_ten_keys(run: Run, where: str) -> None:
    """From the idle desk to the folio on the screen: an AK-47, serviceable, in cash."""
    async with run() as clerk:
        await clerk.press(*COMMON)
        await clerk.until_shown("Receipt")
        assert len(clerk.pressed) <= 10
        assert "A 1 - 0 0 0 0 0 1" in clerk.seen()
        assert "$25,000.00 MXN" in clerk.seen()
    assert [type(fact) for fact in facts(where)[-2:]] == [DroppedOff, PaidOut]


async def test_keys_make_the_same_entry_as_the_desk(run: Run, where: str, tmp_path: Path) -> None:
    """What is received by keys and what `desk.receive` is given make the same facts, but for the draft's id."""
    twin = str(tmp_path / "twin.db")
    Path(twin).write_bytes(Path(where).read_bytes())
    async with run() as clerk:
        await clerk.type("cuerno")
        await clerk.press("enter", "f9")
        await clerk.type("MX 12")
        await clerk.press("enter")
        await clerk.type("pistola 9")
        await clerk.press("enter", "plus")
        await clerk.type("250*cart")
        await clerk.press("enter", "right", "enter")
        await clerk.press("f8", "right", "down", "right", "enter")
        await clerk.until_shown("Receipt")
    by_keys = facts(where)
    store = open_store(twin)
    asked = order(
        store, "ak-47:serial=MX 12", "pistol-9mm", "pistol-9mm", "cartridge:250:donated", settlement="voucher"
    )
    desk.receive(store, asked, by=BY, at=AT)
    store.close()
    same_id = [replace(fact, draft_id=asked.draft_id) for fact in received(by_keys)]
    assert same_id == received(facts(twin))
    assert len(by_keys) == len(facts(twin))


async def test_a_second_enter_is_harmless(run: Run, where: str) -> None:
    """An Enter that bounces pays once, and the folio stays on the screen."""
    async with run() as clerk:
        await clerk.press("a", "k", "enter", "f8")
        await clerk.pilot.press("enter", "enter")
        await clerk.until_shown("Receipt")
    assert len(received(facts(where))) == 1


async def test_capitals_are_the_keys_that_they_are_shown_as(run: Run, where: str) -> None:
    """With Caps Lock on, a line's keys, the receipt's and a drop-off's do what they do without; text takes capitals as text."""
    async with run() as clerk:
        await clerk.type("GHOST")
        await clerk.press("enter", "tab")
        await clerk.press("U")
        screen = clerk.app.screen
        await clerk.until(lambda: screen.draft.items[0].condition == "unserviceable")  # type: ignore[attr-defined]
        assert not screen.query_one(TypeSearch).value
        await clerk.press("U", "f8", "enter")
        await clerk.until_shown("Receipt")
        await clerk.pilot.pause(0.5)
        await clerk.press("I")
        await clerk.until_shown("PrintOut")
        await clerk.press("escape")
        await clerk.until_shown("Receipt")
        await clerk.pilot.pause(0.5)
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
        await clerk.press("shift+tab", "enter")
        await clerk.until_shown("DropOffDetail")
        await clerk.press("V")
        await clerk.until_shown("Void")
        await clerk.type("Mal CONTADO")
        assert clerk.app.screen.query(Input).first().value == "Mal CONTADO"


async def test_the_receipt_goes_away_with_the_next_key(run: Run) -> None:
    """Enter, Escape or the space bar leads on to the next drop-off, no other key; with an empty form and the cursor in the search."""
    async with run() as clerk:
        await clerk.press(*COMMON)
        await clerk.until_shown("Receipt")
        await clerk.pilot.pause(0.5)
        await clerk.press("x")
        assert type(clerk.app.screen).__name__ == "Receipt"
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
        assert clerk.app.focused is not None
        assert clerk.app.focused.id == "search"
        assert "A1-000001" in clerk.seen()


async def test_letters_go_to_the_search_from_anywhere(run: Run) -> None:
    """With the cursor in the list of lines, a letter that means nothing there is typed into the search."""
    async with run() as clerk:
        await clerk.press("a", "k", "enter", "tab", "r", "e", "v")
        assert clerk.app.focused is not None
        assert clerk.app.focused.id == "search"
        assert clerk.app.query_one("#search").value == "rev"  # type: ignore[attr-defined]


async def test_what_has_no_amount_is_no_dead_end(run: Run, where: str) -> None:
    """A shotgun has no published amount: it is valued as the nearest row once a reason is given."""
    async with run() as clerk:
        await clerk.type("shotgun")
        await clerk.press("enter")
        await clerk.until_shown("Value")
        await clerk.press("enter")
        assert "Nothing is chosen yet" in clerk.seen()
        await clerk.press("down", "enter")
        assert "needs a reason" in clerk.seen()
        await clerk.type("same length")
        await clerk.press("down", "right", "enter")
        await clerk.until_shown("DeskScreen")
        await clerk.press("f8", "enter")
        await clerk.until_shown("Receipt")
    (fact,) = received(facts(where))
    assert fact.lines[0].valued_as == "submachine-gun-22"
    assert (fact.reason, fact.approved_by, fact.lines[0].amount_minor) == ("same length", "luis", 7_215_00)


async def test_what_the_table_prices_can_be_donated_only(run: Run) -> None:
    """F12 on a priced weapon offers the table's amount or a donation, and Enter leaves it as it was."""
    async with run() as clerk:
        await clerk.press("a", "k", "enter", "f12")
        await clerk.until_shown("Value")
        assert "by the table" in clerk.seen()
        assert "as another row" not in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
        assert "$25,000.00 MXN" in clerk.seen()
        await clerk.press("f12", "right", "enter")
        await clerk.until_shown("DeskScreen")
        assert "$0.00 MXN" in clerk.seen()


async def test_a_word_that_finds_no_row_is_no_dead_end(run: Run) -> None:
    """It is said, right at its end changes how the item is valued, and the word is gone when the rows are wanted again."""
    async with run() as clerk:
        await clerk.type("shotgun")
        await clerk.press("enter")
        await clerk.until_shown("Value")
        await clerk.type("zzz")
        await clerk.until(lambda: "No row with an amount is called so." in clerk.seen())
        await clerk.press("left", "right")
        assert "• as another row" in clerk.seen()
        await clerk.press("right")
        assert "• donated, nothing paid" in clerk.seen()
        assert "No row with an amount" not in clerk.seen()
        await clerk.press("left")
        await clerk.until(lambda: "• as another row" in clerk.seen())
        assert "zzz" not in clerk.seen()
        assert clerk.app.screen.query_one(TypeList).option_count > 3


async def test_leaving_the_dialog_keeps_the_line_and_what_was_typed(run: Run) -> None:
    """Escape from what an item pays keeps the line, and F8 asks again with the words that were typed."""
    async with run() as clerk:
        await clerk.type("shotgun")
        await clerk.press("enter")
        await clerk.until_shown("Value")
        await clerk.press("tab")
        await clerk.type("half a reason")
        await clerk.press("escape")
        await clerk.until_shown("DeskScreen")
        assert "no amount" in clerk.seen()
        await clerk.press("f8")
        await clerk.until_shown("Value")
        assert "half a reason" in clerk.seen()


async def test_a_refusal_loses_nothing(run: Run, where: str) -> None:
    """A time in the future is refused in place, in words; the time is mended and the drop-off received."""
    async with run() as clerk:
        await clerk.press("a", "k", "enter", "f8", "tab")
        await clerk.type("23:59")
        await clerk.press("enter")
        await clerk.until(lambda: "is in the future" in clerk.seen())
        assert "23:59" in clerk.seen()
        await clerk.press(*["backspace"] * 5)
        await clerk.type("9:05")
        await clerk.press("enter")
        await clerk.until_shown("Receipt")
    (fact,) = received(facts(where))
    assert fact.written_at == "2025-02-18T15:05:00.000Z"


async def test_personal_data_in_a_note_is_refused_in_the_dialog(run: Run) -> None:
    """The dialog says why, and keeps what was typed so that it can be mended."""
    async with run() as clerk:
        await clerk.press("a", "k", "enter", "f9", "up")
        await clerk.type("ana@correo.mx")
        await clerk.press("enter")
        assert "e-mail address" in clerk.seen()
        assert type(clerk.app.screen).__name__ == "Marks"


async def test_a_serial_met_before_is_a_warning(run: Run, where: str) -> None:
    """The second weapon with the serial is taken in all the same, and the clerk is told of the first."""
    async with run() as clerk:
        for _visit in range(2):
            await clerk.press("a", "k", "enter", "f9")
            await clerk.type("X77")
            await clerk.press("enter", "f8", "enter")
            await clerk.until_shown("Receipt")
            last = clerk.seen()
            await clerk.pilot.pause(0.5)
            await clerk.press("enter")
            await clerk.until_shown("DeskScreen")
        assert "A1-000001-B/1" in last
    assert len(received(facts(where))) == 2


async def test_condition_quantity_removal_and_undo(run: Run) -> None:
    """F7 asks what an unserviceable one pays, + adds another weapon, - takes one off, Ctrl+Z brings it back."""
    async with run() as clerk:
        screen = clerk.app.screen
        await clerk.type("machine")
        await clerk.press("enter", "f7")
        assert screen.draft.items[0].condition == "unserviceable"  # type: ignore[attr-defined]
        await clerk.press("plus", "plus", "minus", "delete", "ctrl+z")
        assert len(screen.draft.lines) == 2  # type: ignore[attr-defined]
        assert "$23,630.00 MXN" in clerk.seen()


async def test_what_comes_in_numbers_is_asked_how_many(run: Run, where: str) -> None:
    """War toys: the quantity is asked, nothing is paid, one line is written."""
    async with run() as clerk:
        await clerk.type("toy")
        await clerk.press("enter")
        await clerk.until_shown("Quantity")
        await clerk.type("12")
        await clerk.press("enter", "f8", "enter")
        await clerk.until_shown("Receipt")
        assert "Nothing to hand out" in clerk.seen()
    (fact,) = received(facts(where))
    assert [(line.type_code, line.quantity) for line in fact.lines] == [("war-toy", 12)]


async def test_pay_return_and_void_by_keys(run: Run, where: str, tmp_path: Path) -> None:
    """A voucher is paid, an owed drop-off returned, a paid one voided; the command line makes the very same facts."""
    twin = str(tmp_path / "twin.db")
    async with run((80, 32)) as clerk:
        for steps in (["right", "right"], ["right", "down", "right"], []):
            await clerk.press("a", "k", "enter", "f8", *steps, "enter")
            await clerk.until_shown("Receipt")
            await clerk.pilot.pause(0.5)
            await clerk.press("escape")
            await clerk.until_shown("DeskScreen")
        with closing(sqlite3.connect(where)) as mine, closing(sqlite3.connect(twin)) as other:
            mine.backup(other)
        await clerk.press("shift+tab")
        for downs, keys, words, status in (
            (2, ("r", "enter"), "", "returned"),
            (1, ("p", "enter"), "", "paid"),
            (0, ("v",), "entered twice", "voided"),
        ):
            await clerk.until(lambda: len(clerk.app.query_one("#today-list").options) == 3)  # type: ignore[attr-defined]
            await clerk.press("home", *["down"] * downs, "enter")
            await clerk.until_shown("DropOffDetail")
            await clerk.press(*keys)
            if words:
                await clerk.type(words)
                await clerk.press("enter")
                await clerk.until(lambda: "say how much of it came back" in clerk.seen())
                assert "entered twice" in clerk.seen()
                await clerk.type("25,000")
                await clerk.press("enter")
            await clerk.until(lambda status=status: shown_status(clerk) == status)  # type: ignore[misc]
            await clerk.press("escape")
            await clerk.until_shown("DeskScreen")
    last = facts(where)[-3:]
    assert [type(fact) for fact in last] == [Returned, PaidOut, Voided]
    assert isinstance(last[2], Voided)
    assert last[2].recovered_minor == 25_000_00
    owed, voucher, paid = (fact.folio for fact in received(facts(twin)))
    for words in (
        ("return", owed),
        ("pay", voucher),
        ("void", paid, "--reason", "entered twice", "--recovered", "25000"),
    ):
        assert main([*words, "--ledger", twin, "--operator", BY, "--lang", "en"], clock=lambda: AT) == 0
    assert facts(twin)[-3:] == last


async def test_the_list_of_today_counts_and_adds_up(run: Run) -> None:
    """Its title tells how many drop-offs there are, what they came to and what of it is paid; a voided one is in none."""
    async with run() as clerk:
        for visit, title in (
            (1, "Today: 1 drop-off, 0.00 paid of 25,000.00"),
            (2, "Today: 2 drop-offs, 0.00 paid of 50,000.00"),
        ):
            await clerk.press("a", "k", "enter", "f8", "right", "down", "right", "enter")
            await clerk.until_shown("Receipt")
            await clerk.pilot.pause(0.5)
            await clerk.press("enter")
            await clerk.until(lambda title=title: title in clerk.seen())  # type: ignore[misc]
            assert visit
        await clerk.press("shift+tab", "enter")
        await clerk.until_shown("DropOffDetail")
        await clerk.press("v")
        await clerk.type("entered twice")
        await clerk.press("enter")
        await clerk.until(lambda: shown_status(clerk) == "voided")
        await clerk.press("enter")
        await clerk.until(lambda: "Today: 1 drop-off, 0.00 paid of 25,000.00" in clerk.seen())


async def test_taking_the_last_line_off_leads_back_to_the_search(run: Run) -> None:
    """The list of lines is gone then, and what is typed next is what the person brings."""
    for keys in (("delete",), ("minus",), ("ctrl+n", "enter")):
        async with run() as clerk:
            await clerk.press("a", "k", "enter", "tab")
            assert clerk.app.focused is not None
            assert clerk.app.focused.id == "draft-list"
            await clerk.press(*keys)
            await clerk.until(lambda: clerk.app.focused is not None and clerk.app.focused.id == "search")
            await clerk.press("ctrl+z")
            if keys[0] != "ctrl+n":
                assert "AK-47 rifle" in clerk.seen()


@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_keys_of_the_list_of_today_fit_in_80_columns(run: Run, language: str) -> None:
    """None is cut off, in either language."""
    async with run(settings=replace(SETTINGS, language=language)) as clerk:
        await clerk.press("a", "k", "enter", "f8", "enter")
        await clerk.until_shown("Receipt")
        await clerk.pilot.pause(0.5)
        await clerk.press("enter", "shift+tab")
        await clerk.until(lambda: isinstance(clerk.app.focused, TodayList))
        footer = clerk.seen().splitlines()[23]
        assert "…" not in footer
        assert footer.rstrip().endswith("F12 Value as" if language == "en" else "F12 Valuar como")


async def test_a_drop_off_by_the_mouse_alone(run: Run, where: str) -> None:
    """Click a type, receive, accept: the same entry as by keys."""
    async with run((120, 40)) as clerk:
        await clerk.click("AK-47 rifle")
        await clerk.click("F8 Receive")
        await clerk.until_shown("Payment")
        await clerk.click("Enter  Receive")
        await clerk.until_shown("Receipt")
        await clerk.click("Next drop-off")
        await clerk.until_shown("DeskScreen")
    assert [line.type_code for fact in received(facts(where)) for line in fact.lines] == ["ak-47"]


async def test_no_payment_is_chosen_knowingly(run: Run, where: str) -> None:
    """Whoever gives up an amount reads that it is for good; a word left in the search is not there for the next person."""
    async with run(at=where) as clerk:
        await clerk.press("a", "k", "enter", "z", "z", "z", "f8")
        await clerk.until_shown("Payment")
        assert "gets nothing of this amount" not in clerk.seen()
        await clerk.press("left")
        await clerk.until(lambda: "gets nothing of this amount" in clerk.seen())
        await clerk.press("right")
        await clerk.until(lambda: "gets nothing of this amount" not in clerk.seen())
        await clerk.press("enter")
        await clerk.until_shown("Receipt")
        await clerk.pilot.pause(0.5)
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
        assert "zzz" not in clerk.seen()


async def test_without_any_rate_the_desk_says_what_to_do(run: Run, tmp_path: Path) -> None:
    """In a year of which no source knows a rate: a message says so, F8 asks for one, then receives by it."""
    where, long_ago = str(tmp_path / "old.db"), datetime(2003, 2, 18, 16, 42, tzinfo=UTC)
    site, table = NewSite(SITE), load_seed("federal-2025")
    desk.open_ledger(where, code="A1", site=site, operator=BY, table=table, at=long_ago).close()
    async with run(at=where, clock=long_ago, idle=False, notifications=True) as clerk:
        await clerk.until(lambda: "F10 sets one by hand" in clerk.seen())
        await clerk.press("a", "k", "enter")
        assert "no rate" in clerk.seen().splitlines()[0]
        assert "$25,000.00 MXN" in clerk.seen()
        await clerk.press("f8")
        await clerk.until_shown("RateDialog")
        await clerk.type("8.5832")
        await clerk.press("down")
        await clerk.type("the bank, by telephone")
        await clerk.press("enter")
        await clerk.until_shown("Payment")
        assert "2,912.67 USD" in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("Receipt")
    last = facts(where)[-3:]
    assert [type(fact) for fact in last] == [RateRecorded, DroppedOff, PaidOut]


async def test_keys_answer_while_the_rate_service_hangs(run: Run, where: str) -> None:
    """Nothing waits for the service but F8, and that says so; when it breaks off, another source is used."""
    with RateServer() as server:
        server.reply = Reply(delay_s=19.0)
        settings = replace(SETTINGS, rate_url=server.url, rate_deadline_s=19.0)
        later = AT + timedelta(days=10)
        async with run(settings=settings, clock=later, idle=False, notifications=True) as clerk:
            await clerk.until(lambda: server.asked)
            await clerk.press("a", "k", "enter", "f9")
            await clerk.type("C7")
            await clerk.press("enter")
            await clerk.until(lambda: "serial C7" in clerk.seen())
            await clerk.press("r", "e", "v", "enter", "f7", "escape", "minus")
            assert not clerk.app.rate_settled.is_set(), "the service still hangs"
            await clerk.press("f8")
            await clerk.until(lambda: "Asking for today's exchange rate" in clerk.seen())
            server.closing.set()  # it breaks off, as it would at the deadline
            await clerk.until_shown("Payment")
            assert "ECB" in clerk.seen()
            await clerk.press("enter")
            await clerk.until_shown("Receipt")
    (fact,) = received(facts(where))
    assert fact.rate_source == "ECB"


async def test_a_fresh_rate_of_the_ledger_is_used_before_anyone_is_asked(run: Run, where: str) -> None:
    """With today's rate in the ledger, a hanging service delays nothing: it is not even asked."""
    with RateServer() as server:
        server.reply = Reply(delay_s=19.0)
        async with run(settings=replace(SETTINGS, rate_url=server.url), idle=False) as clerk:
            await clerk.until(lambda: "20.2852 ECB, today" in clerk.seen())
            await clerk.press(*COMMON)
            await clerk.until_shown("Receipt")
    assert not server.asked
    assert len(received(facts(where))) == 1


async def test_nothing_is_received_of_an_empty_form(run: Run, where: str) -> None:
    """F8 and Enter on an empty form say what to do instead."""
    async with run() as clerk:
        await clerk.press("f8", "enter")
        assert "Type part of a name" in clerk.seen()
    assert not received(facts(where))


def at_once(clerk: Clerk, *keys: str) -> None:
    """Press keys faster than any screen answers, as a scanner or a pasted text does."""
    for key in keys:
        clerk.app.simulate_key(key)


async def test_keys_in_one_burst_do_what_slow_keys_do(run: Run, where: str) -> None:
    """Two types, F8 and two Enters in one burst: both lines are received once, and the folio stays."""
    async with run() as clerk:
        at_once(clerk, "a", "k", "enter", "r", "e", "v", "enter", "f8", "enter", "enter")
        await clerk.until_shown("Receipt")
        await clerk.pilot.pause(0.1)
        assert type(clerk.app.screen).__name__ == "Receipt"
    (fact,) = received(facts(where))
    assert [line.type_code for line in fact.lines] == ["ak-47", "revolver"]


async def test_a_burst_for_a_dialog_is_typed_into_it(run: Run) -> None:
    """F9, a serial and Enter in one burst fill in the serial of the line."""
    async with run() as clerk:
        at_once(clerk, "a", "k", "enter", "f9", "X", "7", "7", "enter")
        await clerk.until(lambda: "serial X77" in clerk.seen())
        assert clerk.app.query_one("#search").value == ""  # type: ignore[attr-defined]


async def test_enter_for_the_value_does_not_pay(run: Run, where: str) -> None:
    """The Enters that bounce while a value is taken are not taken for the payment."""
    async with run() as clerk:
        await clerk.type("shotgun")
        await clerk.press("enter")
        await clerk.until_shown("Value")
        await clerk.press("escape")
        await clerk.until_shown("DeskScreen")
        await clerk.press("f8")
        await clerk.until_shown("Value")
        at_once(clerk, "right", "enter", "enter", "enter")
        await clerk.until_shown("Payment")
        await clerk.pilot.pause(0.2)
        assert type(clerk.app.screen).__name__ == "Payment"
    assert not received(facts(where))


async def test_two_keys_close_the_receipt_once(run: Run) -> None:
    """Enter twice in one burst closes the folio and leaves the desk as it is."""
    async with run() as clerk:
        await clerk.press(*COMMON)
        await clerk.until_shown("Receipt")
        await clerk.pilot.pause(0.5)
        at_once(clerk, "enter", "enter", "enter")
        await clerk.until_shown("DeskScreen")
        await clerk.pilot.pause(0.2)
        assert len(clerk.app.screen_stack) == 1


async def test_a_dialog_is_answered_once(run: Run) -> None:
    """Even past the order of keys: a second answer changes nothing."""
    async with run() as clerk:
        await clerk.press(*COMMON)
        await clerk.until_shown("Receipt")
        receipt = clerk.app.screen
        receipt.dismiss(None)
        receipt.dismiss(None)
        await clerk.pilot.pause(0.1)
        assert len(clerk.app.screen_stack) == 1


async def test_the_cursor_stays_where_the_refusal_found_it(run: Run) -> None:
    """A time in the future leaves the cursor in the time, with nothing selected that typing would overwrite."""
    async with run() as clerk:
        await clerk.press("a", "k", "enter", "f8", "tab")
        await clerk.type("23:59")
        await clerk.press("enter")
        await clerk.until(lambda: "is in the future" in clerk.seen())
        await clerk.until(lambda: clerk.app.focused is not None and clerk.app.focused.id == "written-at")
        assert not clerk.app.focused.selected_text  # type: ignore[union-attr]


async def test_the_newest_of_today_is_highlighted(run: Run) -> None:
    """With the cursor in the list, a drop-off that comes in takes it to the top; up stops there."""
    async with run((80, 32)) as clerk:
        for _visit in range(2):
            await clerk.press(*COMMON)
            await clerk.until_shown("Receipt")
            await clerk.pilot.pause(0.5)
            await clerk.press("escape")
            await clerk.until_shown("DeskScreen")
        today = clerk.app.query_one(TodayList)
        await clerk.until(lambda: today.option_count == 2)
        today.focus()
        await clerk.press("down")
        assert today.highlighted == 1
        await clerk.press(*COMMON)
        await clerk.until_shown("Receipt")
        await clerk.until(lambda: today.option_count == 3)
        assert today.highlighted == 0
        await clerk.pilot.pause(0.5)
        await clerk.press("escape")
        await clerk.until_shown("DeskScreen")
        today.focus()
        await clerk.press("up")
        assert today.highlighted == 0


async def test_revolvers_are_told_apart_by_their_serials(run: Run) -> None:
    """The tags to write name each piece's serial; so does its line, in full."""
    async with run() as clerk:
        for serial in ("LONGSERIAL-0000001", "LONGSERIAL-0000002"):
            await clerk.press("r", "e", "v", "enter", "f9")
            await clerk.type(serial)
            await clerk.press("enter")
            await clerk.until(lambda serial=serial: f"serial {serial}" in clerk.seen())  # type: ignore[misc]
        await clerk.press("f8", "enter")
        await clerk.until_shown("Receipt")
        assert "LONGSERIAL-0000001" in clerk.seen()
        assert "LONGSERIAL-0000002" in clerk.seen()


async def test_a_donation_is_not_asked_for_a_calibre(run: Run) -> None:
    """What may stand as the reason fits what is chosen: a row is valued for its calibre, a gift is not."""
    async with run() as clerk:
        await clerk.type("shotgun")
        await clerk.press("enter")
        await clerk.until_shown("Value")
        assert "for example: same calibre" in clerk.seen()
        await clerk.press("right")
        assert "same calibre" not in clerk.seen()
        assert "may stay empty; for example: wants no money for it" in clerk.seen()


async def test_ammunition_is_not_donated_by_a_blind_enter(run: Run) -> None:
    """What it pays is asked with nothing chosen; right from the empty search makes it a donation."""
    async with run() as clerk:
        await clerk.type("250*cart")
        await clerk.press("enter")
        await clerk.until_shown("Value")
        await clerk.press("enter")
        assert type(clerk.app.screen).__name__ == "Value"
        await clerk.press("right", "enter")
        await clerk.until_shown("DeskScreen")
        assert "donated" in clerk.seen()


async def test_what_the_table_does_not_name_is_valued_by_a_supervisor(run: Run, where: str) -> None:
    """A bayonet has no row: the desk shows the rows for such things, and the chosen one is valued, never overpaid unseen."""
    async with run() as clerk:
        await clerk.type("bayoneta")
        seen = clerk.seen()
        assert "No type is called so" in seen
        for name in ("Other handgun", "Other long gun", "Other weapon"):
            assert name in seen
        await clerk.press("enter")
        assert not clerk.app.screen.draft.lines  # type: ignore[attr-defined]
        await clerk.press("down", "down", "down", "enter")
        await clerk.until_shown("Value")
        await clerk.type("pen")
        await clerk.press("tab")
        await clerk.type("bayonet, worth as much")
        await clerk.press("down", "right", "enter")
        await clerk.until_shown("DeskScreen")
        await clerk.press("f8", "enter")
        await clerk.until_shown("Receipt")
    (fact,) = received(facts(where))
    (line,) = fact.lines
    assert (line.type_code, line.valued_as, line.amount_minor) == ("other-weapon", "pen-gun", 365_00)
    assert (fact.reason, fact.approved_by) == ("bayonet, worth as much", "luis")


async def test_a_calibre_that_the_table_does_not_name_is_donated(run: Run, where: str) -> None:
    """`.45` finds the row for other handguns, and the giver may donate it."""
    async with run() as clerk:
        await clerk.type(".45")
        await clerk.press("enter")
        await clerk.until_shown("Value")
        await clerk.press("right", "enter")
        await clerk.until_shown("DeskScreen")
        await clerk.press("f8", "enter")
        await clerk.until_shown("Receipt")
    (fact,) = received(facts(where))
    assert (fact.lines[0].type_code, fact.lines[0].amount_minor) == ("other-handgun", 0)


async def test_a_table_without_rows_for_the_rest_says_so(run: Run, where: str, tmp_path: Path) -> None:
    """Where an imported table has no such row, nobody is sent to one, nor to a row that overpays."""
    file = tmp_path / "town-2026.csv"
    file.write_text(table_of(ROW), encoding="utf-8")
    store = open_store(where)
    desk.adopt_table(store, read_table_file(file, META), by=BY, at=AT)
    store.close()
    async with run() as clerk:
        await clerk.type("zzz")
        seen = clerk.seen()
        assert "has no row for what it does not name" in " ".join(seen.replace("│", " ").split())
        assert "Musket" not in seen


async def test_what_was_said_of_one_drop_off_is_gone_at_the_next(run: Run) -> None:
    """A message of the person before does not stand beside the next one: the first letter takes it away."""
    async with run(notifications=True) as clerk:
        await clerk.press(*COMMON)
        await clerk.until_shown("Receipt")
        await clerk.pilot.pause(0.5)
        clerk.app.notify("Written to a file", timeout=60)
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
        assert "Written to a file" in clerk.said()
        await clerk.press("r")
        assert "Written to a file" not in clerk.said()
        await clerk.press("enter")
        clerk.app.notify("About this one", timeout=60)
        await clerk.press("a")
        assert "About this one" in clerk.said()


async def test_help_opens_over_a_dialog(run: Run) -> None:
    """F1 in a dialog explains its keys, and Escape leads back to it."""
    async with run() as clerk:
        await clerk.press("a", "k", "enter", "f9", "f1")
        await clerk.until_shown("Help")
        await clerk.press("escape")
        await clerk.until_shown("Marks")


async def test_the_same_message_pops_up_once(run: Run) -> None:
    """Pressing the same wrong key again does not pile its message up."""
    async with run(notifications=True) as clerk:
        await clerk.press("f8", "f8", "f8")
        assert len(clerk.app._notifications) == 1

"""Who works proves it by a PIN; a ledger without PINs says so, and so does a clock that went back."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import PINS, SETTINGS, Clerk, Run, both_engines, with_pins
from samples import AT, BY, COLLEAGUE, SITE, take_in
from textual.events import Key
from textual.widgets import Input
from tui_story import facts, recorders

from buyback import desk
from buyback.desk import Pin
from buyback.facts import ClockWentBack, DroppedOff, OperatorEnrolled, PinRefused, PinSet
from buyback.store.engine import open_store
from buyback.tui.screens.desk import DeskScreen

WRONG = "604829175538"


async def give(clerk: Clerk, digits: str) -> None:
    """Type a PIN where one is asked for."""
    await clerk.until_shown("SignIn")
    await clerk.type(digits)
    await clerk.press("enter")


async def until_at_the_desk(clerk: Clerk, alias: str) -> None:
    await clerk.until(lambda: clerk.app.session is not None and clerk.app.session.operator == alias)
    await clerk.until(lambda: isinstance(clerk.app.screen, DeskScreen))


# --- at the start ---------------------------------------------------------------------------------------------------------


async def test_the_start_asks_for_the_pin(run: Run, pinned: str) -> None:
    """Before it is given there is no session; a wrong one is refused in place and recorded; nobody else can be named."""
    async with run(at=pinned, idle=False) as clerk:
        await give(clerk, WRONG)
        await clerk.until(lambda: "The PIN is not that of ana (1 wrong in a row)" in clerk.seen())
        assert clerk.app.session is None
        await clerk.sign_in(BY)
        await clerk.type("rev")
        await clerk.press("enter", "f8")
        await clerk.until_shown("Payment")
        await clerk.press("enter")
        await clerk.until_shown("Receipt")
    last = facts(pinned)
    assert [fact for fact in last if isinstance(fact, PinRefused)] == [PinRefused(BY, 1)]
    assert any(isinstance(fact, DroppedOff) for fact in last)


async def test_a_pin_typed_ahead_is_never_seen(run: Run, pinned: str) -> None:
    """Who types before the app asks is asked all the same: nothing of the PIN stands in the desk's search."""
    async with run(at=pinned, idle=False) as clerk:
        for key in (*PINS[BY], "enter", "r", "e", "v"):
            clerk.app.post_message(Key(key, key if len(key) == 1 else None))
        await clerk.until(lambda: clerk.app.session is not None)
        await clerk.until(lambda: clerk.app.screen.query_one("#search", Input).value == "rev")
        assert clerk.app.session is not None
        assert clerk.app.session.operator == BY


async def test_going_back_from_the_pin_asks_who_works(run: Run, pinned_file: str) -> None:
    """Escape at the PIN gives the choice, which says who has none; Escape there leaves the program."""
    async with run(at=pinned_file, operator="", idle=False) as clerk:
        await clerk.until_shown("Choose")
        assert "tom   no PIN yet" in clerk.seen()
        await clerk.press("down", "down", "down", "enter")
        await clerk.until_shown("SignIn")
        assert "This operator has no PIN yet" in clerk.seen()
        assert "O for the operators" in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("Choose")
        await clerk.press("up", "enter")
        await clerk.until_shown("SignIn")
        assert "eva" in clerk.seen()
        await clerk.press("escape")
        await clerk.until_shown("Choose")
        await clerk.press("escape")
        await clerk.until(lambda: not clerk.app.is_running or clerk.app._exit)
        assert clerk.app.session is None


async def test_the_only_operator_is_asked_too(run: Run, pinned_file: str) -> None:
    """Nobody has to be chosen, and going back offers the one there is."""
    store = open_store(pinned_file)
    desk.sign_in(store, BY, Pin(PINS[BY]), at=AT)
    for alias in (COLLEAGUE, "eva", "tom"):
        desk.revoke(store, alias, reason="left", by=BY, at=AT)
    store.close()
    async with run(at=pinned_file, operator="", idle=False) as clerk:
        await clerk.until_shown("SignIn")
        await clerk.press("escape")
        await clerk.until_shown("Choose")
        await clerk.press("enter")
        await clerk.sign_in(BY)
        await until_at_the_desk(clerk, BY)


async def test_too_many_wrong_ones_say_how_long_to_wait(run: Run, pinned_file: str) -> None:
    """The third wrong one says how long; before that has passed the right one is not even looked at."""
    async with run(at=pinned_file, idle=False) as clerk:
        for tries in (1, 2, 3):
            await give(clerk, WRONG)
            await clerk.until(lambda tries=tries: f"({tries} wrong in a row)" in clerk.seen())  # type: ignore[misc]
        assert "wait 2 s before the next try" in clerk.seen()
        await give(clerk, PINS[BY])
        await clerk.until(lambda: "try again in 2 s. This PIN was not looked at." in clerk.seen())
        assert clerk.app.session is None


async def test_an_empty_pin_and_letters(run: Run, pinned_file: str) -> None:
    """Enter on nothing says so; letters are not taken, Backspace takes the last digit away, Ctrl+U all of them."""
    async with run(at=pinned_file, idle=False) as clerk:
        await clerk.until_shown("SignIn")
        await clerk.press("enter")
        assert "The PIN is empty; it is needed." in clerk.seen()
        await clerk.type("a1x2")
        assert "●●" in clerk.seen()
        assert "●●●" not in clerk.seen()
        await clerk.press("backspace")
        assert "●●" not in clerk.seen()
        await clerk.type("99")
        await clerk.press("ctrl+u")
        assert "●" not in clerk.seen()
        await clerk.sign_in(BY)


# --- later ------------------------------------------------------------------------------------------------------------------


async def test_another_operator_gives_their_own_pin(run: Run, pinned: str) -> None:
    """Ctrl+O asks the new one; going back leads to the list, and there changes nothing; who worked before signs in again."""
    async with run(at=pinned, idle=False) as clerk:
        await clerk.sign_in(BY)
        await clerk.type("rev")
        await clerk.press("ctrl+o")
        await clerk.until_shown("Choose")
        await clerk.press("down", "enter")
        await clerk.until_shown("SignIn")
        await clerk.press("escape")
        await clerk.until_shown("Choose")
        await clerk.press("escape")
        await until_at_the_desk(clerk, BY)
        await clerk.press("ctrl+o")
        await clerk.until_shown("Choose")
        await clerk.press("down", "enter")
        await clerk.sign_in(COLLEAGUE)
        await until_at_the_desk(clerk, COLLEAGUE)
        assert clerk.app.query_one("#search").value == "rev"  # type: ignore[attr-defined]
        await clerk.press("enter", "f8")
        await clerk.until_shown("Payment")
        await clerk.press("enter")
        await clerk.until_shown("Receipt")
        await clerk.pilot.pause(0.5)
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
        await clerk.press("ctrl+o")
        await clerk.until_shown("Choose")
        await clerk.press("up", "enter")
        await clerk.until_shown("SignIn")
        await clerk.press("escape")
        assert clerk.app.session is not None
        assert BY not in clerk.app.session.store.signed_in
    assert recorders(pinned, "DroppedOff") == [COLLEAGUE]


async def test_an_operator_whom_another_terminal_enrolled_takes_over_at_once(run: Run, where: str) -> None:
    """Ctrl+O lists them, and the app knows at once what they may do."""
    async with run() as clerk:
        store = open_store(where)
        desk.enrol(store, "nora", by=BY, at=AT, roles=["receive"])
        store.close()
        await clerk.press("ctrl+o")
        await clerk.until_shown("Choose")
        assert "nora" in clerk.seen()
        await clerk.press("end", "enter")
        await until_at_the_desk(clerk, "nora")
        assert clerk.app.session is not None
        assert clerk.app.session.who is not None
        assert clerk.app.session.who.roles == ("receive",)


@both_engines
async def test_a_pin_that_was_changed_elsewhere_is_asked_for_once_more(run: Run, pinned: str) -> None:
    """What is being recorded waits for the new PIN and is then recorded, once; going back records nothing."""
    async with run(at=pinned, idle=False) as clerk:
        await clerk.sign_in(BY)
        elsewhere = open_store(pinned)
        desk.sign_in(elsewhere, BY, Pin(PINS[BY]), at=AT)
        desk.set_pin(elsewhere, BY, Pin(WRONG), by=BY, at=AT)
        elsewhere.close()
        await clerk.type("rev")
        await clerk.press("enter", "f8")
        await clerk.until_shown("Payment")
        await clerk.press("enter")
        await clerk.until_shown("SignIn")
        await clerk.press("escape")
        await clerk.until_shown("Payment")
        assert "ana is not signed in" in clerk.seen()
        await clerk.press("enter")
        await give(clerk, WRONG)
        await clerk.until_shown("Receipt")
    assert len([fact for fact in facts(pinned) if isinstance(fact, DroppedOff)]) == 1


async def test_who_may_not_record_a_rate_is_not_told_so(run: Run, pinned_file: str) -> None:
    """An operator for custody alone sees no refusal of a rate at the start: none is asked for."""
    store = open_store(pinned_file)
    desk.sign_in(store, BY, Pin(PINS[BY]), at=AT)
    desk.change_roles(store, "eva", ["custody"], reason="from today", by=BY, at=AT)
    store.close()
    settings = replace(SETTINGS, rate_max_age_days=0)
    later = AT + timedelta(days=1)
    async with run(at=pinned_file, operator="eva", idle=False, settings=settings, clock=later, notifications=True) as clerk:  # fmt: skip
        await give(clerk, PINS["eva"])
        await clerk.until(lambda: clerk.app.session is not None and clerk.app.chain.finding is not None)
        await clerk.pilot.pause(0.2)
        assert clerk.app.rate_settled.is_set()
        assert "may not" not in clerk.said()


# --- no PINs ----------------------------------------------------------------------------------------------------------------


async def test_a_ledger_without_pins_says_so_until_the_first_one(run: Run, where: str) -> None:
    """In the header, with what it means in its tip and in the help; gone as soon as somebody sets one, here or elsewhere."""
    async with run() as clerk:
        assert "ana  no PINs" in clerk.seen()
        await clerk.press("f1")
        await clerk.until_shown("Help")
        await clerk.press("end")
        helped = clerk.app.screen.query_one("Markdown").source  # type: ignore[attr-defined]
        assert "anyone can write in this ledger under any alias" in helped
        await clerk.press("escape")
        with_pins(where)
        await clerk.app.refresh_session()
        await clerk.until(lambda: "no PINs" not in clerk.seen())


# --- the first minute -------------------------------------------------------------------------------------------------------


async def test_the_set_up_sets_the_supervisors_pin(run: Run, tmp_path: Path) -> None:
    """Typed twice with Enter between, it is the first operator's, who is signed in; a weak one and two that differ are not."""
    new = str(tmp_path / "new.db")
    async with run(at=new, operator="", site="", idle=False) as clerk:
        await clerk.until_shown("SetUp")
        assert "for training only" in clerk.seen()
        await clerk.type("rosa")
        await clerk.press("down")
        await clerk.type("1234")
        await clerk.press("down")
        await clerk.type("1234")
        await clerk.press("enter")
        assert "That PIN is guessed at once" in clerk.seen()
        assert clerk.app.focused is not None
        assert clerk.app.focused.id == "pin"
        await clerk.type(WRONG)
        await clerk.press("enter")
        assert clerk.app.focused.id == "pin-again"
        await clerk.type(WRONG[::-1])
        await clerk.press("enter")
        assert "The two PINs are not the same" in clerk.seen()
        assert clerk.app.focused.id == "pin"
        await clerk.type(WRONG)
        await clerk.press("enter")
        await clerk.type(WRONG)
        await clerk.press("enter")
        await until_at_the_desk(clerk, "rosa")
        assert "no PINs" not in clerk.seen()
        await clerk.until(clerk.app.rate_settled.is_set)
    assert PinSet("rosa") in facts(new)


async def test_a_refusal_of_something_else_does_not_lose_the_pin(run: Run, tmp_path: Path) -> None:
    """A ledger that was to have a PIN is not begun without one because its code was wrong."""
    new = str(tmp_path / "new.db")
    async with run(at=new, operator="", site="", idle=False) as clerk:
        await clerk.until_shown("SetUp")
        await clerk.type("rosa")
        for _field in ("pin", "again"):
            await clerk.press("down")
            await clerk.type(WRONG)
        await clerk.press("down", "down")
        await clerk.press("ctrl+u")
        await clerk.type("A")
        await clerk.press("enter")
        await clerk.until(lambda: "2 to 8 letters and digits" in clerk.seen() and "“A”" in clerk.seen())
        await clerk.press("1", "enter")
        await until_at_the_desk(clerk, "rosa")
        await clerk.until(clerk.app.rate_settled.is_set)
    assert PinSet("rosa") in facts(new)


async def test_without_a_pin_the_ledger_is_for_training(run: Run, tmp_path: Path) -> None:
    """The alias and Enter are enough, and the header says what that means."""
    new = str(tmp_path / "new.db")
    async with run(at=new, operator="", site="", idle=False) as clerk:
        await clerk.until_shown("SetUp")
        await clerk.type("rosa")
        await clerk.press("enter")
        await until_at_the_desk(clerk, "rosa")
        await clerk.until(lambda: "no PINs" in clerk.seen())
        await clerk.until(clerk.app.rate_settled.is_set)
    assert not [fact for fact in facts(new) if isinstance(fact, PinSet)]
    assert OperatorEnrolled("rosa") in facts(new)


# --- the clock ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_clock_that_went_back_is_said_once(run: Run, where: str, language: str) -> None:
    """With a title, so that it stays, in local times; what follows is recorded without another word."""
    store = open_store(where)
    take_in(store, at=AT + timedelta(hours=2))
    store.close()
    words = {
        "en": "It showed 18 Feb 2025 12:42 and then 18 Feb 2025 10:42.",
        "es": "Marcaba 18 feb 2025 12:42",
    }
    settings = replace(SETTINGS, language=language)
    async with run(notifications=True, settings=settings, site=SITE) as clerk:
        for _number in (1, 2):
            await clerk.type("rev")
            await clerk.press("enter", "f8")
            await clerk.until_shown("Payment")
            await clerk.press("enter")
            await clerk.until_shown("Receipt")
            await clerk.pilot.pause(0.5)
            await clerk.press("enter")
            await clerk.until_shown("DeskScreen")
        titled = [shown for shown in clerk.app._notifications if shown.title]
        assert len(titled) == 1
        assert words[language] in titled[0].message
        assert titled[0].timeout > 60
    assert len([fact for fact in facts(where) if isinstance(fact, ClockWentBack)]) == 1

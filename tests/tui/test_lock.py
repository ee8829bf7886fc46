"""The lock: nothing behind it can be read or pressed, and everything is there again afterwards."""

from dataclasses import replace
from functools import partial

import pytest
from conftest import PINS, SETTINGS, Clerk, Run, both_engines
from samples import BY, COLLEAGUE
from tui_story import facts, recorders

from buyback import desk
from buyback.desk import Pin
from buyback.facts import DroppedOff
from buyback.store.engine import open_store
from buyback.tui.dialogs.confirm import Confirm

WRONG = "604829175538"
TYPED = "ZX-99 777"


async def lock(clerk: Clerk) -> None:
    await clerk.press("ctrl+k")
    await clerk.until_shown("SignIn")
    assert "Locked" in clerk.seen()


async def into_the_marks(clerk: Clerk) -> None:
    """A line in the form, and its serial half typed in an open dialog."""
    await clerk.type("ak")
    await clerk.press("enter", "f9")
    await clerk.until_shown("Marks")
    await clerk.type(TYPED)


def layers(clerk: Clerk) -> list[str]:
    return [type(screen).__name__ for screen in clerk.app.screen_stack]


def readable(clerk: Clerk) -> str:
    """Every character that the terminal shows, through whatever screens let others shine through."""
    stack = [*clerk.app._background_screens, clerk.app.screen]
    return "\n".join(strip.text for screen in stack for strip in screen._compositor.render_strips())


# --- by key -----------------------------------------------------------------------------------------------------------------


async def test_locked_over_an_open_dialog(run: Run, pinned: str) -> None:
    """Its texts are not on the screen, a wrong PIN keeps it shut and is recorded, the right one gives everything back."""
    async with run(at=pinned, idle=False) as clerk:
        await clerk.sign_in()
        await into_the_marks(clerk)
        await lock(clerk)
        for word in (TYPED, "AK-47", "25,000", "Basílica", "Serial"):
            assert word not in readable(clerk)
        await clerk.type(WRONG)
        await clerk.press("enter")
        await clerk.until(lambda: "The PIN is not that of ana" in clerk.seen())
        for key in ("f2", "f5", "ctrl+p", "ctrl+o", "f8", "tab", "x"):
            await clerk.press(key)
            assert TYPED not in readable(clerk)
            assert "AK-47" not in readable(clerk)
        await clerk.type(PINS[BY])
        await clerk.press("enter")
        await clerk.until_shown("Marks")
        assert layers(clerk) == ["DeskScreen", "Marks"]
        assert TYPED in clerk.seen()
        await clerk.press("enter")
        await clerk.until(lambda: f"serial {TYPED}" in clerk.seen())


async def test_the_key_works_while_a_text_is_typed(run: Run, pinned_file: str) -> None:
    """Ctrl+K, which deletes the rest of a line in text fields elsewhere, deletes nothing."""
    async with run(at=pinned_file, idle=False) as clerk:
        await clerk.sign_in()
        await clerk.type("revol")
        await clerk.press("home")
        await lock(clerk)
        await clerk.sign_in()
        assert clerk.app.query_one("#search").value == "revol"  # type: ignore[attr-defined]


async def test_the_lock_is_in_the_palette(run: Run, pinned_file: str) -> None:
    """It is an action like any other, found by its name."""
    async with run(at=pinned_file, idle=False) as clerk:
        await clerk.sign_in()
        await clerk.press("ctrl+p")
        await clerk.until_shown("CommandPalette")
        await clerk.type("lock")
        await clerk.until(lambda: "Lock  (" in clerk.seen())


async def test_without_pins_there_is_nothing_to_lock_with(run: Run) -> None:
    """It is said, and the desk stays as it is."""
    async with run(notifications=True) as clerk:
        await clerk.press("ctrl+k")
        await clerk.pilot.pause()
        assert layers(clerk) == ["DeskScreen"]
        assert "This ledger has no PINs, so there is nothing to lock it with." in clerk.said()


# --- by itself ----------------------------------------------------------------------------------------------------------------


async def test_it_locks_when_nobody_touches_it(run: Run, pinned_file: str) -> None:
    """After the minutes of the setting, over whatever is open; while somebody types it does not."""
    async with run(at=pinned_file, idle=False) as clerk:
        await clerk.sign_in()
        await into_the_marks(clerk)
        await clerk.pilot.pause(1.2)
        assert not clerk.app.lock.is_on
        clerk.app.settings = replace(SETTINGS, lock_minutes=0.005)
        await clerk.until_shown("SignIn")
        assert TYPED not in readable(clerk)
        clerk.app.settings = SETTINGS
        await clerk.sign_in()
        await clerk.until_shown("Marks")
        assert TYPED in clerk.seen()


async def test_no_minutes_never_lock(run: Run, pinned_file: str) -> None:
    """A setting of 0 leaves it to the key."""
    settings = replace(SETTINGS, lock_minutes=0)
    async with run(at=pinned_file, idle=False, settings=settings) as clerk:
        await clerk.sign_in()
        await clerk.pilot.pause(1.5)
        assert not clerk.app.lock.is_on
        await lock(clerk)


async def test_a_pin_that_was_typed_is_not_left_for_the_next_one(run: Run, pinned_file: str) -> None:
    """A supervisor's PIN that nobody gave yet is gone after the lock, whatever else was typed stays."""
    async with run(at=pinned_file, idle=False) as clerk:
        await clerk.sign_in()
        await clerk.press("f10")
        await clerk.until_shown("RateDialog")
        await clerk.type("20.1")
        await clerk.press("down", "down")
        await clerk.type(PINS[COLLEAGUE])
        assert "●●" in clerk.seen()
        await lock(clerk)
        await clerk.sign_in()
        await clerk.until_shown("RateDialog")
        assert "20.1" in clerk.seen()
        assert "●" not in clerk.seen()


# --- what comes meanwhile ---------------------------------------------------------------------------------------------------


async def test_jobs_and_messages_wait(run: Run, pinned_file: str) -> None:
    """A dialog that a job opens, and a message, show nothing on the lock; both come after it, and nothing is lost."""
    async with run(at=pinned_file, idle=False, notifications=True) as clerk:
        await clerk.sign_in()
        app = clerk.app
        app.notify("before 111", title="Serious", timeout=60)
        await lock(clerk)
        app.notify("message 222", title="Serious", timeout=60)
        app.run_worker(app.ask(partial(Confirm, "Question 333", lambda: "because 444", "Yes")))
        await clerk.pilot.pause(0.3)
        assert layers(clerk) == ["DeskScreen", "Cover", "SignIn"]
        assert not [number for number in ("111", "222", "333", "444") if number in readable(clerk)]
        assert clerk.said() == ""
        await clerk.sign_in()
        await clerk.until_shown("Confirm")
        assert "because 444" in clerk.seen()
        assert layers(clerk) == ["DeskScreen", "Confirm"]
        assert clerk.said() == "before 111 message 222"


async def test_a_drop_off_that_is_being_received_is_received(run: Run, pinned: str) -> None:
    """Locked between Enter and the receipt, the receipt is there when it is unlocked, and the log has it once."""
    async with run(at=pinned, idle=False) as clerk:
        await clerk.sign_in()
        await clerk.type("rev")
        await clerk.press("enter", "f8")
        await clerk.until_shown("Payment")
        clerk.app.simulate_key("enter")
        clerk.app.simulate_key("ctrl+k")
        await clerk.until(lambda: clerk.app.lock.is_on)
        await clerk.until(lambda: [fact for fact in facts(pinned) if isinstance(fact, DroppedOff)])
        await clerk.until_shown("SignIn")
        assert "A1-000001" not in readable(clerk)
        await clerk.sign_in()
        await clerk.until(lambda: layers(clerk)[-1] == "Receipt")
        assert "A1-000001-B" in readable(clerk).replace(" ", "")
    assert len([fact for fact in facts(pinned) if isinstance(fact, DroppedOff)]) == 1


async def test_a_small_window_while_it_is_locked(run: Run, pinned_file: str) -> None:
    """Nothing shows at any size, and the lock is still there when the window is large enough."""
    async with run(at=pinned_file, idle=False) as clerk:
        await clerk.sign_in()
        await into_the_marks(clerk)
        await lock(clerk)
        await clerk.pilot.resize_terminal(60, 20)
        await clerk.until_shown("TooSmall")
        assert TYPED not in readable(clerk)
        await clerk.pilot.resize_terminal(80, 24)
        await clerk.sign_in()
        await clerk.until_shown("Marks")
        assert layers(clerk) == ["DeskScreen", "Marks"]


async def test_leaving_while_it_is_locked(run: Run, pinned_file: str) -> None:
    """Ctrl+Q asks, as something would be lost; going back is back at the lock."""
    async with run(at=pinned_file, idle=False) as clerk:
        await clerk.sign_in()
        await into_the_marks(clerk)
        await lock(clerk)
        await clerk.press("ctrl+q")
        await clerk.until_shown("Confirm")
        assert TYPED not in readable(clerk)
        await clerk.press("escape")
        await clerk.until_shown("SignIn")
        assert clerk.app.lock.is_on
        await clerk.press("ctrl+q")
        await clerk.until_shown("Confirm")
        await clerk.press("enter")
        await clerk.until(lambda: not clerk.app.is_running or clerk.app._exit)


# --- who unlocks --------------------------------------------------------------------------------------------------------------


@both_engines
async def test_another_operator_takes_over(run: Run, pinned: str) -> None:
    """By the same choice and their own PIN; what was typed stays, what follows is theirs, the one before is signed out."""
    async with run(at=pinned, idle=False) as clerk:
        await clerk.sign_in()
        await into_the_marks(clerk)
        await lock(clerk)
        await clerk.press("escape")
        await clerk.until_shown("Choose")
        assert TYPED not in readable(clerk)
        await clerk.press("down", "enter")
        await clerk.sign_in(COLLEAGUE)
        await clerk.until_shown("Marks")
        assert TYPED in clerk.seen()
        assert clerk.app.session is not None
        assert (clerk.app.session.operator, list(clerk.app.session.store.signed_in)) == (
            COLLEAGUE,
            [COLLEAGUE],
        )
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
        await clerk.press("f8")
        await clerk.until_shown("Payment")
        await clerk.press("enter")
        await clerk.until_shown("Receipt")
    assert recorders(pinned, "DroppedOff") == [COLLEAGUE]


@pytest.mark.parametrize("back", ["escape", "enter"])
async def test_the_choice_is_no_way_around_the_pin(run: Run, pinned_file: str, back: str) -> None:
    """Escape leads back to the PIN, and whoever was at work and is chosen again is asked for it as well."""
    async with run(at=pinned_file, idle=False) as clerk:
        await clerk.sign_in()
        await lock(clerk)
        await clerk.press("escape")
        await clerk.until_shown("Choose")
        await clerk.press(back)
        await clerk.until_shown("SignIn")
        assert clerk.app.lock.is_on
        assert "Locked" in clerk.seen()
        await clerk.sign_in()


async def test_a_pin_that_was_changed_elsewhere_unlocks(run: Run, pinned_file: str) -> None:
    """The new one does, the old one does not."""
    async with run(at=pinned_file, idle=False) as clerk:
        await clerk.sign_in()
        await lock(clerk)
        elsewhere = open_store(pinned_file)
        desk.sign_in(elsewhere, COLLEAGUE, Pin(PINS[COLLEAGUE]), at=clerk.app.clock())
        desk.set_pin(elsewhere, BY, Pin(WRONG), by=COLLEAGUE, at=clerk.app.clock())
        elsewhere.close()
        await clerk.type(PINS[BY])
        await clerk.press("enter")
        await clerk.until(lambda: "The PIN is not that of ana" in clerk.seen())
        await clerk.type(WRONG)
        await clerk.press("enter")
        await clerk.until(lambda: layers(clerk) == ["DeskScreen"])

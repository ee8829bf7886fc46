"""The shell: start, languages, themes, sizes, leaving."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SETTINGS, Run
from textual.color import Color
from textual.command import CommandList
from textual.widgets import Markdown
from tui_story import facts

from buyback.facts import DroppedOff, LedgerOpened, OperatorEnrolled, RateRecorded
from buyback.tui import themes


async def test_the_language_changes_while_running(run: Run) -> None:
    """Ctrl+L shows everything in the other language, the typed lines stay, and the types have Spanish names."""
    async with run((120, 40)) as clerk:
        await clerk.press("a", "k", "enter", "c", "u", "ctrl+l")
        await clerk.pilot.pause(0.1)
        seen = clerk.seen()
        for words in ("Recibir y pagar", "Este canje", "Ayuda", "Resguardo", "Fusil AK-47", "cu", "hoy"):
            assert words in seen
        await clerk.press("ctrl+l")
        await clerk.pilot.pause(0.1)
        assert "Receive and pay" in clerk.seen()
        assert "AK-47 rifle" in clerk.seen()


async def test_a_small_terminal_asks_to_be_enlarged(run: Run) -> None:
    """At 60x20 the app says so and takes no keys; enlarged again, the typed drop-off is there."""
    async with run() as clerk:
        await clerk.press("a", "k", "enter", "r")
        await clerk.pilot.resize_terminal(60, 20)
        await clerk.until_shown("TooSmall")
        assert "needs 80 x 24" in clerk.seen()
        await clerk.press("f8", "enter", "x")
        await clerk.pilot.resize_terminal(80, 24)
        await clerk.until_shown("DeskScreen")
        assert "25,000.00" in clerk.seen()
        assert clerk.app.query_one("#search").value == "r"  # type: ignore[attr-defined]


async def test_a_dialog_outlives_a_small_terminal(run: Run) -> None:
    """A terminal that shrinks and grows again while a dialog is open loses nothing of it."""
    async with run() as clerk:
        await clerk.press("a", "k", "enter", "f9")
        await clerk.type("X7")
        await clerk.pilot.resize_terminal(60, 20)
        await clerk.until_shown("TooSmall")
        await clerk.press("enter")
        await clerk.pilot.resize_terminal(120, 40)
        await clerk.until_shown("Marks")
        await clerk.press("enter")
        await clerk.until(lambda: "serial X7" in clerk.seen())


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q"])
async def test_leaving_asks_if_lines_would_be_lost(run: Run, key: str) -> None:
    """With a line it asks; Escape goes back to it; with none the app ends at once."""
    async with run() as clerk:
        await clerk.press("a", "k", "enter", key)
        await clerk.until_shown("Confirm")
        assert "A drop-off of 1 line is not received yet." in clerk.seen()
        await clerk.press("escape")
        await clerk.until_shown("DeskScreen")
        assert "25,000.00" in clerk.seen()
        await clerk.press("delete", key)
        await clerk.until(lambda: not clerk.app.is_running or clerk.app._exit)


async def test_enter_in_the_question_leaves(run: Run, where: str) -> None:
    """Enter says that the drop-off may be lost: the app ends and nothing was received."""
    async with run() as clerk:
        await clerk.press("a", "k", "enter", "ctrl+q", "enter")
        await clerk.until(lambda: not clerk.app.is_running or clerk.app._exit)
    assert not [fact for fact in facts(where) if isinstance(fact, DroppedOff)]


async def test_a_broken_chain_is_shown_at_once(run: Run, where: str) -> None:
    """An entry that was changed by force is found while the desk is open: the header and a message say so."""
    with sqlite3.connect(where) as connection:
        connection.execute("DROP TRIGGER entry_no_update")
        connection.execute(
            "UPDATE entry SET body = replace(body, '20.2852', '29.2852') WHERE kind = 'RateRecorded'"
        )
    connection.close()
    async with run(notifications=True) as clerk:
        assert "chain BROKEN" in clerk.seen().splitlines()[0]
        await clerk.until(lambda: "The log was changed" in clerk.seen())


async def test_header_tabs_and_keys_can_be_clicked(run: Run) -> None:
    """A click on the rate sets it, on a key presses it, on a tab goes there."""
    async with run() as clerk:
        await clerk.click("20.2852 ECB")
        await clerk.until_shown("RateDialog")
        await clerk.click("Esc")
        await clerk.until_shown("DeskScreen")
        await clerk.press("a", "k", "enter")
        await clerk.click("F8 Receive")
        await clerk.until_shown("Payment")
        await clerk.press("escape")
        await clerk.click("F4 Day")
        await clerk.until_shown("DayScreen")


def test_the_desk_loads_only_what_it_shows() -> None:
    """Dialogs, verbs, tables to write with and charts come when they are first needed, so that the desk is there sooner."""
    script = "import buyback.tui.app, buyback.tui.screens.desk, sys; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    not_yet = (
        "sqlmodel",
        "buyback.store.models",
        "buyback.desk",
        "buyback.tui.dialogs.payment",
        "buyback.tui.dialogs.drop_off_detail",
        "buyback.tui.dialogs.entry_detail",
        "requests",
        "babel",
        "plotext",
    )
    assert not set(not_yet) & set(loaded)


async def test_a_first_run_asks_for_an_alias_alone(run: Run, tmp_path: Path) -> None:
    """Without a ledger the set-up opens with sensible answers but for who works; then the desk takes a drop-off."""
    where = str(tmp_path / "new" / "ledger.db")
    async with run(at=where, operator="", site="", idle=False) as clerk:
        await clerk.until_shown("SetUp")
        await clerk.press("enter")
        await clerk.type("rosa")
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
        await clerk.until(lambda: clerk.app.rate is not None)
        await clerk.press("r", "e", "v", "enter", "f8", "enter")
        await clerk.until_shown("Receipt")
    found = facts(where)
    assert isinstance(found[0], LedgerOpened)
    assert DroppedOff in map(type, found)
    assert [fact.alias for fact in found if isinstance(fact, OperatorEnrolled)] == ["rosa"]


async def test_the_set_up_takes_the_alias_that_was_named(run: Run, tmp_path: Path) -> None:
    """Who started the app with --operator or BUYBACK_OPERATOR finds that alias there."""
    async with run(at=str(tmp_path / "l.db"), operator="tomas", site="", idle=False) as clerk:
        await clerk.until_shown("SetUp")
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
        assert clerk.app.session is not None
        assert clerk.app.session.operator == "tomas"


async def test_a_set_up_that_is_refused_keeps_its_answers(run: Run, tmp_path: Path) -> None:
    """What is typed at once is the alias. A bad code is refused in words; the alias is still there."""
    async with run(at=str(tmp_path / "l.db"), operator="", site="", idle=False) as clerk:
        await clerk.until_shown("SetUp")
        await clerk.type("rosa")
        await clerk.press("down", "down", "down", "down", "x", "minus", "enter")
        await clerk.until(lambda: "is not a code for the ledger" in clerk.seen())
        assert "rosa" in clerk.seen()


async def test_an_unusable_ledger_says_what_to_do(run: Run, tmp_path: Path) -> None:
    """A file that is not a ledger is refused in words, nothing is written into it, and Escape leaves."""
    path = tmp_path / "shopping.txt"
    path.write_text("eggs")
    async with run(at=str(path), idle=False) as clerk:
        await clerk.until_shown("Unusable")
        assert "is not a ledger of this program" in clerk.seen().replace("\n", " ")
        await clerk.press("escape")
    assert path.read_text() == "eggs"


async def test_several_operators_and_sites_are_chosen_from(run: Run) -> None:
    """With two of each and none named, two Enters choose the first ones."""
    async with run(operator="", site="", idle=False) as clerk:
        await clerk.until_shown("Choose")
        await clerk.press("down", "enter")
        await clerk.pilot.pause(0.05)
        await clerk.until_shown("Choose")
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
        await clerk.until(lambda: clerk.app.session is not None)
        assert clerk.app.session is not None
        assert clerk.app.session.operator == "luis"


async def test_a_rate_set_by_hand_is_recorded_and_used(run: Run, where: str) -> None:
    """F10 takes a rate with its reason; without a reason it is refused in place."""
    async with run() as clerk:
        await clerk.press("f10")
        await clerk.type("19.5")
        await clerk.press("enter")
        assert "needs a reason" in clerk.seen()
        await clerk.type("Banxico by telephone")
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
        assert "19.5000 by hand" in clerk.seen()
    assert [fact.mxn_per_usd for fact in facts(where) if isinstance(fact, RateRecorded)][-1] == "19.5000"


async def test_help_and_palette_come_from_the_bindings(run: Run) -> None:
    """F1 lists the keys of the screen; the palette runs an action by its name."""
    async with run((120, 40)) as clerk:
        await clerk.press("f1")
        await clerk.until_shown("Help")
        await clerk.until(lambda: "Take in what a person brings" in clerk.seen())
        await clerk.press("escape", "ctrl+p")
        await clerk.until_shown("CommandPalette")
        await clerk.type("light or")
        await clerk.pilot.pause(0.3)
        await clerk.press("enter")
        await clerk.until(lambda: clerk.app.theme == themes.DARK)


async def test_the_palette_lists_each_action_once(run: Run) -> None:
    """What is searched for is found once; Ctrl+C, which copies what is selected, stands in the help alone."""
    async with run((120, 40)) as clerk:
        await clerk.press("ctrl+p")
        await clerk.until_shown("CommandPalette")
        found = clerk.app.screen.query_one(CommandList)
        await clerk.until(lambda: found.option_count > 10)
        listed = [str(option.prompt).splitlines()[0] for option in found.options]
        names = [line.rpartition("  (")[0] for line in listed]
        assert "Quit" in names
        assert len(names) == len(set(names))
        await clerk.type("quit")
        await clerk.until(lambda: found.option_count == 1)
        await clerk.press("escape", "f1")
        await clerk.until_shown("Help")
        keys = clerk.app.screen.query_one(Markdown).source
        assert keys.count("| Quit |") == 1
        assert keys.count("| Copy or quit |") == 1


async def test_a_keymap_moves_an_action(run: Run) -> None:
    """The user's keymap gives an action another key, and the footer shows it."""
    from dataclasses import replace

    async with run(settings=replace(SETTINGS, keymap={"desk.receive": "f6"})) as clerk:
        assert "F6 Receive and pay" in clerk.seen()
        await clerk.press("a", "k", "enter", "f6")
        await clerk.until_shown("Payment")


def test_both_themes_are_legible() -> None:
    """Every text stands out from what it stands on by 7 to 1 (WCAG AAA); what is only structure by 3 to 1."""
    for theme in themes.THEMES:
        get = {**theme.to_color_system().generate(), **theme.variables}
        for text, ground in (
            ("foreground", "background"), ("foreground", "panel"), ("text-muted", "background"), ("text-muted", "panel"),
            ("block-cursor-foreground", "block-cursor-background"), ("primary", "background"),
            ("block-cursor-blurred-foreground", "block-cursor-blurred-background"), ("footer-key-foreground", "panel"),
            ("text-disabled", "block-cursor-blurred-background"), ("bar-foreground", "bar-background"), ("text-error", "background"),
            ("bar-warning", "bar-background"), ("text-warning", "background"),
        ):  # fmt: skip
            contrast = (
                Color.parse(get[text]).get_contrast_ratio(Color.parse(get[ground]))
                if hasattr(Color, "get_contrast_ratio")
                else _contrast(Color.parse(get[text]), Color.parse(get[ground]))
            )
            needed = 4.5 if text == "text-disabled" else 7
            assert contrast >= needed, (theme.name, text, ground, contrast)


def _contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2."""

    def luminance(color: Color) -> float:
        parts = [(c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4) for c in color.normalized]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


async def test_enters_in_a_burst_choose_nobody_by_mistake(run: Run) -> None:
    """Several Enters at once choose who works; the question after it waits for an Enter of its own."""
    async with run(operator="", site="", idle=False) as clerk:
        await clerk.until(lambda: type(clerk.app.screen).__name__ == "Choose")
        for _time in range(4):
            clerk.app.simulate_key("enter")
        await clerk.pilot.pause(0.5)
        assert type(clerk.app.screen).__name__ == "Choose"
        assert "Which site?" in clerk.seen()


async def test_a_dialog_takes_no_answer_before_it_is_there(run: Run) -> None:
    """Accepting and going back before anything is drawn change nothing."""
    from buyback.tui.dialogs.choose import Choose

    async with run() as clerk:
        dialog = Choose("Who is working?", ["ana"], str)
        clerk.app.push_screen(dialog)
        dialog.action_accept()
        dialog.action_back()
        assert clerk.app.screen is dialog
        await clerk.pilot.pause()
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")


async def test_the_set_up_has_help(run: Run, tmp_path: Path) -> None:
    """F1 on the first screen explains it."""
    async with run(at=str(tmp_path / "l.db"), operator="", site="", idle=False) as clerk:
        await clerk.until_shown("SetUp")
        assert "F8 Receive" not in clerk.seen()
        await clerk.press("f1")
        await clerk.until_shown("Help")
        await clerk.press("escape")
        await clerk.until_shown("SetUp")

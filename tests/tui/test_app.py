"""The shell: start, languages, themes, sizes, leaving."""

from pathlib import Path

from conftest import SETTINGS, Run
from textual.color import Color
from tui_story import facts

from buyback import i18n
from buyback.facts import DroppedOff, LedgerOpened, RateRecorded
from buyback.tui import themes

ES = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Receive and pay"
msgstr "Recibir y pagar"

msgid "This drop-off"
msgstr "Este canje"

msgid "Total"
msgstr "Suma"

msgid "Help"
msgstr "Ayuda"
"""


async def test_the_language_changes_while_running(run: Run, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """Ctrl+L shows everything in the other language, the typed lines stay, and the types have Spanish names."""
    (tmp_path / "es").mkdir()
    (tmp_path / "es" / "buyback.po").write_text(ES, encoding="utf-8")
    monkeypatch.setattr(i18n, "_LOCALE_DIR", tmp_path)
    async with run((120, 40)) as clerk:
        await clerk.press("a", "k", "enter", "c", "u", "ctrl+l")
        await clerk.pilot.pause(0.1)
        seen = clerk.seen()
        for words in ("Recibir y pagar", "Suma", "Ayuda", "Fusil AK-47", "cu"):
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


async def test_leaving_asks_if_lines_would_be_lost(run: Run) -> None:
    """Ctrl+C with a line asks; Escape goes back to it; with none the app ends at once."""
    async with run() as clerk:
        await clerk.press("a", "k", "enter", "ctrl+c")
        await clerk.until_shown("Confirm")
        await clerk.press("escape")
        await clerk.until_shown("DeskScreen")
        assert "25,000.00" in clerk.seen()
        await clerk.press("delete", "ctrl+q")
        await clerk.until(lambda: not clerk.app.is_running or clerk.app._exit)


async def test_a_first_run_is_three_enters(run: Run, tmp_path: Path) -> None:
    """Without a ledger the set-up opens with sensible answers; Enter makes it, and the desk takes a drop-off."""
    where = str(tmp_path / "new" / "ledger.db")
    async with run(at=where, operator="", site="", idle=False) as clerk:
        await clerk.until_shown("SetUp")
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
        await clerk.until(lambda: clerk.app.rate is not None)
        await clerk.press("r", "e", "v", "enter", "f8", "enter")
        await clerk.until_shown("Receipt")
    kinds = [type(fact) for fact in facts(where)]
    assert kinds[0] is LedgerOpened
    assert DroppedOff in kinds


async def test_a_set_up_that_is_refused_keeps_its_answers(run: Run, tmp_path: Path) -> None:
    """A bad code is refused in words; the alias that was typed is still there."""
    async with run(at=str(tmp_path / "l.db"), operator="", site="", idle=False) as clerk:
        await clerk.until_shown("SetUp")
        await clerk.press("down")
        await clerk.type("rosa")
        await clerk.press("down", "down", "x", "minus", "enter")
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
        await clerk.press("down")
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

"""What every dialog shares: the screen behind promises nothing, the language changes, and help says what it is for."""

import importlib
import pkgutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import SETTINGS, Clerk, Run, Take
from samples import SITE
from textual.widgets import Markdown

from buyback import i18n
from buyback.errors import Refusal
from buyback.tui import dialogs
from buyback.tui.dialogs.dialog import Once
from buyback.tui.dialogs.working import Working
from buyback.tui.screens.mode import ModeScreen
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.key_line import KeyLine


def classes() -> list[type[Once[object]]]:
    """Every dialog that is shown, and none that others are made from."""
    found: list[type[Once[object]]] = []
    for module in pkgutil.iter_modules(dialogs.__path__):
        importlib.import_module(f"{dialogs.__name__}.{module.name}")
    queue: list[type[Once[object]]] = [Once]
    while queue:
        below = queue.pop().__subclasses__()
        queue += below
        found += [one for one in below if not one.__subclasses__()]
    return found


SHOWN = sorted((one for one in classes() if one.__name__ != "Help"), key=lambda one: one.__name__)


@pytest.mark.parametrize("dialog", SHOWN, ids=lambda dialog: dialog.__name__)
def test_each_dialog_says_what_it_is_for(dialog: type[Once[object]]) -> None:
    """Its help is its own, and says in both languages what its keys do."""
    assert len(dialog.HELP) > 40
    assert dialog.HELP_KEYS
    assert [other.__name__ for other in SHOWN if other.HELP == dialog.HELP] == [dialog.__name__]
    spanish = i18n.load_catalogue("es")
    assert spanish.gettext(dialog.HELP) != dialog.HELP
    assert spanish.gettext(dialog.HELP_KEYS) != dialog.HELP_KEYS


async def test_help_in_the_set_up_is_about_the_set_up(run: Run, tmp_path: Path) -> None:
    """F1 on the first screen explains its fields, and Ctrl+L shows the same in Spanish, keys and all."""
    async with run(at=str(tmp_path / "l.db"), operator="", site="", idle=False) as clerk:
        await clerk.until_shown("SetUp")
        await clerk.press("f1")
        await clerk.until_shown("Help")
        assert "begins every folio of this terminal" in help_of(clerk)
        assert "| Open the demo ledger |" in help_of(clerk)
        await clerk.press("ctrl+l")
        await clerk.until(lambda: "comienza cada folio de esta terminal" in help_of(clerk))
        assert "| Abrir el libro de muestra |" in help_of(clerk)
        await clerk.press("escape")
        await clerk.until_shown("SetUp")
        assert "Su alias" in clerk.seen()
        assert clerk.app.screen.query_one("#language", Choice).value == "es"


def help_of(clerk: Clerk) -> str:
    return clerk.app.screen.query_one(Markdown).source


async def test_the_screen_behind_a_dialog_promises_no_keys(run: Run) -> None:
    """While a dialog is open, footer and tabs name no key that would do nothing; afterwards they do again."""
    async with run() as clerk:
        footer = clerk.app.screen.query_one(KeyLine)
        assert footer.visible
        assert "F3 Custody" in clerk.seen()
        await clerk.press("f10")
        await clerk.until_shown("RateDialog")
        assert not footer.visible
        behind = clerk.seen()
        assert "Receive and pay" not in behind
        assert "F3" not in behind
        assert "Custody" in behind
        assert "F1 Help" in behind
        await clerk.press("f3")
        await clerk.until_shown("RateDialog")
        await clerk.press("f1")
        await clerk.until_shown("Help")
        await clerk.press("escape")
        await clerk.until_shown("RateDialog")
        assert not footer.visible
        await clerk.press("escape")
        await clerk.until_shown("DeskScreen")
        assert footer.visible
        assert "F8 Receive and pay" in clerk.seen()
        assert "F3 Custody" in clerk.seen()


MAIN_KEYS = {
    "f2": ("F8",),
    "f3": ("F7", "F8", "F9", "F12"),
    "f4": ("F8",),
    "f5": ("F7", "F8", "F9", "F12"),
    "f6": ("F", "T", "R", "C"),
    "f11": ("/",),
}
"""What every mode says below, whatever has the cursor and however narrow it is, by the key that leads to the mode."""


@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_keys_below_are_whole_and_named_alike(run: Run, take: Take, language: str) -> None:
    """At 80 columns no key is cut, the main ones are there, and each is called as it is printed: Ctrl+A, F8, C."""
    take("revolver")
    async with run(settings=replace(SETTINGS, language=language)) as clerk:
        for mode, main in MAIN_KEYS.items():
            await clerk.press(mode)
            await clerk.pilot.pause(0.2)
            for _step in range(3):
                line = clerk.app.screen.query_one(KeyLine)
                parts = line.parts(line.content_size.width)
                text = "".join(part.text for part in parts)
                assert len(text) <= line.content_size.width == 78
                assert "…" not in text
                assert "^" not in text
                names = [part.text for part in parts if "bold" in part.style]
                assert set(main) <= set(names), text
                assert [name for name in names if len(name) == 1 and name.islower()] == []
                await clerk.press("tab")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("dialog", SHOWN, ids=lambda dialog: dialog.__name__)
def test_the_keys_of_a_dialog_fit(dialog: type[Once[object]], language: str) -> None:
    """The buttons of every dialog are whole at 80 columns, and no key is called otherwise than below a screen."""
    i18n.set_language(language)
    shown = [*getattr(dialog, "MORE", ())]
    labels = [("Enter", getattr(dialog, "ACCEPT", "")), *((key, label) for key, label, _action in shown)]
    if getattr(dialog, "BACK", "") not in ("", getattr(dialog, "ACCEPT", "")):
        labels.append(("Esc", dialog.BACK))  # type: ignore[attr-defined]
    is_tight = dialog.__name__ in ("CheckList", "DropOffDetail", "FormsOut", "Unusable")
    width = sum(len(f"{key}  {i18n._(label)}") + (0 if is_tight else 2) + 1 for key, label in labels) - 1
    i18n.set_language("en")
    assert width <= 70, labels
    assert all("^" not in key for key, _label in labels)


# --- the language and the look ----------------------------------------------------------------------------------------

OPENED: list[tuple[str, tuple[str, ...], str, str]] = [
    ("RateDialog", ("f10",), "Set the exchange rate by hand", "Fijar el tipo de cambio a mano"),
    ("Quantity", ("c", "a", "r", "t", "enter"), "Cartridge", "Cartucho"),
    ("Confirm", ("a", "k", "enter", "ctrl+q"), "is not received yet", "sin recibir"),
    ("Payment", ("a", "k", "enter", "f8"), "pay later", "pagar después"),
    ("Receipt", ("a", "k", "enter", "f8", "enter"), "AK-47 rifle", "Fusil AK-47"),
    ("Choose", ("f11", "a"), "in force from", "vigente"),
    ("ActDialog", ("f3", "f7"), "disc cutter", "cortadora de disco"),
    ("DropOffDetail", ("f5", "enter"), "Its life in the log", "Su vida en la bitácora"),
    ("Marks", ("a", "k", "enter", "f9"), "AK-47 rifle", "Fusil AK-47"),
    ("CorrectMarks", ("f5", "enter", "c"), "serviceable", "Revólver, útil"),
]


@pytest.mark.parametrize(("dialog", "keys", "english", "spanish"), OPENED, ids=[row[0] for row in OPENED])
async def test_the_language_changes_in_a_dialog(
    run: Run, take: Take, *, dialog: str, keys: tuple[str, ...], english: str, spanish: str
) -> None:
    """Ctrl+L shows the whole dialog in the other language, and again in the first."""
    take("revolver")
    async with run() as clerk:
        for key in keys:
            await clerk.press(key)
            if key.startswith("f") and isinstance(clerk.app.screen, ModeScreen):
                await clerk.until(lambda: "evolver" in clerk.seen() or "federal" in clerk.seen())
        await clerk.until_shown(dialog)
        await clerk.until(lambda: english in clerk.seen())
        await clerk.press("ctrl+l")
        await clerk.until(lambda: spanish in clerk.seen())
        assert english not in clerk.seen()
        await clerk.press("ctrl+l")
        await clerk.until(lambda: english in clerk.seen())
        assert type(clerk.app.screen).__name__ == dialog


async def test_the_amounts_of_the_rows_say_of_which_condition_they_are(run: Run) -> None:
    """Over the rows that an item may be valued as stands what each column pays, in either language, and nowhere else."""
    async with run() as clerk:
        await clerk.type("shotgun")
        await clerk.press("enter")
        await clerk.until_shown("Value")
        heads = clerk.app.screen.query_one("#row-heads")
        await clerk.until(lambda: "  serviceable unserviceable" in clerk.seen())
        await clerk.press("ctrl+l")
        await clerk.until(lambda: "inutilizable" in clerk.seen())
        assert heads.region.bottom == clerk.app.screen.query_one("#rows").region.y
        await clerk.press("right")
        await clerk.until(lambda: not heads.display)


async def test_an_unusable_ledger_is_explained_in_both_languages(run: Run, tmp_path: Path) -> None:
    """The refusal that opened the dialog is said again."""
    path = tmp_path / "notes.txt"
    path.write_text("eggs")
    async with run(at=str(path), idle=False) as clerk:
        await clerk.until_shown("Unusable")
        assert "is not a ledger of this program" in clerk.seen()
        await clerk.press("ctrl+l")
        await clerk.until(lambda: "no es un libro de este programa" in clerk.seen())


async def test_the_usual_method_is_one_in_every_language(run: Run, where: str, take: Take) -> None:
    """An act whose form was left in one language and recorded in the other has the method that the desk records."""
    from tui_story import facts

    from buyback.facts import Destroyed

    take("revolver")
    async with run() as clerk:
        await clerk.press("f3")
        await clerk.until(lambda: "Revolver" in clerk.seen())
        await clerk.press("f7")
        await clerk.until_shown("ActDialog")
        for name in ("rosa", "tomas"):
            await clerk.type(name)
            await clerk.press("tab")
        await clerk.press("escape", "ctrl+l", "f7")
        await clerk.until_shown("ActDialog")
        assert "cortadora de disco" in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("ActDone")
    last = facts(where)[-1]
    assert isinstance(last, Destroyed)
    assert last.method == "disc cutter"


async def test_the_look_changes_in_a_dialog(run: Run) -> None:
    """Ctrl+T is for the sun that comes round while a dialog is open."""
    async with run() as clerk:
        before = clerk.app.theme
        await clerk.press("f10", "ctrl+t")
        await clerk.until(lambda: clerk.app.theme != before)
        assert type(clerk.app.screen).__name__ == "RateDialog"


# --- a long job -------------------------------------------------------------------------------------------------------


async def test_a_job_that_ends_under_the_help_is_answered_when_the_help_closes(run: Run) -> None:
    """The result is not lost, and the dialog does not stay for ever."""
    goes_on = threading.Event()
    answers: list[object] = []

    def job(_progress: Callable[[int, int], None]) -> str:
        goes_on.wait(10)
        return SITE

    async with run() as clerk:
        dialog = Working("Export", "Writing …", job, awaited=True)
        clerk.app.push_screen(dialog, answers.append)
        await clerk.until_shown("Working")
        await clerk.press("f1")
        await clerk.until_shown("Help")
        goes_on.set()
        await clerk.until(lambda: dialog._is_done)
        await clerk.pilot.pause()
        assert type(clerk.app.screen).__name__ == "Help"
        await clerk.press("escape")
        await clerk.until_shown("DeskScreen")
    assert answers == [SITE]


async def test_a_refusal_of_a_job_is_its_answer(run: Run) -> None:
    """What the job refuses comes back as it is."""
    answers: list[object] = []

    def job(_progress: Callable[[int, int], None]) -> str:
        raise Refusal

    async with run() as clerk:
        clerk.app.push_screen(Working("Export", "Writing …", job, awaited=True), answers.append)
        await clerk.until(lambda: answers)
        assert isinstance(answers[0], Refusal)

"""Blank forms by the keyboard: reserved and printed, listed while they are out, returned, typed in at the desk."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import SETTINGS, Clerk, Run
from paper_story import codes, pictures
from pypdf import PdfReader
from samples import AT, BY, OTHER_SITE, SITE
from tui_story import facts

from buyback import desk
from buyback.config import Settings
from buyback.facts import DroppedOff, FoliosReserved, FormsReturned
from buyback.folios import make
from buyback.store.engine import open_store
from buyback.tui.dialogs.forms import FormsOut
from buyback.tui.screens.ledger import LedgerScreen
from buyback.tui.widgets.field import Field

ONE, TWO, THREE = (make("A1", number) for number in (1, 2, 3))
LATER = AT + timedelta(hours=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where printed files go."""
    folder = tmp_path / "printed"
    folder.mkdir()
    return folder


@pytest.fixture
def settings(folder: Path) -> Settings:
    return replace(SETTINGS, print_folder=str(folder))


@pytest.fixture
def three(where: str) -> tuple[str, ...]:
    """Three forms of the site that are out, reserved behind the app's back."""
    store = open_store(where)
    found = desk.reserve(store, SITE, 3, by=BY, at=AT).folios
    store.close()
    return found


async def to_forms(clerk: Clerk) -> FormsOut:
    """The ledger, and Ctrl+F: the forms that are out."""
    await clerk.press("f5")
    await clerk.until(lambda: isinstance(clerk.app.screen, LedgerScreen))
    await clerk.press("ctrl+f")
    await clerk.until_shown("FormsOut")
    assert isinstance(clerk.app.screen, FormsOut)
    return clerk.app.screen


def only(where: str, kind: type) -> list[object]:
    return [fact for fact in facts(where) if isinstance(fact, kind)]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_forms_are_reserved_and_printed_in_one_dialog(
    run: Run, where: str, settings: Settings, folder: Path, size: tuple[int, int]
) -> None:
    """A number and Enter: three folios are taken, their forms are in a file, and the list shows that they are out."""
    async with run(settings=settings, size=size) as clerk:
        await to_forms(clerk)
        assert "No form is out. F7 reserves some." in clerk.seen()
        await clerk.press("f7")
        await clerk.until_shown("ReserveForms")
        assert "Basílica de Guadalupe" in clerk.seen()
        await clerk.type("3")
        await clerk.press("enter")
        await clerk.until_shown("FormsOut")
        assert "3 forms reserved, from A1-000001-B." in clerk.said()
        assert all(folio in clerk.seen() for folio in (ONE, TWO, THREE))
        assert "3 forms are out, 0 marked" in clerk.seen()
    assert only(where, FoliosReserved) == [FoliosReserved(SITE, "2025-02-18", (ONE, TWO, THREE))]
    (path,) = folder.iterdir()
    assert path.name == "forms-A1-2025-02-18.pdf"
    assert len(PdfReader(path).pages) == 2
    assert [set(codes(one)) for one in pictures(path.read_bytes())] == [{ONE, TWO}, {THREE}]


@pytest.mark.parametrize("typed", ["", "0", "201", "x"])
async def test_a_number_that_is_none_takes_no_folio(
    run: Run, where: str, settings: Settings, typed: str
) -> None:
    """The dialog stays, says what is allowed, and nothing is recorded."""
    async with run(settings=settings) as clerk:
        await to_forms(clerk)
        await clerk.press("f7")
        await clerk.until_shown("ReserveForms")
        await clerk.type(typed)
        await clerk.press("enter")
        await clerk.until(lambda: "write a whole number from 1 to 200" in clerk.seen())
        assert clerk.app.focused is clerk.app.screen.query_one("#how-many")
    assert only(where, FoliosReserved) == []


async def test_a_file_that_cannot_be_written_takes_no_folio(
    run: Run, where: str, settings: Settings, folder: Path
) -> None:
    """A file that is there, or a folder that is not, is said before a folio is used up; what was typed stays."""
    (folder / "there.pdf").write_text("kept")
    async with run(settings=settings) as clerk:
        await to_forms(clerk)
        await clerk.press("f7")
        await clerk.until_shown("ReserveForms")
        await clerk.type("3")
        for name, says in (("there.pdf", "is already there"), ("nowhere/f.pdf", "cannot be written")):
            clerk.app.screen.query_one("#file", Field).value = str(folder / name)
            await clerk.press("enter")
            await clerk.until(lambda: says in clerk.seen())  # noqa: B023
            await clerk.until_shown("ReserveForms")
            assert clerk.app.screen.query_one("#how-many", Field).value == "3"
    assert only(where, FoliosReserved) == []
    assert (folder / "there.pdf").read_text() == "kept"


async def test_marked_forms_come_back_with_a_reason(
    run: Run, where: str, three: tuple[str, ...], settings: Settings
) -> None:
    """Space marks two, Enter asks why; the third stays out. Going back from the reason keeps the marks."""
    async with run(settings=settings, clock=LATER) as clerk:
        await to_forms(clerk)
        await clerk.press("space", "space", "enter")
        await clerk.until_shown("ReturnForms")
        assert f"2 forms: {ONE}, {TWO}" in clerk.seen()
        await clerk.press("escape")
        await clerk.until_shown("FormsOut")
        await clerk.until(lambda: "3 forms are out, 2 marked" in clerk.seen())
        await clerk.press("enter")
        await clerk.until_shown("ReturnForms")
        await clerk.press("enter")
        await clerk.until(
            lambda: "reason" in clerk.seen().lower() and clerk.app.screen.query_one("#refusal").display
        )
        await clerk.type("manchadas")
        await clerk.press("enter")
        await clerk.until_shown("FormsOut")
        await clerk.until(lambda: "1 form is out, 0 marked" in clerk.seen())
        assert THREE in clerk.seen()
        assert ONE not in clerk.seen()
    assert only(where, FormsReturned) == [FormsReturned(SITE, "2025-02-18", (ONE, TWO), "manchadas")]


async def test_all_are_marked_and_none_again(run: Run, three: tuple[str, ...], settings: Settings) -> None:
    """Ctrl+A marks every form; once more takes the marks away."""
    async with run(settings=settings) as clerk:
        await to_forms(clerk)
        await clerk.press("ctrl+a")
        await clerk.until(lambda: "3 forms are out, 3 marked" in clerk.seen())
        await clerk.press("ctrl+a")
        await clerk.until(lambda: "3 forms are out, 0 marked" in clerk.seen())


async def test_a_form_is_printed_again_under_its_folio(
    run: Run, where: str, three: tuple[str, ...], settings: Settings, folder: Path
) -> None:
    """F9 prints the form under the cursor; no folio is taken for it."""
    async with run(settings=settings) as clerk:
        await to_forms(clerk)
        await clerk.press("down", "f9")
        await clerk.until_shown("PrintOut")
        await clerk.press("enter")
        await clerk.until(lambda: list(folder.iterdir()))
        await clerk.until_shown("FormsOut")
    (path,) = folder.iterdir()
    assert TWO in PdfReader(path).pages[0].extract_text()
    assert len(only(where, FoliosReserved)) == 1


async def test_a_form_is_typed_in_at_the_desk(run: Run, where: str, three: tuple[str, ...]) -> None:
    """Payment takes the time and the folio: a wrong folio is refused in place, the right one becomes the drop-off's."""

    def set_to(clerk: Clerk, name: str, value: str) -> None:
        clerk.app.screen.query_one(name, Field).value = value

    async def accept(clerk: Clerk, is_so: Callable[[], object]) -> None:
        await clerk.press("enter")
        await clerk.until(is_so)

    async with run(clock=LATER) as clerk:
        await clerk.type("revolver")
        await clerk.press("enter", "f8")
        await clerk.until_shown("Payment")
        set_to(clerk, "#form-folio", TWO)
        await accept(clerk, lambda: "needs its time" in clerk.seen())
        await clerk.until_shown("Payment")
        set_to(clerk, "#written-at", "11:30")
        set_to(clerk, "#form-folio", make("A1", 4))
        await accept(clerk, lambda: "No blank form has the folio" in clerk.seen())
        await clerk.until_shown("Payment")
        set_to(clerk, "#form-folio", TWO)
        await accept(clerk, lambda: type(clerk.app.screen).__name__ == "Receipt")
        await clerk.pilot.pause(0.5)
        assert f"{TWO}/1" in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
        await to_forms(clerk)
        await clerk.until(lambda: "2 forms are out" in clerk.seen())
    (typed,) = only(where, DroppedOff)
    assert isinstance(typed, DroppedOff)
    assert (typed.folio, typed.written_at) == (TWO, "2025-02-18T17:30:00.000Z")
    assert typed.form_seq is not None


async def test_the_site_of_the_forms_is_chosen(run: Run, where: str, settings: Settings) -> None:
    """A terminal of two sites reserves for the one that is chosen."""
    async with run(settings=settings) as clerk:
        await to_forms(clerk)
        await clerk.press("f7")
        await clerk.until_shown("ReserveForms")
        await clerk.type("1")
        await clerk.press("tab", "right", "enter")
        await clerk.until_shown("FormsOut")
        assert OTHER_SITE in clerk.seen()
    assert only(where, FoliosReserved) == [FoliosReserved(OTHER_SITE, "2025-02-18", (ONE,))]


async def test_a_search_for_a_form_that_is_out_says_so(run: Run, three: tuple[str, ...]) -> None:
    """Whoever looks a folio up that is only on paper is told where it is."""
    async with run() as clerk:
        await clerk.press("f5")
        await clerk.until(lambda: isinstance(clerk.app.screen, LedgerScreen))
        await clerk.type(ONE)
        await clerk.press("enter")
        await clerk.until(lambda: f"{ONE} is a blank form of {SITE}" in clerk.said())

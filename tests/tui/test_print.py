"""Printing from the app: a receipt and tags after receiving, an act after it was recorded, copies from the story."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import SETTINGS, Clerk, Run, Take
from paper_story import codes, pictures
from pypdf import PdfReader
from samples import AT, BY, act

from buyback import desk
from buyback.store.engine import open_store
from buyback.tui.widgets.field import Field


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where printed files go."""
    folder = tmp_path / "printed"
    folder.mkdir()
    return folder


def says(path: Path) -> str:
    return " ".join(PdfReader(path).pages[0].extract_text().split())


async def received(clerk: Clerk) -> str:
    """Receive a revolver for cash; its folio."""
    await clerk.type("revolver")
    await clerk.press("enter", "f8")
    await clerk.until_shown("Payment")
    await clerk.press("enter")
    await clerk.until_shown("Receipt")
    await clerk.pilot.pause(0.5)
    folio: str = clerk.app.screen.received.folio  # type: ignore[attr-defined]
    return folio


async def test_the_receipt_is_printed_once_and_then_copied(run: Run, folder: Path) -> None:
    """i prints it, Enter takes what is proposed; the same again says COPY and takes another name; Enter goes on."""
    async with run(settings=replace(SETTINGS, print_folder=str(folder)), notifications=True) as clerk:
        folio = await received(clerk)
        for name in (f"receipt-{folio}.pdf", f"receipt-{folio}-2.pdf"):
            await clerk.press("i")
            await clerk.until_shown("PrintOut")
            assert name in clerk.seen()
            await clerk.press("enter")
            await clerk.until((folder / name).exists)
            await clerk.until_shown("Receipt")
            said = (
                f"Written to {folder / name}; no printer is set, so open that file and print it from there."
            )
            assert said in clerk.said()
            await clerk.pilot.pause(0.5)
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
    first, again = (says(folder / name) for name in (f"receipt-{folio}.pdf", f"receipt-{folio}-2.pdf"))
    assert folio in first
    assert "COPY" not in first
    assert again.startswith("COPY")


async def test_the_check_code_stands_beside_the_folio(run: Run, where: str) -> None:
    """A clerk without a printer copies the code with the folio."""
    async with run() as clerk:
        folio = await received(clerk)
        store = open_store(where)
        with store.reading() as db:
            sql = "SELECT substr(digest, 1, 4) || '-' || substr(digest, 5, 4) FROM entry WHERE kind = 'DroppedOff'"
            code = db.connection.exec_driver_sql(sql).scalar_one().upper()
        store.close()
        assert f"Check code {code}" in clerk.seen()
        assert " ".join(folio) in clerk.seen()


async def test_tags_on_letter_paper(run: Run, folder: Path) -> None:
    """Left and right choose tags and paper; the file's name follows; the choice is kept for the next time."""
    async with run(settings=replace(SETTINGS, print_folder=str(folder))) as clerk:
        kept: list[tuple[str, str]] = []
        clerk.app.remember = lambda name, value: kept.append((name, value))
        folio = await received(clerk)
        await clerk.press("i")
        await clerk.until_shown("PrintOut")
        await clerk.press("right")
        assert f"tags-{folio}.pdf" in clerk.seen()
        await clerk.press("down", "right")
        await clerk.press("enter")
        await clerk.until((folder / f"tags-{folio}.pdf").exists)
        await clerk.until_shown("Receipt")
        assert ("receipt_paper", "letter") in kept
        assert clerk.app.settings.receipt_paper == "letter"
    (page,) = pictures((folder / f"tags-{folio}.pdf").read_bytes(), dots_per_inch=200)
    assert codes(page) == [f"{folio}/1"]


async def test_text_for_a_ticket_printer(run: Run, folder: Path) -> None:
    """Text is a paper too, and its file ends with .txt."""
    settings = replace(SETTINGS, print_folder=str(folder), receipt_paper="text")
    async with run(settings=settings) as clerk:
        folio = await received(clerk)
        await clerk.press("i")
        await clerk.until_shown("PrintOut")
        await clerk.press("enter")
        file = folder / f"receipt-{folio}.txt"
        await clerk.until(file.exists)
    assert max(map(len, file.read_text(encoding="utf-8").splitlines())) <= 40


async def test_a_file_that_is_there_is_left_and_the_name_that_was_typed_stays(run: Run, folder: Path) -> None:
    """The refusal is said in the dialog, with the cursor in the name; another name is taken."""
    (folder / "a.pdf").write_bytes(b"mine")
    async with run(settings=replace(SETTINGS, print_folder=str(folder))) as clerk:
        await received(clerk)
        await clerk.press("i")
        await clerk.until_shown("PrintOut")
        field = clerk.app.screen.query_one("#file", Field)
        field.value = str(folder / "a.pdf")
        field.focus()
        await clerk.press("enter")
        await clerk.until(lambda: "already there" in clerk.seen())
        assert clerk.app.focused is not None
        assert clerk.app.focused.id == "file"
        await clerk.press("home", "b")
        await clerk.press("escape")
        await clerk.until_shown("Receipt")
    assert (folder / "a.pdf").read_bytes() == b"mine"
    assert list(folder.iterdir()) == [folder / "a.pdf"]


# --- the print command --------------------------------------------------------------------------------------------------


def command(script: str) -> str:
    """A print command that is a line of Python; the file is its first argument."""
    return f"'{sys.executable}' -c '{script}' {{file}}"


async def print_with(clerk: Clerk) -> None:
    await received(clerk)
    await clerk.press("i")
    await clerk.until_shown("PrintOut")
    await clerk.press("enter")
    await clerk.until_shown("Receipt")


async def test_the_print_command_takes_the_file(run: Run, folder: Path) -> None:
    """It runs without a shell: what a shell would run stays text."""
    script = 'import sys, pathlib; p = pathlib.Path(sys.argv[1]); p.with_suffix(".got").write_text(" ".join(sys.argv[2:]))'
    settings = replace(
        SETTINGS, print_folder=str(folder), print_command=command(script) + ' "; touch x" $(id)'
    )
    async with run(settings=settings, notifications=True) as clerk:
        await print_with(clerk)
        await clerk.until(lambda: "Sent to the printer" in clerk.said())
    (got,) = folder.glob("*.got")
    assert got.read_text() == "; touch x $(id)"
    assert len(list(folder.glob("*.pdf"))) == 1


@pytest.mark.parametrize(
    ("command_line", "said"),
    [
        (command('import sys; sys.exit("no paper")'), "it ended with the code 1 no paper"),
        (command("import time; time.sleep(30)"), "it did not end within 1 seconds"),
        ("no-such-program {file}", "no-such-program: No such file"),
        ("lp -d tickets", "it lacks {file}"),
        ("lp 'open {file}", "No closing quotation"),
    ],
)
async def test_a_printer_that_fails_is_said_and_nothing_is_lost(
    run: Run, folder: Path, command_line: str, said: str
) -> None:
    """Whatever is wrong with it, the file is there and the drop-off goes on."""
    settings = replace(SETTINGS, print_folder=str(folder), print_command=command_line, print_deadline_s=1.0)
    async with run(settings=settings, notifications=True) as clerk:
        await print_with(clerk)
        await clerk.until(lambda: said in clerk.said())
        (file,) = folder.glob("*.pdf")
        assert "8,700.00" in says(file)
        await clerk.pilot.pause(0.5)
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")


# --- acts and the story -------------------------------------------------------------------------------------------------


async def test_an_act_is_printed_where_it_was_recorded(run: Run, take: Take, folder: Path) -> None:
    """The dialog says the hash of the list, and i prints the act that carries it."""
    take("revolver")
    async with run(settings=replace(SETTINGS, print_folder=str(folder))) as clerk:
        await clerk.press("f3")
        await clerk.until(lambda: "A1-000001-B" in clerk.seen())
        await clerk.press("f7")
        await clerk.until_shown("ActDialog")
        for number, name in ((1, "rosa"), (2, "tomas")):
            clerk.app.screen.query_one(f"#witness-{number}", Field).value = name
        await clerk.press("enter")
        await clerk.until_shown("ActDone")
        listed = clerk.app.screen.listed  # type: ignore[attr-defined]
        assert f"{listed.list_hash}   1 item" in clerk.seen()
        await clerk.press("i")
        await clerk.until_shown("PrintOut")
        await clerk.press("enter")
        await clerk.until_shown("ActDone")
        (file,) = folder.glob("act-*.pdf")
    assert listed.list_hash in says(file)
    assert "A1-000001-B/1" in says(file)


async def test_the_story_prints_a_copy_and_the_acts_that_name_it(
    run: Run, take: Take, where: str, folder: Path
) -> None:
    """From a drop-off's story everything of it is printed again, its receipt as a copy."""
    taken = take("revolver")
    store = open_store(where)
    desk.destroy(store, taken.item_ids, act("ACTA-9"), by=BY, at=AT)
    store.close()
    async with run(settings=replace(SETTINGS, print_folder=str(folder)), size=(120, 40)) as clerk:
        await clerk.press("f5")
        await clerk.until(lambda: taken.folio in clerk.seen())
        for what in ("receipt", "act"):
            await clerk.press("enter")
            await clerk.until_shown("DropOffDetail")
            assert "Check code" in clerk.seen()
            await clerk.press("i")
            await clerk.until_shown("PrintOut")
            await clerk.press(*(["left"] if what == "act" else []), "enter")
            await clerk.until_shown("DropOffDetail")
            await clerk.press("escape")
            await clerk.until_shown("LedgerScreen")
    assert says(folder / f"receipt-{taken.folio}.pdf").startswith("COPY")
    assert "Act of destruction ACTA-9" in says(folder / "act-ACTA-9.pdf")


async def test_both_languages_at_both_sizes(run: Run, folder: Path) -> None:
    """The dialog is whole on 80x24, and its choices are in the language of the screen."""
    for language, word in (("es", "Imprimir"), ("en", "Print")):
        settings = replace(SETTINGS, language=language, print_folder=str(folder))
        async with run(settings=settings, size=(80, 24)) as clerk:
            await received(clerk)
            await clerk.press("i")
            await clerk.until_shown("PrintOut")
            assert word in clerk.seen()
            assert "80 mm" in clerk.seen()


async def test_printing_by_the_mouse(run: Run, folder: Path) -> None:
    """Every key of the receipt is a button too."""
    async with run((120, 40), settings=replace(SETTINGS, print_folder=str(folder))) as clerk:
        folio = await received(clerk)
        await clerk.click("I  Print")
        await clerk.until_shown("PrintOut")
        await clerk.click("Enter  Print")
        await clerk.until((folder / f"receipt-{folio}.pdf").exists)
        await clerk.until_shown("Receipt")
        await clerk.pilot.pause(0.5)
        await clerk.click("Enter  Next drop-off")
        await clerk.until_shown("DeskScreen")

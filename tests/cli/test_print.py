"""print: where it goes, what it never overwrites, and what a script learns of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli.conftest import Terminal
from paper_story import codes, pictures
from pypdf import PdfReader
from samples import WITNESSES

ROOT = Path(__file__).parent.parent.parent
PAID, OWED = "A1-000001-B", "A1-000002-9"


def printed(where: str, *words: str, **more: object) -> subprocess.CompletedProcess[bytes]:
    """A print command in a process of its own, its stdout a pipe unless said otherwise."""
    environment = os.environ | {"BUYBACK_LEDGER": where, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "buyback", "print", *words]
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
    return subprocess.run(command, env=environment, check=False, **settings)  # type: ignore[call-overload,no-any-return]


# --- where it goes ----------------------------------------------------------------------------------------------------------


def test_text_goes_to_stdout(worked: Terminal) -> None:
    """Without --out the receipt is there to be read, 40 columns wide, and nothing else is."""
    answer = worked.done("print", "receipt", PAID)
    assert max(map(len, answer.out.splitlines())) <= 40
    assert f"              {PAID}\n" in answer.out
    assert answer.err == ""


def test_text_goes_into_a_file(worked: Terminal, tmp_path: Path) -> None:
    """A name that ends with .txt asks for text; the file holds what stdout would."""
    file = tmp_path / "receipt.txt"
    answer = worked.done("print", "receipt", PAID, "--out", str(file))
    assert file.read_text(encoding="utf-8") == worked.done("print", "receipt", PAID).out
    assert answer.out == f"{file}, 1 page\n"


@pytest.mark.parametrize(
    ("words", "paper"),
    [
        (("receipt", PAID), "80mm"),
        (("tags", PAID), "80mm"),
        (("act", "ACTA-1"), "letter"),
        (("day",), "letter"),
    ],
)
def test_a_pdf_on_the_paper_of_the_settings(
    worked: Terminal, tmp_path: Path, words: tuple[str, ...], paper: str
) -> None:
    """Receipts and tags go onto the roll, acts and the day onto letter, unless somebody says otherwise."""
    file = tmp_path / "paper.pdf"
    data = worked.done("print", *words, "--out", str(file), "--json").data
    pages = len(PdfReader(file).pages)
    assert (data["path"], data["format"], data["paper"], data["pages"]) == (str(file), "pdf", paper, pages)
    named = worked.done("print", *words, "--out", str(file), "--force", "--json", "--paper", "a4").data
    assert named["paper"] == "a4"
    assert float(PdfReader(file).pages[0].mediabox.width) == 595


def test_the_settings_name_another_paper(
    worked: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the app remembered is the command line's usual paper too; text is no paper of a PDF."""
    config = tmp_path / "config.toml"
    config.write_text('sheet_paper = "a4"\nreceipt_paper = "text"\n')
    monkeypatch.setenv("BUYBACK_CONFIG", str(config))
    for words, paper in ((("act", "ACTA-1"), "a4"), (("receipt", PAID), "80mm")):
        file = str(tmp_path / f"{words[0]}.pdf")
        assert worked.done("print", *words, "--out", file, "--json").data["paper"] == paper


def test_a_pdf_goes_through_a_pipe(worked: Terminal, sqlite_url: str) -> None:
    """Where stdout is a pipe, it takes the bytes of the PDF and nothing else."""
    done = printed(sqlite_url, "receipt", PAID, "--format", "pdf")
    assert done.returncode == 0
    assert done.stderr == b""
    (picture,) = pictures(done.stdout)
    assert codes(picture) == [PAID]


def test_what_scripts_learn(worked: Terminal) -> None:
    """The check code of a receipt, the hash of an act's list; and the text where no file was named."""
    receipt = worked.done("print", "receipt", PAID, "--json").data
    assert receipt.pop("text") == worked.done("print", "receipt", PAID).out
    code = worked.done("show", PAID, "--json").data["check_code"]
    assert receipt == {
        "path": "",
        "format": "text",
        "paper": "",
        "pages": 1,
        "list_hash": "",
        "check_code": code,
        "checkpoint": "",
    }
    act = worked.done("print", "act", "ACTA-1", "--json").data
    assert act["list_hash"] in act["text"]
    assert act["check_code"] == ""


def test_both_languages(worked: Terminal) -> None:
    """--lang decides the language of the paper."""
    assert "Recibo" in worked.done("print", "receipt", PAID, "--lang", "es").out
    assert "Receipt" in worked.done("print", "receipt", PAID, "--lang", "en").out


def test_a_printer_without_accents(worked: Terminal) -> None:
    """--ascii leaves letters without accents only."""
    answer = worked.done("print", "act", "ACTA-1", "--lang", "es", "--ascii")
    assert answer.out.isascii()
    assert "Acta de destruccion ACTA-1" in answer.out


def test_a_copy(worked: Terminal) -> None:
    """--copy says so on the receipt."""
    assert "COPY" in worked.done("print", "receipt", PAID, "--copy").out
    assert "COPY" not in worked.done("print", "receipt", PAID).out


def test_the_day_of_a_site(worked: Terminal) -> None:
    """The day is today unless named, at every site unless one is named."""
    assert "All sites" in worked.done("print", "day").out
    one = worked.done("print", "day", "--site", "basilica-guadalupe", "--date", "2025-02-18").out
    assert "Basílica de Guadalupe" in one


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the command is run."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


# --- what it refuses ----------------------------------------------------------------------------------------------------


def test_nothing_is_overwritten(worked: Terminal, tmp_path: Path) -> None:
    """A file that is there stays as it is, whatever it holds; --force replaces it."""
    file = tmp_path / "kept.pdf"
    file.write_bytes(b"mine")
    refused = worked.refused("print", "act", "ACTA-1", "--out", str(file))
    assert refused.code == 1
    assert "already there" in refused.err
    assert file.read_bytes() == b"mine"
    worked.done("print", "act", "ACTA-1", "--out", str(file), "--force")
    assert file.read_bytes().startswith(b"%PDF")
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


@pytest.mark.parametrize("name", ["", "missing/receipt.txt", "file.txt/receipt.txt", "x" * 300, "zero\0byte"])
def test_a_path_that_cannot_be_written(worked: Terminal, tmp_path: Path, name: str) -> None:
    """A folder, a folder that is not there, a file in its place, a name that no system takes: one sentence, exit 1."""
    (tmp_path / "file.txt").write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    refused = worked.refused("print", "receipt", PAID, "--out", f"{tmp_path}/{name}")
    assert refused.code == 1
    assert "cannot be written" in refused.err
    assert ("there is no folder" in refused.err) == (name == "missing/receipt.txt")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full device")
@pytest.mark.parametrize("form", ["pdf", "text"])
def test_a_full_disk(worked: Terminal, sqlite_url: str, form: str) -> None:
    """A device without room is said, as a file and as stdout."""
    refused = worked.refused("print", "receipt", PAID, "--format", form, "--out", "/dev/full")
    assert refused.code == 1
    assert "No space left" in refused.err
    with open("/dev/full", "wb") as full:
        done = printed(sqlite_url, "receipt", PAID, "--format", form, stdout=full)
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("form", ["pdf", "text"])
def test_a_reader_that_goes_away(worked: Terminal, sqlite_url: str, form: str) -> None:
    """A pipe that is closed before anything was written ends the command quietly."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = printed(sqlite_url, "receipt", PAID, "--format", form, stdout=closed)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_printers_device_is_written_to(worked: Terminal, tmp_path: Path) -> None:
    """What is no file, like a printer's device, needs no --force: it takes the text."""
    pipe = tmp_path / "printer"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as device:
        worked.done("print", "receipt", PAID, "--format", "text", "--out", str(pipe))
        taken, _nothing = device.communicate(timeout=10)
    assert taken.decode() == worked.done("print", "receipt", PAID).out


def test_a_pdf_is_nothing_for_a_terminal(worked: Terminal, sqlite_url: str) -> None:
    """On a terminal, and as JSON, a PDF needs a file."""
    refused = worked.refused("print", "receipt", PAID, "--format", "pdf", "--json")
    assert refused.code == 2
    assert "--out" in refused.err
    primary, terminal = os.openpty()
    try:
        assert printed(sqlite_url, "receipt", PAID, "--format", "pdf", stdout=terminal).returncode == 2
    finally:
        os.close(primary)
        os.close(terminal)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("receipt", "A1-000099-2"), 2, "mistyped"),
        (("receipt", "A1-000009-W"), 3, "No drop-off has the folio"),
        (("tags", "A1-000009-W"), 3, "No drop-off has the folio"),
        (("tags", f"{PAID}/9"), 3, "has no line 9"),
        (("tags", "nonsense"), 2, "is not a folio"),
        (("act", "ACTA-9"), 3, "the nearest are ACTA-1"),
        (("act", "acta-19"), 3, "the nearest are ACTA-1"),
        (("hand-over", "ACTA-1"), 3, "buyback print act ACTA-1"),
        (("day", "--date", "2025-02-19"), 1, "future"),
        (("day", "--date", "tomorrow"), 2, "not a date"),
        (("day", "--site", "nowhere"), 3, "No site"),
        (("receipt", PAID, "--paper", "a4"), 2, "--paper"),
        (("receipt", PAID, "--format", "pdf", "--out", "x.pdf", "--ascii"), 2, "--ascii"),
        (("receipt", PAID, "--format", "docx"), 2, "pdf, text"),
        (("receipt", PAID, "--paper", "a5", "--out", "x.pdf"), 2, "letter, a4, 80mm"),
        (("receipt",), 2, "FOLIO"),
        ((), 2, "needs one of"),
    ],
)
def test_what_cannot_be_printed(
    worked: Terminal, elsewhere: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    """One sentence, the exit code of its kind, and no file."""
    refused = worked.refused("print", *words)
    assert (refused.code, said in refused.err) == (code, True), refused.err
    assert not (elsewhere / "x.pdf").exists()


# --- the same hash and code elsewhere ---------------------------------------------------------------------------------------


def test_an_act_answers_with_the_hash_of_its_list(worked: Terminal) -> None:
    """destroy and keep say the hash that the paper has; an act that goes on says that of its whole list."""
    first = worked.folio("revolver:2", "--site", "basilica-guadalupe", "--pay", "cash")
    signed = ["--act", "ACTA-2", "--json", *(word for name in WITNESSES for word in ("--witness", name))]
    half = worked.done("destroy", f"{first}/1", *signed).data
    whole = worked.done("destroy", f"{first}/2", *signed).data
    assert (half["list_items"], whole["list_items"]) == (1, 2)
    assert half["list_hash"] != whole["list_hash"]
    assert whole["list_hash"] == worked.done("print", "act", "ACTA-2", "--json").data["list_hash"]
    shown = worked.done("keep", f"{worked.folio('revolver')}/1", "--act", "M1", "--value", "historic").out
    printed_hash = worked.done("print", "act", "M1", "--json").data["list_hash"]
    assert f"Hash of the list: {printed_hash} (1 item)" in shown


def test_an_act_number_with_blanks_is_found_again(worked: Terminal) -> None:
    """Blanks that were typed twice are one in the ledger, in the answer and on the paper."""
    folio = worked.folio("revolver")
    done = worked.done("keep", f"{folio}/1", "--act", " ACTA   7 ", "--value", "historic", "--json").data
    assert done["act"] == "ACTA 7"
    assert worked.done("print", "act", "ACTA 7", "--json").data["list_hash"] == done["list_hash"]


def test_receiving_says_the_check_code(worked: Terminal) -> None:
    """Whoever writes the receipt by hand has the code from the answer, as a person and as a script."""
    answer = worked.done("receive", "revolver", "--json").data
    code = worked.done("print", "receipt", answer["folio"], "--json").data["check_code"]
    assert answer["check_code"] == code
    assert f"Check code    {code}" in worked.done("show", answer["folio"]).out
    assert "Check code " in worked.done("receive", "revolver").out


def test_the_ledger_is_never_printed_over(worked: Terminal, sqlite_url: str, tmp_path: Path) -> None:
    """Not by its name, not by another one, and nothing that lies beside a database, whatever --force says."""
    ledger, other = Path(sqlite_url), tmp_path / "other.pdf"
    other.symlink_to(ledger)
    beside = tmp_path / "another.db-wal"
    beside.write_bytes(b"the newest entries")
    for place in (ledger, other, beside):
        before = place.read_bytes()
        answer = worked.refused("print", "day", "--out", str(place), "--force")
        assert (answer.code, "it is a database" in answer.err) == (1, True), answer
        assert place.read_bytes() == before
    worked.done("verify")

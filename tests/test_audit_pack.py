"""The audit pack as a stranger checks it: with sha256sum, frictionless, Python alone, and the page of steps."""

import ast
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import frictionless
import openpyxl
import pytest
from export_story import described, export, rows
from pack_story import (
    check_with_python,
    drop_row,
    edit_body,
    edit_cell,
    failing_steps,
    forge_checkpoints,
    keep_rows,
    live_with_cash,
    names_of,
    pack,
    rename_column,
    rewrite,
    seal_again,
    set_cell,
    steps,
    sum_again,
)
from samples import AT, on_a_file

from buyback.demo import make_demo
from buyback.errors import FolderNotEmpty
from buyback.export import checkpoints
from buyback.export.pack.making import SCRIPT
from buyback.report import summarise
from buyback.signing.keys import VerifierKey
from buyback.store.engine import Store, open_store
from buyback.store.views.setup import ledger_info

sha256sum, sqlite3 = shutil.which("sha256sum"), shutil.which("sqlite3")
WORDS = {
    "held": "Held at the end",
    "destroyed": "Destroyed",
    "kept": "Kept for the museum",
    "handed_over": "Handed over",
    "lost": "Items lost",
    "returned": "Returned to the giver",
}
"""Where items are, as the workbook says it."""
needs_tools = pytest.mark.skipif(
    not (sha256sum and sqlite3), reason="this system has no sqlite3 or sha256sum"
)


@pytest.fixture(scope="module")
def demo_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of the demo."""
    folder = tmp_path_factory.mktemp("demo")
    make_demo(str(folder / "demo.db"))
    store = open_store(str(folder / "demo.db"))
    pack(store, folder / "pack")
    store.close()
    return folder / "pack"


@pytest.fixture
def copied(demo_pack: Path, tmp_path: Path) -> Path:
    """A copy of the demo's pack, to be spoilt."""
    return Path(shutil.copytree(demo_pack, tmp_path / "copied"))


@pytest.fixture
def folder(ledger: Store, tmp_path: Path) -> Path:
    """The pack of a ledger in which cash moved in every way."""
    live_with_cash(ledger)
    pack(ledger, tmp_path / "pack")
    return tmp_path / "pack"


# --- the folder -------------------------------------------------------------------------------------------------------


def test_its_csv_files_are_those_of_an_export(ledger: Store, folder: Path, tmp_path: Path) -> None:
    """One ledger, one moment: every file of the export is the same, byte for byte, and described alike; the pack has more."""
    export(ledger, tmp_path / "export", at=AT)
    names = {path.name for path in (tmp_path / "export").iterdir()} - {"SHA256SUMS"}
    assert len(names) > 20
    for name in names - {"datapackage.json"}:
        assert (folder / name).read_bytes() == (tmp_path / "export" / name).read_bytes(), name
    told, more = described(folder), {path.name for path in folder.iterdir()} - names
    made = [one["path"] for one in told["resources"] if one["path"] not in names]
    assert made == ["findings.csv", "checkpoints.csv", "keys.csv"]
    told["resources"] = [one for one in told["resources"] if one["path"] in names]
    assert told == described(tmp_path / "export")
    assert more - set(made) == {
        "SHA256SUMS",
        "buyback.xlsx",
        "cash.journal",
        "cash.beancount",
        "VERIFY.txt",
        "verify.py",
    }


@pytest.mark.skipif(not sha256sum, reason="this system has no sha256sum")
def test_sha256sum_accepts_every_other_file(folder: Path) -> None:
    """`sha256sum -c SHA256SUMS` confirms each file of the folder but the sums themselves."""
    command = [str(sha256sum), "--strict", "-c", "SHA256SUMS"]
    checked = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    confirmed = {line.removesuffix(": OK") for line in checked.stdout.splitlines()}
    assert confirmed == names_of(folder) - {"SHA256SUMS"}


def test_frictionless_accepts_its_package(demo_pack: Path) -> None:
    """Types, keys, references, sizes and hashes of the demo's pack hold."""
    report = frictionless.validate(str(demo_pack / "datapackage.json"))
    assert report.valid, report.to_summary()


def test_accountants_programs_accept_its_journals(demo_pack: Path) -> None:
    """bean-check finds nothing wrong with the demo's journal, nor does hledger where it is installed."""
    bean_check = [str(Path(sys.executable).with_name("bean-check")), "--no-cache", "cash.beancount"]
    assert subprocess.run(bean_check, cwd=demo_pack, capture_output=True, check=False).returncode == 0
    hledger = shutil.which("hledger")
    if hledger is None:
        pytest.skip("hledger is not installed here")
    check = [hledger, "-f", "cash.journal", "check", "--strict"]
    assert subprocess.run(check, cwd=demo_pack, capture_output=True, check=False).returncode == 0


def test_every_close_of_the_demo_is_signed(demo_pack: Path) -> None:
    """The pack of the demo has a note of each close by the key that it names, and the findings of its audit."""
    own = VerifierKey.parse(rows(demo_pack, "keys")[0]["key"])
    closes = {row["entry"] for row in rows(demo_pack, "closes")}
    notes = [checkpoints.read(path) for path in (demo_pack / "checkpoints").iterdir()]
    assert {str(says.seq) for _note, says in notes} == closes
    assert all(note.fits(own) for note, _says in notes)
    assert len(rows(demo_pack, "findings")) > 10


def test_the_same_ledger_gives_the_same_pack(ledger: Store, folder: Path, tmp_path: Path) -> None:
    """Two packs of one moment are the same to the last byte, the workbook too."""
    pack(ledger, tmp_path / "again")
    sums = [(tmp_path / name / "SHA256SUMS").read_text(encoding="utf-8") for name in ("pack", "again")]
    assert sums[0] == sums[1]


@on_a_file
def test_it_is_there_whole_or_not_at_all(ledger: Store, tmp_path: Path) -> None:
    """A folder that holds something is refused and left as it is; nothing half-made stays beside it."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x", encoding="utf-8")
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(FolderNotEmpty):
        pack(ledger, tmp_path / "full")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@on_a_file
def test_an_empty_ledger_has_a_pack_that_checks(ledger: Store, tmp_path: Path) -> None:
    """On its first morning a ledger has a pack too, and everything in it comes out."""
    pack(ledger, tmp_path / "pack")
    assert check_with_python(tmp_path / "pack").returncode == 0
    if sha256sum and sqlite3:
        assert failing_steps(tmp_path / "pack") == set()


# --- the script and the page ------------------------------------------------------------------------------------------


def test_the_script_shares_nothing_with_the_program() -> None:
    """verify.py imports the standard library alone, and can be read before it is run: small functions, one for each file."""
    from buyback.export.pack import making

    text = Path(making.__file__).with_name(SCRIPT).read_text(encoding="utf-8")
    tree = ast.parse(text)
    named = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    named += [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.partition(".")[0] for name in named} <= set(sys.stdlib_module_names)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert max(int(node.end_lineno or 0) - node.lineno for node in functions) < 45
    assert len(text.splitlines()) < 500


def test_the_script_accepts_a_pack(ledger: Store, folder: Path) -> None:
    """Chain, sums and totals hold, on a ledger in which marks were corrected and vouchers withdrawn."""
    with ledger.reading() as db:
        head = str(ledger_info(db).head)
    checked = check_with_python(folder, head)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stdout.endswith("OK\n")
    assert head.rpartition(":")[2] in checked.stdout


@needs_tools
def test_the_steps_of_the_page_come_out(folder: Path) -> None:
    """Each step of VERIFY.txt, typed as it stands, prints what the page says, and the last one tidies up."""
    found = list(steps(folder))
    assert [step.number for step in found] == list("123456789")
    assert all(step.expected for step in found[1:-1])
    before = sorted(path.name for path in folder.iterdir())
    assert failing_steps(folder) == set()
    assert sorted(path.name for path in folder.iterdir()) == before


@needs_tools
def test_the_demo_s_pack_checks_with_both(demo_pack: Path) -> None:
    """The page and the script accept what the demo makes."""
    assert failing_steps(demo_pack) == set()
    assert check_with_python(demo_pack).returncode == 0


def test_where_the_items_are_is_one_figure_everywhere(tmp_path: Path) -> None:
    """Workbook, VERIFY.txt, items.csv, daily.csv and the summary say the same of destroyed, kept, handed over and held, in a
    ledger in which some of what was handed over was destroyed later; how items left is named otherwise, and adds up.
    """
    make_demo(str(tmp_path / "demo.db"))
    store = open_store(str(tmp_path / "demo.db"))
    pack(store, tmp_path / "pack")
    with store.reading() as db:
        custody = summarise(db, date.min, date.max).custody
    store.close()
    folder = tmp_path / "pack"
    items = Counter(row["status"] for row in rows(folder, "items"))
    days = {name: sum(int(row[f"items_{name}"]) for row in rows(folder, "daily")) for name in WORDS}
    (page,) = [step.expected for step in steps(folder) if step.number == "8"]
    typed = {name: int(number) for name, _blank, number in (one.rpartition(" ") for one in page.split(", "))}
    sheet = openpyxl.load_workbook(folder / "buyback.xlsx").worksheets[0]
    cells = [(str(words), number) for words, number, *_sites in sheet.iter_rows(values_only=True)]
    for name, words in WORDS.items():
        (figure,) = [number for label, number in cells if label.lstrip("=+- ") == words]
        told = {figure, items[name], days[name], typed[name], getattr(custody, name)}
        assert told == {items[name]}, name
    left = dict(cells)
    assert left["+ Destroyed after the hand-over"] > 0
    assert left["+ Left: destroyed here"] == left["- Left: destroyed here"] != items["destroyed"]
    assert left["+ Left: destroyed here"] + left["+ Destroyed after the hand-over"] == items["destroyed"]


def test_the_page_fits_on_a_page(demo_pack: Path) -> None:
    """At most 74 lines of 104 columns: one sheet of letter paper in a type of 8 points."""
    lines = (demo_pack / "VERIFY.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 74
    assert max(map(len, lines)) <= 104


# --- hostile copies ---------------------------------------------------------------------------------------------------

Change = Callable[[list[list[str]]], None]

ATTACKS: dict[str, tuple[str, Change, str, set[str]]] = {
    "a field of the log edited": (
        "entries.csv",
        edit_body('"condition":"serviceable"', '"condition":"unserviceable"'),
        "entries.csv: ",
        {"4"},
    ),
    "an amount of the log edited": (
        "entries.csv",
        edit_body('"amount_minor":870000', '"amount_minor":970000'),
        "entries.csv: ",
        {"4", "7"},
    ),
    "an entry removed": ("entries.csv", drop_row(99), "entries.csv: ", {"2", "3", "4", "8"}),
    "a digest before another changed": (
        "entries.csv",
        set_cell("previous", "0" * 64),
        "entries.csv: 2",
        {"3", "4"},
    ),
    "the last entry removed": ("entries.csv", drop_row(-1), ": not in the log", {"2", "4", "5", "6"}),
    "an amount paid changed": ("payouts.csv", set_cell("amount_mxn", "1.00"), "payouts.csv: there", {"7"}),
    "an amount of an item changed": ("items.csv", set_cell("amount_mxn", "1.00"), "items.csv: there", {"7"}),
    "a payout removed": ("payouts.csv", drop_row(5), "payouts.csv: must be", {"7"}),
    "an item removed": ("items.csv", drop_row(5), ": missing", {"7", "8"}),
    "a serial changed": ("items.csv", set_cell("serial", "K1"), "items.csv: D1-", set()),
    "an item called destroyed": ("items.csv", set_cell("status", "destroyed"), "items.csv: D1-", {"8"}),
    "an item that left called held": (
        "items.csv",
        edit_cell("status", "handed_over", "held"),
        "items.csv: D1-",
        {"8"},
    ),
    "a day on which an item left changed": (
        "items.csv",
        set_cell("status_on", "2025-02-10"),
        "items.csv: D1-",
        set(),
    ),
    "a void's reason changed": ("voids.csv", set_cell("reason", "x"), "voids.csv: there", set()),
    "witnesses put in the place of others": (
        "disposals.csv",
        set_cell("witnesses", "Nadie; Nadie más"),
        "disposals.csv: there",
        set(),
    ),
    "the hash of an act's list changed": (
        "disposals.csv",
        set_cell("list_hash", "0000-0000-0000"),
        "list_hash",
        set(),
    ),
    "an amount of the payout table changed": (
        "payout_table.csv",
        set_cell("serviceable_mxn", "1.00"),
        "payout_table.csv: there",
        set(),
    ),
    "a rate changed": ("rates.csv", set_cell("mxn_per_usd", "19.0000"), "rates.csv: there", set()),
    "arrivals cut off": ("arrivals.csv", keep_rows(2), "arrivals.csv: must be", set()),
    "findings cut off": ("findings.csv", keep_rows(2), "findings.csv: 2, datapackage.json: ", set()),
    "an arrival under another's name": (
        "arrivals.csv",
        set_cell("recorded_by", "luis"),
        "arrivals.csv: there",
        set(),
    ),
    "a voucher called paid": ("vouchers.csv", set_cell("status", "paid"), "vouchers.csv: D1-", set()),
    "a drop-off called paid": ("drop_offs.csv", set_cell("status", "paid"), "drop_offs.csv: D1-", set()),
    "a form called returned": ("forms.csv", set_cell("state", "returned"), "forms.csv: D1-", set()),
    "a role added": ("operators.csv", set_cell("roles", "supervise"), "operators.csv: ", set()),
    "a sample's result changed": (
        "sample_items.csv",
        set_cell("result", "not_found"),
        "sample_items.csv: ",
        set(),
    ),
    "a day's total changed": ("daily.csv", set_cell("firearms_national", "1"), "daily.csv: 2025-02-", set()),
    "a day of a box changed": (
        "cash_days.csv",
        set_cell("differences_mxn", "0.01"),
        "cash_days.csv: there",
        set(),
    ),
    "notes of a count changed": ("counts.csv", set_cell("number", "7"), "counts.csv: there", set()),
    "a close signed by another": ("closes.csv", set_cell("approved_by", "luis"), "closes.csv: there", set()),
    "a close's day changed in the list of checkpoints": (
        "checkpoints.csv",
        set_cell("business_on", "2025-02-11"),
        "checkpoints.csv: close",
        set(),
    ),
    "a note left out of the list": (
        "checkpoints.csv",
        set_cell("note", ""),
        "checkpoints.csv: checkpoints/",
        set(),
    ),
    "a column renamed": ("items.csv", rename_column("marks", "signs"), "columns", set()),
    "a checkpoint's entry changed": (
        "checkpoints.csv",
        edit_cell("checkpoint", ":", ":1"),
        "not in the log",
        {"6"},
    ),
    "a key put in the place of the ledger's": (
        "keys.csv",
        edit_cell("key", "+A", "+B"),
        "keys.csv: there",
        {"6"},
    ),
    "a float changed": ("cash.csv", set_cell("amount_mxn", "1.00"), "cash.csv: there", {"7"}),
}
"""By what was done: the file, the change, what the script names, and the steps of the page that do not come out, where
the sums of the files were made to fit again.
"""


@pytest.mark.parametrize(
    "attack", ["a field of the log edited", "an amount paid changed", "a checkpoint's entry changed"]
)
def test_a_hostile_copy_is_found_by_frictionless(copied: Path, attack: str) -> None:
    """The description has the size and the hash of each table: what is changed in one does not fit it."""
    name, change, _said, _failing = ATTACKS[attack]
    rewrite(copied, name, change)
    report = frictionless.validate(str(copied / "datapackage.json"))
    wrong = {task.place for task in report.tasks if task.errors}
    assert name in wrong


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_copy_is_found_by_its_sums(copied: Path, attack: str) -> None:
    """Whatever is changed in a file, SHA256SUMS does not fit it any more, and the script says so."""
    name, change, _said, _failing = ATTACKS[attack]
    rewrite(copied, name, change)
    checked = check_with_python(copied)
    assert checked.returncode == 1
    assert f"{name}: SHA256SUMS" in checked.stdout
    if sha256sum:
        command = [sha256sum, "-c", "SHA256SUMS"]
        done = subprocess.run(command, cwd=copied, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert f"{name}: FAILED" in done.stdout


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_copy_whose_sums_fit_is_found_by_the_script(copied: Path, attack: str) -> None:
    """Where the sums were made again, the log and the files contradict one another, and the script says which."""
    name, change, said, _failing = ATTACKS[attack]
    rewrite(copied, name, change)
    sum_again(copied)
    checked = check_with_python(copied)
    assert checked.returncode == 1
    assert "SHA256SUMS" not in checked.stdout
    assert said in checked.stdout


@needs_tools
@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_copy_whose_sums_fit_is_found_by_the_page(copied: Path, attack: str) -> None:
    """The very steps of the page that look at what was changed do not come out."""
    name, change, _said, failing = ATTACKS[attack]
    rewrite(copied, name, change)
    sum_again(copied)
    assert failing_steps(copied) == failing


@pytest.mark.parametrize("line", [1, 2], ids=["its number", "its digest"])
def test_an_altered_checkpoint_is_found(copied: Path, line: int) -> None:
    """What a note says is not in the log: sums, script, the step of the page and the signature each say so."""
    note = max((copied / "checkpoints").iterdir())
    lines = note.read_text(encoding="utf-8").split("\n")
    lines[line] = ("1" if lines[line][0] != "1" else "2") + lines[line][1:]
    note.write_text("\n".join(lines), encoding="utf-8")
    assert f"checkpoints/{note.name}: SHA256SUMS" in check_with_python(copied).stdout
    sum_again(copied)
    checked = check_with_python(copied)
    assert checked.returncode == 1
    assert f"checkpoints/{note.name}: not in the log" in checked.stdout
    own = VerifierKey.parse(rows(copied, "keys")[0]["key"])
    assert checkpoints.read(note)[0].fits(own) is False
    if sqlite3 and sha256sum:
        assert failing_steps(copied) == {"6"}


def test_only_a_checkpoint_finds_a_history_that_was_sealed_anew(copied: Path) -> None:
    """A log rewritten from its beginning, its notes too, passes; a checkpoint that was kept elsewhere does not, nor does the
    signature of a note.
    """
    last = rows(copied, "entries")[-1]
    kept = f"{last['ledger']}:{last['seq']}:{last['digest']}"
    assert check_with_python(copied, kept).returncode == 0
    rewrite(copied, "entries.csv", seal_again)
    described = (copied / "datapackage.json").read_text(encoding="utf-8")
    described = described.replace(last["digest"], rows(copied, "entries")[-1]["digest"])
    (copied / "datapackage.json").write_text(described, encoding="utf-8")
    sum_again(copied)
    assert check_with_python(copied).returncode == 1
    forge_checkpoints(copied)
    sum_again(copied)
    assert check_with_python(copied).returncode == 0
    own = VerifierKey.parse(rows(copied, "keys")[0]["key"])
    notes = [checkpoints.read(path)[0] for path in (copied / "checkpoints").iterdir()]
    assert {note.fits(own) for note in notes} == {False}
    checked = check_with_python(copied, kept)
    assert checked.returncode == 1
    assert f"{kept}: not in the log" in checked.stdout
    if sqlite3 and sha256sum:
        assert failing_steps(copied) == {"5"}

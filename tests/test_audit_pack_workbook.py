"""The workbook of the pack: what stands in the CSV files stands in its cells, typed, and nothing is guessed."""

import csv
import resource
import shutil
import subprocess
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from export_story import rows
from openpyxl.workbook import Workbook
from pack_story import SERIALS, live_with_cash, pack
from samples import AT, BY, TABLE, on_a_file, take_in
from sqlalchemy import text
from test_counting import not_apart

from buyback import desk, errors, report
from buyback.export.pack import audit_pack, checkpoints, findings, workbook
from buyback.facts import COUNTS
from buyback.payout_table import load_seed
from buyback.report import COUNT_NAMES, definitions
from buyback.store.engine import Store
from buyback.store.views.export import SOURCES, Column

FILES = (findings.FILE, checkpoints.CHECKPOINTS, checkpoints.KEYS, *(source.file for source in SOURCES))
KINDS = {column.name: column.kind for file in FILES for column in file.columns}


@pytest.fixture
def folder(ledger: Store, tmp_path: Path) -> Path:
    """The pack of a ledger in which cash moved in every way."""
    live_with_cash(ledger)
    pack(ledger, tmp_path / "pack")
    return tmp_path / "pack"


def opened(folder: Path) -> Workbook:
    return openpyxl.load_workbook(folder / "buyback.xlsx")


def front(folder: Path) -> dict[str, list[Any]]:
    """The rows of the first sheet by their words; of several with the same words, the first."""
    found: dict[str, list[Any]] = {}
    for words, *cells in opened(folder).worksheets[0].iter_rows(values_only=True):
        found.setdefault(str(words), cells)
    return found


def as_csv(value: Any, column: Column) -> str:
    """A cell as the CSV file has it."""
    told = "" if value is None else str(value)
    if value is None:
        return told
    if column.kind in ("money", "rate"):
        told = f"{Decimal(repr(value)):.{2 if column.kind == 'money' else 4}f}"
    elif column.kind == "day":
        told = value.date().isoformat()
    elif column.kind == "moment":
        told = f"{(value + timedelta(microseconds=500)).isoformat(timespec='milliseconds')}Z"
    elif column.kind == "yes_no":
        told = {True: "true", False: "false"}[value]
    return told


# --- tables -----------------------------------------------------------------------------------------------------------


def test_each_cell_is_what_the_csv_file_has(folder: Path) -> None:
    """Sheet by sheet, column by column, row by row: texts as texts, amounts to the centavo, days and moments as such."""
    book = opened(folder)
    compared = 0
    for sheet in FILES:
        header, *cells = book[sheet.name].iter_rows(values_only=True)
        assert list(header) == [column.name for column in sheet.columns]
        expected = [list(row.values()) for row in rows(folder, sheet.name)]
        told = [
            [as_csv(value, column) for value, column in zip(row, sheet.columns, strict=True)] for row in cells
        ]
        assert told == expected, sheet.name
        compared += len(expected)
    assert compared > 200


def test_texts_stay_texts(folder: Path) -> None:
    """Serials that a spreadsheet would make a number, a day or markup of are text cells, to the letter."""
    sheet = opened(folder)["items"]
    at = [cell.value for cell in sheet[1]].index("serial") + 1
    found = {cell.value: cell.data_type for (cell,) in sheet.iter_rows(min_row=2, min_col=at, max_col=at)}
    assert {serial: found.get(serial) for serial in SERIALS} == dict.fromkeys(SERIALS, "s")
    assert found["0022E1"] == "s"


@on_a_file
def test_no_text_becomes_a_formula_or_a_link(ledger: Store, tmp_path: Path) -> None:
    """What got past the check on entry and begins with = + - @ is a text cell, without an apostrophe; there is no formula."""
    take_in(ledger, "revolver:note=good")
    with ledger.transaction() as db:
        db.connection.execute(
            text("UPDATE item SET note = '=1+1', marks = '@SUM(A1)', make = '-2', model = 'https://x.mx'")
        )
    pack(ledger, tmp_path / "pack")
    book = opened(tmp_path / "pack")
    header, first = book["items"].iter_rows(values_only=True)
    item = dict(zip(header, first, strict=True))
    assert (item["note"], item["marks"], item["make"]) == ("=1+1", "@SUM(A1)", "-2")
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    assert [cell for cell in cells if cell.hyperlink] == []


def test_money_and_days_are_typed(folder: Path) -> None:
    """An amount is a number with two decimals, a day a day, and every column of a kind has that kind's format."""
    for sheet in opened(folder).worksheets[2:]:
        header = [str(cell.value) for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            for name, cell in zip(header, row, strict=True):
                if cell.value is not None and KINDS[name] in ("money", "day"):
                    formats = {"money": ("n", "#,##0.00"), "day": ("d", "yyyy-mm-dd")}
                    assert (cell.data_type, cell.number_format) == formats[KINDS[name]], (sheet.title, name)


def test_every_sheet_has_its_header_frozen_filters_and_widths(folder: Path) -> None:
    """Whoever scrolls still sees the names; every column can be filtered and is wide enough for its name."""
    for sheet in opened(folder).worksheets[1:]:
        assert sheet.freeze_panes == "A2", sheet.title
        assert sheet.auto_filter.ref == sheet.dimensions, sheet.title
        groups = sheet.column_dimensions.values()  # equal neighbours are kept as one
        widths = {number: one.width for one in groups for number in range(one.min, one.max + 1)}
        for number, cell in enumerate(sheet[1], start=1):
            assert len(str(cell.value)) < widths[number] <= 50, sheet.title


@on_a_file
def test_what_no_cell_can_hold_is_cut_and_says_so(ledger: Store, tmp_path: Path) -> None:
    """The body of a visit of 99 weapons is longer than a cell may be: it ends with where the whole text is."""
    take_in(ledger, *[f"ak-47:serial=S{number}:note={'ñ' * 190}" for number in range(99)])
    pack(ledger, tmp_path / "pack")
    *_others, last = opened(tmp_path / "pack")["entries"].iter_rows(values_only=True)
    bodies = [row[4] for row in opened(tmp_path / "pack")["entries"].iter_rows(values_only=True)]
    longest = max(bodies, key=len)
    assert len(longest) == 32_767
    assert longest.endswith("[... the whole text is in entries.csv]")
    whole = max((row["body"] for row in rows(tmp_path / "pack", "entries")), key=len)
    assert whole.startswith(longest[:32_000])
    assert last


@on_a_file
def test_more_rows_than_a_sheet_holds_go_on_in_another(
    ledger: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second sheet of the same name goes on where the first one is full, each with header, filter and widths."""
    for _number in range(5):
        take_in(ledger, "revolver", "ak-47")
    monkeypatch.setattr(workbook, "_MOST_ROWS", 4)
    pack(ledger, tmp_path / "pack")
    book = opened(tmp_path / "pack")
    sheets = [book[name] for name in ("items", "items (2)", "items (3)")]
    assert [sheet.max_row for sheet in sheets] == [5, 5, 3]
    found = [row[0] for sheet in sheets for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert found == [row["item"] for row in rows(tmp_path / "pack", "items")]
    assert {sheet["A1"].value for sheet in sheets} == {"item"}
    assert "items (4)" not in book.sheetnames


def test_a_number_that_15_digits_do_not_hold_is_a_text() -> None:
    """The largest amount that a spreadsheet holds is one of 15 digits, to the centavo; one more is not made a number."""
    largest = 10**15 - 1
    assert f"{workbook._amount(largest):.16G}" == "9999999999999.99"
    assert workbook._amount(largest + 1) is None
    assert workbook._amount(-largest - 1) is None


@on_a_file
@pytest.mark.parametrize("share", [0.5, 0.9, 1.0])
def test_a_full_disk_is_refused_in_a_sentence(ledger: Store, tmp_path: Path, share: float) -> None:
    """Where the disk ends while the workbook is written, or zipped, there is no pack and no half of one."""
    live_with_cash(ledger)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(done: int, total: int) -> None:
        if total and done >= share * total:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))

    before = sorted(tmp_path.iterdir())
    try:
        with pytest.raises(errors.CannotWrite):
            audit_pack(ledger, tmp_path / "pack", at=AT, progress=fill)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert sorted(tmp_path.iterdir()) == before


# --- the first sheet --------------------------------------------------------------------------------------------------


def test_its_totals_are_those_of_the_summary(ledger: Store, folder: Path) -> None:
    """Drop-offs, pieces, figures, firearms by each definition, pesos: what `buyback summary` says of all days."""
    told = front(folder)
    with ledger.reading() as db:
        by_definition = {
            by.name: report.summarise(db, date.min, date.max, counting=by.code) for by in definitions()
        }
    national = by_definition["national"]
    assert told["Drop-offs"][0] == national.drop_offs
    assert told["Pieces of all kinds"][0] == national.pieces
    totals = {name: summary.firearms for name, summary in by_definition.items()}
    assert {name: told[f"Firearms, {name}"][0] for name in totals} == totals
    assert totals["without grenades"] != totals["national"]
    pieces = {counted.code: counted.pieces for counted in national.counts}
    assert {code: told[COUNT_NAMES[code]][0] for code in COUNTS} == {
        code: pieces.get(code, 0) for code in COUNTS
    }
    assert told["Taken in, by the table"][0] * 100 == national.money.valued.mxn.amount_minor
    assert told["Left the cash box"][0] * 100 == national.cash.paid_out.mxn.amount_minor
    assert told["+ Came back through voids"][0] * 100 == 8000_50
    for _words, cells in told.items():
        whole, *each = [cell for cell in cells if isinstance(cell, int | float)] or [0]
        assert not each or whole == pytest.approx(sum(each))


def test_the_definition_stands_under_every_total(folder: Path) -> None:
    """Below each total of firearms is the sentence that says what it counts."""
    words = [str(row[0]) for row in opened(folder).worksheets[0].iter_rows(values_only=True)]
    for by in definitions():
        assert words[words.index(f"Firearms, {by.name}") + 1] == by.sentence


def test_what_a_table_did_not_tell_apart_stands_under_the_total(ledger: Store, tmp_path: Path) -> None:
    """Where pen guns were counted with home-made arms, the total that leaves them out says that it may hold some."""
    desk.adopt_table(ledger, not_apart(load_seed(TABLE)), by=BY, at=AT)
    take_in(ledger, "pen-gun", settlement="none")
    pack(ledger, tmp_path / "pack")
    words = [str(row[0]) for row in opened(tmp_path / "pack").worksheets[0].iter_rows(values_only=True)]
    below = words[words.index("Firearms, pen guns apart") + 2]
    assert "federal-2025, by which 1 drop-off was taken in, does not keep apart: Pen guns." in below


def test_the_three_reconciliations_come_out(ledger: Store, folder: Path) -> None:
    """Items, money and papers add up, with what the program says elsewhere at their ends."""
    told = front(folder)
    with ledger.reading() as db:
        custody = report.summarise(db, date.min, date.max).custody
    assert told["= Held at the end"][0] == custody.held
    assert told["- Left: handed over"][0] == custody.handed_over + custody.lost
    assert told["- Returned to the giver"][0] == custody.returned
    assert told["= Vouchers open"][0] == 1
    assert told["- Vouchers voided or returned"][0] == 2
    assert told["= Blank forms still out"][0] == 1
    for group in ("Items", "Money", "Papers"):
        assert told[group][0] == "All sites"
    words = [str(row[0]) for row in opened(folder).worksheets[0].iter_rows(values_only=True)]
    differences = [
        row[1] for row in opened(folder).worksheets[0].iter_rows(values_only=True) if row[0] == "Difference"
    ]
    assert differences == [0] * words.count("Difference")
    assert len(differences) == 8


@on_a_file
@pytest.mark.parametrize(
    ("change", "words", "more"),
    [
        (
            "UPDATE item SET status = 'held' WHERE folio LIKE '%-000001-%' AND line = 1",
            "= Held at the end",
            1,
        ),
        ("UPDATE item SET note = 'x' WHERE line = 1", "= Held at the end", 0),
        (
            "UPDATE cash_box SET paid_minor = paid_minor + 100 WHERE site LIKE 'basilica%'",
            "= Should hold",
            -1,
        ),
        ("UPDATE ledger SET folios = folios + 2", "= Folios given out", 2),
        ("UPDATE drop_off SET status = 'owed' WHERE status = 'voucher'", "= Vouchers open", -1),
    ],
)
def test_what_does_not_come_out_is_said(
    ledger: Store, tmp_path: Path, change: str, words: str, more: int
) -> None:
    """Whoever alters one table makes one of the sums fail, in red, by just so much."""
    live_with_cash(ledger)
    with ledger.transaction() as db:
        db.connection.execute(text(change))
    pack(ledger, tmp_path / "pack")
    sheet = opened(tmp_path / "pack").worksheets[0]
    names = [cell.value for cell in sheet["A"]]
    cell = sheet.cell(names.index(words) + 2, 2)
    assert sheet.cell(names.index(words) + 2, 1).value == "Difference"
    assert cell.value == more
    is_red = cell.font.color is not None and cell.font.color.rgb == "FFC00000"
    assert is_red == bool(more)


# --- another program --------------------------------------------------------------------------------------------------


@on_a_file
def test_libreoffice_reads_the_same(ledger: Store, tmp_path: Path) -> None:
    """LibreOffice opens it, and gives back serials and amounts as they are in the CSV file."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed here")
    live_with_cash(ledger)
    pack(ledger, tmp_path / "pack")
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = [office, f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", every_sheet]  # fmt: skip
    command += ["--outdir", str(tmp_path), str(tmp_path / "pack" / "buyback.xlsx")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if "source file could not be loaded" in done.stdout + done.stderr:
        pytest.skip("LibreOffice is here without Calc")
    with (tmp_path / "buyback-items.csv").open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))
    expected = rows(tmp_path / "pack", "items")
    for name in ("item", "serial", "make"):
        assert [row[name] for row in told] == [row[name] for row in expected]
    amounts = [Decimal(row["amount_mxn"].replace(",", "")) for row in told]
    assert amounts == [Decimal(row["amount_mxn"]) for row in expected]


def test_every_sheet_prints_on_letter_paper(folder: Path) -> None:
    """Letter across; the first sheet on one page's width; each table's header on top of every page, nothing left out."""
    first, *others = opened(folder).worksheets
    assert first.page_setup.fitToWidth in (None, 1)  # 1 is what is not written
    for sheet in (first, *others):
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 1)
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
        assert sheet.print_area.partition("!")[2].replace("$", "") == sheet.dimensions, sheet.title
    assert {sheet.print_title_rows for sheet in others} == {"$1:$1"}

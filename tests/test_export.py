"""What stands in the files: everything, exactly, and the same as the summary says."""

import hashlib
import sqlite3
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from export_story import DAY_1, DAY_2, DAY_3, NASTY, export, live, number, rows, total
from samples import AT, BY, OTHER_SITE, SITE, open_sample, order, take_in
from sqlalchemy import text

from buyback import desk, errors, report
from buyback.desk import Pin, Received
from buyback.export import Exported, export_folder
from buyback.facts import COUNTS, MARKS
from buyback.store.engine import Store, open_store
from buyback.store.schema import projections
from buyback.store.views.export import SOURCES

SPANS = [
    (None, None, ""),
    (DAY_1, DAY_1, ""),
    (DAY_2, None, ""),
    (None, DAY_2, SITE),
    (DAY_1, DAY_3, OTHER_SITE),
    (date(2024, 1, 1), date(2024, 1, 31), ""),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "export"


@pytest.fixture
def lived(ledger: Store) -> Store:
    """A ledger in which everything has happened."""
    live(ledger)
    return ledger


def summary(store: Store, first: date | None, last: date | None, site: str) -> report.Summary:
    with store.reading() as db:
        return report.summarise(db, first or date.min, last or date.max, site=site)


# --- totals -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "last", "site"), SPANS)
def test_daily_adds_up_to_the_summary(
    lived: Store, folder: Path, first: date | None, last: date | None, site: str
) -> None:
    """The columns of daily.csv add up to the summary of the same days and site, to the centavo and the piece."""
    export(lived, folder, first=first, last=last, site=site)
    told, days = summary(lived, first, last, site), rows(folder, "daily")
    assert total(days, "valued_mxn") == told.money.valued.mxn
    assert total(days, "valued_usd") == told.money.valued.usd
    assert total(days, "paid_mxn") == told.cash.paid_out.mxn
    assert total(days, "paid_usd") == told.cash.paid_out.usd
    assert total(days, "recovered_mxn") == told.cash.recovered
    assert number(days, "payouts") == told.cash.paid_out.number
    assert number(days, "vouchers") == told.vouchers.given.number
    assert total(days, "vouchers_mxn") == told.vouchers.given.mxn
    assert number(days, "voids") == len(told.voids)
    assert number(days, "corrections") == len(told.corrections)
    assert number(days, "drop_offs") == told.drop_offs
    assert number(days, "pieces") == told.pieces
    assert number(days, "firearms_national") == told.firearms
    pieces = {counted.code: counted.pieces for counted in told.counts}
    for code in COUNTS:
        assert number(days, f"{code.replace('-', '_')}_pieces") == pieces.get(code, 0)
    for status in report.CUSTODY:
        assert number(days, f"items_{status}") == getattr(told.custody, status)
    assert told.custody.difference == 0


@pytest.mark.parametrize(("first", "last", "site"), SPANS)
def test_items_and_drop_offs_add_up_to_the_summary(
    lived: Store, folder: Path, first: date | None, last: date | None, site: str
) -> None:
    """The rows themselves give the summary's counts and values, so that an auditor can do without daily.csv."""
    export(lived, folder, first=first, last=last, site=site)
    told, items = summary(lived, first, last, site), rows(folder, "items")
    taken = [row for row in items if row["status"] not in ("voided", "returned")]
    assert number(taken, "quantity") == told.pieces
    assert total(taken, "amount_mxn") == told.money.valued.mxn
    assert total(taken, "usd") == told.money.valued.usd
    for counted in told.types:
        of_type = [row for row in taken if row["type"] == counted.code]
        assert (number(of_type, "quantity"), total(of_type, "amount_mxn")) == (counted.pieces, counted.mxn)
    for status in ("paid", "voucher", "owed"):
        owed = [row for row in rows(folder, "drop_offs") if row["status"] == status]
        amounts = getattr(told.money, status)
        assert (len(owed), total(owed, "total_mxn")) == (amounts.number, amounts.mxn)


def test_payouts_and_voids_of_everything_are_the_summary_s(lived: Store, folder: Path) -> None:
    """Without a span, payouts.csv and voids.csv are the cash of the summary."""
    export(lived, folder)
    told = summary(lived, None, None, "")
    assert total(rows(folder, "payouts"), "amount_mxn") == told.cash.paid_out.mxn
    assert total(rows(folder, "voids"), "recovered_mxn") == told.cash.recovered


def test_vouchers_are_what_was_promised_and_how_it_stands(lived: Store, folder: Path) -> None:
    """vouchers.csv has every voucher once, with its last day; those that are open add up to the summary's."""
    asked = replace(order(lived, "pistol-9mm", settlement="voucher"), code=Pin("4711"))
    open_one = desk.receive(lived, asked, by=BY, at=AT + timedelta(days=2))
    with pytest.raises(errors.WrongCode):
        desk.pay(lived, open_one.folio, by=BY, at=AT + timedelta(days=2), code=Pin("0000"))
    export(lived, folder)
    told, found = summary(lived, None, None, ""), rows(folder, "vouchers")
    paid, still_open = found
    assert (paid["status"], paid["settled_on"], paid["coded"]) == ("paid", "2025-02-19", "false")
    assert {name: still_open[name] for name in still_open if name != "entry"} == {
        "folio": open_one.folio,
        "ledger": "A1",
        "site": SITE,
        "business_on": "2025-02-20",
        "issued_at": "2025-02-20T16:42:05.123Z",
        "issued_by": BY,
        "amount_mxn": str(open_one.mxn),
        "expires_on": "2025-03-22",
        "coded": "true",
        "wrong_codes": "1",
        "status": "voucher",
        "settled_on": "",
    }
    assert total([still_open], "amount_mxn") == told.vouchers.still_open.mxn == told.money.voucher.mxn
    assert total(found, "amount_mxn") == told.vouchers.given.mxn
    entries = {row["seq"]: row["kind"] for row in rows(folder, "entries")}
    assert {entries[row["entry"]] for row in found} == {"VoucherIssued"}


def test_arrivals_are_what_the_receivers_said(lived: Store, folder: Path) -> None:
    """arrivals.csv has a row for every item that a receiver answered for, and one for what became of the missing one."""
    export(lived, folder)
    told = rows(folder, "arrivals")
    said = [(row["kind"], row["act"], row["serial"], row["differs"]) for row in told]
    assert said == [
        ("confirmed", "DEF-2", "0022-E1", "true"),
        ("confirmed", "DEF-2", "", "false"),
        ("not_received", "DEF-2", "", "false"),
        ("not_received", "DEF-2", "", "false"),
        ("lost", "DEF-2", "", "false"),
    ]
    of_list = {row["list_hash"] for row in rows(folder, "disposals") if row["act"] == "DEF-2"}
    assert {row["list_hash"] for row in told if row["kind"] != "lost"} == of_list
    stolen = [row["item"] for row in rows(folder, "items") if row["serial"] == "0022E1"]
    assert told[0]["belongs_to"].split("; ") == stolen
    assert (told[4]["reason"], told[4]["approved_by"]) == ("nobody saw the box again", "ana")
    items = {row["item"]: (row["status"], row["arrival"], row["arrival_on"]) for row in rows(folder, "items")}
    assert items[told[2]["item"]] == ("handed_over", "not_received", "2025-02-20")
    assert items[told[4]["item"]] == ("lost", "none", "")


# --- what a span and a site leave -------------------------------------------------------------------------------------


def test_a_span_keeps_what_belongs_to_its_drop_offs(lived: Store, folder: Path) -> None:
    """A payout on a later day is with its drop-off; daily.csv has it on neither, as its day is outside the span."""
    export(lived, folder, first=DAY_1, last=DAY_1)
    drop_offs, payouts = rows(folder, "drop_offs"), rows(folder, "payouts")
    assert {row["business_on"] for row in drop_offs} == {"2025-02-18"}
    assert {row["business_on"] for row in payouts} == {"2025-02-18", "2025-02-19", "2025-02-20"}
    assert {row["folio"] for row in payouts} <= {row["folio"] for row in drop_offs}
    assert {row["business_on"] for row in rows(folder, "voids")} == {"2025-02-18", "2025-02-19"}
    assert {row["kind"] for row in rows(folder, "disposals")} == {
        "destroyed",
        "kept",
        "handed_over",
        "returned",
    }
    assert {row["business_on"] for row in rows(folder, "daily")} == {"2025-02-18"}


def test_a_site_keeps_its_own(lived: Store, folder: Path) -> None:
    """A site's export has its drop-offs and what belongs to them, and all sites for reference."""
    export(lived, folder, site=OTHER_SITE)
    assert {row["site"] for row in rows(folder, "items")} == {OTHER_SITE}
    assert {row["site"] for row in rows(folder, "daily")} == {OTHER_SITE}
    assert len(rows(folder, "payouts")) == 1
    assert {row["site"] for row in rows(folder, "sites")} == {SITE, OTHER_SITE}


def test_the_log_is_always_whole(lived: Store, folder: Path) -> None:
    """A chain with holes could not be checked: a span never shortens it."""
    export(lived, folder, first=DAY_3, last=DAY_3, site=OTHER_SITE)
    with lived.reading() as db:
        entries = db.connection.scalar(text("SELECT count(*) FROM entry"))
    assert [int(row["seq"]) for row in rows(folder, "entries")] == list(range(1, entries + 1))


def test_an_empty_ledger_exports(ledger: Store, folder: Path) -> None:
    """A ledger in which nothing was taken in gives files with a header and no rows."""
    made = {file.name: file.rows for file in export(ledger, folder).files}
    assert (made["drop_offs.csv"], made["items.csv"], made["daily.csv"]) == (0, 0, 0)
    assert (folder / "items.csv").read_bytes().count(b"\r\n") == 1


def test_each_ledger_of_a_database_exports_alone(postgres_url: str, folder: Path) -> None:
    """Where head office keeps several ledgers in one database, an export has one of them and no row of another."""
    first = open_store(postgres_url)
    take_in(first, "revolver")
    first.close()
    other = open_sample(postgres_url, code="B2")
    folio = take_in(other, "ak-47").folio
    export(other, folder)
    other.close()
    assert [row["folio"] for row in rows(folder, "drop_offs")] == [folio]
    for name in (file.stem for file in folder.glob("*.csv")):
        assert {row.get("ledger", "B2") for row in rows(folder, name)} <= {"B2"}, name


# --- the log ----------------------------------------------------------------------------------------------------------


def test_digests_can_be_recomputed_from_the_file_alone(lived: Store, folder: Path) -> None:
    """entries.csv, the csv module and SHA-256 are enough to check the chain; its end is the ledger's head."""
    export(lived, folder)
    previous = "0" * 64
    for row in rows(folder, "entries"):
        assert row["previous"] == previous
        assert hashlib.sha256(f"{previous}\n{row['body']}".encode()).hexdigest() == row["digest"]
        previous = row["digest"]
    with lived.reading() as db:
        assert previous == db.connection.scalar(text("SELECT head_digest FROM ledger"))


# --- texts ------------------------------------------------------------------------------------------------------------


def test_texts_come_back_as_they_were_recorded(lived: Store, folder: Path) -> None:
    """Accents, quotes, commas, other alphabets and leading zeros are in the file as they are in the ledger."""
    export(lived, folder)
    item = rows(folder, "items")[0]
    assert (item["note"], item["serial"], item["make"]) == (NASTY, "0022E1", "Norinco")


def test_items_have_the_marks_as_they_stand_and_corrections_what_they_were(
    lived: Store, folder: Path
) -> None:
    """A row for each correction, old and new beside each other, who made it and why; the item has the new marks."""
    export(lived, folder)
    first, later = rows(folder, "corrections")
    assert {name: first[name] for name in ("item", "business_on", "corrected_by", "status", "reason")} == {
        "item": "A1-000001-B/1",
        "business_on": "2025-02-19",
        "corrected_by": BY,
        "status": "destroyed",
        "reason": "read on the photograph",
    }
    assert (first["was_model"], first["now_model"], first["was_serial"], first["now_serial"]) == (
        "", "MAK-90", "0022E1", "0022E1",
    )  # fmt: skip
    assert (later["was_serial_status"], later["now_serial_status"], later["now_serial"]) == (
        "not_asked", "read", "0077",
    )  # fmt: skip
    items = {row["item"]: row for row in rows(folder, "items")}
    for row in (first, later):
        for name in MARKS:
            assert items[row["item"]][name] == row[f"now_{name}"]
    entries = {row["seq"]: row for row in rows(folder, "entries")}
    assert {entries[row["entry"]]["kind"] for row in (first, later)} == {"MarksCorrected"}


def test_codes_stand_beside_their_names(lived: Store, folder: Path) -> None:
    """A type's code comes with its Spanish and its English name, from the table that priced it."""
    export(lived, folder)
    item = rows(folder, "items")[0]
    assert (item["type"], item["type_name_es"], item["type_name_en"]) == (
        "ak-47",
        "Fusil AK-47",
        "AK-47 rifle",
    )


def test_an_amount_that_is_not_published_is_empty(lived: Store, folder: Path) -> None:
    """Unknown is not zero: the cell is empty, while a toy's published zero is 0.00."""
    export(lived, folder)
    found = {row["type"]: row for row in rows(folder, "payout_table") if row["table"] == "federal-2025"}
    assert found["grenade"]["serviceable_mxn"] == ""
    assert (found["revolver"]["serviceable_mxn"], found["revolver"]["unserviceable_mxn"]) == ("8700.00", "")
    assert found["war-toy"]["serviceable_mxn"] == "0.00"


def test_a_formula_that_is_there_anyway_is_escaped(
    ledger: Store, receive: Callable[..., Received], folder: Path
) -> None:
    """A text that got past the check on entry is harmless in the file, and the log beside it still checks."""
    receive("revolver:note=good")
    with ledger.transaction() as db:
        db.connection.execute(
            text("""UPDATE item SET note = '=HYPERLINK("x")', marks = '@SUM(A1)', make = '-2'""")
        )
    export(ledger, folder)
    item = rows(folder, "items")[0]
    assert (item["note"], item["marks"], item["make"]) == ('\'=HYPERLINK("x")', "'@SUM(A1)", "'-2")
    for row in rows(folder, "entries"):
        assert hashlib.sha256(f"{row['previous']}\n{row['body']}".encode()).hexdigest() == row["digest"]


def test_files_are_utf_8_with_crlf(lived: Store, folder: Path) -> None:
    """RFC 4180: every line ends with CR LF; UTF-8 without a byte order mark; no other line ends."""
    export(lived, folder)
    for file in folder.glob("*.csv"):
        data = file.read_bytes()
        assert data.decode("utf-8").encode("utf-8") == data
        assert not data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\r\n")
        assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")


# --- one snapshot, told as it goes, in little memory ------------------------------------------------------------------


def test_all_files_belong_to_one_moment(lived: Store, folder: Path, at: datetime) -> None:
    """What is recorded while the export runs is in none of its files."""
    before = len(summary(lived, None, None, "").days)
    added: list[Received] = []

    def meanwhile(_done: int, _total: int) -> None:
        if not added:
            added.append(take_in(lived, "ak-47", at=at + timedelta(days=9)))

    export_folder(lived, folder, first=None, last=None, site="", at=at, progress=meanwhile)
    folio = added[0].folio
    assert len({row["business_on"] for row in rows(folder, "daily")}) == before
    for name in ("drop_offs", "items", "payouts"):
        assert folio not in {row["folio"] for row in rows(folder, name)}
    assert not any(folio in row["body"] for row in rows(folder, "entries"))


def test_progress_goes_from_nothing_to_everything(lived: Store, folder: Path, at: datetime) -> None:
    """Progress begins at 0, never goes back, and ends at the total, which is the rows of all files."""
    told: list[tuple[int, int]] = []
    made = export_folder(
        lived, folder, first=None, last=None, site="", at=at, progress=lambda *rows: told.append(rows)
    )
    rows_in_all = sum(file.rows or 0 for file in made.files)
    assert told[0] == (0, rows_in_all)
    assert told[-1] == (rows_in_all, rows_in_all)
    assert [done for done, _total in told] == sorted(done for done, _total in told)


def _grow(path: str, items: int) -> None:
    """Add lines to the ledger's last drop-off, past every rule: only their number matters."""
    with sqlite3.connect(path) as db:
        names = [row[1] for row in db.execute("PRAGMA table_info(item)")]
        copied = ", ".join("line + n" if name == "line" else name for name in names)
        db.execute(
            f"INSERT INTO item ({', '.join(names)}) WITH RECURSIVE count(n) AS"
            f" (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < {items})"
            f" SELECT {copied} FROM (SELECT * FROM item ORDER BY folio DESC, line DESC LIMIT 1), count"
        )
    db.close()


def test_memory_does_not_grow_with_rows(sqlite_url: str, tmp_path: Path) -> None:
    """Ten times the items take no more memory: rows pass through in batches."""
    store = open_store(sqlite_url)
    take_in(store, "revolver:serial=A1")
    peaks: list[int] = []
    for more in (4_000, 40_000):
        _grow(sqlite_url, more)
        tracemalloc.start()
        export(store, tmp_path / str(more))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    store.close()
    assert peaks[1] < peaks[0] * 1.25


# --- what is written --------------------------------------------------------------------------------------------------


def test_the_result_names_every_file(lived: Store, folder: Path) -> None:
    """The result says how many rows and which sum each file has; the folder holds these and the sums, nothing else."""
    made: Exported = export(lived, folder)
    assert made.folder == folder
    assert {path.name for path in folder.iterdir()} == {file.name for file in made.files} | {"SHA256SUMS"}
    for file in made.files:
        assert hashlib.sha256((folder / file.name).read_bytes()).hexdigest() == file.sha256
    counted = {file.name: file.rows for file in made.files if file.name.endswith(".csv")}
    assert counted == {name: len(rows(folder, name.removesuffix(".csv"))) for name in counted}


def test_no_column_of_the_ledger_is_forgotten() -> None:
    """Every column of every projection is in a file, but the search's own and the counters of the chain."""
    left_out = {
        "ledger",
        "cash_box",
        "item.serial_key",
        "correction.was_serial_key",
        "disposal.act_key",
        "payout_class.position",
    }
    exported = {
        word
        for source in SOURCES
        for column in source.file.columns
        for word in column.sql.replace("coalesce(", "").replace(",", " ").split()
    }
    aliases = {source.table: source.alias for source in SOURCES} | {"payout_class": "c"}
    keys = {"payout_class.ledger", "payout_class.table_seq", "payout_class.code"}
    for table in projections():
        for column in table.columns:
            name = f"{table.name}.{column.name}"
            if table.name not in left_out and name not in left_out | keys:
                assert f"{aliases.get(table.name)}.{column.name}" in exported, name

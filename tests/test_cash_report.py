"""The cash boxes in the summary and in the exported files: the same figures, to the centavo, on both engines."""

from datetime import date, timedelta
from pathlib import Path

import frictionless
import pytest
from export_story import DAY_1, DAY_2, DAY_3, export, rows, total
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, take_in

from buyback import desk, report
from buyback.denominations import parse
from buyback.money import Money
from buyback.report import CashReport, plain_parts
from buyback.store.engine import Store

PARTS = ("carried", "float", "top_ups", "paid", "returned", "recovered", "differences", "expected")
SPANS = [
    (DAY_1, DAY_3, ""),
    (DAY_1, DAY_1, ""),
    (DAY_2, DAY_3, SITE),
    (DAY_3, DAY_3, OTHER_SITE),
    (date(2024, 1, 1), date(2024, 1, 31), ""),
]


def live_on_cash(store: Store) -> None:
    """Three days at two tills: before the float, paid elsewhere, voids, a difference recorded and one open."""
    second, third = AT + timedelta(days=1), AT + timedelta(days=2)
    take_in(store, "ghost-gun")
    desk.give_float(store, SITE, Money(50_000_00), by=BY, at=AT, notes=parse("500x80,200x40,100x20"))
    take_in(store, "revolver")
    owed = take_in(store, "ak-47", settlement="later")
    desk.top_up(store, SITE, Money(20_000_00), by=COLLEAGUE, at=AT, notes=parse("500x40"))
    wrong = take_in(store, "pistol-9mm")
    desk.void(store, wrong.folio, reason="otro tipo", recovered=Money(10_000_00), by=BY, at=AT)
    desk.count_cash(store, SITE, parse("500x120,200x4,100x1,20cx3"), by=COLLEAGUE, at=AT)
    desk.record_difference(store, SITE, reason="faltan monedas", by=BY, at=AT)
    desk.give_float(store, OTHER_SITE, Money(30_000_00), by=BY, at=second)
    desk.pay(store, owed.folio, by=BY, at=second, site=OTHER_SITE)
    desk.return_cash(store, SITE, Money(60_960_00), by=BY, at=second)
    desk.give_float(store, SITE, Money(0), by=BY, at=third)
    desk.top_up(store, SITE, Money(9_000_00), by=BY, at=third, notes=parse("1000x9"))
    take_in(store, "revolver", at=third)
    desk.count_cash(store, SITE, parse("100x2"), by=COLLEAGUE, at=third)


@pytest.fixture
def lived(ledger: Store) -> Store:
    live_on_cash(ledger)
    return ledger


@pytest.fixture
def folder(lived: Store, tmp_path: Path) -> Path:
    export(lived, tmp_path / "export")
    return tmp_path / "export"


def told(store: Store, first: date, last: date, site: str = "") -> CashReport:
    with store.reading() as db:
        return report.summarise(db, first, last, site=site).boxes


# --- the summary --------------------------------------------------------------------------------------------------------


def test_advanced_and_paid_are_two_figures(lived: Store) -> None:
    """What the organiser brought and what givers got are never one sum; what was paid without a box stands apart."""
    found = told(lived, DAY_1, DAY_3)
    assert found.advanced == Money(109_000_00)
    assert found.paid == Money(8_700_00 + 10_350_00 + 25_000_00 + 8_700_00)
    assert found.returned == Money(60_960_00)
    assert found.without_float == ((SITE, Money(1_045_00)),)
    assert told(lived, DAY_1, DAY_3, OTHER_SITE).without_float == ()
    assert [(box.site, box.day) for box in found.boxes if box.count == "open"] == [(SITE, DAY_3)]


@pytest.mark.parametrize(("first", "last", "site"), SPANS)
def test_every_box_adds_up(lived: Store, first: date, last: date, site: str) -> None:
    """Carried + float + top-ups - paid - returned + recovered + differences = expected; paid is what left the boxes."""
    found = told(lived, first, last, site)
    for box in found.boxes:
        came = box.carried + box.advanced + box.recovered + box.differences
        assert box.expected == came - box.paid - box.returned
    with lived.reading() as db:
        cash = report.summarise(db, first, last, site=site).cash
    without = sum(paid.amount_minor for _site, paid in found.without_float)
    assert found.paid + Money(without) == cash.paid_out.mxn
    assert sum(box.recovered.amount_minor for box in found.boxes) == cash.recovered.amount_minor


def test_counts_that_were_made_again_are_told(lived: Store) -> None:
    """A count that fits hides no earlier one that did not: the summary and its rows say by how much that was off."""
    assert told(lived, DAY_1, DAY_3).replaced == ()
    desk.count_cash(lived, SITE, parse("100x3"), by=COLLEAGUE, at=AT + timedelta(days=2))
    (found,) = told(lived, DAY_1, DAY_3).replaced
    assert (found.site, found.day, found.more) == (SITE, DAY_3, Money(-100_00))
    assert told(lived, DAY_3, DAY_3, SITE).replaced == (found,)
    assert told(lived, DAY_1, DAY_2).replaced == told(lived, DAY_1, DAY_3, OTHER_SITE).replaced == ()
    with lived.reading() as db:
        listed = report.as_rows(report.summarise(db, DAY_3, DAY_3))
    (row,) = [row for row in listed if row["code"] == "replaced_count"]
    assert (row["mxn"], row["name"]) == ("-100.00", f"{SITE} {DAY_3.isoformat()} entry {found.seq}")


def test_cash_belongs_to_the_site_that_paid(lived: Store) -> None:
    """A folio of one site that another paid is cash of the other's day."""
    with lived.reading() as db:
        here = report.summarise(db, DAY_2, DAY_2, site=SITE)
        there = report.summarise(db, DAY_2, DAY_2, site=OTHER_SITE)
    assert (here.cash.paid_out.mxn, there.cash.paid_out.mxn) == (Money(0), Money(25_000_00))
    assert [day.paid for day in there.days] == [Money(25_000_00)]


def test_a_ledger_without_a_float_has_no_boxes(ledger: Store) -> None:
    """A site that keeps no cash box is told what it paid without one, wherever the item came in, and nothing else."""
    take_in(ledger, "revolver")
    owed = take_in(ledger, "ak-47", settlement="later")
    desk.pay(ledger, owed.folio, by=BY, at=AT, site=OTHER_SITE)
    assert told(ledger, DAY_1, DAY_1, OTHER_SITE).without_float == ((OTHER_SITE, Money(25_000_00)),)
    found = told(ledger, DAY_1, DAY_1, SITE)
    assert (found.boxes, found.advanced, found.paid) == ((), Money(0), Money(0))
    assert found.without_float == ((SITE, Money(8_700_00)),)


# --- the files ----------------------------------------------------------------------------------------------------------


def test_the_files_total_the_summary(lived: Store, folder: Path) -> None:
    """cash_days.csv is the summary's boxes, row for row; cash.csv adds up to them by kind, payouts.csv to what was paid."""
    found = told(lived, DAY_1, DAY_3)
    days = rows(folder, "cash_days")
    plain = [
        {f"{name}_mxn": str(amount) for name, amount in plain_parts(box) if name in PARTS}
        | {"site": box.site, "business_on": box.day.isoformat(), "counted_mxn": str(box.counted or Money(0))}
        for box in found.boxes
    ]
    assert [{name: row[name] for name in plain[0]} for row in days] == sorted(
        plain, key=lambda row: (row["business_on"], row["site"])
    )
    by_kind = {
        kind: [row for row in rows(folder, "cash") if row["kind"] == kind]
        for kind in ("float", "top_up", "return", "difference")
    }
    assert total(by_kind["float"] + by_kind["top_up"], "amount_mxn") == found.advanced
    assert total(by_kind["return"], "amount_mxn") == found.returned
    assert total(by_kind["difference"], "amount_mxn") == total(days, "differences_mxn")
    without = sum(paid.amount_minor for _site, paid in found.without_float)
    assert total(rows(folder, "payouts"), "amount_mxn") == found.paid + Money(without)
    assert total(rows(folder, "daily"), "paid_mxn") == found.paid + Money(without)
    assert total(rows(folder, "daily"), "recovered_mxn") == total(days, "recovered_mxn")


def test_the_pieces_come_to_the_amounts(folder: Path) -> None:
    """counts.csv has the notes and coins of every count, and of every movement where they were written down."""
    pieces = rows(folder, "counts")
    for row in rows(folder, "cash"):
        mine = [piece for piece in pieces if piece["entry"] == row["entry"]]
        assert all((piece["kind"], piece["site"]) == (row["kind"], row["site"]) for piece in mine)
        if mine or row["kind"] == "count":
            worth = sum(int(float(piece["value_mxn"]) * 100) * int(piece["number"]) for piece in mine)
            assert Money(worth) == total([row], "amount_mxn")
    assert {piece["form"] for piece in pieces} == {"note", "coin"}


def test_payouts_and_voids_name_the_box(folder: Path) -> None:
    """payouts.csv and voids.csv say whose box the cash left and came back to; daily.csv counts it there."""
    assert {(row["business_on"], row["site"]) for row in rows(folder, "payouts")} == {
        ("2025-02-18", SITE), ("2025-02-19", OTHER_SITE), ("2025-02-20", SITE),
    }  # fmt: skip
    assert [row["site"] for row in rows(folder, "voids")] == [SITE]
    paid = {(row["business_on"], row["site"]): row["paid_mxn"] for row in rows(folder, "daily")}
    assert paid["2025-02-19", OTHER_SITE] == "25000.00"


def test_others_tools_accept_the_files(folder: Path) -> None:
    """Types, keys and references of the cash files hold for frictionless."""
    found = frictionless.validate(str(folder / "datapackage.json"))
    assert found.valid, found.flatten(["type", "note"])


def test_the_cash_is_always_whole(lived: Store, tmp_path: Path) -> None:
    """A span restricts drop-offs; a book of cash with holes could not be added up."""
    whole, part = tmp_path / "whole", tmp_path / "part"
    export(lived, whole)
    export(lived, part, first=DAY_3, last=DAY_3, site=OTHER_SITE)
    for name in ("cash", "cash_days", "counts"):
        assert rows(part, name) == rows(whole, name) != []


def test_the_summary_says_who_handled_the_cash(lived: Store) -> None:
    """Who moved and counted it, who paid at which site, and a difference that was approved by whoever recorded it."""
    with lived.reading() as db:
        people = report.summarise(db, DAY_1, DAY_3).people
        there = report.summarise(db, DAY_1, DAY_3, site=OTHER_SITE).people
    did = {(one.alias, one.deed): (one.number, one.mxn) for one in people.did}
    assert did[BY, "moved_cash"][0] == 5
    assert (did[COLLEAGUE, "moved_cash"][0], did[COLLEAGUE, "counted_cash"][0]) == (1, 2)
    assert (BY, "counted_cash") not in did
    assert [(own.alias, own.about) for own in people.self_approved if own.what == "difference"] == [
        (BY, SITE)
    ]
    assert {(one.deed, one.number, one.mxn) for one in there.did} == {
        ("moved_cash", 1, Money(0)),
        ("paid", 1, Money(25_000_00)),
    }

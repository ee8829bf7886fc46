"""The journals of the pack: beancount and hledger accept them, and they come to our own totals to the centavo."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core import data
from export_story import rows, total
from pack_story import live_with_cash, pack
from samples import AT, OTHER_SITE, SITE, on_a_file

from buyback import desk, report
from buyback.desk import NewSite
from buyback.export.pack.journals import account_names
from buyback.money import Money
from buyback.store.engine import Store
from buyback.store.views import cash, vouchers
from buyback.store.views.totals import EVER, NEVER, Span

hledger = shutil.which("hledger")
ALL = Span(EVER, NEVER)


@pytest.fixture
def folder(ledger: Store, tmp_path: Path) -> Path:
    """The pack of a ledger in which cash moved in every way."""
    live_with_cash(ledger)
    pack(ledger, tmp_path / "pack")
    return tmp_path / "pack"


def transactions(folder: Path) -> list[data.Transaction]:
    """The transactions as beancount reads them; nothing may be wrong with the file."""
    entries, problems, _options = loader.load_file(str(folder / "cash.beancount"))
    assert problems == []
    return [entry for entry in entries if isinstance(entry, data.Transaction)]


def balances(folder: Path) -> Counter[str]:
    """Centavos of every account, and of every one above it."""
    found: Counter[str] = Counter()
    for transaction in transactions(folder):
        for posting in transaction.postings:
            assert posting.units is not None
            assert posting.units.currency == "MXN"
            parts = posting.account.split(":")
            for depth in range(1, len(parts) + 1):
                found[":".join(parts[:depth])] += int(posting.units.number * 100)
    return found


def bean_check(folder: Path) -> int:
    """What the program bean-check says of the file."""
    command = [str(Path(sys.executable).with_name("bean-check")), "--no-cache", "cash.beancount"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode


# --- beancount --------------------------------------------------------------------------------------------------------


def test_bean_check_accepts_it(folder: Path) -> None:
    """The program that accountants run finds nothing wrong, its assertions of every balance included."""
    assert bean_check(folder) == 0


def test_one_centavo_more_is_refused(folder: Path) -> None:
    """Both postings of one payment changed by a centavo still balance, and an assertion does not hold any more."""
    path = folder / "cash.beancount"
    text = path.read_text(encoding="utf-8")
    paid = re.search(r'"Paid out (.|\n)*?\n\n', text[text.index('"Float"') :])
    assert paid
    changed = re.sub(r"(\d+)\.00 MXN", r"\1.01 MXN", paid[0])
    path.write_text(text.replace(paid[0], changed), encoding="utf-8")
    assert bean_check(folder) == 1


def test_its_balances_are_our_totals(ledger: Store, folder: Path) -> None:
    """Boxes, floats, top-ups, returns, payments, differences and open vouchers, each to the centavo."""
    found = balances(folder)
    with ledger.reading() as db:
        told = report.summarise(db, date.min, date.max)
        boxes = {box.site: box.expected_minor for box in cash.boxes(db)}
        days = cash.days(db, ALL)
        given, paid = vouchers.given_out(db, ALL), vouchers.paid_out(db, ALL)
    minor = {name: sum(getattr(day, name).amount_minor for day in days) for name in report.BOX_NAMES}
    assert found["Assets:Cash-box:Basilica-guadalupe"] == boxes[SITE]
    assert found["Assets:Cash-box:Catedral-morelia"] == boxes[OTHER_SITE]
    assert -found["Equity:Organiser:Float"] == minor["floated"] == 70_000_00
    assert -found["Equity:Organiser:Top-up"] == minor["topped_up"] == 1000_00
    assert found["Equity:Organiser:Returned"] == minor["returned"] == 5000_00
    assert -found["Expenses:Differences"] == minor["differences"] != 0
    assert -found["Expenses:Recovered"] == told.cash.recovered.amount_minor == 8700_00 + 8000_50
    without = sum(amount.amount_minor for _site, amount in told.boxes.without_float)
    assert -found["Equity:Without-float:Paid"] == without > 0
    assert found["Equity:Without-float:Recovered"] == 8700_00
    out = found["Expenses:Payouts:Cash"] + found["Liabilities:Vouchers:Paid"]
    assert out == told.cash.paid_out.mxn.amount_minor
    assert -found["Liabilities:Vouchers:Given"] == given.mxn.amount_minor
    assert found["Liabilities:Vouchers:Paid"] == paid.mxn.amount_minor
    assert -found["Liabilities:Vouchers"] == told.money.voucher.mxn.amount_minor > 0
    assert found["Liabilities:Vouchers:Withdrawn"] > 0
    assert sum(found[root] for root in ("Assets", "Equity", "Expenses", "Liabilities")) == 0


def test_every_movement_is_there_once_and_names_its_entry(folder: Path) -> None:
    """Each payout, void that brought cash back, voucher and movement of cash is one transaction, on its own day."""
    named: dict[int, Any] = {entry.meta["entry"]: entry for entry in transactions(folder)}
    assert len(named) == len(transactions(folder))
    payouts, given = rows(folder, "payouts"), rows(folder, "vouchers")
    recovered = [row for row in rows(folder, "voids") if Decimal(row["recovered_mxn"])]
    moved = [row for row in rows(folder, "cash") if row["kind"] != "count"]
    ended = [row for row in given if row["status"] in ("voided", "returned")]
    assert (len(recovered), len(ended)) == (2, 2)
    assert len(named) == len(payouts) + len(given) + len(recovered) + len(moved) + len(ended)
    for row in (*payouts, *given, *recovered, *moved):
        entry = named[int(row["entry"])]
        assert entry.date.isoformat() == row["business_on"]
        assert entry.meta.get("folio", "") == row.get("folio", "")
    entries = {int(row["seq"]): row for row in rows(folder, "entries")}
    kinds = {entries[seq]["kind"] for seq in named}
    assert kinds == {"PaidOut", "Voided", "Returned", "VoucherIssued", "CashMoved", "CashDiffered"}
    assert total(payouts, "amount_mxn") > Money(0)


def test_a_voucher_is_a_liability_from_its_issue_to_its_payment(folder: Path) -> None:
    """Given out at one site and paid at another, the promise of the first is undone and the box of the second is emptier."""
    (paid,) = [
        row["folio"] for row in rows(folder, "vouchers") if row["status"] == "paid" and row["settled_on"] > "2025-02-20"
    ]  # fmt: skip
    given, gone = [entry for entry in transactions(folder) if entry.meta.get("folio") == paid]
    assert [posting.account for posting in given.postings] == [
        "Expenses:Payouts:Voucher:Basilica-guadalupe",
        "Liabilities:Vouchers:Given:Basilica-guadalupe",
    ]
    assert [posting.account for posting in gone.postings] == [
        "Liabilities:Vouchers:Paid:Basilica-guadalupe",
        "Assets:Cash-box:Catedral-morelia",
    ]


# --- hledger ----------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hledger, reason="hledger is not installed here")
def test_hledger_accepts_it(folder: Path) -> None:
    """`hledger check --strict`: balanced, every account declared, every assertion true; and a centavo more is refused."""
    command = [str(hledger), "-f", "cash.journal", "check", "--strict"]
    checked = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    path = folder / "cash.journal"
    path.write_text(re.sub(r"=\* (\d+)\.00", r"=* \1.01", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode != 0


def test_both_journals_say_the_same(folder: Path) -> None:
    """Day, entry, accounts and amounts of the journal for hledger are those that beancount reads."""
    theirs = [
        (str(one.date), one.meta["entry"], [(post.account, str(post.units)) for post in one.postings])
        for one in transactions(folder)
    ]
    ours = []
    for part in (folder / "cash.journal").read_text(encoding="utf-8").split("\n\n"):
        head = re.match(r"(\d{4}-\d\d-\d\d) \* \((\d+)\) [^;\n]+  ; entry:(\d+)", part)
        if head:
            posts = re.findall(r"^  (\S+)  (-?\d+\.\d\d MXN)$", part, re.MULTILINE)
            assert head[2] == head[3]
            ours.append((head[1], int(head[3]), posts))
    assert sorted(ours) == sorted(theirs)
    assert len(ours) > 20


def test_the_last_words_of_the_journal_are_its_balances(folder: Path) -> None:
    """The assertions that hledger checks are the balances that beancount comes to, account by account."""
    text = (folder / "cash.journal").read_text(encoding="utf-8")
    asserted = re.findall(r"^  (\S+)  0\.00 MXN =\* (-?\d+)\.(\d\d) MXN$", text, re.MULTILINE)
    found = balances(folder)
    assert len(asserted) == 8
    assert {account: int(units + cents) for account, units, cents in asserted} == {
        account: found[account] for account, _units, _cents in asserted
    }


# --- names ------------------------------------------------------------------------------------------------------------


def test_sites_keep_apart_in_accounts() -> None:
    """Codes that differ only in what beancount has no place for have accounts of their own."""
    assert account_names(("a_b", "a-b", "A-b", "9x", "z")) == {
        "a_b": "A-b", "a-b": "A-b-2", "A-b": "A-b-3", "9x": "9x", "z": "Z",
    }  # fmt: skip


@on_a_file
def test_beancount_reads_every_code_that_a_site_may_have(ledger: Store, tmp_path: Path) -> None:
    """Underscores, digits in front, a single letter, the longest code."""
    for code in ("1_plaza-2", "x", "Y_", "y-", "z" * 40):
        desk.add_site(ledger, NewSite(code, name="Plaza"), by="ana", at=AT)
        desk.give_float(ledger, code, Money(100_00), by="ana", at=AT)
    pack(ledger, tmp_path / "pack")
    assert bean_check(tmp_path / "pack") == 0
    assert balances(tmp_path / "pack")["Assets:Cash-box"] == 500_00

"""Publishing as it is typed: the folder, what refuses it, and what a giver with a receipt finds in it."""

import csv
import hashlib
import json
from contextlib import closing
from pathlib import Path

import pytest
from samples import SITE

from buyback import desk
from buyback.store import checks
from buyback.store.engine import open_store

from .conftest import Terminal


@pytest.fixture
def signing(bare: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal on a new ledger, which has its key; the working folder is the test's."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BUYBACK_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.setenv("BUYBACK_OPERATOR", "ana")
    bare.done("init", "--ledger-code", "A1", "--site", SITE)
    bare.done("rates", "set", "20.2852", "--reason", "bulletin")
    return bare


def destroyed(terminal: Terminal, act: str = "D-1") -> tuple[str, str]:
    """A revolver that was received and destroyed: its folio and its check code."""
    answer = terminal.done("receive", "revolver:donated:serial=K4471", "--json").data
    terminal.done("destroy", f"{answer['folio']}/1", "--act", act, "--witness", "rosa", "--witness", "tomas")
    return answer["folio"], answer["check_code"]


def rows(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "destroyed.csv").open(encoding="utf-8", newline="") as file:
        return {row["receipt_hash"]: row for row in csv.DictReader(file)}


def test_what_the_receipt_says_finds_what_was_destroyed(signing: Terminal, tmp_path: Path) -> None:
    """The folio and the code that `receive` printed lead to the row of the act; the answer names page and checkpoint."""
    folio, code = destroyed(signing)
    head = signing.done("checkpoint").out.strip()
    answer = signing.done("publish", "public")
    assert (
        answer.out
        == f"1 receipt of which something is destroyed, up to entry {head.split(':')[1]} of the log.\n\npublic/index.html\n"
    )
    row = rows(tmp_path / "public")[hashlib.sha256(f"{folio} {code}".encode()).hexdigest()]
    assert (row["type_en"], row["act"], row["quantity"]) == ("Revolver", "D-1", "1")
    data = signing.done("publish", "again", "--json").data
    assert (data["checkpoint"], data["receipts"], data["pieces"], data["folder"]) == (head, 1, 1, "again")
    sums = (tmp_path / "again" / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert {file["name"]: file["sha256"] for file in data["files"]} == dict(
        reversed(line.split("  ")) for line in sums
    )
    assert signing.refused("publish", "public").code == 1


def test_an_auditor_compares_the_sums(signing: Terminal, tmp_path: Path) -> None:
    """Under the checkpoint of the first folder, whatever the language and whatever was destroyed since, come the same files."""
    destroyed(signing)
    signing.done("publish", "public")
    destroyed(signing, "D-2")
    note = tmp_path / "public" / "checkpoint.txt"
    signing.done("publish", "same", "--checkpoint", str(note), "--lang", "es")
    assert (tmp_path / "same" / "SHA256SUMS").read_bytes() == (
        tmp_path / "public" / "SHA256SUMS"
    ).read_bytes()
    signing.done("publish", "more")
    assert len(rows(tmp_path / "more")) == 2
    signing.done(
        "verify", "--checkpoint", str(note), "--trust", signing.done("key", "show", "--json").data["key"]
    )


def test_what_refuses_it(signing: Terminal, tmp_path: Path) -> None:
    """A checkpoint that was altered, one of a drop-off, a key that is not there: one sentence each, and no folder."""
    destroyed(signing)
    signing.done("checkpoint", "--sign", "good.txt")
    signing.done("receive", "revolver:donated")
    with closing(open_store(str(tmp_path / "ledger.db"))) as store:
        signed = desk.sign(store, checks.head(store))
    (tmp_path / "drop-off.txt").write_text(str(signed.note), encoding="utf-8")
    note = (tmp_path / "good.txt").read_text(encoding="utf-8")
    text, _blank, signature = note.partition("\n\n")
    (tmp_path / "longer.txt").write_text(f"{text}\nmore\n\n{signature}", encoding="utf-8")
    for file, code, said in (
        ("drop-off.txt", 1, "begins with the check code"),
        ("longer.txt", 4, "does not carry a signature that fits"),
        ("nowhere.txt", 2, "cannot be read"),
    ):
        refused = signing.refused("publish", "public", "--checkpoint", file)
        assert (refused.code, said in refused.err) == (code, True), refused
    [key] = tmp_path.glob("ledger.db.*.key")
    key.rename(tmp_path / "lost")
    assert signing.refused("publish", "public").code == 3
    assert not (tmp_path / "public").exists()
    signing.done("publish", "public", "--checkpoint", "good.txt")


def test_it_writes_nothing_into_the_ledger(signing: Terminal, tmp_path: Path) -> None:
    """Publishing is reading: the log ends where it ended."""
    destroyed(signing)
    before = signing.done("checkpoint").out
    signing.done("publish", "public")
    assert signing.done("checkpoint").out == before
    assert json.loads((tmp_path / "public" / "destroyed.json").read_text(encoding="utf-8"))["receipts"] == 1

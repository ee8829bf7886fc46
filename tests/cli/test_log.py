"""The log by the command line: listed, checked, made anew, and exported."""

import json
from pathlib import Path

import pytest
from pack_story import names_of

from buyback.facts import KINDS

from .conftest import ACT, Terminal


def test_the_log_is_listed_and_told_whole(terminal: Terminal) -> None:
    """The newest first, in words; --json gives each entry's body with its seal; --kind and --before choose."""
    terminal.folio("revolver")
    assert terminal.done("log", "--limit", "2").out == (
        "No.  Time               Kind      By   What\n"
        "  9  18 Feb 2025 10:42  payout    ana  A1-000001-B paid: $8,700.00 MXN\n"
        "  8  18 Feb 2025 10:42  drop-off  ana  A1-000001-B: 1 item, $8,700.00 MXN, cash\n"
        "                                       now\n"
    )
    (entry,) = terminal.done("log", "--json", "--kind", "droppedoff").data
    assert entry["fact"]["folio"] == "A1-000001-B"
    assert (entry["ledger"], entry["seq"], entry["by"]) == ("A1", 8, "ana")
    assert len(entry["digest"]) == len(entry["previous"]) == 64
    assert [row["seq"] for row in terminal.done("log", "--json", "--before", "4").data] == [3, 2, 1]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_kinds_that_can_be_asked_for_are_listed(terminal: Terminal, lang: str) -> None:
    """The help of --kind, and the refusal of another word, name every kind of fact as it has to be typed."""
    told = " ".join(terminal.done("log", "--help", "--lang", lang).out.split())
    refused = terminal.refused("log", "--kind", "payout", "--lang", lang)
    assert refused.code == 2
    for kind in KINDS:
        assert kind in told
        assert kind in refused.err


def test_every_kind_of_entry_has_a_description(terminal: Terminal) -> None:
    """The log of a ledger with every kind of entry can be listed, each kind in words, in both languages."""
    paid, owed, wrong = (
        terminal.folio("revolver:4"),
        terminal.folio("ak-47", "--pay", "later"),
        terminal.folio("ak-47"),
    )
    terminal.done("destroy", *(f"{paid}/{line}" for line in range(1, 3)), *ACT)
    terminal.done("keep", f"{paid}/3", "--act", "M-1", "--value", "artistic")
    terminal.done("hand-over", f"{paid}/4", "--act", "E-1", "--receiver", "Sedena")
    terminal.done("return", owed)
    terminal.done("void", wrong, "--reason", "typed twice", "--recovered", "0")
    for lang, words in (
        (
            "en",
            ("ledger opened", "table adopted", "returned", "voided", "kept for a museum", "hand-over"),
        ),
        (
            "es",
            ("libro abierto", "tabulador", "devuelto", "anulado", "pasa al acervo", "entrega"),
        ),
    ):
        out = terminal.done("log", "--lang", lang).out
        assert not [word for word in words if word not in out]
        assert not [kind for kind in KINDS if kind in out]


def test_verify_checkpoint_and_rebuild(terminal: Terminal) -> None:
    """An intact ledger verifies against its own checkpoint; a rebuild changes nothing that verify would see."""
    terminal.folio("revolver")
    head = terminal.done("checkpoint").out.strip()
    assert head.startswith("A1:9:")
    assert terminal.done("checkpoint", "--json").data["checkpoint"] == head
    assert f"intact: 9 entries, head {head}" in terminal.done("verify", "--checkpoint", head).out
    assert terminal.done("rebuild").out == "9 entries were replayed.\n"
    told = terminal.done("verify", "--json").data
    del told["checked"]
    assert told == {
        "ledger": "A1",
        "entries": 9,
        "head": head,
        "findings": [],
        "checkpoints": [],
        "signatures": [],
    }


def test_verify_says_which_checkpoints_it_compared(terminal: Terminal) -> None:
    """Each that fits is named, beside what else was found; of one that does not fit, that is not said."""
    kept = terminal.done("checkpoint").out.strip()
    terminal.folio("revolver")
    said = f"The checkpoint {kept[: kept.rindex(':') + 9]}… is in this ledger.\n"
    assert said in terminal.done("verify", "--checkpoint", kept).out
    ledger, seq, digest = kept.split(":")
    printed = f"{ledger} {seq} " + " ".join(digest[start : start + 4] for start in range(0, 16, 4))
    assert said in terminal.done("verify", "--checkpoint", printed).out
    assert said in terminal.done("verify", "--checkpoint", printed.lower().replace(" ", "\n")).out
    forged = "A1:3:" + "0" * 64
    answer = terminal("verify", "--checkpoint", kept, "--checkpoint", forged)
    assert answer.code == 4
    assert f"the history was rewritten.\n\n{said}\ntables, indexes, triggers" in answer.out
    assert answer.out.count("The checkpoint") == 1
    assert terminal("verify", "--checkpoint", kept, "--checkpoint", forged, "--json").data["checkpoints"] == [
        {"checkpoint": kept, "fits": True},
        {"checkpoint": forged, "fits": False},
    ]


def test_verify_ends_with_what_it_checked(terminal: Terminal) -> None:
    """How many of each, in a sentence and in JSON: nothing that was not looked at is called sound."""
    terminal.folio("revolver")
    told = terminal.done("verify", "--json").data
    entries = told["entries"]
    assert told["checked"] == told["checked"] | {
        "entries": entries,
        "told": entries,
        "checkpoints": 0,
        "secrets": 0,
    }
    assert told["checked"]["rows"] > told["checked"]["tables"] > 20
    assert (
        told["checked"]["rules"] | {"folios": 1, "prices": 1, "payments": 1, "people": entries}
        == told["checked"]["rules"]
    )
    lines = terminal.done("verify").out.splitlines()
    said = " ".join(" ".join(lines).split())
    for words in (
        "folios and forms 1",
        "prices, line by line 1",
        "paid, returned, voided 1",
        f"order, columns {entries}",
    ):
        assert words in said
    assert len(lines) < 24
    assert max(map(len, lines[2:])) <= 80


def test_verify_that_finds_something_ends_with_4(terminal: Terminal) -> None:
    """Findings are data on stdout, the count is talk on stderr."""
    answer = terminal("verify", "--checkpoint", "A1:3:" + "0" * 64)
    assert answer.code == 4
    sure, said = answer.out.splitlines()[:2]
    assert sure == "Look at it:"
    assert said == (
        "- Entry 3 is not the one that the checkpoint names. Read your copy of the checkpoint once more, "
        "letter by letter; if it says the same, the history was rewritten."
    )
    assert answer.err.count("\n") == 1
    found = terminal("verify", "--json", "--checkpoint", "A1:99:" + "0" * 64)
    assert found.code == 4
    assert [finding["check"] for finding in found.data["findings"]] == ["checkpoint"]


def test_only_tables_have_rows_in_the_list_of_an_export(worked: Terminal, tmp_path: Path) -> None:
    """The description is no table: its name stands in the list, and no number beside it."""
    lines = worked.done("export", str(tmp_path / "one")).out.splitlines()
    assert "datapackage.json" in [line.strip() for line in lines]
    assert [line.split() for line in lines if line.startswith("drop_offs.csv")] == [["drop_offs.csv", "3"]]
    files = worked.done("export", str(tmp_path / "two"), "--json").data["files"]
    assert {file["name"]: file["rows"] for file in files}["datapackage.json"] is None


def test_export_writes_a_folder_once(terminal: Terminal, tmp_path: Path) -> None:
    """The files and their rows are listed; a folder that holds files is refused."""
    terminal.folio("revolver")
    folder = tmp_path / "out"
    data = terminal.done("export", str(folder), "--json", "--from", "2025-02-01", "--to", "2025-02-28").data
    rows = {file["name"]: file["rows"] for file in data["files"]}
    assert rows["drop_offs.csv"] == 1
    assert json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert (folder / "SHA256SUMS").is_file()
    assert terminal.refused("export", str(folder)).code == 1
    assert (
        terminal.refused("export", str(tmp_path / "x"), "--from", "2025-03-01", "--to", "2025-02-01").code
        == 2
    )
    assert not (tmp_path / "x").exists()


def test_an_audit_pack_lists_what_it_wrote(worked: Terminal, tmp_path: Path) -> None:
    """Every file is named, tables with their rows; the whole folder is refused a second time, and takes no PIN."""
    folder = tmp_path / "pack"
    answer = worked.done("audit-pack", str(folder))
    assert [line.split() for line in answer.out.splitlines() if line.startswith("drop_offs.csv")] == [
        ["drop_offs.csv", "3"]
    ]
    assert answer.out.splitlines()[-1] == str(folder)
    assert worked.refused("audit-pack", str(folder)).code == 1
    data = worked.done("audit-pack", str(tmp_path / "again"), "--json").data
    written = {file["name"]: file["sha256"] for file in data["files"]}
    assert set(written) == names_of(folder) - {"SHA256SUMS"}
    sums = (tmp_path / "again" / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert dict(reversed(line.split("  ")) for line in sums) == written


def test_an_audit_pack_is_in_the_reader_s_language(worked: Terminal, tmp_path: Path) -> None:
    """The page and the first sheet speak Spanish to whoever does; files and columns are named the same."""
    worked.done("audit-pack", str(tmp_path / "es"), "--lang", "es")
    worked.done("audit-pack", str(tmp_path / "en"), "--lang", "en")
    pages = [(tmp_path / name / "VERIFY.txt").read_text(encoding="utf-8") for name in ("es", "en")]
    typed = [[line for line in page.splitlines() if line.startswith("    ")] for page in pages]
    assert typed[0] == typed[1]
    assert pages[0] != pages[1]
    for name in ("items.csv", "cash.journal", "cash.beancount", "verify.py"):
        assert (tmp_path / "es" / name).read_bytes() == (tmp_path / "en" / name).read_bytes()

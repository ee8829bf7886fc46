"""Findings, checkpoints and keys in the audit pack: what the audit says, notes as they lie, and none that nobody signed."""

import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from boxes import FLOAT, give_float
from export_story import rows
from pack_story import check_with_python, names_of, pack
from samples import AT, BY, OTHER_SITE, open_sample, take_in
from test_signed_notes import private_half
from test_signing import close, key_file, own, signing, store

from buyback import desk, i18n
from buyback.denominations import parse
from buyback.export import checkpoints
from buyback.export.pack import audit_pack
from buyback.money import Money
from buyback.report.audit import audited
from buyback.signing import key_files
from buyback.signing.checkpoints import note_of
from buyback.signing.keys import SigningKey, VerifierKey
from buyback.store.engine import Store
from buyback.store.views.setup import ledger_info
from buyback.store.views.totals import EVER, NEVER, Span

__all__ = ["signing", "store"]
PARISH = SigningKey.generate("parish.example/guadalupe")


def close_other(store: Store) -> Path:
    """Close the day of the other site too; the file of its note."""
    give_float(store, FLOAT, site=OTHER_SITE)
    desk.count_cash(store, OTHER_SITE, parse(FLOAT), by=BY, at=AT)
    signed = desk.close_day(store, OTHER_SITE, by=BY, at=AT).signed
    assert signed is not None
    assert signed.file is not None
    return signed.file


def first_note(store: Store) -> Path:
    """The file of the note of a first close."""
    signed = close(store).signed
    assert signed is not None
    assert signed.file is not None
    return signed.file


# --- checkpoints ------------------------------------------------------------------------------------------------------


def test_notes_are_there_as_they_lie(signing: Store, tmp_path: Path) -> None:
    """Byte for byte, with what another party signed below; every close and the head have a row, and the key its line."""
    first, second = first_note(signing), close_other(signing)
    note, _says = checkpoints.read(first)
    first.write_text(str(note.signed(PARISH)), encoding="utf-8")
    take_in(signing, at=AT + timedelta(days=1))
    pack(signing, tmp_path / "pack")
    for file in (first, second):
        assert (tmp_path / "pack" / "checkpoints" / file.name).read_bytes() == file.read_bytes()
    assert checkpoints.read(tmp_path / "pack" / "checkpoints" / first.name)[0].fits(PARISH.verifier)
    with signing.reading() as db:
        head = ledger_info(db).head
    told = rows(tmp_path / "pack", "checkpoints")
    assert [(row["of"], row["came"]) for row in told] == [
        ("close", "kept"),
        ("close", "kept"),
        ("head", ""),
    ]
    assert told[-1]["checkpoint"] == str(head)
    assert [row["note"] for row in told[:-1]] == [f"checkpoints/{file.name}" for file in (first, second)]
    assert [row["checkpoint"] for row in told[:-1]] == [
        str(checkpoints.read(file)[1]) for file in (first, second)
    ]
    (given,) = rows(tmp_path / "pack", "keys")
    assert (given["entry"], VerifierKey.parse(given["key"])) == ("1", own(signing).key)
    checked = check_with_python(tmp_path / "pack")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_note_that_is_gone_is_made_anew(store: Store, tmp_path: Path) -> None:
    """It is the same text again, as a signature by a key has one form only; the row says that it was signed for the pack."""
    file = first_note(store)
    was = file.read_bytes()
    file.unlink()
    pack(store, tmp_path / "pack")
    assert (tmp_path / "pack" / "checkpoints" / file.name).read_bytes() == was
    assert [row["came"] for row in rows(tmp_path / "pack", "checkpoints")] == ["signed_anew"]
    assert not file.exists()


def test_an_altered_note_is_not_taken(store: Store, tmp_path: Path) -> None:
    """What its signature does not fit is no signed note: one is made anew."""
    file = first_note(store)
    was = file.read_text(encoding="utf-8")
    file.write_text(was.replace("\n\n", "\nnote\n\n"), encoding="utf-8")
    pack(store, tmp_path / "pack")
    assert (tmp_path / "pack" / "checkpoints" / file.name).read_text(encoding="utf-8") == was


def test_without_key_and_note_the_tokens_are_there(store: Store, tmp_path: Path) -> None:
    """A copy of a ledger without its key has every close's checkpoint, and nothing that looks signed."""
    file = first_note(store)
    file.unlink()
    key_file(store).unlink()
    pack(store, tmp_path / "pack")
    assert not (tmp_path / "pack" / "checkpoints").exists()
    (row,) = rows(tmp_path / "pack", "checkpoints")
    assert (row["of"], row["note"], row["came"]) == ("close", "", "")
    assert row["checkpoint"].split(":")[:2] == ["A1", row["entry"]]
    assert check_with_python(tmp_path / "pack").returncode == 0


def test_the_folder_of_the_settings_is_looked_into(store: Store, tmp_path: Path) -> None:
    """Notes that are kept elsewhere are found there."""
    (tmp_path / "stick").mkdir()
    done = close(store, note_folder=str(tmp_path / "stick"))
    assert done.signed is not None
    audit_pack(
        store, tmp_path / "pack", at=AT, progress=lambda *_rows: None, note_folder=str(tmp_path / "stick")
    )
    assert [row["came"] for row in rows(tmp_path / "pack", "checkpoints")] == ["kept"]


def test_a_note_of_another_history_is_evidence(store: Store, tmp_path: Path) -> None:
    """What the ledger's own key signed and the log does not have goes into the pack, and the script names it; what another
    key signed does not.
    """
    file = first_note(store)
    _note, says = checkpoints.read(file)
    forged = replace(says, digest="0" * 64)
    key = key_files.read(key_file(store))
    for signer, digest in ((key, "0" * 64), (SigningKey.generate(key.verifier.name), "1" * 64)):
        other = replace(says, digest=digest)
        checkpoints.keep(store.engine, other, note_of(other).signed(signer))
    pack(store, tmp_path / "pack")
    notes = {name for name in names_of(tmp_path / "pack") if name.startswith("checkpoints/")}
    stray = f"checkpoints/A1-{says.seq}-00000000.txt"
    assert notes == {f"checkpoints/{file.name}", stray}
    assert {row["of"] for row in rows(tmp_path / "pack", "checkpoints")} == {"close", "other"}
    checked = check_with_python(tmp_path / "pack")
    assert checked.returncode == 1
    assert f"{stray}: not in the log" in checked.stdout
    assert f"{forged}: not in the log" in checked.stdout


def test_the_private_half_is_in_no_file(store: Store, tmp_path: Path) -> None:
    """Neither as text nor as bytes, also where notes are signed anew."""
    first_note(store).unlink()
    pack(store, tmp_path / "pack")
    private = private_half(key_file(store)).encode()
    for name in names_of(tmp_path / "pack"):
        data = (tmp_path / "pack" / name).read_bytes()
        assert private not in data, name
        assert b"PRIVATE" not in data, name


def test_the_program_checks_a_note_of_the_pack(store: Store, tmp_path: Path) -> None:
    """`verify --checkpoint FILE --trust KEY` takes a note and a key as the pack has them, and refuses one that was altered."""
    file = first_note(store)
    pack(store, tmp_path / "pack")
    note, key = tmp_path / "pack" / "checkpoints" / file.name, rows(tmp_path / "pack", "keys")[0]["key"]
    where = str(tmp_path / "ledger.db")
    command = [sys.executable, "-m", "buyback", "--ledger", where, "verify", "--checkpoint", str(note), "--trust", key]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    note.write_text(note.read_text(encoding="utf-8").replace("\n\n", "\nx\n\n"), encoding="utf-8")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 4


def test_a_ledger_without_a_key_has_no_notes(tmp_path: Path) -> None:
    """keys.csv is empty, and the closes have their tokens."""
    with closing(open_sample(str(tmp_path / "ledger.db"))) as store:
        close(store)
        pack(store, tmp_path / "pack")
    assert rows(tmp_path / "pack", "keys") == []
    assert [row["note"] for row in rows(tmp_path / "pack", "checkpoints")] == [""]
    assert check_with_python(tmp_path / "pack").returncode == 0


# --- findings ---------------------------------------------------------------------------------------------------------


def test_findings_are_those_of_the_audit(ledger: Store, tmp_path: Path) -> None:
    """Each with what it means, its entries, drop-offs and items; of the answered one the note, and who gave it."""
    for _number in range(2):
        take_in(ledger, "revolver:serial=K4471")
    voided = take_in(ledger)
    desk.void(ledger, voided.folio, reason="error", recovered=Money(8700_00), by=BY, at=AT)
    desk.answer_finding(ledger, "serial-twice:K4471", note="two makers", by=BY, at=AT + timedelta(hours=1))
    pack(ledger, tmp_path / "pack")
    with ledger.reading() as db:
        found = audited(db, Span(EVER, NEVER), AT.date()).findings
    told = rows(tmp_path / "pack", "findings")
    assert [row["finding"] for row in told] == [one.key for one in found]
    assert len(told) == 2
    for row, one in zip(told, found, strict=True):
        assert (row["found"], row["since"], row["number"]) == (
            one.sentence,
            str(one.since),
            str(one.number),
        )
        assert row["entries"].split() == [str(link.seq) for link in one.links]
        assert row["items"].split() == [link.item for link in one.links if link.item]
    twice, void = told
    assert (twice["title"], twice["certainty"]) == ("The same serial twice", "look at it")
    assert twice["meaning"].startswith("Serials repeat, ")
    assert (twice["answered"], twice["answer"], twice["answered_by"]) == ("true", "two makers", BY)
    assert (void["answered"], void["answer"], void["answered_by"], void["folios"]) == (
        "false",
        "",
        "",
        voided.folio,
    )


def test_findings_are_in_the_reader_s_language(ledger: Store, tmp_path: Path) -> None:
    """Words are the language's, keys and numbers are not."""
    for _number in range(2):
        take_in(ledger, "revolver:serial=K4471")
    pack(ledger, tmp_path / "en")
    i18n.set_language("es")
    try:
        pack(ledger, tmp_path / "es")
    finally:
        i18n.set_language("en")
    (english,), (spanish,) = (rows(tmp_path / name, "findings") for name in ("en", "es"))
    assert english.keys() == spanish.keys()
    differ = {name for name in english if english[name] != spanish[name]}
    assert differ == {"title", "certainty", "found", "meaning"}

"""Tables that somebody altered by hand: every command says so in one sentence or is right, and a rebuild mends them."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from damages import DAMAGES, DESTROYED, OWED, PAID, VOIDED, VOUCHER, damage, live

from buyback.store import checks
from buyback.store.engine import open_store

from .conftest import Terminal

COMMANDS = (
    "receive revolver:serial=A1",
    "receive revolver --rate 20.1 --rate-reason read",
    f"pay {VOUCHER}",
    f"print receipt {VOUCHER}",
    "vouchers",
    f"return {OWED}",
    f"void {PAID} --reason typo --recovered 0",
    f"destroy {PAID}/1 --act 9 --witness Rosa --witness Tomas",
    f"keep {PAID}/1 --act 9 --value historic",
    f"hand-over {PAID}/3 --act 9",
    f"show {PAID}",
    f"show {DESTROYED}",
    f"show {VOIDED} --json",
    "summary",
    "summary --csv",
    "custody",
    "custody --status destroyed --json",
    "log",
    "checkpoint",
    "export OUT",
    "audit-pack OUT",
    "quote revolver --rate 20",
    "rates show",
    "rates set 20.1 --reason read",
    "tables list",
    "tables show",
    "tables adopt federal-2026",
    "sites list",
    "sites add plaza --name Plaza",
    "operators list",
    "operators add eva",
)
"""Every command that reads or writes a ledger; on a sound one each of them ends well."""
FEW = ("receive revolver:serial=A1", "summary", "export OUT", "log")
"""Enough for a table that is missing: the opening misses it, whichever it is and whatever is asked."""


HARMLESS = {
    "no index": "a search is slower, and right",
    "an index over something else": "the same",
    "no row in rate": "every drop-off keeps the rate that it was valued by",
    "no row in ledger": "opening finds the entries and makes all tables anew",
    "no version of the tables": "the same",
}


@pytest.fixture(scope="session")
def lived_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """See `damages.live`."""
    return live(tmp_path_factory.mktemp("lived") / "ledger.db")


def _log(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute("SELECT * FROM entry ORDER BY seq").fetchall()


def _words(command: str, out: Path) -> list[str]:
    shutil.rmtree(out, ignore_errors=True)
    return [str(out) if word == "OUT" else word for word in command.split()]


@pytest.fixture
def ledger_file(terminal: Terminal, sqlite_url: str) -> Path:
    """Where the terminal's ledger is; copies are put there."""
    assert terminal
    return Path(sqlite_url)


def _put(source: Path, place: Path) -> None:
    for end in ("-wal", "-shm"):
        place.with_name(place.name + end).unlink(missing_ok=True)
    shutil.copy(source, place)


@pytest.mark.parametrize("name", DAMAGES)
def test_no_command_crashes_or_lies(
    terminal: Terminal, ledger_file: Path, lived_file: Path, tmp_path: Path, name: str
) -> None:
    """A command that meets the damage names it, sends to verify and rebuild, ends with 5 and has written nothing."""
    harmed = tmp_path / "harmed.db"
    _put(lived_file, harmed)
    damage(harmed, name)
    before = _log(harmed)
    met = 0
    for command in FEW if name.startswith("no table") and name != "no table item" else COMMANDS:
        _put(harmed, ledger_file)
        answer = terminal(*_words(command, tmp_path / "out"))
        assert answer.code in (0, 5), (command, answer)
        if answer.code:
            met += 1
            assert (answer.out, answer.err.count("\n")) == ("", 1), (command, answer)
            assert "do not agree with its log" in answer.err, (command, answer)
            assert "buyback verify" in answer.err
            assert "buyback rebuild" in answer.err
            assert _log(ledger_file) == before, command
            assert not (tmp_path / "out").exists(), command
    assert bool(met) == (name not in HARMLESS), name


@pytest.mark.parametrize("name", DAMAGES)
def test_verify_finds_and_rebuild_mends(
    terminal: Terminal, ledger_file: Path, lived_file: Path, tmp_path: Path, name: str
) -> None:
    """verify ends with 4 and says what is wrong; after a rebuild it finds nothing, and every command ends well."""
    _put(lived_file, ledger_file)
    with closing(open_store(str(ledger_file))) as store:
        head = str(checks.head(store))
    damage(ledger_file, name)
    found = terminal("verify")
    assert found.code == (0 if name == "no version of the tables" else 4), found
    assert terminal.done("checkpoint").out == f"{head}\n"
    before = _log(ledger_file)
    terminal.done("rebuild")
    assert _log(ledger_file) == before
    terminal.done("verify")
    mended = tmp_path / "mended.db"
    _put(ledger_file, mended)
    for command in COMMANDS if name in ("no table item", "NULL") else COMMANDS[:1]:
        _put(mended, ledger_file)
        terminal.done(*_words(command, tmp_path / "out"))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("one site less", "sites add basilica-guadalupe"),
        ("one operator less", "operators add ana --operator luis"),
    ],
)
def test_what_is_lost_from_a_table_is_not_added_again(
    terminal: Terminal, ledger_file: Path, lived_file: Path, name: str, words: str
) -> None:
    """The log tells of the site, or of the operator; a second entry of it would stand there for ever."""
    _put(lived_file, ledger_file)
    damage(ledger_file, name)
    before = _log(ledger_file)
    answer = terminal.refused(*words.split())
    assert (answer.code, "do not agree with its log" in answer.err) == (5, True), answer.err
    assert _log(ledger_file) == before


def test_the_commands_end_well_on_a_sound_ledger(
    terminal: Terminal, ledger_file: Path, lived_file: Path, tmp_path: Path
) -> None:
    """What the tests above run is refused for the damage only."""
    for command in COMMANDS:
        _put(lived_file, ledger_file)
        terminal.done(*_words(command, tmp_path / "out"))

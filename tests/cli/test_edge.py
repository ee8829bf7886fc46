"""The edge of the program: help, start-up, interruptions, closed pipes, full disks, and ledgers that cannot be used."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from rate_server import RateServer, Reply
from samples import AT
from unprivileged import CLOSED, unprivileged

from buyback import __version__
from buyback.cli.app import app
from buyback.cli.main import main
from buyback.facts import KINDS

from .conftest import Terminal

SCRIPTS = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]["scripts"]
MODULE, FUNCTION = SCRIPTS["buyback"].split(":")
PROGRAM = (sys.executable, "-c", f"import sys; from {MODULE} import {FUNCTION}; sys.exit({FUNCTION}())")
"""What the command `buyback` of an installed program is."""
TREE = ("textual", "sqlalchemy", "requests", "babel")


def _run(*words: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *words], capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload,no-any-return]


# --- help and start-up --------------------------------------------------------------------------------------------------


def _commands() -> list[tuple[str, ...]]:
    own = [(str(command.name),) for command in app.registered_commands]
    groups = [
        (str(group.name), str(command.name))
        for group in app.registered_groups
        for command in group.typer_instance.registered_commands  # type: ignore[union-attr]  # a group has one
    ]
    return [(), *own, *((str(group.name),) for group in app.registered_groups), *groups]


@pytest.mark.parametrize("command", _commands(), ids=" ".join)
def test_every_command_has_help_in_both_languages(bare: Terminal, command: tuple[str, ...]) -> None:
    """Each help names the options that hold everywhere, fits 80 columns, and every sentence of it is translated; the kinds of
    entry have one name."""
    english = bare.done(*command, "--help").out
    spanish = bare.done(*command, "-h", "--lang", "es").out
    for option in ("--ledger FILE_OR_URL", "--operator ALIAS", "--lang es|en", "--json"):
        assert option in english
        assert option in spanish
    assert max(map(len, (english + spanish).splitlines())) <= 80
    same = {line.strip() for line in english.splitlines()} & {line.strip() for line in spanish.splitlines()}
    words = [[word.strip(",.") for word in line.split()] for line in same]
    assert not [line for line in words if len(line) > 3 and not KINDS.keys() >= set(line)]


def test_the_command_line_of_the_design_is_all_there() -> None:
    """People script against these names."""
    names = {" ".join(command) for command in _commands()}
    assert names >= {
        "demo", "init", "quote", "receive", "pay", "return", "void", "destroy", "keep", "hand-over", "summary",
        "custody", "log", "show", "export", "audit-pack", "publish", "verify", "checkpoint", "rebuild", "rates show", "rates fetch",
        "rates set", "rates import", "tables list", "tables show", "tables import", "tables adopt", "sites list",
        "sites add", "operators list", "operators add",
    }  # fmt: skip


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("receive", "--help"), ("rates", "--help")])
def test_help_and_version_load_nothing_heavy(words: tuple[str, ...]) -> None:
    """Start-up stays lazy: none of the large libraries is imported to show help."""
    loaded = (
        "import sys; from buyback.cli.main import main; code = main(sys.argv[1:]);"
        f" print([name for name in {TREE!r} if name in sys.modules], file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", loaded, *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "[]\n")


def test_the_version(bare: Terminal) -> None:
    """--version prints it and nothing else."""
    assert bare.done("--version").out == f"buyback {__version__}\n"


def test_without_a_terminal_the_app_is_not_opened(bare: Terminal) -> None:
    """In a pipe, `buyback` alone says what to do instead."""
    assert bare.refused().code == 2


def test_a_settings_file_that_cannot_be_read_is_named(
    bare: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence with its path, in the language of the environment."""
    path = tmp_path / "config.toml"
    path.write_text("operator = ana", encoding="utf-8")
    monkeypatch.setenv("BUYBACK_CONFIG", str(path))
    assert str(path) in bare.refused("quote", "ak-47").err


def test_settings_stand_in_for_options(
    terminal: Terminal, tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ledger, operator and language may come from the settings file; the command line comes before it."""
    path = tmp_path / "config.toml"
    path.write_text(
        f'ledger = {json.dumps(sqlite_url)}\noperator = "luis"\nlanguage = "es"\n', encoding="utf-8"
    )
    monkeypatch.setenv("BUYBACK_CONFIG", str(path))
    for name in ("LEDGER", "OPERATOR", "LANG"):
        monkeypatch.delenv(f"BUYBACK_{name}")
    assert "Revólver" in terminal.done("receive", "revolver").out
    assert terminal.done("log", "--json", "--limit", "1").data[0]["by"] == "luis"
    terminal.done("receive", "revolver", "--operator", "ana")
    assert terminal.done("log", "--json", "--limit", "1").data[0]["by"] == "ana"


# --- interruptions, pipes, disks ------------------------------------------------------------------------------------------


def _stops(after: int) -> Callable[[], datetime]:
    """A clock that is interrupted the n-th time somebody looks at it."""
    looks = iter(range(1, 100))

    def clock() -> datetime:
        if next(looks) >= after:
            raise KeyboardInterrupt
        return AT

    return clock


def test_ctrl_c_before_anything_was_recorded(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 130, and the sentence says that nothing was recorded, which is true."""
    head = terminal.done("checkpoint").out
    assert main(["receive", "revolver"], clock=_stops(1)) == 130
    assert capsys.readouterr() == ("", "Interrupted; nothing was recorded.\n")
    assert terminal.done("checkpoint").out == head


def test_ctrl_c_while_something_is_recorded(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    """Where something may be in the ledger, the sentence sends to the log rather than promise."""
    terminal.done("checkpoint")
    assert main(["operators", "add", "eva"], clock=_stops(1)) == 130
    assert "buyback log" in capsys.readouterr().err


def test_a_real_ctrl_c_while_the_rate_service_hangs() -> None:
    """SIGINT ends the process at once with 130 and no traceback."""
    with RateServer() as server:
        server.reply = Reply(delay_s=15)
        process = subprocess.Popen(
            [*PROGRAM, "quote", "ak-47"],
            env=os.environ | {"BUYBACK_RATE_URL": server.url},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        deadline = time.monotonic() + 15
        while not server.asked and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (130, "", "Interrupted; nothing was recorded.\n")


_INTERRUPTED = """
import os, signal, sys

class Interrupted:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupted())
"""
_AS_MODULE = "import runpy; runpy.run_module('buyback', run_name='__main__', alter_sys=True)"


@pytest.mark.parametrize("start", [PROGRAM[2], _AS_MODULE], ids=["buyback", "python -m buyback"])
@pytest.mark.parametrize(
    "module", ["buyback.cli.main", "buyback.errors.tree", "buyback.cli.session", "typer"]
)
def test_ctrl_c_while_the_program_is_being_loaded(start: str, module: str) -> None:
    """SIGINT at whichever of its parts: exit code 130, and no traceback."""
    script = _INTERRUPTED.format(module=module) + start
    done = subprocess.run(
        [sys.executable, "-c", script, "quote", "ak-47"], capture_output=True, text=True, check=False
    )
    said = "Interrupted; nothing was recorded.\n" if module == "typer" else ""
    assert (done.returncode, done.stdout, done.stderr) == (130, "", said)


_INTERRUPTED_READING = """
import os, signal, sys

read = 0

def look(frame, event, argument):
    global read
    read += event == "call" and frame.f_code.co_name == {function!r}
    if read == {times}:
        sys.setprofile(None)
        os.kill(os.getpid(), signal.SIGINT)

sys.setprofile(look)
"""


@pytest.mark.parametrize(
    ("words", "function", "times"),
    [
        (("verify",), "is_sound", 3),
        (("audit-pack", "pack"), "partitions", 2),
        (("export", "csv"), "partitions", 2),
    ],
)
def test_ctrl_c_while_rows_are_being_read(
    terminal: Terminal, tmp_path: Path, words: tuple[str, ...], function: str, times: int
) -> None:
    """SIGINT between two rows of a table: exit code 130, no traceback and no folder."""
    terminal.done("receive", "ak-47", "--pay", "cash")
    script = _INTERRUPTED_READING.format(function=function, times=times) + PROGRAM[2]
    done = subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.endswith("Interrupted; nothing was recorded.\n")
    assert "Traceback" not in done.stderr
    assert not {"pack", "csv"} & set(os.listdir(tmp_path))


def test_a_reader_that_goes_away_is_no_error(terminal: Terminal, sqlite_url: str) -> None:
    """A pipe that nobody reads ends the command quietly."""
    for words in (("log", "--json"), ("--help",), ("tables", "show")):
        process = subprocess.Popen(
            [*PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        err = process.stderr.read()
        process.stderr.close()
        assert process.wait(timeout=20) == 0
        assert "Traceback" not in err
        assert "Exception" not in err


def test_findings_keep_their_exit_code_when_nobody_reads_them(terminal: Terminal) -> None:
    """verify into a closed pipe still ends with 4."""
    process = subprocess.Popen(
        [*PROGRAM, "verify", "--checkpoint", "A1:3:" + "0" * 64],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(timeout=20) == 4


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_an_answer_that_cannot_be_written_does_not_deny_what_was_recorded(terminal: Terminal) -> None:
    """stdout on a full disk: one sentence, and the drop-off is in the log."""
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            [*PROGRAM, "receive", "revolver", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "stays recorded" in done.stderr
    assert "Traceback" not in done.stderr
    assert terminal.done("log", "--json", "--limit", "1").data[0]["kind"] == "PaidOut"


def test_closed_streams_are_no_error(terminal: Terminal) -> None:
    """A shell can start a program without stdout or stderr."""
    for closed in ("1>&-", "2>&-", "<&-"):
        line = f'"$0" -c "{PROGRAM[2]}" checkpoint {closed}'
        done = subprocess.run(["sh", "-c", line, sys.executable], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="file size limits are of POSIX")
def test_a_full_disk_leaves_nothing_half_written(terminal: Terminal, sqlite_url: str) -> None:
    """The ledger's file cannot grow: one sentence, code 5, and afterwards the ledger verifies with its old head."""
    head = terminal.done("checkpoint").out
    limited = (
        "import resource, sys; from buyback.cli.main import main;"
        " resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); sys.exit(main())"
    )
    words = ("receive", "cartridge:1:donated", *(f"revolver:note=piece {n}" for n in range(60)))
    done = subprocess.run(
        [sys.executable, "-c", limited, *words], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (5, ""), done.stderr
    assert "disk is full" in done.stderr
    assert sqlite_url in done.stderr
    assert terminal.done("checkpoint").out == head
    terminal.done("verify")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="file size limits are of POSIX")
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_room_for_temporary_files_is_said_of_their_folder(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """verify replays the log in the folder for temporary files: where that is full, it is named, not the ledger's disk."""
    place = tmp_path / "small"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    limited = (
        "import resource, sys; from buyback.cli.main import main;"
        " resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000)); sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, "verify", "--lang", language],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (5, "", 1), done.stderr
    assert done.stderr.startswith(str(place)) or f" {place} " in done.stderr
    assert "recorded" not in done.stderr
    assert list(place.iterdir()) == []
    monkeypatch.delenv("TMPDIR")
    terminal.done("verify")


# --- ledgers that cannot be used --------------------------------------------------------------------------------------------


def _damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for start in range(4096, len(content), 4096):
        content[start : start + 64] = b"\xff" * 64
    path.write_bytes(content)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _make_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE meta SET value = '99' WHERE name = 'format'")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.unlink(), "There is no ledger"),
        (lambda path: path.write_text("folio,type\n", encoding="utf-8"), "not a ledger"),
        (lambda path: path.write_bytes(b""), "not a ledger"),
        (lambda path: (path.unlink(), path.mkdir()), "not a ledger"),
        (_damage, "damaged"),
        (_cut, "damaged"),
        (_make_newer, "newer version"),
    ],
)
def test_a_ledger_that_cannot_be_used_is_code_5(
    terminal: Terminal, sqlite_url: str, spoil: Callable[[Path], object], said: str
) -> None:
    """For reading and for recording alike, and the file is left as it was."""
    spoil(Path(sqlite_url))
    quote = () if said == "There is no ledger" else (("quote", "revolver"),)  # which needs no ledger
    for words in (("receive", "revolver"), ("summary",), ("verify",), *quote):
        answer = terminal.refused(*words)
        assert (answer.code, said in answer.err) == (5, True), answer.err


@pytest.mark.parametrize(
    "where",
    [
        "a" * 300,
        "~nobody-of-that-name/x.db",
        "#A1",
        "a\nb.db",
        ":memory:",
        "sqlite://",
        "/dev/null",
        "/dev/zero",
        "mysql://u:secret@h/x",
        "postgresql://u:secret@127.0.0.1:1/x",
        "postgresql://u:secret@127.0.0.1:1/x?nonsense=1",
        "postgresql://u:secret@127.0.0.1:port/x",
        "postgresql://u:secret\udcff@127.0.0.1/x",
    ],
)
def test_an_address_that_cannot_be_a_ledger(bare: Terminal, where: str) -> None:
    """A path or address that leads nowhere is code 5, and a password in it is not shown."""
    answer = bare.refused("--ledger", where, "log")
    assert answer.code == 5
    assert "secret" not in answer.err


def test_no_ledger_is_made_inside_a_file(bare: Terminal, tmp_path: Path) -> None:
    """Neither by init nor by the demo; the sentence says what the path runs through."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    where = str(tmp_path / "file" / "ledger.db")
    for words in (
        ("init", "--ledger-code", "A1", "--site", "plaza", "--site-name", "Plaza"),
        ("demo", "--no-open"),
    ):
        answer = bare.refused("--ledger", where, *words)
        assert (answer.code, "Not a directory" in answer.err) == (5, True), answer.err
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_demo_takes_the_place_of_nothing(bare: Terminal, tmp_path: Path) -> None:
    """A folder is no ledger, and no demo is put into its place; nor into memory, where it would be lost."""
    for where in (str(tmp_path), ":memory:", "/dev/null"):
        answer = bare.refused("--ledger", where, "demo", "--no-open", "--days", "1")
        assert (answer.code, "is not a ledger" in answer.err) == (5, True), answer.err


# --- surroundings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"), [(None, "larger than"), ("x = " + "[" * 50_000, "recursion"), (b"\xff", "utf-8")]
)
def test_settings_that_cannot_be_read_are_a_sentence(
    bare: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | bytes | None, said: str
) -> None:
    """A file without end, one of nothing but brackets, and one that is no text."""
    path = tmp_path / "config.toml"
    if content is None:
        path = Path("/dev/zero")
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    monkeypatch.setenv("BUYBACK_CONFIG", str(path))
    answer = bare.refused("quote", "ak-47")
    assert (answer.code, str(path) in answer.err, said in answer.err) == (2, True, True), answer.err


@pytest.mark.parametrize("zone", ["Mars/Olympus", ":/etc/passwd", "", "UTC+99"])
def test_the_zone_of_the_computer_does_not_matter(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    """Days are the site's; a TZ that is none stops nothing."""
    words = [*PROGRAM, "receive", "revolver", "--json"]
    done = subprocess.run(words, env=os.environ | {"TZ": zone}, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    shown = [*PROGRAM, "show", json.loads(done.stdout)["folio"]]
    assert (
        subprocess.run(shown, env=os.environ | {"TZ": zone}, capture_output=True, check=False).returncode == 0
    )


@pytest.mark.parametrize("columns", ["1", "0", "-5", "x", "30"])
def test_nothing_is_cut_on_a_narrow_terminal(
    worked: Terminal, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    """Folios, figures and days stand whole, however narrow the terminal says it is."""
    monkeypatch.setenv("COLUMNS", columns)
    assert "A1-000001-B/1" in worked.done("show", "A1-000001-B").out
    out = worked.done("custody").out
    assert "A1-000001-B/3" in out
    assert "18 Feb 2025" in out
    assert "50,000.00" in worked.done("summary").out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("quote ak-47 --rate 20", 5),
        ("log", 5),
        ("rates fetch", 5),
        ("tables list", 5),
        ("init --ledger-code A1 --site plaza --site-name Plaza", 5),
        ("demo --no-open --days 1", 5),
    ],
)
def test_a_folder_that_nobody_may_look_into_is_a_sentence(
    bare: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, code: int
) -> None:
    """The user's own folder is closed: nothing is taken for absent that may be there, and nothing crashes."""
    folder = tmp_path / "closed"
    folder.mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    monkeypatch.setenv("BUYBACK_CONFIG", os.devnull)
    for modules in (
        "quote ak-47 --rate 20",
        "log",
        "demo --no-open --days 0",
    ):  # what root loads, nobody may not
        bare(*modules.split())
    with unprivileged(folder, CLOSED):
        answer = bare.refused(*words.split())
    assert (answer.code, "Permission denied" in answer.err) == (code, True), answer.err


def test_tables_that_nobody_may_look_for_are_a_sentence(
    bare: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder of imported tables is closed, or has a name that none can have."""
    folder = tmp_path / "closed"
    folder.mkdir()
    monkeypatch.setenv("BUYBACK_TABLES", str(folder / "tables"))
    monkeypatch.setenv("BUYBACK_CONFIG", os.devnull)
    bare.done("tables", "list")
    with unprivileged(folder, CLOSED):
        assert "Permission denied" in bare.refused("tables", "list").err
    monkeypatch.setenv("BUYBACK_TABLES", str(tmp_path / ("a" * 300)))
    assert "File name too long" in bare.refused("tables", "list").err


@pytest.mark.parametrize("file", ["/", ".", "..", "a" * 300])
def test_what_is_no_file_name_is_no_table(bare: Terminal, file: str) -> None:
    """With the day that it holds from and without."""
    assert bare.refused("tables", "import", file).code == 2
    assert bare.refused("tables", "import", file, "--effective-on", "2025-01-01").code == 2


def test_a_path_that_is_too_long_is_a_sentence(terminal: Terminal, tmp_path: Path) -> None:
    """For whatever is read and whatever is written."""
    long = str(tmp_path / ("a" * 300))
    for words in (
        ("rates", "import", long),
        ("tables", "import", long, "--effective-on", "2025-01-01"),
        ("export", long),
    ):
        assert "File name too long" in terminal.refused(*words).err


@pytest.fixture
def locked(sqlite_url: str) -> Iterator[None]:
    """Another program holds the ledger's writing lock."""
    with closing(sqlite3.connect(sqlite_url, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_ledger_that_another_program_keeps_locked(terminal: Terminal, locked: None) -> None:
    """Reading goes on; recording waits its ten seconds and is then refused with 5, nothing recorded."""
    terminal.done("summary")
    answer = terminal.refused("operators", "add", "eva")
    assert answer.code == 5
    assert "Another program is writing" in answer.err
    assert [one["alias"] for one in terminal.done("operators", "list", "--json").data["operators"]] == [
        "ana",
        "luis",
    ]

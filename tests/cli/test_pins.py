"""PINs on the command line: out of a file of one's own, or asked for in a terminal that shows nothing; never an argument."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from samples import BY, COLLEAGUE

from .conftest import Terminal
from .pin_files import ANAS, LUISES, WRONG, PinFile, said

ROOT = Path(__file__).parents[2]


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_pin_out_of_a_file(pins: Terminal, pin_file: PinFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """By option before or after the command, or by environment; the option wins."""
    right, wrong = pin_file(ANAS), pin_file(WRONG)
    pins.done("receive", "revolver", "--pin-file", right)
    pins.done("--pin-file", right, "receive", "revolver")
    monkeypatch.setenv("BUYBACK_PIN_FILE", right)
    pins.done("receive", "revolver")
    answer = pins.refused("receive", "revolver", "--pin-file", wrong)
    assert answer.code == 1
    assert "The PIN is not that of ana (1 wrong in a row)" in said(answer)
    assert pins.done("summary", "--json").data["drop_offs"] == 3


def test_reading_needs_no_pin(pins: Terminal, tmp_path: Path) -> None:
    """Whoever looks, exports or verifies is asked for nothing."""
    for words in (("summary",), ("log",), ("custody",), ("audit",), ("operators", "list"), ("operators", "rights"),
                  ("verify",), ("checkpoint",), ("settings", "list"), ("export", str(tmp_path / "out")),
                  ("audit-pack", str(tmp_path / "pack"))):  # fmt: skip
        said(pins.done(*words))


@pytest.mark.parametrize(
    "words",
    [
        ("receive", "revolver"),
        ("rates", "set", "20.1", "--reason", "boletín"),
        ("tables", "adopt", "federal-2026"),
        ("sites", "add", "plaza", "--name", "Plaza"),
        ("operators", "add", "eva", "--roles", "pay"),
        ("operators", "roles", COLLEAGUE, "--roles", "pay", "--reason", "menos"),
        ("operators", "revoke", COLLEAGUE, "--reason", "se fue"),
        ("operators", "pin"),
        ("settings", "set", "approval-step", "100"),
        ("settings", "set", "hours", "basilica-guadalupe"),
        ("audit", "answer", "one-hand:ana", "--note", "visto"),
        ("cash", "float", "100"),
    ],
)
def test_every_writing_command_asks(pins: Terminal, words: tuple[str, ...]) -> None:
    """Without a file, and where nobody can type, a command that writes is refused and says how to give the PIN."""
    answer = pins.refused(*words)
    assert answer.code == 2
    assert "the PIN of ana was not given" in answer.err
    assert "--pin-file" in answer.err


def test_a_file_that_others_can_read(pins: Terminal, pin_file: PinFile) -> None:
    """A PIN that others can read is no secret, so the file is refused and its PIN not even tried."""
    for mode in (0o644, 0o640, 0o604, 0o660, 0o602):
        answer = pins.refused("receive", "revolver", "--pin-file", pin_file(ANAS, mode=mode))
        assert "Others on this computer can read" in said(answer)
        assert answer.code == 1
    assert pins.done("log", "--kind", "PinRefused", "--json").data == []


def test_files_that_hold_no_pin(pins: Terminal, pin_file: PinFile, tmp_path: Path) -> None:
    """Missing, a folder, empty, not digits, far too long, not text: refused in one sentence."""
    (tmp_path / "long").write_bytes(b"7" * 1_000_000)
    (tmp_path / "bytes").write_bytes(b"\xff\xfe7391")
    for name in ("long", "bytes"):
        (tmp_path / name).chmod(0o600)
    empty = pins.refused("receive", "revolver", "--pin-file", pin_file(""))
    assert (empty.code, "is empty, so nothing was tried" in empty.err) == (2, True)
    assert pins.done("log", "--kind", "PinRefused", "--json").data == []
    for file, code in ((str(tmp_path / "none"), 2), (str(tmp_path), 2),
                       (pin_file("abcd"), 1), (str(tmp_path / "long"), 1), (str(tmp_path / "bytes"), 1)):  # fmt: skip
        pins.at += timedelta(minutes=10)
        assert pins.refused("receive", "revolver", "--pin-file", file).code == code


def test_wrong_pins_wait_by_the_clock(pins: Terminal, pin_file: PinFile) -> None:
    """The third says how long; before that has passed nothing is tried; then the right one works."""
    wrong, right = pin_file(WRONG), pin_file(ANAS)
    answers = [pins.refused("receive", "revolver", "--pin-file", wrong).err for _try in range(3)]
    assert "wait 2 s before the next try" in answers[2]
    assert "try again in 2 s" in pins.refused("receive", "revolver", "--pin-file", right).err
    pins.at += timedelta(seconds=2)
    pins.done("receive", "revolver", "--pin-file", right)
    refused = pins.done("log", "--kind", "PinRefused", "--json").data
    assert [entry["fact"]["tries"] for entry in refused] == [3, 2, 1]
    assert "wrong PINs for ana, 3 in a row" in " ".join(pins.done("log").out.split())


def test_a_file_where_there_are_no_pins(terminal: Terminal, pin_file: PinFile) -> None:
    """It is said that it protects nothing; the command is done."""
    answer = terminal.done("receive", "revolver", "--pin-file", pin_file(ANAS))
    assert "This ledger has no PINs" in answer.err


def test_no_pin_is_an_argument(pins: Terminal) -> None:
    """No command has an option that takes the digits themselves."""
    for words in (("--pin", ANAS), ("--supervisor-pin", LUISES)):
        assert pins.refused("receive", "revolver", *words).code == 2


# --- approvals -------------------------------------------------------------------------------------------------------


def test_a_supervisor_approves_with_a_file(pins: Terminal, pin_file: PinFile) -> None:
    """A void, a value, a large amount and a manual rate, each with --approved-by and the supervisor's file."""
    me = ("--pin-file", pin_file(ANAS))
    luis = ("--approved-by", COLLEAGUE, "--supervisor-pin-file", pin_file(LUISES))
    folio = pins.folio("revolver", "--pay", "later", *me)
    for words in (("void", folio, "--reason", "error"),
                  ("receive", "shotgun:as=revolver", "--reason", "como revólver"),
                  ("receive", "machine-gun:2"),
                  ("rates", "set", "20.1", "--reason", "boletín"),
                  ("receive", "machine-gun:2", "--rate", "20.2", "--rate-reason", "otro boletín")):  # fmt: skip
        answer = pins.refused(*words, *me)
        assert answer.code == 1
        assert "needs a supervisor's approval" in answer.err
        done = pins.done(*words, *me, *luis)
        said(done)
    assert "approved by luis" in " ".join(pins.done("show", folio).out.split())
    later = pins.folio("machine-gun:2", "--pay", "later", *me)
    assert "approval" in pins.refused("pay", later, *me).err
    pins.done("pay", later, *me, *luis)
    pins.done("verify")


def test_an_approval_that_is_refused(pins: Terminal, pin_file: PinFile) -> None:
    """Nobody who can type, a wrong PIN, oneself, a clerk, a stranger."""
    me = ("--pin-file", pin_file(ANAS))
    folio = pins.folio("revolver", "--pay", "later", *me)
    pins.done("operators", "add", "eva", "--roles", "receive", *me)
    void = ("void", folio, "--reason", "error", *me)
    for words, code, what in (
        (("--approved-by", COLLEAGUE), 2, "--supervisor-pin-file"),
        (("--approved-by", COLLEAGUE, "--supervisor-pin-file", pin_file(WRONG)), 1, "not that of luis"),
        (("--approved-by", BY), 1, "cannot approve what ana does"),
        (("--approved-by", "eva", "--supervisor-pin-file", pin_file(WRONG)), 1, "eva is no supervisor"),
        (
            ("--approved-by", "nobody", "--supervisor-pin-file", pin_file(WRONG)),
            3,
            "No operator has the alias",
        ),
    ):
        answer = pins.refused(*void, *words)
        assert (answer.code, what in answer.err) == (code, True), answer.err
        assert said(answer)
    assert pins.done("show", folio, "--json").data["status"] == "owed"


def test_without_pins_the_alias_is_enough(terminal: Terminal) -> None:
    """For training: --approved-by names who approved it, and a supervisor's own act is approved by doing it."""
    own, other = (terminal.folio("revolver", "--pay", "later") for _number in range(2))
    terminal.done("void", own, "--reason", "error")
    terminal.done("void", other, "--reason", "error", "--approved-by", COLLEAGUE)
    voids = terminal.done("log", "--kind", "Voided", "--json").data
    assert [entry["fact"]["approved_by"] for entry in voids] == [COLLEAGUE, BY]


# --- a terminal ------------------------------------------------------------------------------------------------------


SPAWN = "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)"


class Typed:
    """A command in a real terminal, to type into."""

    def __init__(self, where: str, *words: str) -> None:
        environment = os.environ | {"BUYBACK_LANG": "en", "BUYBACK_LEDGER": where, "COLUMNS": "200"}
        command = [sys.executable, "-c", SPAWN, sys.executable, "-m", "buyback", *words]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.shown = ""

    def wait_for(self, text: str, seconds: int = 60) -> None:
        """Until the screen shows it."""
        end = time.monotonic() + seconds
        assert self.process.stdout is not None
        os.set_blocking(self.process.stdout.fileno(), False)
        while text not in self.shown and time.monotonic() < end:
            data = self.process.stdout.read()
            self.shown += (data or b"").decode("utf-8", "replace")
            time.sleep(0.02)
        assert text in self.shown, self.shown

    def type(self, text: str) -> None:
        assert self.process.stdin is not None
        time.sleep(0.1)  # getpass throws away what was typed before it asked
        self.process.stdin.write(f"{text}\n".encode())
        self.process.stdin.flush()

    def end(self) -> int:
        """The exit code, with everything that was shown read."""
        code = self.process.wait(60)
        assert self.process.stdout is not None
        self.shown += (self.process.stdout.read() or b"").decode("utf-8", "replace")
        for stream in (self.process.stdin, self.process.stdout):
            assert stream is not None
            stream.close()
        return code


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a thing of POSIX")
def test_a_terminal_asks_and_shows_nothing(sqlite_url: str, terminal: Terminal) -> None:
    """The first PIN twice, then one's own and a supervisor's for an approval; no digit appears on the screen."""
    first = Typed(sqlite_url, "operators", "pin")
    first.wait_for("New PIN of ana: ")
    first.type(ANAS)
    first.wait_for("The same again: ")
    first.type(ANAS)
    assert first.end() == 0
    differing = Typed(sqlite_url, "operators", "pin", COLLEAGUE)
    differing.wait_for("PIN of ana: ")
    differing.type(ANAS)
    differing.wait_for("New PIN of luis: ")
    differing.type(LUISES)
    differing.wait_for("The same again: ")
    differing.type(WRONG)
    assert differing.end() == 2
    assert "The two PINs are not the same" in differing.shown
    wrong = Typed(sqlite_url, "receive", "revolver", "--pay", "later")
    wrong.wait_for("PIN of ana: ")
    wrong.type(WRONG)
    assert wrong.end() == 1
    assert "not that of ana (1 wrong in a row)" in wrong.shown
    screens = first.shown + differing.shown + wrong.shown
    assert [digits for digits in (ANAS, LUISES, WRONG) if digits in screens] == []


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a thing of POSIX")
def test_a_terminal_asks_the_supervisor_once_for_all_that_needs_it(pins: Terminal, sqlite_url: str) -> None:
    """A rate set by hand and a large amount in one command: the clerk's PIN, then the supervisor's, each once."""
    command = Typed(
        sqlite_url,
        *(
            "receive",
            "machine-gun:2",
            "--rate",
            "20.2",
            "--rate-reason",
            "boletín",
            "--approved-by",
            COLLEAGUE,
        ),
    )
    command.wait_for("PIN of ana: ")
    command.type(ANAS)
    command.wait_for("PIN of luis: ")
    command.type(LUISES)
    assert command.end() == 0
    assert command.shown.count("PIN of luis: ") == 1
    assert "Hand out" in command.shown
    assert [digits for digits in (ANAS, LUISES) if digits in command.shown] == []


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a thing of POSIX")
def test_giving_up_at_the_prompt(pins: Terminal, sqlite_url: str) -> None:
    """Ctrl+C at the prompt records nothing and says so."""
    command = Typed(sqlite_url, "receive", "revolver")
    command.wait_for("PIN of ana: ")
    time.sleep(0.2)
    assert command.process.stdin is not None
    command.process.stdin.write(b"\x03")
    command.process.stdin.flush()
    assert command.end() == 130
    assert "nothing was recorded" in command.shown


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a thing of POSIX")
def test_giving_up_at_the_code_of_a_voucher(pins: Terminal, sqlite_url: str, pin_file: PinFile) -> None:
    """The PIN before it was right; what is said is still that nothing was recorded, and the log is as it was."""
    code = pin_file("4071")
    folio = pins.folio("revolver", "--pay", "voucher", "--code-file", code, "--pin-file", pin_file(ANAS))
    before = pins.done("checkpoint").out
    command = Typed(sqlite_url, "pay", folio, "--pin-file", pin_file(ANAS))
    command.wait_for("Code of the voucher")
    time.sleep(0.2)
    assert command.process.stdin is not None
    command.process.stdin.write(b"\x03")
    command.process.stdin.flush()
    assert command.end() == 130
    assert command.shown.splitlines()[-1] == "Interrupted; nothing was recorded."
    assert pins.done("checkpoint").out == before

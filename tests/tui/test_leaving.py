"""What a signal leaves of the running app: a terminal that can be used, and a whole ledger."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import Take
from samples import BY, SITE
from tui_story import facts

from buyback.facts import DroppedOff
from buyback.store import checks
from buyback.store.engine import open_store

LONGEST_S = 20.0

ALT_SCREEN, NORMAL_SCREEN = b"\x1b[?1049h", b"\x1b[?1049l"
HIDDEN_CURSOR, CURSOR = b"\x1b[?25l", b"\x1b[?25h"
MOUSE_OFF = b"\x1b[?1000l"


@dataclass
class Window:
    """A terminal with the app in it. `said` is what the app has written so far."""

    master: int
    slave: int
    process: "subprocess.Popen[bytes]"
    said: bytes = b""

    def until(self, is_so: Callable[[], object]) -> None:
        """Read what the app writes until it is so; fails if it does not come."""
        before = time.monotonic()
        while not is_so():
            assert time.monotonic() - before < LONGEST_S, self.said[-2000:]
            self.read(0.05)

    def read(self, longest_s: float) -> None:
        if select.select([self.master], [], [], longest_s)[0]:
            with suppress(OSError):
                self.said += os.read(self.master, 65536)

    def type(self, text: bytes) -> None:
        os.write(self.master, text)

    def close(self) -> None:
        """Let the terminal go away."""
        for number in (self.slave, self.master):
            if number >= 0:
                os.close(number)
        self.slave = self.master = -1

    def ends(self) -> int:
        """The exit code, when the app has ended and nothing of it is left."""
        self.until(lambda: self.process.poll() is not None)
        self.read(0.05)
        with pytest.raises(ProcessLookupError):
            os.killpg(self.process.pid, 0)
        return int(self.process.returncode)


Open = Callable[..., Window]


@pytest.fixture
def window(where: str, tmp_path: Path) -> Iterator[Open]:
    """`window()` opens the app in a terminal of 80 x 24 and waits for the desk."""
    opened: list[Window] = []

    def opening(script: str = "import sys; from buyback.cli.main import main; sys.exit(main([]))") -> Window:
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = os.environ | {
            "TERM": "xterm-256color",
            "HOME": str(tmp_path),
            "XDG_CACHE_HOME": str(tmp_path),
            "BUYBACK_CONFIG": str(tmp_path / "config.toml"),
            "BUYBACK_LEDGER": where,
            "BUYBACK_LANG": "en",
            "BUYBACK_OPERATOR": BY,
            "BUYBACK_SITE": SITE,
            "BUYBACK_RATE_URL": "",
        }
        process = subprocess.Popen(
            [sys.executable, "-c", script],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            preexec_fn=lambda: _take(slave),  # noqa: PLW1509 - the terminal is the child's own
        )
        found = Window(master, slave, process)
        opened.append(found)
        found.until(lambda: b"Receive and pay" in found.said)
        return found

    yield opening
    for one in opened:
        one.process.kill()
        one.process.wait()
        one.close()


def _take(slave: int) -> None:
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)


def is_sound(where: str) -> bool:
    store = open_store(where)
    found = list(checks.verify(store, ()))
    store.close()
    return not found


def test_a_shutdown_leaves_the_terminal_as_it_was(window: Open, where: str) -> None:
    """SIGTERM amid a form: the screen, the cursor, the echo and the mouse are as before, the code is 143."""
    app = window()
    as_it_was = termios.tcgetattr(app.slave)
    assert not as_it_was[3] & termios.ECHO, "the app reads keys by itself"
    app.type(b"ak\r")
    app.until(lambda: b"25,000.00" in app.said)
    app.process.send_signal(signal.SIGTERM)
    assert app.ends() == 128 + signal.SIGTERM
    modes = termios.tcgetattr(app.slave)[3]
    assert modes & termios.ECHO
    assert modes & termios.ICANON
    assert modes & termios.ISIG
    assert app.said.rindex(NORMAL_SCREEN) > app.said.rindex(ALT_SCREEN)
    assert app.said.rindex(CURSOR) > app.said.rindex(HIDDEN_CURSOR)
    assert MOUSE_OFF in app.said
    assert b"Traceback" not in app.said
    assert b"Interrupted" not in app.said
    assert not [fact for fact in facts(where) if isinstance(fact, DroppedOff)]
    assert is_sound(where)


def test_a_closed_window_ends_the_app(window: Open, where: str) -> None:
    """The terminal goes away, dialog and all: the app ends by itself with 129, and the ledger is sound."""
    app = window()
    app.type(b"ak\r")
    app.until(lambda: b"25,000.00" in app.said)
    app.close()
    assert app.process.wait(LONGEST_S) == 128 + signal.SIGHUP
    assert is_sound(where)


def test_a_shutdown_amid_an_export_leaves_no_half_of_it(
    window: Open, where: str, take: Take, tmp_path: Path
) -> None:
    """The folder that was being written is taken away again; there is all of an export, or nothing."""
    for _drop_off in range(20):
        take(*["revolver"] * 90)
    app = window()
    app.until(lambda: b"Work first" in app.said)  # the day of the drop-offs was left open
    app.type(b"\x1b")
    time.sleep(0.5)  # a lone Escape is told from the beginning of another key by nothing coming after it
    app.type(b"\x1b[15~")  # F5
    app.until(lambda: b"Check all" in app.said)
    app.type(b"\x1b[24~")  # F12
    app.until(lambda: b"Nothing is overwritten" in app.said)
    folder = tmp_path / "out"
    folder.mkdir()
    app.type(b"\x15" + str(folder / "new").encode() + b"\r")
    app.until(lambda: list(folder.glob(".buyback-export-*.part/*")))
    app.process.send_signal(signal.SIGTERM)
    assert app.ends() == 128 + signal.SIGTERM
    assert b"Traceback" not in app.said
    assert not list(folder.iterdir()) or (folder / "new" / "SHA256SUMS").exists()
    assert is_sound(where)

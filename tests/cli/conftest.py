"""A terminal to type commands into: `main()` in this process, the clock frozen, nothing of this computer's settings."""

import json
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from samples import AT, BY, COLLEAGUE, SITE, act, take_in

from buyback import desk, i18n
from buyback.cli.main import main
from buyback.desk import Pin
from buyback.store.engine import open_store

ACT = ("--act", "ACTA-1", "--witness", "rosa", "--witness", "tomas")
ANAS, LUISES, WRONG = "739104", "582047", "264890"


@dataclass(frozen=True)
class Answer:
    """What a command gave: its exit code, stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """stdout, which is JSON."""
        return json.loads(self.out)


@dataclass
class Terminal:
    """`terminal("pay", folio)` runs a command; `at` is the time on its clock."""

    capture: pytest.CaptureFixture[str]
    at: datetime = AT

    def __call__(self, *words: str) -> Answer:
        self.capture.readouterr()
        code = main(words, clock=lambda: self.at)
        out, err = self.capture.readouterr()
        assert "Traceback" not in err
        return Answer(int(code), out, err)

    def done(self, *words: str) -> Answer:
        """A command that must end well."""
        answer = self(*words)
        assert answer.code == 0, answer.err
        return answer

    def refused(self, *words: str) -> Answer:
        """A command that must be refused: one sentence on stderr, nothing on stdout."""
        answer = self(*words)
        assert answer.code != 0
        assert answer.out == ""
        assert answer.err.count("\n") == 1
        return answer

    def folio(self, *words: str) -> str:
        """Receive, and the folio of it."""
        return str(self.done("receive", "--json", *words).data["folio"])


@pytest.fixture(autouse=True)
def own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No settings, ledger or cache but the test's own; English; 80 columns; the rate service off."""
    for name in ("LEDGER", "SITE", "OPERATOR", "TABLES"):
        monkeypatch.delenv(f"BUYBACK_{name}", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("BUYBACK_CONFIG", str(tmp_path / "no-config.toml"))
    monkeypatch.setenv("BUYBACK_LANG", "en")
    monkeypatch.setenv("BUYBACK_RATE_URL", "")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    language = i18n.language()
    ends = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGHUP)}
    yield
    i18n.set_language(language)
    for name, handler in ends.items():
        signal.signal(name, handler)  # a command ends as by Ctrl+C; a test run that is stopped ends at once


@pytest.fixture
def bare(capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A terminal on a computer without a ledger."""
    return Terminal(capsys)


@pytest.fixture
def terminal(
    capsys: pytest.CaptureFixture[str], sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    """A terminal on a copy of the sample ledger, where ana works at the Basílica."""
    monkeypatch.setenv("BUYBACK_LEDGER", sqlite_url)
    monkeypatch.setenv("BUYBACK_OPERATOR", BY)
    monkeypatch.setenv("BUYBACK_SITE", SITE)
    return Terminal(capsys)


@pytest.fixture
def pin_file(tmp_path: Path) -> Callable[..., str]:
    """`pin_file("739104", mode=0o600)`: the path of a file that holds it, and does not say so in its name."""
    numbers = count(1)

    def make(digits: str, *, mode: int = 0o600) -> str:
        path = tmp_path / f"pin-{next(numbers)}"
        path.write_text(f"{digits}\n", encoding="utf-8")
        path.chmod(mode)
        return str(path)

    return make


@pytest.fixture
def pins(terminal: Terminal, sqlite_url: str) -> Terminal:
    """A terminal on the sample ledger, in which ana and luis, both supervisors, have PINs."""
    store = open_store(sqlite_url)
    desk.set_pin(store, BY, Pin(ANAS), by=BY, at=AT)
    desk.set_pin(store, COLLEAGUE, Pin(LUISES), by=BY, at=AT)
    store.close()
    return terminal


@pytest.fixture(scope="session")
def worked_file(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample ledger after three drop-offs: A1-000001-B paid, A1-000002-9 owed, the third destroyed."""
    path = Path(shutil.copy(sample_file, tmp_path_factory.mktemp("worked") / "ledger.db"))
    store = open_store(str(path))
    take_in(store, "ak-47", "cartridge:10:donated", "grenade:donated")
    take_in(store, "revolver", settlement="later")
    third = take_in(store, "ak-47")
    desk.destroy(store, third.item_ids, act("ACTA-1"), by=BY, at=AT)
    store.close()
    return path


@pytest.fixture
def worked(terminal: Terminal, worked_file: Path, sqlite_url: str) -> Terminal:
    """A terminal on a copy of `worked_file`."""
    shutil.copy(worked_file, sqlite_url)
    return terminal

"""The plug is pulled at any moment: what was acknowledged is in the ledger, and the ledger is sound."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from samples import AT, BY, act, dump, take_in

from buyback import desk
from buyback.store import checks
from buyback.store import ledger as log_writer
from buyback.store.engine import Store, open_store

KILLS = 200

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

# --- the program that is killed -----------------------------------------------------------------------------------------

Say = Callable[[str], object]


def recording(where: str, name: str, say: Say) -> None:
    """Record, and say each folio only once the desk has answered."""
    store = open_store(where)
    say("open")
    for number in range(10_000):
        taken = take_in(store, "revolver", "ak-47", "war-toy:3", draft_id=f"{name}-{number}")
        say(taken.folio)
        if number % 3 == 0:
            desk.destroy(store, taken.item_ids[:1], act(f"{name}-{number}"), by=BY, at=AT)
            say(taken.item_ids[0])


def rebuilding(where: str, _name: str, say: Say) -> None:
    """Rebuild for ever."""
    store = open_store(where)
    say("open")
    while True:
        log_writer.rebuild(store)
        say("rebuilt")


def launch() -> None:
    """Fork a child for each line `job where name said`, so that a start takes milliseconds; what it says goes to a file."""
    for line in sys.stdin:
        job, where, name, said = line.rstrip("\n").split("\t")
        pid = os.fork()
        if pid == 0:
            globals()[job](where, name, partial(_write, os.open(said, os.O_WRONLY | os.O_APPEND)))
            os._exit(0)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


def _write(file: int, word: str) -> None:
    os.write(file, f"{word}\n".encode())


class Launcher:
    """Starts programs and kills them."""

    def __init__(self, folder: Path) -> None:
        self.said = folder / "said"
        tests = Path(__file__).parent
        self.process = subprocess.Popen(
            [sys.executable, "-c", "import test_kills; test_kills.launch()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=tests.parent,
            env=os.environ | {"PYTHONPATH": f"{tests}{os.pathsep}{tests.parent}"},
        )

    def kill(
        self, job: Callable[[str, str, Say], None], where: str, delay_s: float, *, words: int
    ) -> list[str]:
        """What the job had said when SIGKILL came, `delay_s` after so many words; the first says that the ledger is open."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.said.write_text("")
        self.process.stdin.write(f"{job.__name__}\t{where}\t{time.monotonic_ns()}\t{self.said}\n")
        self.process.stdin.flush()
        pid = int(self.process.stdout.readline())
        deadline_s = time.monotonic() + 60
        while self.said.read_bytes().count(b"\n") < words:
            assert time.monotonic() < deadline_s, "the program stopped saying anything"
            time.sleep(0.001)
        time.sleep(delay_s)
        os.kill(pid, signal.SIGKILL)
        assert self.process.stdout.readline() == f"{-signal.SIGKILL}\n"
        return self.said.read_text().splitlines()

    def stop(self) -> None:
        self.process.communicate()


@pytest.fixture
def launcher(tmp_path: Path) -> Iterator[Launcher]:
    """Starts and kills programs; ended with the test."""
    launcher = Launcher(tmp_path)
    yield launcher
    launcher.stop()


# --- what must be true ----------------------------------------------------------------------------------------------------


def _standing(store: Store) -> tuple[list[str], set[str]]:
    """The folios in order, and the items that are destroyed."""
    rows = dump(store)
    folios = [str(row[0]) for row in sorted(rows["drop_off"], key=lambda row: int(str(row[2])))]
    return folios, {f"{row[0]}/{row[1]}" for row in rows["disposal"]}


def test_what_was_said_survives_two_hundred_kills(sqlite_url: str, launcher: Launcher) -> None:
    """200 times SIGKILL at a random moment of recording: every folio and every destruction that was answered is there,
    folios have no gap, chain and projections verify."""
    chance = random.Random(20250218)
    said: list[str] = []
    for kill in range(KILLS):
        words = 0 if kill % 10 == 0 else chance.randint(1, 8)
        said += launcher.kill(recording, sqlite_url, chance.uniform(0, 0.03), words=words)
        if kill % 40 == 39:
            with closing(open_store(sqlite_url)) as store:
                assert list(checks.verify(store)) == []
    folios = [word for word in said if word != "open" and "/" not in word]
    destroyed = {word for word in said if "/" in word}
    with closing(open_store(sqlite_url)) as store:
        standing, gone = _standing(store)
        assert list(checks.verify(store)) == []
    assert len(folios) > KILLS
    assert len(folios) == len(set(folios))
    assert set(folios) <= set(standing)
    assert destroyed <= gone
    assert [int(folio.split("-")[1]) for folio in standing] == list(range(1, len(standing) + 1))
    assert len(standing) - len(folios) <= KILLS  # one that was written and not yet said, per kill at most


def test_a_rebuild_that_is_killed_changes_nothing(sqlite_url: str, launcher: Launcher) -> None:
    """SIGKILL in the middle of rebuilding: the projections are the old ones or the new ones, which are the same."""
    chance = random.Random(1)
    with closing(open_store(sqlite_url)) as store:
        for _ in range(30):
            take_in(store, "revolver", "ak-47")
        before = dump(store)
    said: list[str] = []
    for _ in range(20):
        said += launcher.kill(rebuilding, sqlite_url, chance.uniform(0, 0.06), words=chance.randint(1, 2))
        with closing(open_store(sqlite_url)) as store:
            assert dump(store) == before
    assert "rebuilt" in said


def test_a_killed_program_leaves_postgresql_sound(postgres_url: str, launcher: Launcher) -> None:
    """The same on PostgreSQL, fewer times: the server ends the dead program's transaction."""
    chance = random.Random(2)
    said: list[str] = []
    for kill in range(20):
        words = 0 if kill % 10 == 0 else chance.randint(1, 6)
        said += launcher.kill(recording, postgres_url, chance.uniform(0, 0.03), words=words)
    with closing(open_store(postgres_url)) as store:
        standing, _gone = _standing(store)
        assert list(checks.verify(store)) == []
    folios = {word for word in said if word != "open" and "/" not in word}
    assert folios
    assert folios <= set(standing)

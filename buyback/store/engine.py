"""Opening a ledger: SQLite (a file) or PostgreSQL (an address), checked before it is trusted.

`Store.reading()` gives one consistent snapshot, `Store.transaction()` the one writer's turn. Whatever the database
complains about comes out as a refusal that a person can read.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url, text
from sqlalchemy.pool import QueuePool

from buyback import config, errors
from buyback.store import schema

BUSY_TIMEOUT_S = 10
_POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")


@dataclass(frozen=True, slots=True)
class Db:
    """One ledger in one transaction: what every view and the writer work on."""

    connection: Connection
    ledger: str


@dataclass(frozen=True, slots=True)
class Store:
    """An open database and the ledger of it that is meant."""

    engine: Engine
    where: str
    ledger: str

    @contextmanager
    def reading(self) -> Iterator[Db]:
        """A snapshot: all that is read inside belongs to one moment."""
        with refusals(self.where), self.engine.connect() as connection, connection.begin():
            yield Db(connection, self.ledger)

    @contextmanager
    def transaction(self) -> Iterator[Db]:
        """The writer's turn: nobody else writes this ledger meanwhile, and all of it is kept or none."""
        with refusals(self.where), self.engine.connect() as plain:
            connection = plain.execution_options(buyback_writes=True)
            with connection.begin():
                yield Db(connection, self.ledger)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"


def open_store(where: str) -> Store:
    """The ledger at a file path or database address; `#CODE` at its end names one of several.

    NoLedger, NotALedger, LedgerNewer, LedgerDamaged, LedgerReadOnly, LedgerLocked, LedgerUnreachable say why not.
    Projections of an older version are rebuilt.
    """
    place, code = _split(where)
    url = _url(place)
    if url.get_backend_name() == "sqlite":
        _check_file(Path(str(url.database)), place)
    engine = _engine(url, place)
    with refusals(place):
        codes = _check_contents(engine, place)
    if code and code not in codes:
        raise errors.UnknownLedgerCode(code=code, known=", ".join(codes) or "-")
    if not codes:
        raise errors.NoLedger(where=place)
    if not code and len(codes) > 1:
        raise errors.LedgerNotNamed(known=", ".join(codes))
    return Store(engine, place, code or codes[0])


def create_store(where: str, code: str) -> Store:
    """A database ready to take the first entry of the ledger `code`; LedgerExists where there is one already."""
    place, _named = _split(where)
    url = _url(place)
    is_sqlite = url.get_backend_name() == "sqlite"
    path = Path(str(url.database))
    with refusals(place):
        if is_sqlite and not path.exists():
            _make_file(path, place)
        engine = _engine(url, place)
        if not is_sqlite:
            _make_on_postgres(engine)
        codes = _check_contents(engine, place)
    if code in codes or (is_sqlite and codes):
        raise errors.LedgerExists(where=place)
    return Store(engine, place, code)


def ledger_codes(where: str) -> tuple[str, ...]:
    """The codes of the ledgers in a database that can be opened."""
    place, _named = _split(where)
    engine = _engine(_url(place), place)
    with refusals(place):
        return _check_contents(engine, place)


def _split(where: str) -> tuple[str, str]:
    place, hash_sign, code = where.rpartition("#")
    if hash_sign and code.isalnum() and code.isascii() and not Path(where).exists():
        return place, code.upper()
    return where, ""


def _url(place: str) -> URL:
    if "://" not in place:
        return URL.create("sqlite", database=str(Path(place).expanduser()))
    try:
        url = make_url(place)
    except exc.ArgumentError as problem:
        raise errors.NotALedger(where=place) from problem
    if url.drivername in _POSTGRES:
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite" or not url.database:
        raise errors.NotALedger(where=place)
    return url


def _check_file(path: Path, place: str) -> None:
    if not path.exists():
        raise errors.NoLedger(where=place)
    if not path.is_file():
        raise errors.NotALedger(where=place)
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as problem:
        raise errors.LedgerUnreachable(where=place, problem=problem.strerror or "") from problem
    if head[:16] != b"SQLite format 3\x00" or int.from_bytes(head[68:72]) != schema.APPLICATION_ID:
        raise errors.NotALedger(where=place)


def _make_file(path: Path, place: str) -> None:
    """Make the file beside its final place and move it there whole, so that no half-made ledger is ever seen."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.new")
        part.unlink(missing_ok=True)
        fresh = sqlite3.connect(part)
        try:
            fresh.executescript(config.data_path("schema.sql").read_text(encoding="utf-8"))
        finally:
            fresh.close()
        part.replace(path)
    except OSError as problem:
        raise errors.LedgerUnreachable(where=place, problem=problem.strerror or str(problem)) from problem
    except sqlite3.Error as problem:
        raise _refusal(problem, place) from problem


def _make_on_postgres(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(1114995042)")
        if not engine.dialect.has_table(connection, "entry"):
            schema.create_on_postgres(connection)


def _engine(url: URL, place: str) -> Engine:
    if url.get_backend_name() != "sqlite":
        try:
            return create_engine(url, connect_args={"connect_timeout": BUSY_TIMEOUT_S})
        except ImportError as problem:
            hint = "pip install 'gun-buyback[postgres]'"
            raise errors.LedgerUnreachable(where=place, problem=hint) from problem
    engine = create_engine(url, poolclass=QueuePool, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """Durable (every commit reaches the disk), patient with another writer, and suspicious of the file."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000}")
    for pragma in (
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("buyback_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _check_contents(engine: Engine, place: str) -> tuple[str, ...]:
    """The codes of the ledgers inside; older projections are rebuilt, a newer format is refused."""
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite" and not engine.dialect.has_table(connection, "entry"):
            raise errors.NoLedger(where=place)
        versions = {
            name: int(value) for name, value in connection.execute(text("SELECT name, value FROM meta"))
        }
        codes = tuple(connection.scalars(text("SELECT code FROM ledger ORDER BY code")))
    if versions["format"] > schema.LOG_VERSION or versions["projections"] > schema.PROJECTIONS_VERSION:
        raise errors.LedgerNewer(where=place)
    return codes


# --- what the database complains about --------------------------------------------------------------------------------


@contextmanager
def refusals(where: str) -> Iterator[None]:
    """Turn the database's errors into refusals; what is not one of these is a bug and passes."""
    try:
        yield
    except exc.DBAPIError as problem:
        if isinstance(problem.orig, sqlite3.Error):
            raise _refusal(problem.orig, where) from problem
        raise _postgres_refusal(problem, where) from problem
    except sqlite3.Error as problem:
        raise _refusal(problem, where) from problem


def _refusal(problem: sqlite3.Error, where: str) -> Exception:
    name = str(getattr(problem, "sqlite_errorname", "") or "")
    said = str(problem)
    for starts, refusal in (
        (("SQLITE_BUSY", "SQLITE_LOCKED"), errors.LedgerLocked(where=where, seconds=BUSY_TIMEOUT_S)),
        (("SQLITE_FULL", "SQLITE_IOERR_WRITE"), errors.DiskFull()),
        (("SQLITE_READONLY",), errors.LedgerReadOnly(where=where)),
        (("SQLITE_CANTOPEN",), errors.LedgerUnreachable(where=where, problem=said)),
        (("SQLITE_NOTADB",), errors.NotALedger(where=where)),
        (("SQLITE_CORRUPT", "SQLITE_IOERR"), errors.LedgerDamaged(where=where, problem=said)),
        (("SQLITE_CONSTRAINT_TRIGGER",), errors.LedgerRefusesEntry(where=where, problem=said)),
    ):
        if name.startswith(starts):
            return refusal
    if name == "SQLITE_ERROR" and said.startswith("no such"):
        return errors.LedgerDamaged(where=where, problem=said)
    return problem


def _postgres_refusal(problem: exc.DBAPIError, where: str) -> Exception:
    state = str(getattr(problem.orig, "sqlstate", None) or "")
    said = (str(problem.orig).strip().splitlines() or [""])[0]
    for starts, refusal in (
        (("55P03", "57014"), errors.LedgerLocked(where=where, seconds=BUSY_TIMEOUT_S)),
        (("53100",), errors.DiskFull()),
        (("25006", "42501"), errors.LedgerReadOnly(where=where)),
        (("P0001",), errors.LedgerRefusesEntry(where=where, problem=said)),
        (("08", "57P", "28", "3D"), errors.LedgerUnreachable(where=where, problem=said)),
    ):
        if state.startswith(starts):
            return refusal
    if isinstance(problem, exc.OperationalError) and not state:
        return errors.LedgerUnreachable(where=where, problem=said)
    return problem

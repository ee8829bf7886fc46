"""Opening a ledger: SQLite (a file) or PostgreSQL (an address), checked before it is trusted.

`Store.reading()` gives one consistent snapshot, `Store.transaction()` the one writer's turn. Whatever the database
complains about comes out as a refusal that a person can read. The tables of models are made when the first entry
is written: reading needs none of them and starts sooner.
"""

import errno
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url
from sqlalchemy.pool import QueuePool

from buyback import config, errors
from buyback.facts import ClockWentBack
from buyback.rules import Approval
from buyback.store import shape, versions
from buyback.store.complaints import BUSY_TIMEOUT_S, refusals, sqlite_refusal
from buyback.store.statements import text

_SQLITE = ("sqlite", "sqlite+pysqlite")
_POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")
_PASSWORD = re.compile(r"(?<=password=)[^&#]*")
_CREDENTIALS = re.compile(r"(?<=://).*@|(?<=password=)[^&#]*")
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(1114995042)"  # makes and remakes tables on PostgreSQL


@dataclass(frozen=True, slots=True)
class Db:
    """One ledger in one transaction: what every view and the writer work on."""

    connection: Connection
    ledger: str


@dataclass(frozen=True, slots=True)
class Store:
    """An open database and the ledger of it that is meant.

    What this process alone knows: `signed_in`, who proved by a PIN to be there, each with the entry that set the PIN;
    `approvals`, given by a PIN, whose entry they name, and not used yet; `clock_steps`, what was recorded about a clock that went back.
    """

    engine: Engine
    where: str
    ledger: str
    signed_in: dict[str, int] = field(default_factory=dict, compare=False)
    approvals: dict[Approval, int] = field(default_factory=dict, compare=False)
    clock_steps: list[ClockWentBack] = field(default_factory=list, compare=False)

    @contextmanager
    def reading(self) -> Iterator[Db]:
        """A snapshot: all that is read inside belongs to one moment, on either engine."""
        with refusals(self.where, reads=True), _reading(self.engine) as connection:
            yield Db(connection, self.ledger)

    @contextmanager
    def transaction(self) -> Iterator[Db]:
        """The writer's turn: nobody else writes this ledger meanwhile, and all of it is kept or none."""
        with refusals(self.where), _writing(self.engine) as connection:
            yield Db(connection, self.ledger)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"


def open_store(where: str, *, as_it_is: bool = False) -> Store:
    """The ledger at a file path or database address; `#CODE` at its end names one of several.

    NoLedger, NotALedger, LedgerNewer, LedgerDamaged, LedgerReadOnly, LedgerLocked, LedgerUnreachable say why not, and
    TablesDisagree where tables that are made from the log are missing or were altered. Projections of an older
    version are rebuilt. A file on a medium that cannot be written opens for reading.
    `as_it_is`: whatever has become of the tables, for whoever checks them or makes them anew.
    """
    place, code = _split(where)
    url = _url(place)
    place = _shown(url, place)
    if url.get_backend_name() == "sqlite":
        _check_file(Path(str(url.database)), place)
    engine = _engine(url, place)
    with _closed_on_refusal(engine), refusals(place, reads=True):
        codes = _check_contents(engine, place, code, as_it_is=as_it_is)
        _choose(code, codes, place)
    return Store(engine, place, code or codes[0])


def _choose(code: str, codes: tuple[str, ...], place: str) -> None:
    """Refuse a name that is not there, and no name where there are several ledgers."""
    if code and code not in codes:
        raise errors.UnknownLedgerCode(code=code, known=", ".join(codes) or "-")
    if not codes:
        raise errors.NoLedger(where=place)
    if not code and len(codes) > 1:
        raise errors.LedgerNotNamed(known=", ".join(codes))


def create_store(where: str, code: str) -> Store:
    """A database ready to take the first entry of the ledger `code`; LedgerExists where there is one already."""
    place, _named = _split(where)
    url = _url(place)
    place = _shown(url, place)
    is_sqlite = url.get_backend_name() == "sqlite"
    if is_sqlite:
        path = Path(str(url.database))
        if not _exists(path, place):
            _make_file(path, place)
        _check_file(path, place)
    engine = _engine(url, place)
    with _closed_on_refusal(engine), refusals(place):
        if not is_sqlite:
            _make_on_postgres(engine)
        codes = _check_contents(engine, place, code)
        if code in codes or (is_sqlite and codes):
            raise errors.LedgerExists(where=place)
    return Store(engine, place, code)


def _split(where: str) -> tuple[str, str]:
    place, hash_sign, code = where.rpartition("#")
    if hash_sign and place and code.isalnum() and code.isascii() and not _exists(Path(where), where):
        return place, code.upper()
    return where, ""


def _url(place: str) -> URL:
    if "://" not in place and place != ":memory:":  # which SQLite takes for no file at all
        return URL.create("sqlite", database=os.path.expanduser(place))
    try:
        place.encode()  # half a character is in no address
        url = make_url(place)
    except (exc.ArgumentError, ValueError) as problem:
        raise errors.NotALedger(where=_CREDENTIALS.sub("***", place)) from problem
    if url.drivername in _POSTGRES:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername not in _SQLITE or url.database in (None, "", ":memory:"):
        raise errors.NotALedger(where=_shown(url, place))
    return url.set(drivername="sqlite")


def _shown(url: URL, place: str) -> str:
    """The place as messages may name it: an address without its password."""
    shown = place if url.password is None else url.render_as_string(hide_password=True)
    return _PASSWORD.sub("***", shown) if "://" in place else shown


def _exists(path: Path, place: str) -> bool:
    """Whether the file is there; LedgerUnreachable for a path that no file can have, or may not be looked at."""
    try:
        return path.exists()
    except OSError as problem:
        raise _file_refusal(problem, place) from problem


def _check_file(path: Path, place: str) -> None:
    if not _exists(path, place):
        raise errors.NoLedger(where=place)
    if not path.is_file():
        raise errors.NotALedger(where=place)
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as problem:
        raise _file_refusal(problem, place) from problem
    if head[:16] != b"SQLite format 3\x00" or int.from_bytes(head[68:72]) != versions.APPLICATION_ID:
        raise errors.NotALedger(where=place)


def _make_file(path: Path, place: str) -> None:
    """Make the file beside its final place and move it there whole, so that no half-made ledger is ever seen.

    Its name is used by nobody else, so that what a program that was killed left here is in nobody's way.
    """
    part = path.with_name(f".buyback-{token_hex(4)}.new")
    try:
        _make_folder(path.parent)
        part.touch(
            mode=0o600
        )  # it holds what proves PINs; and the system says better than SQLite why there can be no file
        fresh = sqlite3.connect(part)
        try:
            fresh.executescript(config.data_path("schema.sql").read_text(encoding="utf-8"))
            fresh.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # closing would not say that the disk is full
        finally:
            fresh.close()
        _move_into_place(part, path)
    except OSError as problem:
        raise _file_refusal(problem, place) from problem
    except sqlite3.Error as problem:
        raise sqlite_refusal(problem, place) from problem
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                part.with_name(part.name + end).unlink(missing_ok=True)


def _make_folder(folder: Path) -> None:
    """The folder is there; where a file has its name, or that of one above it, it is no folder that can be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as problem:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from problem


def _move_into_place(part: Path, path: Path) -> None:
    """Give the file its name unless another process was first, whose file then stays."""
    try:
        os.link(part, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links, such as a memory stick's
        if not path.exists():
            part.replace(path)


def _file_refusal(problem: OSError, place: str) -> errors.LedgerRefusal:
    if problem.errno == errno.ENOSPC:
        return errors.DiskFull(where=place)
    if problem.errno == errno.EROFS:
        return errors.LedgerReadOnly(where=place)
    return errors.LedgerUnreachable(where=place, problem=problem.strerror or str(problem))


def _make_on_postgres(engine: Engine) -> None:
    from buyback.store import schema

    with _writing(engine) as connection:
        connection.exec_driver_sql(ONE_AT_A_TIME)
        if not engine.dialect.has_table(connection, "entry"):
            schema.create_on_postgres(connection)


def _engine(url: URL, place: str) -> Engine:
    if url.get_backend_name() != "sqlite":
        try:
            engine = create_engine(
                url, connect_args={"connect_timeout": BUSY_TIMEOUT_S}, hide_parameters=True
            )  # an error that is shown names the statement, never what a clerk typed or a PIN's hash
        except ImportError as problem:
            hint = "pip install 'gun-buyback[postgres]'"
            raise errors.LedgerUnreachable(where=place, problem=hint) from problem
        return engine
    connect = _sqlite_connector(Path(str(url.database)))
    engine = create_engine(url, poolclass=QueuePool, creator=connect, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _sqlite_connector(path: Path) -> Callable[[], sqlite3.Connection]:
    """How to open the file, for any thread.

    In a folder that cannot be written (an auditor's read-only stick) SQLite cannot make the files that it needs beside
    a database in WAL mode, so there the file is opened as one that nobody changes. Not while a log lies beside it: the
    newest entries are in that, and SQLite reads it where its index is there too.
    """
    log = path.with_name(f"{path.name}-wal")
    fixed = not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    address = f"{path.resolve().as_uri()}?immutable=1" if fixed else str(path)
    return lambda: sqlite3.connect(address, uri=fixed, check_same_thread=False)


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


@contextmanager
def _reading(engine: Engine) -> Iterator[Connection]:
    """A connection in one snapshot. Begun here, as a listener for the engine's begin costs every statement."""
    snapshot = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("BEGIN" if engine.dialect.name == "sqlite" else snapshot)
        yield connection


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that writes: a wait for other writers that ends, then what they have left."""
    patience = f"SET LOCAL lock_timeout = '{BUSY_TIMEOUT_S}s'"
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("BEGIN IMMEDIATE" if engine.dialect.name == "sqlite" else patience)
        yield connection


def _check_contents(engine: Engine, place: str, code: str, *, as_it_is: bool = False) -> tuple[str, ...]:
    """The codes of the ledgers inside; older or lost projections are rebuilt, a newer format is refused."""
    with _reading(engine) as connection:
        if engine.dialect.name != "sqlite" and not engine.dialect.has_table(connection, "entry"):
            raise errors.NoLedger(where=place)
        is_older = _is_older(connection, place)
        misfits = [] if is_older else shape.altered(connection)
        if misfits and not as_it_is:
            raise errors.TablesDisagree(where=place, problem=shape.named(misfits))
        if not is_older and as_it_is:
            return _told(connection, code, is_known="table ledger" not in misfits)
        is_unfit = is_older or _is_lost(connection, code)
    if is_unfit:
        with refusals(place), _writing(engine) as connection:
            _upgrade(connection, place, code)
    with _reading(engine) as connection:
        for name in connection.scalars(text(_KNOWN + " WHERE NOT" + _HAS_ENTRIES)):
            raise errors.TablesDisagree(where=place, problem=f"ledger {name}")
        return tuple(connection.scalars(text(f"{_KNOWN} ORDER BY code")))


_KNOWN = "SELECT code FROM ledger"
_HAS_ENTRIES = " EXISTS (SELECT 1 FROM entry WHERE entry.ledger = code)"


def _told(connection: Connection, code: str, *, is_known: bool) -> tuple[str, ...]:
    """The ledgers inside, those that the table of the ledgers and the log know; if there is none, as the log tells."""
    known = connection.scalars(text(_KNOWN + " WHERE" + _HAS_ENTRIES)).all() if is_known else []
    if known and code in ("", *known):
        return tuple(sorted(known))
    told = connection.scalars(text("SELECT DISTINCT ledger FROM entry"))
    return tuple(sorted(found for found in told if isinstance(found, str)))


def _is_older(connection: Connection, place: str) -> bool:
    """Whether the projections are of an older version; LedgerNewer where they, or the log, are of a newer one."""
    found = {name: str(value) for name, value in connection.execute(text("SELECT name, value FROM meta"))}
    try:
        log = int(found["format"])
    except (KeyError, ValueError) as problem:
        raise errors.LedgerDamaged(where=place, problem=f"meta: {problem}") from problem
    said = found.get("projections", "")
    made = int(said) if said.isdecimal() else 0  # tables of which nobody knows the version are made anew
    if log < 1:
        raise errors.LedgerDamaged(where=place, problem=f"meta: format {log}")
    if log > versions.LOG_VERSION or made > versions.PROJECTIONS_VERSION:
        raise errors.LedgerNewer(where=place)
    return made < versions.PROJECTIONS_VERSION


def _is_lost(connection: Connection, code: str) -> bool:
    """Whether the log has entries, of the ledger that is named or of any, and the table of the ledgers has none."""
    known = "SELECT 1 FROM ledger WHERE :code IN ('', code) LIMIT 1"
    told = "SELECT 1 FROM entry WHERE :code IN ('', ledger) LIMIT 1"
    if connection.scalar(text(known), {"code": code}):
        return False
    return bool(connection.scalar(text(told), {"code": code}))


def _upgrade(connection: Connection, place: str, code: str) -> None:
    """Remake the projections' tables and fill them from the log, unless another process just did."""
    from buyback.store import projections, schema

    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(ONE_AT_A_TIME)
    if _is_older(connection, place) or _is_lost(connection, code):
        schema.remake_projections(connection)
        with refusals(place):
            projections.refill(connection)


@contextmanager
def _closed_on_refusal(engine: Engine) -> Iterator[None]:
    try:
        yield
    except BaseException:
        engine.dispose()
        raise

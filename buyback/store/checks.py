"""Verification is recomputation: every digest again, and every projection again from the log.

Each check yields findings and none stops the others; an empty answer means that nothing was found.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, select, text

from buyback import chain
from buyback.chain import Checkpoint, Finding, Sealed
from buyback.i18n import N_
from buyback.store.engine import Db, Store
from buyback.store.entries import A_FEW_AT_A_TIME, Unreadable, entries
from buyback.store.views import log

Progress = Callable[[int], None]


def _silent(_done: int) -> None:
    """Report no progress."""


def verify(store: Store, given: Iterable[Checkpoint] = (), progress: Progress = _silent) -> Iterator[Finding]:
    """Every finding in the store's ledger: the file, the chain, the checkpoints kept elsewhere, the projections."""
    with store.reading() as db:
        yield from check_file(db)
        yield from check_chain(db, progress)
        for checkpoint in given:
            of = Db(db.connection, checkpoint.ledger)
            yield from chain.check_checkpoint(checkpoint, log.sealed(of, checkpoint.seq))
        yield from check_projections(db)


def check_file(db: Db) -> Iterator[Finding]:
    """Whether SQLite finds its own file sound; PostgreSQL looks after its files itself."""
    if db.connection.dialect.name != "sqlite":
        return
    for problem in db.connection.scalars(text("PRAGMA quick_check(20)")):
        if problem != "ok":
            template = N_("The file is damaged: {problem}; go on from the last backup.")
            yield Finding("file", db.ledger, 0, template, (("problem", str(problem)),))


def check_chain(db: Db, progress: Progress = _silent) -> Iterator[Finding]:
    """Digests, order, gaps, and the columns against the bodies."""
    yield from chain.verify(_counted(entries(db.connection, ledger=db.ledger), progress))


def _counted(rows: Iterable[Sealed], progress: Progress) -> Iterator[Sealed]:
    for number, row in enumerate(rows, start=1):
        if number % 5000 == 0:
            progress(number)
        yield row


def check_projections(db: Db) -> Iterator[Finding]:
    """Replay the log into an empty database and compare every row of every projection with what stands there."""
    from buyback.store import schema

    with tempfile.TemporaryDirectory(prefix="buyback-verify-") as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'replay.db'}")
        try:
            with engine.begin() as fresh:
                for pragma in ("synchronous = OFF", "journal_mode = OFF", "ignore_check_constraints = ON"):
                    fresh.exec_driver_sql(f"PRAGMA {pragma}")
                for table in schema.projections():
                    table.create(fresh)
                yield from _replay(db, fresh)
                for table in schema.projections():
                    yield from _compare(db, fresh, table)
        finally:
            engine.dispose()


def _replay(db: Db, fresh: Connection) -> Iterator[Finding]:
    from buyback.store import projections

    skipped: list[Unreadable] = []
    projections.replay(fresh, entries(db.connection, ledger=db.ledger), skipped=skipped)
    for unreadable in skipped:
        template = N_("Entry {seq} cannot be read: {problem}.")
        yield Finding("unreadable", db.ledger, unreadable.seq, template, (("problem", unreadable.problem),))


def _compare(db: Db, fresh: Connection, table: Table) -> Iterator[Finding]:
    ours = table.c.code if table.name == "ledger" else table.c.ledger
    query = select(table).where(ours == db.ledger).order_by(*table.primary_key)
    key = [column.name for column in table.primary_key]
    stands = db.connection.execute(query, execution_options=A_FEW_AT_A_TIME).mappings()
    should = fresh.execute(query, execution_options=A_FEW_AT_A_TIME).mappings()
    for kind, name, column in _differences(iter(stands), iter(should), key):
        template = {
            "extra": N_("The table {table} has a row {row} that no entry explains."),
            "missing": N_("The table {table} lacks the row {row} that the log tells of."),
            "changed": N_("The table {table}, row {row}: {column} is not what the log says."),
        }[kind]
        yield Finding(
            "projections",
            db.ledger,
            0,
            template,
            (("table", table.name), ("row", name), ("column", column)),
        )


def _differences(
    stands: Iterator[Any], should: Iterator[Any], key: list[str]
) -> Iterator[tuple[str, str, str]]:
    """Walk two row streams in the order of their key: (what differs, the row's key, the column)."""
    here: Any = next(stands, None)
    there: Any = next(should, None)
    while here is not None or there is not None:
        mine = tuple(here[name] for name in key) if here is not None else None
        other = tuple(there[name] for name in key) if there is not None else None
        if other is None or (mine is not None and mine < other):
            yield "extra", _named(mine), ""
            here = next(stands, None)
        elif mine is None or mine > other:
            yield "missing", _named(other), ""
            there = next(should, None)
        else:
            for column in here:
                if here[column] != there[column]:
                    yield "changed", _named(mine), column
            here, there = next(stands, None), next(should, None)


def _named(key: tuple[Any, ...] | None) -> str:
    return "/".join(str(part) for part in key or ())

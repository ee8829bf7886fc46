"""What the log tells, walked over once more, and the tables that were made of it, compared row by row with a replay."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, exc, select

from buyback import errors
from buyback.chain import Entry, Finding, Since
from buyback.i18n import N_
from buyback.store import secrets
from buyback.store.checks.counts import count
from buyback.store.checks.log import Progress, silent, sound
from buyback.store.checks.tally import Tally
from buyback.store.close_story import OTHER_END
from buyback.store.complaints import first_line, refusal_of, temporary_place
from buyback.store.engine import Db
from buyback.store.entries import A_FEW_AT_A_TIME, Unreadable, entries
from buyback.store.key_story import KeyStory
from buyback.store.people_story import PeopleStory
from buyback.store.statements import text
from buyback.store.story import Story


def check_projections(
    db: Db, tally: Tally | None = None, replayed: Progress = silent, compared: Progress = silent
) -> Iterator[Finding]:
    """Replay the log into an empty database and compare every row of every projection with what stands there.

    `replayed` is told entries, `compared` tables.
    """
    from buyback.store import schema

    tally = tally or Tally()
    with _thrown_away() as fresh:
        schema.create_projections(fresh)
        yield from _replay(db, fresh, tally, replayed)
        for number, table in enumerate(schema.projections(), start=1):
            yield from tried(db, table.name, _compare(db, fresh, table, tally))
            compared(number)
        yield from check_closes(db, fresh)
        yield from tried(db, "secret", check_secrets(db, fresh, tally))


@contextmanager
def _thrown_away() -> Iterator[Connection]:
    """An empty database for a while; NoRoom where the folder for temporary files cannot hold it."""
    try:
        with tempfile.TemporaryDirectory(prefix="buyback-verify-") as folder:
            engine = create_engine(f"sqlite:///{Path(folder) / 'replay.db'}")
            try:
                with engine.begin() as fresh:
                    for pragma in (
                        "synchronous = OFF",
                        "journal_mode = OFF",
                        "ignore_check_constraints = ON",
                    ):
                        fresh.exec_driver_sql(f"PRAGMA {pragma}")
                    yield fresh
            finally:
                engine.dispose()
    except OSError as problem:
        raise errors.NoRoom(place=temporary_place(), problem=problem.strerror or str(problem)) from problem


def check_closes(db: Db, fresh: Connection) -> Iterator[Finding]:
    """Whether each close that the log, as it was replayed, tells of names the digest of the entry before it."""
    closes = text(
        "SELECT seq, site, business_on, checkpoint_digest FROM close WHERE checkpoint_seq = seq - 1"
    )
    before = text("SELECT digest FROM entry WHERE ledger = :ledger AND seq = :seq")
    for seq, site, day, digest in fresh.execute(closes).all():
        if db.connection.scalar(before, {"ledger": db.ledger, "seq": seq - 1}) != digest:
            values = (("name", site), ("before", seq - 1), ("day", day))
            yield Finding("closes", db.ledger, seq, OTHER_END, values)


def check_secrets(db: Db, fresh: Connection, tally: Tally) -> Iterator[Finding]:
    """Whether there is something to check each PIN and each open voucher's code by that the log, as it was replayed,
    says was set, and nothing else.
    """
    for kind, told, lacks, too_much in _SECRETS:
        kept, should = secrets.subjects(db, kind), set(fresh.scalars(text(told), {"ledger": db.ledger}))
        tally.secrets += len(should)
        for template, names in ((lacks, should - kept), (too_much, kept - should)):
            for name in sorted(names):
                yield Finding("secrets", db.ledger, 0, template, (("name", name),), "look")


_SECRETS: tuple[tuple[secrets.Kind, str, str, str], ...] = (
    (
        "pin",
        "SELECT alias FROM operator WHERE ledger = :ledger AND pin_seq > 0 AND revoked_seq = 0",
        N_("The log says that {name} has a PIN, and nothing is kept to check it by."),
        N_("Something is kept to check a PIN of {name} by, and no entry set one."),
    ),
    (
        "voucher",
        """SELECT v.folio FROM voucher v JOIN drop_off d ON d.folio = v.folio
           WHERE v.ledger = :ledger AND v.coded = 1 AND d.status = 'voucher'""",
        N_("The log says that the open voucher {name} has a code, and nothing is kept to check it by."),
        N_("Something is kept to check a code of {name} by, and no voucher of it with a code is open."),
    ),
)
"""What the log says has a secret, and what is wrong where none is kept, or one that it knows nothing of."""


def _replay(db: Db, fresh: Connection, tally: Tally, progress: Progress) -> Iterator[Finding]:
    from buyback.store import projections

    skipped: list[Unreadable] = []
    told, aliases, given = Story(db.ledger), PeopleStory(db.ledger), KeyStory(db.ledger)

    def watch(entry: Entry) -> None:
        count(entry, tally)
        told.tell(entry)
        aliases.tell(entry)
        given.tell(entry)

    rows = sound(entries(db.connection, ledger=db.ledger))
    projections.replay(fresh, rows, progress=progress, skipped=skipped, watch=watch)
    told.findings += aliases.findings + given.findings
    yield from told.findings
    contradict = {finding.seq for finding in told.findings}
    for unreadable in (each for each in skipped if each.seq not in contradict):
        template = N_("Entry {seq} cannot be read: {problem}.")
        values = (("problem", unreadable.problem),)
        yield Finding("unreadable", db.ledger, unreadable.seq, template, values, "look")


def tried(db: Db, table: str, found: Iterator[Finding]) -> Iterator[Finding]:
    """What a check finds; a table that is missing or has other columns by now is a finding and no end."""
    try:
        with (
            db.connection.begin_nested()
        ):  # PostgreSQL ends a transaction at its first error, and not only a savepoint
            yield from found
    except exc.DBAPIError as problem:
        if not isinstance(refusal_of(problem, ""), errors.TablesDisagree):
            raise
        template = N_("The table {table} cannot be read: {problem}.")
        values = (("table", table), ("problem", first_line(problem)))
        yield Finding("projections", db.ledger, 0, template, values)


def _compare(db: Db, fresh: Connection, table: Table, tally: Tally) -> Iterator[Finding]:
    query = select(table).order_by(*table.primary_key)
    if db.connection.dialect.name != "sqlite":  # a file is one ledger's: there every row has to be explained
        query = query.where((table.c.code if table.name == "ledger" else table.c.ledger) == db.ledger)
    key = [column.name for column in table.primary_key]
    tally.tables += 1
    stands = db.connection.execute(query, execution_options=A_FEW_AT_A_TIME).mappings()
    should = fresh.execute(query, execution_options=A_FEW_AT_A_TIME).mappings()
    for kind, row, columns in _differences(iter(stands), _counted(should, tally), key):
        template = _DIFFERS[kind if len(columns) < 2 else "changed much"]
        named = _named(tuple(row[name] for name in key))
        values = (("table", table.name), ("row", named), ("column", ", ".join(columns)))
        yield Finding("projections", db.ledger, 0, template, values, since=_began(fresh, row))


_DIFFERS = {
    "extra": N_("The table {table} has a row {row} that no entry explains."),
    "missing": N_("The table {table} lacks the row {row} that the log tells of."),
    "changed": N_("The table {table}, row {row}: {column} is not what the log says."),
    "changed much": N_("The table {table}, row {row}: {column} are not what the log says."),
}


def _began(fresh: Connection, row: Any) -> Since | None:
    """The entry by which the row, or the drop-off that it is of, came to be; it was changed after that and nobody knows when."""
    seq = row.get("seq")
    if seq is None and "folio" in row:
        seq = fresh.scalar(text("SELECT seq FROM drop_off WHERE folio = :folio"), {"folio": row["folio"]})
    return Since(seq) if isinstance(seq, int) and seq > 0 else None


def _counted(rows: Iterable[Any], tally: Tally) -> Iterator[Any]:
    for row in rows:
        tally.rows += 1
        yield row


def _differences(
    stands: Iterator[Any], should: Iterator[Any], key: list[str]
) -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    """Walk two row streams in the order of their key: (what differs, the row, its columns that do)."""
    here: Any = next(stands, None)
    there: Any = next(should, None)
    while here is not None or there is not None:
        mine = tuple(here[name] for name in key) if here is not None else None
        other = tuple(there[name] for name in key) if there is not None else None
        if other is None or (mine is not None and _rank(mine) < _rank(other)):
            yield "extra", here, ()
            here = next(stands, None)
        elif mine is None or mine != other:
            yield "missing", there, ()
            there = next(should, None)
        else:
            columns = tuple(column for column in here if here[column] != there[column])
            if columns:
                yield "changed", there, columns
            here, there = next(stands, None), next(should, None)


def _rank(key: tuple[Any, ...]) -> list[tuple[int, Any]]:
    """The key as SQLite sorts it: nothing, numbers, text, bytes."""
    ranks = {type(None): 0, int: 1, float: 1, str: 2, bytes: 3}
    return [(ranks[type(part)], "" if part is None else part) for part in key]


def _named(key: tuple[Any, ...]) -> str:
    return "/".join(map(str, key))

"""Verification is recomputation: every digest again, and every projection again from the log.

Each check yields findings and none stops the others; an empty answer means that nothing was found.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, exc, select

from buyback import chain, errors
from buyback.chain import Checkpoint, Entry, Finding, Sealed
from buyback.i18n import N_
from buyback.store import secrets, shape, versions
from buyback.store.close_story import OTHER_END
from buyback.store.complaints import first_line, refusal_of, temporary_place
from buyback.store.engine import Db, Store
from buyback.store.entries import A_FEW_AT_A_TIME, Unreadable, entries, is_sound
from buyback.store.key_story import KeyStory
from buyback.store.people_story import PeopleStory
from buyback.store.statements import text
from buyback.store.story import Story

Progress = Callable[[int], None]


def _silent(_done: int) -> None:
    """Report no progress."""


def head(store: Store) -> Checkpoint:
    """Where the log ends, read from the log alone, whatever else is wrong with the ledger."""
    last = text(
        "SELECT seq, digest FROM entry WHERE ledger = :ledger AND seq <= :largest ORDER BY seq DESC LIMIT 1"
    )
    with store.reading() as db:
        found = db.connection.execute(last, {"ledger": db.ledger, "largest": chain.LARGEST_INTEGER}).first()
    return Checkpoint(store.ledger, *found) if found else Checkpoint(store.ledger, 0, chain.FIRST_PREVIOUS)


def verify(store: Store, given: Iterable[Checkpoint] = (), progress: Progress = _silent) -> Iterator[Finding]:
    """Every finding in the store's ledger: the file, its guards, the chain, the checkpoints kept elsewhere, the tables.

    CheckpointElsewhere for a checkpoint of another ledger, which says nothing about this one.
    """
    for checkpoint in given:
        if checkpoint.ledger != store.ledger:
            raise errors.CheckpointElsewhere(given=checkpoint.ledger, own=store.ledger)
    with store.reading() as db:
        yield from check_file(db)
        yield from check_guards(db)
        yield from check_versions(db)
        yield from check_ledgers(db)
        yield from check_chain(db, progress)
        yield from _tried(db, "ledger", check_end(db))
        for checkpoint in given:
            rows = _sound(entries(db.connection, ledger=db.ledger, after=checkpoint.seq - 1, limit=1))
            found = {row.seq: row for row in rows}
            yield from chain.check_checkpoint(checkpoint, found.get(checkpoint.seq))
        yield from check_projections(db)


def check_file(db: Db) -> Iterator[Finding]:
    """Whether SQLite finds its own file sound; PostgreSQL looks after its files itself."""
    if db.connection.dialect.name != "sqlite":
        return
    for problem in db.connection.scalars(text("PRAGMA integrity_check(20)")):
        if problem != "ok":
            template = N_("The file is damaged: {problem}; go on from the last backup.")
            yield Finding("file", db.ledger, 0, template, (("problem", str(problem)),))


def check_guards(db: Db) -> Iterator[Finding]:
    """Whether the tables, indexes and triggers are those of a new ledger: without triggers the log can be changed."""
    stands, should = shape.stands(db.connection), shape.should(db.connection)
    for name in sorted(should.keys() - stands.keys()):
        template = N_("The database lacks its {name}, so it no longer guards itself.")
        yield Finding("guards", db.ledger, 0, template, (("name", name),))
    for name in sorted(stands.keys() - should.keys()):
        template = N_("The database has a foreign {name}.")
        yield Finding("guards", db.ledger, 0, template, (("name", name),))
    for name in sorted(name for name in stands.keys() & should.keys() if stands[name] != should[name]):
        template = N_("The {name} of the database is not the one that this program makes.")
        yield Finding("guards", db.ledger, 0, template, (("name", name),))


def check_versions(db: Db) -> Iterator[Finding]:
    """Whether the tables are said to be those of this version."""
    found = {
        str(name): str(value) for name, value in db.connection.execute(text("SELECT name, value FROM meta"))
    }
    should = {"format": str(versions.LOG_VERSION), "projections": str(versions.PROJECTIONS_VERSION)}
    for name in sorted(found.keys() | should.keys()):
        if found.get(name) != should.get(name):
            template = N_("The table meta says {found} of {name}, and this program makes {should}.")
            values = (("name", name), ("found", found.get(name, "-")), ("should", should.get(name, "-")))
            yield Finding("versions", db.ledger, 0, template, values)


def check_ledgers(db: Db) -> Iterator[Finding]:
    """Whether a SQLite file holds the entries of its own ledger only; a PostgreSQL database may hold many."""
    if db.connection.dialect.name != "sqlite":
        return
    others = text(
        "SELECT ledger, count(*) FROM entry WHERE ledger IS NOT :ledger GROUP BY ledger ORDER BY ledger"
    )
    for other, count in db.connection.execute(others, {"ledger": db.ledger}):
        template = N_("The file holds entries of another ledger, {other}: {count}.")
        yield Finding("ledgers", db.ledger, 0, template, (("other", str(other)), ("count", count)))


def check_end(db: Db) -> Iterator[Finding]:
    """Whether the log reaches as far as the ledger's own row says."""
    last = db.connection.scalar(
        text("SELECT max(seq) FROM entry WHERE ledger = :ledger AND seq <= :largest"),
        {"ledger": db.ledger, "largest": chain.LARGEST_INTEGER},
    )
    knows = db.connection.scalar(
        text("SELECT head_seq FROM ledger WHERE code = :ledger"), {"ledger": db.ledger}
    )
    knows, last = (value if isinstance(value, int) else 0 for value in (knows, last))
    if knows > last:
        template = N_(
            "The log ends with entry {seq}, and the ledger knows entry {knows}: its end was cut off."
        )
        yield Finding("end", db.ledger, last, template, (("knows", knows),))


def check_chain(db: Db, progress: Progress = _silent) -> Iterator[Finding]:
    """Digests, order, gaps, and the columns against the bodies."""
    odd: list[Sealed] = []
    rows = _sound(entries(db.connection, ledger=db.ledger), odd)
    yield from chain.verify(_counted(rows, progress))
    for row in odd:
        template = N_(
            "A row of the log, numbered {number}, holds something else than text and whole numbers."
        )
        yield Finding("columns", db.ledger, 0, template, (("number", repr(row.seq)),))


def _sound(rows: Iterable[Sealed], odd: list[Sealed] | None = None) -> Iterator[Sealed]:
    """The rows whose columns are of their types; the others, which a table without STRICT can hold, go into `odd`."""
    for row in rows:
        if is_sound(row):
            yield row
        elif odd is not None:
            odd.append(row)


def _counted(rows: Iterable[Sealed], progress: Progress) -> Iterator[Sealed]:
    for number, row in enumerate(rows, start=1):
        if number % 5000 == 0:
            progress(number)
        yield row


def check_projections(db: Db) -> Iterator[Finding]:
    """Replay the log into an empty database and compare every row of every projection with what stands there."""
    from buyback.store import schema

    with _thrown_away() as fresh:
        for table in schema.projections():
            table.create(fresh)
        yield from _replay(db, fresh)
        for table in schema.projections():
            yield from _tried(db, table.name, _compare(db, fresh, table))
        yield from check_closes(db, fresh)
        yield from _tried(db, "secret", check_secrets(db, fresh))


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
            yield Finding("story", db.ledger, seq, OTHER_END, values)


def check_secrets(db: Db, fresh: Connection) -> Iterator[Finding]:
    """Whether there is something to check each PIN and each open voucher's code by that the log, as it was replayed,
    says was set, and nothing else.
    """
    for kind, told, lacks, too_much in _SECRETS:
        kept, should = secrets.subjects(db, kind), set(fresh.scalars(text(told), {"ledger": db.ledger}))
        for template, names in ((lacks, should - kept), (too_much, kept - should)):
            for name in sorted(names):
                yield Finding("secrets", db.ledger, 0, template, (("name", name),))


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


def _replay(db: Db, fresh: Connection) -> Iterator[Finding]:
    from buyback.store import projections

    skipped: list[Unreadable] = []
    told, aliases, given = Story(db.ledger), PeopleStory(db.ledger), KeyStory(db.ledger)

    def watch(entry: Entry) -> None:
        told.tell(entry)
        aliases.tell(entry)
        given.tell(entry)

    rows = _sound(entries(db.connection, ledger=db.ledger))
    projections.replay(fresh, rows, skipped=skipped, watch=watch)
    told.findings += aliases.findings + given.findings
    yield from told.findings
    contradict = {finding.seq for finding in told.findings}
    for unreadable in (each for each in skipped if each.seq not in contradict):
        template = N_("Entry {seq} cannot be read: {problem}.")
        yield Finding("unreadable", db.ledger, unreadable.seq, template, (("problem", unreadable.problem),))


def _tried(db: Db, table: str, found: Iterator[Finding]) -> Iterator[Finding]:
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


def _compare(db: Db, fresh: Connection, table: Table) -> Iterator[Finding]:
    query = select(table).order_by(*table.primary_key)
    if db.connection.dialect.name != "sqlite":  # a file is one ledger's: there every row has to be explained
        query = query.where((table.c.code if table.name == "ledger" else table.c.ledger) == db.ledger)
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
        if other is None or (mine is not None and _rank(mine) < _rank(other)):
            yield "extra", _named(mine), ""
            here = next(stands, None)
        elif mine is None or mine != other:
            yield "missing", _named(other), ""
            there = next(should, None)
        else:
            for column in here:
                if here[column] != there[column]:
                    yield "changed", _named(mine), column
            here, there = next(stands, None), next(should, None)


def _rank(key: tuple[Any, ...]) -> list[tuple[int, Any]]:
    """The key as SQLite sorts it: nothing, numbers, text, bytes."""
    ranks = {type(None): 0, int: 1, float: 1, str: 2, bytes: 3}
    return [(ranks[type(part)], "" if part is None else part) for part in key]


def _named(key: tuple[Any, ...] | None) -> str:
    return "/".join(str(part) for part in key or ())

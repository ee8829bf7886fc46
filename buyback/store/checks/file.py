"""What stands around the log: the file, the tables and triggers that guard it, what they say of themselves, whose they are."""

from collections.abc import Iterator

from buyback.chain import Finding
from buyback.i18n import N_
from buyback.store import shape, versions
from buyback.store.checks.tally import Tally
from buyback.store.engine import Db
from buyback.store.statements import text


def check_file(db: Db) -> Iterator[Finding]:
    """Whether SQLite finds its own file sound; PostgreSQL looks after its files itself."""
    if db.connection.dialect.name != "sqlite":
        return
    for problem in db.connection.scalars(text("PRAGMA integrity_check(20)")):
        if problem != "ok":
            template = N_("The file is damaged: {problem}; go on from the last backup.")
            yield Finding("file", db.ledger, 0, template, (("problem", str(problem)),))


def check_guards(db: Db, tally: Tally) -> Iterator[Finding]:
    """Whether the tables, indexes and triggers are those of a new ledger: without triggers the log can be changed."""
    stands, should = shape.stands(db.connection), shape.should(db.connection)
    tally.objects = len(should)
    for name in sorted(should.keys() - stands.keys()):
        template = N_("The database lacks its {name}, so it no longer guards itself.")
        yield Finding("guards", db.ledger, 0, template, (("name", name),))
    for name in sorted(stands.keys() - should.keys()):
        template = N_("The database has a foreign {name}.")
        yield Finding("guards", db.ledger, 0, template, (("name", name),), "look")
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
            yield Finding("versions", db.ledger, 0, template, values, "look")


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

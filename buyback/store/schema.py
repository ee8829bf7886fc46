"""The tables as SQL: schema.sql for SQLite, and the same tables, comments and triggers on PostgreSQL."""

from collections.abc import Iterator
from functools import cache

from sqlalchemy import Connection, Dialect, Index, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, SetColumnComment, SetTableComment
from sqlmodel import SQLModel

from buyback.store import guards, models
from buyback.store.versions import APPLICATION_ID, KEPT_TABLES, LOG_VERSION, PROJECTIONS_VERSION

_VERSION = "INSERT INTO meta (name, value) VALUES ('{name}', '{value}')"

_HEAD = """\
-- The ledger of a weapons buyback, as SQLite sees it. Generated from buyback/store/models; a test keeps it so.
-- The table entry is the truth; the others are made from it. Check a digest by hand with any SHA-256 tool:
--   SELECT previous || char(10) || body, digest FROM entry ORDER BY ledger, seq;
PRAGMA journal_mode = WAL;
BEGIN IMMEDIATE;
PRAGMA application_id = {application_id};
"""


@cache
def tables() -> tuple[Table, ...]:
    """Every table of a ledger, each after those that it refers to."""
    return tuple(SQLModel.metadata.tables[str(kind.__tablename__)] for kind in models.TABLES)


@cache
def log() -> Table:
    """The table of the entries."""
    return next(table for table in tables() if table.name == models.EntryRow.__tablename__)


@cache
def projections() -> tuple[Table, ...]:
    """The tables that are made from the log, each after those that it refers to."""
    return tuple(table for table in tables() if table.name not in KEPT_TABLES)


@cache
def secrets() -> Table:
    """The table of what proves PINs and codes."""
    return next(table for table in tables() if table.name == models.SecretRow.__tablename__)


def sqlite_schema() -> str:
    """The text of schema.sql: `sqlite3 new.db < schema.sql` makes an empty ledger."""
    dialect: Dialect = sqlite.dialect()
    statements = [_commented(table, dialect) for table in tables()]
    statements += [_one_line(index, dialect) for table in tables() for index in _indexes(table)]
    statements += guards.SQLITE
    statements += [_VERSION.format(name=name, value=value) for name, value in _versions()]
    head = _HEAD.format(application_id=APPLICATION_ID)
    return head + "".join(f"\n{statement};\n" for statement in statements) + "\nCOMMIT;\n"


def create_projections(connection: Connection) -> None:
    """Make the projections in an empty SQLite database."""
    for table in projections():
        for statement in _sqlite_table(table):
            connection.exec_driver_sql(statement)


def remake_projections(connection: Connection, *, spares_others: bool = False) -> None:
    """Drop the projections, whatever their columns, and make them as they are now, empty.

    The secrets stay; a ledger that has no table of them gets one. `spares_others`: tables that this version does not
    know stay; an older version's would be in the way.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    _drop_projections(connection, spares_others=spares_others)
    has_secrets = connection.dialect.has_table(connection, secrets().name)
    for table in projections() if has_secrets else (*projections(), secrets()):
        if is_sqlite:
            for index in _indexes(table):
                connection.exec_driver_sql(f"DROP INDEX IF EXISTS {index.name}")
        for statement in _sqlite_table(table) if is_sqlite else _postgres_table(table):
            connection.exec_driver_sql(statement if is_sqlite else statement.replace("%", "%%"))
    connection.exec_driver_sql("DELETE FROM meta WHERE name = 'projections'")
    connection.exec_driver_sql(_VERSION.format(name="projections", value=PROJECTIONS_VERSION))


def _drop_projections(connection: Connection, *, spares_others: bool) -> None:
    own = [table.name for table in reversed(projections())]
    if connection.dialect.name != "sqlite":
        for name in own:
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name} CASCADE")
        return
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    found = connection.exec_driver_sql(
        "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view')"
        r" AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY rowid DESC"
    )
    for kind, name in found.all():
        if name in own or not (spares_others or kind == "view" or name in KEPT_TABLES):
            connection.exec_driver_sql(f"DROP {kind} {_quoted(name)}")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def restore_guards(connection: Connection) -> None:
    """Make the triggers of the log anew."""
    is_sqlite = connection.dialect.name == "sqlite"
    for statement in guards.SQLITE if is_sqlite else guards.POSTGRES:
        created, name = statement.split()[1:3]
        if created == "TRIGGER":
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{'' if is_sqlite else ' ON entry'}")
        connection.exec_driver_sql(statement)


def create_on_postgres(connection: Connection) -> None:
    """Make the tables in the connection's transaction."""
    for statement in _postgres_statements():
        connection.exec_driver_sql(statement.replace("%", "%%"))


def _postgres_statements() -> Iterator[str]:
    for table in tables():
        yield from _postgres_table(table)
    yield from guards.POSTGRES
    for name, value in _versions():
        yield _VERSION.format(name=name, value=value)


@cache
def _sqlite_table(table: Table) -> tuple[str, ...]:
    """The statements that make a table."""
    dialect: Dialect = sqlite.dialect()
    return _commented(table, dialect), *(_one_line(index, dialect) for index in _indexes(table))


@cache
def _postgres_table(table: Table) -> tuple[str, ...]:
    """The same on PostgreSQL, with its comments."""
    dialect: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    return (
        str(CreateTable(table).compile(dialect=dialect)),
        _literal(SetTableComment(table), dialect),
        *(_literal(SetColumnComment(column), dialect) for column in table.columns),
        *(_one_line(index, dialect) for index in _indexes(table)),
    )


def _versions() -> tuple[tuple[str, int], ...]:
    return (("format", LOG_VERSION), ("projections", PROJECTIONS_VERSION))


def _indexes(table: Table) -> list[Index]:
    return sorted(table.indexes, key=lambda index: str(index.name))


def _one_line(index: Index, dialect: Dialect) -> str:
    index.dialect_options[dialect.name]["where"] = index.dialect_options["sqlite"]["where"]
    return str(CreateIndex(index).compile(dialect=dialect))


def _literal(comment: SetTableComment | SetColumnComment, dialect: Dialect) -> str:
    return str(comment.compile(dialect=dialect))


def _commented(table: Table, dialect: Dialect) -> str:
    """CREATE TABLE with the table's and every column's sentence as SQL comments inside, where SQLite keeps them."""
    lines = [f"CREATE TABLE {table.name} (", f"    -- {table.comment}", ""]
    created = str(CreateTable(table).compile(dialect=dialect))
    inside = created[created.index("(") + 1 : created.rindex(")")]
    columns = len(table.columns)
    parts = [part.strip() for part in inside.strip().split(", \n")]
    for number, part in enumerate(parts):
        if number < columns:
            lines.append(f"    -- {list(table.columns)[number].comment}")
        lines.append(f"    {part}" + ("," if number < len(parts) - 1 else ""))
    return "\n".join([*lines, ") STRICT"])

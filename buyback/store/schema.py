"""The tables as SQL: schema.sql for SQLite, and the same tables, comments and triggers on PostgreSQL."""

from collections.abc import Iterator
from functools import cache

from sqlalchemy import Connection, Dialect, Index, Table, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, SetColumnComment, SetTableComment
from sqlmodel import SQLModel

from buyback.store import models
from buyback.store.versions import APPLICATION_ID, LOG_VERSION, PROJECTIONS_VERSION

_VERSION = "INSERT INTO meta (name, value) VALUES ('{name}', '{value}')"

_HEAD = """\
-- The ledger of a weapons buyback, as SQLite sees it. Generated from buyback/store/models; a test keeps it so.
-- The table entry is the truth; the others are made from it. Check a digest by hand with any SHA-256 tool:
--   SELECT previous || char(10) || body, digest FROM entry ORDER BY ledger, seq;
PRAGMA journal_mode = WAL;
BEGIN IMMEDIATE;
PRAGMA application_id = {application_id};
"""

_SQLITE_TRIGGERS = (
    """\
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
BEGIN
    SELECT RAISE(ABORT, 'entries are never changed');
END""",
    """\
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
BEGIN
    SELECT RAISE(ABORT, 'entries are never deleted');
END""",
    """\
CREATE TRIGGER entry_continues BEFORE INSERT ON entry
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM entry WHERE ledger = NEW.ledger), 0)
  OR NEW.previous <> coalesce(
       (SELECT digest FROM entry WHERE ledger = NEW.ledger ORDER BY seq DESC LIMIT 1),
       '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN
    SELECT RAISE(ABORT, 'an entry continues the last one');
END""",
)

_POSTGRES_TRIGGERS = (
    """\
CREATE FUNCTION entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entries are never changed or deleted';
END $$""",
    "CREATE TRIGGER entry_no_change BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION entry_refuse()",
    "CREATE TRIGGER entry_no_truncate BEFORE TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION entry_refuse()",
    """\
CREATE FUNCTION entry_continue() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head record;
BEGIN
    SELECT seq, digest INTO head FROM entry WHERE ledger = NEW.ledger ORDER BY seq DESC LIMIT 1;
    IF NEW.seq <> 1 + coalesce(head.seq, 0) OR NEW.previous <> coalesce(head.digest, repeat('0', 64)) THEN
        RAISE EXCEPTION 'an entry continues the last one';
    END IF;
    RETURN NEW;
END $$""",
    "CREATE TRIGGER entry_continues BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION entry_continue()",
)


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
    return tuple(table for table in tables() if table.name not in models.LOG_TABLES)


def sqlite_schema() -> str:
    """The text of schema.sql: `sqlite3 new.db < schema.sql` makes an empty ledger."""
    dialect: Dialect = sqlite.dialect()
    statements = [_commented(table, dialect) for table in tables()]
    statements += [_one_line(index, dialect) for table in tables() for index in _indexes(table)]
    statements += _SQLITE_TRIGGERS
    statements += [_VERSION.format(name=name, value=value) for name, value in _versions()]
    head = _HEAD.format(application_id=APPLICATION_ID)
    return head + "".join(f"\n{statement};\n" for statement in statements) + "\nCOMMIT;\n"


def remake_projections(connection: Connection) -> None:
    """Drop the projections of an older version, whatever their columns, and make them as they are now, empty."""
    is_sqlite = connection.dialect.name == "sqlite"
    for name in _standing(connection) if is_sqlite else [table.name for table in projections()]:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}{'' if is_sqlite else ' CASCADE'}")
    for table in projections():
        if is_sqlite:
            connection.exec_driver_sql(_commented(table, connection.dialect))
            for index in _indexes(table):
                connection.exec_driver_sql(_one_line(index, connection.dialect))
        else:
            for statement in _postgres_table(table, connection.dialect):
                connection.exec_driver_sql(statement.replace("%", "%%"))
    connection.execute(
        text("UPDATE meta SET value = :version WHERE name = 'projections'"),
        {"version": str(PROJECTIONS_VERSION)},
    )


def _standing(connection: Connection) -> list[str]:
    """Every table of a SQLite file but the log's, those first that refer to others."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    found = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY rowid DESC"
    )
    return [name for (name,) in found if name not in models.LOG_TABLES]


def create_on_postgres(connection: Connection) -> None:
    """Make the tables in the connection's transaction."""
    for statement in _postgres_statements(connection.dialect):
        connection.exec_driver_sql(statement.replace("%", "%%"))


def _postgres_statements(dialect: Dialect) -> Iterator[str]:
    for table in tables():
        yield from _postgres_table(table, dialect)
    yield from _POSTGRES_TRIGGERS
    for name, value in _versions():
        yield _VERSION.format(name=name, value=value)


def _postgres_table(table: Table, dialect: Dialect) -> Iterator[str]:
    yield str(CreateTable(table).compile(dialect=dialect))
    yield _literal(SetTableComment(table), dialect)
    for column in table.columns:
        yield _literal(SetColumnComment(column), dialect)
    for index in _indexes(table):
        yield _one_line(index, dialect)


def _versions() -> tuple[tuple[str, int], ...]:
    return (("format", LOG_VERSION), ("projections", PROJECTIONS_VERSION))


def _indexes(table: Table) -> list[Index]:
    return sorted(table.indexes, key=lambda index: str(index.name))


def _one_line(index: Index, dialect: Dialect) -> str:
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

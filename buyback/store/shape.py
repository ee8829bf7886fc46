"""The shape of a database: its tables, keys, indexes and guards, as they stand and as a new ledger has them.

Both are told as {name: what it is}, so that two databases of one shape compare equal. SQLite keeps the statements that
made everything, and they are compared without their comments; PostgreSQL keeps catalogues, and what they tell of our
tables (other programs may have theirs beside them) is compared with the tables that schema.sql makes.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache

from sqlalchemy import Connection

from buyback import config
from buyback.store import guards
from buyback.store.statements import text
from buyback.store.versions import KEPT_TABLES, SECRET_TABLES

Shape = dict[str, str]

_MOST_NAMED = 5
_POSTGRES_TYPES = {"TEXT": "text", "INTEGER": "bigint"}


def stands(connection: Connection) -> Shape:
    """What the database has."""
    if connection.dialect.name != "sqlite":
        named = {"tables": list(_tables())}
        return {str(name): str(what) for name, what in connection.execute(text(_POSTGRES), named)}
    return {str(name): _plain(str(sql)) for name, sql in connection.execute(text(_SQLITE))}


def should(connection: Connection) -> Shape:
    """What the database of a new ledger has."""
    return _of_sqlite() if connection.dialect.name == "sqlite" else _of_postgres()


def misfits(connection: Connection) -> list[str]:
    """Which tables that are made from the log, and what belongs to them, are missing or are not as a new ledger has them.

    What somebody added is no misfit, and neither is the log: it cannot be made anew. Of the secrets only the table can.
    """
    have, ought = stands(connection), should(connection)
    made = (name for name in ought if _is_made(name) and have.get(name) != ought[name])
    return sorted({*made, *(f"table {name}" for name in SECRET_TABLES if f"table {name}" not in have)})


def altered(connection: Connection) -> list[str]:
    """The misfits that can make the tables say what is not so; without an index they are slow, and right."""
    return [name for name in misfits(connection) if not name.startswith("index ")]


def is_guarded(connection: Connection) -> bool:
    """Whether the triggers of the log are those of a new ledger."""
    have, ought = stands(connection), should(connection)
    return all(have.get(name) == what for name, what in ought.items() if name.startswith("trigger "))


def named(misfits: list[str]) -> str:
    """The names alone, a few of them: they are the same in every language."""
    names = [name.split(" ", 1)[1] for name in misfits]
    return ", ".join(names[:_MOST_NAMED]) + ", …" * (len(names) > _MOST_NAMED)


def _is_made(name: str) -> bool:
    kind, of = name.split(" ", 1)
    return kind != "trigger" and of.partition(".")[0] not in KEPT_TABLES


# --- SQLite -----------------------------------------------------------------------------------------------------------

_SQLITE = r"SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\'"
"""SQLite keeps names that begin with sqlite_ for itself, and no others."""

_BETWEEN = re.compile(r"""('[^']*'|"[^"]*")|(?:--[^\n]*|[ \t\n\f\r])+""")
"""A text or a quoted name, whatever stands in it; or what stands between the words of a statement."""


def _plain(sql: str) -> str:
    """A statement without its comments and line breaks; those in a text belong to it."""
    return _BETWEEN.sub(lambda found: found[1] or " ", sql).strip()


@cache
def _of_sqlite() -> Shape:
    with closing(_fresh()) as fresh:
        return {str(name): _plain(str(sql)) for name, sql in fresh.execute(_SQLITE)}


def _fresh() -> sqlite3.Connection:
    """A new ledger without entries, in memory."""
    fresh = sqlite3.connect(":memory:")
    fresh.executescript(config.data_path("schema.sql").read_text(encoding="utf-8"))
    return fresh


# --- PostgreSQL -------------------------------------------------------------------------------------------------------

_POSTGRES = """
WITH own AS (
    SELECT c.oid, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relname = ANY (:tables)
)
SELECT 'table ' || own.relname, string_agg(
    a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END,
    ', ' ORDER BY a.attname COLLATE "C")
FROM own JOIN pg_attribute a ON a.attrelid = own.oid AND a.attnum > 0 AND NOT a.attisdropped GROUP BY own.relname
UNION ALL
SELECT 'constraint ' || own.relname || '.' || k.conname, '' FROM own JOIN pg_constraint k ON k.conrelid = own.oid
WHERE k.contype IN ('c', 'u', 'p')
UNION ALL
SELECT 'references ' || own.relname, count(*)::text FROM own JOIN pg_constraint k ON k.conrelid = own.oid
WHERE k.contype = 'f' GROUP BY own.relname
UNION ALL
SELECT 'index ' || own.relname || '.' || i.relname, '' FROM own JOIN pg_index x ON x.indrelid = own.oid
JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indisvalid
AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.conrelid = own.oid)
UNION ALL
SELECT 'trigger ' || t.tgname, concat_ws(' ', t.tgtype, t.tgenabled::text, pg_get_expr(t.tgqual, t.tgrelid), p.proname,
    l.lanname, p.proconfig::text, p.prosrc)
FROM own JOIN pg_trigger t ON t.tgrelid = own.oid JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_language l ON l.oid = p.prolang
WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'
UNION ALL
SELECT 'rule ' || r.rulename, '' FROM own JOIN pg_rewrite r ON r.ev_class = own.oid
UNION ALL
SELECT 'policy ' || y.polname, '' FROM own JOIN pg_policy y ON y.polrelid = own.oid
"""
_POSTGRES_FUNCTION = re.compile(
    r"CREATE OR REPLACE FUNCTION (\w+)\(\) RETURNS trigger LANGUAGE (\w+) AS \$\$(.*)\$\$", re.DOTALL
)
_POSTGRES_TRIGGER = re.compile(
    r"CREATE TRIGGER (\w+) (BEFORE) (\w+)(?: OR (\w+))? ON entry FOR EACH (\w+) EXECUTE FUNCTION (\w+)\(\)"
)
_POSTGRES_BITS = {"ROW": 1, "BEFORE": 2, "INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}
"""Of pg_trigger.tgtype."""


@cache
def _tables() -> tuple[str, ...]:
    return tuple(name.partition(" ")[2] for name in _of_sqlite() if name.startswith("table "))


@cache
def _of_postgres() -> Shape:
    with closing(_fresh()) as fresh:
        made = fresh.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        shape = dict(part for name, sql in made for part in _of_table(fresh, name, sql))
        indexes = fresh.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' AND sql <> ''")
        shape |= {f"index {table}.{name}": "" for table, name in indexes}
    return shape | dict(_postgres_triggers())


def _postgres_triggers() -> Iterator[tuple[str, str]]:
    """The triggers of the log, and what they do, as PostgreSQL's catalogues tell it; O: switched on."""
    statements = "\n".join(guards.POSTGRES)
    bodies = {
        name: (language, body)
        for statement in guards.POSTGRES
        for name, language, body in _POSTGRES_FUNCTION.findall(statement)
    }
    for name, *when, function in _POSTGRES_TRIGGER.findall(statements):
        language, body = bodies[function]
        bits = sum(_POSTGRES_BITS.get(word, 0) for word in when)
        yield f"trigger {name}", f"{bits} O {function} {language} {body}"


def _of_table(fresh: sqlite3.Connection, table: str, sql: str) -> Iterator[tuple[str, str]]:
    """A table of a SQLite database as PostgreSQL's catalogues tell it."""
    columns = sorted(fresh.execute('SELECT name, type, "notnull" FROM pragma_table_info(?)', (table,)))
    told = [f"{name} {_POSTGRES_TYPES[kind]}{' NOT NULL' * needed}" for name, kind, needed in columns]
    yield f"table {table}", ", ".join(told)
    yield f"constraint {table}.{table}_pkey", ""
    for name in re.findall(r"CONSTRAINT (\w+) (?:CHECK|UNIQUE)", sql):
        yield f"constraint {table}.{name}", ""
    (references,) = fresh.execute(
        "SELECT count(DISTINCT id) FROM pragma_foreign_key_list(?)", (table,)
    ).fetchone()
    if references:
        yield f"references {table}", str(references)

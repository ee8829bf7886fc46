"""schema.sql is what people read, so it is the very database that the program makes, and so is PostgreSQL's."""

import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
from samples import open_sample
from sqlalchemy import create_engine, inspect, text

from buyback import config
from buyback.store import schema, versions
from buyback.store.engine import open_store

Comments = dict[str, tuple[str, dict[str, str]]]


def _master(path: Path) -> set[tuple[str, ...]]:
    with sqlite3.connect(path) as connection:
        found = set(connection.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"))
    connection.close()
    return found


def _pragmas(path: Path) -> dict[str, object]:
    connection = sqlite3.connect(path)
    names = ("application_id", "journal_mode", "encoding")
    found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names}
    found["meta"] = connection.execute("SELECT name, value FROM meta ORDER BY name").fetchall()
    connection.close()
    return found


def test_schema_sql_is_current() -> None:
    """The file at the top of the repository is what the tables generate, letter for letter."""
    assert config.data_path("schema.sql").read_text(encoding="utf-8") == schema.sqlite_schema()


def test_the_sqlite_shell_makes_the_same_database(tmp_path: Path) -> None:
    """`sqlite3 new.db < schema.sql` gives every table, index and trigger of the program's own database, and no other."""
    open_sample(str(tmp_path / "ours.db")).close()
    theirs = tmp_path / "theirs.db"
    shell = shutil.which("sqlite3")
    if shell is None:
        connection = sqlite3.connect(theirs)
        connection.executescript(schema.sqlite_schema())
        connection.close()
    else:
        with config.data_path("schema.sql").open("rb") as script:
            subprocess.run([shell, "-bail", str(theirs)], stdin=script, check=True)
    assert _master(theirs) == _master(tmp_path / "ours.db")
    assert _pragmas(theirs) == _pragmas(tmp_path / "ours.db")


def test_the_shells_database_becomes_a_ledger(tmp_path: Path) -> None:
    """An empty database made from schema.sql by hand is one that a ledger can be opened in."""
    path = tmp_path / "by_hand.db"
    connection = sqlite3.connect(path)
    connection.executescript(schema.sqlite_schema())
    connection.close()
    open_sample(str(path)).close()
    store = open_store(str(path))
    assert store.ledger == "A1"
    store.close()


def test_every_table_and_column_says_what_it_is() -> None:
    """A reader of schema.sql, of the export or of PostgreSQL finds a sentence at every table and every column."""
    for table in schema.tables():
        assert (table.comment or "").endswith("."), table.name
        for column in table.columns:
            assert len(column.comment or "") > 3, f"{table.name}.{column.name}"
            assert (column.comment or "").endswith("."), f"{table.name}.{column.name}"


def test_every_comment_stands_in_schema_sql() -> None:
    """The sentence of a column stands right above it in the file."""
    lines = [line.strip() for line in schema.sqlite_schema().splitlines()]
    for table in schema.tables():
        start = lines.index(f"CREATE TABLE {table.name} (")
        end = lines.index(") STRICT;", start)
        inside = lines[start:end]
        assert inside[1] == f"-- {table.comment}"
        for column in table.columns:
            above = inside.index(f"-- {column.comment}")
            assert inside[above + 1].startswith(f"{column.name} "), f"{table.name}.{column.name}"


def test_every_table_is_strict_and_none_is_a_float() -> None:
    """SQLite holds text and whole numbers only, and refuses one in the other's place."""
    script = schema.sqlite_schema()
    assert script.count("CREATE TABLE") == script.count(") STRICT;") == len(schema.tables())
    types = {str(column.type) for table in schema.tables() for column in table.columns}
    assert types == {"TEXT", "BIGINT"}


def test_every_table_is_kept_or_a_projection() -> None:
    """Each table is either kept for ever, as the log and the secrets are, or dropped and rebuilt."""
    names = {table.name for table in schema.tables()}
    assert names == {table.name for table in schema.projections()} | set(versions.KEPT_TABLES)
    assert set(versions.LOG_TABLES) == {"meta", "entry"}
    assert set(versions.KEPT_TABLES) == {"meta", "entry", "secret"}


def test_postgresql_has_the_same_tables_columns_and_comments(postgres_url: str) -> None:
    """A head office that reads PostgreSQL finds the same tables, columns, keys, indexes and sentences."""
    store = open_store(postgres_url)
    with store.engine.connect() as connection:
        found = inspect(connection)
        assert set(found.get_table_names()) == {table.name for table in schema.tables()}
        for table in schema.tables():
            assert found.get_table_comment(table.name)["text"] == table.comment
            columns = found.get_columns(table.name)
            assert [(c["name"], c["comment"], c["nullable"]) for c in columns] == [
                (c.name, c.comment, c.nullable) for c in table.columns
            ]
            key = found.get_pk_constraint(table.name)["constrained_columns"]
            assert key == [column.name for column in table.primary_key]
            indexes = {index["name"] for index in found.get_indexes(table.name)}
            assert {str(index.name) for index in table.indexes} <= indexes
        triggers = set(connection.scalars(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")))
    store.close()
    assert triggers == {"entry_no_change", "entry_no_truncate", "entry_continues"}


def test_both_engines_sort_text_by_its_bytes(postgres_url: str) -> None:
    """Verification walks two engines' rows side by side, so PostgreSQL sorts as SQLite does, whatever its locale."""
    store = open_store(postgres_url)
    with store.engine.connect() as connection:
        collations = connection.execute(
            text(
                "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
                " AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"
            )
        ).all()
    store.close()
    assert collations == []


@pytest.mark.parametrize("path", ["schema.sql", "seeds/sites.csv"])
def test_the_data_is_where_the_program_looks(path: str) -> None:
    """A clone finds its schema and its seeds beside the package."""
    assert config.data_path(*path.split("/")).is_file()


def test_a_sample_ledger_is_one_file_when_closed(tmp_path: Path) -> None:
    """After closing, no log lies beside the ledger, so that copying one file is a backup."""
    path = tmp_path / "ledger.db"
    open_sample(str(path)).close()
    assert [found.name for found in tmp_path.iterdir()] == ["ledger.db"]
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
    engine.dispose()

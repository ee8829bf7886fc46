"""What is damaged or was put in place of something else: verification goes on and says so, opening refuses or mends."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from samples import AT, BY, dump, take_in
from sqlalchemy.exc import NoResultFound
from tampering import force, found, literal, resealed, seal_on

from buyback import chain, desk, errors
from buyback.facts import OperatorEnrolled
from buyback.store import checks, schema, versions
from buyback.store import ledger as log_writer
from buyback.store.engine import Store, open_store
from buyback.store.views import drop_offs, log, setup


def _said(store: Store, check: str) -> list[str]:
    return [str(finding) for finding in found(store) if finding.check == check]


@pytest.fixture
def file(sqlite_url: str) -> Path:
    """A SQLite ledger with one drop-off, closed."""
    with closing(open_store(sqlite_url)) as store:
        take_in(store, "revolver")
    return Path(sqlite_url)


def _raw(path: Path, *statements: str) -> None:
    """As a shell of SQLite does it, with writable_schema."""
    with closing(sqlite3.connect(path)) as raw, raw:
        for statement in statements:
            raw.execute(statement)


# --- guards -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["entry_no_update", "entry_no_delete", "entry_continues"])
def test_a_dropped_trigger_is_named(file: Path, name: str) -> None:
    """Without its triggers the log can be changed."""
    _raw(file, f"DROP TRIGGER {name}")
    with closing(open_store(str(file))) as store:
        said = f"The database lacks its trigger {name}, so it no longer guards itself."
        assert [str(finding) for finding in found(store)] == [said]


@pytest.mark.parametrize("how", ["DROP TRIGGER {name} ON entry", "ALTER TABLE entry DISABLE TRIGGER {name}"])
@pytest.mark.parametrize("name", ["entry_no_change", "entry_no_truncate", "entry_continues"])
def test_a_trigger_that_guards_no_more_on_postgresql_is_named(postgres_url: str, name: str, how: str) -> None:
    """Dropped or switched off is the same."""
    with closing(open_store(postgres_url)) as store:
        with store.transaction() as db:
            db.connection.exec_driver_sql(how.format(name=name))
        said = f"The database lacks its trigger {name}, so it no longer guards itself."
        assert [str(finding) for finding in found(store)] == [said]


DISARMED = (
    "CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN"
    " SELECT RAISE(ABORT, 'entries --') WHERE 0; SELECT ('\n are never changed'); END"
)
CONDITION = (
    "CREATE TRIGGER entry_no_change BEFORE UPDATE OR DELETE ON entry FOR EACH ROW"
    " WHEN (OLD.seq < 0) EXECUTE FUNCTION entry_refuse()"
)
REFUSE = "CREATE OR REPLACE FUNCTION entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        ((REFUSE,), ("trigger entry_no_change", "trigger entry_no_truncate")),
        (
            (
                "DROP TRIGGER entry_no_change ON entry",
                "CREATE TRIGGER entry_no_change BEFORE DELETE ON entry FOR EACH ROW EXECUTE FUNCTION entry_refuse()",
            ),
            ("trigger entry_no_change",),
        ),
        (
            (
                "DROP TRIGGER entry_no_change ON entry",
                CONDITION,
            ),
            ("trigger entry_no_change",),
        ),
        (("ALTER TABLE entry ENABLE REPLICA TRIGGER entry_no_change",), ("trigger entry_no_change",)),
        (("ALTER FUNCTION entry_continue() SET search_path = pg_temp",), ("trigger entry_continues",)),
    ],
)
def test_a_trigger_that_guards_otherwise_on_postgresql_is_named(
    postgres_url: str, statements: tuple[str, ...], said: tuple[str, ...]
) -> None:
    """A function that refuses nothing, a trigger for less, on a condition or for replicas only; a rebuild mends it."""
    with closing(open_store(postgres_url)) as store:
        with store.transaction() as db:
            for statement in statements:
                db.connection.exec_driver_sql(statement)
        named = [f"The {name} of the database is not the one that this program makes." for name in said]
        assert [str(finding) for finding in found(store)] == named
        log_writer.rebuild(store)
        assert found(store) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "CREATE RULE mine AS ON INSERT TO payout DO INSTEAD NOTHING",
            "The database has a foreign rule mine.",
        ),
        ("CREATE POLICY mine ON item USING (line < 2)", "The database has a foreign policy mine."),
    ],
)
def test_a_rule_or_policy_on_a_table_is_named_on_postgresql(
    postgres_url: str, statement: str, said: str
) -> None:
    """Either makes a table swallow or hide rows without a trigger."""
    with closing(open_store(postgres_url)) as store:
        with store.transaction() as db:
            db.connection.exec_driver_sql(statement)
        assert [str(finding) for finding in found(store)] == [said]


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (
            ("CREATE TRIGGER sqlitex AFTER UPDATE ON secret BEGIN UPDATE secret SET wrong = 0; END",),
            "The database has a foreign trigger sqlitex.",
        ),
        (
            (
                "DROP TRIGGER entry_no_update",
                DISARMED,
            ),
            "The trigger entry_no_update of the database is not the one that this program makes.",
        ),
        (
            ("DROP INDEX item_serial",),
            "The database lacks its index item_serial, so it no longer guards itself.",
        ),
        (
            ("CREATE TRIGGER mine AFTER INSERT ON entry BEGIN DELETE FROM payout; END",),
            "The database has a foreign trigger mine.",
        ),
        (("CREATE TABLE mine (x)",), "The database has a foreign table mine."),
        (
            ("ALTER TABLE item ADD COLUMN x TEXT",),
            "The table item of the database is not the one that this program makes.",
        ),
        (
            ("DROP INDEX item_serial", "CREATE INDEX item_serial ON item (note)"),
            "The index item_serial of the database is not the one that this program makes.",
        ),
    ],
)
def test_what_guards_otherwise_than_a_new_ledger_is_named(
    file: Path, statements: tuple[str, ...], said: str
) -> None:
    """A dropped index, a foreign trigger or table, an altered table and an index over something else."""
    _raw(file, *statements)
    with closing(open_store(str(file), as_it_is=True)) as store:
        assert [str(finding) for finding in found(store)] == [said]


# --- the file ---------------------------------------------------------------------------------------------------------


def test_an_index_that_lacks_rows_is_found(file: Path) -> None:
    """A search by serial number would miss what the index lacks."""
    with closing(sqlite3.connect(file)) as raw:
        (sql,) = raw.execute("SELECT sql FROM sqlite_master WHERE name = 'item_serial'").fetchone()
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("UPDATE sqlite_master SET sql = sql || ' WHERE line > 99' WHERE name = 'item_serial'")
        raw.commit()
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("REINDEX item_serial")
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'item_serial'", (sql,))
        raw.commit()
    with closing(open_store(str(file))) as store:
        assert any("missing from index item_serial" in one for one in _said(store, "file"))


def test_rows_of_another_ledger_in_a_file_are_found(file: Path) -> None:
    """A SQLite file is one ledger's, so neither entries nor rows of another have a place in it."""
    other = chain.seal(OperatorEnrolled("x"), ledger="B2", seq=1, at="", by="x", previous="0" * 64)
    with closing(open_store(str(file))) as store:
        columns = ", ".join(column.name for column in schema.log().columns)
        force(
            store,
            f"INSERT INTO entry ({columns}) VALUES ({', '.join(map(literal, other))})",
            "INSERT INTO operator VALUES ('B2', 'x', 1, 'receive', 1, 0, 0)",
            "INSERT INTO void (folio, ledger, seq, business_on, voided_at, voided_by, reason, paid_minor, recovered_minor,"
            " approved_by, site) SELECT folio, 'B2', seq, business_on, received_at, received_by, '', 0, 0, '', site"
            " FROM drop_off",
        )
        assert _said(store, "ledgers") == ["The file holds entries of another ledger, B2: 1."]
        said = _said(store, "projections")
        assert len(said) == 2
        assert "operator has a row B2/x that no entry explains" in said[0]
        assert "void has a row" in said[1]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM meta WHERE name = 'projections'", None),
        ("INSERT INTO meta VALUES ('mine', '7')", "The table meta says 7 of mine, and this program makes -."),
        (
            "UPDATE meta SET value = '0' WHERE name = 'projections'",
            f"The table meta says 0 of projections, and this program makes {versions.PROJECTIONS_VERSION}.",
        ),
    ],
)
def test_the_versions_are_verified(ledger: Store, statement: str, said: str | None) -> None:
    """What the tables say of themselves is compared like all else."""
    force(ledger, statement)
    told = _said(ledger, "versions")
    assert len(told) == 1
    assert said in (None, *told)


@pytest.mark.parametrize("value", ["0", "-1"])
def test_a_format_before_the_first_is_refused(ledger_url: str, value: str) -> None:
    """There never was one."""
    with closing(open_store(ledger_url)) as store:
        force(store, f"UPDATE meta SET value = '{value}' WHERE name = 'format'")
    with pytest.raises(errors.LedgerDamaged, match=f"format {value}"):
        open_store(ledger_url)


# --- entries and rows that are no such thing --------------------------------------------------------------------------


def _set(name: str, value: object) -> Callable[[dict[str, dict[str, object]]], object]:
    return lambda body: body["fact"].update({name: value})


def _lines(name: str, value: object) -> Callable[[dict[str, dict[str, list[dict[str, object]]]]], object]:
    return lambda body: [line.update({name: value}) for line in body["fact"]["lines"]]


@pytest.mark.parametrize(
    "change",
    [
        _set("reason", "\ud800"),
        _set("reason", "a\x00b"),
        _lines("note", "\x00"),
        lambda body: body.update(by="a\x00"),
        _set("folio", "A1-99999999999999999999-X"),
        _set("folio", f"A1-{'9' * 5000}-X"),
        _lines("amount_minor", 2**53 - 1),
        _lines("usd_cents", 2**53 - 1),
        _lines("quantity", 2**53 - 1),
        lambda body: body.update(by="\ud800"),
        lambda body: body.update(seq=2**70),
        lambda body: body["fact"].update({"\ud800": 1}),
    ],
)
def test_an_entry_that_no_table_can_hold_is_unreadable(ledger: Store, change) -> None:  # type: ignore[no-untyped-def]
    """Half a surrogate pair, and numbers that are not exact in JSON: a finding, and a rebuild names the entry."""
    take_in(ledger, "revolver", "revolver", "revolver", settlement="later")
    with ledger.reading() as db:
        seq = log.page(db, kind="DroppedOff", limit=1)[0].seq
    force(ledger, *resealed(ledger, seq, change))
    said = _said(ledger, "unreadable")
    assert len(said) == 1
    assert said[0].startswith(f"Entry {seq} cannot be read:")
    assert said[0].isprintable()
    with pytest.raises(errors.LedgerDamaged, match=f"entry {seq}"):
        log_writer.rebuild(ledger)


def test_an_opening_time_that_is_no_time_stops_no_check(ledger: Store) -> None:
    """Verification needs the log only; where it ends is told without the table of the ledgers."""
    with ledger.reading() as db:
        head = setup.ledger_info(db).head
    force(ledger, "UPDATE ledger SET opened_at = 'once'")
    assert checks.head(ledger) == head
    assert len(_said(ledger, "projections")) == 1
    with pytest.raises(errors.TablesDisagree, match="buyback verify"), ledger.reading() as db:
        setup.ledger_info(db)


def _loosened(path: Path, table: str, *statements: str) -> None:
    """Swap in a table without types, keys and checks, with the same rows."""
    _raw(
        path,
        "PRAGMA foreign_keys = OFF",
        f"CREATE TABLE loose AS SELECT * FROM {table}",
        f"DROP TABLE {table}",
        f"ALTER TABLE loose RENAME TO {table}",
        *statements,
    )


@pytest.mark.parametrize(
    "change",
    [
        "body = NULL",
        "body = x'7b7d'",
        "body = 7",
        "seq = 'four'",
        "seq = NULL",
        "digest = NULL",
        "at = 2.5",
        "kind = x'00'",
    ],
)
def test_a_log_without_types_is_skipped_row_by_row(file: Path, change: str) -> None:
    """A row of the log that holds something else than text and numbers is named, and the rest is checked."""
    _loosened(file, "entry", f"UPDATE entry SET {change} WHERE seq = 4")
    with closing(open_store(str(file))) as store:
        kinds = {finding.check for finding in found(store, chain.Checkpoint("A1", 4, "0" * 64))}
        told = "gap" if change == "seq = NULL" else "columns"
        assert {"guards", told, "checkpoint"} <= kinds
        if change not in ("seq = NULL", "at = 2.5", "kind = x'00'"):
            with pytest.raises(errors.LedgerDamaged):
                log_writer.rebuild(store)


@pytest.mark.parametrize("value", ["NULL", "x'00ff'", "7", "2.5", "'x'"])
@pytest.mark.parametrize("column", ["folio", "line", "note", "ledger"])
def test_a_table_without_types_is_compared_all_the_same(file: Path, column: str, value: str) -> None:
    """Whatever stands in a key or a value is not what the log says."""
    _loosened(file, "item", f"UPDATE item SET {column} = {value}")
    with closing(open_store(str(file), as_it_is=True)) as store:
        assert {"guards", "projections"} <= {finding.check for finding in found(store)}


def test_a_table_with_other_columns_is_named(file: Path) -> None:
    """A column that is gone ends the check of its table and of no other."""
    _raw(file, "ALTER TABLE item DROP COLUMN note", "UPDATE rate SET source = 'x'")
    with closing(open_store(str(file), as_it_is=True)) as store:
        said = _said(store, "projections")
    assert [("item" in one, "rate" in one) for one in said] == [(False, True), (True, False)]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DROP TABLE payout", "lacks its table payout"),
        ("DROP TABLE ledger CASCADE", "lacks its table ledger"),
        ("ALTER TABLE item DROP COLUMN note", "The table item of the database is not the one"),
        ("ALTER TABLE rate ADD COLUMN colour text", "The table rate of the database is not the one"),
        (
            "ALTER TABLE payout ALTER amount_minor TYPE text",
            "The table payout of the database is not the one",
        ),
        ("ALTER TABLE site ALTER name DROP NOT NULL", "The table site of the database is not the one"),
        (
            "ALTER TABLE drop_off DROP CONSTRAINT drop_off_draft",
            "lacks its constraint drop_off.drop_off_draft",
        ),
        ("ALTER TABLE item DROP CONSTRAINT status_known", "lacks its constraint item.status_known"),
        ("ALTER TABLE void DROP CONSTRAINT void_folio_fkey", "lacks its references void"),
    ],
)
def test_altered_tables_on_postgresql_are_named_and_mended(
    postgres_url: str, statement: str, said: str
) -> None:
    """Opening refuses them with what to do, verification names them, a rebuild makes them those of a new ledger."""
    with closing(open_store(postgres_url)) as store:
        taken = take_in(store, "revolver", settlement="later")
        with store.transaction() as db:
            db.connection.exec_driver_sql(statement)
    with pytest.raises(errors.TablesDisagree, match="buyback rebuild"):
        open_store(postgres_url)
    with closing(open_store(postgres_url, as_it_is=True)) as store:
        assert [one for one in _said(store, "guards") if said in one]
        log_writer.rebuild(store)
        assert found(store) == []
    with closing(open_store(postgres_url)) as store, store.reading() as db:
        assert drop_offs.whole(db, taken.folio).settlement == "later"


@pytest.mark.parametrize("name", ["entry_no_change", "entry_no_truncate", "entry_continues"])
def test_a_rebuild_restores_the_guards_of_the_log(ledger: Store, name: str) -> None:
    """A log that no longer guards itself does so again after a rebuild, on either engine."""
    own = {"entry_no_change": "entry_no_update", "entry_no_truncate": "entry_no_delete"}
    dropped = own.get(name, name) if ledger.is_sqlite else f"{name} ON entry"
    with ledger.transaction() as db:
        db.connection.exec_driver_sql(f"DROP TRIGGER {dropped}")
    assert len(_said(ledger, "guards")) == 1
    log_writer.rebuild(ledger)
    assert found(ledger) == []
    with pytest.raises(errors.LedgerRefusesEntry), ledger.transaction() as db:
        db.connection.exec_driver_sql("UPDATE entry SET at = 'x'")


def test_a_rebuild_leaves_what_is_not_ours(file: Path) -> None:
    """A table that somebody added stays with its rows, and goes on to be named; a sort index of ours goes to its table."""
    _raw(file, "CREATE TABLE mine (x)", "INSERT INTO mine VALUES (7)", "DROP INDEX item_serial")
    _raw(file, "CREATE INDEX item_serial ON mine (x)")
    with closing(open_store(str(file))) as store:
        log_writer.rebuild(store)
        assert [str(finding) for finding in found(store)] == ["The database has a foreign table mine."]
        with store.reading() as db:
            assert db.connection.exec_driver_sql("SELECT x FROM mine").scalars().all() == [7]


def test_other_programs_tables_beside_a_ledger_are_no_finding_on_postgresql(postgres_url: str) -> None:
    """A file is one ledger's; a database of PostgreSQL may be shared."""
    with closing(open_store(postgres_url)) as store:
        with store.transaction() as db:
            db.connection.exec_driver_sql("CREATE TABLE theirs (x int CHECK (x > 0))")
        assert found(store) == []


# --- lost projections, unfit rows ---------------------------------------------------------------------------------------


def test_a_ledger_whose_own_row_is_lost_is_made_from_its_log(ledger_url: str) -> None:
    """Opening finds the entries and makes the tables again, as it does for older ones."""
    with closing(open_store(ledger_url)) as store:
        take_in(store, "revolver")
        before = dump(store)
        force(store, "DELETE FROM ledger")
    with closing(open_store(ledger_url)) as store:
        assert dump(store) == before
        assert found(store) == []


def test_of_several_ledgers_the_lost_one_is_made_again_by_its_name(postgres_url: str) -> None:
    """The others' rows say nothing about it."""
    from samples import open_sample

    open_sample(postgres_url + "#B2", code="B2").close()
    with closing(open_store(postgres_url + "#A1")) as store:
        force(store, "DELETE FROM ledger WHERE code = 'A1'")
    with closing(open_store(postgres_url + "#a1")) as store:
        assert found(store) == []


def test_an_unfit_row_in_a_view_is_damage_and_a_mistake_elsewhere_is_not(ledger: Store) -> None:
    """A view that cannot turn a row into its value says damage; what the caller does wrong passes as it is."""
    folio = take_in(ledger, "revolver").folio
    force(ledger, "UPDATE drop_off SET business_on = 'yesterday'")
    with pytest.raises(errors.TablesDisagree, match="buyback verify"), ledger.reading() as db:
        drop_offs.whole(db, folio)
    with pytest.raises(ValueError, match="mine"), ledger.reading():
        raise ValueError("mine")
    with pytest.raises(KeyError, match="mine"), ledger.transaction():
        raise KeyError("mine")
    with pytest.raises(errors.TablesDisagree), ledger.reading():
        raise NoResultFound
    if ledger.is_sqlite:  # which cannot take so large a number
        with pytest.raises(OverflowError), ledger.reading() as db:
            log.sealed(db, 2**70)


@pytest.mark.parametrize("column", ["reason", "was_make"])
def test_a_column_that_goes_while_the_ledger_is_open_is_damage_too(ledger: Store, column: str) -> None:
    """A row that lacks what a view asks it for says so, on either engine."""
    item = take_in(ledger, "revolver:serial=A1").item_ids[0]
    desk.correct(ledger, item, desk.NewMarks(serial="A2"), reason="misread", by=BY, at=AT)
    with ledger.transaction() as db:
        db.connection.exec_driver_sql(f"ALTER TABLE correction DROP COLUMN {column}")
    with pytest.raises(errors.TablesDisagree, match=column), ledger.reading() as db:
        drop_offs.whole(db, item.partition("/")[0])
    with pytest.raises(AttributeError, match="mine"), ledger.reading():
        raise AttributeError("mine")


def test_any_other_complaint_of_sqlite_is_damage(file: Path) -> None:
    """A statement that fails for a reason of its own is damage, never a traceback."""
    with closing(open_store(str(file))) as store, store.reading() as db:
        assert db.ledger == "A1"
        with pytest.raises(errors.LedgerDamaged), store.reading() as other:
            other.connection.exec_driver_sql("SELECT json_extract('{', '$.x')")


def test_an_entry_that_a_foreign_trigger_swallows_is_refused(file: Path) -> None:
    """The database says that all went well and kept nothing: nobody is told that the entry is recorded."""
    _raw(file, "CREATE TRIGGER mine BEFORE INSERT ON entry BEGIN SELECT RAISE(IGNORE); END")
    with closing(open_store(str(file))) as store:
        before = dump(store)
        with pytest.raises(errors.LedgerRefusesEntry, match="kept nothing"):
            take_in(store, "revolver")
        with (
            log_writer.writing(store, by=BY, at=AT) as writer,
            pytest.raises(Exception, match="kept nothing"),
        ):
            writer.append(OperatorEnrolled("x"))
        assert dump(store) == before


# --- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where",
    [
        "postgresql://u:secret@[::1/x",
        "postgresql://u:secret@host:port/x",
        "postgresql+psycopg2://u:secret@host/x",
        "postgresql+asyncpg://u:secret@host/x",
        "postgresql+asyncpg://host/x?user=u&password=secret",
        "mysql://u:secret@host/x",
        "sqlite+aiosqlite:///x.db?password=secret",
        "sqlite+pysqlcipher://:secret@/x.db",
        "://u:secret@host",
    ],
)
def test_only_two_engines_are_known_and_no_password_is_shown(where: str) -> None:
    """Any other driver, and an address that cannot be read, is no ledger."""
    with pytest.raises(errors.NotALedger) as refused:
        open_store(where)
    assert "secret" not in str(refused.value)


def test_a_sqlite_file_may_be_written_as_an_address(file: Path, tmp_path: Path) -> None:
    """With the driver's name or without it."""
    copy = shutil.copy(file, tmp_path / "copy.db")
    for scheme in ("sqlite", "sqlite+pysqlite"):
        with closing(open_store(f"{scheme}:///{copy}")) as store:
            assert found(store) == []


def test_a_guard_of_every_entry_is_told_after_a_rebuild_too(ledger: Store) -> None:
    """A rebuild puts nothing foreign into the database, and contradictions stay found."""
    seal_on(ledger, OperatorEnrolled("nobody"))
    log_writer.rebuild(ledger)
    assert found(ledger) == []

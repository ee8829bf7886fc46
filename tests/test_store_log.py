"""The log is append-only by the database's own rules, on both engines, whoever writes to it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from samples import AT, BY, dump, take_in
from sqlalchemy import text

from buyback import chain, errors
from buyback.chain import Sealed
from buyback.desk import Received
from buyback.facts import OperatorEnrolled
from buyback.store import ledger as log_writer
from buyback.store.engine import Store, open_store
from buyback.store.entries import entries
from buyback.store.views import log
from buyback.store.views.people import people


def _rows(store: Store) -> list[Sealed]:
    with store.reading() as db:
        return list(entries(db.connection))


def _execute(store: Store, statement: str, values: dict[str, object] | None = None) -> None:
    with store.transaction() as db:
        db.connection.execute(text(statement), values or {})


_INSERT = (
    "INTO entry (ledger, seq, at, kind, body, previous, digest)"
    " VALUES (:ledger, :seq, :at, :kind, :body, :previous, :digest)"
)


def _next(store: Store, **changed: object) -> dict[str, object]:
    """The columns of a well-made next entry, some of them changed."""
    last = _rows(store)[-1]
    sealed = chain.seal(
        OperatorEnrolled("eva"),
        ledger=last.ledger,
        seq=last.seq + 1,
        at=last.at,
        by=BY,
        previous=last.digest,
    )
    return sealed._asdict() | changed


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET at = at WHERE seq = 1",
        "UPDATE entry SET body = 'x'",
        "UPDATE entry SET seq = seq + 1000",
        "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)",
        "DELETE FROM entry",
    ],
)
def test_no_entry_is_changed_or_deleted(ledger: Store, statement: str) -> None:
    """UPDATE and DELETE are refused by a trigger, even where they would change nothing or only the last entry."""
    before = _rows(ledger)
    with pytest.raises(errors.LedgerRefusesEntry, match="entries are never"):
        _execute(ledger, statement)
    assert _rows(ledger) == before


def test_the_log_is_not_emptied_at_once(postgres_url: str) -> None:
    """PostgreSQL's TRUNCATE passes row triggers by, so it has one of its own."""
    with closing(open_store(postgres_url)) as store:
        with pytest.raises(errors.LedgerRefusesEntry, match="entries are never"):
            _execute(store, "TRUNCATE entry")
        with pytest.raises(errors.LedgerRefusesEntry, match="entries are never"):
            _execute(store, "TRUNCATE entry CASCADE")
        assert len(_rows(store)) > 0


@pytest.mark.parametrize(
    "changed",
    [
        {"seq": 1},
        {"seq": 99},
        {"seq": 0},
        {"seq": -1},
        {"previous": chain.FIRST_PREVIOUS},
        {"previous": "f" * 64},
        {"ledger": "B2"},
        {"digest": "short"},
    ],
)
def test_an_entry_continues_the_last_one_or_is_refused(ledger: Store, changed: dict[str, object]) -> None:
    """A gap, a second successor, a foreign beginning or a digest that is none does not get in."""
    before = _rows(ledger)
    with pytest.raises(errors.LedgerRefusesEntry):
        _execute(ledger, f"INSERT {_INSERT}", _next(ledger, **changed))
    assert _rows(ledger) == before
    _execute(ledger, f"INSERT {_INSERT}", _next(ledger))
    assert len(_rows(ledger)) == len(before) + 1


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("seq", ["same", "next"])
def test_replace_replaces_nothing(sqlite_url: str, recursive: str, seq: str) -> None:
    """SQLite's INSERT OR REPLACE deletes without asking delete triggers; the log refuses it all the same."""
    with closing(sqlite3.connect(sqlite_url)) as connection, connection:
        connection.execute(f"PRAGMA recursive_triggers = {recursive}")
        last = Sealed(*connection.execute("SELECT * FROM entry ORDER BY seq DESC LIMIT 1").fetchone())
        row = last._replace(seq=last.seq + (seq == "next"), body="{}")
        with pytest.raises(sqlite3.IntegrityError, match="an entry continues the last one"):
            connection.execute("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        with pytest.raises(sqlite3.IntegrityError, match="entries are never changed"):
            connection.execute("UPDATE OR REPLACE entry SET seq = 1 WHERE seq = 2")


def test_a_writer_whose_head_is_wrong_writes_nothing(ledger: Store, receive: Callable[..., Received]) -> None:
    """Where the projections lie about the chain's head, nothing is written, and the sentence says what to do."""
    receive("revolver")
    before = _rows(ledger)
    _execute(ledger, "UPDATE ledger SET head_digest = :digest", {"digest": "f" * 64})
    with pytest.raises(errors.TablesDisagree, match="where the log ends"):
        receive("revolver")
    _execute(ledger, "UPDATE ledger SET head_seq = 2")
    with pytest.raises(errors.TablesDisagree, match="where the log ends"):
        receive("revolver")
    assert _rows(ledger) == before


@pytest.mark.parametrize("folios", [0, 7])
def test_a_writer_that_would_give_a_wrong_folio_writes_nothing(
    ledger: Store, receive: Callable[..., Received], folios: int
) -> None:
    """Where the projections lie about the last folio, no folio is given twice and none is left out."""
    receive("revolver")
    before = _rows(ledger)
    _execute(ledger, f"UPDATE ledger SET folios = {folios}")
    with pytest.raises(errors.TablesDisagree):
        receive("revolver")
    assert _rows(ledger) == before


def test_a_verb_that_fails_half_way_leaves_nothing(ledger: Store) -> None:
    """What was appended before the failure is gone with it: entries, projections, the folio."""
    before = _rows(ledger)

    def fail_half_way() -> None:
        with log_writer.writing(ledger, by=BY, at=AT) as writer:
            writer.append(OperatorEnrolled("eva"))
            assert "eva" in [one.alias for one in people(writer.db).everyone]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert _rows(ledger) == before
    with ledger.reading() as db:
        assert "eva" not in [one.alias for one in people(db).everyone]


def test_the_log_is_read_back_as_it_was_written(ledger: Store) -> None:
    """Pages of the log give every entry once, the newest first, and each one's fact can be read."""
    for _ in range(3):
        take_in(ledger, "revolver")
    rows = _rows(ledger)
    with ledger.reading() as db:
        paged, before = list(log.page(db, limit=2)), log.page(db, limit=2)[-1].seq
        while found := log.page(db, limit=2, before=before):
            paged += found
            before = found[-1].seq
        assert paged == rows[::-1]
        assert [row.kind for row in log.page(db, kind="PaidOut")] == ["PaidOut"] * 3
        for row in rows:
            assert log.entry(db, row.seq) == chain.open_body(row.body)
        with pytest.raises(KeyError):
            log.entry(db, len(rows) + 1)


def test_a_rebuild_changes_nothing(ledger: Store) -> None:
    """Dropping the projections and making them again from the log gives the very same rows."""
    take_in(ledger, "revolver", "war-toy:3")
    take_in(ledger, "ak-47", settlement="later")
    before = dump(ledger)
    steps: list[int] = []
    assert log_writer.rebuild(ledger, steps.append) == len(_rows(ledger)) == steps[-1]
    assert dump(ledger) == before

"""What someone with a shell can do to a ledger, for the tests of what verification finds."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from typing import Any

from samples import AT, BY

from buyback import chain, facts
from buyback.chain import Checkpoint, Finding
from buyback.fact_json import canonical
from buyback.store import checks
from buyback.store import ledger as log_writer
from buyback.store.engine import Store
from buyback.store.entries import entries
from buyback.store.story import CHECKS
from buyback.store.views import log


def force(store: Store, *statements: str) -> None:
    """Do what someone with a database shell can do: no triggers, no foreign keys, no checks.

    Afterwards the triggers and checks stand as before, so that only what was changed gives it away.
    """
    if store.is_sqlite:
        with closing(sqlite3.connect(str(store.engine.url.database))) as raw, raw:
            raw.execute("PRAGMA ignore_check_constraints = ON")
            triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _sql in triggers:
                raw.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                raw.execute(statement)
            for _name, sql in triggers:
                raw.execute(sql)
        return
    with store.transaction() as db:
        connection = db.connection
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        checked = (
            "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'c' AND conrelid <> 0"
        )
        checks = connection.exec_driver_sql(checked).all()
        for table, name, _check in checks:
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for statement in statements:
            connection.exec_driver_sql(statement.replace("%", "%%"))
        standing = connection.exec_driver_sql("SELECT tablename FROM pg_tables").scalars().all()
        for table, name, check in checks:
            if table in standing:
                connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {check} NOT VALID")


def found(store: Store, *given: Checkpoint) -> list[Finding]:
    """Every finding; each can be said in a sentence."""
    findings = list(checks.verify(store, given))
    assert all("{" not in str(finding) and len(str(finding)) > 20 for finding in findings)
    return findings


def told(store: Store, *more: facts.Fact, at: datetime = AT) -> list[str]:
    """What the story of the log contradicts after these entries; the rebuilt tables follow the log all the same."""
    seal_on(store, *more, at=at)
    said = [str(finding) for finding in found(store) if finding.check in CHECKS]
    log_writer.rebuild(store)
    assert {finding.check for finding in found(store)} <= set(CHECKS)
    return said


def literal(value: object) -> str:
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def resealed(store: Store, seq: int, change: Callable[[dict[str, Any]], object]) -> list[str]:
    """Statements that change what an entry says and seal it anew, as someone who knows the program would."""
    with store.reading() as db:
        row = log.sealed(db, seq)
    assert row is not None
    body = json.loads(row.body)
    change(body)
    halves = {code: f"\\u{code:04x}" for code in range(0xD800, 0xE000)}  # JSON may escape half a pair
    text = canonical(body).translate(halves)
    digest = chain.digest_of(row.previous, text)
    return [f"UPDATE entry SET body = {literal(text)}, digest = '{digest}' WHERE seq = {seq}"]


def resealed_whole(store: Store, change: Callable[[chain.Sealed], str]) -> None:
    """Give every entry the body that `change` makes of it, seal the whole log anew, and make the tables fit: no seam is left."""
    with store.reading() as db:
        rows = list(entries(db.connection, ledger=db.ledger))
    previous, statements = chain.FIRST_PREVIOUS, []
    for row in rows:
        body = change(row)
        digest = chain.digest_of(previous, body)
        statements.append(
            f"UPDATE entry SET body = {literal(body)}, previous = '{previous}', digest = '{digest}' WHERE seq = {row.seq}"
        )
        previous = digest
    force(store, *statements)
    log_writer.rebuild(store)


def seal_on(store: Store, *more: facts.Fact, at: datetime = AT, by: str = BY) -> int:
    """Append facts to the log as someone who knows the program would, with no rule in the way; the last one's number."""
    head = checks.head(store)
    seq, previous, statements = head.seq, head.digest, []
    for fact in more:
        seq += 1
        row = chain.seal(fact, ledger=store.ledger, seq=seq, at=chain.utc_text(at), by=by, previous=previous)
        statements.append(f"INSERT INTO entry VALUES ({', '.join(map(literal, row))})")
        previous = row.digest
    force(store, *statements)
    return seq

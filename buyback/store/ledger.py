"""The one writer: entries go into the log here and nowhere else, each with its projections, in one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, text

from buyback import chain, errors, folios
from buyback.chain import FIRST_PREVIOUS, Entry, Sealed, utc_text
from buyback.facts import DroppedOff, Fact
from buyback.i18n import _
from buyback.store.complaints import NotWritten
from buyback.store.engine import ONE_AT_A_TIME, Db, Store


@dataclass(slots=True)
class Writer:
    """The writer's turn in one transaction: who writes, when, and where the chain stands."""

    db: Db
    by: str
    at: str
    head_seq: int
    head_digest: str
    folio_count: int

    def next_folio(self) -> str:
        """The folio that follows the last one; it is taken when a DroppedOff with it is appended."""
        return folios.make(self.db.ledger, self.folio_count + 1)

    def append(self, fact: Fact) -> Sealed:
        """Seal the fact as the next entry and make its projections; the row that was written."""
        from buyback.store import projections, schema

        sealed = chain.seal(
            fact,
            ledger=self.db.ledger,
            seq=self.head_seq + 1,
            at=self.at,
            by=self.by,
            previous=self.head_digest,
        )
        connection = self.db.connection
        written = connection.execute(
            insert(schema.log()), sealed._asdict(), execution_options={"preserve_rowcount": True}
        )
        if written.rowcount != 1:
            raise NotWritten(_("the database kept nothing of it"))
        entry = Entry(self.db.ledger, sealed.seq, sealed.at, self.by, sealed.kind, fact)
        projections.apply(connection, entry, sealed)
        self.head_seq, self.head_digest = sealed.seq, sealed.digest
        self.folio_count += isinstance(fact, DroppedOff)
        return sealed


@contextmanager
def writing(store: Store, *, by: str, at: datetime) -> Iterator[Writer]:
    """Take the writer's turn: what is appended inside is kept together or not at all."""
    with store.transaction() as db:
        lock = "" if store.is_sqlite else " FOR UPDATE"
        found = db.connection.execute(
            text(f"SELECT head_seq, head_digest, folios FROM ledger WHERE code = :code{lock}"),
            {"code": db.ledger},
        ).one_or_none()
        if found is None:
            raise errors.NoLedger(where=store.where)
        yield Writer(db, by, utc_text(at), *found)


@contextmanager
def opening(store: Store, *, by: str, at: datetime) -> Iterator[Writer]:
    """Take the first turn of a new ledger, whose first fact is its LedgerOpened; LedgerExists if another was first."""
    with store.transaction() as db:
        if not store.is_sqlite:
            db.connection.exec_driver_sql(ONE_AT_A_TIME)
        taken = text("SELECT 1 FROM entry WHERE ledger = :ledger OR :only_one = 1 LIMIT 1")
        if db.connection.scalar(taken, {"ledger": store.ledger, "only_one": int(store.is_sqlite)}):
            raise errors.LedgerExists(where=store.where)
        yield Writer(db, by, utc_text(at), 0, FIRST_PREVIOUS, 0)


def rebuild(store: Store, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Drop and remake every projection from the log, in one transaction; how many entries were replayed."""
    from buyback.store import projections

    with store.transaction() as db:
        if not store.is_sqlite:  # a writer that waits for its turn must find the new rows
            db.connection.exec_driver_sql("LOCK TABLE ledger IN ACCESS EXCLUSIVE MODE")
        projections.clear(db.connection)
        return projections.refill(db.connection, progress)

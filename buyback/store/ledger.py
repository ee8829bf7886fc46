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
from buyback.store import shape
from buyback.store.complaints import NotWritten
from buyback.store.engine import ONE_AT_A_TIME, Db, Store
from buyback.store.fitting import Unfit


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
    """Take the writer's turn: what is appended inside is kept together or not at all.

    TablesDisagree where the ledger's row does not tell where its log and its folios end: what follows a wrong end
    would stand in the log for ever.
    """
    with store.transaction() as db:
        lock = "" if store.is_sqlite else " FOR UPDATE"
        named = {"ledger": db.ledger}
        said = db.connection.execute(
            text(f"SELECT head_seq, head_digest, folios FROM ledger WHERE code = :ledger{lock}"), named
        ).one_or_none()
        stands = db.connection.execute(_ENDS, named).one_or_none()
        if said is None or stands is None or tuple(said) != tuple(stands):
            raise Unfit(_("the table ledger does not say where the log ends"))
        yield Writer(db, by, utc_text(at), *said)


_ENDS = text(
    "SELECT seq, digest, coalesce((SELECT max(number) FROM drop_off WHERE ledger = :ledger), 0) FROM entry"
    " WHERE ledger = :ledger ORDER BY seq DESC LIMIT 1"
)
"""Where the log ends, and the folios; read after the lock is held, so that it is what the writer before has left."""


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
    """Drop and remake every projection from the log, in one transaction; how many entries were replayed.

    Whatever became of their tables, and of the triggers that guard the log, they are those of a new ledger again.
    """
    from buyback.store import projections, schema

    with store.transaction() as db:
        connection = db.connection
        if not store.is_sqlite:
            connection.exec_driver_sql(ONE_AT_A_TIME)
        misfits = shape.misfits(connection)
        if store.is_sqlite or misfits:
            schema.remake_projections(connection, spares_others=True)
        else:  # readers of PostgreSQL go on seeing the old rows, and a writer that waits for its turn finds the new ones
            connection.exec_driver_sql("LOCK TABLE ledger IN ACCESS EXCLUSIVE MODE")
            projections.clear(connection)
        if not shape.is_guarded(connection):
            schema.restore_guards(connection)
        return projections.refill(connection, progress)

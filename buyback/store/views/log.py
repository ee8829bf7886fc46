"""The log as it stands."""

from sqlalchemy import text

from buyback import chain
from buyback.chain import Entry, Sealed
from buyback.store.engine import Db

_COLUMNS = "SELECT ledger, seq, at, kind, body, previous, digest FROM entry WHERE ledger = :ledger"


def page(db: Db, *, limit: int = 50, before: int | None = None, kind: str = "") -> tuple[Sealed, ...]:
    """Entries, the newest first; only those numbered below `before`, or of one kind, where that is given."""
    found = db.connection.execute(
        text(f"{_COLUMNS} AND seq < :before AND (:kind = '' OR kind = :kind) ORDER BY seq DESC LIMIT :limit"),
        {"ledger": db.ledger, "before": before or 2**53, "kind": kind, "limit": limit},
    )
    return tuple(Sealed(*row) for row in found)


def sealed(db: Db, seq: int) -> Sealed | None:
    """The entry with this number, or None."""
    row = db.connection.execute(
        text(f"{_COLUMNS} AND seq = :seq"), {"ledger": db.ledger, "seq": seq}
    ).one_or_none()
    return Sealed(*row) if row else None


def entry(db: Db, seq: int) -> Entry:
    """What the entry with this number says; KeyError where there is none."""
    row = sealed(db, seq)
    if row is None:
        raise KeyError(seq)
    return chain.open_body(row.body)

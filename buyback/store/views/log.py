"""The log as it stands."""

from buyback import chain
from buyback.chain import Checkpoint, Entry, Sealed, Undecodable
from buyback.store.engine import Db
from buyback.store.entries import Unreadable, is_sound
from buyback.store.statements import text

_COLUMNS = "SELECT ledger, seq, at, kind, body, previous, digest FROM entry WHERE ledger = :ledger"


def page(db: Db, *, limit: int = 50, before: int | None = None, kind: str = "") -> tuple[Sealed, ...]:
    """Entries, the newest first; only those numbered below `before`, or of one kind, where that is given."""
    found = db.connection.execute(
        text(f"{_COLUMNS} AND seq < :before AND (:kind = '' OR kind = :kind) ORDER BY seq DESC LIMIT :limit"),
        {"ledger": db.ledger, "before": before or 2**53, "kind": kind, "limit": limit},
    )
    return tuple(_sound(Sealed(*row)) for row in found)


def sealed(db: Db, seq: int) -> Sealed | None:
    """The entry with this number, or None."""
    row = db.connection.execute(
        text(f"{_COLUMNS} AND seq = :seq"), {"ledger": db.ledger, "seq": seq}
    ).one_or_none()
    return _sound(Sealed(*row)) if row else None


def last_but(db: Db, kind: str) -> Checkpoint:
    """The last entry that is of another kind, as a checkpoint; the first one of a ledger, which opens it, is no drop-off."""
    row = db.connection.execute(
        text(
            "SELECT seq, digest FROM entry WHERE ledger = :ledger AND kind <> :kind ORDER BY seq DESC LIMIT 1"
        ),
        {"ledger": db.ledger, "kind": kind},
    ).one()
    return Checkpoint(db.ledger, row.seq, row.digest)


def _sound(row: Sealed) -> Sealed:
    """The row, if its columns hold what their types say; a log without types was made by hand."""
    if not is_sound(row):
        raise Unreadable(row.seq, "its columns do not hold text and whole numbers")
    return row


def entry(db: Db, seq: int) -> Entry:
    """What the entry with this number says; KeyError where there is none."""
    row = sealed(db, seq)
    if row is None:
        raise KeyError(seq)
    try:
        return chain.open_body(row.body)
    except Undecodable as problem:
        raise Unreadable(seq, str(problem)) from problem

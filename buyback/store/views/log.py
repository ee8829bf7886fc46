"""The log as it stands."""

import json
from dataclasses import dataclass
from datetime import datetime

from buyback import chain
from buyback.chain import Checkpoint, Entry, Sealed, utc_text
from buyback.fact_json import Undecodable
from buyback.store.engine import Db
from buyback.store.entries import Unreadable, is_sound
from buyback.store.statements import text

_COLUMNS = "SELECT ledger, seq, at, kind, body, previous, digest FROM entry WHERE ledger = :ledger"


@dataclass(frozen=True, slots=True)
class Entries:
    """Which entries a list shows; an empty field does not filter. From the moment `since` on and before `until`."""

    kinds: tuple[str, ...] = ()
    by: str = ""
    site: str = ""
    since: datetime | None = None
    until: datetime | None = None
    seqs: tuple[int, ...] | None = None


def page(db: Db, *, limit: int = 50, before: int | None = None, kind: str = "") -> tuple[Sealed, ...]:
    """Entries, the newest first; only those numbered below `before`, or of one kind, where that is given."""
    return listed(db, Entries((kind,) if kind else ()), limit=limit, before=before)


def listed(db: Db, chosen: Entries, *, limit: int, before: int | None = None) -> tuple[Sealed, ...]:
    """These entries, the newest first; only those numbered below `before` where that is given."""
    where, values = _where(chosen)
    values |= {"ledger": db.ledger, "before": before or 2**53, "limit": limit}
    found = db.connection.execute(
        text(f"{_COLUMNS}{where} AND seq < :before ORDER BY seq DESC LIMIT :limit"), values
    )
    return tuple(_sound(Sealed(*row)) for row in found)


def _where(chosen: Entries) -> tuple[str, dict[str, object]]:
    """The conditions. A body is canonical: who wrote it, and a site, stand there in one way only, and a quotation mark in
    any text stands behind a stroke.
    """
    where, values = "", dict[str, object]()
    for column, wanted in (("kind", chosen.kinds or None), ("seq", chosen.seqs)):
        if wanted is not None:
            names: dict[str, object] = {f"{column}{number}": value for number, value in enumerate(wanted)}
            where += f" AND {column} IN ({', '.join(f':{name}' for name in names) or 'NULL'})"
            values |= names
    for name, member in (("by", chosen.by), ("site", chosen.site)):
        if member:
            where += f" AND replace(body, :{name}, '') <> body"
            values[name] = f'"{name}":{json.dumps(member, ensure_ascii=False)}'
    for name, moment, condition in (
        ("since", chosen.since, "at >= :since"),
        ("until", chosen.until, "at < :until"),
    ):
        if moment is not None:
            where += f" AND {condition}"
            values[name] = utc_text(moment)
    return where, values


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

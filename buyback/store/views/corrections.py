"""Marks that were recorded wrongly, and what they were corrected to."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row

from buyback.chain import parse_utc
from buyback.facts import MARKS, SERIAL_STATUSES, Correctable, Marks, SerialStatus
from buyback.folios import item_id
from buyback.store.engine import Db
from buyback.store.fitting import OfRow, Unfit
from buyback.store.serials import serial_span
from buyback.store.statements import text
from buyback.store.views.totals import Span


@dataclass(frozen=True, slots=True)
class Correction(OfRow):
    """One correction of an item's marks; `status` is where the item was by then."""

    item: str
    seq: int
    business_on: date
    corrected_at: datetime
    corrected_by: str
    status: Correctable
    reason: str
    was: Marks
    now: Marks


@dataclass(frozen=True, slots=True)
class SerialAway(OfRow):
    """A serial that was taken away from an item by a correction, and what the item has since; `status` if it has none."""

    item: str
    business_on: date
    was: str
    now: str
    status: SerialStatus


def serials_away(db: Db, words: str, *, limit: int) -> tuple[SerialAway, ...]:
    """Serials that begin with the words and were corrected, the newest correction first."""
    span = serial_span(words)
    if span is None:
        return ()
    found = db.connection.execute(
        text(
            "SELECT k.folio, k.line, k.business_on, k.was_serial, k.now_serial, k.now_serial_status FROM correction k"
            " WHERE k.was_serial_key BETWEEN :low AND :high AND k.ledger || '' = :ledger"
            " ORDER BY k.seq DESC LIMIT :limit"
        ),
        {"ledger": db.ledger, "low": span[0], "high": span[1], "limit": limit},
    )
    return tuple(
        SerialAway(
            item_id(row.folio, row.line),
            date.fromisoformat(row.business_on),
            row.was_serial,
            row.now_serial,
            row.now_serial_status,
        )
        for row in found
    )


def of_drop_off(db: Db, folio: str) -> tuple[Correction, ...]:
    """The corrections of a drop-off's items, in the order of the log."""
    found = db.connection.execute(
        text("SELECT * FROM correction WHERE folio = :folio AND ledger || '' = :ledger ORDER BY seq"),
        {"folio": folio, "ledger": db.ledger},
    )
    return tuple(map(_correction, found))


def within(db: Db, span: Span) -> tuple[Correction, ...]:
    """The corrections made on these days, whenever the item was taken in, in the order of the log."""
    found = db.connection.execute(
        text(
            "SELECT k.* FROM correction k JOIN item i ON i.folio = k.folio AND i.line = k.line"
            " WHERE k.ledger = :ledger AND k.business_on BETWEEN :first AND :last"
            " AND (:site = '' OR i.site = :site) ORDER BY k.seq"
        ),
        span.values(db),
    )
    return tuple(map(_correction, found))


def _correction(row: Row[tuple[object, ...]]) -> Correction:
    return Correction(
        item=item_id(row.folio, row.line),
        seq=row.seq,
        business_on=date.fromisoformat(row.business_on),
        corrected_at=parse_utc(row.corrected_at),
        corrected_by=row.corrected_by,
        status=row.status,
        reason=row.reason,
        was=_marks(row, "was"),
        now=_marks(row, "now"),
    )


def _marks(row: Row[tuple[object, ...]], when: str) -> Marks:
    found = {name: row._mapping[f"{when}_{name}"] for name in MARKS}
    if (
        not all(isinstance(text, str) for text in found.values())
        or found["serial_status"] not in SERIAL_STATUSES
    ):
        raise Unfit(f"{when} = {found!r:.80}")
    return Marks(**found)

"""What was told of items that were handed over: by their receiver, and later of what did not arrive."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row

from buyback.chain import parse_utc
from buyback.facts import SerialStatus
from buyback.folios import item_id
from buyback.store.engine import Db
from buyback.store.fitting import OfRow
from buyback.store.statements import text


@dataclass(frozen=True, slots=True)
class Told(OfRow):
    """What was told of an item that was handed over; `kind` is confirmed, not_received, arrived, still_here or lost."""

    item: str
    seq: int
    kind: str
    act: str
    business_on: date
    recorded_at: datetime
    recorded_by: str
    serial: str
    serial_status: SerialStatus
    differs: bool
    belongs_to: tuple[str, ...]
    reason: str
    approved_by: str


def of_drop_off(db: Db, folio: str) -> tuple[Told, ...]:
    """What was told of a drop-off's items after they were handed over, in the order of the log."""
    found = db.connection.execute(
        text("SELECT * FROM arrival WHERE folio = :folio AND ledger = :ledger ORDER BY seq, line"),
        {"folio": folio, "ledger": db.ledger},
    )
    return tuple(map(told_view, found))


def told_view(row: Row[tuple[object, ...]]) -> Told:
    """A row of the table of arrivals as a value."""
    return Told(
        item=item_id(row.folio, row.line),
        seq=row.seq,
        kind=row.kind,
        act=row.act,
        business_on=date.fromisoformat(row.business_on),
        recorded_at=parse_utc(row.recorded_at),
        recorded_by=row.recorded_by,
        serial=row.serial,
        serial_status=row.serial_status,
        differs=bool(row.differs),
        belongs_to=tuple(filter(None, row.belongs_to.split("; "))),
        reason=row.reason,
        approved_by=row.approved_by,
    )
